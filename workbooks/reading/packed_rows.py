"""Indicators that share cells: several written into one row, or points merged over several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbooks.forms import ABSENT, Cell, Indicator, State
from workbooks.reading.cell_readers import Reader, typed_cell
from workbooks.values.target import read_target

Row = Mapping[str, Cell[Any]]
ABOVE = "同上"
"""What points and a score show in rows whose own stand in the first of several."""

_NUMBER = re.compile(r"(?:^|(?<=[\s;；。]))(?:指标)?[(（]?(\d{1,2})(?:[.．](?!\d)|[、)）:：])\s*")
_CIRCLED = re.compile("[①-⑳]")
_SHARED = ("category", "subcategory")
_SPLIT = ("name", "target")
_EACH = ("actual", "target_relation", "target_unit", "actual_relation", "actual_unit")
_SHORTEST_NAME = 4


def numbered(text: str) -> list[str]:
    """The parts of a text that counts them from one; none where it does not.

    >>> numbered("1.培训场次\\n2.培训人数"), numbered("①≥10场 ②≥300人"), numbered("1.5万元")
    (['培训场次', '培训人数'], ['≥10场', '≥300人'], [])
    """
    if _CIRCLED.match(text.strip()):
        parts = [part.strip(" \n;；。") for part in _CIRCLED.split(text.strip())[1:]]
        return parts if len(parts) > 1 and all(parts) else []
    before, *rest = _NUMBER.split(text.strip())
    counted, parts = rest[::2], [part.strip(" \n;；。") for part in rest[1::2]]
    if before.strip() or len(parts) < 2 or not all(parts):
        return []
    return parts if [int(n) for n in counted] == list(range(1, len(parts) + 1)) else []


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _parts(text: str, count: int, counted: bool) -> list[str]:
    """The parts of a text, numbered or in lines, where there are so many.

    1.10场 is the first of several only where others are `counted` too, and 1.1 else; then nobody
    can tell.
    """
    found = numbered(text)
    if not found:
        found = _lines(text)
        starts = [f"{at}." for at in range(1, len(found) + 1)]
        if len(found) > 1 and all(map(str.startswith, found, starts)):
            found = [line[len(f"{at}.") :].strip() for at, line in enumerate(found, 1)]
            return found if counted and len(found) == count and all(found) else []
    return found if len(found) == count else []


def rows(read: Row, readers: Mapping[str, Reader[Any]]) -> Sequence[Row]:
    """The indicators of a row: itself, or one for each name that has a target of its own.

    They are told apart only where names, targets and actual values are as many, and the names are
    counted, or every target is whole by itself: a name broken in two lines is one name.
    """
    name, target = (read.get(role, ABSENT).text for role in _SPLIT)
    names = numbered(name)
    count = len(names or _lines(name))
    counted = bool(names)
    aims = _parts(target, count, counted)
    if count < 2 or len(aims) != count or not (counted or _are_whole(_lines(name), aims)):
        return [read]
    told = [role for role in _EACH if read.get(role, ABSENT).text]
    each = {role: _parts(read[role].text, count, counted) for role in told}
    if not all(each.values()):
        return [read]
    each |= {"name": names or _lines(name), "target": aims}
    return [_one(read, at, count, each, readers) for at in range(count)]


def _are_whole(names: Sequence[str], aims: Sequence[str]) -> bool:
    """Whether lines are names and targets of their own, and no broken ones."""
    targets = [read_target(aim) for aim in aims]
    figures = all(one.value is not None and one.unit for one in targets if not isinstance(one, str))
    return figures and all(len(name) >= _SHORTEST_NAME for name in names)


def _one(
    read: Row,
    at: int,
    count: int,
    each: Mapping[str, Sequence[str]],
    readers: Mapping[str, Reader[Any]],
) -> Row:
    """One of several: its own parts; what stands once for all belongs to the first."""
    found: dict[str, Cell[Any]] = {}
    for role, cell in read.items():
        parts = each.get(role) or ([] if role in _SHARED else _parts(cell.text, count, False))
        if parts:
            said = typed_cell(parts[at], readers[role])
            found[role] = said._replace(label=cell.label, address=cell.address)
        elif at and role not in _SHARED and cell.text:
            found[role] = cell._replace(state=State.BLANK, text=ABOVE, value=None)
        else:
            found[role] = cell
    return found


def marked(rows: Sequence[Indicator]) -> Iterator[Indicator]:
    """The same; those whose points and score stand once for several of them say so.

    The reason of a deduction may stand at any of them.
    """
    first = 0
    while first < len(rows):
        after = first + 1
        while after < len(rows) and _goes_on(rows[after]):
            after += 1
        group, first = rows[first:after], after
        if len(group) == 1:
            yield group[0]
            continue
        notes = (row.note for row in group if row.note.text and not row.note.blank)
        yield replace(group[0], shared=True, note=next(notes, group[0].note))
        yield from (replace(row, shared=True) for row in group[1:])


def _goes_on(row: Indicator) -> bool:
    return row.points.text == ABOVE and row.points.state is State.BLANK
