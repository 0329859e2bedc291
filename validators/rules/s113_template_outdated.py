"""用的是旧的空白表。

## 依据

空白表随本工具更新，版本写在文件的属性里。

## 为什么

旧的空白表可能少了栏目，或者公式与现行的评分办法不同。只看本工具的空白表。在 Excel 里点「核查」看不到文件的属性，这一条只在核查文件时检查。

## 不合格

| 栏目 | 填写 |
|---|---|
| 空白表版本 | 0 |
| 有公式的单元格 | C6、D6、E6、G6、H6、G18、F19 |

## 合格

| 栏目 | 填写 |
|---|---|
| 空白表版本 | 1 |
| 有公式的单元格 | C6、D6、E6、G6、H6、G18、F19 |

## 怎么改

本次可以照常报送；下次填报时，用功能区的「新建自评表」「新建申报表」，或向财务人员要新的空白表。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import SelfEvaluation, TargetDeclaration
from workbooks.reading.template_mark import VERSION

RULE = Rule(
    code="S113",
    name="template-outdated",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration),
    needs=(),
    message="本表是用第 {version} 版空白表填的，现在的空白表是第 {current} 版。本次可以照常报送，建议下次用新的空白表。",
    source="空白表的版本（文件属性 jixiao_template_version）",
    since="0.1.0",
    related=("S112",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """A form whose template is of an earlier version than ours."""
    template = filing.form.template
    if template is not None and template.version < VERSION:
        yield filing.form.title, {"version": template.version, "current": VERSION}
