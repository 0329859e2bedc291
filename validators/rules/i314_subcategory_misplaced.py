"""指标列错了类别。

## 依据

二级指标的划分；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

满意度列在数量指标、及时率列在质量指标，各类的分值就不准了。只看名称就能确定的才提出；表里没有应列的那一类时，由 S107 提出。

## 不合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 10 | 10 | |
| 产出指标 | 数量指标 | 学员满意度 | ≥90(%) | 95(%) | 10 | 10 | |

## 合格

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |
| 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90(%) | 95(%) | 10 | 10 | |

## 怎么改

把指标移到相应的类别；确有考虑的，不必修改。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import Category, SelfEvaluation, TargetDeclaration
from workbooks.prose.indicator_names import SATISFACTION, rightful_place
from workbooks.prose.leftovers import missing_categories

RULE = Rule(
    code="I314",
    name="subcategory-misplaced",
    severity=Severity.WARNING,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=(),
    message="「{name}」列在「{subcategory}」，从名称看属于「{other_name}」。请核实，列错的移到相应的类别。",
    source="二级指标的划分；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核",
    since="0.1.0",
    related=("I313", "S107"),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Rows that belong elsewhere, where the form has that place; a missing one is S107."""
    missing = missing_categories(filing.form.indicators, (Category.COST, Category.SATISFACTION))
    absent = {SATISFACTION if category is not Category.COST else category for category in missing}
    for row, _ in filing.rows:
        place = rightful_place(row)
        if place is not None and place not in absent:
            facts = {"name": row.called, "subcategory": row.subcategory.text}
            yield row.name, facts | {"other_name": place}
