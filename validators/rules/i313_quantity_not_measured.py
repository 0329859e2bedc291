"""数量指标的年度指标值没有数。

## 依据

数量指标应当可以计量；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

数量指标说的是做多少，只写“完成”“若干”就无从考核。“建成一个平台”有数，不在此列；里面有数但读不成的由 I301 提出，空白表的提示文字由 S106 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | 按计划举办 | 达成指标 | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

写明数和单位；确实不能计量的，移到质量指标或时效指标。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, Subcategory, TargetDeclaration
from workbooks.prose.leftovers import is_placeholder
from workbooks.values.unclear_amounts import counts_in_words

RULE = Rule(
    code="I313",
    name="quantity-not-measured",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」是数量指标，「{label}」“{target}”里没有可以计量的数。请核实，改填数和单位。",
    together="{items} 项是数量指标，「{label}」里没有可以计量的数：{places}。请核实，改填数和单位。",
    each="“{target}”",
    source="数量指标的设置要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I301", "I314"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Rows under 数量指标 with words for a target."""
    for row, _ in filing.rows:
        target = row.target.value
        if row.subcategory.value is not Subcategory.QUANTITY or target is None:
            continue
        if target.value is not None or not target.understood or is_placeholder(target.text):
            continue
        if not counts_in_words(target.text):
            facts = {"name": row.called, "label": row.target.label}
            yield row.target, facts | {"target": target.text}
