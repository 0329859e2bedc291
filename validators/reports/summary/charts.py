"""The charts on the first sheet of a summary, native ones of Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validators.reports.summary.chart_data import Plot, Plots
from workbooks.values.dataclass import dataclass

TEXT = {"name": "宋体", "size": 9}
_TITLE = {"name": "黑体", "size": 11, "bold": False}
_BLUE, _GREEN, _ORANGE, _GREY = "#4472C4", "#548235", "#C55A11", "#404040"
_ROOM, _BAR, _LOWEST = 70, 22, 280
"""Pixels above and below the bars, of a bar, and of the lowest chart."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two charts beside each other, None for one that has nothing to show; `height` in pixels."""

    charts: tuple[Any, Any]
    height: int


def pairs(book: Any, plots: Plots) -> tuple[Pair, Pair]:
    """The four charts: 得分 and 扣分, 执行率 and 等级."""
    return (
        Pair(
            (
                _bars(book, plots.scores, "得分", "0.00"),
                _pareto(book, plots.losses),
            ),
            _height(plots.scores),
        ),
        Pair(
            (
                _bars(book, plots.rates, "执行率", "0.00%"),
                columns(book, plots.ratings, "评分等级（项目数）"),
            ),
            _height(plots.rates),
        ),
    )


def _height(plot: Plot) -> int:
    return max(_LOWEST, _ROOM + _BAR * len(plot.bars))


_SAME = 0.8
"""Of the highest bar: where the lowest reaches so far, bars from nought would all look alike."""


def _beginning(figures: Sequence[float]) -> float:
    """Where bars begin, such that 96 and 98 differ; they bear their figures.

    >>> _beginning([96, 98]), _beginning([40, 98]), _beginning([98, 98])
    (92, 0, 0)
    """
    low, high = min(figures), max(figures)
    if low <= 0 or low < high * _SAME or low == high:
        return 0
    return max(0, low - 2 * (high - low))


def _bars(book: Any, plot: Plot, what: str, figures: str) -> Any:
    """Projects from the lowest figure up, from the left: what there is, or the lowest of it."""
    if not plot.bars:
        return None
    chart = book.add_chart({"type": "bar"})
    labels = {"value": True, "num_format": figures, "font": TEXT}
    fill = {"color": _BLUE if what == "得分" else _GREEN}
    chart.add_series({**plot.series(1), "fill": fill, "gap": 40, "data_labels": labels})
    shown = len(plot.bars)
    few = f"各项目{what}（从低到高）"
    chart.set_title(title(few if shown == plot.whole else _some(what, shown, plot.whole)))
    # The first of a sorted list belongs on top; the figures stand at the bars.
    chart.set_y_axis({"reverse": True, "num_font": TEXT, "major_tick_mark": "none"})
    begins = _beginning([float(number) for number in plot.series(1)["values_data"]])
    chart.set_x_axis({"visible": False, "min": begins, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart


def _pareto(book: Any, plot: Plot) -> Any:
    """Points lost by kind of indicator, and the share of all that is reached with each."""
    if not plot.bars:
        return None
    chart, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    labels = {"value": True, "num_format": "0.00", "font": TEXT}
    fill = {"color": _ORANGE}
    chart.add_series({**plot.series(1), "fill": fill, "gap": 40, "data_labels": labels})
    look = {"line": {"color": _GREY, "width": 1.5}, "marker": {"type": "circle", "size": 5}}
    line.add_series({**plot.series(2), **look, "y2_axis": True})
    chart.combine(line)
    chart.set_title(title("扣分集中在哪些指标（分）"))
    chart.set_x_axis({"num_font": TEXT})
    chart.set_y_axis({"min": 0, "num_font": TEXT, "major_gridlines": {"visible": False}})
    line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": TEXT})
    chart.set_legend({"position": "bottom", "font": TEXT})
    return chart


def columns(book: Any, plot: Plot, what: str, figures: str = "0") -> Any:
    """Columns that bear their figures: how many projects have each rating, and the like."""
    if not any(bar[1] for bar in plot.bars):
        return None
    chart = book.add_chart({"type": "column"})
    labels = {"value": True, "num_format": figures, "font": TEXT}
    fill = {"color": _BLUE}
    chart.add_series({**plot.series(1), "fill": fill, "gap": 80, "data_labels": labels})
    chart.set_title(title(what))
    chart.set_x_axis({"num_font": TEXT})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return chart


def title(text: str) -> dict[str, Any]:
    """The title of a chart."""
    return {"name": text, "name_font": _TITLE, "overlay": False}


def _some(what: str, shown: int, whole: int) -> str:
    return f"{what}最低的 {shown} 个项目（共 {whole} 个）"
