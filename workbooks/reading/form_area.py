"""A sheet as a person sees it: its texts row by row, merged cells as one, and a part of it.

Everything here goes over rows that hold something, never over a sheet's extent: one value in the
last row of a sheet costs no more than one in the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from workbooks.grid import Area, Grid, Position
from workbooks.number_formats.shown import in_full
from workbooks.values import terms
from workbooks.values.dataclass import dataclass
from workbooks.vocabulary.head_words import LONGEST, folded
from workbooks.vocabulary.vocabulary import Vocabulary, may_be_word


@dataclass(frozen=True)
class Sheet:
    """All of a grid: texts and merged cells found once, however many forms stand on it."""

    grid: Grid

    @cached_property
    def rows(self) -> Mapping[int, tuple[tuple[int, str], ...]]:
        """Every row that shows something: its columns and stripped texts from left to right."""
        values, formats = self.grid.values, self.grid.formats
        found: dict[int, list[tuple[int, str]]] = {}
        for position in sorted(values):
            raw = values[position]
            code = formats.get(position, "") if formats else ""
            said = raw if isinstance(raw, str) and not code else in_full(raw, code)
            if text := said.strip():
                found.setdefault(position[0], []).append((position[1], text))
        return {row: tuple(texts) for row, texts in found.items()}

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The numbers of these rows, in order."""
        return tuple(self.rows)

    @cached_property
    def last_column(self) -> int:
        """The last column that shows something."""
        return max((texts[-1][0] for texts in self.rows.values()), default=1)

    @cached_property
    def merged(self) -> Mapping[Position, Area]:
        """The merged cells around each position, in rows that show something or follow one."""
        covered: dict[Position, Area] = {}
        last = self.last_column + 1
        below = {a.bottom + 1 for a in self.grid.merges if a.top in self.rows}
        numbers = sorted(below.union(self.numbers, (row + 1 for row in self.numbers)))
        for area in self.grid.merges:
            columns = range(area.left, min(area.right, last) + 1)
            for row in numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]:
                for column in columns:
                    covered[row, column] = area
        return covered

    @cached_property
    def anchors(self) -> Mapping[Position, Position]:
        """The upper left corner of each merged cell."""
        return {place: (area.top, area.left) for place, area in self.merged.items()}


@dataclass(frozen=True)
class Page:
    """Rows `top` to `bottom` of a sheet, and columns `left` to `right`: the place of one form."""

    sheet: Sheet
    top: int
    bottom: int
    left: int = 1
    right: int = 16384

    @property
    def grid(self) -> Grid:
        """The grid that the page is a part of."""
        return self.sheet.grid

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The numbers of the rows of the page that show something."""
        return self.between(self.top, self.bottom)

    def between(self, first: int, last: int) -> Sequence[int]:
        """The numbers of rows that show something, from `first` to `last`."""
        numbers = self.sheet.numbers
        return numbers[
            bisect_left(numbers, max(first, self.top)) : bisect_right(
                numbers, min(last, self.bottom)
            )
        ]

    def row(self, number: int) -> Sequence[tuple[int, str]]:
        """The columns and texts of a row, as far as they belong to the page."""
        texts = self.sheet.rows.get(number, ())
        if self.left == 1 and (not texts or texts[-1][0] <= self.right):
            return texts
        return tuple(one for one in texts if self.left <= one[0] <= self.right)

    @cached_property
    def texts(self) -> Mapping[Position, str]:
        """Every cell of the page that shows something, stripped, in reading order."""
        return {(row, column): text for row in self.numbers for column, text in self.row(row)}

    def area(self, position: Position) -> Area:
        """The merged cells around a position, or the one cell."""
        row, column = position
        return self.sheet.merged.get(position) or Area(row, column, row, column)

    def anchor(self, position: Position) -> Position:
        """Where the value of a position stands: the upper left corner of its merged cells."""
        return self.sheet.anchors.get(position, position)

    def text(self, position: Position) -> str:
        """What the (merged) cell at a position shows."""
        return self.texts.get(self.anchor(position), "")

    def right_of(self, position: Position) -> Position:
        """The cell that begins right of the (merged) cell at a position."""
        area = self.sheet.merged.get(position)
        return self.anchor((position[0], (position[1] if area is None else area.right) + 1))

    def below(self, position: Position) -> Position:
        """The cell that begins below the (merged) cell at a position."""
        area = self.sheet.merged.get(position)
        return self.anchor(((position[0] if area is None else area.bottom) + 1, position[1]))


Key = tuple[str, str]
"""A block of the vocabulary and a role in it."""
Inline = tuple[Position, str]
"""A cell that holds a label and what is filled in, and that."""


@dataclass(frozen=True)
class LabelIndex:
    """The labels of a sheet, in reading order."""

    sheet: Sheet
    words: Vocabulary

    @cached_property
    def _found(self) -> tuple[Mapping[Key, list[Position]], Mapping[Key, list[Inline]]]:
        alone: dict[Key, list[Position]] = {}
        inline: dict[Key, list[Inline]] = {}
        senses, inlined = self.words.senses, self.inlined
        for row, texts in self.sheet.rows.items():
            for column, text in texts:
                for block, sense in senses(text):
                    alone.setdefault((block, sense.role), []).append((row, column))
                if ":" in text or "：" in text:
                    if text not in inlined:
                        inlined[text] = tuple(terms.labelled(text))
                    for label, value in inlined[text]:
                        for block, sense in senses(label):
                            place = (row, column), value
                            inline.setdefault((block, sense.role), []).append(place)
        return alone, inline

    @cached_property
    def inlined(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """What `terms.labelled` says of texts with a colon; filled when the labels are found."""
        return {}

    @cached_property
    def heads(self) -> dict[tuple[int, int, int, int], Sequence[Position]]:
        """What `head_places` has found in an area, which three ask about."""
        return {}

    def places(self, page: Page, block: str, role: str) -> Sequence[Position]:
        """Where a role's words stand on a page, in cells of their own."""
        found = self._found[0].get((block, role), ())
        if not found:
            return ()
        low = bisect_left(found, (page.top, 0))
        within = found[low : bisect_right(found, (page.bottom, 1 << 20))]
        return [place for place in within if page.left <= place[1] <= page.right]

    def is_listed(self, block: str, place: Position) -> bool:
        """Whether the label at a place is a listed word, and not only alike."""
        text = dict(self.sheet.rows[place[0]])[place[1]]
        return self.words.sense(block, text) is not None

    def first(self, page: Page, block: str, role: str) -> Position | None:
        """The first of them."""
        return next(iter(self.places(page, block, role)), None)

    def inline(self, page: Page, block: str, role: str) -> Iterator[tuple[Position, str]]:
        """Cells that hold a label and what is filled in: 项目名称：示例项目."""
        found = self._found[1].get((block, role), ())
        low = bisect_left(found, ((page.top, 0), ""))
        for place, value in found[low:]:
            if place[0] > page.bottom:
                return
            if page.left <= place[1] <= page.right:
                yield place, value

    def named(self, page: Page) -> set[str]:
        """The folded names of all labels on a page, known or not, and of those in one cell with
        what is filled in.
        """
        texts = set(page.texts.values()) if self._found else set()
        alone = {folded(text) for text in texts if len(text) <= LONGEST and may_be_word(text)}
        return alone.union(label for text in texts for label, _ in self.inlined.get(text, ()))

    def rows(self, page: Page, keys: Iterable[Key]) -> list[int]:
        """The rows in which any of the roles' words stand, in order."""
        return sorted({row for block, role in keys for row, _ in self.places(page, block, role)})
