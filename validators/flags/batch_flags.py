"""The flags of a run: every unit with at least five forms that count, beside the whole batch.

And what the figures of a row tell alone (K10).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from validators.across.extract import Extract
from validators.across.folder import Folder, fault_of_all
from validators.across.index import Line
from validators.across.same_project import counting, is_evaluation, is_of_department, names
from validators.flags import shares
from validators.flags.chance import FEWEST, in_words, stands_out
from validators.flags.copies import COPIES, Copy
from validators.flags.costs import PEERS, Costs
from validators.flags.habits import HABITS, YEAR_HABITS, FlagKind
from validators.records.folder_results import FlagRecord, LookedRecord
from validators.records.results import FaultRecord
from workbooks.sparing import spare

_HABIT, _COPIED = 0.8, 0.5
"""The share of a unit's forms from which something is a habit, and a copy is one."""


Flagged = tuple[tuple[FlagRecord, ...], tuple[FaultRecord, ...], tuple[LookedRecord, ...]]


def flagged(folder: Folder) -> Flagged:
    """All flags, by unit and code, what of ours broke on the way, and how many forms had a rest
    that they could be held against."""
    found, trace = spare(lambda: list(_flags(folder)))
    if found is None:
        return (), (fault_of_all("K", trace),), ()
    flags = (one for one in found if isinstance(one, FlagRecord))
    looked: dict[str, int] = {}
    for one in found:
        if isinstance(one, LookedRecord):  # of two habits with one code, that with fewer forms
            looked[one.code] = min(one.forms, looked.get(one.code, one.forms))
    counts = (LookedRecord(code, forms) for code, forms in looked.items() if forms)
    return tuple(sorted(flags, key=lambda one: (one.unit, one.code))), (), tuple(counts)


def _flags(folder: Folder) -> Iterator[FlagRecord | LookedRecord]:
    index = folder.index
    lines = [line for line in counting(index.lines) if _unit(line) and not is_of_department(line)]
    habits = [(habit, _Counts(habit)) for habit in HABITS]
    copies, costs, dear = [_Copies(copy) for copy in COPIES], Costs(), _Counts(PEERS)
    asked = 0
    for line in filter(is_evaluation, lines):
        form = index.extract(line)
        asked += shares.says_how_many(form)
        for habit, counts in habits:
            counts.add(line, habit.trial(form))
        for copy in copies:
            copy.add(line, form)
        costs.add(line, form)
        yield from shares.flags(line, form)
    yield LookedRecord(shares.CODE, asked)
    years = [(habit, _Counts(habit)) for habit in YEAR_HABITS]
    known = set(map(id, lines))
    evaluated = {(*names(one), one.fiscal_year): one for one in lines if is_evaluation(one)}
    for line, last, kept in folder.partners().pairs:
        if id(line) in known:
            # what was declared comes first in the year; what was spent, the evaluation tells
            told = evaluated.get((*names(line), line.fiscal_year), line) if names(line)[1] else line
            form, past = index.extract(told), kept.extract(last)
            for of_years, counts in years:
                counts.add(told, of_years.trial(form, past))
    for line, does in costs.judged():
        dear.add(line, does)
    for counts in (*(one for _, one in habits), *(one for _, one in years), dear):
        yield from counts.flags()
    for copy in copies:
        yield from copy.flags()


def _unit(line: Line) -> str:
    return names(line)[0]


class _Counts:
    """How many forms of each unit have a habit."""

    def __init__(self, habit: FlagKind) -> None:
        self._habit = habit
        self._forms: Counter[str] = Counter()
        self._some: defaultdict[str, list[Line]] = defaultdict(list)

    def add(self, line: Line, does: bool | None) -> None:
        """One more form; one that cannot be told does not count."""
        if does is not None:
            self._forms[_unit(line)] += 1
            self._some[_unit(line)] += [line] * does

    def flags(self) -> Iterator[FlagRecord | LookedRecord]:
        """The units that stand out, and how many forms could."""
        yield _looked(self._habit, self._forms)
        batch = sum(map(len, self._some.values())), self._forms.total()
        tests = sum(count >= FEWEST for count in self._forms.values())
        for unit, lines in self._some.items():
            some, forms = len(lines), self._forms[unit]
            chance = stands_out((some, forms), batch, tests, _HABIT)
            if chance is not None:
                figure = f"{forms} 份里有 {some} 份（{some / forms:.0%}）{self._habit.does}。"
                rest = batch[0] - some, batch[1] - forms
                yield _flag(self._habit, lines, figure, rest, chance)


class _Copies:
    """Which forms of each unit have a thing in common."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._forms: Counter[str] = Counter()
        self._held: defaultdict[str, list[Line]] = defaultdict(list)
        self._text: dict[str, str] = {}

    def add(self, line: Line, form: Extract) -> None:
        """One more form; without such a thing it does not count."""
        said = dict(self._copy.of(line, form))
        self._forms[_unit(line)] += bool(said)
        for digest, text in said.items():
            self._held[digest].append(line)
            self._text.setdefault(digest, text)

    def flags(self) -> Iterator[FlagRecord | LookedRecord]:
        """The units that stand out, each with what its forms have in common, and how many could."""
        yield _looked(self._copy, self._forms)
        held = {one: lines for one, lines in self._held.items() if len(lines) >= FEWEST}
        tests = len(held) * sum(count >= FEWEST for count in self._forms.values())
        for digest, lines in held.items():
            of_unit: defaultdict[str, list[Line]] = defaultdict(list)
            for line in lines:
                of_unit[_unit(line)].append(line)
            for unit, own in of_unit.items():
                batch = len(lines), self._forms.total()
                some, forms = len(own), self._forms[unit]
                chance = stands_out((some, forms), batch, tests, _COPIED)
                if some >= FEWEST and chance is not None:
                    what = self._copy.does
                    figure = f"{forms} 份里有 {some} 份{what}：“{self._text[digest]}”。"
                    rest = batch[0] - some, batch[1] - forms
                    yield _flag(self._copy, own, figure, rest, chance)


def _looked(kind: FlagKind, forms: Counter[str]) -> LookedRecord:
    """How many forms were compared: of units with enough of them, where there are others."""
    enough = sum(count for count in forms.values() if count >= FEWEST)
    return LookedRecord(kind.code, enough if sum(map(bool, forms.values())) > 1 else 0)


def _flag(
    kind: FlagKind,
    lines: list[Line],
    figure: str,
    rest: tuple[int, int],
    chance: float,
) -> FlagRecord:
    return FlagRecord(
        kind.code,
        kind.name,
        lines[0].unit or lines[0].department,
        figure,
        f"同批其余 {rest[1]} 份里有 {rest[0]} 份（{rest[0] / rest[1]:.0%}）；"
        f"按全批的比例，偶然这样的可能{in_words(chance)}。",
        f"也可能：{kind.otherwise}",
        tuple(line.place for line in lines),
    )
