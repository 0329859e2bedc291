"""实际完成值带着比较符号，像是照搬了年度指标值。

## 依据

「实际完成值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。各地公开的自评表里有把“≥266米”填作实际完成值的。

## 为什么

完成值是做到了多少，应是一个确定的数。写“≥266米”“98%以上”，看不出实际完成多少。“达到95%”说的是事实，不在此列。目标写“≥10场”、完成值写“≥12场”的，有的系统自动带上符号，按 12 场核对；全表都带符号而与目标相同的，只提示一次。目标是“优良中低差”一类各档的，照抄各档等于没有选。

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
from workbooks.forms import Indicator, SelfEvaluation
from workbooks.values.target import Relation
from workbooks.values.terms import clean, scale
from xlfuncs.comparing import is_printed
from xlfuncs.unmeasured import printed_by_system

RULE = Rule(
    code="I303",
    name="actual-copies-target",
    severity=Severity.WARNING,
    forms=(SelfEvaluation,),
    needs=("row.target", "row.actual"),
    lesser={"printed": Severity.NOTE},
    message={
        "copy": "「{name}」的「{label}」“{actual}”与年度指标值相同，连同比较符号，看不出实际完成多少。请核实，改填实际完成的数。",
        "printed": "{count} 项的「{label}」都带有比较符号，其中 {equal} 项与年度指标值完全相同，已按数核对。建议对照台账核对实际完成值，并去掉比较符号。",
        "scale": "「{name}」的「{label}」“{actual}”照抄了年度指标值的各档，没有选定一档，得分无从核对。请核实，只填其中一档。",
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
    """Numbers typed as a bound beside a measured target; `=266米` is a plain number.

    A system that prints the sign of each target with the number is told of once.
    """
    rows = [(row, row.target.value, row.actual.value) for row, _ in filing.rows]
    known = [(row, t, a) for row, t, a in rows if t is not None and a is not None]
    count = printed_by_system((t, a) for _, t, a in known)
    copies = [row for row, t, a in known if is_printed(t, a) and _is_copy(row)]
    if count and copies:
        yield copies[0].actual, {"count": count, "equal": len(copies), "sentence": "printed"}
    for row, target, actual in known:
        sentence = ""
        if target.value is None:
            sentence = "scale" if scale(target.text) and _is_copy(row) else ""
        elif actual.operator not in (None, Relation.EQUAL):
            printed = is_printed(target, actual)
            bound = "" if printed else "bound"
            sentence = "copy" if _is_copy(row) and not (count and printed) else bound
        if sentence:
            yield row.actual, {"name": row.called, "actual": actual.text, "sentence": sentence}


def _is_copy(row: Indicator) -> bool:
    return clean(row.actual.text) == clean(row.target.text)
