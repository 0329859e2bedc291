"""各项指标的偏差原因一字不差。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核：逐项分析偏离绩效目标的原因；各地监控审核通行口径，条款待核。

## 为什么

不同指标的原因很少完全相同。每一行都是同一句话，看不出哪一项有什么问题。填了原因的有三行以上、全都相同才提出；系统写的“无”“无偏差”不算。合并在一格里的，是一个原因。

## 不合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 6(场) | 10(场) | 经费到位晚。 | 确定能 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 96(%) | 经费到位晚。 | 确定能 |
| 产出指标 | 时效指标 | 按期完成率 | ≥90(%) | 95(%) | 95(%) | 经费到位晚。 | 确定能 |

## 合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 6(场) | 10(场) | 经费到位晚。 | 确定能 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 96(%) | 96(%) | 无偏差 | 确定能 |
| 产出指标 | 时效指标 | 按期完成率 | ≥90(%) | 95(%) | 95(%) | 无偏差 | 确定能 |

## 怎么改

分别写明各项指标自己的原因；没有偏差的行不必填。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Monitoring
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport
from workbooks.prose.deviation_notes import says_something
from workbooks.values.terms import clean

RULE = Rule(
    code="M005",
    name="same-reason-on-all-rows",
    severity=Severity.NOTE,
    forms=(MonitoringReport,),
    needs=("row.note",),
    message="{count} 项指标的「{label}」一字不差，都是“{note}”。建议逐项写明各自的原因，没有偏差的不必填。",
    source="《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核；各地监控审核通行口径，条款待核",
    since="0.1.0",
    related=("M002",),
)

_LEAST = 3


def check(filing: Monitoring) -> Iterator[Hit]:
    """The first of three cells or more that all say the same."""
    said = {row.note.address: row.note for row, _ in filing.rows if says_something(row.note.text)}
    cells = list(said.values())
    if len(cells) >= _LEAST and len({clean(cell.text) for cell in cells}) == 1:
        yield cells[0], {"count": len(cells), "note": cells[0].text}
