"""定性指标的得分不在所填档次的范围内。

## 依据

项目支出绩效自评表填表说明通行口径，条款待核。

## 为什么

定性指标按达成、部分达成、未达成三档计分，得分应落在所填档次的范围内。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训流程 | 流程规范 | 部分达成指标 | 10 | 9 | 因部分环节缺少记录，下一年度将补齐签到和测评记录。 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 10 | 10 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训流程 | 流程规范 | 部分达成指标 | 10 | 7 | 因部分环节缺少记录，下一年度将补齐签到和测评记录。 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 10 | 10 | |

## 怎么改

核对实际完成值属于哪一档，再在该档范围内给分。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.row_verdicts import score_outside_band

RULE = Rule(
    code="R507",
    name="tier-score-outside-band",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.worth", "row.score"),
    message={
        "met": "「{name}」的实际完成值“{actual}”属于「{tier}」一档，得分应为 {lower} 分至 {upper} 分，填报 {score} 分。请更正得分或实际完成值。",
        "below": "「{name}」的实际完成值“{actual}”属于「{tier}」一档，得分应不低于 {lower} 分且低于 {upper} 分，填报 {score} 分。请更正得分或实际完成值。",
    },
    source="项目支出绩效自评表填表说明通行口径，条款待核",
    since="0.1.0",
    related=("R504", "R501"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with a tier whose score lies outside its band; above the points is R501."""
    for row, worth in filing.rows:
        facts = score_outside_band(row, worth, filing.policy)
        if facts is not None:
            yield row.score, {"name": row.called, **facts}
