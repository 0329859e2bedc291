"""监控时进度落后于时间进度，或已经超过上限。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核：监控要看绩效目标的实现程度和预算执行情况；红黄绿蓝的分界是通行的序时进度预警口径，由评分办法规定。

## 为什么

序时进度＝执行情况÷（年度指标值×月数÷12）。不到 60% 为红灯，不到 80% 为黄灯（提示）；年度指标值写“≤”的，超过就是红灯。资金的执行数同样算，到红灯才提出。指标值和执行情况有一个不是数（如“一般”），或表上没有写明是几月的监控，说明没有检查；定性指标不测算。红灯而选“确定能”的由 M003 提出。

## 不合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 3(场) | 10(场) | 因场地维修推迟，8月起每周补办一场。 | 有可能 |

## 合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 5(场) | 10(场) |  | 确定能 |

## 怎么改

核对执行情况；确实落后的，写明原因和纠偏措施，必要时按规定调整目标。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Monitoring
from validators.monitored import (
    BEHIND,
    hardly_spent,
    is_certain,
    is_certain_all_the_same,
    is_over,
    measured,
    undecided,
)
from validators.rule import Hit, Rule, Severity, Undecided
from workbooks.forms import MonitoringReport
from xlfuncs.progress import Light

RULE = Rule(
    code="M001",
    name="progress-behind-calendar",
    severity=Severity.WARNING,
    forms=(MonitoringReport,),
    needs=("row.target", "row.actual"),
    message={
        "red": "「{name}」1-{month}月完成“{actual}”，年度指标值“{target}”，只有时间进度的 {share:.1%}，红灯。请核实，并抓紧落实或按规定调整目标。",
        "yellow": "「{name}」1-{month}月完成“{actual}”，年度指标值“{target}”，是时间进度的 {share:.1%}，黄灯。建议关注后几个月的安排。",
        "over": "「{name}」1-{month}月已为“{actual}”，超出年度指标值“{target}”，红灯。请核实，并写明原因。",
        "money": "「{name}」1-{month}月执行 {executed} {unit}，预算 {budget} {unit}，只有时间进度的 {share:.1%}。请核实支出安排，并写明原因。",
    },
    lesser={"yellow": Severity.NOTE},
    source="《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核；通行监控口径（序时进度预警）",
    since="0.1.0",
    related=("M002", "M003"),
)


def check(filing: Monitoring) -> Iterator[Hit | Undecided]:
    """Rows with a red or yellow light, the money with a red one; M003 has those that are certain."""
    for row, come in measured(filing):
        if come.light not in BEHIND or (come.light is Light.RED and is_certain(row)):
            continue
        facts = {"name": row.called, "month": filing.month, "share": come.share}
        facts |= {"actual": row.actual.text, "target": row.target.text}
        red = "over" if is_over(row, come) else "red"
        yield row.actual, facts | {"sentence": red if come.light is Light.RED else "yellow"}
    spent = hardly_spent(filing)
    if spent is not None and not is_certain_all_the_same(filing):
        yield filing.form.funding.total.executed, {**spent, "sentence": "money"}
    yield from undecided(filing)
