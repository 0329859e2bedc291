"""历年 as a workbook: what stands out and its charts first, each year's figures behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from validators.across.index import Index, Line
from validators.across.trend import LOST, Trend, Unplaced, project_years
from validators.reports.output import Place
from validators.reports.summary.chart_data import Plot, data_table, fitted
from validators.reports.summary.charts import TEXT, columns, title
from validators.reports.trend import sheets
from validators.reports.trend.figures import TrendFigures, averages, sentences
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.linked_rows import LinkedRows, with_remark
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book, safe
from validators.reports.workbook.tables import Rate, Row, Table
from validators.reports.workbook.written_notes import Written, draw_own, read
from workbooks.sparing import spare

TITLE, FIRST = "绩效历年比较", "概览"
_WIDTH, _HEIGHT, _ROW = 480, 280, 20
_COLUMNS, _PLACES = 12, 11.0
"""Pixels of a chart and of a row; columns of the first sheet and their width."""
_PAGE = Table(FIRST, (), "", (("", _PLACES),) * _COLUMNS, ())
_NOTES = "备注（写在本页的，下次照样带着）"


def is_ours(sheet: Any, cell: Any) -> bool:
    """Whether a cell of an earlier first sheet, as openpyxl has it, is as we wrote it: each line
    of ours stands a second time in a hidden column."""
    ours: object = sheet.cell(cell.row, _COLUMNS + 1).value
    return bool(cell.value == ours)


class TrendBook:
    """The projects as they are gone through, and the workbook at the end; `close` it."""

    def __init__(self, folder: Path, index: Index, trend: Trend) -> None:
        self.figures = TrendFigures(trend.years, trend.evaluated_years)
        self.broken = list(trend.broken)
        self._trend = trend
        self._lists = tuple(LinkedRows(folder) for _ in range(6))
        for lines in trend.projects:
            rows, trace = spare(partial(self._worded, index, lines))
            if rows is None:
                self.broken.append(Unplaced(lines[-1][1], LOST, trace))
                continue
            for listed, own in zip(self._lists, rows, strict=False):
                listed.add(own)

    def _worded(self, index: Index, lines: Sequence[tuple[int, Line]]) -> list[list[Row]]:
        """A project's rows for each list, counted; where that breaks, nothing of it is."""
        project, years = project_years(index, lines), self._trend.years
        rows: tuple[Iterable[Row], ...] = (
            (sheets.project_row(project, years),),
            sheets.indicator_rows(project, years),
            sheets.lowered_rows(project),
            sheets.deducted_rows(project),
            sheets.note_rows(project),
        )
        told = [list(own) for own in rows]
        self.figures.add(project)
        return told

    def close(self) -> None:
        """Forget the rows."""
        for listed in self._lists:
            listed.rows.close()

    def told(self, refused: Sequence[tuple[Path, str]]) -> tuple[str, ...]:
        """What stands out, in sentences."""
        unplaced = len(self._trend.unplaced) + len(refused)
        return tuple(sentences(self.figures, unplaced, len(self.broken)))

    def write(self, place: Place, refused: Sequence[tuple[Path, str]]) -> str:
        """Write the workbook, whole or not at all, and say so; raises OSError where it cannot."""
        unplaced = (*self.broken, *self._trend.unplaced)
        self._lists[-1].add(sheets.unplaced_rows(unplaced, refused))
        plots = _plots(self.figures)
        tables = (*self._tables(), data_table(plots))
        written = read(place.path, tables, {FIRST: is_ours})
        with (
            ExitStack() as kept,
            place.fresh(written.aside) as file,
            new_book(file, TITLE, noted=written.noted) as book,
        ):
            looks = formats(book)
            first = book.add_worksheet(FIRST)
            own = kept.enter_context(closing(KeptLinks()))
            drawn = DrawnSheet(first, _PAGE, looks, "", {}, own)
            below = self._sentences(drawn, refused, written.loose)
            _draw_charts(first, list(filter(None, _charts(book, plots))), below)
            for table in _drawn(tables, written):
                page, own = book.add_worksheet(table.name), kept.enter_context(closing(KeptLinks()))
                DrawnSheet(page, table, looks, "", {}, own, TITLE).draw()
            draw_own(book, written, {FIRST, *(table.name for table in tables)})
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

    def _sentences(
        self, drawn: DrawnSheet, refused: Sequence[tuple[Path, str]], written: Sequence[str]
    ) -> int:
        """The first sheet but for its charts: what stands out, a line each, and what people wrote
        there before; the row in which the charts begin."""
        drawn.page.set_column(0, _COLUMNS - 1, _PLACES)
        drawn.page.set_column(_COLUMNS, _COLUMNS, None, None, {"hidden": True})
        told = (*self.told(refused), *((_NOTES,) if written else ()))
        for row, sentence in enumerate((*told, *written)):
            drawn.line(row, sentence, "remark" if row else "lead", 18 if row else 22)
            if row < len(told):
                drawn.page.write_string(row, _COLUMNS, safe(sentence))
        drawn.page.hide_gridlines(2)
        drawn.page.set_landscape()
        drawn.page.set_paper(9)
        drawn.page.fit_to_pages(1, 1)
        drawn.page.set_header(f"&C{TITLE}")
        return 2 + len(told) + len(written)


def _drawn(tables: Sequence[Table], written: Written) -> Iterator[Table]:
    """The sheets that have rows, with what people wrote beside them; then what has no place."""
    *listed, data = tables
    yield from (written.extended(table) for table in listed if len(table.rows))
    left = written.left()
    yield from filter(None, (left, data))


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
