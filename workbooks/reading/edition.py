"""Editions: what of a place cannot be seen on its forms, and which place a form is from.

An edition names the policy and the money unit that nobody printed, may add words to the
vocabulary, and is known by its marks. A form of no known place is read by the vocabulary alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from workbooks.form_kinds import FormKind, named
from workbooks.forms import MoneyUnit
from workbooks.reading.form_area import LabelIndex, Page
from workbooks.values.dataclass import dataclass, field
from workbooks.vocabulary.head_words import folded
from workbooks.vocabulary.vocabulary import Vocabulary, compiled, source

Words = Mapping[str, Mapping[str, Collection[str]]]
"""Block -> role -> words that an edition adds to the vocabulary."""


@dataclass(frozen=True)
class Edition:
    """One form in one place. `editions/README.md` explains each key.

    `marks` are groups of head words: a form is of this place where it has one of each group.
    Where the head of a form names one of its `places`, it is of this place too; both are needed
    where both are given. `rating_beside_total` is a habit that a blank cell does not show.
    """

    name: str
    title: str
    kind: FormKind
    policy: str
    source: str
    money_unit: MoneyUnit
    marks: tuple[frozenset[str], ...] = ()
    places: tuple[str, ...] = ()
    general: bool = False
    rating_beside_total: bool = False
    words: Words = field(default_factory=dict)

    def claims(self, names: Collection[str], head: str) -> bool:
        """Whether a form with these folded labels and this head is of this place."""
        if self.general:
            return True
        if not all(not group.isdisjoint(names) for group in self.marks):
            return False
        return not self.places or any(place in head for place in self.places)


@dataclass(frozen=True)
class Editions:
    """All editions that a run knows, and the vocabulary with their words."""

    known: tuple[Edition, ...]
    words: Vocabulary

    def of(self, kind: FormKind, page: Page, labels: LabelIndex, above: int) -> Edition:
        """The edition of a form: of those that claim it the one with the most to show for it."""
        names = labels.named(page)
        head = "".join(text for (row, _), text in page.texts.items() if row <= above)
        claiming = [e for e in self.known if e.kind is kind and e.claims(names, head)]
        return max(claiming, key=lambda e: (not e.general, bool(e.places), len(e.marks)))


def edition_of(data: Mapping[str, Any]) -> Edition:
    """An edition from the data of its TOML file."""
    return Edition(
        name=data["name"],
        title=data["title"],
        kind=named(data["form"]),
        policy=data["policy"],
        source=data["source"],
        money_unit=MoneyUnit(data["money_unit"]),
        marks=tuple(frozenset(map(folded, group)) for group in data.get("marks", ())),
        places=tuple(data.get("places", ())),
        general=data.get("general", False),
        rating_beside_total=data.get("rating_beside_total", False),
        words=data.get("words", {}),
    )


@cache
def built_in() -> tuple[Edition, ...]:
    """The editions that come with the program, by file name."""
    sources = sorted((Path(__file__).parent.parent / "editions").glob("*.toml"))
    return tuple(edition_of(tomllib.loads(f.read_text("utf-8"))) for f in sources)


@cache
def editions() -> Editions:
    """The built-in editions; with one of the user's before them, `edition_file.with_own`."""
    known = built_in()
    return Editions(known, compiled(source(), *(e.words for e in known if e.words)))
