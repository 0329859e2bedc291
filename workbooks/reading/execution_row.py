"""预算执行率 as a row of the indicator table: the points and the score of the money."""

from __future__ import annotations

from dataclasses import replace

from workbooks.forms import Cell, Fund, State
from workbooks.grid import position
from workbooks.reading.labelled_cells import VALUE, Located, Mark
from workbooks.reading.read_indicators import Row, Tables


def with_execution_row(form: Located, total: Fund, tables: Tables) -> Fund:
    """The total line of the money, with the points and the score that the table gives it.

    Where the money has its own, the row only says them again: equal ones are set apart, others
    stay unread, so that the difference is told.
    """
    for row, read in tables.execution:
        if _is_filled(total.score) or (_is_filled(total.points) and "score" not in read):
            if _says_the_same(total, read):
                form.apart_row(row, "预算执行率，已在资金部分计分")
            continue
        own = {key: read[key] for key in ("points", "score") if key in read and read[key].text}
        for cell in own.values():
            form.marks[position(cell.address)] = Mark(VALUE, "funding.total")
        form.apart_row(row, "预算执行率")
        total = replace(total, **own)
    return total


def _is_filled(cell: Cell[object]) -> bool:
    return cell.state in (State.READ, State.UNREADABLE)


def _says_the_same(total: Fund, read: Row) -> bool:
    pairs = ((total.points, read.get("points")), (total.score, read.get("score")))
    return all(
        own.value is None or said is None or said.value in (None, own.value) for own, said in pairs
    )
