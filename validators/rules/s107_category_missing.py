"""缺少一类绩效指标。

## 依据

绩效指标应有产出、效益、满意度三类，申报表还应有成本指标；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。公开的2025年度行政许可管理经费申报表没有满意度指标。

## 为什么

缺一类指标，就有一方面的绩效没有人负责。只在二级指标里写了“满意度”“成本”的，也算有；写了“不适用”的是答复，不算缺。

## 不合格

申报表，指标表只有这些行：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤400000.00(元) |
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) |
| 产出指标 | 质量指标 | 培训合格率 | ≥95.00(%) |
| 产出指标 | 时效指标 | 培训按期完成率 | =100.00(%) |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90.00(%) |

## 合格

申报表，指标表只有这些行：

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 成本指标 | 经济成本指标 | 培训费用 | ≤400000.00(元) |
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) |
| 产出指标 | 质量指标 | 培训合格率 | ≥95.00(%) |
| 产出指标 | 时效指标 | 培训按期完成率 | =100.00(%) |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥90.00(%) |
| 满意度指标 | 服务对象满意度指标 | 参训人员满意度 | ≥90.00(%) |

## 怎么改

补充该类指标；确实不适用的，在该类写一行“不适用”，向审核人说明理由。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.form_kinds import ByKind, kind_of
from workbooks.forms import Category, Indicator, MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.prose.leftovers import missing_categories

RULE = Rule(
    code="S107",
    name="category-missing",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=("indicators.category",),
    message="绩效指标中没有「{category}」。请核实是否漏填，应设而未设的请补充。",
    source="指标体系的设置要求；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("S106",),
)


_ALWAYS = (Category.OUTPUT, Category.BENEFIT, Category.SATISFACTION)
_WANTED: ByKind[tuple[Category, ...]] = {
    "SelfEvaluation": _ALWAYS,
    "TargetDeclaration": (Category.COST, *_ALWAYS),
    "DepartmentEvaluation": _ALWAYS,
    "DepartmentDeclaration": _ALWAYS,
    "MonitoringReport": _ALWAYS,
}


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Each category without a row, at the first row's category, or at the title."""
    form = filing.form
    if not form.indicators or _has_another_frame(form.indicators):
        return  # S116 says so; 履职效能, 管理效率: a frame of its own, in which nothing is missing
    rows = (*form.indicators, *form.understanding.not_applicable)  # 不适用 is an answer
    for category in missing_categories(rows, _WANTED[kind_of(form).name]):
        cell = form.indicators[0].category if form.indicators else form.title
        yield cell, {"category": category.value}


def _has_another_frame(rows: Sequence[Indicator]) -> bool:
    """Whether the first level has names of its own, several, and hardly one of the usual ones."""
    printed = {row.category.text for row in rows if row.category.text}
    own = {row.category.text for row in rows if row.category.value is Category.OTHER}
    return len(own) > 1 and len(own) * 2 > len(printed)
