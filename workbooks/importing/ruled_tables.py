"""The ruled lines of a page -> tables: their cells, merged where no line stands between.

Every line of the page is first brought to one of a few places across and down. Between two places
lies a small cell; small cells with no line between them are one cell, as a person sees it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workbooks.files.limits import CELLS, Allowance
from workbooks.grid import Area, Position
from workbooks.importing.pages import CROSSINGS, Page, Sign, Stroke
from workbooks.importing.text_lines import TextLine, joined, text_lines
from workbooks.values.dataclass import dataclass

NO_BORDER = "这一格的边上没有框线，范围是照相邻的线定的"
ODD_SHAPE = "框线围成的不是长方形，这一格的范围是拆开定的"
OVER_LINE = "行太低，有字压着上下的格线，可能印在了相邻的一格里，或者几行叠在一起"

_NEAR = 2.0  # points: lines nearer than that are one line
_REACH = 3.0  # points that a line may fall short of another that it meets
_INSIDE = 6.0  # points of a cell's width that its borders and margins take
_OVER = 0.25  # of the height of a sign: more of it beyond a line is no tight row


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its place among the rows and columns of its table, and what stands in it."""

    area: Area
    text: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table on one page: where its columns and rows begin and end, and its cells."""

    page: int
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[RuledCell, ...]


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A line of text that stands in no table."""

    page: int
    line: TextLine


Block = RuledTable | OutsideLine


def blocks(page: Page, allowance: Allowance) -> tuple[Block, ...]:
    """The tables of a page and the lines outside them, from above; raises `Refused`."""
    level, upright = _together(page.level), _together(page.upright)
    tables = [_Drawing(*group) for group in _groups(level, upright, allowance)]
    tables = [table for table in tables if len(table.xs) > 1 and len(table.ys) > 1]
    inside: dict[int, list[Sign]] = defaultdict(list)
    outside: list[Sign] = []
    allowance.take(CROSSINGS, len(page.signs) * len(tables))
    for sign in page.signs:
        at = next((n for n, table in enumerate(tables) if table.holds(sign)), None)
        (outside if at is None else inside[at]).append(sign)
    found: list[tuple[float, Block]] = [
        (line.top, OutsideLine(page.number, line)) for line in text_lines(outside)
    ]
    for number, table in enumerate(tables):
        made = table.table(page.number, inside[number], allowance)
        if any(cell.text for cell in made.cells):
            found.append((table.ys[0], made))
    return tuple(block for _, block in sorted(found, key=lambda pair: pair[0]))


def _together(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Lines at nearly one place as one, and pieces of a line that touch as one piece."""
    found: list[Stroke] = []
    for bundle in _bundles(sorted(strokes, key=lambda one: one.at)):
        at = sum(one.at for one in bundle) / len(bundle)
        first, last = bundle[0].first, bundle[0].last
        for one in sorted(bundle, key=lambda one: one.first):
            if one.first - last > _REACH:
                found.append(Stroke(at, first, last))
                first, last = one.first, one.last
            first, last = min(first, one.first), max(last, one.last)
        found.append(Stroke(at, first, last))
    return found


def _bundles(strokes: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    bundle: list[Stroke] = []
    for stroke in strokes:
        if bundle and stroke.at - bundle[0].at > _NEAR:
            yield bundle
            bundle = []
        bundle.append(stroke)
    if bundle:
        yield bundle


def _groups(
    level: Sequence[Stroke], upright: Sequence[Stroke], allowance: Allowance
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Lines that meet, table by table."""
    parents = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    places = [one.at for one in upright]
    for number, stroke in enumerate(level):
        begin = bisect_right(places, stroke.first - _REACH)
        end = bisect_right(places, stroke.last + _REACH)
        allowance.take(CROSSINGS, end - begin)
        for other in range(begin, end):
            if upright[other].first - _REACH <= stroke.at <= upright[other].last + _REACH:
                parents[root(len(level) + other)] = root(number)
    members: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for number, stroke in enumerate((*level, *upright)):
        members[root(number)][number >= len(level)].append(stroke)
    yield from (group for group in members.values() if all(group))


class _Drawing:
    """The lines of one table, and where its signs fall."""

    def __init__(self, level: Sequence[Stroke], upright: Sequence[Stroke]) -> None:
        self.level, self.upright = level, upright
        ends = [end for one in level for end in (one.first, one.last)]
        sides = [end for one in upright for end in (one.first, one.last)]
        self.xs = _places([one.at for one in upright], min(ends), max(ends))
        self.ys = _places([one.at for one in level], min(sides), max(sides))

    def holds(self, sign: Sign) -> bool:
        x, y = sign.middle
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def table(self, page: int, signs: Iterable[Sign], allowance: Allowance) -> RuledTable:
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        allowance.take(CELLS, rows * columns)
        below = _covered(self.level, self.ys, self.xs)
        beside = _covered(self.upright, self.xs, self.ys)
        areas = tuple(_areas(rows, columns, below, beside, allowance))
        at = {place: number for number, (area, _) in enumerate(areas) for place in _within(area)}
        held: dict[int, list[Sign]] = defaultdict(list)
        over: set[int] = set()
        for sign in signs:
            x, y = sign.middle
            row = min(bisect_right(self.ys, y), rows)
            column = min(bisect_right(self.xs, x), columns)
            number = at[row, column]
            held[number].append(sign)
            over |= {
                at.get((beyond, column), number) for beyond in self._over(sign, areas[number][0])
            }
        cells = []
        for number, (area, doubts) in enumerate(areas):
            width = self.xs[area.right] - self.xs[area.left - 1] - _INSIDE
            text, more = joined(text_lines(held[number]), width)
            bare = () if not text or self.is_closed(area, below, beside) else (NO_BORDER,)
            told = (*doubts, *more, *bare) if text else ()
            cells.append(RuledCell(area, text, (*told, OVER_LINE) if number in over else told))
        return RuledTable(page, tuple(self.xs), tuple(self.ys), tuple(cells))

    def _over(self, sign: Sign, area: Area) -> tuple[int, ...]:
        """The rows that a sign is in, where it lies across the upper or lower line of its cell.

        A cell that is too low for its lines has them over its borders: they may be a neighbour's.
        """
        room = _OVER * sign.size
        if sign.text.strip() and sign.top < self.ys[area.top - 1] - room:
            return area.top - 1, area.top
        if sign.text.strip() and sign.bottom > self.ys[area.bottom] + room:
            return area.bottom, area.bottom + 1
        return ()

    def is_closed(
        self, area: Area, below: Mapping[int, set[int]], beside: Mapping[int, set[int]]
    ) -> bool:
        """Whether there is a line on each of its four sides."""
        across = range(area.left, area.right + 1)
        down = range(area.top, area.bottom + 1)
        return all(
            column in below[area.top - 1] and column in below[area.bottom] for column in across
        ) and all(row in beside[area.left - 1] and row in beside[area.right] for row in down)


def _places(at: Sequence[float], first: float, last: float) -> list[float]:
    """Where lines stand, and the ends of those across them where no line closes the table."""
    places = sorted({*at})
    if places[0] - first > _REACH:
        places.insert(0, first)
    if last - places[-1] > _REACH:
        places.append(last)
    found = places[:1]
    for place in places[1:]:
        if place - found[-1] > _NEAR:
            found.append(place)
    return found


def _covered(
    strokes: Iterable[Stroke], places: Sequence[float], across: Sequence[float]
) -> Mapping[int, set[int]]:
    """For each place, before which of the small cells (counted from 1) a line stands there."""
    found: dict[int, set[int]] = defaultdict(set)
    for stroke in strokes:
        begin = bisect_left(across, stroke.first - _REACH)
        end = bisect_right(across, stroke.last + _REACH) - 1
        found[_nearest(places, stroke.at)].update(range(begin + 1, end + 1))
    return found


def _nearest(places: Sequence[float], at: float) -> int:
    right = min(bisect_left(places, at), len(places) - 1)
    return right - 1 if right and at - places[right - 1] < places[right] - at else right


def _areas(
    rows: int,
    columns: int,
    below: Mapping[int, set[int]],
    beside: Mapping[int, set[int]],
    allowance: Allowance,
) -> Iterator[tuple[Area, tuple[str, ...]]]:
    """The cells: from each free corner as far right, and then as far down, as no line stands."""
    taken: set[Position] = set()
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            if (row, column) in taken:
                continue
            right = column
            while right < columns and row not in beside[right] and (row, right + 1) not in taken:
                right += 1
            across = range(column, right + 1)
            bottom = row
            while bottom < rows and not any(one in below[bottom] for one in across):
                bottom += 1
            area = Area(row, column, bottom, right)
            allowance.take(CROSSINGS, (bottom - row + 1) * (right - column + 1))
            odd = any(
                row_ in beside[inner]
                for row_ in range(row, bottom + 1)
                for inner in range(column, right)
            ) or any(place in taken for place in _within(area))
            if odd:
                area = Area(row, column, row, right)
            taken.update(_within(area))
            yield area, (ODD_SHAPE,) if odd else ()


def _within(area: Area) -> Iterator[Position]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
