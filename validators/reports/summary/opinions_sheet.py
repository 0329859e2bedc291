"""What a reviewer said, in a summary: the sheet 审核意见, and his figures on the first sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from validators import frames
from validators.frames import IndicatorRow, Project
from validators.frames.rows import SAID
from validators.reports.summary.figures import EXECUTION, NO_UNIT, counted
from validators.reports.summary.summed import Key, Summed, spoken
from validators.reports.summary.tables import by_unit, difference
from validators.reports.workbook.tables import Content, Row, Rows, Table

OPINIONS = "审核意见"


def table(listed: Rows) -> Table:
    """审核意见: one row for whatever a reviewer said of an indicator or of 预算执行."""
    some = f"共 {len(listed)} 处填了复核得分或审核意见。点「单元格」打开原表的该格。"
    return Table(
        OPINIONS,
        (some if len(listed) else "没有填复核得分和审核意见，各项与自评相同。",),
        "没有填复核得分的，复核总分按自评得分计。核准的问题见核查结果的「核准」。",
        (
            ("单位", 20), ("项目", 26), ("年度", 6), ("指标", 28), ("分值", 7), ("自评\n得分", 7),
            ("复核\n得分", 7), ("自评－\n复核", 7), ("复核完成值", 13),
            ("扣分原因", 26), ("审核意见", 50), ("单元格", 9),
        ),
        listed,
        identity=("单位", "项目", "年度", "指标"),
    )  # fmt: skip


def rows(told: Summed) -> Iterator[Row]:
    """What was said of each form, by unit and project; what was handed in twice stands once."""
    said: defaultdict[Key, list[IndicatorRow]] = defaultdict(list)
    for row in frames.rows(told.found.indicators, IndicatorRow):
        if spoken(row):
            said[row.file, row.number].append(row)
    for form in sorted(frames.rows(counted(told.found.projects), Project), key=by_unit):
        yield from _rows(told, form, said[form.file, form.number])


def _rows(told: Summed, form: Project, said: Sequence[IndicatorRow]) -> Iterator[Row]:
    year = "" if form.fiscal_year is None else str(form.fiscal_year)
    whose = (form.unit or NO_UNIT, form.project, year)
    if any(getattr(form, f"execution_{name}") is not None for name in SAID):
        _, sheet = told.places[form.file, form.number]
        scores = _scores(form.execution_points, form.execution_score, form.execution_verdict)
        more = (form.execution_reviewed_actual, form.execution_reason, form.execution_opinion)
        yield (*whose, EXECUTION, *scores, *more, sheet)
    for row in said:
        scores = _scores(row.points, row.score, row.verdict)
        more = (row.reviewed_actual, row.reason, row.opinion)
        yield (*whose, row.name, *scores, *more, told.cell(row, row.cell))


def _scores(
    points: Decimal | None, score: Decimal | None, verdict: Decimal | None
) -> tuple[Decimal | None, ...]:
    return (points, score, verdict, difference(score, verdict))


FIGURES = (
    *("总分与自评不同（个）", "自评－复核最大（分）", "填了分数、意见（处）"),
    *("已核准（处）", "复核平均得分", "复核未采用（处）"),
)
"""What they are called."""


def figures(told: Summed) -> Sequence[tuple[str, Content]]:
    """His figures in short, 复核平均得分 where 平均得分 stands; none where no 复核表 was given."""
    if told.reviewed is None:
        return ()
    sums = told.all
    forms = frames.rows(counted(told.found.projects), Project)
    gaps = (difference(form.score, form.total_reviewed) for form in forms)
    changed = [gap for gap in gaps if gap]
    average = sums.reviewed_average
    counts = (
        len(changed),
        max(changed, key=abs, default=Decimal(0)),
        sum(1 for _ in rows(told)),
        sums.accepted,
        "—" if average is None else average,
        told.lapsed,
    )
    return tuple(zip(FIGURES, counts, strict=True))
