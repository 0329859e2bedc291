"""年度指标值是数，实际完成值却读不成数。

## 依据

「实际完成值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

目标是多少场、多少册，完成值也应是一个数，否则得分没有依据。填“已完成”“达成”的也一样：做了多少张、花了多少钱，一个词说不清；百分比、天数填“已完成”的，请核实。带有“≥”一类符号的由 I303 提出。“逾期3天”“较上年增加20人次”“计划10场”说的不是完成了多少，也要提出；指标名称或指标值说的正是下降、逾期的除外。目标是 0 的填“未发生”“无投诉”，目标是百分之几以上的填“全覆盖”，看得懂，不提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 约10余(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 11(场) | 20 | 20 | |

## 怎么改

填写实际完成的准确数字和单位；需要说明的写在偏差原因或自评报告里。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.deviation_notes import says_something
from workbooks.prose.leftovers import is_placeholder, is_unscored, says_nothing_was_done
from workbooks.values.differences import speaks_of
from workbooks.values.measure_words import TIME_UNITS
from workbooks.values.target import Actual, Target
from workbooks.values.units import one_name
from xlfuncs.comparing import held

RULE = Rule(
    code="I302",
    name="actual-not-numeric",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual"),
    lesser={"share": Severity.WARNING, "explained": Severity.WARNING},
    message={
        "words": "「{name}」的年度指标值“{target}”是数，「{label}」填的是“{actual}”，读不成一个数，得分无从核对。请填写实际完成的数和单位。",
        "share": "「{name}」的年度指标值“{target}”是数，「{label}」只填“{actual}”，没有写明完成多少，得分无从核对。请核实，改填实际完成的数。",
        "explained": "「{name}」的年度指标值“{target}”是数，「{label}」填“{actual}”，原因另有说明，得分无从核对。请核实这一项本年是否确实没有发生。",
        "difference": "「{name}」的年度指标值“{target}”是数，「{label}」填的是“{actual}”，说的是相差、增减或打算的数，不是实际完成的数，得分无从核对。请填写实际完成的数和单位。",
    },
    together={
        "words": "{items} 项的年度指标值是数，「{label}」填的读不成一个数，得分无从核对：{places}。请填写实际完成的数和单位。",
        "share": "{items} 项的年度指标值是数，「{label}」没有写明完成多少，得分无从核对：{places}。请核实，改填实际完成的数。",
    },
    each="“{actual}”",
    source="「实际完成值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I303", "I315", "S104"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Measured targets whose actual is no number; a placeholder is S106."""
    for row, _ in filing.rows:
        target, actual = row.target.value, row.actual.value
        if target is None or actual is None or target.value is None or is_unscored(row):
            continue
        stands = held(target, actual)
        if stands.value is not None or is_placeholder(actual.text):
            continue
        if stands.tier is not None and actual.tier is None:
            continue  # 全覆盖 is 100 %
        kind = actual.difference
        if kind and (speaks_of(row.name.text, kind) or speaks_of(target.text, kind)):
            continue
        facts = {"name": row.called, "target": target.text, "actual": actual.text}
        explained = says_nothing_was_done(actual.text) and says_something(row.note.text)
        sentence = "explained" if explained else _sentence(target, actual)
        yield row.actual, facts | {"sentence": "difference" if kind else sentence}


def _sentence(target: Target, actual: Actual) -> str:
    """A tier word answers a percentage or a time limit, if badly; a count or money it does not."""
    answered = one_name(target.unit) in TIME_UNITS | {"%", "百分点"}
    return "share" if answered and actual.tier is not None else "words"
