"""The indicator table, with merged categories carried down, and the lines that close it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from workbooks import cells, terms
from workbooks.cells import Reader
from workbooks.forms import ABSENT, Cell, Indicator, State
from workbooks.grid import Position
from workbooks.located import Located

_READERS: Mapping[str, Reader[Any]] = {
    "category": cells.category,
    "subcategory": cells.subcategory,
    "name": cells.words,
    "target": cells.target,
    "actual": cells.actual,
    "points": cells.number,
    "score": cells.number,
    "note": cells.words,
}
_CARRIED = ("category", "subcategory")
_NOWHERE: Mapping[str, Cell[Any]] = {field.name: ABSENT for field in fields(Indicator)}
_CLOSING_COLUMNS = 4  # 总分 stands at the left, after at most a corner label and merged columns


def indicators(form: Located) -> tuple[Indicator, ...]:
    """The rows of every indicator table of the form."""
    headers = form.headers(form.edition.indicators, "name", "target")
    ends = [row for row, _ in headers[1:]] + [form.page.bottom + 1]
    return tuple(
        indicator
        for (row, columns), end in zip(headers, ends, strict=True)
        for indicator in _rows(form, row, end, columns)
    )


def _rows(
    form: Located, header: int, end: int, columns: Mapping[str, Position]
) -> Iterator[Indicator]:
    """Rows below one header, up to 总分 or whatever else closes the table."""
    carried: dict[str, Cell[Any]] = dict.fromkeys(_CARRIED, ABSENT)
    for row in range(header + 1, end):
        if _closes(form, row):
            return
        read = {
            key: form.at((row, place[1]), _READERS[key], form.printed(place))
            for key, place in columns.items()
        }
        _carry(carried, read)
        if any(cell.text or not cell.blank for key, cell in read.items() if key not in _CARRIED):
            yield Indicator(**{**_NOWHERE, **read, **_known(carried)})


def _carry(carried: dict[str, Cell[Any]], read: Mapping[str, Cell[Any]]) -> None:
    """Takes over the group labels of a row; a new category ends the subcategory above."""
    category, subcategory = read.get("category", ABSENT), read.get("subcategory", ABSENT)
    if category.state is State.READ and category.address != carried["category"].address:
        carried |= {"category": category, "subcategory": subcategory}
    if subcategory.state is State.READ:
        carried["subcategory"] = subcategory


def _known(carried: Mapping[str, Cell[Any]]) -> dict[str, Cell[Any]]:
    return {key: cell for key, cell in carried.items() if cell.state is not State.ABSENT}


def _closes(form: Located, row: int) -> bool:
    """Whether a row ends the indicator table."""
    for column in range(1, _CLOSING_COLUMNS + 1):
        text = form.page.texts.get((row, column))
        if text is not None:
            label = terms.fold(text)
            return label in terms.CLOSING_LABELS or label.startswith(("注", "备注"))
    return False


def closing(form: Located) -> dict[str, Cell[Any]]:
    """总分 and 评分等级."""
    headers = form.headers(form.edition.indicators, "name", "target")
    columns = headers[-1][1] if headers else {}
    total = form.page.find(form.edition.total)
    rating = form.page.find(form.edition.rating)

    def in_total_row(key: str) -> Cell[Any]:
        if total is None or key not in columns:
            return ABSENT
        return form.at((total[0], columns[key][1]), cells.number, form.printed(total))

    place = None if rating is None else form.page.right_of(rating)
    return {
        "total_points": in_total_row("points"),
        "total_score": in_total_row("score"),
        "rating": form.at(place, cells.words, form.printed(rating) if rating else ""),
    }
