"""Rows that are too low for their text: what one sees and prints is not what is written.

No fonts are read, so the text is taken to be as small as anybody sets it, and a row is told only
where not even that fits: a row that is told is cut, and one that is cut by little is not told.
"""

from __future__ import annotations

from math import ceil

from workbooks.grid import Area, Grid, Position
from workbooks.reading.form_area import Page

_SIGN, _HALF, _LINE = 8.0, 4.0, 10.0  # points of a Chinese sign, a Latin one, a line: 8-point type
_BORDER, _SHORT = 4.0, 8
_SURE = 6.0  # of a line must be out of sight
_USUAL = 54.0  # points of a column that says nothing


def cut_rows(page: Page) -> tuple[int, ...]:
    """The rows of a page whose text cannot be seen whole."""
    grid = page.grid
    if not grid.room.heights:
        return ()
    merged = {(area.top, area.left): area for area in grid.merges}
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
    if merged is None and (row not in grid.room.fixed or (row, column + 1) not in grid.values):
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
    count = 0
    for paragraph in text.split("\n"):
        length = sum(_HALF if ord(sign) < 256 else _SIGN for sign in paragraph)
        count += max(1, ceil(length / max(width - _BORDER, _SIGN)))
    return count * _LINE
