"""The account of a form: every cell that is not blank is a label, a value, set apart or unread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbooks.forms import Cell, Form, State
from workbooks.grid import Position, address, position
from workbooks.reading.labelled_cells import APART, LABEL, VALUE, Located, Mark
from workbooks.values.dataclass import dataclass, fields, is_dataclass
from workbooks.vocabulary.vocabulary import Step

UNREAD = "没有读"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: where it stands, what it shows, what it is, and how that was understood."""

    address: str
    text: str
    what: str
    role: str
    step: Step


def unread(form: Located, loose: Mapping[Position, str]) -> tuple[Cell[str], ...]:
    """The cells of a form that are no field of it, and neither labels nor set apart."""
    return tuple(
        Cell(State.READ, text, text, form.printed(at)[:_LONGEST_TOLD], address(*at))
        for at, text in loose.items()
        if at not in form.marks
    )


_LONGEST_TOLD = 20


def account(
    form: Form, marks: Mapping[Position, Mark], texts: Mapping[Position, str]
) -> Iterator[Entry]:
    """The account of a form, in reading order."""
    roles = dict(_roles(form.understanding.medium_term, "medium_term")) | dict(_roles(form, ""))
    rows = _rows(form)
    for place, text in texts.items():
        where = address(*place)
        mark = marks.get(place)
        if where in roles and (mark is None or mark.what != LABEL or mark.role in _SAID):
            yield Entry(where, text, VALUE, roles[where], Step.EXACT)
        elif mark is not None:
            role = mark.role
            if mark.what == VALUE and place[0] in rows:
                role = role.replace("indicators.", f"indicators.{rows[place[0]]}.")
            yield Entry(where, text, mark.what, role, mark.step)
        else:
            yield Entry(where, text, UNREAD, "", Step.EXACT)


_SAID = ("title", "fiscal_year")
"""Fields of a form that are their own labels."""


def _rows(form: Form) -> dict[int, int]:
    """The number of the indicator in each row of the sheet."""
    found: dict[int, int] = {}
    for number, one in enumerate(form.indicators, 1):
        if one.name.address:
            found.setdefault(position(one.name.address)[0], number)
    return found


def _roles(record: Any, path: str) -> Iterator[tuple[str, str]]:
    """The address of every cell of a form with its path."""
    if isinstance(record, Cell):
        if record.address:
            yield record.address, path
        return
    if isinstance(record, tuple):
        for at, one in enumerate(record, 1):
            yield from _roles(one, f"{path}.{at}" if path else str(at))
        return
    if is_dataclass(record):
        for one in fields(record):
            if one.name not in ("template", "understanding", "hidden"):
                yield from _roles(getattr(record, one.name), f"{path}.{one.name}".strip("."))


__all__ = ["APART", "LABEL", "UNREAD", "VALUE", "Entry", "account", "unread"]
