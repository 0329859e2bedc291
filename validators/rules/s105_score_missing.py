"""指标或预算执行的「得分」空着。

## 依据

「得分」栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

少一个得分，总分就无从核对。预算数、执行数都填了，预算执行也应有得分；分值也空着的先由 P401 提出，分值填横线的是不考核；空白表留下的整行由 S106 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 |  | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

填写得分；没有完成的指标填 0，并说明原因。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import Filing, fund_name
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation
from workbooks.prose.leftovers import is_leftover

RULE = Rule(
    code="S105",
    name="score-missing",
    severity=Severity.ERROR,
    forms=(SelfEvaluation,),
    needs=("row.score",),
    message="「{name}」的「{label}」没有填写。请补填后再报送。",
    together="{items} 项的「{label}」没有填写：{places}。请补填后再报送。",
    source="得分栏的填写要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("S106", "S108", "P401"),
)


def check(filing: Filing) -> Iterator[Hit]:
    """Rows with points and no score, and the total line where its rate can be computed."""
    total = filing.form.funding.total
    if total.score.blank and filing.worth.execution.rate is not None:
        yield total.score, {"name": fund_name(total), "label": total.score.label}
    for row, _ in filing.rows:
        if row.score.blank and not row.points.blank and not is_leftover(row):
            name = row.called
            yield row.score, {"name": name, "label": row.score.label}
