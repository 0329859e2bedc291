"""预计全年完不成，却没有写纠偏措施。

## 依据

《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核：对偏离绩效目标的，要采取措施予以纠正。

## 为什么

监控是为了在年底以前补救。预计完不成而没有措施，监控就没有起作用。原因说明、备注、整改要求里写了怎么办的都算；全年预计不是数、与指标值比不出高低的，不判断；写 100% 表示能完成（指标值是 ≤5%，或同一栏里 20集 也写 100%）的，不当作指标的数。

## 不合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 5(场) | 8(场) | 因讲师档期冲突，两场没有办成。 | 有可能 |

## 合格

监控表：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 | 全年预计完成情况 | 偏差原因分析 | 完成目标可能性 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 5(场) | 8(场) | 因讲师档期冲突，两场没有办成，10月前将改请备选讲师补办。 | 有可能 |

## 怎么改

写明纠偏措施：做什么、由谁做、什么时候完成；确实要调整目标的，按规定报批。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Monitoring
from validators.monitored import further_words
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport
from workbooks.prose.deviation_notes import has_measure
from xlfuncs.indicator import Share, share
from xlfuncs.progress import will_be_met

RULE = Rule(
    code="M004",
    name="forecast-without-measure",
    severity=Severity.WARNING,
    forms=(MonitoringReport,),
    needs=("row.target", "row.forecast"),
    message="「{name}」全年预计“{actual}”，不满足年度指标值“{target}”，没有看到纠偏措施。请写明措施，或按规定调整目标。",
    source="《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号），条款待核",
    since="0.1.0",
    related=("M002", "M003"),
)


def check(filing: Monitoring) -> Iterator[Hit]:
    """Rows whose forecast surely misses the target, and that say nowhere what will be done."""
    rows = [row for row, _ in filing.rows]
    met = will_be_met([(row.target.value, row.forecast.value) for row in rows])
    for row, is_met in zip(rows, met, strict=True):
        target, forecast = row.target.value, row.forecast.value
        if is_met or target is None or forecast is None or target.value is None:
            continue
        expected = share(target, forecast, filing.policy)
        if not isinstance(expected, Share) or expected.met:
            continue
        if not any(map(has_measure, further_words(row))):
            facts = {"name": row.called, "target": row.target.text}
            yield row.forecast, facts | {"actual": row.forecast.text}
