"""空白表的提示文字没有改掉。

## 依据

填表要求。各地公开的表格里常见“指标2：”“……”“XXX”一类的残留；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

这样的内容没有意义，公开后也难看。整格都是提示文字才提出，正文里出现这些字不算；整行都是提示文字的行不算指标，全表只提出一次；扣了分而偏差原因没有改的，由 N602 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |
| 产出指标 | 数量指标 | 指标2： | | | | | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |

## 怎么改

填写实际内容；多余的行请删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import is_placeholder
from xlfuncs.reported_score import deduction

RULE = Rule(
    code="S106",
    name="placeholder-left",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message={
        "cell": "「{label}」填的是“{text}”，是空白表留下的提示文字。请核实，改填实际内容；多余的行请删去。",
        "rows": "从这一格起，空白表留下的行有 {count} 行没有填写（“{text}”），没有当作指标。请核实，改填实际内容；多余的行请删去。",
    },
    together={
        "cell": "{items} 格填的是空白表留下的提示文字：{places}。请核实，改填实际内容；多余的行请删去。"
    },
    each="“{text}”",
    source="填表要求；各地公开的自评表中有“指标2：”“……”一类的残留",
    since="0.1.0",
    related=("S103", "S104", "S105", "N602"),
)


_HEADS = ("project_name", "supervising_department", "implementing_unit")
_GOALS = ("expected_goal", "actual_outcome", "overall_goal", "annual_goal")


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Each such cell, and once all rows that are nothing else."""
    form = filing.form
    cells = [getattr(form, name) for name in (*_HEADS, *_GOALS) if hasattr(form, name)]
    for row, _ in filing.rows:
        cells += (row.name, row.target, row.actual)
        if row.note.text and deduction(row.points.value, row.score.value) is None:
            cells.append(row.note)  # beside a deduction it is N602
    for cell in cells:
        if is_placeholder(cell.text):
            yield cell, {"label": cell.label, "text": cell.text, "sentence": "cell"}
    left = form.understanding.leftovers
    if left:
        facts = {"label": left[0].label, "text": left[0].text, "count": len(left)}
        yield left[0], facts | {"sentence": "rows"}
