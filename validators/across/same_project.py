"""Which forms are of one project: by its code, else by unit and name; never by likeness.

A name that tells the form's own year is the same name as one that tells none, or another form's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from validators.across import duplicates
from validators.across.index import Line
from validators.across.names import folded, undated
from validators.records.folder_results import UncomparedRecord
from validators.wording import one_line
from workbooks.form_kinds import named

_SHOWN = 5


def is_evaluation(line: Line) -> bool:
    """Whether a form tells what was reached."""
    return named(line.kind).scored


def is_monitoring(line: Line) -> bool:
    """Whether a form tells of a part of the year, and neither what was aimed at nor its end."""
    return named(line.kind).to_date


def is_of_department(line: Line) -> bool:
    """Whether a form is about a whole department, which is no project of that name."""
    return named(line.kind).of_department


def counting(lines: Sequence[Line]) -> list[Line]:
    """Each project's form of a kind and year: of several, the one that counts.

    What was declared and evaluated; a monitoring report is of neither end of the year.
    """
    lost = set(map(id, duplicates.superseded(lines)))
    return [line for line in lines if id(line) not in lost and not is_monitoring(line)]


def monitoring(lines: Sequence[Line]) -> list[Line]:
    """Each project's monitoring report for a part of a year: of several, the one that counts."""
    lost = set(map(id, duplicates.superseded(lines)))
    return [line for line in lines if is_monitoring(line) and id(line) not in lost]


def without_doubles(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    """The others that the lines do not hold already: one folder may lie in the other."""
    own = {(line.kind, *names(line), line.fiscal_year) for line in lines}
    return [line for line in others if (line.kind, *names(line), line.fiscal_year) not in own]


def names(line: Line) -> tuple[str, str]:
    """Unit and project, folded; some layouts name the department alone."""
    return folded(line.unit or line.department), line.names[1]


def _undated(line: Line) -> tuple[str, str]:
    """The same without the form's own year: 2024年演出经费 is 2025年演出经费 a year later."""
    unit, project = names(line)
    return unit, undated(project, line.fiscal_year)


class Projects:
    """Forms by what names their project."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._by_code: defaultdict[tuple[bool, str], list[Line]] = defaultdict(list)
        self._by_names: defaultdict[tuple[bool, str, str], list[Line]] = defaultdict(list)
        self._undated: defaultdict[tuple[bool, str, str], list[Line]] = defaultdict(list)
        for line in lines:
            if line.code:
                self._by_code[is_of_department(line), line.code].append(line)
            self._by_names[is_of_department(line), *names(line)].append(line)
            self._undated[is_of_department(line), *_undated(line)].append(line)

    def of(self, line: Line) -> list[Line]:
        """The forms of the same project, of any year."""
        whole = is_of_department(line)
        by_code = self._by_code.get((whole, line.code), []) if line.code else []
        if by_code or not all(names(line)):
            return by_code
        same = self._by_names.get((whole, *names(line)), [])
        same = [*same, *self._but_for_the_year(line, {one.fiscal_year for one in same})]
        return [one for one in same if not (one.code and line.code)]

    def _but_for_the_year(self, line: Line, known: Collection[int | None]) -> Iterator[Line]:
        """Of further years, the forms whose names differ in the year alone, each its own.

        Where a year has two such names, nobody can tell which of them is meant.
        """
        by_year: defaultdict[int | None, list[Line]] = defaultdict(list)
        for one in self._undated.get((is_of_department(line), *_undated(line)), ()):
            if one.fiscal_year not in known and not self._has_its_own(one, line.fiscal_year):
                by_year[one.fiscal_year].append(one)
        for lines in by_year.values():
            if len({names(one) for one in lines}) == 1:
                yield from lines

    def _has_its_own(self, one: Line, year: int | None) -> bool:
        """Whether a form of an earlier or later year goes on under its very name in that year."""
        same = self._by_names[is_of_department(one), *names(one)]
        return one.fiscal_year != year and any(other.fiscal_year == year for other in same)


def partner(line: Line, candidates: Sequence[Line], year: int | None) -> Line | str:
    """The one form of a year among those of a project, or why there is none.

    A form that does not say its year may be of any: only where no other form is surely meant.
    """
    dated = [one for one in candidates if one.fiscal_year == year]
    found = dated or [one for one in candidates if None in (one.fiscal_year, year)]
    if len(found) == 1:
        return found[0]
    if found:
        return "同一项目有几份，分不清与哪一份比"
    if candidates:
        years = "、".join(sorted({f"{one.fiscal_year}" for one in candidates}))
        return f"同一项目的表是 {years} 年度的，不是 {year} 年度"
    if not (line.code or all(names(line))):
        return "没有填单位或项目名称，认不出是哪个项目"
    return "没有同一单位、同一项目的表"


def uncompared(
    codes: tuple[str, ...], against: str, lines: Sequence[tuple[Line, str]]
) -> list[UncomparedRecord]:
    """未检查: forms that found no partner, told together where the reason is one."""
    reasons: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for line, reason in lines:
        reasons[line.word, reason].append(line)
    told = []
    for (word, reason), forms in reasons.items():
        names = "、".join(called(line) for line in forms[:_SHOWN])
        more = " 等" if len(forms) > _SHOWN else ""
        message = f"{len(forms)} 份{word}没有与{against}比较，{reason}：{names}{more}。"
        told.append(UncomparedRecord(codes, message, tuple(line.place for line in forms)))
    return told


def called(line: Line) -> str:
    """A form as a sentence names it."""
    return f"「{one_line(line.project) or '（未填项目名称）'}」（{line.called}）"
