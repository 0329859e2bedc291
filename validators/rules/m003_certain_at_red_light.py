"""进度是红灯，或者资金几乎没有执行，却选「确定能」完成。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核：对年底能否完成绩效目标作出判断；红灯的分界由评分办法规定。

## 为什么

到监控期末只完成了时间进度的六成以下，又说确定能完成，两处总有一处要再核对。各项都写“一般”、看不出进度的，看资金：资金是红灯而各项都选「确定能」的，提出一次。

## 不合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 3(场) | 10(场) | 因场地维修推迟，8月起每周补办一场。 | 确定能 |

## 合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 5(场) | 10(场) |  | 确定能 |

## 怎么改

重新判断可能性；确实能完成的，在原因说明或备注里写明依据和安排。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Monitoring
from validators.monitored import (
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
    code="M003",
    name="certain-at-red-light",
    severity=Severity.WARNING,
    forms=(MonitoringReport,),
    needs=("row.target", "row.actual", "row.possibility"),
    message={
        "red": "「{name}」1-{month}月完成“{actual}”，年度指标值“{target}”，只有时间进度的 {share:.1%}（红灯），完成目标可能性却选“确定能”。请核实能否完成，并写明依据。",
        "over": "「{name}」1-{month}月已为“{actual}”，超出年度指标值“{target}”（红灯），完成目标可能性却选“确定能”。请核实能否完成，并写明依据。",
        "money": "{count} 项的完成目标可能性都选“确定能”，而「{name}」1-{month}月只执行 {executed} {unit}，是时间进度的 {share:.1%}。请核实能否完成，并写明依据。",
    },
    source="《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核；通行监控口径（序时进度预警）",
    since="0.1.0",
    related=("M001", "M004"),
)


def check(filing: Monitoring) -> Iterator[Hit | Undecided]:
    """Rows certain at a red light; else all of them at a red light of the money."""
    for row, come in measured(filing):
        if come.light is Light.RED and is_certain(row):
            facts = {"name": row.called, "month": filing.month, "share": come.share}
            facts |= {"actual": row.actual.text, "target": row.target.text}
            yield row.possibility, facts | {"sentence": "over" if is_over(row, come) else "red"}
    spent = hardly_spent(filing)
    if spent is not None and is_certain_all_the_same(filing):
        first, count = filing.rows[0][0].possibility, len(filing.rows)
        yield first, {**spent, "count": count, "sentence": "money"}
    yield from undecided(filing)
