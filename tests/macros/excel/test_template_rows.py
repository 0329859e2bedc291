"""加一行, 删一行 and 收起空行 on templates that are open in the stand-in for Excel."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros import buttons
from macros.building.templates import blank_forms
from macros.excel import dialogs, template_rows
from tests import drawn
from tests.macros.excel_stand_in import Excel, opened
from tests.workbooks.drawing.monitored import monitored
from workbooks.drawing.draw_form import draw
from workbooks.reading.from_texts import published_forms

EVALUATION = published_forms()[0]
DECLARATION = published_forms()[5]
MONITORING = monitored()["行政许可管理经费"]
FIRST = 13


@pytest.fixture
def press(monkeypatch):
    told = []
    monkeypatch.setattr(dialogs, "show", told.append)

    def pressed(name):
        getattr(buttons, name)()
        return told.pop()

    return pressed


def book_of(form, folder, row=FIRST, ending="xlsx", excel=None):
    path = folder / f"form.{ending}"
    drawn.write(form, path)
    excel = excel or Excel()
    excel.active_row = row
    return opened(path, excel)


def column(book, letter, count=12):
    sheet = book.impl.book.worksheets[0]
    return [sheet[f"{letter}{row}"].value for row in range(FIRST, FIRST + count)]


def hidden(book):
    sheet = book.impl.book.worksheets[0]
    return [row for row in range(FIRST, FIRST + 60) if sheet.row_dimensions[row].hidden]


@pytest.mark.parametrize("ending", ["xlsx", pytest.param("xlsm", marks=pytest.mark.slow)])
def test_a_row_is_added_where_the_cell_is(ending, tmp_path, press):
    book = book_of(EVALUATION, tmp_path, FIRST + 2, ending)
    names, notes, scores = (column(book, letter) for letter in "CHG")

    told = press("add_row")

    assert told == "已在第 15 行加了一行，下面的内容都往下移了一行。"
    assert column(book, "C") == [*names[:2], None, *names[2:-1]]
    assert column(book, "H") == [*notes[:2], None, *notes[2:-1]]
    assert hidden(book) == [*range(22, 73)]
    moved = column(book, "G")
    assert [moved[0], moved[2][:18], moved[3][:18]] == [
        scores[0],
        "=IF(ISNUMBER(J15),",
        "=IF(ISNUMBER(J16),",
    ]
    typed = [(at, one) for at, one in enumerate(scores) if isinstance(one, float | int)]
    assert [moved[at + 1] for at, _ in typed if at >= 2] == [one for at, one in typed if at >= 2]


def test_a_row_of_a_declaration(tmp_path, press):
    book = book_of(DECLARATION, tmp_path, FIRST)
    names = column(book, "D")

    press("add_row")

    assert column(book, "D") == [None, *names[:-1]]


def test_a_row_is_removed(tmp_path, press):
    book = book_of(EVALUATION, tmp_path, FIRST + 2)
    names = column(book, "C")

    told = press("remove_row")

    assert told == "已去掉第 15 行，下面的内容都往上移了一行。"
    assert column(book, "C") == [*names[:2], *names[3:], None]
    assert str(column(book, "G")[7]).startswith("=IF(ISNUMBER(J20)")


@pytest.mark.slow
def test_added_and_removed_is_as_it_was(tmp_path, press):
    book = book_of(EVALUATION, tmp_path, FIRST + 3)
    before = [column(book, letter) for letter in "ABCDEFGH"]

    press("add_row")
    press("remove_row")

    assert [column(book, letter) for letter in "ABCDEFGH"] == before


def test_empty_rows_are_put_away(tmp_path, press):
    book = book_of(EVALUATION, tmp_path)
    sheet = book.impl.book.worksheets[0]
    for row in range(21, 73):
        sheet.row_dimensions[row].hidden = False

    assert press("collapse_rows") == "已收起 52 行空行。要再用时，点「加一行」。"
    assert hidden(book) == [*range(21, 73)]
    assert press("collapse_rows").startswith("已收起 0 行空行")


def test_only_one_more_row_is_shown_at_the_end(tmp_path, press):
    book = book_of(blank_forms()[0], tmp_path, 33)
    sheet = book.impl.book.worksheets[0]
    for row in range(FIRST, 33):
        sheet[f"C{row}"] = f"第{row}项"

    press("add_row")

    assert hidden(book) == [*range(34, 73)]


def test_outside_of_the_table_nothing_moves(tmp_path, press):
    book = book_of(EVALUATION, tmp_path, 5)
    before = column(book, "C")

    told = press("add_row")

    assert told == "请先选中指标表里的一行（第 13 至 72 行），再点「加一行」。"
    assert column(book, "C") == before


def test_a_full_table_takes_no_more(tmp_path, press):
    book = book_of(blank_forms()[0], tmp_path, FIRST)
    book.impl.book.worksheets[0]["C72"] = "最后一项"

    assert press("add_row") == "表里的 60 行都填满了，加不了。"


@pytest.mark.parametrize("name", ["add_row", "remove_row", "collapse_rows"])
def test_other_forms_are_left_alone(name, tmp_path, press):
    path = tmp_path / "own.xlsx"
    draw(EVALUATION, Path(path))
    opened(path)

    word = {"add_row": "加一行", "remove_row": "删一行", "collapse_rows": "收起空行"}[name]
    assert press(name) == template_rows.NOT_OURS.format(button=word)


@pytest.mark.slow
def test_what_cannot_be_written_is_as_it_was(tmp_path, press):
    excel = Excel()
    book = book_of(EVALUATION, tmp_path, FIRST + 1, excel=excel)
    before = [column(book, letter) for letter in "ABCDEFGH"]
    excel.writes_left = 3

    told = press("add_row")

    assert "已全部恢复原状" in told
    assert [column(book, letter)[:7] for letter in "ABCDEF"] == [one[:7] for one in before[:6]]


@pytest.mark.parametrize("ending", [pytest.param("xlsx", marks=pytest.mark.slow), "xlsm"])
def test_rows_of_a_monitoring_report_move_with_all_that_was_typed(ending, tmp_path, press):
    letters = "CDEFGHIJKLMN"
    book = book_of(MONITORING, tmp_path, FIRST + 2, ending)
    before = {letter: column(book, letter, 18) for letter in letters}
    sheet = book.impl.book.worksheets[0]
    lights = sheet[f"P{FIRST + 2}"].value

    added = press("add_row")
    moved = {letter: column(book, letter, 18) for letter in letters}
    removed = press("remove_row")

    assert added == "已在第 15 行加了一行，下面的内容都往下移了一行。"
    assert moved == {letter: [*held[:2], None, *held[2:-1]] for letter, held in before.items()}
    assert removed == "已去掉第 15 行，下面的内容都往上移了一行。"
    assert {letter: column(book, letter, 18) for letter in letters} == before
    assert sheet[f"P{FIRST + 2}"].value == lights
