"""What is handed to the printer: the page of a copy, several forms of a sheet, what stays out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from macros.publishing.forms import BESIDE, HIDDEN, LeftOut, Printable, natural, printables
from tests.cases import standard_monitoring
from tests.drawn import write
from tests.season import evaluation
from validators.checking.check_file import Choice
from validators.checking.sources import sources
from workbooks.reading import from_texts


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return evaluation(tmp_path / "表.xlsx", unit="甲中心", project="甲项目")


def test_numbers_of_other_scripts_are_signs() -> None:
    assert sorted(["²项", "10项", "9项"], key=natural) == ["9项", "10项", "²项"]


@pytest.mark.parametrize(
    "names",
    [
        ["第一批", "第二批", "第三批", "第十批", "第十一批", "第二十批"],
        ["二期", "3期", "四期", "10期"],
        ["三公经费", "十几项", "一百二经费"],  # who reads 102 would read wrong
    ],
)
def test_numbers_in_chinese_numerals_are_numbers(names: list[str]) -> None:
    assert sorted({*names}, key=natural) == names


def found(form: Path) -> list[Printable | LeftOut]:
    folder = form.parent / "印"
    folder.mkdir()
    return list(printables(sources([form]), Choice(), folder, faulty_too=True))


@pytest.mark.parametrize(("period", "kind"), [("1-7月", "1-7月"), ("1—9月", "1-9月"), ("当前", "")])
def test_a_monitoring_report_is_told_by_its_months(tmp_path: Path, period: str, kind: str) -> None:
    write(
        from_texts.monitoring_report(standard_monitoring() | {"period": period}),
        tmp_path / "表.xlsx",
    )

    (one,) = found(tmp_path / "表.xlsx")

    assert isinstance(one, Printable)
    assert one.kind == f"2024年{kind}监控表"


def changed(form: Path) -> Workbook:
    return openpyxl.load_workbook(form)


def test_a_page_is_a4_as_wide_as_the_form_with_the_head_on_each_page(form: Path) -> None:
    book = changed(form)
    sheet = book.active
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8
    sheet.page_setup.fitToHeight = 1
    sheet.oddFooter.center.text = "&Z&F"
    sheet.print_title_rows = "1:2"
    book.save(form)
    head = next(cell.row for row in sheet.rows for cell in row if cell.value == "三级指标")

    (one,) = found(form)

    assert isinstance(one, Printable)
    copy = openpyxl.load_workbook(one.copy).active
    setup = copy.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "landscape")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert copy.sheet_properties.pageSetUpPr.fitToPage
    assert copy.print_title_rows == f"${head}:${head}"
    assert copy.oddFooter.center.text is None
    assert copy["A1"].value == sheet["A1"].value


def test_only_what_somebody_prints_is_printed_but_all_of_the_form(form: Path) -> None:
    book = changed(form)
    sheet = book.active
    last = sheet.max_row
    sheet.cell(last + 4, 1).value = "内部备注，不公开"
    sheet.print_area = f"A1:H{last - 1}"
    book.save(form)

    (one,) = found(form)

    assert isinstance(one, Printable)
    assert openpyxl.load_workbook(one.copy).active.print_area == f"'自评表'!$A$1:$H${last}"


def test_forms_below_one_another_are_printed_each_by_itself(form: Path) -> None:
    book = changed(form)
    sheet = book.active
    sheet.print_area = None
    last = sheet.max_row
    _repeat(book, down=last + 1, right=0)
    book.save(form)

    first, second = found(form)

    assert isinstance(first, Printable)
    assert isinstance(second, Printable)
    areas = [openpyxl.load_workbook(one.copy).active.print_area for one in (first, second)]
    assert areas == [
        f"'自评表'!$A$1:$H${last + 1}",
        f"'自评表'!$A${last + 2}:$H${2 * last + 1}",
    ]
    titles = [openpyxl.load_workbook(one.copy).active.print_title_rows for one in (first, second)]
    assert len(set(titles)) == 2


def test_forms_side_by_side_are_left_out_and_named(form: Path) -> None:
    book = changed(form)
    book.active.print_area = None
    _repeat(book, down=0, right=9)
    book.save(form)

    left = found(form)

    assert [type(one) for one in left] == [LeftOut, LeftOut]
    assert {one.reason for one in left if isinstance(one, LeftOut)} == {BESIDE}


def test_a_hidden_sheet_is_not_published(form: Path) -> None:
    book = changed(form)
    book.create_sheet("说明")
    book["自评表"].sheet_state = "hidden"
    book.active = book["说明"]
    book.save(form)

    (left,) = found(form)

    assert isinstance(left, LeftOut)
    assert left.reason == HIDDEN
    assert left.where == f"{form} 工作表「自评表」“甲项目”"


def _repeat(book: Workbook, down: int, right: int) -> None:
    """The form of the sheet once more, so many rows below or columns beside."""
    sheet = book.active
    for row in list(sheet.iter_rows()):
        for cell in row:
            if cell.value is not None:
                again = sheet.cell(cell.row + down, cell.column + right)
                again.value, again.data_type = cell.value, cell.data_type
    for area in list(sheet.merged_cells.ranges):
        sheet.merge_cells(
            start_row=area.min_row + down,
            end_row=area.max_row + down,
            start_column=area.min_col + right,
            end_column=area.max_col + right,
        )
