"""What a rule is, and what it finds: records that know codes and templates, not forms."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from workbooks.forms import Cell, Form
from workbooks.values.dataclass import dataclass, field, replace
from workbooks.values.decimals import plain, rounded
from workbooks.values.regex import regex


class Severity(StrEnum):
    """错误 states, 警告 asks, 提示 offers."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def word(self) -> str:
        """The severity as a finance officer reads it."""
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of the catalogue.

    `needs` names what must have been readable: paths into the form (`funding.total.rate`,
    `indicators.score`), or `row.…` for what is needed row by row, so that one unreadable row does
    not keep the others from being checked. `row.worth` is the computed score of a row;
    `row.points|row.block` is satisfied by either.
    `expects` names places that must not vanish unsaid: where the layout has such a label and the
    form does not, that is told, and the rest is checked all the same.
    `message` is a template over the facts of a finding and the `label` of its cell; where one
    defect has several sentences, they are named, and the fact `sentence` names the one that fits.
    `lesser` are the named sentences that are less grave than the rule is.
    `together` tells several rows with the same defect as one finding: `{items}` is how many,
    `{places}` the cells, each with its name and what `each` says of it. Without it, every row is a
    finding of its own. Where sentences are named, it holds for those that it names.
    `trial` (试行): how often it is right is not known yet, so that what it finds is told apart and
    counts for nothing, until a policy grades it.
    `manual` (人工): it only names what a person shall look at, which is no finding. `group` is the
    heading under which a department's own criteria are told.
    """

    code: str
    name: str
    severity: Severity
    forms: tuple[type[Form], ...]
    needs: tuple[str, ...]
    message: str | Mapping[str, str] = field(hash=False)
    source: str
    since: str
    related: tuple[str, ...] = ()
    lesser: Mapping[str, Severity] = field(default_factory=dict, hash=False)
    together: str | Mapping[str, str] = field(default="", hash=False)
    each: str = ""
    expects: tuple[str, ...] = ()
    trial: bool = False
    manual: bool = False
    group: str = ""

    @property
    def sentences(self) -> Mapping[str, str]:
        """Every template of this rule by its name; a single one has no name."""
        return {"": self.message} if isinstance(self.message, str) else self.message

    @property
    def joint_sentences(self) -> Mapping[str, str]:
        """Every template for several rows, by the name of the sentence that it stands for."""
        return {"": self.together} if isinstance(self.together, str) else self.together


Facts = Mapping[str, Any]
Hit = tuple[Cell[Any], Facts]
"""Where a rule finds something, and the facts of it."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a rule cannot decide because these cells are blank, or these places are not there.

    A rule that leaves a form without a word says that all is well; one that leaves it because
    something is lacking says this instead, and it is told as 未检查. `reasons` say for each cell
    why what is written there cannot be judged.
    """

    cells: tuple[Cell[Any], ...] = ()
    paths: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class RuleModule(Protocol):
    """A module under `rules/`: its documentation, its record and its check."""

    __doc__: str | None

    @property
    def RULE(self) -> Rule:
        """The rule's record."""

    @property
    def check(self) -> Callable[[Any], Iterator[Hit | Undecided]]:
        """Gives everything that this rule finds in one form, and what it cannot decide."""


_SHOWN = regex(r"\.(\d)([f%])$")


class _Sentence(string.Formatter):
    """Decimals as a person writes them, unless the template says how (`{rate:.2%}`).

    They are rounded half up, as everywhere, and not as Python's own formats do. Several words are
    joined by 、, and a text that a cell breaks into lines stands on one.

    >>> _Sentence().vformat("{rate:.2%}，{times:.2f} 倍", (), {
    ...     "rate": Decimal("0.98525"), "times": Decimal("1.125")
    ... })
    '98.53%，1.13 倍'
    """

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Decimal) and not format_spec:
            return plain(value)
        if isinstance(value, Decimal) and (shown := _SHOWN.search(format_spec)):
            value = rounded(value, int(shown[1]) + (2 if shown[2] == "%" else 0))
        if isinstance(value, tuple):
            return "、".join(value)
        if isinstance(value, str):
            return "".join(value.splitlines())
        return str(super().format_field(value, format_spec))


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a cell; a policy may have set another severity than the rule's own.

    `rows` are the single findings where several rows with one defect are told together; `cell`
    and `facts` are then those of the first.
    """

    rule: Rule
    severity: Severity
    cell: Cell[Any]
    facts: Facts
    rows: tuple[Finding, ...] = ()

    @property
    def by_row(self) -> tuple[Finding, ...]:
        """The findings of the single rows; this one alone where it stands for no others."""
        return self.rows or (self,)

    @property
    def text(self) -> str:
        """The finding as one Chinese sentence or two, without the cell's address."""
        name = self.facts.get("sentence", "")
        facts = {"label": self.cell.label, **self.facts}
        if not self.rows:
            return _SENTENCE.vformat(self.rule.sentences[name], (), facts)
        facts |= {"items": len(self.rows), "places": self._places}
        return _SENTENCE.vformat(self.rule.joint_sentences[name], (), facts)

    @property
    def _places(self) -> str:
        """The cells of the rows, the first of them by name."""
        shown = (row._place for row in self.rows[:_PLACES_SHOWN])
        more = f" 等 {len(self.rows)} 处" if len(self.rows) > _PLACES_SHOWN else ""
        return "、".join(shown) + more

    @property
    def _place(self) -> str:
        facts = {"label": self.cell.label, **self.facts}
        name = f"「{facts['name']}」" if facts.get("name") else ""
        return self.cell.address + name + _SENTENCE.vformat(self.rule.each, (), facts)


_SENTENCE = _Sentence()
_PLACES_SHOWN = 12


def joined(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of one rule in one form: those that are told together as one."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        name = finding.facts.get("sentence", "")
        if finding.rule.joint_sentences.get(name) and finding.cell.address:
            groups.setdefault(name, []).append(finding)
        else:
            yield finding
    for group in groups.values():
        first = group[0]
        rows = tuple(group) if len(group) > 1 else ()
        yield replace(first, rows=rows)
