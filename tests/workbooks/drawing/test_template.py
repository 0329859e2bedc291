"""The template workbooks, blank and filled: what Excel finds in them, read by another library."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fnmatch import fnmatch
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from macros.building.templates import POLICY, blank_forms, workbook, write
from macros.vbaproject.addin import TEXTS
from macros.vbaproject.wrappers import NO_ADDIN, NOT_RUN, functions
from tests import drawn
from tests.thinned import paired, thinned
from validators.checking.check_file import Choice, check_file
from workbooks.drawing.draw_form import draw
from workbooks.drawing.template_formulas import NOT_RUNNING
from workbooks.drawing.template_layout import prepare
from workbooks.files.open_file import open_workbook
from workbooks.forms import Cell, SelfEvaluation, State
from workbooks.grid import OURS_FROM
from workbooks.reading.cell_readers import actual, typed_cell
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading, read_all
from xlfuncs.policy import load
from xlfuncs.whole_form import score

TEMPLATES = Path(__file__).parents[3] / "workbooks" / "templates"
EVALUATION, DECLARATION, MONITORING = blank_forms()
FORMS = published_forms()
BLANK = Cell(State.BLANK)
NAMES = [f"{form.sheet}-{form.project_name.text}" for form in FORMS]
FIRST, LAST = 13, 72  # rows of the table in the blank templates


def read(path):
    """The one form of a file."""
    (reading,) = (form for grid in open_workbook(path) for form in read_all(grid))
    assert isinstance(reading, Reading)
    return reading


def unplaced(record):
    """A form without the addresses of its cells, which rows kept free move."""
    if isinstance(record, Cell):
        return record._replace(address="")
    if isinstance(record, tuple):
        return tuple(map(unplaced, record))
    if is_dataclass(record) and not isinstance(record, type):
        parts = {field.name: unplaced(getattr(record, field.name)) for field in fields(record)}
        return replace(record, **parts)
    return record


def content_of(form, live):
    return drawn.package(form, ".xlsm" if live else ".xlsx")


@cache
def book_of(form, *, live=True, data_only=False):
    """A workbook that all tests share, to look at."""
    return openpyxl.load_workbook(BytesIO(content_of(form, live)), data_only=data_only)


def sheet_of(form, *, live=True, data_only=False):
    return book_of(form, live=live, data_only=data_only).worksheets[0]


def part(form, name, *, live=True):
    with ZipFile(BytesIO(content_of(form, live))) as package:
        return package.read(name).decode()


@pytest.mark.parametrize("case", thinned(product(range(len(FORMS)), ["xlsm", "xlsx"]), every=5))
def test_a_filled_template_reads_like_the_sample(case, tmp_path):
    number, ending = case
    form = FORMS[number]
    sample, filled = tmp_path / "sample.xlsx", tmp_path / f"filled.{ending}"
    draw(form, sample)
    drawn.write(form, filled)

    assert unplaced(read(filled)) == unplaced(read(sample))


@pytest.mark.parametrize("form", thinned(FORMS, every=3), ids=NAMES)
def test_a_filled_template_is_judged_like_the_sample(form, tmp_path):
    sample, filled = tmp_path / "sample.xlsx", tmp_path / "filled.xlsm"
    draw(form, sample)
    drawn.write(form, filled)

    sample_codes, filled_codes = (
        [finding.rule.code for finding in check_file(path, Choice()).forms[0].outcome.findings]
        for path in (sample, filled)
    )

    written_over = ["S112"] * bool(read(filled).form.template.written_over)
    assert sorted(filled_codes) == sorted(sample_codes + written_over)


def test_what_was_written_over_a_formula_is_known(tmp_path):
    # 执行率 of 质量发展专项经费 is cut to 99.74, which no rounding of its amounts gives.
    told = {}
    for form in FORMS:
        drawn.write(form, tmp_path / "filled.xlsx")
        told[form.project_name.text, form.sheet] = read(tmp_path / "filled.xlsx").form.template

    assert {key: one.written_over for key, one in told.items() if one.written_over} == {
        ("质量发展专项经费", "自评表"): ("G6",)
    }
    assert {one.version for one in told.values()} == {2}
    assert {one.policy for one in told.values()} == {"shanghai", ""}


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.xls*")), ids=lambda path: path.name)
def test_a_blank_template_is_readable_and_has_nothing_hidden(file):
    reading = read(file)

    assert reading.unreadable == ()
    assert reading.form.hidden == ()
    assert reading.form.indicators == ()
    assert reading.form.project_name.state is State.BLANK
    assert check_file(file, Choice()).faults == ()


@pytest.mark.parametrize(
    ("form", "ending"), paired([EVALUATION, DECLARATION, FORMS[1]], [".xlsm", ".xlsx"])
)
def test_the_same_form_gives_the_same_bytes(form, ending, tmp_path):
    write(form, tmp_path / f"again{ending}")

    assert (tmp_path / f"again{ending}").read_bytes() == drawn.package(form, ending)


def test_only_what_is_filled_in_is_unlocked():
    unlocked = {
        form.sheet: {
            cell.coordinate
            for row in sheet_of(form).iter_rows()
            for cell in row
            if not cell.protection.locked and not (FIRST < cell.row <= LAST)
        }
        for form in (EVALUATION, DECLARATION)
    }

    def cells(*spans):
        return {f"{letter}{row}" for letters, rows in spans for letter in letters for row in rows}

    assert unlocked == {
        "自评表": cells(
            ("A", [2]),
            ("BCDEFGH", [2]),  # merged with A2, as the following are with their first cell
            ("CDEFGH", [3]),
            ("CEFGH", [4]),
            ("CDEFGH", [6]),
            ("CDEG", [7, 8, 9]),
            ("BCDEFGH", [11]),
            ("ABCDEFGH", [FIRST]),
        ),
        "申报表": cells(
            ("ABCDEF", [2]),
            ("BDF", [3]),
            ("BCEF", [4, 5]),
            ("C", [6, 7, 9]),
            ("F", [6, 7, 8, 9]),
            ("BCDEF", [11]),
            ("BCDF", [FIRST]),
        ),
    }


@pytest.mark.parametrize("form", [EVALUATION, DECLARATION], ids=lambda f: f.sheet)
def test_protected_without_a_password(form):
    for sheet in book_of(form).worksheets:
        assert sheet.protection.sheet is True
        assert sheet.protection.password is None
    protection = sheet_of(form).protection

    assert (protection.formatRows, protection.formatColumns, protection.formatCells) == (False,) * 3
    assert protection.objects is False
    assert (protection.insertRows, protection.deleteRows) == (True, True)


def test_what_the_functions_say_without_the_addin_is_known_to_the_warning():
    excuses = (NO_ADDIN, NOT_RUN, TEXTS["A3"], TEXTS["A4"])

    met = {known for known in NOT_RUNNING for said in excuses if fnmatch(said, f"{known}*")}
    assert met == set(NOT_RUNNING)
    assert all(any(fnmatch(said, f"{known}*") for known in NOT_RUNNING) for said in excuses)
    assert "JX_" not in sheet_of(EVALUATION)["J11"].value


@pytest.mark.parametrize(
    ("form", "live", "place", "columns"),
    [
        (EVALUATION, True, "K73", "CDEFH"),
        (EVALUATION, False, "K73", "CDEFH"),
        (DECLARATION, True, "H73", "DF"),
        (DECLARATION, False, "H73", "DF"),
    ],
)
def test_hidden_rows_are_told_of_outside_the_print_area(form, live, place, columns):
    hidden = ",".join(f"COUNTA({c}13:{c}72)-SUBTOTAL(103,{c}13:{c}72)" for c in columns)

    found = {
        cell.coordinate: cell.value
        for row in sheet_of(form, live=live).iter_rows()
        for cell in row
        if "却被隐藏" in str(cell.value)
    }

    told = f'=IF(MAX({hidden})>0,"有 "&MAX({hidden})&" 行填了内容却被隐藏，请取消隐藏","")'
    assert found == {place: told}


def test_names_stay_in_view_and_checks_on_a_small_screen():
    sheet = sheet_of(EVALUATION)

    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJK"]
    assert sheet.freeze_panes == "D1"
    assert sum(widths) * 8 < 1366 - 80  # pixels of a sign; row numbers, scroll bar, frame


def test_suggestions_and_messages():
    rules = {str(rule.sqref): rule for rule in sheet_of(EVALUATION).data_validations.dataValidation}

    lists = {place: rule.formula1 for place, rule in rules.items() if rule.type == "list"}
    assert lists == {
        "A13:A72": '"成本指标,产出指标,效益指标,满意度指标"',
        "B13:B72": '"经济成本指标,社会成本指标,生态环境成本指标,数量指标,质量指标,时效指标,'
        '经济效益指标,社会效益指标,生态效益指标,可持续影响指标,服务对象满意度指标"',
        "E13:E72": '"达成指标,部分达成,未达成"',
    }
    assert [rules[place].showErrorMessage for place in lists] == [False] * 3
    assert rules["G13:G72"].formula1 == "AND(ISNUMBER(G13),G13>=0,G13<=F13)"
    assert {rule.errorStyle for rule in rules.values()} == {None, "warning"}
    assert [place for place, rule in rules.items() if not rule.prompt or not rule.promptTitle] == []


def test_what_to_do_without_a_budget_is_said_where_it_is_filled_in():
    rules = sheet_of(EVALUATION).data_validations.dataValidation

    said = {str(rule.sqref) for rule in rules if "预算为 0 时请直接填写预算执行得分" in rule.prompt}

    assert said == {"D6", "H6"}


def test_suggestions_of_a_declaration():
    rules = sheet_of(DECLARATION).data_validations.dataValidation

    assert {str(rule.sqref) for rule in rules if rule.type == "list"} == {
        "D3",
        "F3",
        "B13:B72",
        "C13:C72",
    }


def test_targets_are_typed_as_text_and_scores_shown_with_two_decimals():
    sheet = sheet_of(EVALUATION)

    for row in (FIRST, LAST):
        shown = [sheet[f"{letter}{row}"].number_format for letter in "ABCDEFGHJLMN"]
        assert shown == [*["@"] * 5, "0.00", "0.00", "General", "0.00", "0.00", "0.00%", "0.00%"]


def test_signs():
    formats = {
        str(place.sqref): (rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for place in sheet_of(EVALUATION).conditional_formatting
        for rule in place.rules
        if rule.dxf.fill
    }

    scored = "ISNUMBER($F13),ISNUMBER($G13)"
    wrong = "OR(NOT(ISNUMBER($F13)),NOT(ISNUMBER($G13)),$G13>$F13,$G13<0)"
    assert formats == {
        "H13:H72": (f"AND({scored},$G13<$F13,LEN(TRIM($H13))=0)", "FFFFC7CE"),
        "G13:G72": (f"AND(LEN(TRIM($G13))>0,{wrong})", "FFFFC7CE"),
        "F73": ("AND(ISNUMBER(F73),ROUND(F73,2)<>100)", "FFFFEB9C"),
        "C13:C72": ("AND(LEN($O13)>0,LEN($C13&$D13)>0)", "FFFFEB9C"),
    }


def test_names_are_ascii_and_stand_for_cells_of_the_form():
    names = {
        form.sheet: {name: each.attr_text for name, each in book_of(form).defined_names.items()}
        for form in (EVALUATION, DECLARATION)
    }

    assert all(name.isascii() for found in names.values() for name in found)
    assert len(names["自评表"]) == 24
    assert {
        "jx_targets": "'自评表'!$D$13:$D$72",
        "jx_scores": "'自评表'!$G$13:$G$72",
        "jx_evaluated": "'自评表'!$L$13:$N$72",
        "jx_checks": "'自评表'!$O$13:$O$72",
        "jx_annual_budget": "'自评表'!$D$6",
        "jx_execution_rate": "'自评表'!$G$6",
        "jx_total_score": "'自评表'!$G$73",
        "jx_rating": "'自评表'!$F$74",
    }.items() <= names["自评表"].items()
    assert {
        "jx_targets": "'申报表'!$F$13:$F$72",
        "jx_annual_funds": "'申报表'!$F$6",
        "jx_understood": "'申报表'!$H$13:$H$72",
    }.items() <= names["申报表"].items()


def test_the_functions_fill_fixed_ranges():
    sheet = sheet_of(EVALUATION)

    arrays = [sheet["L13"].value, sheet["O13"].value]
    assert {array.ref: array.text for array in arrays} == {
        "L13:N72": "=JX_EVALUATE(D13:F72,C13:C72)",
        "O13:O72": "=JX_CHECKS(D13:H72,C13:C72)",
    }
    assert sheet["G13"].value == '=IF(ISNUMBER(J13),J13,IF(ISNUMBER(L13),L13,""))'
    assert sheet_of(EVALUATION, live=False)["G13"].value == '=IF(ISNUMBER(J13),J13,"")'
    assert sheet_of(DECLARATION)["H72"].value == '=IF(F72="","",JX_TARGET(F72))'


@pytest.mark.parametrize("form", [EVALUATION, DECLARATION], ids=lambda f: f.sheet)
def test_functions_are_asked_only_where_the_workbook_has_them(form):
    known = {function.name for function in functions()}
    live, plain = (part(form, "xl/worksheets/sheet1.xml", live=live) for live in (True, False))

    asked = {name for name in known if f"{name}(" in live}

    assert asked == (
        {"JX_EVALUATE", "JX_CHECKS"} if isinstance(form, SelfEvaluation) else {"JX_TARGET"}
    )
    assert "JX_" not in plain


@pytest.mark.parametrize("form", thinned(FORMS[:4], every=3), ids=NAMES[:4])
def test_stored_results_are_what_the_form_is_worth(form):
    worth = score(form, load(POLICY))
    table = prepare(form).table

    sheet = sheet_of(form, data_only=True)

    rows = range(table.first, table.first + len(form.indicators))
    assert [sheet[f"L{row}"].value for row in rows] == [
        "无法测算" if row.score is None else float(row.score) for row in worth.indicators
    ]
    assert [sheet[f"G{row}"].value for row in rows] == [
        float(row.score.value) for row in form.indicators
    ]
    total = table.last + 1
    assert (sheet[f"G{total}"].value, sheet[f"F{total + 1}"].value) == (
        float(worth.summed),
        worth.rating,
    )
    assert sheet["H6"].value == float(worth.execution.score)


@pytest.mark.parametrize("form", thinned(FORMS[:4], every=3), ids=NAMES[:4])
def test_lower_scores_and_cut_rates_are_kept_instead_of_the_formula(form):
    worth = score(form, load(POLICY))
    first = prepare(form).table.first

    sheet = sheet_of(form)

    overwritten = [
        row.name.text
        for number, row in enumerate(form.indicators, first)
        if not isinstance(sheet[f"G{number}"].value, str)
    ]
    assert overwritten == [
        row.name.text
        for row, found in zip(form.indicators, worth.indicators, strict=True)
        if found.score != row.score.value
    ]
    cut = form.funding.total.rate.value == Decimal("0.9974")
    assert isinstance(sheet["G6"].value, str) is not cut


def test_a_missing_reason_is_told_beside_a_score_that_its_formula_filled_in():
    form = FORMS[3]
    rows = [replace(row, score=BLANK, note=BLANK) for row in form.indicators]
    first, *others = rows
    rows = (replace(first, actual=typed_cell("336.00(本)", actual)), *others)

    sheet = sheet_of(replace(form, indicators=rows), data_only=True)

    assert [sheet[f"{letter}13"].value for letter in "GJKLMNO"] == [
        4.8,
        4.8,
        "比分值少 0.2 分，请写偏差原因和改进措施",
        4.8,
        0.96,
        -0.04,
        "得分比分值少 0.2 分，偏差原因为空。请填写原因和改进措施。",
    ]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("form", [EVALUATION, DECLARATION], ids=lambda f: f.sheet)
def test_formulas_of_a_blank_template_are_stored_as_empty_texts(form, live):
    formulas, results = (sheet_of(form, live=live, data_only=kind) for kind in (False, True))

    stored = {
        results[cell.coordinate].value
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and cell.column < OURS_FROM
    }

    assert stored <= {None, ""}
    xml = part(form, "xl/worksheets/sheet1.xml", live=live)
    with_formula = [
        cell for cell in re.findall(r'<c r="[A-Z][0-9][^>]*[^>/]>.*?</c>', xml) if "<f" in cell
    ]
    assert len(with_formula) > 1
    assert [cell for cell in with_formula if not re.search(' t="str".*<v></v></c>', cell)] == []


@pytest.mark.parametrize("form", [EVALUATION, FORMS[0]], ids=["blank", "filled"])
def test_results_stay_until_somebody_edits(form):
    assert '<calcPr calcId="191029"/>' in part(form, "xl/workbook.xml")


def test_only_the_xlsm_has_macros():
    found = {}
    for path in TEMPLATES.glob("*.xls*"):
        with ZipFile(path) as package:
            types = package.read("[Content_Types].xml").decode()
            found[path.name] = ("xl/vbaProject.bin" in package.namelist(), "macroEnabled" in types)

    assert found == {
        "自评表.xlsm": (True, True),
        "申报表.xlsm": (True, True),
        "自评表.xlsx": (False, False),
        "申报表.xlsx": (False, False),
        "监控表.xlsm": (True, True),
        "监控表.xlsx": (False, False),
    }


def test_every_template_says_which_it_is():
    properties = {each.name: each.value for each in book_of(EVALUATION).custom_doc_props.props}

    assert properties == {
        "jixiao_template": "shanghai-self-evaluation",
        "jixiao_template_version": "2",
    }


@pytest.mark.parametrize("form", [EVALUATION, DECLARATION, *FORMS], ids=lambda f: f.sheet)
def test_rows_not_needed_are_hidden_and_hold_nothing(form):
    shown = len(form.indicators) or 20
    table = prepare(form).table

    sheet = sheet_of(form, data_only=True)

    hidden = [row for row, size in sheet.row_dimensions.items() if size.hidden]
    assert hidden == list(range(table.first + shown, table.last + 1))
    assert {cell.value for row in hidden for cell in sheet[row][: OURS_FROM - 1]} <= {None, ""}


@pytest.mark.parametrize(
    ("form", "area", "header"), [(EVALUATION, "$A$1:$H$74", 12), (DECLARATION, "$A$1:$F$72", 12)]
)
def test_the_page(form, area, header):
    sheet = sheet_of(form)

    page = sheet.page_setup
    assert (page.paperSize, page.orientation, page.fitToHeight) == (9, "portrait", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_area == f"'{form.sheet}'!{area}"
    assert sheet.print_title_rows == f"${header}:${header}"


def test_more_indicators_than_there_is_room_for_are_refused():
    rows = (FORMS[0].indicators * 8)[:61]

    with pytest.raises(ValueError, match="61 indicators, room for 60"):
        workbook(replace(FORMS[0], indicators=rows), live=True)


def test_sixty_indicators_fit(tmp_path):
    form = replace(FORMS[0], indicators=(FORMS[0].indicators * 8)[:60])

    drawn.write(form, tmp_path / "full.xlsm")

    assert len(read(tmp_path / "full.xlsm").form.indicators) == 60


@pytest.mark.parametrize("live", [True, False])
def test_the_guide_speaks_of_what_is_there(live):
    texts = [cell.value for (cell,) in book_of(EVALUATION, live=live)["填报说明"]["B1:B40"]]

    said = "".join(text for text in texts if text)
    assert "按上海市评分办法，不需要宏" in said
    assert ("加载项测算" in said) is live
    assert "60 行指标，先显示 20 行" in said
