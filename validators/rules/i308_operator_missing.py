"""年度指标值没有写“≥”“≤”或“=”。

## 依据

「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

“985米”是至少 985 米还是正好 985 米，完成与否没有准绳。100% 和 0 只能是一种意思，不在此列；“98%以上”“不少于12种”用文字写明的，算写了；自评表的完成值正好等于这个数的，怎样看都完成了，不提出。完成值少于这个数的，可能是没有完成，也可能是越少越好，除 50% 以上的比率外，得分不核对。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | 10(场) | 11(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | 不少于10场 | 10(场) | 20 | 20 | |

## 怎么改

在数前写上“≥”“≤”或“=”。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="I308",
    name="operator-missing",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」的「{label}」填的是“{target}”，没有写明是“≥”“≤”还是“=”，完成与否没有准绳。请核实并补上比较符号。",
    together="{items} 项的「{label}」没有写明是“≥”“≤”还是“=”，完成与否没有准绳：{places}。请核实并补上比较符号。",
    each="“{target}”",
    source="「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I301", "I309"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Numbers without a sign, but for 100 % and 0, and where the actual is that number."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or target.value is None or target.stated:
            continue
        if target.value == 0 or (target.unit == "%" and target.value == 100):
            continue
        actual = row.actual.value
        if actual is None or actual.value != target.value:
            facts = {"name": row.called, "label": row.target.label}
            yield row.target, facts | {"target": target.text}
