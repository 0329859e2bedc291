"""One criterion: a row of the workbook, and the rule that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from validators.criteria.conditions import Asked, Condition, Subject
from validators.criteria.objects import Object, Place, within
from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import Form, State
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import typed
from workbooks.values.target import read_target

PLACES = ("{指标}", "{值}")
"""What an opinion may leave to be filled in: the name of the indicator, and what stands there."""

BLANK_EXAMPLE = "（空）"
"""How an example says that nothing is filled in."""

LONGEST = 100
"""Signs of a text that an opinion quotes."""

_SHOWN = 12
_NOTHING = "（没有填写）"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row; `raised` and `passed` are its examples."""

    code: str
    forms: tuple[type[Form], ...]
    object: Object
    scope: str
    test: Asked
    against: str
    condition: Condition
    severity: Severity
    group: str
    opinion: str
    raised: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """The record of the rule."""
        told = _template(self.opinion)
        same = not any(place in self.opinion for place in PLACES)
        of_row = self.object.in_rows and not self.object.is_count
        named = same and of_row and self.test is not Asked.MANUAL
        return Rule(
            code=self.code,
            name=f"{self.object.name} {self.test.value}".strip(),
            severity=self.severity,
            forms=self.forms,
            needs=self.object.needs,
            message=f"「{{name}}」{told}" if named else told,
            together=f"{told}涉及 {{items}} 处：{{places}}。" if same else "",
            source="本单位的审核口径",
            since="",
            manual=self.test is Asked.MANUAL,
            group=self.group,
        )

    def hits(self, filing: AnyFiling) -> Iterator[Hit | Undecided]:
        """Every place where it is raised; one for the whole form where a person must look."""
        places = [*_once(self.object.places(filing, self.scope))]
        if not places and not self.object.needs and not self._is_empty(filing):
            yield Undecided(paths=(self.object.name,))
        if self.test is Asked.MANUAL:
            yield from self._to_be_looked_at(places)
            return
        for place in places:
            if place.cell.state is not State.ABSENT and self.condition(place.subject):
                text = place.subject.text
                yield place.cell, _facts(place.name, _quoted(text), (text,))
            elif self.test is Asked.NUMBER and _in_unknown_unit(place):
                yield Undecided(paths=("money_unit",))

    def _is_empty(self, filing: AnyFiling) -> bool:
        """Whether there is no row of its 范围, so that no place of it can be missed."""
        rows = (row for row, _ in filing.rows)
        return self.object.in_rows and not any(within(row, self.scope) for row in rows)

    def _to_be_looked_at(self, places: list[Place]) -> Iterator[Hit]:
        told = tuple(place.subject.text for place in places if place.subject.text)
        if places:
            more = f"等 {len(told)} 处" if len(told) > _SHOWN else ""
            names = dict.fromkeys(place.name for place in places[:_SHOWN])
            shown = "；".join(map(_quoted, told[:_SHOWN])) + more
            yield places[0].cell, _facts("、".join(names), shown or _NOTHING, told)

    def failing(self) -> Iterator[tuple[str, bool]]:
        """The examples that are not judged as they say, each with what they should be."""
        for wanted, examples in ((True, self.raised), (False, self.passed)):
            for example in examples:
                if self.condition(_example(example)) is not wanted:
                    yield example, wanted


@dataclass(frozen=True, slots=True, eq=False)
class CriterionModule:
    """A criterion as the engine wants a rule; like a module, it is equal to itself alone."""

    criterion: Criterion
    RULE: Rule

    def check(self, filing: AnyFiling) -> Iterator[Hit | Undecided]:
        """Everything that it finds in one form."""
        return self.criterion.hits(filing)


def module(criterion: Criterion) -> CriterionModule:
    """The rule that a criterion becomes."""
    return CriterionModule(criterion, criterion.rule)


def _once(places: Iterable[Place]) -> Iterator[Place]:
    """Places, a cell that stands beside several rows only once."""
    seen: set[tuple[str, str]] = set()
    for place in places:
        here = (place.cell.address, place.subject.text)
        if here not in seen or not place.cell.address:
            yield place
        seen.add(here)


def _facts(name: str, shown: str, texts: tuple[str, ...]) -> dict[str, object]:
    """What an opinion tells of a place; all of its text too, where it shows only a part."""
    whole = shown == "；".join(texts)
    return {"name": name, "value": shown} | ({} if whole else {"values": texts})


def _quoted(text: str) -> str:
    """A text as an opinion quotes it: on one line, its beginning where it is long.

    >>> _quoted("办好培训。\\n"), _quoted("培训" * 60)[-3:]
    ('办好培训', '培训…')
    """
    told = "".join(map(str.strip, text.splitlines()))
    return f"{told[:LONGEST]}…" if len(told) > LONGEST else told.removesuffix("。")


def _in_unknown_unit(place: Place) -> bool:
    """Whether it is an amount of which nobody knows whether it is 元 or 万元."""
    return isinstance(place.cell.value, Decimal) and place.subject.number is None


def _template(opinion: str) -> str:
    """An opinion as the message of a rule: what it calls {指标} and {值} are facts.

    >>> _template("「{指标}」填的是“{值}”{x}")
    '「{name}」填的是“{value}”{{x}}。'
    """
    told = "".join(map(str.strip, opinion.splitlines())).replace("{", "{{").replace("}", "}}")
    for place, fact in zip(PLACES, ("{name}", "{value}"), strict=True):
        told = told.replace(f"{{{place}}}", fact)
    return told if told.endswith(("。", "！", "？", "；")) else f"{told}。"


def _example(text: str) -> Subject:
    if text == BLANK_EXAMPLE:
        return Subject("")
    number = typed(text)
    return Subject(text, read_target(text).value if number is None else number)
