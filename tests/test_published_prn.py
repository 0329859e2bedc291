"""What rules of points, scores and notes say of the four published self-evaluations."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.cases import judged
from validators.rule import Finding
from workbooks.drawing import layout
from workbooks.forms import Cell, Indicator, SelfEvaluation, State
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading

FAMILIES = ("P", "R", "N")


def evaluations() -> list[SelfEvaluation]:
    return [form for form in published_forms() if isinstance(form, SelfEvaluation)]


def findings(form: SelfEvaluation) -> list[Finding]:
    """The findings of points, scores and notes, one a row."""
    (one,) = read_form.read_grid(layout.lay_out(form).grid())
    assert isinstance(one, Reading)
    outcome = judged(one)
    assert outcome.faults == ()
    return [row for f in outcome.findings for row in f.by_row if row.rule.code[0] in FAMILIES]


def codes(form: SelfEvaluation) -> list[str]:
    return [finding.rule.code for finding in findings(form)]


def test_no_error_on_published_forms() -> None:
    severities = {f.severity.word for form in evaluations() for f in findings(form)}

    assert severities == {"警告", "提示"}


def form_of(project: str) -> SelfEvaluation:
    return next(form for form in evaluations() if form.project_name.text == project)


def changed(form: SelfEvaluation, name: str, **cells: Cell[object]) -> SelfEvaluation:
    """The form with other cells in one row, and the total moved by what its score changed."""
    rows: list[Indicator] = []
    moved = Decimal(0)
    for row in form.indicators:
        if row.name.text == name:
            new = replace(row, **cells)  # type: ignore[arg-type]
            moved = (new.score.value or Decimal(0)) - (row.score.value or Decimal(0))
            row = new
        rows.append(row)
    total = (form.total_score.value or Decimal(0)) + moved
    return replace(form, indicators=tuple(rows), total_score=number(str(total)))


def number(text: str) -> Cell[Decimal]:
    return Cell(State.READ, text, Decimal(text))


DEDUCTED = [
    (form.project_name.text, row.name.text)
    for form in evaluations()
    for row in form.indicators
    if row.note.text
]


def new_codes(before: SelfEvaluation, after: SelfEvaluation, name: str) -> list[str]:
    """The findings that a change brought, where what the row's old note said is set aside."""

    def others(form: SelfEvaluation) -> list[str]:
        return [f.rule.code for f in findings(form) if f.facts.get("name") != name]

    assert others(before) == [code for code in others(after) if code not in {"R503", "R508"}]
    return [f.rule.code for f in findings(after) if f.facts.get("name") in {name, None}]


@pytest.mark.parametrize(("project", "name"), DEDUCTED)
def test_an_emptied_reason_is_one_finding(project: str, name: str) -> None:
    form = form_of(project)

    after = changed(form, name, note=Cell(State.BLANK))

    assert new_codes(form, after, name) == ["N601"]


@pytest.mark.parametrize("filler", ["无", "略", "详见报告", "。"])
@pytest.mark.parametrize(("project", "name"), DEDUCTED)
def test_filler_for_a_reason_is_one_finding(project: str, name: str, filler: str) -> None:
    form = form_of(project)

    after = changed(form, name, note=Cell(State.READ, filler, filler))

    assert new_codes(form, after, name) == ["N602"]


@pytest.mark.parametrize(
    ("project", "name", "score"),
    [
        ("新闻宣传专项经费", "H5应用预约功能使用率", "7.15"),
        ("行政许可管理经费", "行政许可档案装订数量（计量与特种食品）", "4.50"),
        ("业务受理工作经费", "行政许可事项咨询回复率", "7.85"),
        ("质量发展专项经费", "缺陷消费品宣传覆盖人数", "5.00"),
        ("质量发展专项经费", "召回档案目录一致性", "4.90"),
    ],
)
def test_a_score_above_the_formula_is_one_finding(project: str, name: str, score: str) -> None:
    form = form_of(project)

    after = changed(form, name, score=number(score))

    assert new_codes(form, after, name) == ["R504"]


@pytest.mark.parametrize(
    ("total", "expected"), [("96.01", ["R503"]), ("90.00", ["R503"]), ("89.99", ["R503", "R508"])]
)
def test_a_changed_total(total: str, expected: list[str]) -> None:
    form = form_of("新闻宣传专项经费")

    after = replace(form, total_score=number(total))

    assert [c for c in codes(after) if c not in codes(form)] == expected
    assert len(codes(after)) == len(codes(form)) + len(expected)
