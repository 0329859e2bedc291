"""实际完成值带着比较符号，像是照搬了年度指标值。

## 依据

「实际完成值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。各地公开的自评表里有把“≥266米”填作实际完成值的。

## 为什么

完成值是做到了多少，应是一个确定的数。写“≥266米”“98%以上”，看不出实际完成多少。“达到95%”说的是事实，不在此列。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | ≥10(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

填写实际完成的数，不写“≥”“以上”“不少于”。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.values.target import Relation
from workbooks.values.terms import clean

RULE = Rule(
    code="I303",
    name="actual-copies-target",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual"),
    message={
        "copy": "「{name}」的「{label}」“{actual}”与年度指标值相同，连同比较符号，看不出实际完成多少。请核实，改填实际完成的数。",
        "bound": "「{name}」的「{label}」填的是“{actual}”，带有比较符号，看不出实际完成多少。请核实，改填实际完成的数。",
    },
    together={
        "copy": "{items} 项的「{label}」与年度指标值相同，连同比较符号，看不出实际完成多少：{places}。请核实，改填实际完成的数。",
        "bound": "{items} 项的「{label}」带有比较符号，看不出实际完成多少：{places}。请核实，改填实际完成的数。",
    },
    each="“{actual}”",
    source="「实际完成值」栏的填写要求；各地公开的自评表",
    since="0.1.0",
    related=("I302", "I304"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Numbers typed as a bound beside a measured target; `=266米` is a plain number."""
    for row, _ in filing.rows:
        target, actual = row.target.value, row.actual.value
        if target is None or actual is None or target.value is None:
            continue
        if actual.operator in (None, Relation.EQUAL):
            continue
        sentence = "copy" if clean(actual.text) == clean(target.text) else "bound"
        yield row.actual, {"name": row.called, "actual": actual.text, "sentence": sentence}
