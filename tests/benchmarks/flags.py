"""`python -m tests.benchmarks.flags`: planted habits found, and permuted batches left alone.

Batches of 50 units with 20 projects each, made by chance; in each, three units have one habit in
nine of ten forms. How many of these are flagged is the recall; then the forms are dealt anew over
the units, so that no unit has a habit: whatever is flagged there is false. Units differ in how
strict they are and in how much they spend, as real ones do.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from validators.across.extract import Extract, KeptRow
from validators.across.folder import Folder
from validators.across.index import Index, Line
from validators.flags.batch_flags import flagged
from validators.records.folder_results import PlaceRecord
from workbooks.form_kinds import KINDS
from workbooks.values.dataclass import dataclass
from workbooks.values.target import read_target

UNITS, PROJECTS, PLANTED, BATCHES = 50, 20, 3, 5

_OFTEN = 0.9

_SUBJECTS = (
    *(
        "培训",
        "宣传",
        "巡查",
        "检测",
        "采购",
        "维护",
        "调研",
        "审核",
        "接待",
        "演练",
        "救助",
        "走访",
    ),
    *(
        "抽检",
        "编制",
        "发放",
        "改造",
        "清运",
        "巡检",
        "课程",
        "活动",
        "展览",
        "档案",
        "设备",
        "热线",
    ),
)
_WHY = ("资金下达较晚", "招标流程延长", "人员调整", "天气影响", "需求减少", "系统升级", "政策调整")
_WHAT = ("部分任务顺延", "场次减少", "参与人数不足", "验收推迟", "采购数量下降", "进度落后")
_THEN = ("提前安排计划", "加强沟通协调", "按月跟踪进度", "完善考核办法", "细化任务分工", "优化流程")


@dataclass(frozen=True, slots=True)
class Project:
    """A project: this year's form, and last year's."""

    unit: int
    number: int
    form: Extract
    last: Extract


def _row(
    chance: random.Random, name: str, level: str, target: str, actual: str, points: int, full: float
) -> KeptRow:
    said = read_target(target)
    whole = Decimal(points)
    score, note = whole, ""
    if chance.random() > full:
        score = whole * chance.choice((7, 8, 9)) / 10
        note = f"{chance.choice(_WHY)}，{chance.choice(_WHAT)}，今后{chance.choice(_THEN)}。"
    return KeptRow(
        "产出指标", level, name, target, said.relation, said.value, said.unit, actual,
        whole, score, note, "",
    )  # fmt: skip


def _rows(chance: random.Random, full: float, exact: float) -> tuple[KeptRow, ...]:
    """Eight indicators of 90 points; `full` is how often one has full marks, `exact` how often the
    actual is the target."""
    names = chance.sample(_SUBJECTS, 8)
    rows = []
    for name in names[:4]:
        target = chance.randrange(4, 400)
        more = 1 if chance.random() < exact else chance.uniform(1.01, 1.4)
        actual = round(target * more)
        rows.append((f"{name}数量", "数量指标", f"≥{target}(次)", f"{actual}(次)", 10))
    for name in names[4:6]:
        share = chance.choice((90, 95, 98, 100))
        got = share if chance.random() < exact else chance.choice((96, 97, 99, 100, 95.5, 98.6))
        rows.append((f"{name}合格率", "质量指标", f"≥{share}(%)", f"{got}(%)", 15))
    got = chance.choice((90.5, 93, 95, 97.2, 98, 99))
    rows.append((f"{names[6]}对象满意度", "服务对象满意度指标", "≥90(%)", f"{got}(%)", 10))
    rows.append((f"{names[7]}按期完成率", "时效指标", "=100(%)", "100(%)", 10))
    return tuple(_row(chance, *one, full) for one in rows)


def _form(rows: Sequence[KeptRow], rate: Decimal) -> Extract:
    execution = round(10 * rate, 2)
    total = execution + sum((row.score or Decimal(0) for row in rows), Decimal(0))
    budget = Decimal(50)
    return Extract(tuple(rows), None, budget, budget, budget * rate, Decimal(10), execution, total)


def _natural(chance: random.Random, unit: int, number: int, full: float, spent: float) -> Project:
    rows = _rows(chance, full, 0.45)
    rate = Decimal(1 if chance.random() < spent else round(chance.uniform(0.75, 0.999), 3))
    last = []
    for row in rows:
        value = row.value or Decimal(0)
        kind = chance.random()
        before = value if kind < 0.5 else value - 1 if kind < 0.8 else value + 1
        target = row.target.replace(str(value), str(before))
        actual = round(value * Decimal(str(chance.uniform(0.85, 1.15))))
        last.append(row._replace(target=target, value=before, actual=f"{actual}({row.unit})"))
    return Project(unit, number, _form(rows, rate), _spent_then(number, _form(last, Decimal(1))))


def _spent_then(number: int, last: Extract) -> Extract:
    """Last year's form with another budget: half of the projects had a third more or less, and
    of one in twelve what is counted costs half as much again this year."""
    by = Decimal(str(round(random.Random(f"last year {number}").lognormvariate(0, 0.5), 3)))
    return last._replace(executed=(last.executed or Decimal(0)) * by)


def batch(seed: int, units: int = UNITS, projects: int = PROJECTS) -> list[Project]:
    """Projects in which nobody has a habit."""
    chance = random.Random(seed)
    made = []
    for unit in range(units):
        full, spent = chance.uniform(0.8, 0.95), chance.uniform(0.3, 0.7)
        for _ in range(projects):
            made.append(_natural(chance, unit, len(made), full, spent))
    return made


def _with_rows(project: Project, change: Callable[[KeptRow], KeptRow]) -> Project:
    rate = (project.form.execution_score or Decimal(10)) / 10
    return replace(project, form=_form([change(row) for row in project.form.rows], rate))


def _full_marks(project: Project) -> Project:
    return _with_rows(project, lambda row: row._replace(score=row.points, note=""))


def _high(project: Project) -> Project:
    return replace(_full_marks(project), form=_form(_full_marks(project).form.rows, Decimal(1)))


def _unspent(project: Project, rate: str = "0.97") -> Project:
    return replace(project, form=_form(_full_marks(project).form.rows, Decimal(rate)))


def _one_note(project: Project) -> Project:
    """One note, with the name of the indicator and a number put in."""
    rows = list(project.form.rows)
    note = f"{rows[0].name}因上级资金下达较晚只完成 {project.number} 次，今后提前安排。"
    rows[0] = rows[0]._replace(score=Decimal(8), note=note)
    return replace(project, form=replace_rows(project.form, rows))


def replace_rows(form: Extract, rows: Iterable[KeptRow]) -> Extract:
    """The form with other rows."""
    return form._replace(rows=tuple(rows))


def _on_target(project: Project) -> Project:
    return _with_rows(project, lambda row: row._replace(actual=row.target.lstrip("≥=")))


def _on_heaps(project: Project) -> Project:
    def heaped(row: KeptRow) -> KeptRow:
        return row._replace(actual="98(%)") if row.unit == "%" else row

    return _with_rows(project, heaped)


def _safe(project: Project) -> Project:
    def safe(row: KeptRow) -> KeptRow:
        if row.unit != "%":
            return row
        return row._replace(target="=100(%)", value=Decimal(100), actual="100(%)")

    return _with_rows(project, safe)


def _below_last(project: Project) -> Project:
    last = [row._replace(actual=f"{(row.value or 0) * 2}({row.unit})") for row in project.form.rows]
    return replace(project, last=replace_rows(project.last, last))


def _unchanged(project: Project) -> Project:
    last = [
        old._replace(target=row.target, value=row.value)
        for row, old in zip(project.form.rows, project.last.rows, strict=True)
    ]
    return replace(project, last=replace_rows(project.last, last))


def _dear(project: Project) -> Project:
    executed = (project.form.executed or Decimal(0)) * 40
    return replace(project, form=project.form._replace(executed=executed))


def _dearer(project: Project) -> Project:
    executed = (project.form.executed or Decimal(0)) / Decimal("2.5")
    return replace(project, last=project.last._replace(executed=executed))


_CLONE = _rows(random.Random(7), 1.0, 0.5)


def _cloned(project: Project) -> Project:
    rows = [
        clone._replace(actual=row.actual, score=row.score, note=row.note)
        for clone, row in zip(_CLONE, project.form.rows, strict=True)
    ]
    return replace(project, form=replace_rows(project.form, rows))


HABITS: dict[str, tuple[str, Callable[[Project], Project]]] = {
    "K01 总分都不低于 99": ("totals-high", _high),
    "K02 只扣预算执行分": ("only-execution-deducted", _unspent),
    "K03 同一句偏差原因": ("note-over-projects", _one_note),
    "K04 同一套指标": ("indicators-cloned", _cloned),
    "K05 指标值不高于上年实际": ("target-not-above-last-actual", _below_last),
    "K05 指标值与上年一样": ("targets-unchanged", _unchanged),
    "K06 完成值等于指标值": ("actual-equals-target", _on_target),
    "K06 百分比都是 95、98、100": ("actual-heaped", _on_heaps),
    "K07 单位成本在同批最高的一成": ("unit-cost-above-peers", _dear),
    "K07 单位成本比上年多一半": ("unit-cost-above-last-year", _dearer),
    "K08 指标得分远高于执行": ("results-above-spending", lambda one: _unspent(one, "0.6")),
    "K09 分值在没有风险的指标上": ("points-without-risk", _safe),
}
"""What is planted, by how it is told; and the name of the flag that must find it."""


def planted(projects: Iterable[Project], habit: str, units: int, seed: int) -> list[Project]:
    """The same with a habit of the first units, which they have nine times in ten."""
    change, chance = HABITS[habit][1], random.Random(f"{habit} {seed}")
    return [
        change(one) if one.unit < units and chance.random() < _OFTEN else one for one in projects
    ]


def dealt_anew(projects: Sequence[Project], seed: int) -> list[Project]:
    """The same forms over units that they do not belong to."""
    units = [one.unit for one in projects]
    random.Random(seed).shuffle(units)
    return [replace(one, unit=unit) for one, unit in zip(projects, units, strict=True)]


def flags_of(
    projects: Iterable[Project], *, one_folder: bool = False, declared: bool = False
) -> set[tuple[str, str]]:
    """The units that are flagged, with the names of their flags.

    Last year's forms are named apart, or lie in one folder with this year's; what was `declared`
    for this year may be there too.
    """
    evaluation, declaration = KINDS["SelfEvaluation"], KINDS["TargetDeclaration"]
    now = Index()
    last = now if one_folder else Index()
    for one in projects:
        asked = one.form._replace(executed=None, annual_budget=None, total=None)
        for index, kind, form, year in (
            *((now, declaration, asked, 2025) for _ in range(declared)),
            (now, evaluation, one.form, 2025),
            (last, evaluation, one.last, 2024),
        ):
            place = PlaceRecord(f"{one.number}-{year}.xlsx", kind.word, 1)
            names = (f"{one.unit}号单位", "某局", f"{one.number}号项目")
            kept = index.extracts.put(form)
            index.lines.append(
                Line(place, kind.name, kind.word, *names, year, None, str(place), "", kept)
            )
    index_of = Folder(index=now, last_year=None if one_folder else last)
    found, faults, _ = flagged(index_of)
    assert faults == ()
    return {(flag.unit, flag.name) for flag in found}


def measured(habit: str, batches: int = BATCHES) -> tuple[int, int, int, int]:
    """Planted units, those found, units of permuted batches that were looked at, false flags."""
    name, _ = HABITS[habit]
    found = false = 0
    for seed in range(batches):
        projects = planted(batch(seed), habit, PLANTED, seed)
        flags = flags_of(projects)
        found += sum((f"{unit}号单位", name) in flags for unit in range(PLANTED))
        false += len(flags_of(dealt_anew(projects, seed)))
    return PLANTED * batches, found, UNITS * batches, false


def table(batches: int = BATCHES) -> str:
    """The figures as the README has them."""
    lines = [
        "| 植入的习惯 | 植入的单位 | 提出 | 打乱后的单位 | 误提 |",
        "|---|---|---|---|---|",
    ]
    for habit in HABITS:
        planted_units, found, units, false = measured(habit, batches)
        lines.append(
            f"| {habit} | {planted_units} | {found}（{found / planted_units:.0%}） "
            f"| {units} | {false}（{false / units:.1%}） |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if sys.argv[1:] else BATCHES))
