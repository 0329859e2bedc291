"""What all projects come to over the years: counted as they come, told in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from heapq import heappushpop
from typing import NamedTuple

from validators.across.trend import ProjectYears
from validators.wording import one_line
from workbooks.values.dataclass import dataclass, field
from workbooks.values.decimals import plain, rounded

_LINES = 6
"""Projects in one chart of lines: more could not be told apart."""


class Most(NamedTuple):
    """The project that has most of something."""

    some: int
    name: str


@dataclass(slots=True)
class Tallied:
    """How many of something there are, in how many projects, and where most are."""

    count: int = 0
    projects: int = 0
    most: Most = Most(0, "")

    def add(self, name: str, some: int) -> None:
        """Those of one more project."""
        self.count += some
        self.projects += some > 0
        if some > self.most.some:
            self.most = Most(some, name)


class Totals(NamedTuple):
    """The totals of a project in each year; by how far the last is from the first."""

    change: Decimal
    order: int
    name: str
    totals: tuple[Decimal, ...]


@dataclass(slots=True)
class TrendFigures:
    """Over the years of a run; of each project only counts are kept, and the totals of a few."""

    years: tuple[int, ...]
    evaluated_years: tuple[int, ...]
    projects: int = 0
    several: int = 0
    lowered: Tallied = field(default_factory=Tallied)
    deducted: Tallied = field(default_factory=Tallied)
    notes: Tallied = field(default_factory=Tallied)
    lowered_by_year: Counter[int] = field(default_factory=Counter)
    totals: dict[int, list[Decimal]] = field(default_factory=dict)
    rates: dict[int, list[Decimal]] = field(default_factory=dict)
    changed: list[Totals] = field(default_factory=list)

    def add(self, project: ProjectYears) -> None:
        """One more project."""
        name = one_line(project.line.project or project.line.unit)
        fallen = list(project.lowered())
        deducted, notes = (sum(1 for _ in found()) for found in (project.deducted, project.notes))
        changed = self._totals(project, name)
        self.projects += 1  # what may break of a project has not broken
        self.several += len(project.forms) > 1
        self.lowered.add(name, len(fallen))
        self.lowered_by_year.update(one.after.year for one in fallen)
        self.deducted.add(name, deducted)
        self.notes.add(name, notes)
        for form in project.forms:
            for sums, figure in ((self.totals, form.total), (self.rates, form.rate)):
                if figure is not None:
                    so_far = sums.setdefault(form.year, [Decimal(0), Decimal(0)])
                    so_far[0] += figure
                    so_far[1] += 1
        if changed is not None and changed.change:
            self._keep(changed)

    def _totals(self, project: ProjectYears, name: str) -> Totals | None:
        """The totals of a project that has one in each year."""
        totals = tuple(form.total for form in project.forms if form.total is not None)
        if len(totals) != len(self.evaluated_years) or len(totals) < 2:
            return None
        return Totals(abs(totals[-1] - totals[0]), -self.projects, name, totals)

    def _keep(self, one: Totals) -> None:
        """Keeps those that changed most."""
        if len(self.changed) < _LINES:
            self.changed.append(one)
            self.changed.sort()
        else:
            heappushpop(self.changed, one)


def averages(sums: dict[int, list[Decimal]]) -> Iterator[tuple[int, Decimal]]:
    """The average of each year that has one, of sums and how many they are of.

    >>> list(averages({2025: [Decimal(180), Decimal(2)]}))
    [(2025, Decimal('90'))]
    """
    for year in sorted(sums):
        total, count = sums[year]
        yield year, total / count


def sentences(told: TrendFigures, unplaced: int, broken: int = 0) -> Iterator[str]:
    """What stands out, and what to do; `unplaced` forms and files are in no year.

    `broken` projects were lost by a fault of ours.
    """
    years = "、".join(map(str, told.years)) or "没有"
    yield (
        f"{years} 年度，{told.projects} 个项目，其中 {told.several} 个有两年以上的表，可以比较。"
    )
    if told.totals:
        yield f"平均总分：{_by_year(told.totals)}。"
    if told.rates:
        yield f"平均执行率：{_by_year(told.rates, percent=True)}。"
    if not told.several:
        yield "没有一个项目有两年以上的表，无从比较。请把各年的文件夹都写上，并核对单位和项目名称。"
    else:
        yield from _compared(told)
    if unplaced:
        yield f"有 {unplaced} 份没有放进任何一年，原因逐份列出。请照原因补写，再做一次。"
    if broken:
        yield (
            f"有 {broken} 个项目没有比出来，是程序故障（与填报单位无关），其他项目不受影响。"
            "请把这几个项目的表和屏幕上的内容发给维护人。"
        )


def _compared(told: TrendFigures) -> Iterator[str]:
    yield _sentence(
        told.lowered,
        "项指标值比上一次放宽，或比上一次实际完成的少一成以上",
        "请逐项核实：任务、资金减少的写明理由，没有理由的恢复",
        "没有比上一次放宽、或明显低于上一次实际的指标值",
    )
    yield _sentence(
        told.deducted,
        "项指标在两个以上年度都扣了分",
        "请看改进措施做了没有，指标值是不是定得不合适",
        "没有一项指标在两个以上年度都扣分",
    )
    yield _sentence(
        told.notes,
        "条偏差原因在两个以上年度是同一句话（名称和数字不论）",
        "请按当年的情况重写，并核实上年写的措施",
        "没有一条偏差原因在两个以上年度是同一句话",
    )


def _sentence(found: Tallied, what: str, to_do: str, none: str) -> str:
    if not found.count:
        return f"{none}。"
    most = (
        f"，最多的是「{found.most.name}」（{found.most.some}）"
        if found.most.some > 1 < found.projects
        else ""
    )
    return f"{found.projects} 个项目有 {found.count} {what}{most}。{to_do}。"


def _by_year(sums: dict[int, list[Decimal]], *, percent: bool = False) -> str:
    return "，".join(
        f"{year} 年 {plain(rounded(figure * 100))}%"
        if percent
        else f"{year} 年 {plain(rounded(figure))}"
        for year, figure in averages(sums)
    )
