"""完成情况照抄了预期目标。

## 依据

自评表「预期目标」「实际完成情况」的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

把目标再抄一遍，或只加上“已完成”几个字，看不出实际做了什么、做了多少、效果怎样。

## 不合格

| 栏目 | 填写 |
|---|---|
| 预期目标 | 按计划组织全年业务培训，提高窗口人员的业务能力。 |
| 实际完成情况 | 已按计划组织全年业务培训，提高了窗口人员的业务能力。 |

## 合格

| 栏目 | 填写 |
|---|---|
| 预期目标 | 按计划组织全年业务培训，提高窗口人员的业务能力。 |
| 实际完成情况 | 全年组织业务培训10场，培训合格率96%，窗口办件差错明显减少。 |

## 怎么改

在「实际完成情况」写明做了哪些事、各做了多少、取得什么效果。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.copied_text import differing_signs

RULE = Rule(
    code="T802",
    name="outcome-copies-goal",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("expected_goal", "actual_outcome"),
    message={
        "same": "「实际完成情况」与「预期目标」的文字相同，看不出实际做了什么。请核实，并写明完成的事项、数量和效果。",
        "alike": "「实际完成情况」与「预期目标」只有 {count} 个字不同，看不出实际做了什么。请核实，并写明完成的事项、数量和效果。",
    },
    source="自评表「预期目标」「实际完成情况」的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("S102",),
)


def check(filing: Filing) -> Iterator[Hit]:
    """An outcome that is the goal again, or nearly."""
    outcome = filing.form.actual_outcome
    count = differing_signs(outcome.text, filing.form.expected_goal.text)
    if count is not None:
        yield outcome, {"count": count, "sentence": "alike" if count else "same"}
