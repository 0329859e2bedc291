"""Every output opens with its first useful line to be seen: nobody scrolls to learn what to do."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from macros.cli import main
from tests.validators import reviewer
from tests.validators.bulk.workbooks import SAMPLES
from validators.terminal_text import width

SCREEN = 1280
"""Pixels of a small screen, of which Excel takes some for the numbers of the rows."""

HEIGHT = 300
"""Points below the ribbon of a small screen: what is frozen must leave room for rows."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every output about published forms, spoiled ones and one that cannot be read; reviewed."""
    folder = tmp_path_factory.mktemp("输出")
    reviewer.spoiled(folder / "报送")
    (folder / "报送" / "空.xlsx").write_bytes(b"")
    words = [str(folder / "报送"), str(SAMPLES[0]), str(SAMPLES[4])]
    review = str(folder / "复核表.xlsx")
    reports = [str(folder / f"核查结果{ending}") for ending in (".xlsx", ".csv")]
    summaries = [str(folder / name) for name in ("汇总.xlsx", "公开文字.docx")]
    assert main(["review", *words, "-o", review]) == 2
    book = openpyxl.load_workbook(review)
    reviewer.accept(next(r for r in reviewer.lines(book["问题核准"]) if r["级别"].value == "警告"))
    book.save(review)
    for command, option, paths in (("check", "--report", reports), ("summary", "-o", summaries)):
        asked = [word for path in paths for word in (option, path)]
        assert main([command, *words, "--review", review, *asked]) == 2
    return folder


FIRST = {
    "核查结果.xlsx": "共 6 份：3 份需退回修改（有错误或读不成的单元格），",
    "复核表.xlsx": "共 4 份自评表待复核：",
    "汇总.xlsx": "自评项目 3 个，平均 ",
}


@pytest.mark.parametrize("name", FIRST)
def test_a_workbook_opens_at_its_first_sheet(folder: Path, name: str) -> None:
    book: Any = openpyxl.load_workbook(folder / name)

    chosen = [sheet.title for sheet in book if sheet.sheet_view.tabSelected]
    assert (book.active.title, chosen) == (book.sheetnames[0], book.sheetnames[:1])
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert book.worksheets[0]["A1"].value.startswith(FIRST[name])


@pytest.mark.parametrize("name", FIRST)
def test_every_sheet_opens_at_its_first_line(folder: Path, name: str) -> None:
    for sheet in openpyxl.load_workbook(folder / name):
        view, frozen = sheet.sheet_view, int(str(sheet.freeze_panes).lstrip("A"))
        assert (view.topLeftCell, view.pane.topLeftCell) == (None, f"A{frozen}"), sheet.title
        assert sum(sheet.row_dimensions[row].height or 15 for row in range(1, frozen)) < HEIGHT
        hidden = (sheet.row_dimensions[1].hidden, sheet.column_dimensions["A"].hidden)
        assert hidden == (False, False), sheet.title
        assert width(str(sheet["A1"].value)) > 10, sheet.title


@pytest.mark.parametrize("name", FIRST)
def test_no_first_line_runs_out_of_the_screen(folder: Path, name: str) -> None:
    for sheet in openpyxl.load_workbook(folder / name):
        (merged,) = (area for area in sheet.merged_cells.ranges if area.coord.startswith("A1:"))
        letters = map(get_column_letter, range(merged.min_col, merged.max_col + 1))
        room = sum(_pixels(sheet, letter) for letter in letters)
        needed = width(str(sheet["A1"].value)) * 9  # signs of 12 points, bold
        assert min(needed, room) < SCREEN, sheet.title


def _pixels(sheet: Any, letter: str) -> float:
    """The width of a column; openpyxl keeps it for the first of equal ones."""
    for column in sheet.column_dimensions.values():
        if column.min <= openpyxl.utils.column_index_from_string(letter) <= column.max:
            return 0 if column.hidden else float(column.width) * 7 + 5
    return 69


def test_the_document_begins_with_title_and_paragraph(folder: Path) -> None:
    title, text, *_ = docx.Document(str(folder / "公开文字.docx")).paragraphs

    assert title.text == "2024年度绩效管理工作开展情况"
    assert text.text.startswith("编报2025年度绩效目标的项目1个，涉及金额")


def test_the_table_begins_with_headings_and_an_entry(folder: Path) -> None:
    text = (folder / "核查结果.csv").read_text("utf-8-sig")

    heads, first, *_ = csv.reader(text.splitlines())

    assert heads[:4] == ["类别", "规则", "单元格", "文件"]
    assert (first[0], first[1]) == ("错误", "N601")
