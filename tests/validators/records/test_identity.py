"""What makes a form and a row the same again, and what makes them others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.validators.results import published, written
from tests.workbooks.layouts import forms
from validators.checking.check_file import CheckedForm, Choice, Result, check_grid
from validators.records.identity import execution_key, finding_key, form_key, row_key
from validators.records.record import recorded
from validators.records.results import FundingRecord
from validators.rules import s104_actual_missing

LOCAL = dict(forms())


def form_of(result: Result) -> Any:
    return recorded(result).data.forms[0]


def layout(name: str) -> Any:
    (form,) = (
        form for form in check_grid(LOCAL[name], Choice(())) if isinstance(form, CheckedForm)
    )
    return form_of(Result(published()[0].path, (form,)))


@pytest.mark.parametrize("name", ["unit", "project", "fiscal_year", "form", "sheet"])
def test_a_form_is_known_by_its_names(name: str) -> None:
    form = form_of(published()[0])

    assert form_key(form._replace(**{name: "另一个"})) != form_key(form)


@pytest.mark.parametrize("name", ["policy", "edition", "findings", "rules", "parts"])
def test_what_was_made_of_a_form_does_not_change_it(name: str) -> None:
    form = form_of(published()[0])

    assert form_key(form._replace(**{name: ()})) == form_key(form)
    assert form_key(form._replace(own=form.own._replace(rating=None))) == form_key(form)


@pytest.mark.parametrize("name", ["cell", "name", "target", "actual", "points", "note"])
def test_every_figure_of_a_row_counts(name: str) -> None:
    form = form_of(published()[0])
    changed = (form.indicators[0]._replace(**{name: "改"}), *form.indicators[1:])

    assert row_key(form._replace(indicators=changed), 0) != row_key(form, 0)


def test_what_is_computed_of_a_row_does_not_count() -> None:
    form = form_of(published()[0])
    row, funding = form.indicators[0], form.own.funding
    assert isinstance(funding, FundingRecord)
    score = row.score._replace(computed="1")
    again = form._replace(
        indicators=(row._replace(score=score, completion="9", scored=False),),
        own=form.own._replace(
            funding=funding._replace(score=funding.score._replace(computed="1"), scored=False)
        ),
    )

    assert row_key(again, 0) == row_key(form, 0)
    assert execution_key(again) == execution_key(form)


def test_rows_without_a_cell_for_their_score_are_told_apart_by_their_number() -> None:
    """湖南's county form scores nothing; two of its rows may say the same."""
    form = layout("hunan/1")
    row = form.indicators[0]

    twice = form._replace(indicators=(row, row))

    assert row.cell is None
    assert row_key(twice, 0) != row_key(twice, 1)


def joint(*names: str) -> Any:
    """A form whose actuals are blank in as many rows: one finding about all of them."""
    rows = "\n".join(f"| 产出指标 | 数量指标 | {name} | ≥10(场) | | 1 | 1 | |" for name in names)
    form = form_of(written("空着.xlsx", rows, (s104_actual_missing,)))
    (finding,) = form.findings
    assert len(finding.cells) == len(names)
    return form, finding


@pytest.mark.parametrize("last", ["name", "target"])
def test_a_finding_about_many_rows_stands_for_the_last_as_well(last: str) -> None:
    """Its sentence names twelve cells at most; an acceptance holds for every row all the same."""
    names = [f"第{number}项" for number in range(1, 16)]
    form, finding = joint(*names)
    row = form.indicators[14]
    other = row._replace(**{last: "改"})
    again = form._replace(indicators=(*form.indicators[:14], other, *form.indicators[15:]))

    assert finding_key(*joint(*names)) == finding_key(form, finding)
    assert finding_key(again, finding) != finding_key(form, finding)


def test_what_is_said_of_a_cell_beyond_those_named_counts() -> None:
    form, finding = joint(*[f"第{number}项" for number in range(1, 16)])
    last = finding.cells[-1]._replace(message="另有说法。")

    assert finding_key(form, finding._replace(cells=(*finding.cells[:-1], last))) != finding_key(
        form, finding
    )


def test_a_row_that_joins_a_finding_makes_it_another() -> None:
    names = [f"第{number}项" for number in range(1, 16)]
    form, finding = joint(*names)
    fewer = finding._replace(cells=finding.cells[:-1])

    assert finding_key(form, fewer) != finding_key(form, finding)
