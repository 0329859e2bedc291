"""填了表，却没有一项绩效指标。

## 依据

绩效指标表的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

没有指标，就没有什么可以核对，这样的表不能算作没有问题。一格也没有填的是空白表，另行说明；「不适用」的行不算指标。

## 不合格

指标表只有这些行：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 |   |   |   |   |   | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

按项目的绩效目标填写绩效指标。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S116",
    name="indicators-missing",
    severity=Severity.ERROR,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="表内没有一项绩效指标，目标和完成情况无从核对。请填写绩效指标后再报送。",
    source="绩效指标表的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.2.0",
    related=("S103", "S107"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Once, at the title, where no row is an indicator and none was left unread (S117)."""
    form = filing.form
    if not form.indicators and not form.understanding.unread:
        yield form.title, {}
