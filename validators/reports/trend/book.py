"""历年 as a workbook: what stands out and its charts first, each year's figures behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Any

from validators.across.index import Index
from validators.across.trend import ProjectYears, Trend, project_years
from validators.reports.output import Place
from validators.reports.summary.chart_data import Plot, data_table, fitted
from validators.reports.summary.charts import TEXT, columns, title
from validators.reports.trend import sheets
from validators.reports.trend.figures import TrendFigures, averages, sentences
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.linked_rows import LinkedRows, with_remark
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Rate, Row, Table

TITLE, FIRST = "绩效历年比较", "概览"
_WIDTH, _HEIGHT, _ROW = 480, 280, 20
_COLUMNS, _PLACES = 12, 11.0
"""Pixels of a chart and of a row; columns of the first sheet and their width."""
_PAGE = Table(FIRST, (), "", (("", _PLACES),) * _COLUMNS, ())


class TrendBook:
    """The projects as they are gone through, and the workbook at the end; `close` it."""

    def __init__(self, folder: Path, index: Index, trend: Trend) -> None:
        self.figures = TrendFigures(trend.years, trend.evaluated_years)
        self._trend = trend
        self._lists = tuple(LinkedRows(folder) for _ in range(6))
        for lines in trend.projects:
            self._add(project_years(index, lines))

    def _add(self, project: ProjectYears) -> None:
        self.figures.add(project)
        years = self._trend.years
        rows: tuple[Iterable[Row], ...] = (
            (sheets.project_row(project, years),),
            sheets.indicator_rows(project, years),
            sheets.lowered_rows(project),
            sheets.deducted_rows(project),
            sheets.note_rows(project),
        )
        for listed, own in zip(self._lists, rows, strict=False):
            listed.add(own)

    def close(self) -> None:
        """Forget the rows."""
        for listed in self._lists:
            listed.rows.close()

    def told(self, refused: Sequence[tuple[Path, str]]) -> tuple[str, ...]:
        """What stands out, in sentences."""
        return tuple(sentences(self.figures, len(self._trend.unplaced) + len(refused)))

    def write(self, place: Place, refused: Sequence[tuple[Path, str]]) -> str:
        """Write the workbook, whole or not at all, and say so; raises OSError where it cannot."""
        self._lists[-1].add(sheets.unplaced_rows(self._trend.unplaced, refused))
        tables = [table for table in self._tables() if len(table.rows)]
        plots = _plots(self.figures)
        with ExitStack() as kept, place.fresh() as file, new_book(file, TITLE) as book:
            looks = formats(book)
            first = book.add_worksheet(FIRST)
            own = kept.enter_context(closing(KeptLinks()))
            self._sentences(DrawnSheet(first, _PAGE, looks, "", {}, own), refused)
            _draw_charts(
                first, list(filter(None, _charts(book, plots))), 2 + len(self.told(refused))
            )
            for table in (*tables, data_table(plots)):
                page, own = book.add_worksheet(table.name), kept.enter_context(closing(KeptLinks()))
                DrawnSheet(page, table, looks, "", {}, own, TITLE).draw()
        return place.told()

    def _tables(self) -> Iterator[Table]:
        years = self._trend.years
        shown, threads, fallen, again, notes, apart = self._lists
        yield sheets.projects(years, shown.rows)
        yield sheets.indicators(years, threads.rows)
        yield with_remark(sheets.lowered(fallen.rows), fallen)
        yield with_remark(sheets.deducted(again.rows), again)
        yield with_remark(sheets.notes(notes.rows), notes)
        yield with_remark(sheets.unplaced(apart.rows), apart)

    def _sentences(self, drawn: DrawnSheet, refused: Sequence[tuple[Path, str]]) -> None:
        """The first sheet but for its charts: what stands out, a line each."""
        drawn.page.set_column(0, _COLUMNS - 1, _PLACES)
        for row, sentence in enumerate(self.told(refused)):
            drawn.line(row, sentence, "remark" if row else "lead", 18 if row else 22)
        drawn.page.hide_gridlines(2)
        drawn.page.set_landscape()
        drawn.page.set_paper(9)
        drawn.page.fit_to_pages(1, 1)
        drawn.page.set_header(f"&C{TITLE}")


def _draw_charts(page: Any, charts: Sequence[Any], below: int) -> None:
    """The charts, two beside each other."""
    for at, chart in enumerate(charts):
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        row = below + at // 2 * (_HEIGHT // _ROW + 1)
        page.insert_chart(row, at % 2 * _COLUMNS // 2, chart, {"x_offset": 5})


def _plots(told: TrendFigures) -> tuple[Plot, ...]:
    """What the charts show: 总分, 执行率, 放宽, and the projects whose totals changed most."""
    totals: tuple[Row, ...] = tuple((str(y), figure) for y, figure in averages(told.totals))
    rates: tuple[Row, ...] = tuple((str(y), Rate(figure)) for y, figure in averages(told.rates))
    fallen: tuple[Row, ...] = tuple(
        (str(year), told.lowered_by_year[year]) for year in islice(told.years, 1, None)
    )
    most = sorted(told.changed, reverse=True)
    lines: tuple[Row, ...] = tuple(
        (str(year), *(one.totals[at] for one in most))
        for at, year in enumerate(told.evaluated_years if most else ())
    )
    heads = (("年度", 9.0), *((fitted(one.name), 14.0) for one in most))
    return (
        Plot(0, (("年度", 9), ("平均总分", 10)), totals, len(totals)),
        Plot(2, (("年度", 9), ("平均执行率", 10)), rates, len(rates)),
        Plot(4, (("年度", 9), ("放宽的项数", 10)), fallen, len(fallen)),
        Plot(6, heads, lines, len(lines)),
    )


def _charts(book: Any, plots: Sequence[Plot]) -> Iterator[Any]:
    totals, rates, fallen, changed = plots
    yield columns(book, totals, "各年平均总分", "0.00")
    yield columns(book, rates, "各年平均执行率", "0.00%")
    yield columns(book, fallen, "各年放宽的指标值（项）")
    yield _lines(book, changed)


def _lines(book: Any, plot: Plot) -> Any:
    """The totals of the projects in which they changed most; years from the left."""
    if not plot.bars:
        return None
    chart = book.add_chart({"type": "line"})
    for at in range(1, len(plot.heads)):
        chart.add_series({**plot.series(at), "marker": {"type": "circle", "size": 5}})
    figures = [float(str(figure)) for bar in plot.bars for figure in bar[1:]]
    low = min(figures)
    chart.set_title(title("总分变化最大的项目"))
    chart.set_x_axis({"num_font": TEXT})
    chart.set_y_axis({"min": max(0, int(low) - 5), "num_font": TEXT})
    chart.set_legend({"position": "bottom", "font": TEXT})
    return chart
