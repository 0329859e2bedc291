"""实际完成值与年度指标值的单位不同。

## 依据

「年度指标值」「实际完成值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

人和人次、天和工作日不是一回事，单位不同就比不出是否完成。完成值没有写单位的，按指标值的单位看；同一单位的不同叫法（天和日、人和名、家次和家(次)）不算不同；自评表说的是一年的事，“次/年”和“次”不算不同。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训人数 | ≥500(人) | 520(人次) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训人数 | ≥500(人) | 520(名) | 20 | 20 | |

## 怎么改

按年度指标值的单位填写实际完成值；年度指标值的单位写错的，说明情况。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from xlfuncs.comparing import adds_up, percent_or_ratio, units_differ

RULE = Rule(
    code="I305",
    name="unit-differs",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual"),
    message={
        "unit": "「{name}」的年度指标值“{target}”和实际完成值“{actual}”单位不同，比不出是否完成。请核实，按年度指标值的单位填写。",
        "percent": "「{name}」的年度指标值“{target}”和实际完成值“{actual}”只有一个写了 %，看不出是百分数还是小数。请核实，统一写法。",
    },
    source="指标表的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I302", "I307"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Two numbers that cannot be compared; an actual with an operator is I303."""
    for row, _ in filing.rows:
        target, actual = row.target.value, row.actual.value
        if target is None or actual is None or target.value is None or actual.value is None:
            continue
        if actual.operator is not None:
            continue
        percent = "percent" if percent_or_ratio(target, actual) else ""
        sentence = "unit" if units_differ(target, actual) else percent
        if sentence and not adds_up(target, actual):
            facts = {"name": row.called, "target": target.text, "actual": actual.text}
            yield row.actual, facts | {"sentence": sentence}
