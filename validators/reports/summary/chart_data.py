"""What the charts of a summary show, and the sheet that holds it: 图表数据."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from xlsxwriter.utility import xl_range_abs

from validators.frames import Project, rows
from validators.reports.summary.figures import EVALUATED, Loss, counted
from validators.reports.summary.summed import Summed, shortened
from validators.reports.workbook.drawn_sheet import first_row
from validators.reports.workbook.tables import Content, Rate, Row, Table
from validators.terminal_text import one_line
from workbooks.values.dataclass import dataclass

DATA = "图表数据"
MOST_BARS = 20
"""Projects in one chart: the names of more could not be read."""

_MOST_KINDS = 12
_LONGEST_NAME, _LONGEST_UNIT = 20, 10
_LEAD = "「概览」各图所用的数。"


@dataclass(frozen=True, slots=True)
class Plot:
    """One chart: its bars, each a name and its figures, and the column in which they stand.

    `whole` is how many bars there are, of which the first are shown.
    """

    column: int
    heads: tuple[tuple[str, float], ...]
    bars: tuple[Row, ...]
    whole: int

    def row(self, at: int) -> Row:
        """One row of its columns, blank behind the last bar."""
        return self.bars[at] if at < len(self.bars) else (None,) * len(self.heads)

    def series(self, at: int) -> dict[str, Any]:
        """The names and the figures of one column: ranges of cells, and what they hold."""
        top, names, figures = first_row(_table((), ())), self.column, self.column + at
        last = top + len(self.bars) - 1
        return {
            "name": self.heads[at][0],
            "categories": f"='{DATA}'!{xl_range_abs(top, names, last, names)}",
            "values": f"='{DATA}'!{xl_range_abs(top, figures, last, figures)}",
            # Rows are written as they come: XlsxWriter cannot look their contents up.
            "categories_data": [bar[0] for bar in self.bars],
            "values_data": [_number(bar[at]) for bar in self.bars],
        }


@dataclass(frozen=True, slots=True)
class Plots:
    """The four charts: 得分, 扣分, 执行率, 等级."""

    scores: Plot
    losses: Plot
    rates: Plot
    ratings: Plot

    def table(self) -> Table:
        """The sheet that holds all four."""
        return data_table((self.scores, self.losses, self.rates, self.ratings))


def data_table(plots: Sequence[Plot]) -> Table:
    """The sheet that holds what some charts show, one beside the other."""
    longest = max(len(plot.bars) for plot in plots)
    listed = (tuple(chain(*(plot.row(at) for plot in plots))) for at in range(longest))
    return _table(tuple(chain(*(plot.heads for plot in plots))), tuple(listed))


def plots(told: Summed) -> Plots:
    """What the charts show of a summary."""
    forms = list(rows(counted(told.found.projects), Project))
    evaluated = [form for form in forms if form.form in EVALUATED]
    called = Counter(form.project for form in evaluated)
    scores = [(_named(form, called), form.score) for form in evaluated if form.score is not None]
    rates = [
        (_named(form, called), Rate(form.execution_rate))
        for form in evaluated
        if form.execution_rate is not None
    ]
    lost = _losses(told.losses)
    return Plots(
        _lowest(0, (("项目", 34), ("得分", 9)), scores),
        Plot(2, (("扣分的指标", 24), ("扣分", 9), ("累计占比", 10)), lost, len(lost)),
        _lowest(5, (("项目", 34), ("执行率", 10)), rates),
        Plot(7, (("评分等级", 10), ("项目数", 8)), told.all.ratings, len(told.all.ratings)),
    )


def _lowest(
    column: int, heads: tuple[tuple[str, float], ...], bars: Sequence[tuple[str, Any]]
) -> Plot:
    ordered = sorted(bars, key=lambda bar: _number(bar[1]))
    return Plot(column, heads, tuple(ordered[:MOST_BARS]), len(bars))


def _losses(lost: tuple[Loss, ...]) -> tuple[Row, ...]:
    """The kinds that lost most, and all others together."""
    told: list[Row] = [(one.kind, one.points, Rate(one.reached)) for one in lost[:_MOST_KINDS]]
    others = sum((one.points for one in lost[_MOST_KINDS:]), Decimal(0))
    if others:
        told.append(("其余", others, Rate(Decimal(1))))
    return tuple(told)


def _named(form: Project, called: Counter[str | None]) -> str:
    """A project as an axis has room for it, with its unit where several have that name."""
    name = fitted(one_line(form.project or "")) or "（未填项目名称）"
    unit = shortened(form.unit, _LONGEST_UNIT)
    return f"{name}（{unit}）" if unit and called[form.project] > 1 else name


def fitted(name: str) -> str:
    """A name cut in its middle: the year stands before it, the number of a term behind.

    >>> fitted("2019年中小学营养改善计划专项经费（66期）")
    '2019年中小学营…专项经费（66期）'
    """
    return name if len(name) <= _LONGEST_NAME else f"{name[:9]}…{name[-9:]}"


def _number(content: Content) -> float:
    value = content.value if isinstance(content, Rate) else content
    assert isinstance(value, (int, Decimal))
    return float(value)


def _table(columns: tuple[tuple[str, float], ...], listed: Iterable[Row]) -> Table:
    return Table(DATA, (_LEAD,), "", columns, tuple(listed))
