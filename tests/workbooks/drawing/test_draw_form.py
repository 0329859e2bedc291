"""What is drawn, read back by another library: every value, format, merge and the page set-up."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from workbooks.drawing.draw_form import draw
from workbooks.drawing.layout import lay_out
from workbooks.forms import Cell, State
from workbooks.grid import address
from workbooks.reading.from_texts import published_forms

FORMS = published_forms()
NAMES = [f"{form.fiscal_year.value}-{form.project_name.value}" for form in FORMS]


@pytest.fixture
def drawn(tmp_path):
    def drawn_sheet(form):
        draw(form, tmp_path / "form.xlsx")
        book = openpyxl.load_workbook(tmp_path / "form.xlsx")
        (sheet,) = book.worksheets
        return sheet

    return drawn_sheet


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_every_box_is_in_the_file(form, drawn):
    boxes = [box for box in lay_out(form).boxes if box.content != ""]

    sheet = drawn(form)

    written = {
        cell.coordinate: (cell.data_type, cell.value, cell.number_format)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert written == {
        address(box.area.top, box.area.left): (
            ("n", float(box.content), box.format)
            if isinstance(box.content, Decimal)
            else ("s", box.content, "General")
        )
        for box in boxes
    }


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_merges_widths_and_heights(form, drawn):
    layout = lay_out(form)

    sheet = drawn(form)

    assert {str(area) for area in sheet.merged_cells.ranges} == {
        f"{address(a.top, a.left)}:{address(a.bottom, a.right)}" for a in layout.grid().merges
    }
    assert {row: sheet.row_dimensions[row].height for row in layout.heights} == layout.heights
    assert sheet.sheet_format.defaultRowHeight == 13.5


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_the_page_is_a4_upright_and_one_page_wide(form, drawn):
    header = lay_out(form).header

    sheet = drawn(form)

    page = sheet.page_setup
    assert (page.paperSize, page.orientation) == (9, "portrait")
    # One page wide is what a missing fitToWidth means.
    assert (page.fitToWidth or 1, page.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_options.horizontalCentered is True
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_looks(drawn):
    sheet = drawn(FORMS[0])

    looks = {
        name: (
            sheet[name].font.name,
            sheet[name].font.sz,
            sheet[name].border.left.style,
            sheet[name].alignment.horizontal,
            sheet[name].alignment.vertical,
            sheet[name].alignment.wrap_text,
        )
        for name in ("A1", "A2", "A3", "C3", "E11", "C13")
    }
    assert looks == {
        "A1": ("黑体", 16, None, "center", "center", True),
        "A2": ("宋体", 10.5, None, "center", "center", True),
        "A3": ("黑体", 9, "thin", "center", "center", True),
        "C3": ("宋体", 9, "thin", "center", "center", True),
        "E11": ("宋体", 9, "thin", "left", "top", True),
        "C13": ("宋体", 9, "thin", "left", "center", True),
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "{=SUM(A1:A2)}", "http://example.com", "mailto:a@b.cn", "123", "+86", "@甲"]
)
def test_what_looks_like_something_else_stays_a_text(text, drawn):
    form = replace(FORMS[0], project_name=Cell(State.READ, text, text))

    cell = drawn(form)["C3"]

    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_no_formula_anywhere(tmp_path):
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(FORMS))]

    for form, path in zip(FORMS, paths, strict=True):
        draw(replace(form, project_name=Cell(State.READ, "=1+1", "=1+1")), path)

    sheets = [ZipFile(path).read("xl/worksheets/sheet1.xml") for path in paths]
    assert [sheet.count(b"<f") for sheet in sheets] == [0] * 9
    assert [sheet.count(b"<hyperlink") for sheet in sheets] == [0] * 9


def test_a_text_that_excel_cannot_hold_is_refused(tmp_path):
    form = replace(FORMS[0], project_name=Cell(State.READ, "长" * 32768, "长" * 32768))

    with pytest.raises(ValueError, match="32768"):
        draw(form, tmp_path / "form.xlsx")


def test_the_first_workbook_of_a_process_is_like_all_others(tmp_path):
    fresh, later = tmp_path / "fresh.xlsx", tmp_path / "later.xlsx"
    lines = (
        "import sys; from pathlib import Path",
        "from workbooks.drawing.draw_form import draw",
        "from workbooks.reading.from_texts import published_forms",
        "draw(published_forms()[0], Path(sys.argv[1]))",
    )

    subprocess.run([sys.executable, "-c", "\n".join(lines), str(fresh)], check=True)
    draw(FORMS[0], later)
    draw(FORMS[0], later)

    assert fresh.read_bytes() == later.read_bytes()


def test_the_same_form_gives_the_same_bytes(tmp_path):
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"

    draw(FORMS[0], one)
    draw(FORMS[0], other)

    assert one.read_bytes() == other.read_bytes()
    with ZipFile(one) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert openpyxl.load_workbook(one).properties.created == datetime(2024, 1, 1)


@pytest.mark.parametrize(
    "text", ["<r>甲</r>", "<r><t>没有结束</r>", "<r><t>甲</t></r>", "&lt;</r>"]
)
def test_what_looks_like_mark_up_is_a_text(text, drawn):
    form = FORMS[0]
    unit = form.implementing_unit._replace(state=State.READ, text=text, value=text)

    sheet = drawn(replace(form, implementing_unit=unit))

    assert text in {str(cell.value).rstrip() for row in sheet.iter_rows() for cell in row}
