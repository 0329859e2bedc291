"""超额较多，没有说明原因。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

实际完成远超目标，多半是目标定低了，审核时会要求说明，并影响下一年度的指标值。百分率到 100% 为止，不算超额；合格率一类超过 100% 的由 I306 提出，比较符号反了的由 I309 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 13(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 13(场) | 20 | 20 | 因新办法出台临时增加三场培训，下一年度将据此调整指标值。 |

## 怎么改

在「偏差原因分析及改进措施」说明超额的原因；目标定低了的，下一年度相应调高。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation

RULE = Rule(
    code="N605",
    name="overachievement-unexplained",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual", "row.note"),
    message="「{name}」实际完成值“{actual}”是年度指标值“{target}”的 {times:.2f} 倍，达到 {threshold} 倍宜说明原因。建议核对年度指标值是否偏低，并说明超额的原因。",
    together="{items} 项的实际完成值达到年度指标值的 {threshold} 倍以上，没有说明原因：{places}。建议核对年度指标值是否偏低，并说明超额的原因。",
    each="（{times:.2f} 倍）",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("I306", "I309", "N606", "N609"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Targets far exceeded with no note; a row with a deduction is N601."""
    explained = filing.policy.overachievement_explained
    for row, times in filing.exceeded:
        if times >= explained:
            facts = {"name": row.called, "actual": row.actual.text, "target": row.target.text}
            yield row.actual, facts | {"times": times, "threshold": explained}
