"""The list of obligations as records, read once from `obligations.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from workbooks.values.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A document that asks for something; `verified` where its text was read word by word."""

    title: str
    number: str
    verified: bool

    @property
    def text(self) -> str:
        """How it is cited.

        >>> DocumentSource("《某办法》", "某财〔2020〕1号", False).text
        '《某办法》（某财〔2020〕1号），条款待核'
        >>> DocumentSource("某单位公开的自评表", "无文号", True).text
        '某单位公开的自评表'
        """
        number = "" if self.number == "无文号" else f"（{self.number}）"
        return self.title + number + ("" if self.verified else "，条款待核")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that must be checked in the forms of some kinds, and what covers it.

    Of `rules`, `together` (X and K codes, over all files), `person` and `not_built` one is filled
    in; `rest` is what of it the codes cannot see.
    """

    code: str
    group: str
    what: str
    sources: tuple[DocumentSource, ...]
    forms: frozenset[str]
    rules: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    person: str = ""
    not_built: str = ""
    rest: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes that cover it, in order."""
        return tuple(sorted(self.rules | self.together))

    @property
    def covered_by(self) -> str:
        """The same in words: the codes, 人工, or 未建."""
        return "、".join(self.codes) or ("人工" if self.person else "未建")

    @property
    def remark(self) -> str:
        """What a person has to look at, or what is lacking."""
        return self.rest or self.person or self.not_built


@dataclass(frozen=True, slots=True)
class Obligations:
    """The list, with its version."""

    version: str
    listed: tuple[Obligation, ...]


@cache
def obligations() -> Obligations:
    """The list that comes with the program.

    >>> first = obligations().listed[0]
    >>> first.code, first.what, first.covered_by
    ('Y01', '项目名称、主管部门、实施单位填全，年度是本年度', 'S101、S110')
    """
    from tomllib import loads

    told = loads((files(__package__) / "obligations.toml").read_text("utf-8"))
    sources = {name: DocumentSource(**said) for name, said in told["sources"].items()}
    every = told["forms"]
    listed = tuple(_obligation({"forms": every} | one, sources) for one in told["obligation"])
    return Obligations(told["version"], listed)


def _obligation(told: Mapping[str, Any], sources: Mapping[str, DocumentSource]) -> Obligation:
    return Obligation(
        told["code"],
        told["group"],
        told["what"],
        tuple(sources[name] for name in told["sources"]),
        frozenset(told["forms"]),
        frozenset(told.get("rules", ())),
        frozenset(told.get("together", ())),
        told.get("person", ""),
        told.get("not_built", ""),
        told.get("rest", ""),
    )
