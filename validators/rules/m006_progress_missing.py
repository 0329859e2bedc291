"""指标到这时的执行情况、全年预计或者完成可能性空着。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核：监控表逐项填写到监控时点的执行情况。

## 为什么

没有执行情况，就看不出进度是否落后，红灯、黄灯都无从谈起；没有全年预计和可能性，就不知道年底能不能完成。年底才有数的指标（如满意度），空着不是错，但要写明，否则分不清是还没有数还是忘了填。

## 不合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90.00(%) |  | 90.00(%) |  | 确定能 |

## 合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 6(场) | 10(场) |  | 确定能 |
| 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90.00(%) |  | 90.00(%) | 问卷11月发放。 | 确定能 |

## 怎么改

逐项填写。执行情况这时还没有数的，在偏差原因或备注里写明什么时候有。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validators.filing import Monitoring
from validators.monitored import further_words
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Cell, MonitoringReport
from workbooks.prose.deviation_notes import says_something
from workbooks.prose.leftovers import is_leftover

RULE = Rule(
    code="M006",
    name="progress-missing",
    severity=Severity.WARNING,
    forms=(MonitoringReport,),
    needs=(),
    message={
        "actual": "「{name}」的「{label}」没有填写，也没有写明原因。请补填；这时还没有数的，写明什么时候有。",
        "forecast": "「{name}」的「{label}」没有填写。请补填。",
        "possibility": "「{name}」的「{label}」没有选择。请选择。",
    },
    together={
        "actual": "{items} 项的「{label}」没有填写，也没有写明原因：{places}。请补填；这时还没有数的，写明什么时候有。",
        "forecast": "{items} 项的「{label}」没有填写：{places}。请补填。",
        "possibility": "{items} 项的「{label}」没有选择：{places}。请选择。",
    },
    source="《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核",
    since="0.1.0",
    related=("M001", "M002", "S104"),
)


def check(filing: Monitoring) -> Iterator[Hit]:
    """Cells of rows that are blank; S106 has rows of placeholders."""
    for row, _ in filing.rows:
        if is_leftover(row):
            continue
        said = row.chosen_causes or any(map(says_something, further_words(row)))
        for sentence in ("actual", "forecast", "possibility"):
            cell: Cell[Any] = getattr(row, sentence)
            if cell.blank and not (sentence == "actual" and said):
                yield cell, {"name": row.called, "label": cell.label, "sentence": sentence}
