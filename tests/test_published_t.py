"""What the rules of words say of the nine published forms: four contradictions, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases import judged
from validators.rule import Finding
from workbooks.drawing import layout
from workbooks.forms import Cell, Form, SelfEvaluation, State
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading
from workbooks.values.target import read_actual


def findings(form: Form) -> list[Finding]:
    (one,) = read_form.read_grid(layout.lay_out(form).grid())
    assert isinstance(one, Reading)
    outcome = judged(one)
    assert outcome.faults == ()
    assert [skip for skip in outcome.skips if skip.rule.code[0] == "T"] == []
    return [finding for finding in outcome.findings if finding.rule.code[0] == "T"]


def form_of(project: str) -> SelfEvaluation:
    forms = [form for form in published_forms() if isinstance(form, SelfEvaluation)]
    return next(form for form in forms if form.project_name.text == project)


# A figure that the narrative gives in so many words, changed in its row.
CHANGED = (
    ("行政许可管理经费", "现场核查工作纪律满意率（特种食品）", "99.00(%)"),
    ("业务受理工作经费", "证书完好度", "97.00(%)"),
    ("质量发展专项经费", "缺陷产品主动召回事项完成率", "98.00(%)"),
)


@pytest.mark.parametrize(("project", "name", "actual"), CHANGED)
def test_a_changed_actual_is_found(project: str, name: str, actual: str) -> None:
    assert name in {finding.facts["name"] for finding in findings(changed(project, name, actual))}


def changed(project: str, name: str, actual: str) -> SelfEvaluation:
    form = form_of(project)
    cell = Cell(State.READ, actual, read_actual(actual))
    rows = (replace(r, actual=cell) if r.name.text == name else r for r in form.indicators)
    return replace(form, indicators=tuple(rows))


# Rows made to say what the narrative says: the finding goes.
MENDED = (
    ("行政许可管理经费", "行政许可档案装订数量（检验检测与特种设备）", "3403.00(册)"),
    ("行政许可管理经费", "行政许可档案管理数量", "15200.00(册)"),
    ("业务受理工作经费", "行政许可事项咨询回复率", "100.00(%)"),
    ("业务受理工作经费", "证书完好度", "98.00(%)"),
)


@pytest.mark.parametrize(("project", "name", "actual"), MENDED)
def test_a_mended_actual_is_not_found(project: str, name: str, actual: str) -> None:
    left = findings(changed(project, name, actual))

    assert len(left) == 1
    assert left[0].facts["name"] != name


@pytest.mark.parametrize("form", published_forms()[:4], ids=lambda form: form.project_name.text)
def test_a_goal_pasted_as_outcome_is_found(form: Form) -> None:
    assert isinstance(form, SelfEvaluation)
    pasted = replace(form, actual_outcome=form.expected_goal._replace(label="实际完成情况"))

    assert [finding.rule.code for finding in findings(pasted)] == ["T802"]
