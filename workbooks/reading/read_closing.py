"""The lines that close a form: 总分 and 评分等级, in the table or beside labels of their own.

And 预算执行率 where it is scored there: the points and the score of the money.
"""

from __future__ import annotations

from typing import Any

from workbooks.forms import ABSENT, Cell, Fund, State
from workbooks.grid import Position, position
from workbooks.reading import cell_readers, row_kinds
from workbooks.reading.column_roles import settled
from workbooks.reading.head_bands import Band, Column
from workbooks.reading.labelled_cells import VALUE, Located, Mark
from workbooks.reading.read_indicators import Row, Tables
from workbooks.values import terms
from workbooks.values.dataclass import replace


def closing(form: Located, tables: Tables) -> dict[str, Cell[Any]]:
    """总分 and 评分等级."""
    found: dict[str, Cell[Any]] = {"total_points": ABSENT, "total_score": ABSENT, "rating": ABSENT}
    total = tables.totals[-1] if tables.totals else None
    band = tables.bands[-1] if tables.bands else None
    if total is not None and band is not None:
        known = settled(form.page, band, None)[-1]
        label = form.printed((total, form.page.row(total)[0][0]))
        for role in ("points", "score"):
            column = known.column(role)
            place = None if column is None else _in_total(form, total, column)
            if place is not None and form.page.anchor(place) != (total, form.page.row(total)[0][0]):
                found[f"total_{role}"] = form.at(place, cell_readers.points, label)
    if found["total_score"].state is State.ABSENT:
        found["total_score"] = _beside_total(form, total) or _stated_total(form)
    found["rating"] = form.beside("closing", "rating", cell_readers.grade)
    if found["rating"].state is State.ABSENT and total is not None and band is not None:
        found["rating"] = _rating_in(form, total, settled(form.page, band, None)[-1])
    return found


def _in_total(form: Located, total: int, column: Column) -> Position:
    """Where the line of the total has its figure of a column: what begins in it, however wide."""
    texts = form.page.row(total)
    own = (x for x, _ in texts if column.left <= x <= column.right)
    return total, next(own, column.left)


def _beside_total(form: Located, total: int | None) -> Cell[Any] | None:
    """The score of a form without a column of scores, in the line of its total.

    Behind another figure it is the score only where that one is the whole: 总分|100|96.
    """
    if total is None:
        return None
    cells = (
        form.at((total, column), cell_readers.points, "总分")
        for column, _ in form.page.row(total)[1:]
    )
    figures = [cell for cell in cells if cell.state is State.READ]
    if len(figures) == _WHOLE_AND_SCORE and figures[0].value == _WHOLE:
        return figures[1]
    return figures[0] if len(figures) == 1 else None


_WHOLE, _WHOLE_AND_SCORE = 100, 2


def _stated_total(form: Located) -> Cell[Any]:
    """The total where the head of the form, or a line of its own, states it."""
    for role in ("total_score", "total"):
        cell = form.beside("closing", role, cell_readers.points)
        if cell.state is not State.ABSENT:
            return cell
    return ABSENT


def _rating_in(form: Located, total: int, known: Band) -> Cell[Any]:
    """A grade in the line of the total: 总分|100|96|优."""
    for column, text in form.page.row(total)[1:]:
        if terms.clean(text) in row_kinds.GRADES:
            form.marks.pop((total, column), None)
            return form.at((total, column), cell_readers.words, "评分等级")
    score = known.column("score")
    if form.edition.rating_beside_total and score is not None:
        place = form.page.right_of((total, score.left))
        return form.at(place, cell_readers.words, "评分等级")
    return ABSENT


def with_execution_row(form: Located, total: Fund, tables: Tables) -> Fund:
    """The total line of the money, with the points and the score that the table gives it.

    Where the money has its own, the row only says them again: equal ones are set apart, others
    stay unread, so that the difference is told.
    """
    for row, read in tables.execution:
        if not _says_the_same(total, read):
            continue
        own: dict[str, Any] = {
            key: read[key]
            for key in ("points", "score")
            if key in read and read[key].text and not _is_filled(getattr(total, key))
        }
        for cell in own.values():
            form.marks[position(cell.address)] = Mark(VALUE, "funding.total")
        form.apart_row(row, "预算执行率，在资金部分计分")
        total = replace(total, **own)
    return total


def _is_filled(cell: Cell[Any]) -> bool:
    return cell.state in (State.READ, State.UNREADABLE)


def _says_the_same(total: Fund, read: Row) -> bool:
    pairs = ((total.points, read.get("points")), (total.score, read.get("score")))
    return all(
        own.value is None or said is None or said.value in (None, own.value) for own, said in pairs
    )
