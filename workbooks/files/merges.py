"""Merged cells: what lies under them, where nobody sees it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbooks.files.limits import MERGES, Refused
from workbooks.files.refusal import Reason
from workbooks.grid import Area, Position

_WORK = 4_000_000
"""Cells looked at in all: areas that do not overlap, and in Excel none do, never need as many."""


def covered_cells(values: Collection[Position], merges: Sequence[Area]) -> frozenset[Position]:
    """The cells that hold something under merged cells, their upper left corners apart.

    Format painters, WPS and programs leave such: Excel shows the corner and nothing else. Raises
    `Refused` where so many areas overlap that looking would not end.

    >>> sorted(covered_cells({(1, 1): "a", (1, 2): "b", (3, 3): "c"}, [Area(1, 1, 2, 2)]))
    [(1, 2)]
    """
    found: set[Position] = set()
    work = 0
    for area in merges:
        top, left, bottom, right = area.top, area.left, area.bottom, area.right
        size = (bottom - top + 1) * (right - left + 1)
        work += min(size, len(values))
        if work > _WORK:
            raise Refused(Reason.TOO_LARGE, MERGES.message)
        if size <= len(values):
            for row in range(top, bottom + 1):
                found.update(
                    (row, column) for column in range(left, right + 1) if (row, column) in values
                )
        else:
            found.update(place for place in values if place in area)
        found.discard((top, left))
    return frozenset(found)
