"""满意度只写没有投诉。

## 依据

各地绩效评价复核工作底稿，条款待核。

## 为什么

没有人投诉，不等于满意：没有说问了多少人、多少人满意。写有百分比或分数的，考察的就是投诉次数的，不在此列。
本规则在试行：单独列出，不计入错误、警告和提示，不随退回修改发给单位。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | 无投诉 | 无投诉 | 10 | 10 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | ≥90(%) | 95(%) | 10 | 10 | |

## 怎么改

写明调查了多少人、满意度是百分之几。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Category, SelfEvaluation, Subcategory
from workbooks.values.regex import regex
from workbooks.values.terms import clean
from xlfuncs.comparing import held

RULE = Rule(
    code="I320",
    name="satisfaction-without-figure",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.actual",),
    message="「{name}」的「{label}」填的是“{actual}”，没有投诉不等于满意，看不出多少人满意。请核实，填写调查的人数和满意度。",
    source="各地绩效评价复核工作底稿，条款待核",
    since="0.1.0",
    related=("I302", "I315"),
    trial=True,
)
_NO_COMPLAINT = regex("(?:[未无零0]|没有).{0,6}(?:投诉|差评|不满|举报|负面)")


def check(filing: Filing) -> Iterator[Hit]:
    """Rows of satisfaction whose actual is the absence of complaints, and no percentage."""
    for row, _ in filing.rows:
        satisfied = row.category.value is Category.SATISFACTION
        if not satisfied and row.subcategory.value is not Subcategory.SERVICE_RECIPIENTS:
            continue
        said, target, actual = clean(row.actual.text), row.target.value, row.actual.value
        if target and actual and held(target, actual).value is not None:
            continue  # 投诉 ≤0 次 | 无投诉 is a number
        if _NO_COMPLAINT.search(said) and not re.search(r"[1-9]", said):
            yield row.actual, {"name": row.called, "actual": row.actual.text}
