"""表头的必填栏目空着。

## 依据

自评表、申报表表头的填写要求，见上海市市场监督管理局行政服务中心公开的2024年度自评表、2025年度申报表；《项目支出绩效评价管理办法》（财预〔2020〕10号），条款待核。

## 为什么

项目名称、主管部门、实施单位是汇总和公开时辨认项目的依据；申报表还要靠项目性质、项目类别和起止日期归类、核对。版式里没有的栏目不要求；版式里有而表上找不到主管部门、实施单位的，说明没有检查。

## 不合格

| 栏目 | 填写 |
|---|---|
| 主管部门 | （空） |

## 合格

| 栏目 | 填写 |
|---|---|
| 主管部门 | 某某局 |

## 怎么改

在该栏目右边一格填写内容。只填一条横线，等于没有填写。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.form_kinds import ByKind, kind_of
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration

RULE = Rule(
    code="S101",
    name="header-field-missing",
    severity=Severity.ERROR,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="「{label}」没有填写。请补填后再报送。",
    source="表头栏目的填写要求；上海市市场监督管理局行政服务中心公开的2024年度自评表、2025年度申报表",
    since="0.1.0",
    related=("S102",),
    expects=("supervising_department", "implementing_unit"),
)


_ALWAYS = ("project_name", "supervising_department", "implementing_unit")
_HEADS: ByKind[tuple[str, ...]] = {
    "SelfEvaluation": _ALWAYS,
    "TargetDeclaration": (
        *_ALWAYS,
        *("project_nature", "project_category", "start_date", "end_date"),
    ),
    "DepartmentEvaluation": ("project_name",),
    "DepartmentDeclaration": ("project_name",),
    "MonitoringReport": _ALWAYS,
}


def check(filing: AnyFiling) -> Iterator[Hit]:
    """Each heading that the layout has and nobody filled in."""
    for name in _HEADS[kind_of(filing.form).name]:
        cell = getattr(filing.form, name)
        if cell.blank:
            yield cell, {"label": cell.label}
