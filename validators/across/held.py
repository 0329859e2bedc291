"""应报名单 held against the forms of a run: 已报, 未报, 重复, 名称近似, and 多报. X707."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from validators.across.expected import Expectation, ExpectedList
from validators.across.index import Line
from validators.across.names import Candidates, alike, folded, misspelt, undated
from validators.records.folder_results import (
    Arrival,
    ExpectedListRecord,
    ExpectedRecord,
    FolderFindingRecord,
)
from validators.rule import Severity
from workbooks.values.decimals import plain, unit_in_last_place

CODE, NAME = "X707", "project-missing-in-batch"

_ORDER = tuple(Arrival)
_Key = tuple[str, str]


def held(asked: ExpectedList, lines: Sequence[Line], lost: Sequence[Line]) -> ExpectedListRecord:
    """The list with what came of each of its lines, the most urgent first.

    `lost` are forms of projects that were handed in more than once and do not count.
    """
    matching = _Matching(lines, lost)
    found = {id(line): matching.exactly(line) for line in asked.lines}
    for line in asked.lines:
        if not found[id(line)]:
            found[id(line)] = matching.nearly(line)
    told = [matching.told(line, found[id(line)]) for line in asked.lines]
    told += matching.unexpected()
    told.sort(key=lambda one: _ORDER.index(one.arrival))
    return ExpectedListRecord(str(asked.path), tuple(told), asked.troubles)


def findings(held_list: ExpectedListRecord) -> Iterator[FolderFindingRecord]:
    """A warning for each line of the list for which nothing was handed in."""
    for line in held_list.lines:
        if line.arrival is Arrival.MISSING:
            what = f"「{line.project}」" if line.project else ""
            message = (
                f"应报名单{line.row}：{line.unit}{what}的{line.kind or '表'}没有报来。"
                "请催报；已经报来的，请核对单位和项目名称。"
            )
            yield FolderFindingRecord(
                CODE, NAME, Severity.WARNING, line.unit, line.project, None, message, ()
            )


class _Matching:
    """The forms of a run, and which of them a line of the list has taken."""

    def __init__(self, lines: Sequence[Line], lost: Sequence[Line]) -> None:
        self._lost: defaultdict[tuple[object, ...], list[Line]] = defaultdict(list)
        for line in lost:
            self._lost[line.kind, *line.names].append(line)
        left_out = set(map(id, lost))
        self._lines = [line for line in lines if id(line) not in left_out]
        self._taken: set[int] = set()
        self._by_names: defaultdict[_Key, list[Line]] = defaultdict(list)
        self._by_unit: defaultdict[str, list[Line]] = defaultdict(list)
        self._by_project: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self._lines:
            unit, project = line.names
            self._by_project[project].append(line)
            for name in {unit, folded(line.department)} - {""}:
                self._by_names[name, project].append(line)
                self._by_unit[name].append(line)
        self._projects = Candidates(self._by_project)
        self._units = Candidates(self._by_unit)

    def exactly(self, asked: Expectation) -> list[Line]:
        """The forms that a line of the list names."""
        unit, project = folded(asked.unit), folded(asked.project)
        found = self._by_names[unit, project] if project else self._by_unit[unit]
        # Of several units of one department, a list of units asks for the unit's own forms.
        own = [line for line in found if line.names[0] == unit]
        return self._took(asked, own or found)

    def nearly(self, asked: Expectation) -> list[Line]:
        """A form whose names look like those of a line, and that no other line has taken."""
        unit, project = folded(asked.unit), folded(asked.project)
        if not project:
            units = (name for name in self._units.near(unit) if alike(unit, name))
            return self._took(asked, [line for name in units for line in self._by_unit[name]])
        near = [*self._by_project[project], *self._near(project)]
        free = [line for line in near if id(line) not in self._taken]
        kinds = {asked.kind.name} if asked.kind else {line.kind for line in free}
        fits = (x for x in free if x.kind in kinds and _may_be_meant(unit, project, x))
        return self._took(asked, list(islice(fits, 1)))

    def _near(self, project: str) -> Iterator[Line]:
        for name in self._projects.near(project):
            yield from self._by_project[name]

    def _took(self, asked: Expectation, lines: Sequence[Line]) -> list[Line]:
        fits = [line for line in lines if asked.kind is None or line.kind == asked.kind.name]
        self._taken.update(map(id, fits))
        return fits

    def told(self, asked: Expectation, found: list[Line]) -> ExpectedRecord:
        """What came of a line of the list."""
        others = [other for line in found for other in self._lost.get((line.kind, *line.names), ())]
        remarks = [*_named_otherwise(asked, found), *_amount(asked, found)]
        if not found:
            arrival = Arrival.MISSING
        elif any(True for _ in _named_otherwise(asked, found)):
            arrival = Arrival.ALIKE
        elif others:
            arrival = Arrival.TWICE
            remarks.insert(0, f"同一项目报了 {len(found) + len(others)} 份，计其中一份")
        else:
            arrival = Arrival.HANDED_IN
        return ExpectedRecord(
            arrival,
            asked.row,
            asked.unit,
            asked.project or None,
            asked.kind.word if asked.kind else None,
            asked.shown or None,
            "；".join(remarks),
            tuple(line.place for line in (*found, *others)),
        )

    def unexpected(self) -> Iterator[ExpectedRecord]:
        """Forms that no line of the list asks for."""
        for line in self._lines:
            if id(line) not in self._taken:
                yield ExpectedRecord(
                    Arrival.UNEXPECTED,
                    None,
                    line.unit or None,
                    line.project or None,
                    line.word,
                    None if line.amount is None else f"{plain(line.amount)} 万元",
                    "名单上没有",
                    (line.place,),
                )


def _may_be_meant(unit: str, project: str, line: Line) -> bool:
    """Whether a form is likely the one that a line asks for: one name may be misspelt, not both."""
    units = {line.names[0], folded(line.department)} - {""}
    own, year = line.names[1], line.fiscal_year
    same_unit, same_project = unit in units, project == own
    shortened = alike(project, own) or undated(project, year) == undated(own, year)
    if same_unit or not line.unit:
        return same_project or shortened or misspelt(project, own)
    near = any(alike(unit, name) for name in units)
    if same_project:
        return near or any(misspelt(unit, name) for name in units)
    return near and shortened


def _named_otherwise(asked: Expectation, found: Sequence[Line]) -> Iterator[str]:
    """How forms name unit and project where that is not as the list has it."""
    unit, project = folded(asked.unit), folded(asked.project)
    for line in found:
        if unit not in (line.names[0], folded(line.department)):
            yield f"表上的单位是「{line.unit}」" if line.unit else "表上没有填单位"
        if project and project != line.names[1]:
            yield f"表上的项目是「{line.project}」"


def _amount(asked: Expectation, found: Sequence[Line]) -> Iterator[str]:
    """That a form states another amount than the list: equal is what the coarser one can tell."""
    for line in found:
        if line.amount is None or not asked.amounts or not asked.project:
            continue
        if not any(_agree(amount, line.amount) for amount in asked.amounts):
            yield f"金额不同：名单 {asked.shown}，表上 {plain(line.amount)} 万元"


def _agree(one: Decimal, other: Decimal) -> bool:
    step = max(unit_in_last_place(one), unit_in_last_place(other), Decimal("0.01"))
    return abs(one - other) <= step / 2
