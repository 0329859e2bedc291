"""The nine published forms under the S and B rules, as they are and with the wrong money unit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cases import judged
from validators.rule import Finding, Severity
from workbooks.drawing import layout
from workbooks.forms import Form, MoneyUnit, SelfEvaluation
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading

FAMILIES = ("S", "B")
NO_SATISFACTION = (
    "S107",
    "B13",
    "绩效指标中没有「满意度指标」。请核实是否漏填，应设而未设的请补充。",
)
FORMS = published_forms()
every_form = pytest.mark.parametrize(
    "form", FORMS, ids=lambda f: f"{f.edition}-{f.project_name.text}"
)


def findings(form: Form) -> list[Finding]:
    """What the S and B rules find on the form laid on a sheet and read back."""
    (one,) = read_form.read_grid(layout.lay_out(form).grid())
    assert isinstance(one, Reading)
    outcome = judged(one)
    assert one.unreadable == ()
    assert outcome.faults == ()
    assert [skip for skip in outcome.skips if skip.rule.code.startswith(FAMILIES)] == []
    return [found for found in outcome.findings if found.rule.code.startswith(FAMILIES)]


def lines(form: Form) -> list[tuple[str, str, str]]:
    return [(found.rule.code, found.cell.address, found.text) for found in findings(form)]


def known(form: Form) -> list[tuple[str, str, str]]:
    """What is rightly found: the 2025 declaration of 行政许可管理经费 has no 满意度指标."""
    declared = not isinstance(form, SelfEvaluation)
    return [NO_SATISFACTION] if declared and form.project_name.text == "行政许可管理经费" else []


def with_unit(form: Any, unit: MoneyUnit) -> Form:
    cell = form.funding.money_unit._replace(value=unit)
    return replace(form, funding=replace(form.funding, money_unit=cell))


def test_there_are_nine() -> None:
    assert len(FORMS) == 9


@every_form
def test_published_form(form: Form) -> None:
    assert lines(form) == known(form)


@every_form
def test_no_error_on_a_published_form(form: Form) -> None:
    assert [found for found in findings(form) if found.severity is Severity.ERROR] == []


def test_cut_rate_is_not_called_wrong() -> None:
    (form,) = [f for f in FORMS if isinstance(f, SelfEvaluation) and "质量" in f.project_name.text]

    assert form.funding.total.rate.text == "99.74"
    assert lines(form) == []


@every_form
def test_other_money_unit_is_suspected(form: Form) -> None:
    printed = form.funding.money_unit.value
    other = MoneyUnit.YUAN if printed is MoneyUnit.WAN_YUAN else MoneyUnit.WAN_YUAN

    found = [line for line in lines(with_unit(form, other)) if line not in known(form)]

    assert [(code, other.value in text) for code, _, text in found] == [("B208", True)]
    assert [line for line in lines(with_unit(form, other)) if line in known(form)] == known(form)
