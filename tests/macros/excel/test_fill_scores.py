"""What 评分 leaves alone, and how its message says so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.excel import dialogs, fill_scores, live_sheet
from macros.excel.fill_scores import Change, Remark, Scoring
from tests.macros.excel_stand_in import opened
from validators.checking.check_file import CheckedForm, Choice, check_grid
from validators.filing import Filing
from workbooks.files.spreadsheet_ml import OpenSheet
from workbooks.forms import Cell, State
from workbooks.grid import Grid

BUSINESS = next(
    (Path(__file__).parents[3] / "workbooks" / "samples").glob("2024自评表_业务受理*.xlsx")
)
STANDING = Remark("G20", "行政许可事项咨询回复率", "得分低于测算的 7.84 分，按填报保留")


def planned(**cells: Any) -> Scoring:
    book = openpyxl.load_workbook(BUSINESS)
    merge = cells.pop("merge", None)
    for place, value in cells.items():
        book.active[place] = value
    if merge:
        book.active.merge_cells(merge)
    sheet = live_sheet.read(opened(book).sheets.active)
    (form,) = check_grid(sheet.grid, Choice(()))
    assert isinstance(form, CheckedForm)
    assert isinstance(form.filing, Filing)
    return fill_scores.plan(form.filing, sheet)


def test_a_form_that_is_right_stays() -> None:
    assert planned() == Scoring((), (), (STANDING,))


@pytest.mark.parametrize("text", ["约9", "—"])
def test_what_is_no_number_stays(text: str) -> None:
    plan = planned(G14=text)

    assert plan.changes == ()
    assert plan.left[0] == Remark("G14", "证书采购数量", f"填的是“{text}”，读不成数，没有改动")


def test_a_score_with_its_unit_is_lowered() -> None:
    (first, *_) = planned(G20="8分").changes

    assert first == Change("G20", "行政许可事项咨询回复率", "8分", Decimal("7.84"))


def test_a_score_of_several_rows_stays() -> None:
    plan = planned(merge="G14:G15")

    assert plan.changes == ()
    assert [(remark.address, remark.why) for remark in plan.left[:2]] == [
        ("G14", "几行合用一个「得分」单元格，没有改动"),
    ] * 2


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        (Cell(State.READ, "95", Decimal(95), "总分", "A1"), "总分：95"),
        (Cell(State.BLANK, "", None, "总分", "A1"), "总分"),
    ],
)
def test_a_label_is_never_overwritten(cell: Cell[Decimal], held: str) -> None:
    made = fill_scores._Plan(OpenSheet(Grid("表", {(1, 1): held})))

    assert not made.fill(cell, "总分", Decimal(96))

    assert made.changes == []
    assert made.left == [Remark("A1", "总分", "与别的内容同在一个单元格，没有改动")]


def test_a_formula_without_a_result_stays() -> None:
    plan = planned(G14="=A1/0")

    assert plan.changes == ()
    assert plan.left[0] == Remark("G14", "证书采购数量", "由公式计算，没有得数，没有改动")


def test_the_execution_score_is_filled_and_lowered() -> None:
    (blank, *_) = planned(H6=None).changes
    (high, *rest) = planned(H6=10).changes

    assert (blank.address, blank.name, blank.old, blank.text) == ("H6", "预算执行", "", "9.79")
    assert (high.old, high.text) == ("10.00", "9.79")
    assert [change.name for change in rest] == []


def test_a_total_that_was_wrong_before_is_not_our_business() -> None:
    assert planned(G24=50).changes == ()


def test_total_and_rating_follow_a_changed_score() -> None:
    changes = planned(G24=50, G20=9, F25="中").changes

    assert [(change.address, change.old, change.text) for change in changes] == [
        ("G20", "9.00", "7.84"),
        ("G24", "50.00", "99.63"),
        ("F25", "中", "优"),
    ]


def test_long_messages_fit_a_screen() -> None:
    changes = tuple(Change(f"G{row}", f"指标{row}", "", Decimal(row)) for row in range(1, 61))

    told = dialogs.scored("表", [Scoring(changes, (), ())]).splitlines()

    assert told[0] == "工作表「表」已填写或改动 60 处："
    assert told[1] == "G1「指标1」空 → 1"
    assert told[-1] == "……还有 48 处。"
    assert len(told) == 14


def test_a_form_that_was_not_recognised_is_told_too() -> None:
    told = dialogs.scored("表", [Scoring((), (), ())], ["认不出版式。"])

    assert told == "工作表「表」没有需要填写或改动的得分。\n认不出版式。"
