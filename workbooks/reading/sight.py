"""What of a form's place is not as it seems: hidden by a format, another size, cut off, unread.

Of rows that are too low no fonts are read: the text is taken to be as small as anybody sets it, so
that a row that is told is cut, and one that is cut by little is not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from workbooks.forms import Cell, Sight, State
from workbooks.grid import Area, Grid, Position, address, position
from workbooks.number_formats.shown import in_full, is_resized, is_unseen
from workbooks.reading import cell_readers
from workbooks.reading.form_area import Page
from workbooks.reading.labelled_cells import Located
from workbooks.values.decimals import exact, plain


def sight(page: Page) -> Sight:
    """The numbers of a page that are not as large as they are stored, and what was not read."""
    values, formats = page.grid.values, page.grid.formats
    resized = [at for at in _inside(page, formats) if is_resized(values.get(at), formats[at])]
    shown = tuple(_resized(page, at) for at in resized)
    return Sight(shown, page.grid.unread, cut_rows(page))


def hidden(form: Located) -> tuple[Cell[str], ...]:
    """What the page holds in hidden rows and columns, on a hidden sheet, or as hidden text."""
    page, grid = form.page, form.page.grid
    cells = []
    if grid.hidden or grid.hidden_rows or grid.hidden_columns:
        cells = [
            form.at(at, cell_readers.words, "隐藏的单元格")
            for at in page.texts
            if grid.hidden or at[0] in grid.hidden_rows or at[1] in grid.hidden_columns
        ]
    cells += (
        Cell(State.READ, text, text, "隐藏的文字", address(*at))
        for at, text in grid.unseen.items()
        if page.top <= at[0] <= page.bottom and page.left <= at[1] <= page.right
    )
    cells += _hidden_by_format(page)
    return tuple(sorted(cells, key=lambda cell: position(cell.address)))


def _hidden_by_format(page: Page) -> tuple[Cell[str], ...]:
    """The cells of a page that hold something, and have a format that shows nothing."""
    values, formats = page.grid.values, page.grid.formats
    unseen = (at for at in _inside(page, formats) if is_unseen(values.get(at), formats[at]))
    return tuple(
        Cell(State.READ, said, said, "隐藏的文字", address(*at))
        for at in unseen
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


_SIGN, _HALF, _LINE = 8.0, 4.0, 10.0  # points of a Chinese sign, a Latin one, a line: 8-point type
_BORDER, _SHORT = 4.0, 8
_SURE = 6.0  # of a line must be out of sight
_USUAL = 54.0  # points of a column that says nothing


def cut_rows(page: Page) -> tuple[int, ...]:
    """The rows of a page whose text cannot be seen whole."""
    grid = page.grid
    if not grid.room.heights:
        return ()
    merged = page.sheet.merged
    return tuple(
        sorted(
            {
                at[0]
                for at, text in page.texts.items()
                if len(text) >= _SHORT and _is_cut(grid, at, text, merged.get(at))
            }
        )
    )


def _is_cut(grid: Grid, at: Position, text: str, merged: Area | None) -> bool:
    row, column = at
    if row in grid.hidden_rows or column in grid.hidden_columns:
        return False
    runs_on = (row, column + 1) not in grid.values and at not in grid.room.wrapped
    if merged is None and (row not in grid.room.fixed or runs_on):
        return False  # it grows, or runs on over the empty cell beside it
    area = merged or Area(row, column, row, column)
    heights = [grid.room.heights.get(one) for one in range(area.top, area.bottom + 1)]
    known = [one for one in heights if one is not None]
    if len(known) < len(heights):
        return False
    widths = grid.room.widths
    width = sum(widths.get(one, _USUAL) for one in range(area.left, area.right + 1))
    return _needed(text, width) > sum(known) + _SURE


def _needed(text: str, width: float) -> float:
    """The points down that a text takes at least.

    >>> _needed("因汛期提前，原定七月的现场查验顺延至十月", 84.0)
    20.0
    """
    count, room = 0, max(width - _BORDER, _SIGN)
    for paragraph in text.split("\n"):
        latin = len(paragraph.encode("latin-1", "ignore"))
        count += max(1, ceil((_SIGN * len(paragraph) - (_SIGN - _HALF) * latin) / room))
    return count * _LINE
