"""Every layout, plain and transformed, as a drawn sheet with its oracle; seeded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.reading_corpus.drawing import draw
from tests.reading_corpus.expected import Expected
from tests.reading_corpus.layouts import Layout, layouts
from tests.reading_corpus.projects import Project, projects
from tests.reading_corpus.sheet import Sheet
from tests.reading_corpus.transforming import PLAIN, TRANSFORMATIONS, Transformation


@dataclass(frozen=True, slots=True)
class Case:
    """One workbook; `refused` is the name of a paper that must not be read."""

    layout: str
    transformation: str
    seed: int
    sheet: Sheet
    expected: tuple[Expected, ...]
    refused: str

    @property
    def name(self) -> str:
        return f"{self.layout}--{self.transformation}--{self.seed}"


def cases(layout: str = "", by: str = "", seeds: int = 1, *, exact: bool = False) -> Iterator[Case]:
    """All cases whose layout (or its file) and transformation contain these words.

    `exact` takes the one layout of this name.
    """
    for number, one in enumerate(layouts()):
        named = layout == one.name if exact else layout in f"{one.settings['file']} {one.name}"
        if not named:
            continue
        for transformation in (PLAIN, *TRANSFORMATIONS):
            if by in transformation.name:
                times = 1 if transformation is PLAIN else seeds
                for seed in range(times):
                    if (case := _case(number, one, transformation, seed)) is not None:
                        yield case


def _case(number: int, layout: Layout, how: Transformation, seed: int) -> Case | None:
    random = Random(f"{layout.name}/{how.name}/{seed}")
    changed = how.layout(layout, random)
    if changed is None:
        return None  # there is nothing of this kind to change
    sheet, filled = draw(changed, _chosen(number + seed, layout))
    if how.copies:
        if layout.refused or len(filled) > 1:
            return None
        other, more = draw(changed, _chosen(number + seed + 5, layout))
        below = how.copies == "below"
        away = (sheet.bottom + 2, 0) if below else (0, sheet.right + 1)
        sheet, filled = sheet.joined(other.moved(*away)), (*filled, *more)
    sheet = how.sheet(sheet, random)
    expected = tuple(one.expected for one in filled)
    return Case(layout.name, how.name, seed, sheet, expected, layout.refused)


def _chosen(number: int, layout: Layout) -> tuple[Project, ...]:
    """The projects of a layout: another for each layout."""
    every = projects()
    wanted = int(layout.settings.get("projects", "1"))
    return tuple(every[(number + at) % len(every)] for at in range(wanted))
