"""The templates through LibreOffice: its own results of their formulas, and how they print."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from zipfile import ZipFile

import openpyxl
import pytest

from macros.building.templates import blank_forms, write
from tests.workbooks.drawing.monitored import monitored
from tests.workbooks.printing import convert, output, shown, unspaced
from workbooks.drawing.template_layout import prepare
from workbooks.forms import Cell, State
from workbooks.grid import OURS_FROM
from workbooks.reading.cell_readers import actual, number, typed_cell
from workbooks.reading.from_texts import published_forms

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext", "pdfinfo", "pdftoppm"))),
        reason="needs soffice, pdftotext, pdfinfo and pdftoppm",
    ),
]

BLANK = {f"空白{form.sheet}": form for form in blank_forms()}
FILLED = {f"{form.sheet}_{form.project_name.value}": form for form in published_forms()}
FILLED |= {f"监控表_{name}": form for name, form in monitored().items()}
FORMS = BLANK | FILLED
NOTHING = Cell(State.BLANK)
BESIDE = ("测算得分", "偏差率", "检查", "年度指标值读作", "序时进度预警")
RED = bytes((255, 199, 206))


def published(name):
    return FILLED[f"自评表_{name}"]


def with_total(form, **amounts):
    """The same form with other figures in its line 年度资金总额, and nothing that follows."""
    cells = {name: typed_cell(text, number) for name, text in amounts.items()}
    total = replace(form.funding.total, **cells, rate=NOTHING, score=NOTHING)
    return replace(unscored(form), funding=replace(form.funding, total=total))


def unscored(form):
    """The same form before anybody wrote a score or a total: all are taken from formulas."""
    rows = (replace(row, score=NOTHING) for row in form.indicators)
    total = replace(form.funding.total, score=NOTHING, rate=NOTHING)
    return replace(
        form,
        indicators=tuple(rows),
        funding=replace(form.funding, total=total),
        total_points=NOTHING,
        total_score=NOTHING,
        rating=NOTHING,
    )


def with_first_actual(form, text):
    first, *others = unscored(form).indicators
    return replace(
        unscored(form),
        indicators=(replace(first, actual=typed_cell(text, actual)), *others),
    )


def unexplained(form):
    """The same form with no reason for any deduction."""
    rows = (replace(row, note=Cell(State.BLANK)) for row in form.indicators)
    return replace(form, indicators=tuple(rows))


def unfinished():
    """Forms that are being filled in, or that nobody can score."""
    form = published("质量发展专项经费")
    return {
        "没有得分": unscored(form),
        "没有预算": with_total(form, annual_budget="0", executed="0"),
        "超出预算": with_total(form, annual_budget="50", executed="52.5"),
        "缺执行数": with_total(form, annual_budget="50", executed=None),
        "没有完成": with_first_actual(form, "0"),
        "无法测算": with_first_actual(form, "较好"),
        "没有资金总额": with_total(form, initial_budget=None, annual_budget=None, executed=None),
        "没有分值": with_total(form, points=None),
    }


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A folder with every template as PDF, with and without macros."""
    folder = tmp_path_factory.mktemp("printed")
    for name, form in FORMS.items():
        write(form, folder / f"{name}.xlsm")
    for name, form in BLANK.items():
        write(form, folder / f"{name}（无宏）.xlsx")
    write(unexplained(published("行政许可管理经费")), folder / "没有原因.xlsm")
    convert(folder, "pdf", sorted(folder.glob("*.xls*")))
    return folder


@pytest.fixture(scope="module")
def calculated(tmp_path_factory):
    """A folder with every template, its own formulas without results, and as LibreOffice saves it.

    What the add-in's functions gave is left as plain values.
    """
    folder = tmp_path_factory.mktemp("calculated")
    for name, form in (FORMS | unfinished()).items():
        whole, bare = folder / f"{name}.xlsm", folder / "bare" / f"{name}.xlsx"
        write(form, whole)
        bare.parent.mkdir(exist_ok=True)
        with ZipFile(whole) as source, ZipFile(bare, "w") as target:
            for part in source.namelist():
                content = source.read(part).decode() if part.endswith("xml") else ""
                if part == "[Content_Types].xml":
                    content = content.replace(
                        "vnd.ms-excel.sheet.macroEnabled.main",
                        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                    )
                if part.endswith("sheet1.xml"):
                    content = re.sub(r"<f[^>]*>[^<]*JX_[^<]*</f>", "", content)
                    content = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", content)
                if not part.endswith("vbaProject.bin"):
                    target.writestr(part, content or source.read(part))
    convert(folder, "xlsx", sorted((folder / "bare").glob("*.xlsx")))
    return folder


@pytest.mark.parametrize("name", FORMS | unfinished())
def test_libreoffice_gives_the_stored_results(name, calculated):
    formulas = openpyxl.load_workbook(calculated / f"{name}.xlsm").worksheets[0]
    stored = openpyxl.load_workbook(calculated / f"{name}.xlsm", data_only=True).worksheets[0]

    found = openpyxl.load_workbook(calculated / f"{name}.xlsx", data_only=True).worksheets[0]

    own = [
        cell.coordinate
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f"
        and cell.column < OURS_FROM
        and "JX_" not in str(getattr(cell.value, "text", cell.value))
    ]
    assert len(own) > (1 if "申报表" in name else 30)
    assert {place: found[place].value or None for place in own} == {
        place: stored[place].value or None for place in own
    }


TYPED = {
    "齐全": ({"C13": "甲", "F13": 90, "G13": 89.9}, 99.9),
    "得分错行": ({"C13": "甲", "F13": 90, "G14": 90}, None),
    "没有名称": ({"C13": "甲", "F13": 90, "G13": 89.9, "D14": "≥1", "E14": "1"}, None),
    "只有分值": ({"C13": "甲", "F13": 80, "G13": 80, "F14": 10}, None),
    "得分是文字": ({"C13": "甲", "F13": 90, "G13": "90分"}, None),
    "只有空格": ({"C13": "甲", "F13": 90, "G13": 89.9, "C14": " "}, 99.9),
    "没有指标": ({}, None),
}
"""What somebody types into a blank 自评表.xlsx, 预算执行 being 10, and 总分."""


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """A folder with a blank 自评表.xlsx for each of TYPED, as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "bare").mkdir()
    write(BLANK["空白自评表"], folder / "blank.xlsx")
    for name, (cells, _) in TYPED.items():
        book = openpyxl.load_workbook(folder / "blank.xlsx")
        for place, value in ({"D6": 50, "E6": 50} | cells).items():
            book.worksheets[0][place] = value
        book.save(folder / "bare" / f"{name}.xlsx")
    convert(folder, "xlsx", sorted((folder / "bare").glob("*.xlsx")))
    return folder


@pytest.mark.parametrize("name", TYPED)
def test_a_total_only_when_every_row_that_holds_something_is_scored(name, typed):
    sheet = openpyxl.load_workbook(typed / f"{name}.xlsx", data_only=True).worksheets[0]

    total = TYPED[name][1]
    assert sheet["H6"].value == 10
    assert (sheet["G73"].value or None, sheet["F74"].value or None) == (total, total and "优")


BESIDE_TABLE = {
    "没装": ("请先安装绩效评价加载项", True),
    "没有应答": ("绩效评价没有应答，请重新打开 Excel；仍不行，请运行 jixiao doctor", True),
    "宏被禁用": ("=NA()", True),
    "无法测算": ("无法测算", False),
    "有得分": (4.5, False),
    "没填": ("", False),
}
"""What the first cell of 加载项测算 holds, and whether the add-in is missed."""


def test_scores_without_the_addin_are_explained(tmp_path):
    (tmp_path / "bare").mkdir()
    write(published("质量发展专项经费"), tmp_path / "form.xlsm")
    for name, (given, _) in BESIDE_TABLE.items():
        book = openpyxl.load_workbook(tmp_path / "form.xlsm")
        sheet = book.worksheets[0]
        for row in sheet["L13:O72"]:
            for cell in row:
                cell.value = None
        sheet["D13"], sheet["L13"] = "约15(本)", given  # no formula decides such a target
        book.save(tmp_path / "bare" / f"{name}.xlsx")
    convert(tmp_path, "xlsx", sorted((tmp_path / "bare").glob("*.xlsx")))

    sheets = {
        name: openpyxl.load_workbook(tmp_path / f"{name}.xlsx", data_only=True).worksheets[0]
        for name in BESIDE_TABLE
    }

    told = {name: "加载项没有运行" in (sheet["J11"].value or "") for name, sheet in sheets.items()}
    assert told == {name: missed for name, (_, missed) in BESIDE_TABLE.items()}
    assert [name for name, sheet in sheets.items() if sheet["G13"].value == 4.5] == ["有得分"]


HIDDEN = {
    "三级指标": {"name": "甲"},
    "指标值": {"target": "≥1(件)"},
    "只有分值": {"points": 5},
    "只有原因": {"note": "因故未办"},
    "没填": {},
}
"""What stands in a row that is hidden."""


@pytest.mark.parametrize("name", BLANK)
def test_hidden_rows_are_counted_without_macros(name, tmp_path):
    write(BLANK[name], tmp_path / "blank.xlsx")
    columns = prepare(BLANK[name]).table.columns
    told = {}
    for held, cells in HIDDEN.items():
        book = openpyxl.load_workbook(tmp_path / "blank.xlsx")
        sheet = book.worksheets[0]
        typed = {columns[key]: text for key, text in cells.items() if key in columns}
        for letter, text in typed.items():
            sheet[f"{letter}13"] = sheet[f"{letter}14"] = text
        sheet.row_dimensions[14].hidden = True
        told[held] = "有 1 行填了内容却被隐藏，请取消隐藏" if typed else None
        (tmp_path / "bare").mkdir(exist_ok=True)
        book.save(tmp_path / "bare" / f"{held}.xlsx")
    convert(tmp_path, "xlsx", sorted((tmp_path / "bare").glob("*.xlsx")))

    warnings = {
        held: next(
            (
                cell.value
                for cell in openpyxl.load_workbook(path, data_only=True).worksheets[0][73]
                if "隐藏" in str(cell.value)
            ),
            None,
        )
        for held, path in ((held, tmp_path / f"{held}.xlsx") for held in HIDDEN)
    }

    assert warnings == told


def test_sixty_rows_filled_in_as_a_clerk_fills_them(tmp_path):
    """Hidden rows are shown again, none is inserted: everything reaches down to the last one."""
    write(BLANK["空白自评表"], tmp_path / "blank.xlsx")
    book = openpyxl.load_workbook(tmp_path / "blank.xlsx")
    sheet = book.worksheets[0]
    sheet["D6"] = sheet["E6"] = 50
    for row in range(13, 73):
        sheet.row_dimensions[row].hidden = False
        for letter, value in zip(
            "CDEFG", (f"第{row - 12}项", "≥1(件)", "1(件)", 1.5, 1.5), strict=True
        ):
            sheet[f"{letter}{row}"] = value
    sheet["G72"] = 1
    (tmp_path / "bare").mkdir()
    book.save(tmp_path / "bare" / "full.xlsx")
    for kind in ("xlsx", "pdf"):
        convert(tmp_path, kind, [tmp_path / "bare" / "full.xlsx"])

    found = openpyxl.load_workbook(tmp_path / "full.xlsx", data_only=True).worksheets[0]
    printed = pages(tmp_path / "full.pdf")

    assert [found[place].value for place in ("F73", "G73", "F74")] == [100, 99.5, "优"]
    assert found["J73"].value in (None, "")
    assert len(printed) == 3
    assert all(f"第{number}项" in "".join(printed) for number in range(1, 61))
    assert all("三级指标" in page for page in printed)
    assert red(tmp_path / "full.pdf") > 100  # H72, where half a point was taken off without a word


def pages(path):
    """The pages of the form, without those of 填报说明 behind it."""
    texts = output("pdftotext", str(path), "-").split("\f")[:-1]
    guide = next(number for number, text in enumerate(texts) if "填报说明" in text)
    return texts[:guide]


@pytest.mark.parametrize("name", FORMS)
def test_a4_one_page_wide_and_as_long_as_the_form(name, printed):
    path = printed / f"{name}.pdf"

    sizes = re.findall(r"Page size:.*\((\w+)\)", output("pdfinfo", str(path)))
    count = len(pages(path))

    assert sizes == ["A4"]
    most = {"自评": 2, "申报": 1, "监控": 3}
    assert count <= next(pages for kind, pages in most.items() if kind in name)


@pytest.mark.parametrize("name", FORMS)
def test_no_sign_is_cut_off_and_nothing_beside_the_form_printed(name, printed):
    text = unspaced("".join(pages(printed / f"{name}.pdf")))

    boxes = prepare(FORMS[name]).layout.boxes
    expected = Counter("".join(shown(box) for box in boxes))
    assert expected - Counter(text) == Counter()
    assert [head for head in BESIDE if head in text] == []


@pytest.mark.parametrize("name", BLANK)
def test_the_guide_prints_on_one_page(name, printed):
    for path in (printed / f"{name}.pdf", printed / f"{name}（无宏）.pdf"):
        texts = output("pdftotext", str(path), "-").split("\f")[:-1]
        assert len(texts) - len(pages(path)) == 1


def red(path):
    """How much of a PDF is red."""
    done = subprocess.run(["pdftoppm", "-r", "50", str(path)], check=True, capture_output=True)
    return done.stdout.count(RED)


def test_a_missing_reason_is_red(printed):
    assert red(printed / "自评表_行政许可管理经费.pdf") == 0
    assert red(printed / "没有原因.pdf") > 100
