"""What of a form's place is not as it seems: hidden by a format, shown in another size, unread."""

from __future__ import annotations

from collections.abc import Iterable

from workbooks.forms import Cell, Sight, State
from workbooks.grid import Position, address
from workbooks.number_formats.shown import in_full, is_resized, is_unseen
from workbooks.reading.cut_rows import cut_rows
from workbooks.reading.form_area import Page
from workbooks.values.decimals import exact, plain


def sight(page: Page) -> Sight:
    """The numbers of a page that are not as large as they are stored, and what was not read."""
    values, formats = page.grid.values, page.grid.formats
    resized = (at for at, code in formats.items() if is_resized(values.get(at), code))
    shown = tuple(_resized(page, at) for at in _inside(page, resized))
    return Sight(shown, page.grid.unread, cut_rows(page))


def hidden_by_format(page: Page) -> tuple[Cell[str], ...]:
    """The cells of a page that hold something, and have a format that shows nothing."""
    values, formats = page.grid.values, page.grid.formats
    unseen = (at for at, code in formats.items() if is_unseen(values.get(at), code))
    return tuple(
        Cell(State.READ, said, said, "隐藏的文字", address(*at))
        for at in _inside(page, unseen)
        if (said := in_full(values[at]))
    )


def _resized(page: Page, at: Position) -> Cell[str]:
    raw = page.grid.values[at]
    stored = plain(exact(raw)) if isinstance(raw, float) else ""
    text = in_full(raw, page.grid.formats[at])
    return Cell(State.READ, text, stored, "显示的数", address(*at))


def _inside(page: Page, places: Iterable[Position]) -> list[Position]:
    return sorted(
        (row, column)
        for row, column in places
        if page.top <= row <= page.bottom and page.left <= column <= page.right
    )
