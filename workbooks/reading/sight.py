"""What of a form's place is not as it seems: unseen, struck out, shown in another size, unread."""

from __future__ import annotations

from collections.abc import Iterable

from workbooks.forms import Cell, Sight, State
from workbooks.grid import Position, address
from workbooks.number_formats.shown import in_full, is_resized, is_unseen
from workbooks.reading.form_area import Page
from workbooks.values.decimals import exact, plain


def sight(page: Page) -> Sight:
    """The cells of a page whose content nobody reads off it, in reading order."""
    grid = page.grid
    values = grid.values
    unseen = {at for at, code in grid.formats.items() if is_unseen(values.get(at), code)}
    resized = (at for at, code in grid.formats.items() if is_resized(values.get(at), code))
    return Sight(
        covered=_cells(page, grid.covered | unseen),
        struck=_cells(page, grid.struck),
        resized=tuple(
            Cell(
                State.READ,
                in_full(values[at], grid.formats[at]),
                _stored(values[at]),
                "",
                address(*at),
            )
            for at in _inside(page, resized)
        ),
        unread=grid.unread,
    )


def _stored(raw: object) -> str:
    return plain(exact(raw)) if isinstance(raw, float) else ""


def _cells(page: Page, places: Iterable[Position]) -> tuple[Cell[str], ...]:
    return tuple(Cell(State.BLANK, address=address(*at)) for at in _inside(page, places))


def _inside(page: Page, places: Iterable[Position]) -> list[Position]:
    """The places that lie on the page, and not beside its last column that holds anything."""
    last = max((column for _, column in page.texts), default=0)
    return sorted(
        (row, column)
        for row, column in places
        if page.top <= row <= page.bottom and page.left <= column <= min(page.right, last)
    )
