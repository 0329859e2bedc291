"""预算执行率 as a row of the indicator table: the points and the score of the money."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
