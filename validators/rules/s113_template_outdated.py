"""用的是旧的空白表，或者是按另一种评分办法测算的空白表。

## 依据

空白表随本工具更新，版本写在文件的属性里。

## 为什么

旧的空白表可能少了栏目，或者公式与现行的评分办法不同。空白表的公式按做表时的评分办法测算得分；核查用的评分办法不同，测算得分、评分等级就可能不同。只看本工具的空白表。在 Excel 里点「核查」看不到文件的属性，这一条只在核查文件时检查。

## 不合格

| 栏目 | 填写 |
|---|---|
| 空白表版本 | 0 |
| 有公式的单元格 | C6、D6、E6、G6、H6、G18、F19 |

## 合格

| 栏目 | 填写 |
|---|---|
| 空白表版本 | 2 |
| 有公式的单元格 | C6、D6、E6、G6、H6、G18、F19 |

## 怎么改

本次可以照常报送；下次填报时，用功能区的「新建自评表」「新建申报表」，或向财务人员要新的空白表。评分办法不同的，用 `jixiao new 自评表 --policy 评分办法 -o 文件` 做本地的空白表。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.reading.read_form import TEMPLATE_VERSION
from xlfuncs.policy import scoring_law

RULE = Rule(
    code="S113",
    name="template-outdated",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message={
        "version": "本表是用第 {version} 版空白表填的，现在的空白表是第 {current} 版。本次可以照常报送，建议下次用新的空白表。",
        "policy": "本表的公式按评分办法 {own} 测算，核查按 {title}，两者算法不同，测算得分、评分等级可能不一致。建议改用按本地评分办法做的空白表。",
    },
    source="空白表的版本（文件属性 jixiao_template_version）",
    since="0.1.0",
    related=("S112",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """A form whose template is of an earlier version than ours, or scores by another policy."""
    template = filing.form.template
    if template is None:
        return
    if template.version < TEMPLATE_VERSION:
        facts = {"version": template.version, "current": TEMPLATE_VERSION, "sentence": "version"}
        yield filing.form.title, facts
    elif template.law and template.law != scoring_law(filing.policy):
        facts = {"own": template.policy, "title": filing.policy.title, "sentence": "policy"}
        yield filing.form.title, facts
