"""The judgement as README tells it, on forms that a reviewer labelled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.judgement.forms import Labelled, composed, forms, published
from tests.benchmarks.judgement.measure import (
    LEVELS,
    Held,
    checked,
    held,
    published_table,
    table,
)

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def results() -> tuple[Held, ...]:
    return tuple(held(form) for form in forms())


def test_readme_has_these_figures(results: tuple[Held, ...]) -> None:
    """If a change is meant, `python -m tests.benchmarks.judgement` prints the new ones."""
    assert "\n".join(table(results)) in README
    assert "\n".join(published_table(list(published())[:9])) in README
    assert f"{len(results)} 份表" in README


def test_nothing_grave_is_told_that_no_reviewer_would_tell(results: tuple[Held, ...]) -> None:
    wrong = [(one.form.name, said) for one in results for said in one.wrong]

    assert [one for one in wrong if one[1].level in ("错误", "警告", "试行")] == []


def test_the_composed_form() -> None:
    """Eight faults that reviewers of real projects wrote down, and two companions of them."""
    one = held(composed())

    assert all(level for _, level in one.found)
    assert one.wrong == ()


def test_published_forms_have_no_error_and_a_warning_each_at_the_most() -> None:
    """Besides the four sentences of T801, which are true contradictions."""
    told = [checked(form).outcome.findings for form in list(published())[:9]]
    lines = [finding for findings in told for finding in findings]
    counts = Counter(finding.severity.word for finding in lines)

    assert counts["错误"] == 0
    assert sum(finding.rule.code == "T801" for finding in lines) == 4
    assert counts["警告"] - 4 <= len(told)


def test_a_finding_nobody_asked_for_and_a_label_nobody_told_lower_the_figures() -> None:
    form: Labelled = composed()
    label = replace(form.labels[0], cell="A1")

    one = held(replace(form, labels=(label, *form.labels[1:])))

    assert [level for _, level in one.found].count("") == 1
    assert [said.code for said in one.wrong] == ["R511"]
    assert table([one])[3].split(" | ")[3] != "100.0%"
    assert [line.split(" ")[1] for line in table([one])[2:5]] == list(LEVELS)
