"""数量目标用了“=”。

## 依据

各地绩效目标审核通行口径，条款待核。公开的2025年度申报表里有“=28000.00(册)”一类的写法。

## 为什么

写“=28000册”，多完成一册严格说也是偏差。计划得准的小数目（不到 10）、百分率、时间、金额、频率，用“=”是常事，不提出。

## 不合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 编印教材 | =500(册) |

## 合格

申报表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 编印教材 | ≥500(册) |

## 怎么改

多完成是好事的，改为“≥”；必须正好等于此数的，不必修改。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Declaration
from validators.rule import Hit, Rule, Severity
from workbooks.forms import TargetDeclaration
from workbooks.values.target import Relation
from workbooks.values.units import counts_things

RULE = Rule(
    code="D906",
    name="equality-on-count",
    severity=Severity.NOTE,
    forms=(TargetDeclaration,),
    needs=("row.target",),
    message="「{name}」的「{label}」写的是“{target}”，多完成也可能算作偏差。建议改为“≥”；必须正好等于此数的，不必修改。",
    together="{items} 项数量目标写的是“=”，多完成也可能算作偏差：{places}。建议改为“≥”；必须正好等于此数的，不必修改。",
    each="“{target}”",
    source="各地绩效目标审核通行口径，条款待核",
    since="0.1.0",
    related=("D904",),
)


FEWEST = 10


def check(filing: Declaration) -> Iterator[Hit]:
    """An = on counts from FEWEST on; a count below can be planned to the piece."""
    for row, _ in filing.rows:
        target = row.target.value
        if target is None or target.value is None or target.relation is not Relation.EQUAL:
            continue
        if target.value >= FEWEST and counts_things(target.unit):
            facts = {"name": row.called, "label": row.target.label}
            yield row.target, facts | {"target": target.text}
