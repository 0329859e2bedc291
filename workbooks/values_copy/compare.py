"""Whether a copy of a sheet says the same in every cell, up to the last column that it has."""

from __future__ import annotations

from workbooks.grid import Grid, NeverCalculated, address


def uncalculated(grid: Grid, last: int) -> tuple[str, ...]:
    """The cells that would lose their formula and have no value."""
    return tuple(
        address(*place)
        for place, raw in sorted(grid.values.items())
        if isinstance(raw, NeverCalculated) and place[1] <= last
    )


def unlike(source: Grid, copy: Grid, last: int) -> tuple[str, ...]:
    """The cells, and other things by their names, that are not alike.

    >>> unlike(Grid("表", {(1, 1): 1.0, (1, 9): 2.0}), Grid("表", {(1, 1): 3.0}), 8)
    ('A1',)
    """
    cells: set[tuple[int, int]] = set()
    for ours, its in ((source.values, copy.values), (source.formats, copy.formats)):
        kept = {place: raw for place, raw in ours.items() if place[1] <= last}
        cells |= {place for place in {*kept, *its} if kept.get(place) != its.get(place)}
    same = {
        "合并单元格": {area for area in source.merges if area.left <= last} == {*copy.merges},
        "隐藏的行": source.hidden_rows == copy.hidden_rows,
        "隐藏的列": source.hidden_columns == copy.hidden_columns,
    }
    places = (address(*place) for place in sorted(cells))
    return (*places, *(name for name, alike in same.items() if not alike))
