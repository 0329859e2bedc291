"""成本指标没有给成本封顶。

## 依据

成本指标的设置要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

成本指标是要控制支出，写“≥”就成了花得越多越好。写“=”的可能是补助标准，不提出；节约额、降低率一类越高越好的，不在此列。一级或二级指标写明“成本”的都是成本指标，申报表、自评表都核对。

## 不合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≥400000.00(元) |

## 合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤400000.00(元) |

## 怎么改

把比较符号改为“≤”。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import is_saving, is_standard
from workbooks.values.measure_words import MONEY_UNITS
from workbooks.values.target import Relation

RULE = Rule(
    code="D904",
    name="cost-without-ceiling",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=("row.target",),
    message="「{name}」是成本指标，「{label}」写的是“{target}”，没有给成本封顶。请核实比较符号是否应为“≤”。",
    together="{items} 项成本指标没有给成本封顶：{places}。请核实比较符号是否应为“≤”。",
    each="“{target}”",
    source="成本指标的设置要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("D905", "I308", "I309"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Costs in money with ≥ or >; without a sign it is I308."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or target.unit.split("/")[0] not in MONEY_UNITS or not target.stated:
            continue
        upwards = target.relation in (Relation.AT_LEAST, Relation.MORE_THAN)
        if not upwards or target.difference or not row.is_cost:
            continue
        if not is_saving(row.name.text) and not is_standard(row.name.text):
            facts = {"name": row.called, "label": row.target.label}
            yield row.target, facts | {"target": target.text}
