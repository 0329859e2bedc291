"""Rows as they are drawn: sign by sign what XlsxWriter writes, at a fraction of its work."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from validators.reports.entries import Tone, Word
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet, first_row
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.spooled_rows import SpooledRows
from validators.reports.workbook.tables import (
    Back,
    Computed,
    Content,
    Fillable,
    Key,
    Linked,
    Money,
    Name,
    Rate,
    Row,
    Table,
)

FORMULA = '=IF(A{row}>0,SUM(A${first}:A${last}),"<&>")'
CONTENTS: list[tuple[Content, Callable[[Any, int, dict[str, Any]], Any]]] = [
    (None, lambda page, at, looks: page.write_blank(at, 0, None, looks["text"])),
    ("甲", lambda page, at, looks: page.write_string(at, 0, "甲", looks["text"])),
    (" 甲\n<乙> & _x0041_ ", lambda page, at, looks: page.write_string(
        at, 0, " 甲\n<乙> & _x0041_ ", looks["text"])),
    ("=1+1", lambda page, at, looks: page.write_string(at, 0, "=1+1", looks["text"])),
    (3, lambda page, at, looks: page.write_number(at, 0, 3, looks["count"])),
    (Decimal("1234567.125"), lambda page, at, looks: page.write_number(
        at, 0, 1234567.125, looks["number"])),
    (Decimal("1E+400"), lambda page, at, looks: page.write_string(
        at, 0, "1" + "0" * 400, looks["number"])),
    (Rate(Decimal("0.1")), lambda page, at, looks: page.write_number(at, 0, 0.1, looks["rate"])),
    (Money(Decimal(7)), lambda page, at, looks: page.write_number(at, 0, 7, looks["money"])),
    (Back(2, None), lambda page, at, looks: page.write_number(at, 0, 2, looks["count"])),
    (Word("错误", Tone.STOP), lambda page, at, looks: page.write_string(
        at, 0, "错误", looks["stop"])),
    (Fillable(None, "entry"), lambda page, at, looks: page.write_blank(
        at, 0, None, looks["entry"])),
    (Fillable("填", "entry"), lambda page, at, looks: page.write_string(
        at, 0, "填", looks["entry"])),
    (Fillable(Decimal("9.5"), "number entry"), lambda page, at, looks: page.write_number(
        at, 0, 9.5, looks["number entry"])),
    *(
        (Fillable(day, "date entry"), lambda page, at, looks, day=day: page.write_datetime(
            at, 0, day, looks["date entry"]))
        for day in (date(2025, 3, 1), date(1900, 2, 28), date(1900, 3, 1))
    ),
    (Key("f.c"), lambda page, at, looks: page.write_string(at, 0, "f.c")),
    (Linked("H25", None), lambda page, at, looks: page.write_string(at, 0, "H25", looks["text"])),
    (Name(Path("表/甲.xlsx")), lambda page, at, looks: page.write_string(
        at, 0, "甲.xlsx", looks["text"])),
    *(
        (Computed(FORMULA, value), lambda page, at, looks, stored=stored: page.write_formula(
            at, 0, f'=IF(A{at + 1}>0,SUM(A$2:A$2),"<&>")', looks["number"], stored))
        for value, stored in (("", ""), ("缺 & <", "缺 & <"), (Decimal("90"), 90.0))
    ),
]  # fmt: skip


def table(rows: Sequence[Row], *, columns: int = 1) -> Table:
    return Table("表", (), "", (("栏", 30.0),) * columns, rows)


def part(draw: Callable[[Any, dict[str, Any]], None]) -> str:
    """The rows of a sheet as they are stored."""
    file = BytesIO()
    with new_book(file, "试") as book:
        draw(book.add_worksheet("表"), formats(book))
    with zipfile.ZipFile(file) as package:
        return package.read("xl/worksheets/sheet1.xml").decode().split("<sheetData>")[1]


@pytest.mark.parametrize(("content", "write"), CONTENTS)
def test_a_cell_is_what_xlsxwriter_makes_of_it(
    content: Content, write: Callable[[Any, int, dict[str, Any]], Any]
) -> None:
    one = table([(content,)])

    def mine(page: Any, looks: dict[str, Any]) -> None:
        DrawnSheet(page, one, looks, "表", {}, KeptLinks()).draw()

    def its(page: Any, looks: dict[str, Any]) -> None:
        drawn = DrawnSheet(page, one, looks, "表", {}, KeptLinks())
        drawn.heads(0, 1)
        write(page, 1, looks)
        page.set_row(1, drawn.height([drawn.named(content)]))

    assert part(mine) == part(its)


def test_a_text_that_looks_like_mark_up_stays_a_text() -> None:
    sly = "<r>破<x</r>"
    file = BytesIO()

    with new_book(file, "试") as book:
        page = book.add_worksheet("表")
        DrawnSheet(page, table([(sly,)]), formats(book), "", {}, KeptLinks()).draw()
        page.write_string(2, 0, sly)

    sheet = openpyxl.load_workbook(file)["表"]
    assert [cell.value for cell in sheet["A"]] == ["栏", sly, sly]


def test_a_formula_is_prepared_once_however_many_rows_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepared: list[str] = []
    prepare = Worksheet._prepare_formula

    def counting(page: Any, formula: str, *others: Any) -> Any:
        prepared.append(formula)
        return prepare(page, formula, *others)

    monkeypatch.setattr(Worksheet, "_prepare_formula", counting)
    rows: list[Row] = [(Computed(FORMULA, ""), Computed("=A{row}", ""))] * 50

    def draw(page: Any, looks: dict[str, Any]) -> None:
        DrawnSheet(page, table(rows, columns=2), looks, "", {}, KeptLinks()).draw()

    told = part(draw)
    assert len(prepared) == 2
    assert told.count("<f>") == 100
    assert "<f>A51</f>" in told
    assert "SUM(A$2:A$51)" in told


def test_rows_wait_in_their_order_and_can_be_gone_through_again() -> None:
    rows = SpooledRows()
    every: list[Row] = [(number, f"第 {number} 行", Decimal(number)) for number in range(600)]

    for row in every:
        rows.add(row)

    assert (len(rows), list(rows), list(rows)) == (600, every, every)
    rows.close()
    assert len(rows) == 0


def test_the_first_row_is_below_the_headings() -> None:
    assert first_row(Table("表", ("一", "二"), "注", (), ())) == 4
