"""The indicator table, with merged categories carried down, and the lines that close it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from workbooks.forms import ABSENT, Cell, Indicator, State
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader
from workbooks.reading.edition import INDICATOR_HEADER
from workbooks.reading.labelled_cells import Located
from workbooks.values import terms

_READERS: Mapping[str, Reader[Any]] = {
    "category": cell_readers.category,
    "subcategory": cell_readers.subcategory,
    "name": cell_readers.words,
    "target": cell_readers.target,
    "target_relation": cell_readers.words,
    "target_unit": cell_readers.words,
    "actual": cell_readers.actual,
    "points": cell_readers.points,
    "score": cell_readers.points,
    "note": cell_readers.words,
}
_CARRIED = ("category", "subcategory")
_PARTS = ("target_relation", "target_unit")
_LABELS = {"target": "年度指标值", "actual": "实际完成值", "points": "分值", "score": "得分"}
_NOWHERE: Mapping[str, Cell[Any]] = {
    field.name: ABSENT._replace(label=_LABELS.get(field.name, "")) for field in fields(Indicator)
}
_SERIAL = re.compile(r"(?<![\d一二三四五六七八九十])[\d一二三四五六七八九十]+$")

Columns = Mapping[str, Position]
Row = Mapping[str, Cell[Any]]


def indicators(form: Located) -> tuple[Indicator, ...]:
    """The rows of every indicator table of the form."""
    headers = form.page.headers(form.edition.indicators, *INDICATOR_HEADER)
    ends = [min(row for row, _ in columns.values()) for _, columns in headers[1:]]
    found: list[Indicator] = []
    above: Columns | None = None
    carried: dict[str, Cell[Any]] = {}
    for (row, columns), end in zip(headers, [*ends, form.page.bottom + 1], strict=True):
        if above is None or not _repeated(form, above, columns):
            carried = dict.fromkeys(_CARRIED, ABSENT)
        found += _rows(form, row, end, columns, carried)
        above = columns
    return tuple(found)


def _repeated(form: Located, above: Columns, below: Columns) -> bool:
    """Whether a header only repeats the one above it, as at the top of a printed page."""

    def printed(columns: Columns) -> dict[str, tuple[int, str]]:
        return {k: (place[1], form.printed(place)) for k, place in columns.items()}

    alone = _block(form, below).state is State.ABSENT
    return alone and printed(above) == printed(below)


def _rows(
    form: Located, header: int, end: int, columns: Columns, carried: dict[str, Cell[Any]]
) -> Iterator[Indicator]:
    """Rows below one header, without 总分 and whatever else closes the table.

    A label that closes it is believed only when no whole indicator follows: nothing that somebody
    filled in may be lost because of a 合计 in the middle. `carried` is what holds for rows that
    name no category; what holds at the end is left in it.
    """
    cells_of = {
        key: form.column(place, _READERS[key], form.printed(place))
        for key, place in columns.items()
    }
    found = [
        (row, {key: cell_in(row) for key, cell_in in cells_of.items()})
        for row in range(header + 1, end)
    ]
    labels = {row for row, read in found if _is_label(form, row, read, columns)}
    whole = [row for row, read in found if row not in labels and _whole(form, row, read, columns)]
    closed = min((row for row in labels if row > max(whole, default=header)), default=end)
    block = _block(form, columns)
    for row, read in found:
        if row >= closed:
            return
        if row in labels:
            continue
        _carry(carried, read)
        if any(cell.text or not cell.blank for key, cell in read.items() if key not in _CARRIED):
            target = _target(read)
            kept = {key: cell for key, cell in read.items() if key not in _PARTS}
            said: Mapping[str, Any] = {**_NOWHERE, **kept, **target, **_known(carried)}
            yield Indicator(**{**said, "block": block})


def _target(read: Row) -> Row:
    """指标性质, 指标值 and 度量单位 as the one cell that other forms have."""
    target = read["target"]
    if target.state is not State.READ or not any(key in read for key in _PARTS):
        return {"target": target}
    broken = [c for c in map(read.get, _PARTS) if c and c.state is State.UNREADABLE]
    if broken:
        return {"target": broken[0]}
    relation, unit = (read[key].text if key in read else "" for key in _PARTS)
    text = cell_readers.composed(relation, target.text, unit)
    return {"target": target._replace(text=text, value=cell_readers.target(text, ""))}


def _carry(carried: dict[str, Cell[Any]], read: Row) -> None:
    """Takes over the group labels of a row; a new category ends the subcategory above."""
    category, subcategory = read.get("category", ABSENT), read.get("subcategory", ABSENT)
    if category.state is State.READ:
        if category.text != carried["category"].text:
            carried["subcategory"] = subcategory
        carried["category"] = category
    if subcategory.state is State.READ:
        carried["subcategory"] = subcategory


def _known(carried: Row) -> Row:
    return {key: cell for key, cell in carried.items() if cell.state is not State.ABSENT}


def _block(form: Located, columns: Columns) -> Cell[Decimal]:
    """The points of a part of the table, in the label left of its header: 年度绩效目标1(40分)."""
    first = min(columns.values(), key=lambda place: place[1])
    place = form.page.anchor((first[0], max(first[1] - 1, 1)))
    text = form.page.text(place)
    points = terms.stated_points(text)
    if points is None or _SERIAL.sub("", terms.fold(text)) not in form.edition.block:
        return ABSENT
    return Cell(State.READ, text, points, form.printed(place), address(*place))


def _is_label(form: Located, row: int, read: Row, columns: Columns) -> bool:
    """Whether a row begins with a label that closes the table, with a note, or adds up others."""
    name = columns["name"][1]
    for column in range(form.page.left, name + 1):
        text = form.page.texts.get((row, column))
        if text is None:
            continue
        label, before = terms.fold(text), terms.fold(text.replace("：", ":").partition(":")[0])
        closing = form.edition.after_indicators
        if not (label in closing or before in closing or terms.is_note(text)):
            return label.endswith(terms.SUBTOTAL)
        return column < name or not _whole(form, row, read, columns)
    return False


def _whole(form: Located, row: int, read: Row, columns: Columns) -> bool:
    """Whether a row surely is an indicator: a name, a target and a figure, each in its own cell."""

    def own(key: str) -> bool:
        place = (row, columns[key][1])
        return read[key].text != "" and form.page.anchor(place) == place

    figures = [key for key in ("points", "score") if key in columns]
    filled = any(read[key].state is State.READ and own(key) for key in figures)
    if not figures:
        filled = "actual" not in columns or own("actual")
    return own("name") and own("target") and filled


def closing(form: Located) -> dict[str, Cell[Any]]:
    """总分 and 评分等级."""
    edition, page = form.edition, form.page
    headers = page.headers(edition.indicators, *INDICATOR_HEADER)
    columns = headers[-1][1] if headers else {}
    below = headers[0][0] if headers else page.bottom  # 合计 may be a line of 项目资金 as well
    totals = [p for p in page.places(edition.closing.get("total", ())) if p[0] > below]
    total = max(totals, default=None)

    def in_total_row(key: str) -> Cell[Any]:
        if total is None or key not in columns:
            return ABSENT
        return form.at((total[0], columns[key][1]), cell_readers.points, form.printed(total))

    found = {"total_points": in_total_row("points"), "total_score": in_total_row("score")}
    if found["total_score"].state is State.ABSENT:
        found["total_score"] = form.beside(
            edition.closing.get("total_score", ()), cell_readers.points
        )
    rating = form.beside(edition.closing.get("rating", ()), cell_readers.words)
    if edition.rating_beside_total and total is not None and "score" in columns:
        place = page.right_of((total[0], columns["score"][1]))
        rating = form.at(place, cell_readers.words, "评分等级")
    return found | {"rating": rating}
