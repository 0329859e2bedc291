"""The pages that are made from the rules' docstrings."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.validators.results import N601
from validators.checking.catalogue import RULES
from validators.reports import rules_page
from validators.rule import RuleModule
from validators.rules import i317_hollow_indicator
from validators.terminal_text import width

every_rule = pytest.mark.parametrize("module", RULES, ids=lambda module: module.RULE.code)


def test_rules_md_is_in_step() -> None:
    written = rules_page.PAGE.read_text(encoding="utf-8")

    assert written == rules_page.markdown(), "python -m validators.reports.rules_page"


def test_markdown() -> None:
    told = rules_page.markdown([N601]).splitlines()

    assert told[:13] == [
        "# 核查规则",
        "",
        "本页由各条规则的说明生成，请勿直接修改。「错误」应当改正；「警告」请核实；「提示」供参考。"
        "级别和分界值可由评分办法调整；级别也可在审核口径里改，或不用一条规则"
        "（`jixiao criteria --init`）。",
        "",
        "## N 偏差原因",
        "",
        "| 编号 | 名称 | 级别 | 发现什么 |",
        "|---|---|---|---|",
        "| [N601](#n601-deduction-unexplained) | deduction-unexplained | 错误 |"
        " 扣了分，却没有填写偏差原因。 |",
        "",
        "## N601 deduction-unexplained",
        "",
        "扣了分，却没有填写偏差原因。",
    ]
    headings = [line for line in told if line.startswith("### ")]
    assert headings == ["### 依据", "### 为什么", "### 不合格", "### 合格", "### 怎么改"]


def test_explain() -> None:
    told = rules_page.explain(N601).splitlines()

    assert told[:7] == [
        "N601 deduction-unexplained（错误）",
        "扣了分，却没有填写偏差原因。",
        "级别 错误 · 适用 自评表 · 始于 0.1.0 · 相关 N602、R505",
        "改级别或停用：评分办法里写 [severities.N601]，value 填 error、warning、note 或 off，"
        "试行的规则写了就计入",
        "",
        "【依据】",
        "",
    ]
    at = told.index("【不合格】")
    assert told[at + 2 : at + 6] == [
        "一级指标  二级指标  三级指标  年度指标值  实际完成值  分值  得分  偏差原因分析及改进措施",
        "-" * 88,
        "产出指标  数量指标  培训场次  ≥10(场)     8(场)       20    16",
        "",
    ]


def test_a_rule_on_trial_says_so() -> None:
    told = rules_page.explain(i317_hollow_indicator).splitlines()

    assert told[2].startswith("级别 警告（试行，不计入） · ")
    assert rules_page.as_data([i317_hollow_indicator])[0]["trial"] is True
    assert "trial" not in rules_page.as_data([N601])[0]


def test_listing() -> None:
    assert rules_page.listing([N601]) == (
        "N 偏差原因\n"
        "  N601  错误  deduction-unexplained  扣了分，却没有填写偏差原因。\n"
        "共 1 条规则。jixiao explain 编号 可看一条规则的说明。"
    )


def test_section_of_a_rule_without_it() -> None:
    bare: Any = SimpleNamespace(__doc__=None)
    module: RuleModule = bare

    assert (rules_page.summary(module), rules_page.section(module, "怎么改")) == ("", "")
    assert rules_page.section(N601, "怎么改") == (
        "在该指标的「偏差原因分析及改进措施」栏写明为什么没有完成、下一步怎么改进。"
    )


@every_rule
def test_every_rule_is_on_every_page(module: RuleModule) -> None:
    code = module.RULE.code

    assert code[0] in rules_page.FAMILIES
    assert f"## {code} " in rules_page.markdown()
    assert f"  {code}  " in rules_page.listing()


@every_rule
def test_explanations_are_for_any_console(module: RuleModule) -> None:
    told = rules_page.explain(module)

    tables = [line for line in told.splitlines() if set(line) == {"-"}]
    assert told.encode("gbk")
    assert max(map(width, tables), default=0) <= 120
