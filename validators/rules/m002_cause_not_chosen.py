"""进度落后，或者不能确定完成，却没有选择原因。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核：监控表要求对偏离绩效目标的原因进行分析。

## 为什么

没有原因，就无从纠偏。进度为红灯、黄灯，或完成目标可能性不是“确定能”的，应当在几栏原因里打勾，或者用文字写明。系统在没有填的地方自动写的“无”“无偏差”，平时不算问题；进度已经落后、可能性已经不足的行写着它，就是没有选择原因。

## 不合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 6(场) | 10(场) |  | 有可能 |

## 合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 6(场) | 10(场) | 讲师档期未定，9月底前落实。 | 有可能 |
| 产出指标 | 质量指标 | 培训合格率 | ≥95.00(%) | 96.00(%) | 96.00(%) | 无偏差 | 确定能 |

## 怎么改

在偏差原因各栏打勾，或在原因说明里写明原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Monitoring
from validators.monitored import BEHIND, cause_cell, explains, undecided
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import MonitoringReport, Possibility, State
from xlfuncs.progress import Progress

RULE = Rule(
    code="M002",
    name="cause-not-chosen",
    severity=Severity.WARNING,
    forms=(MonitoringReport,),
    needs=("row.target", "row.actual"),
    message={
        "behind": "「{name}」的进度为{light}灯，没有选择偏差原因，也没有写说明。请选择原因或写明。",
        "unsure": "「{name}」的完成目标可能性为“{possibility}”，没有选择偏差原因，也没有写说明。请选择原因或写明。",
        "none": "「{name}」的进度落后或可能性不足，「{label}」写的却是“{note}”。请选择原因或写明。",
    },
    source="《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核",
    since="0.1.0",
    related=("M001", "M004"),
)

_LESS = (Possibility.POSSIBLE, Possibility.IMPOSSIBLE)


def check(filing: Monitoring) -> Iterator[Hit | Undecided]:
    """Rows that are behind or unsure and have no cause, where the layout has a place for one."""
    placeless = False
    for row, _ in filing.rows:
        come, possible = filing.progress(row), row.possibility.value
        behind = isinstance(come, Progress) and come.light in BEHIND
        if explains(row) or not (behind or possible in _LESS):
            continue
        cell, facts = cause_cell(row), {"name": row.called}
        placeless = placeless or cell.state is State.ABSENT
        if cell.state is not State.ABSENT and row.note.text and not row.note.blank:
            yield cell, facts | {"note": row.note.text, "sentence": "none"}
        elif cell.state is not State.ABSENT and isinstance(come, Progress) and behind:
            yield cell, facts | {"light": come.light.value, "sentence": "behind"}
        elif cell.state is not State.ABSENT and possible is not None:
            yield cell, facts | {"possibility": possible.value, "sentence": "unsure"}
    if placeless:
        yield Undecided(paths=("note",))
    yield from undecided(filing)
