"""指标的「年度指标值」空着。

## 依据

「年度指标值」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

没有指标值，完成多少都无从判断，得分也无从核对。空白表留下、没有填写的整行由 S106 提出，本规则不再重复。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 |   | 10(场) | 20 | 20 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

填写该指标的「年度指标值」；不适用的指标请整行删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import is_leftover, is_unscored

RULE = Rule(
    code="S103",
    name="target-missing",
    severity=Severity.ERROR,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("row.target",),
    message="「{name}」的「{label}」没有填写。请补填后再报送。",
    together="{items} 项的「{label}」没有填写：{places}。请补填后再报送。",
    source="指标表的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("S106",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Rows without it; S106 has rows of placeholders."""
    for row, _ in filing.rows:
        if row.target.blank and not is_leftover(row) and not is_unscored(row):
            name = row.called
            yield row.target, {"name": name, "label": row.target.label}
