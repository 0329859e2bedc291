"""绩效运行监控表 as a template: what a clerk finds in it, blank and filled in."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from tests import drawn
from tests.thinned import paired
from tests.workbooks.drawing.monitored import MONTH, monitored
from tests.workbooks.drawing.test_template import (
    MONITORING,
    book_of,
    part,
    read,
    sheet_of,
    unplaced,
)
from tests.workbooks.printing import convert
from validators.checking.check_file import CheckedForm, Choice, check_file
from workbooks.forms import MonitoringReport
from workbooks.grid import position
from xlfuncs import udf

FORMS = monitored()
ALL = [pytest.param(form, id=name) for name, form in FORMS.items()]
PERMITS = FORMS["行政许可管理经费"]
FIRST, LAST = 13, 72
LIGHTS = ("红灯", "黄灯", "绿灯", "蓝灯")


def lights(sheet, count, letter="P"):
    return [sheet[f"{letter}{row}"].value or "" for row in range(FIRST, FIRST + count)]


@pytest.fixture(autouse=True)
def _desk(monkeypatch, tmp_path):
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.delenv("JIXIAO_POLICY", raising=False)


@pytest.mark.parametrize(("name", "ending"), paired(list(FORMS), ["xlsx", "xlsm"]))
def test_what_is_filled_in_is_read_again(name, ending, tmp_path):
    form = FORMS[name]
    drawn.write(form, tmp_path / f"filled.{ending}")

    reading = read(tmp_path / f"filled.{ending}")

    again = reading.form
    assert isinstance(again, MonitoringReport)
    assert (reading.unreadable, again.hidden, again.understanding.unread) == ((), (), ())
    assert (again.period.value, again.fiscal_year.value) == (MONTH, 2025)
    assert again.overall_goal.text == form.overall_goal.text
    for key in ("name", "target", "actual", "forecast", "note", "possibility"):
        told, known = ([getattr(row, key).text for row in one.indicators] for one in (again, form))
        assert told == known, key
    chosen = [row.chosen_causes for row in again.indicators]
    assert chosen == [row.chosen_causes for row in form.indicators]
    assert any(len(causes) == 2 for causes in chosen)
    assert again.funding.total.initial_budget.value == Decimal("59.22")
    assert again.funding.total.rate.value == Decimal("0.4")
    assert again.template.written_over == ()


def test_both_endings_say_the_same(tmp_path):
    for ending in ("xlsx", "xlsm"):
        drawn.write(PERMITS, tmp_path / f"filled.{ending}")

    plain, live = (read(tmp_path / f"filled.{ending}").form for ending in ("xlsx", "xlsm"))

    assert unplaced(plain) == unplaced(live)


def test_a_filled_template_is_checked(tmp_path):
    drawn.write(PERMITS, tmp_path / "filled.xlsx")

    (checked,) = check_file(tmp_path / "filled.xlsx", Choice()).forms

    assert isinstance(checked, CheckedForm)
    assert checked.outcome.faults == ()


@pytest.mark.parametrize("form", ALL)
def test_the_rows_that_are_told_of_are_those_of_the_rules(form, tmp_path):
    drawn.write(form, tmp_path / "filled.xlsx")

    (checked,) = check_file(tmp_path / "filled.xlsx", Choice()).forms
    sheet = sheet_of(form, live=False, data_only=True)

    told = {row for row in range(FIRST, LAST + 1) if sheet[f"Q{row}"].value}
    ruled = {
        position(one.cell.address)[0]
        for one in checked.outcome.findings
        if one.rule.code in ("M002", "M003")
    }
    assert told == {row for row in ruled if row >= FIRST}
    assert told


def test_only_what_is_filled_in_is_unlocked():
    unlocked = {
        cell.coordinate
        for row in sheet_of(MONITORING).iter_rows()
        for cell in row
        if not cell.protection.locked and not FIRST < cell.row <= LAST
    }

    def cells(*spans):
        return {f"{letter}{row}" for letters, rows in spans for letter in letters for row in rows}

    assert unlocked == cells(
        ("ABCDEFGHIJKLMN", [2]),
        ("CDEF", [3, 4]),
        ("LMN", [3, 4]),
        ("DEFGHLMN", [6, 7, 8, 9]),
        ("CDEFGHIJKLMN", [10]),
        ("ABCDEFGHIJKLMN", [FIRST]),
    )


def test_lists_to_choose_from():
    rules = {str(rule.sqref): rule for rule in sheet_of(MONITORING).data_validations.dataValidation}

    lists = {place: rule.formula1 for place, rule in rules.items() if rule.type == "list"}
    ticks = {f"{letter}{FIRST}:{letter}{LAST}": '"✔"' for letter in "GHIJK"}
    assert {place: words for place, words in lists.items() if place[0] not in "AB"} == {
        "L3": '"1,2,3,4,5,6,7,8,9,10,11,12"',
        "M13:M72": '"确定能,有可能,完全不可能"',
        **ticks,
    }
    assert {rules[place].showErrorMessage for place in lists if place != "L3"} == {False}
    assert rules["L3"].errorStyle == "warning"
    assert [place for place, rule in rules.items() if not rule.prompt or not rule.promptTitle] == []


def test_the_heads_follow_the_month():
    formulas, shown = (sheet_of(PERMITS, data_only=kind) for kind in (False, True))

    heads = {place: shown[place].value for place in ("F5", "I5", "E11")}
    assert heads == {"F5": "1-7月执行数", "I5": "1-7月执行率(%)", "E11": "1-7月\n执行情况"}
    assert all("$L$3" in formulas[place].value for place in heads)
    assert (shown["L3"].value, shown["L3"].number_format) == (7, '"1-"0"月"')


@pytest.mark.parametrize("form", ALL)
def test_the_stored_light_is_that_of_the_function_or_none(form):
    sheet = sheet_of(form, data_only=True)

    count = len(form.indicators)
    own, second = lights(sheet, count), lights(sheet, count, "R")
    pairs = [(row.target.text, row.actual.text) for row in form.indicators]
    assert [[light] for light in second] == [
        udf.JX_PROGRESS(*pair, float(MONTH))[0] for pair in pairs
    ]
    assert [light for light in own if light not in (*LIGHTS, "需人工判断")] == []
    assert [pair for pair in zip(own, second, strict=True) if pair[0] != pair[1]] == []
    assert set(own) & set(LIGHTS)


def test_the_functions_ask_the_whole_column_and_the_month():
    sheet = sheet_of(MONITORING)

    assert (sheet["R13"].value.ref, sheet["R13"].value.text) == (
        "R13:R72",
        "=JX_PROGRESS(D13:D72,E13:E72,$L$3)",
    )
    plain = part(MONITORING, "xl/worksheets/sheet1.xml", live=False)
    assert "JX_" not in plain
    assert {name.attr_text for name in book_of(MONITORING).defined_names.values()} >= {
        "'监控表'!$L$3",
        "'监控表'!$C$10",
        "'监控表'!$R$13:$R$72",
        "'监控表'!$M$13:$M$72",
    }


def test_signs():
    found = {}
    for place in sheet_of(MONITORING, live=False).conditional_formatting:
        for rule in place.rules:
            if rule.dxf.fill:
                shown = found.setdefault(str(place.sqref), {})
                shown[rule.formula[0]] = rule.dxf.fill.bgColor.rgb

    by_light = {
        '$P13="红灯"': "FFFFC7CE",
        '$P13="黄灯"': "FFFFEB9C",
        '$P13="绿灯"': "FFC6EFCE",
        '$P13="蓝灯"': "FFBDD7EE",
    }
    silent = "LEN(TRIM($G13&$H13&$I13&$J13&$K13&$L13))=0"
    asked = '$P13="红灯",$P13="黄灯",TRIM($M13)="有可能",TRIM($M13)="完全不可能"'
    assert found == {
        "E13:E72": by_light,
        "P13:P72": by_light,
        "G13:L72": {f"AND(OR({asked}),{silent})": "FFFFEB9C"},
        "M13:M72": {'AND($P13="红灯",TRIM($M13)="确定能")': "FFFFEB9C"},
    }


def test_a_light_of_the_addin_colours_where_no_formula_decides():
    formats = sheet_of(MONITORING, live=True).conditional_formatting

    conditions = [
        rule.formula[0]
        for place in formats
        for rule in place.rules
        if str(place.sqref) == "E13:E72"
    ]
    assert 'OR($P13="红灯",AND($P13="需人工判断",$R13="红灯"))' in conditions


@pytest.mark.parametrize("form", [MONITORING, PERMITS], ids=["blank", "filled"])
def test_the_page_lies_and_repeats_both_heads(form):
    sheet = sheet_of(form)

    page = sheet.page_setup
    assert (page.paperSize, page.orientation, page.fitToHeight) == (9, "landscape", 0)
    assert sheet.print_area == "'监控表'!$A$1:$N$72"
    assert sheet.print_title_rows == "$11:$12"
    assert sheet.freeze_panes == "D1"


@pytest.mark.parametrize("form", [MONITORING, PERMITS], ids=["blank", "filled"])
def test_rows_not_needed_are_hidden(form):
    sheet = sheet_of(form)

    hidden = [row for row, size in sheet.row_dimensions.items() if size.hidden]
    assert hidden == list(range(FIRST + (len(form.indicators) or 20), LAST + 1))


@pytest.mark.parametrize("live", [True, False])
def test_the_guide_speaks_of_lights(live):
    texts = [cell.value for (cell,) in book_of(MONITORING, live=live)["填报说明"]["B1:B40"]]

    said = "".join(text for text in texts if text)
    assert "不到 60% 红灯，不到 80% 黄灯，不到 120% 绿灯" in said
    assert ("加载项预警" in said) is live


TYPED = {
    "三月": ({"L3": 3}, "1-3月\n执行情况", "蓝灯"),
    "十二月": ({"L3": 12}, "1-12月\n执行情况", "绿灯"),
    "没有月份": ({"L3": None}, "当前\n执行情况", "请填截至月份"),
    "十三月": ({"L3": 13}, "当前\n执行情况", "请填截至月份"),
    "零": ({"E13": "0(件)"}, "1-7月\n执行情况", "红灯"),
    "超过上限": ({"D13": "≤10(件)"}, "1-7月\n执行情况", "红灯"),
    "没填": ({"E13": None}, "1-7月\n执行情况", None),
    "有可能": ({"M13": "有可能"}, "1-7月\n执行情况", "蓝灯"),
    "有原因": ({"E13": "0(件)", "M13": "有可能", "H13": "✔"}, "1-7月\n执行情况", "红灯"),
    "确定能": ({"E13": "0(件)", "L13": "八月补办。"}, "1-7月\n执行情况", "红灯"),
}
"""What somebody changes where 12 of ≥12 件 were done by July, the head that then stands above, and
the light."""


_CAUSE = "亮红灯、黄灯，或不能确定完成：请勾选偏差原因并写明"
TOLD = {
    **dict.fromkeys(("零", "超过上限", "有可能"), _CAUSE),
    "确定能": "红灯，却填“确定能”，请核实",
}
"""What 检查 then says."""


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """A folder with a form for each of TYPED, as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "bare").mkdir()
    drawn.write(MONITORING, folder / "blank.xlsx")
    for name, (cells, *_) in TYPED.items():
        book = openpyxl.load_workbook(folder / "blank.xlsx")
        row = {"C13": "办件数", "D13": "≥12(件)", "E13": "12(件)", "M13": "确定能"}
        for place, value in (row | cells).items():
            book.worksheets[0][place] = value
        book.save(folder / "bare" / f"{name}.xlsx")
    convert(folder, "xlsx", sorted((folder / "bare").glob("*.xlsx")))
    return folder


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs soffice")
@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_changes_head_and_light(name, typed):
    sheet = openpyxl.load_workbook(typed / f"{name}.xlsx", data_only=True).worksheets[0]

    _, head, light = TYPED[name]
    assert (sheet["E11"].value, sheet["P13"].value or None) == (head, light)
    assert (sheet["Q13"].value or None) == TOLD.get(name)


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs pdftoppm")
def test_lights_are_printed_in_their_colours(tmp_path):
    done = ("4(件)", "6(件)", "7(件)", "12(件)")
    blank = PERMITS.indicators[0]
    from workbooks.reading.cell_readers import actual, target, typed_cell

    rows = tuple(
        replace(blank, target=typed_cell("≥12(件)", target), actual=typed_cell(text, actual))
        for text in done
    )
    (tmp_path / "bare").mkdir()
    drawn.write(replace(PERMITS, indicators=rows), tmp_path / "bare" / "lit.xlsx")
    convert(tmp_path, "pdf", [tmp_path / "bare" / "lit.xlsx"])

    import subprocess

    image = subprocess.run(
        ["pdftoppm", "-r", "50", str(tmp_path / "lit.pdf")], check=True, capture_output=True
    ).stdout
    colours = [bytes.fromhex(one) for one in ("FFC7CE", "FFEB9C", "C6EFCE", "BDD7EE")]
    assert [image.count(one) > 50 for one in colours] == [True] * 4


def test_no_formula_is_too_long_for_an_old_excel():
    xml = part(MONITORING, "xl/worksheets/sheet1.xml", live=False)

    formulas = re.findall(r"<f[^>]*>([^<]*)</f>", xml)
    assert len(formulas) > 60
    assert max(map(len, formulas)) < 2000
    asked = {name for formula in formulas for name in re.findall(r"([A-Z]+)\(", formula)}
    assert not asked & {"LET", "LAMBDA", "XLOOKUP", "IFS", "TEXTJOIN", "CONCAT"}


def test_only_the_xlsm_has_macros(tmp_path):
    drawn.write(MONITORING, tmp_path / "blank.xlsm")

    with ZipFile(tmp_path / "blank.xlsm") as package:
        assert "xl/vbaProject.bin" in package.namelist()
