"""各项定量指标的实际完成值与年度指标值全部相等。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

五项以上的定量指标都不多不少正好等于目标，多半是照目标填的。指标值用“=”的、为 100% 或 0 的，本来就只能相等，不计入五项；只要有一项不等，就不提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 10 | 10 | |
| 产出指标 | 数量指标 | 培训人次 | ≥500(人次) | 500(人次) | 10 | 10 | |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 95(%) | 20 | 20 | |
| 产出指标 | 时效指标 | 通知送达时间 | ≤5(天) | 5(天) | 10 | 10 | |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90(%) | 90(%) | 30 | 30 | |
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | ≥90(%) | 90(%) | 10 | 10 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 11(场) | 10 | 10 | |
| 产出指标 | 数量指标 | 培训人次 | ≥500(人次) | 500(人次) | 10 | 10 | |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 95(%) | 20 | 20 | |
| 产出指标 | 时效指标 | 通知送达时间 | ≤5(天) | 5(天) | 10 | 10 | |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90(%) | 90(%) | 30 | 30 | |
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | ≥90(%) | 90(%) | 10 | 10 | |

## 怎么改

按台账、统计数据填写实际完成值；确实如此的，备好佐证材料。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.unmeasured import equal_rows

RULE = Rule(
    code="I304",
    name="all-actuals-equal-targets",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual"),
    message="{count} 项定量指标的实际完成值都正好等于年度指标值。建议对照台账核对实际完成值；确实如此的，不必修改。",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("I303",),
)


FEWEST = 5


def check(filing: Filing) -> Iterator[Hit]:
    """Once for the form, at the first actual value."""
    rows = [row for row, _ in filing.rows]
    pairs = [(row.target.value, row.actual.value) for row in rows]
    count = equal_rows((t, a) for t, a in pairs if t is not None and a is not None)
    if count >= FEWEST:
        yield rows[0].actual, {"count": count}
