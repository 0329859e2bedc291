"""How far a run has done what must be checked: one state for each form and obligation, counted.

An obligation counts as checked only where every rule that covers it ran on all that it concerns;
what was left out, switched off, broken or held up never does. What rules cannot see of it is told
as left to a person (其余要人看).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from validators.across import declaration, last_year, monitoring
from validators.checking.catalogue import find
from validators.obligations.ledger import Obligation, obligations
from validators.records.folder_results import NOTHING_TOGETHER, FolderRecord
from validators.records.results import FormRecord
from workbooks.values.dataclass import dataclass, field


class State(StrEnum):
    """Whether an obligation was met by what ran."""

    CHECKED = "已检查"
    REST_BY_PERSON = "其余要人看"
    PARTLY = "查了一部分"
    NO_DATA = "没有资料"
    LEFT_OUT = "没有检查"
    BY_PERSON = "要人看"
    NOT_BUILT = "未建"
    NOT_APPLICABLE = "不适用"


_Codes = tuple[str, ...]
_Look = tuple[str, _Codes, _Codes, _Codes]
"""Kind of a form, and the codes that were unused, held up, and applied in part."""


def _look(form: FormRecord) -> _Look:
    return form.form, form.unused, form.held_up, form.in_part


def of_form(form: FormRecord) -> Mapping[str, State]:
    """The state of each obligation that a form alone can meet, by its code."""
    return _states(*_look(form))


@lru_cache(maxsize=512)
def _states(kind: str, unused: _Codes, held_up: _Codes, in_part: _Codes) -> Mapping[str, State]:
    alone = (one for one in obligations().listed if not one.together)
    left_out, held, partly = frozenset(unused), frozenset(held_up), frozenset(in_part)
    return {one.code: _state(one, kind, left_out, held, partly) for one in alone}


def _state(
    one: Obligation,
    kind: str,
    unused: frozenset[str],
    held_up: frozenset[str],
    in_part: frozenset[str],
) -> State:
    if kind not in one.forms:
        return State.NOT_APPLICABLE
    if not one.rules:
        return State.BY_PERSON if one.person else State.NOT_BUILT
    left_out = unused | {code for code in one.rules if find(code) is None}
    looked = one.rules - left_out - held_up
    if not looked:
        return State.LEFT_OUT if one.rules & left_out else State.NO_DATA
    whole = looked == one.rules and looked.isdisjoint(in_part)
    return _in_full(one) if whole else State.PARTLY


def _in_full(one: Obligation) -> State:
    """The state where all that covers an obligation has looked at all."""
    return State.REST_BY_PERSON if one.rest else State.CHECKED


@dataclass(frozen=True, slots=True)
class ObligationCount:
    """An obligation, and how many forms of a run have each state."""

    obligation: Obligation
    states: Mapping[State, int]

    @property
    def state(self) -> State:
        """The state of all forms that it concerns: checked only where it is in each of them."""
        found = {state for state, forms in self.states.items() if forms}
        found -= {State.NOT_APPLICABLE}
        if not found:
            return State.NOT_APPLICABLE
        if len(found) == 1:
            return next(iter(found))
        looked = found & {State.CHECKED, State.REST_BY_PERSON, State.PARTLY}
        return State.PARTLY if looked else State.LEFT_OUT


@dataclass(slots=True)
class Completion:
    """The forms of a run as they come; those that rules looked at alike are one entry."""

    looks: Counter[_Look] = field(default_factory=Counter)

    def add(self, forms: Iterable[FormRecord]) -> None:
        """The forms of one more file: nothing is worked out yet."""
        self.looks.update(map(_look, forms))

    def counts(
        self, folder: FolderRecord = NOTHING_TOGETHER, *, whole: bool = True
    ) -> tuple[ObligationCount, ...]:
        """Each obligation with its forms by state; none where no form is concerned by any.

        `folder` tells what was held against each other; of a run that was cut off (not `whole`),
        what asks for all files was left out.
        """
        listed = obligations().listed
        evaluated = frozenset().union(*(one.forms for one in listed))
        if not any(kind in evaluated for kind, *_ in self.looks):
            return ()
        return tuple(
            ObligationCount(
                one, self._together(one, folder, whole) if one.together else self._of(one)
            )
            for one in listed
        )

    def _of(self, one: Obligation) -> Mapping[State, int]:
        states = Counter[State]()
        for look, forms in self.looks.items():
            states[_states(*look)[one.code]] += forms
        return states

    def _together(self, one: Obligation, folder: FolderRecord, whole: bool) -> Mapping[State, int]:
        """Of an obligation over all files: how many forms all of its codes were held against."""
        concerned = sum(forms for (kind, *_), forms in self.looks.items() if kind in one.forms)
        others = self.looks.total() - concerned
        looked = {record.code: record.forms for record in folder.looked}
        numbers = [min(looked.get(code, 0), concerned) for code in one.codes]
        fewest, most = min(numbers), max(numbers)
        broken = any(_stands_for(fault.code or "", one) for fault in folder.faults)
        missing = State.NO_DATA if whole and not broken else State.LEFT_OUT
        states = Counter({_in_full(one): fewest})
        states[State.PARTLY] += most - fewest
        states[missing] += concerned - most
        states[State.NOT_APPLICABLE] += others
        return states


_STANDS_FOR = {
    "X701": declaration.CODES,
    "X705": last_year.CODES,
    "X710": monitoring.CODES,
}


def _stands_for(broken: str, one: Obligation) -> bool:
    """Whether a fault of what is held together kept an obligation from being met.

    X7 and K stand for all of their family, the first of some codes for those told with it.
    """
    codes = _STANDS_FOR.get(broken, (broken,) if broken else ())
    return any(code.startswith(codes) for code in one.together)


def completion_text(counts: tuple[ObligationCount, ...]) -> str:
    """One sentence: of how many obligations, how many were met how far."""
    if not counts:
        return ""
    states = Counter(one.state for one in counts)
    told = "，".join(f"{state.value} {states[state]} 项" for state in State if states[state])
    return f"义务台账（{obligations().version}）：自评应查 {len(counts)} 项，{told}。"
