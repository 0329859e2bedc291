"""Local layouts as data: which words a form prints where, and which layout a page follows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from workbooks.form_kinds import FormKind, named
from workbooks.forms import MoneyUnit
from workbooks.reading.form_area import Names, Page, Table
from workbooks.values import terms

FUND_HEADER = ("annual_budget", "executed")
"""The columns without which a self-evaluation's money cannot be read."""
INDICATOR_HEADER = ("name", "target")
"""The columns that head an indicator table."""


@dataclass(frozen=True)
class Edition:
    """The look of one form in one place; the keys of each table are names of form fields.

    `optional` are columns of the indicator table that a form may lack. An edition that looks like
    others is chosen only where the page has one of its `marks`, or the head of the form names one
    of its `places`; a `general` one is for forms that no other edition is more like.
    `editions/README.md` explains each key.
    """

    name: str
    title: str
    kind: FormKind
    policy: str
    source: str
    money_unit: MoneyUnit
    heads: Table
    below: Table
    corner: Names
    fund_columns: Table
    fund_rows: Table
    project_funds: Table
    annual_funds: Table
    indicators: Table
    optional: frozenset[str]
    block: Names
    closing: Table
    rating_beside_total: bool
    marks: Names
    places: Names
    general: bool

    @cached_property
    def required(self) -> Table:
        """The labels without which a page is not of this edition."""
        funds = {key: self.fund_columns[key] for key in FUND_HEADER if self.fund_columns}
        columns = {k: names for k, names in self.indicators.items() if k not in self.optional}
        return {"project_name": self.heads["project_name"], **funds, **columns}

    @cached_property
    def roles(self) -> tuple[Names, ...]:
        """The spellings of every label, place by place."""
        tables = (self.heads, self.below, self.fund_columns, self.fund_rows)
        more = (self.project_funds, self.annual_funds, self.indicators, self.closing)
        return (*(names for table in (*tables, *more) for names in table.values()), self.corner)

    @cached_property
    def _expected(self) -> tuple[Names, ...]:
        optional = {self.indicators[key] for key in self.optional}
        return tuple(names for names in self.roles if names not in optional)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every label of this edition, folded."""
        return frozenset(name for names in self.roles for name in names)

    @cached_property
    def after_funds(self) -> frozenset[str]:
        """Labels of whatever may follow 项目资金."""
        tables = (self.heads, self.below, self.indicators, self.closing)
        funds = (*self.fund_columns.values(), *self.fund_rows.values())
        after = {name for table in tables for names in table.values() for name in names}
        return frozenset(after.difference(*funds))

    @cached_property
    def after_indicators(self) -> frozenset[str]:
        """Labels of whatever may follow the indicators."""
        tables = (self.heads, self.below, self.closing)
        own = {name for table in tables for names in table.values() for name in names}
        return terms.CLOSING_LABELS | own

    def likeness(self, page: Page) -> int:
        """How many places of this edition the page has, less those that it lacks."""
        found = sum(map(page.has, self.roles))
        return 2 * found - (found if self.general else len(self._expected))

    def coverage(self, page: Page) -> int:
        """How many places outside 项目资金 would be read: what an edition lacks would be lost."""
        tables = (self.heads, self.below, self.indicators, self.closing)
        return sum(page.has(names) for table in tables for names in table.values())


def _folded(table: Mapping[str, list[str]]) -> dict[str, Names]:
    return {key: _names(names) for key, names in table.items()}


def _names(names: list[str]) -> Names:
    folded = list(map(terms.fold, names))
    more = (one for name in folded for one in terms.spellings(name))
    return tuple(dict.fromkeys((*folded, *more)))


def edition_of(data: Mapping[str, Any]) -> Edition:
    """An edition from the data of its TOML file."""
    funding, indicators = data["funding"], dict(data["indicators"])
    return Edition(
        name=data["name"],
        title=data["title"],
        kind=named(data["form"]),
        policy=data["policy"],
        source=data["source"],
        money_unit=MoneyUnit(data["money_unit"]),
        heads=_folded(data["heads"]),
        below=_folded(data.get("below", {})),
        corner=_names(funding["corner"]),
        fund_columns=_folded(funding.get("columns", {})),
        fund_rows=_folded(funding.get("rows", {})),
        project_funds=_folded(funding.get("project", {})),
        annual_funds=_folded(funding.get("annual", {})),
        optional=frozenset(indicators.pop("optional", ())),
        block=_names(indicators.pop("block", [])),
        indicators=_folded(indicators),
        closing=_folded(data.get("closing", {})),
        rating_beside_total=data.get("rating_beside_total", False),
        marks=_names(data.get("marks", [])),
        places=tuple(data.get("places", ())),
        general=data.get("general", False),
    )


@cache
def editions() -> tuple[Edition, ...]:
    """All layouts that are known, by file name."""
    folder = files("workbooks") / "editions"
    sources = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name
    )
    return tuple(edition_of(tomllib.loads(f.read_text("utf-8"))) for f in sources)


@cache
def project_labels() -> Names:
    """What 项目名称 is called, anywhere."""
    names = (name for edition in editions() for name in edition.heads["project_name"])
    return tuple(dict.fromkeys(names))


@cache
def known_labels() -> frozenset[str]:
    """Every label of every edition."""
    return frozenset(name for edition in editions() for name in edition.labels)


def _on_page(page: Page, key: str, names: Names) -> bool:
    inline = key == "project_name" and any(name in page.inline for name in names)
    return inline or page.has(names)


def _fits(edition: Edition, page: Page) -> bool:
    there = all(_on_page(page, key, names) for key, names in edition.required.items())
    return there and claims(edition, page) and not missing(edition, page)


def missing(edition: Edition, page: Page) -> tuple[str, ...]:
    """The required labels that a page lacks where they should stand."""
    absent = {key for key, names in edition.required.items() if not _on_page(page, key, names)}
    lacking = absent & {"project_name"}
    if edition.fund_columns and not page.headers(edition.fund_columns, *FUND_HEADER):
        lacking |= absent & {*FUND_HEADER} or {*FUND_HEADER}
    columns = edition.indicators.keys() - edition.optional
    headers = page.headers(edition.indicators, *INDICATOR_HEADER)
    if headers:
        lacking |= columns - headers[0][1].keys()
    else:
        lacking |= absent & columns or columns
    return tuple(names[0] for key, names in edition.required.items() if key in lacking)


def claims(edition: Edition, page: Page) -> bool:
    """Whether a page that has all columns has the marks and the place of the edition too."""
    if edition.marks and not page.has(edition.marks):
        return False
    if not edition.places:
        return True
    names = [name for table in edition.heads.values() for name in table]
    rows = [row for row, _ in page.places(names)]
    rows += [page.inline[name][0][0] for name in names if name in page.inline]
    last = max(rows, default=page.top)
    head = "".join(text for (row, _), text in page.texts.items() if row <= last)
    return any(place in head for place in edition.places)


def _kind(page: Page) -> FormKind:
    """The kind of form that the title names, or else the labels."""
    return page.title_kind or max(editions(), key=lambda e: e.likeness(page)).kind


def candidates(page: Page) -> list[Edition]:
    """The editions of the form of a page whose marks or places it has."""
    kind = _kind(page)
    return [edition for edition in editions() if edition.kind is kind and claims(edition, page)]


def recognise(page: Page) -> Edition | None:
    """The edition whose required labels are all on the page; of several, the most alike one."""

    def alike(edition: Edition) -> tuple[int, bool, bool, int]:
        own = bool(edition.places), not edition.general
        return edition.coverage(page), *own, edition.likeness(page)

    kind = _kind(page)
    fitting = [edition for edition in editions() if edition.kind is kind and _fits(edition, page)]
    return max(fitting, key=alike, default=None)
