"""The smallest sets of cells that would make a form agree with itself, and the value of each.

After Fellegi and Holt (1976): find the fewest fields that can be given values so that every edit
is passed. A form has few relations, so the search is exact: sets of one cell first, then of two,
as long as nothing is found. A value is taken only where a relation gives it, all others being
right. What the search costs is bounded by counting how often a relation is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from validators.engine import Outcome
from validators.filing import AnyFiling
from validators.repair.relations import Force, Relation, Relations, Spot, Value, Values
from workbooks.grid import position
from workbooks.values.dataclass import dataclass

MOST_CELLS = 4
"""Who must change more cells than this is better served by the findings themselves."""

MOST_LOOKS = 60_000
"""Cells looked at for one form: some 25 ms. Where they do not suffice, nothing is proposed."""

_EACH_LOOK = 8
"""What a look costs besides, in cells."""

MOST_SETS = 8
"""Equally small sets that are kept; with more there is nothing to choose from."""

CODES = frozenset(
    {
        *("B201", "B203", "B204", "B205", "D901", "P402", "P403"),
        *("R501", "R502", "R503", "R504", "R507", "R508"),
    }
)
"""The rules that tell of a contradiction between cells."""


@dataclass(frozen=True, slots=True)
class Change:
    """A cell and the value that it would need."""

    spot: Spot
    value: Value


@dataclass(frozen=True, slots=True)
class Repair:
    """The equally small sets of changes, each of which settles the findings of these rules."""

    codes: frozenset[str]
    choices: tuple[tuple[Change, ...], ...]


def smallest_change(filing: AnyFiling, outcome: Outcome) -> Repair | None:
    """What would make a form agree with itself; None where it does, or nobody can tell."""
    if not any(finding.rule.code in CODES for finding in outcome.findings):
        return None
    relations = Relations(filing)
    try:
        search = _Search(relations.all, relations.values)
        found = search.smallest() if search.broken else []
    except _Exhausted:
        return None
    choices = [
        tuple(Change(relations.spots[at], changes[at]) for at in sorted(changes, key=position))
        for changes in found
    ]
    if not 0 < len(choices) <= MOST_SETS:
        return None
    return Repair(frozenset(code for one in search.broken for code in one.codes), tuple(choices))


class _Exhausted(Exception):
    """The search has used up what it may."""


Changes = Mapping[str, Value]


class _Broken:
    """A relation that does not hold; `settled` is known until one of its cells is changed."""

    __slots__ = ("relation", "settled")

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.settled: Mapping[str, Sequence[Value]] | None = None


class _Search:
    """The search in one form; `before` is what it says, `broken` the contradictions in it.

    `looks` counts the cells of every relation that is asked whether it holds, or what would
    settle it: the work that is done, whatever the form is like.
    """

    def __init__(self, relations: Sequence[Relation], before: dict[str, Value]) -> None:
        self.before, self.looks = before, 0
        self._place = {id(one): number for number, one in enumerate(relations)}
        must = [one for one in relations if one.force is Force.MUST]
        self.broken = [one for one in must if not one.holds(before)]
        self._of_cell: dict[str, list[Relation]] = {at: [] for at in before}
        for one in relations:
            for at in one.members:
                self._of_cell[at].append(one)
        self._asking: dict[str, list[Relation]] = {}

    def holds(self, relation: Relation, values: Values) -> bool:
        """Whether a relation holds; that it was asked is counted."""
        self._look(len(relation.members))
        return relation.holds(values)

    def _look(self, cells: int) -> None:
        self.looks += _EACH_LOOK + cells
        if self.looks > MOST_LOOKS:
            raise _Exhausted

    def smallest(self) -> list[Changes]:
        """The smallest sets of changes; of equally small ones those that fulfil the most."""
        for size in range(_apart(self.broken, {}), MOST_CELLS + 1):
            self._seen: set[frozenset[tuple[str, Value]]] = set()
            # Within rounding several values may do: the first is that of the plainest relation.
            found: dict[frozenset[str], Changes] = {}
            for one in self._within(
                {}, dict(self.before), [_Broken(one) for one in self.broken], size
            ):
                found.setdefault(frozenset(one), one)
            if found:
                gained = {cells: self._fulfilled(one) for cells, one in found.items()}
                best = max(gained.values())
                return [one for cells, one in found.items() if gained[cells] == best]
        return []

    def _fulfilled(self, changes: Changes) -> int:
        """How much of what should be so, and is no contradiction otherwise, these changes give."""
        values = {**self.before, **changes}
        touched = {id(one): one for at in changes for one in self._of_cell[at]}
        wished = (one for one in touched.values() if one.force is not Force.MUST)
        return sum(self.holds(one, values) - self.holds(one, self.before) for one in wished)

    def _asked(self, at: str) -> Sequence[Relation]:
        """What must hold after a cell is changed: not what was only wished and never so."""
        if at not in self._asking:
            self._asking[at] = [
                one
                for one in self._of_cell[at]
                if one.force is Force.MUST
                or (one.force is Force.KEEP and self.holds(one, self.before))
            ]
        return self._asking[at]

    def _within(
        self, changes: Changes, values: dict[str, Value], broken: Sequence[_Broken], left: int
    ) -> Iterator[Changes]:
        """The sets that make all agree by at most so many changes more; `broken` is what does not.

        `values` are those after the changes; they are changed in place and changed back.
        """
        if not broken:
            yield changes
            return
        if _apart((one.relation for one in broken), changes) > left:
            return
        for at, value in list(self._candidates(broken, values, changes, left)):
            was, values[at] = values[at], value
            if left == 1:  # all that is broken has this cell, and must hold now
                if all(self.holds(one, values) for one in self._asked(at)):
                    yield {**changes, at: value}
            elif self._is_new(after := {**changes, at: value}):
                still = [one for one in broken if at not in one.relation.members]
                asked = self._asked(at)
                still += [_Broken(one) for one in asked if not self.holds(one, values)]
                yield from self._within(after, values, still, left - 1)
            values[at] = was

    def _is_new(self, changes: Changes) -> bool:
        """Whether these changes have not been looked at yet, made in another order."""
        size, key = len(self._seen), frozenset(changes.items())
        self._seen.add(key)
        return len(self._seen) > size

    def _candidates(
        self, broken: Sequence[_Broken], values: Values, changes: Changes, left: int
    ) -> Iterator[tuple[str, Value]]:
        """The cells to change next: one of the first contradiction, of which some cell is wrong.

        Relations go from the parts to what is made of them, so that a total is changed after its
        parts. The last change must be in everything that is still broken.
        """
        first = min((one.relation for one in broken), key=lambda one: self._place[id(one)])
        for at in first.members:
            if at in changes:
                continue
            own = [one for one in broken if at in one.relation.members]
            if left == 1 and len(own) < len(broken):
                continue
            self._look(len(broken))
            told = (value for one in own for value in self._settled(one, values).get(at, ()))
            for value in dict.fromkeys(told):
                if value != values[at]:
                    yield at, value

    def _settled(self, one: _Broken, values: Values) -> Mapping[str, Sequence[Value]]:
        """What each cell of a relation would have to say to settle it."""
        if one.settled is None:
            self._look(len(one.relation.members))
            told: dict[str, list[Value]] = {}
            for at, value in one.relation.settled(values):
                told.setdefault(at, []).append(value)
            one.settled = told
        return one.settled


def _apart(broken: Iterable[Relation], changes: Changes) -> int:
    """At least so many changes more are needed: relations that share no cell need one each."""
    used: set[str] = set(changes)
    count = 0
    for one in sorted(broken, key=lambda relation: len(relation.members)):
        free = [at for at in one.members if at not in changes]
        if not free:
            return MOST_CELLS + 1
        if used.isdisjoint(free):
            used.update(free)
            count += 1
    return count
