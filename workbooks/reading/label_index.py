"""Where the known words stand on a sheet: found once, asked by every form on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbooks.grid import Position
from workbooks.reading.form_area import Page, Sheet
from workbooks.reading.head_words import LONGEST
from workbooks.reading.vocabulary import Vocabulary
from workbooks.values import terms

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
        senses = self.words.senses
        for row, texts in self.sheet.rows.items():
            for column, text in texts:
                if len(text) <= LONGEST:
                    for block, sense in senses(text):
                        alone.setdefault((block, sense.role), []).append((row, column))
                if ":" in text or "：" in text:
                    for label, value in terms.labelled(text):
                        for block, sense in senses(label):
                            place = (row, column), value
                            inline.setdefault((block, sense.role), []).append(place)
        return alone, inline

    def places(self, page: Page, block: str, role: str) -> Sequence[Position]:
        """Where a role's words stand on a page, in cells of their own."""
        found = self._found[0].get((block, role), ())
        if not found:
            return ()
        low = bisect_left(found, (page.top, 0))
        within = found[low : bisect_right(found, (page.bottom, 1 << 20))]
        return [place for place in within if page.left <= place[1] <= page.right]

    def first(self, page: Page, block: str, role: str) -> Position | None:
        """The first of them."""
        return next(iter(self.places(page, block, role)), None)

    def inline(self, page: Page, block: str, role: str) -> Iterator[tuple[Position, str]]:
        """Cells that hold a label and what is filled in: 项目名称：示例项目."""
        for place, value in self._found[1].get((block, role), ()):
            if page.top <= place[0] <= page.bottom and page.left <= place[1] <= page.right:
                yield place, value

    def rows(self, page: Page, keys: Iterable[Key]) -> list[int]:
        """The rows in which any of the roles' words stand, in order."""
        return sorted({row for block, role in keys for row, _ in self.places(page, block, role)})
