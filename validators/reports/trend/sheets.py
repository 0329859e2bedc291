"""What stands on each sheet of 历年."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from validators.across.same_project import is_of_department
from validators.across.trend import ProjectYears, Step, Unplaced, YearForm
from validators.records.folder_results import PlaceRecord
from validators.records.identity import digest
from validators.reports.entries import Tone, Word
from validators.reports.excel.folder_sheets import opens
from validators.reports.workbook.tables import (
    HANDLING,
    KEY,
    Content,
    Key,
    Name,
    Rate,
    Row,
    Rows,
    Table,
)
from workbooks.values.decimals import plain

_WEAKER, _BELOW = Word("放宽", Tone.CARE), Word("低于实际", Tone.ADVICE)
_MET, _MISSED = Word("完成", Tone.FINE), Word("没完成", Tone.CARE)
_DECLARED = "只有申报"
_OWNER = (("单位", 22.0), ("项目", 26.0))
_HANDLED = (HANDLING, 22.0)
_OF_YEAR = ("总分", "等级", "执行率", "指标值", "完成值", "完成没有")
_SOMETIMES = tuple(f"{year}{what}" for year in range(1990, 2100) for what in _OF_YEAR)
"""Columns of years that another run may have had."""


def projects(years: Sequence[int], rows: Rows) -> Table:
    """项目."""
    per_year = ((f"{year}\n{what}", 9.0) for year in years for what in _OF_YEAR[:3])
    return Table(
        "项目",
        ("各项目历年的总分、等级和执行率。",),
        "",
        (*_OWNER, ("类别", 10), ("历年份数", 6), *per_year),
        rows,
        identity=("单位", "项目", "类别"),
        sometimes=_SOMETIMES,
    )


def project_row(project: ProjectYears, years: Sequence[int]) -> Row:
    """Its totals, ratings and rates."""
    forms = {form.year: form for form in project.forms}
    figures = (content for year in years for content in _figures(forms.get(year)))
    kind = "部门整体" if is_of_department(project.line) else "项目"
    return (*_owner(project), kind, len(project.forms), *figures)


def _figures(form: YearForm | None) -> tuple[Content, Content, Content]:
    if form is None:
        return None, None, None
    if not form.evaluated:
        return _DECLARED, None, None
    return form.total, form.rating, None if form.rate is None else Rate(form.rate)


def indicators(years: Sequence[int], rows: Rows) -> Table:
    """指标."""
    heads = tuple(zip(_OF_YEAR[3:], (14.0, 14.0, 9.0), strict=True))
    per_year = ((f"{year}\n{what}", places) for year in years for what, places in heads)
    return Table(
        "指标",
        ("各指标历年的指标值、完成值，和按评分办法测算完成了没有；空着的是看不准，或没有自评。",),
        "",
        (*_OWNER, ("类别", 14), ("指标", 26), ("以前的名称", 22), ("历年份数", 6), *per_year),
        rows,
        identity=("单位", "项目", "类别", "指标"),
        sometimes=_SOMETIMES,
    )


def indicator_rows(project: ProjectYears, years: Sequence[int]) -> Iterator[Row]:
    """A row for each of its indicators."""
    for thread in project.threads:
        steps = {step.year: step for step in thread}
        row = thread[-1].row
        before = dict.fromkeys(step.row.name for step in thread if step.row.name != row.name)
        figures = (content for year in years for content in _step(steps.get(year)))
        level = row.subcategory or row.category
        yield (*_owner(project), level, row.name, "；".join(before), len(thread), *figures)


def _step(step: Step | None) -> tuple[Content, Content, Content]:
    if step is None:
        return None, None, None
    met = None if step.met is None else _MET if step.met else _MISSED
    return step.row.target, step.row.actual if step.evaluated else _DECLARED, met


def lowered(rows: Rows) -> Table:
    """放宽的指标值."""
    return Table(
        "放宽的指标值",
        ("请逐项核实：任务、资金减少的写明理由，没有理由的恢复。",),
        "「放宽」是比上一次的指标值容易，「低于实际」是比上一次实际完成的少一成以上（只看数量）；成本不看。",
        (
            ("变化", 12), *_OWNER, ("指标", 26), ("上次名称", 22),
            ("哪一年", 8), ("当年指标值", 14),
            ("上次是哪年", 8), ("上次指标值", 14), ("上次完成值", 14), _HANDLED, ("文件", 26),
        ),
        rows,
        identity=("单位", "项目", "指标", "哪一年"),
        open=(HANDLING,),
    )  # fmt: skip


def lowered_rows(project: ProjectYears) -> Iterator[Row]:
    """Its weakened targets."""
    places = _places(project)
    for one in project.lowered():
        before, after = one.before, one.after
        renamed = before.row.name if before.row.name != after.row.name else None
        yield (
            _WEAKER if one.code == "X706" else _BELOW,
            *_owner(project),
            after.row.name,
            renamed,
            str(after.year),
            after.row.target,
            str(before.year),
            before.row.target,
            before.row.actual if before.evaluated else _DECLARED,
            None,
            _opens(places, after),
        )


def deducted(rows: Rows) -> Table:
    """连年扣分."""
    return Table(
        "连年扣分",
        ("同一指标两个以上年度都扣了分：请看改进措施做了没有，指标值是不是定得不合适。",),
        "",
        (
            ("年数", 6), *_OWNER, ("指标", 28), ("各年扣分", 36), ("各年原因", 70),
            _HANDLED, ("文件", 26),
        ),
        rows,
        identity=("单位", "项目", "指标"),
        open=(HANDLING,),
    )  # fmt: skip


def deducted_rows(project: ProjectYears) -> Iterator[Row]:
    """Its indicators that lost points again."""
    places = _places(project)
    for steps in project.deducted():
        lost = "\n".join(f"{one.year} 年：{_points(one)}" for one in steps)
        notes = "\n".join(f"{one.year} 年：{_flat(one.row.note) or '没有写'}" for one in steps)
        name = steps[-1].row.name
        yield (len(steps), *_owner(project), name, lost, notes, None, _opens(places, steps[-1]))


def _points(step: Step) -> str:
    assert step.row.points is not None
    return f"{plain(step.row.points)} 分扣 {plain(step.lost)} 分"


def notes(rows: Rows) -> Table:
    """重复的原因."""
    return Table(
        "重复的原因",
        ("同一项目的偏差原因，两个以上年度是同一句话（名称和数字不论）：请按当年的情况重写。",),
        "",
        (
            ("年数", 6), *_OWNER, ("各年指标", 40), ("最近一年的原因", 70),
            _HANDLED, ("文件", 26), (KEY, 8),
        ),
        rows,
        identity=("单位", "项目", KEY),
        open=(HANDLING,),
    )  # fmt: skip


def note_rows(project: ProjectYears) -> Iterator[Row]:
    """Its reasons that were given again."""
    places = _places(project)
    for steps, said in project.notes():
        where = "\n".join(f"{one.year} 年：{_flat(one.row.name)}" for one in steps)
        last = steps[-1]
        own = (*_owner(project), where, last.row.note, None, _opens(places, last))
        yield (len(steps), *own, Key(digest(said)))


def unplaced(rows: Rows) -> Table:
    """没有放进来."""
    return Table(
        "没有放进来",
        ("这些表和文件没有放进任何一年。请照原因补写后再做一次。",),
        "",
        (("文件", 34), ("表种", 12), *_OWNER, ("哪一年", 8), ("原因", 60), _HANDLED),
        rows,
        identity=("单位", "项目", "哪一年", "原因"),
        open=(HANDLING,),
    )


def unplaced_rows(lines: Iterable[Unplaced], refused: Iterable[tuple[Path, str]]) -> Iterator[Row]:
    """The forms, then the files that could not be read."""
    for line, reason, _ in lines:
        year = "" if line.fiscal_year is None else str(line.fiscal_year)
        yield (opens((line.place,)), line.word, line.unit, line.project, year, reason, None)
    for path, why in refused:
        yield (Name(path), None, None, None, None, why, None)


def _owner(project: ProjectYears) -> tuple[str, str]:
    line = project.line
    return line.unit or line.department, line.project


def _places(project: ProjectYears) -> dict[int, PlaceRecord]:
    return {form.year: form.line.place for form in project.forms}


def _opens(places: dict[int, PlaceRecord], step: Step) -> Content:
    return opens((places[step.year]._replace(cell=step.row.cell),))


def _flat(text: str) -> str:
    return "".join(text.split("\n"))
