"""定性指标的实际完成值没有写明是否达成。

## 依据

定性指标按达成、部分达成、未达成三档评分；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

没有写明哪一档，得分就核对不了。与年度指标值写得完全相同的、写“已完成”的，都算达成；年度指标值是完成时间、实际完成值也写明时间的，看得出是否按时，不提出；写着年度指标值的话（“及时”写“及时更新”）、先写“达成指标”再作说明的，不提出；年度指标值列的是“优良中低差”一类等次的，也不提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训流程 | 流程规范 | 较好 | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 培训流程 | 流程规范 | 达成指标 | 20 | 20 | |

## 怎么改

实际完成值改填“达成指标”“部分达成指标”或“未达成指标”。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.copied_text import says_met, speaks_of_the_target
from workbooks.prose.leftovers import is_placeholder, is_unscored, offers_grades
from workbooks.values.dates import names_a_moment
from xlfuncs.indicator import tier_of

RULE = Rule(
    code="I315",
    name="tier-word-unknown",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual", "row.points|row.block"),
    message="「{name}」的年度指标值“{target}”是定性的，「{label}」填的是“{actual}”，没有写明达成、部分达成还是未达成，得分无从核对。请核实，写明是哪一档。",
    source="定性指标分三档评分的规定；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I302", "R507"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Described targets whose actual has no tier; a target that cannot be read is I301."""
    for row, _ in filing.rows:
        target, actual = row.target.value, row.actual.value
        if target is None or actual is None or is_unscored(row):
            continue
        if target.value is not None or not target.understood:
            continue
        if says_met(actual.text) or speaks_of_the_target(actual.text, target.text):
            continue
        dated = names_a_moment(target.text) and names_a_moment(actual.text)
        if dated or offers_grades(target.text) or tier_of(target, actual) is not None:
            continue
        if not is_placeholder(target.text) and not is_placeholder(actual.text):
            yield row.actual, {"name": row.called, "target": target.text, "actual": actual.text}
