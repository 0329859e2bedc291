"""The nine published workbooks, read from their files: every figure, score, total and rating."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from validators.checking.check_file import CheckedForm, Choice, check_file
from validators.filing import Filing
from validators.rule import Severity
from workbooks.forms import Cell, Form, SelfEvaluation, TargetDeclaration, every_cell
from workbooks.reading.from_texts import published_forms
from workbooks.values.target import Relation

SAMPLES = Path(__file__).parent.parent / "workbooks" / "samples"
FORMS = published_forms()


def sample(form: Form) -> CheckedForm:
    name = f"{form.fiscal_year.value}{form.sheet}_{form.project_name.text}.xlsx"
    result = check_file(SAMPLES / name, Choice())
    assert (result.refusal, result.faults, len(result.forms)) == (None, (), 1)
    return result.forms[0]


def content(cell: Cell[object]) -> tuple[object, ...]:
    return cell.state, cell.text, cell.value


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.sheet}-{f.project_name.text}")
def test_every_printed_cell_is_read_back_equal(form: Form) -> None:
    read = sample(form).reading

    # The transcript has no label of the money unit's cell and no merged copies; all else is equal.
    assert [content(c) for c in every_cell(read.form)] == [content(c) for c in every_cell(form)]
    assert read.unreadable == ()


EXPECTED = {
    "新闻宣传专项经费": (8, "96.00", "97.14"),
    "行政许可管理经费": (17, "98.62", "98.77"),
    "业务受理工作经费": (11, "98.79", "99.63"),
    "质量发展专项经费": (16, "96.47", "97.62"),
}


@pytest.mark.parametrize(("project", "figures"), EXPECTED.items())
def test_self_evaluation_is_scored(project: str, figures: tuple[int, str, str]) -> None:
    form = next(
        f for f in FORMS if isinstance(f, SelfEvaluation) and f.project_name.text == project
    )

    filing = sample(form).filing

    assert isinstance(filing, Filing)
    read, worth = filing.form, filing.worth
    assert (len(read.indicators), str(worth.summed), str(worth.computed)) == figures
    assert str(read.total_score.value) == figures[1]
    assert (read.rating.value, worth.rating, worth.points) == ("优", "优", Decimal("100.00"))


def test_scores_below_the_formula_are_these() -> None:
    below = {}
    for form in FORMS:
        filing = sample(form).filing
        if isinstance(filing, Filing):
            for row, worth in filing.rows:
                if worth.gap != 0 or worth.score != row.points.value:
                    below[row.name.text] = (str(worth.score), str(row.score.value))

    assert below == {
        "H5应用预约功能使用率": ("7.14", "6.00"),
        "行政许可档案装订数量（计量与特种食品）": ("4.15", "4.00"),
        "行政许可改革方案落实率": ("4.72", "4.72"),
        "行政许可事项咨询回复率": ("7.84", "7.00"),
        "缺陷消费品宣传覆盖人数": ("2.76", "2.50"),
        "召回档案目录一致性": ("4.89", "4.00"),
    }


def test_declarations_are_read() -> None:
    declared = [sample(form).reading.form for form in FORMS if isinstance(form, TargetDeclaration)]

    assert [len(form.indicators) for form in declared] == [13, 9, 18, 18, 10]
    targets = [row.target.value for form in declared for row in form.indicators]
    assert Counter(t.relation for t in targets if t) == {
        Relation.EQUAL: 26,
        Relation.AT_LEAST: 16,
        Relation.AT_MOST: 23,
        Relation.DESCRIBED: 3,
    }


def test_no_error_on_any_published_form() -> None:
    errors = [
        finding.text
        for form in FORMS
        for finding in sample(form).outcome.findings
        if finding.severity is Severity.ERROR
    ]

    assert errors == []
