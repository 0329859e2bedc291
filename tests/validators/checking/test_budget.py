"""What one file may cost: counted, not timed, and the same in one process and in several."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from tests.cases import read_texts, texts_of
from validators.checking import budget
from validators.checking.budget import (
    CELL,
    CROWDED,
    FILE,
    FORM,
    LAID_OUT,
    MANY_FORMS,
    ROW,
    TOO_MUCH,
    WORD,
    Budget,
)
from validators.checking.check_file import Choice, check_grid
from workbooks.drawing.layout import lay_out
from workbooks.files.limits import Refused
from workbooks.forms import SelfEvaluation
from workbooks.grid import Grid, Raw
from workbooks.reading.form_area import Sheet

SAMPLE = Path(__file__).parents[3] / "workbooks" / "samples" / "2024自评表_业务受理工作经费.xlsx"


def form() -> SelfEvaluation:
    read = read_texts(texts_of("")).form
    assert isinstance(read, SelfEvaluation)
    return read


def test_the_cost_of_a_form_grows_with_its_rows_and_its_long_texts() -> None:
    one, two = Budget(), Budget()

    one.take(form())
    two.take(form())
    two.take(form())

    assert one.used == ROW * len(form().indicators)
    assert two.used == 2 * one.used


def test_each_form_adds_to_what_a_file_may_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ROW * len(form().indicators)
    monkeypatch.setattr(budget, "FILE", own)
    monkeypatch.setattr(budget, "FORM", own // 2)
    spent = Budget()

    spent.take(form())
    spent.take(form())
    with pytest.raises(Refused) as refused:
        spent.take(form())

    assert refused.value.refusal.message == TOO_MUCH


def test_five_thousand_rows_of_short_texts_are_within_it() -> None:
    assert ROW * 5_000 < FILE + FORM


def looked(*values: Raw, code: str = "") -> int:
    cells = {(number, 1): value for number, value in enumerate(values, 1)}
    spent = Budget()
    spent.look(Grid("表", cells, formats=dict.fromkeys(cells, code) if code else {}))
    return spent.looked


def test_what_a_sheet_shows_is_counted_and_what_comes_again_costs_nothing_more() -> None:
    assert looked("甲", "甲", "乙", "12") == 4 * CELL + 2 * WORD
    assert looked("甲：一") == CELL + 2 * WORD
    assert looked("长" * 41) == CELL
    assert looked(1.5, 1.5, 2.5, code="0.00") == 3 * CELL + 2 * LAID_OUT
    assert looked(1.5, 2.5) == 2 * CELL


@pytest.mark.parametrize(
    ("value", "code", "each"),
    [
        (lambda number: f"第{number}项", "", CELL + WORD),
        (lambda number: number / 7, "[DBNum2]0.00", CELL + LAID_OUT),
        (lambda number: number / 7, "", CELL),
    ],
    ids=["texts", "formats", "numbers"],
)
def test_a_crowded_sheet_is_refused_before_anything_on_it_is_put_into_words(
    value: Callable[[int], Raw], code: str, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 60 // each * each + each
    monkeypatch.setattr(budget, "FILE", most)
    cells = {(number, 1): value(number) for number in range(1, most // each + 2)}
    fits = {at: one for at, one in cells.items() if at != (1, 1)}
    crowded, full = (
        Grid("表", own, formats=dict.fromkeys(own, code) if code else {}) for own in (cells, fits)
    )

    assert list(check_grid(full, Choice())) == []

    monkeypatch.setattr(Sheet, "rows", None)
    with pytest.raises(Refused) as refused:
        list(check_grid(crowded, Choice()))
    assert refused.value.refusal.message == CROWDED


def test_the_sheets_of_a_file_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "FILE", CELL + WORD)
    spent, page = Budget(), Grid("表", {(1, 1): "甲"})

    spent.look(page)
    with pytest.raises(Refused):
        spent.look(page)


def many_forms(path: Path, count: int) -> None:
    grid = lay_out(form()).grid()
    height = max(row for row, _ in grid.values) + 2
    book = openpyxl.Workbook()
    for number in range(count):
        for (row, column), value in grid.values.items():
            book.active.cell(row + number * height, column, value)
    book.save(path)


def long_texts(path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    for row in range(13, 24):
        for column in (3, 4, 5, 8):
            book.active.cell(row, column).value = f"{row}{column}" + "举办培训8场，" * 4_000
    book.save(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "told"),
    [(lambda path: many_forms(path, 12), MANY_FORMS), (long_texts, TOO_MUCH)],
    ids=["forms", "texts"],
)
def test_what_exceeds_it_is_refused_alike_on_every_road(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: object,
    told: str,
) -> None:
    assert callable(make)
    make(tmp_path / "多.xlsx")
    if told == MANY_FORMS:
        monkeypatch.setattr(budget, "MOST_FORMS", 10)
    jobs = ("1",) if told == MANY_FORMS else ("1", "2")  # other processes know no patch

    answers = []
    for number in jobs:
        main(["check", str(tmp_path), "--jobs", number, "--format", "json", "--no-ledger"])
        answers.append(json.loads(capsys.readouterr().out)["files"])

    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0]["refusal"] == {"reason": "too-large", "message": told}
    assert answers[0][0]["forms"] == []
