"""The smallest sets of cells that would make a form agree with itself, and the value of each.

After Fellegi and Holt (1976): find the fewest fields that can be given values so that every edit
is passed. A form has few relations, so the search is exact: sets of one cell first, then of two,
as long as nothing is found. A value is taken only where a relation gives it, all others being
right. What the search costs is bounded by counting how often a relation is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from validators.engine import Outcome
from validators.filing import AnyFiling
from validators.repair.relations import Force, Relation, Relations, Spot, Value
from workbooks.grid import position
from workbooks.values.dataclass import dataclass

MOST_CELLS = 4
"""Who must change more cells than this is better served by the findings themselves."""

MOST_LOOKS = 1_000
"""Relations looked at for one form: some 50 ms. Where they do not suffice, nothing is proposed."""

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


class _Search:
    """The search in one form; `before` is what it says, `broken` the contradictions in it."""

    def __init__(self, relations: Sequence[Relation], before: dict[str, Value]) -> None:
        self.before, self.looks = before, 0
        self._known: dict[tuple[int, tuple[Value, ...]], bool] = {}
        stands = [(one, self.holds(one, before)) for one in relations]
        self.broken = [one for one, holds in stands if one.force is Force.MUST and not holds]
        self._wished = [one for one in relations if one.force is not Force.MUST]
        self._asking: dict[str, list[Relation]] = {at: [] for at in before}
        for one, holds in stands:
            if one.force is Force.MUST or (one.force is Force.KEEP and holds):
                for at in one.members:
                    self._asking[at].append(one)

    def holds(self, relation: Relation, values: Mapping[str, Value]) -> bool:
        """Whether a relation holds, found out once for the same values of its cells."""
        key = id(relation), tuple([values[at] for at in relation.members])
        if key not in self._known:
            self.looks += 1
            if self.looks > MOST_LOOKS:
                raise _Exhausted
            self._known[key] = relation.holds(values)
        return self._known[key]

    def smallest(self) -> list[Changes]:
        """The smallest sets of changes; of equally small ones those that fulfil the most."""
        for size in range(1, MOST_CELLS + 1):
            self._seen: set[frozenset[tuple[str, Value]]] = set()
            # Within rounding several values may do: the first is that of the plainest relation.
            found: dict[frozenset[str], Changes] = {}
            for one in self._within({}, size):
                found.setdefault(frozenset(one), one)
            if found:
                best = max(map(self._fulfilled, found.values()))
                return [one for one in found.values() if self._fulfilled(one) == best]
        return []

    def _fulfilled(self, changes: Changes) -> int:
        """How much of what should be so, and is no contradiction otherwise, these changes give."""
        values = {**self.before, **changes}
        touched = [one for one in self._wished if not changes.keys().isdisjoint(one.members)]
        return sum(self.holds(one, values) - self.holds(one, self.before) for one in touched)

    def _within(self, changes: Changes, left: int) -> Iterator[Changes]:
        """The sets that make all agree by at most so many changes more."""
        values = {**self.before, **changes}
        touched = {id(one): one for at in changes for one in self._asking[at]}
        broken = [one for one in self.broken if id(one) not in touched]
        broken += [one for one in touched.values() if not self.holds(one, values)]
        if not broken:
            yield changes
            return
        if _apart(broken, changes) > left:
            return
        for at, value in self._candidates(broken, values, changes, left):
            after = {**changes, at: value}
            key = frozenset(after.items())
            if key not in self._seen:
                self._seen.add(key)
                yield from self._within(after, left - 1)

    def _candidates(
        self, broken: Sequence[Relation], values: Mapping[str, Value], changes: Changes, left: int
    ) -> Iterator[tuple[str, Value]]:
        """The cells to change next: the last one must be in everything that is still broken."""
        cells = dict.fromkeys(at for one in broken for at in one.members if at not in changes)
        for at in cells:
            own = [one for one in broken if at in one.members]
            if left == 1 and len(own) < len(broken):
                continue
            for value in dict.fromkeys(v for one in own for v in one.settled(values, at)):
                if value != values[at]:
                    yield at, value


def _apart(broken: Sequence[Relation], changes: Changes) -> int:
    """At least so many changes more are needed: relations that share no cell need one each."""
    used: set[str] = set()
    count = 0
    for one in sorted(broken, key=lambda relation: len(relation.members)):
        free = set(one.members) - set(changes)
        if not free:
            return MOST_CELLS + 1
        if used.isdisjoint(free):
            used |= free
            count += 1
    return count
