"""Local layouts as data: which words a form prints where, and which layout a page follows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workbooks import terms
from workbooks.forms import MoneyUnit
from workbooks.page import Page
from workbooks.refusal import Reason, Refusal

Names = tuple[str, ...]
"""Folded spellings of one label."""

_LOOKS_LIKE_A_FORM = 4  # known labels on a page


@dataclass(frozen=True, slots=True)
class Edition:
    """The look of one form in one place; the keys of each table are names of form fields."""

    name: str
    title: str
    form: str
    policy: str
    source: str
    money_unit: MoneyUnit
    heads: Mapping[str, Names]
    below: Mapping[str, Names]
    corner: Names
    fund_columns: Mapping[str, Names]
    fund_rows: Mapping[str, Names]
    project_funds: Mapping[str, Names]
    annual_funds: Mapping[str, Names]
    indicators: Mapping[str, Names]
    total: Names
    rating: Names

    @property
    def required(self) -> Mapping[str, Names]:
        """The labels without which a page is not of this edition."""
        return {"project_name": self.heads["project_name"], **self.indicators}

    @property
    def labels(self) -> frozenset[str]:
        """Every label of this edition, folded."""
        tables = (self.heads, self.below, self.fund_columns, self.fund_rows)
        more = (self.project_funds, self.annual_funds, self.indicators)
        names = [names for table in (*tables, *more) for names in table.values()]
        return frozenset(name for group in (*names, self.corner) for name in group)


def _folded(table: Mapping[str, list[str]]) -> dict[str, Names]:
    return {key: tuple(map(terms.fold, names)) for key, names in table.items()}


def _edition(data: dict[str, Any]) -> Edition:
    funding, closing = data["funding"], _folded(data.get("closing", {}))
    return Edition(
        name=data["name"],
        title=data["title"],
        form=data["form"],
        policy=data["policy"],
        source=data["source"],
        money_unit=MoneyUnit(data["money_unit"]),
        heads=_folded(data["heads"]),
        below=_folded(data["below"]),
        corner=tuple(map(terms.fold, funding["corner"])),
        fund_columns=_folded(funding.get("columns", {})),
        fund_rows=_folded(funding.get("rows", {})),
        project_funds=_folded(funding.get("project", {})),
        annual_funds=_folded(funding.get("annual", {})),
        indicators=_folded(data["indicators"]),
        total=closing.get("total", ()),
        rating=closing.get("rating", ()),
    )


@cache
def editions() -> tuple[Edition, ...]:
    """All layouts that are known, by file name."""
    folder = files("workbooks") / "editions"
    sources = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name
    )
    return tuple(_edition(tomllib.loads(f.read_text("utf-8"))) for f in sources)


def _missing(edition: Edition, page: Page) -> tuple[str, ...]:
    return tuple(names[0] for names in edition.required.values() if page.find(names) is None)


def _candidates(page: Page) -> list[Edition]:
    """The editions of the form that the title names, or that the labels are most like."""

    def alike(edition: Edition) -> int:
        return len(edition.labels & page.labels.keys())

    ordered = sorted(editions(), key=alike, reverse=True)
    form = page.title_form or ordered[0].form
    return [edition for edition in ordered if edition.form == form]


def recognise(page: Page) -> Edition | None:
    """The edition whose required labels are all on the page; of several, the most alike one."""
    return next((edition for edition in _candidates(page) if not _missing(edition, page)), None)


def unrecognised(page: Page) -> Refusal | None:
    """What to say of a page that no edition fits: None where it does not look like a form."""
    known = {name for edition in editions() for name in edition.labels}
    if len(known & page.labels.keys()) < _LOOKS_LIKE_A_FORM:
        return None
    lacking = "".join(f"「{name}」" for name in _missing(_candidates(page)[0], page))
    return Refusal(
        Reason.UNRECOGNISED,
        f"认不出版式：没有找到{lacking}。请确认是否为绩效自评表或绩效目标申报表，栏目名称是否改动过。",
    )
