"""Results made by hand, for the reports: judged by one rule, so that new rules change nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.cases import read_texts, texts_of
from validators.checking.check_file import CheckedForm, Result
from validators.engine import judge
from validators.filing import Filing, file
from validators.rule import Hit, Rule, RuleModule, Severity
from validators.rules import n601_deduction_unexplained, s113_template_outdated
from workbooks.drawing import layout
from workbooks.files.refusal import Reason, Refusal
from workbooks.forms import Cell, Form, SelfEvaluation, State
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading, read_grid
from workbooks.sparing import Fault
from xlfuncs.policy import load

N601: RuleModule = n601_deduction_unexplained
S113: RuleModule = s113_template_outdated
"""Concerns every kind of form and finds nothing in what is no template of ours."""
INDICATORS = """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
|---|---|---|---|---|---|---|---|
"""


def checked(
    one: Reading, rules: Collection[RuleModule] = (N601, S113), policy: str = "shanghai"
) -> CheckedForm:
    filing = file(one.form, load(policy))
    return CheckedForm(one, filing, judge(filing, rules))


def reread(form: Form) -> Reading:
    (one,) = read_grid(layout.lay_out(form).grid())
    assert isinstance(one, Reading)
    return one


def result(name: str, *forms: CheckedForm) -> Result:
    faults = tuple(fault for form in forms for fault in form.outcome.faults)
    return Result(Path(name), forms, faults=faults)


def published() -> list[Result]:
    return list(_published())


@cache
def _published() -> tuple[Result, ...]:
    return tuple(
        result(f"{form.fiscal_year.value}_{form.project_name.text}.xlsx", checked(reread(form)))
        for form in published_forms()
    )


@cache
def unexplained() -> Result:
    """The first published form with the note of H18 emptied."""
    form = published_forms()[0]
    assert isinstance(form, SelfEvaluation)
    rows = list(form.indicators)
    rows[5] = replace(rows[5], note=Cell(State.BLANK))
    return result("退回/扣分未说明.xlsx", checked(reread(replace(form, indicators=tuple(rows)))))


def written(
    name: str, row: str, rules: Collection[RuleModule] = (N601,), heads: str = ""
) -> Result:
    """The standard form of the cases, with one row of its indicators changed."""
    table = f"{INDICATORS}{row}\n" if row else ""
    return result(name, checked(read_texts(texts_of(f"{table}\n{heads}")), rules))


def unreadable() -> Result:
    return written(
        "约数.xlsx", "| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 约16 | |"
    )


def refused() -> Result:
    message = "文件加了密码，打不开。请去掉打开密码后再报送。"
    return Result(Path("加密.xlsx"), refusal=Refusal(Reason.ENCRYPTED, message))


def crashed() -> Result:
    refusal = Refusal(Reason.CRASHED, "程序故障（与填报单位无关）：请把此文件发给维护人。")
    trace = "Traceback (most recent call last):\n  …\nKeyError: 'cell'\n"
    return Result(Path("崩溃.xlsx"), refusal=refusal, faults=(Fault("", trace),))


def broken_rule() -> RuleModule:
    """A rule with a bug."""

    def check(_: Filing) -> Iterator[Hit]:
        raise ZeroDivisionError("division by zero")

    rule = replace(N601.RULE, code="Z999", name="always-breaks", needs=())
    return _module(rule, check)


def rule_that_says(message: str, severity: Severity = Severity.WARNING, **facts: Any) -> RuleModule:
    """A rule that finds this at the project's name, in every self-evaluation."""

    def check(filing: Filing) -> Iterator[Hit]:
        yield filing.form.project_name, facts

    rule = replace(N601.RULE, code="S106", name="placeholder-left", needs=(), severity=severity)
    return _module(replace(rule, message=message), check)


def _module(rule: Rule, check: Any) -> RuleModule:
    module: Any = ModuleType("tried", "一条试验用的规则。\n")
    module.RULE, module.check = rule, check
    return module  # type: ignore[no-any-return]


def broken() -> Result:
    return written("故障.xlsx", "", rules=(N601, broken_rule()))


def everything() -> list[Result]:
    return [*published(), unexplained(), unreadable(), refused(), crashed(), broken()]
