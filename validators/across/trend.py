"""历年: the forms of each project year after year, its indicators threaded, and what stands out.

Projects are those of `same_project`, indicators those of `row_pairs`; what a weakened target is,
`last_year` says. A project is gone through at a time: its rows wait on disk until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from validators.across import duplicates
from validators.across.extract import Extract, KeptRow
from validators.across.index import Index, Line
from validators.across.last_year import lowered
from validators.across.names import bare
from validators.across.row_pairs import key, looks_alike, same_measure, surely_same
from validators.across.same_project import Projects, is_evaluation, is_monitoring, names
from workbooks.sparing import spare
from workbooks.values.named_tuple import NamedTuple

LOST = (
    "程序故障（与填报单位无关）：这个项目各年没有比出来，其他项目不受影响，"
    "请把这个项目的表和屏幕上的内容发给维护人"
)
"""Why a project is not told of where a fault of ours lies in it."""


class YearForm(NamedTuple):
    """A year of a project: the form that tells of it, 执行率 as a ratio.

    Of an evaluation and a declaration of one year, the evaluation. `evaluated` says which it is.
    """

    year: int
    line: Line
    evaluated: bool
    total: Decimal | None
    rating: str
    rate: Decimal | None


class Step(NamedTuple):
    """An indicator in a year; `evaluated` where its actual and its score are told as well."""

    year: int
    row: KeptRow
    evaluated: bool

    @property
    def met(self) -> bool | None:
        """Whether the target was met, by the score that follows; None where nobody can tell."""
        points, computed = self.row.points, self.row.computed
        if not self.evaluated or points is None or computed is None:
            return None
        return computed >= points

    @property
    def lost(self) -> Decimal:
        """Points that the form deducts; 0 where it deducts none or does not say."""
        points, score = self.row.points, self.row.score
        if not self.evaluated or points is None or score is None:
            return Decimal(0)
        return max(points - score, Decimal(0))


Thread = tuple[Step, ...]
"""An indicator over the years, the earliest first."""


class LoweredTarget(NamedTuple):
    """A target that fell behind the year before: X706 its target, X705 what was reached."""

    code: str
    before: Step
    after: Step


class RepeatedNote(NamedTuple):
    """One reason given in several years; `said` is what it says without names and numbers."""

    steps: tuple[Step, ...]
    said: str


class ProjectYears(NamedTuple):
    """A project: its forms by year, its indicators, and its names as the latest form has them."""

    forms: tuple[YearForm, ...]
    threads: tuple[Thread, ...]

    @property
    def line(self) -> Line:
        """The latest form."""
        return self.forms[-1].line

    def lowered(self) -> Iterator[LoweredTarget]:
        """Targets that fell behind the form before."""
        for thread in self.threads:
            for before, after in pairwise(thread):
                if code := lowered(after.row, before.row):
                    yield LoweredTarget(code, before, after)

    def deducted(self) -> Iterator[Thread]:
        """Indicators that lost points in two years or more: the years in which they did."""
        for thread in self.threads:
            steps = tuple(step for step in thread if step.lost)
            if len(steps) > 1:
                yield steps

    def notes(self) -> Iterator[RepeatedNote]:
        """Reasons that stand in the forms of two years or more, with the first of each year."""
        told: defaultdict[str, dict[int, Step]] = defaultdict(dict)
        own = {key(step.row.name) for thread in self.threads for step in thread}
        own |= {form.line.names[at] for form in self.forms for at in (0, 1)}
        for step in (step for thread in self.threads for step in thread):
            if step.evaluated and (said := bare(step.row.note, own)):
                told[said].setdefault(step.year, step)
        for said, steps in told.items():
            if len(steps) > 1:
                yield RepeatedNote(tuple(steps[year] for year in sorted(steps)), said)


class Unplaced(NamedTuple):
    """A form that is in no project's years, and why; `trace` where that is a fault of ours."""

    line: Line
    reason: str
    trace: str = ""


class Trend(NamedTuple):
    """All projects, each with the lines of its years, and the forms that could not be placed.

    Of a project that a fault of ours cost, the latest form is in `broken`.
    """

    projects: tuple[tuple[tuple[int, Line], ...], ...]
    unplaced: tuple[Unplaced, ...]
    broken: tuple[Unplaced, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """All years, the earliest first."""
        return tuple(sorted({year for lines in self.projects for year, _ in lines}))

    @property
    def evaluated_years(self) -> tuple[int, ...]:
        """Those of which any form was evaluated."""
        told = {year for lines in self.projects for year, line in lines if is_evaluation(line)}
        return tuple(sorted(told))


def arranged(index: Index) -> Trend:
    """The forms of an index by project and year."""
    unplaced: list[Unplaced] = []
    lines: list[Line] = []
    lost = {id(line) for line in duplicates.superseded(index.lines)}
    for line in index.lines:
        if id(line) in lost:
            unplaced.append(Unplaced(line, "同一项目、年度、表种报了几份，计另一份"))
        elif is_monitoring(line):
            unplaced.append(Unplaced(line, "监控表只说到年中，历年只看申报表和自评表"))
        elif line.fiscal_year is None:
            unplaced.append(Unplaced(line, "认不出是哪一年度，请在表上写明年度"))
        elif not (line.code or all(names(line))):
            unplaced.append(Unplaced(line, "没有填单位或项目名称，认不出是哪个项目"))
        else:
            lines.append(line)
    projects: list[tuple[tuple[int, Line], ...]] = []
    broken: list[Unplaced] = []
    for group in _groups(lines, unplaced):
        years, trace = spare(partial(_years, group, unplaced))
        if years is None:
            broken.append(Unplaced(group[-1], LOST, trace))
        elif years:
            projects.append(years)
    return Trend(tuple(projects), tuple(unplaced), tuple(broken))


def _groups(lines: Sequence[Line], unplaced: list[Unplaced]) -> Iterator[list[Line]]:
    """The lines of each project, in the order in which they came.

    A form without a code is of the project of its names; where that may be one of two codes, it is
    of neither.
    """
    projects, group_of = Projects(lines), {id(line): [line] for line in lines}
    for line in lines:
        for other in projects.of(line):
            one, another = group_of[id(line)], group_of[id(other)]
            if one is not another:
                one += another
                group_of |= {id(moved): one for moved in another}
    for group in {id(group): group for group in group_of.values()}.values():
        codes = {line.code for line in group} - {""}
        if len(codes) < 2:
            yield group
            continue
        for line in group:
            if not line.code:
                unplaced.append(Unplaced(line, "同名的项目有几个项目编码，分不清是哪一个"))
        yield from ([line for line in group if line.code == code] for code in sorted(codes))


def _years(lines: list[Line], unplaced: list[Unplaced]) -> tuple[tuple[int, Line], ...]:
    """One form for each year: what was evaluated, else what was declared."""
    by_year: dict[int, Line] = {}
    for line in sorted(lines, key=lambda one: not is_evaluation(one)):
        assert line.fiscal_year is not None
        taken = by_year.setdefault(line.fiscal_year, line)
        if taken is not line and taken.kind == line.kind:
            unplaced.append(Unplaced(line, f"同一项目、年度有几份，计 {taken.file}"))
    return tuple(sorted(by_year.items(), key=lambda one: one[0]))


def project_years(index: Index, lines: Sequence[tuple[int, Line]]) -> ProjectYears:
    """A project with its figures and its threads, read back from where they are kept."""
    forms: list[YearForm] = []
    threads: list[list[Step]] = []
    for year, line in lines:
        kept, evaluated = index.extract(line), is_evaluation(line)
        forms.append(YearForm(year, line, evaluated, kept.total, kept.rating, _rate(kept)))
        _thread(threads, [Step(year, row, evaluated) for row in kept.rows])
    return ProjectYears(tuple(forms), tuple(map(tuple, threads)))


def _rate(kept: Extract) -> Decimal | None:
    return (
        kept.executed / kept.annual_budget
        if kept.executed is not None and kept.annual_budget
        else None
    )


def _thread(threads: list[list[Step]], steps: list[Step]) -> None:
    """One more year: each row goes on with the indicator that it surely is, or looks alike.

    Those of the year before are asked first, then those that were left out for a year.
    """
    left = {id(step.row): step for step in steps}
    for year in sorted({thread[-1].year for thread in threads}, reverse=True):
        waiting = {id(thread[-1].row): thread for thread in threads if thread[-1].year == year}
        rows = [step.row for step in left.values()]
        pairs = surely_same(rows, [thread[-1].row for thread in waiting.values()])
        moved = (pair for pair in pairs.moved if same_measure(*pair))
        for row, last in (*pairs.same, *moved, *looks_alike(pairs.ours, pairs.theirs)):
            waiting[id(last)].append(left.pop(id(row)))
    threads += ([step] for step in left.values())
