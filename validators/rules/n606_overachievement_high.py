"""超额偏多。

## 依据

各地自评复核通行口径，条款待核。

## 为什么

实际完成明显超过目标，可能是目标定得偏低。百分率到 100% 为止，不算超额。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 12(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 11(场) | 20 | 20 | |

## 怎么改

核对年度指标值；偏低的，下一年度相应调高。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation

RULE = Rule(
    code="N606",
    name="overachievement-high",
    severity=Severity.NOTE,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual", "row.note"),
    message="「{name}」实际完成值“{actual}”是年度指标值“{target}”的 {times:.2f} 倍（{threshold} 倍起提示）。建议核对年度指标值是否偏低，下一年度据此调整。",
    together="{items} 项的实际完成值超过年度指标值较多（{threshold} 倍起提示）：{places}。建议核对年度指标值是否偏低，下一年度据此调整。",
    each="（{times:.2f} 倍）",
    source="各地自评复核通行口径，条款待核",
    since="0.1.0",
    related=("I306", "I309", "N605"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Targets exceeded enough to be noted, not so far as N605, with no note."""
    noted = filing.policy.overachievement_noted
    explained = filing.policy.overachievement_explained
    for row, times in filing.exceeded:
        if noted <= times < explained:
            facts = {"name": row.called, "actual": row.actual.text, "target": row.target.text}
            yield row.actual, facts | {"times": times, "threshold": noted}
