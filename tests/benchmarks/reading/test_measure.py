"""The measure sees what it is there to see: a misreading, a loss, a refusal, a fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.reading.__main__ import run
from tests.benchmarks.reading.faults import FOUND, planted, verdict
from tests.reading_corpus.cases import Case, cases
from tests.reading_corpus.expected import Sought


@pytest.fixture
def case() -> Case:
    return next(cases(layout="shanghai", by="plain", exact=True))


def test_a_form_that_is_read_whole_has_no_failure(case: Case, tmp_path: Path) -> None:
    found = run(case, tmp_path / "form.xlsx")

    assert (found.read, found.fields_read) == (found.rows, found.fields)
    assert [found.misread, found.lost, found.extra, found.errors, found.other] == [[]] * 5


def test_another_target_than_the_right_one_is_a_misreading(case: Case, tmp_path: Path) -> None:
    first, *rest = case.expected[0].rows
    wrong = replace(first, target=Sought(("AT_MOST",), first.target and first.target.value, "人"))
    expected = replace(case.expected[0], rows=(wrong, *rest))

    found = run(replace(case, expected=(expected,)), tmp_path / "form.xlsx")

    assert found.read == found.rows - 1
    assert [line.split(" of ")[0] for line in found.misread] == ["target"]


def test_rows_that_the_oracle_does_not_know_are_told(case: Case, tmp_path: Path) -> None:
    expected = replace(case.expected[0], rows=case.expected[0].rows[1:])

    found = run(replace(case, expected=(expected,)), tmp_path / "form.xlsx")

    assert [line.split("「")[0] for line in found.extra] == ["extra row "]


def test_a_sheet_without_its_heads_is_a_refusal(case: Case, tmp_path: Path) -> None:
    cells = {at: cell for at, cell in case.sheet.cells.items() if cell.place}

    found = run(replace(case, sheet=replace(case.sheet, cells=cells)), tmp_path / "form.xlsx")

    assert (found.refused, found.read, found.rows) == (1, 0, len(case.expected[0].rows))


def test_planted_faults_are_found_where_the_form_is_read(case: Case, tmp_path: Path) -> None:
    said = {
        name: verdict(one, codes, tmp_path / "form.xlsx")
        for one, name, codes in planted([case])
        if name != "word-for-number"  # 「完成」 for a number is taken for 达成
    }

    assert len(said) >= 10
    assert set(said.values()) == {FOUND}
