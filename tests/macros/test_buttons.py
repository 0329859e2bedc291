"""The ribbon's functions, run unchanged through xlwings on a stand-in for Excel."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.workbook.protection import WorkbookProtection

from macros import buttons
from macros.desk import processes, user_files
from macros.excel import (
    comparing,
    dialogs,
    explaining,
    live_books,
    live_sheet,
    score_log,
    score_undo,
)
from macros.hand_in import hand_in
from macros.ribbon import BUTTONS, UNDO
from tests.macros.excel_stand_in import Excel, opened
from tests.thinned import paired, thinned
from tests.validators.criteria.test_criteria import BY_HAND, GOOD
from tests.validators.criteria.test_criteria import book as criteria
from tests.workbooks import layouts
from validators.checking.catalogue import RULES
from validators.checking.check_file import Choice, check_file, check_grid
from workbooks.files.open_file import GUARDED, open_workbook
from workbooks.files.refusal import Refusal
from workbooks.files.spreadsheet_ml import open_sheet
from workbooks.grid import Grid, address
from workbooks.user_folder import user_folder
from xlfuncs import udf_desk
from xlfuncs.policy import load

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "workbooks" / "samples").glob("*.xlsx"))
TEMPLATES = ROOT / "workbooks" / "templates"
every_template = pytest.mark.parametrize(
    ("name", "ending"), paired(["自评表", "申报表", "监控表"], [".xlsm", ".xlsx"])
)
BUSINESS = next(path for path in SAMPLES if "2024自评表_业务受理" in path.name)
OTHER = next(path for path in SAMPLES if "2024自评表_质量发展" in path.name)
FUNCTIONS = (
    "score_form", "check_form", "clear_marks", "check_folder", "return_folder",
    "hand_in", "add_row", "remove_row", "collapse_rows",
    "new_evaluation", "new_declaration", "show_rules", "reconnect", "show_settings",
    "show_about", "explain_cell", "fill_in", "monitor", "compare_forms",
)  # fmt: skip


@dataclass
class Desk:
    """What somebody at the desk saw, was asked and answered, and which programs started."""

    folder: Path
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    yes: bool = True
    started: list[tuple[str, ...]] = field(default_factory=list)
    paused: list[float] = field(default_factory=list)

    def answer(self, question: str) -> bool:
        self.asked.append(question)
        return self.yes

    def press(self, function: str) -> str:
        self.told.clear()
        getattr(buttons, function)()
        return "".join(self.told)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    monkeypatch.setenv("APPDATA", str(tmp_path / "user"))
    monkeypatch.delenv("JIXIAO_POLICY", raising=False)
    monkeypatch.setattr(dialogs, "show", desk.told.append)
    monkeypatch.setattr(dialogs, "confirm", desk.answer)
    monkeypatch.setattr(processes, "start", lambda command: desk.started.append(tuple(command)))
    monkeypatch.setattr(live_sheet.time, "sleep", desk.paused.append)
    yield desk
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


def workbook(grid: Grid) -> Any:
    """A grid as an open workbook of openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = grid.sheet
    for area in grid.merges:
        sheet.merge_cells(None, area.top, area.left, area.bottom, area.right)
    for (row, column), value in grid.values.items():
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        cell.number_format = grid.formats.get((row, column), "General")
    return book


def sample(path: Path = BUSINESS, **cells: object) -> Any:
    """A published form with some cells changed, as an open workbook of openpyxl."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.active[place] = value
    return book


def values(sheet: Any) -> dict[str, Any]:
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


# --- two roads, one form ---


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_an_open_sheet_is_the_grid_of_its_file(path: Path) -> None:
    book = opened(path)

    read = live_sheet.read(book.sheets.active)

    assert (read.grid,) == open_workbook(path)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_an_open_form_is_judged_as_its_file(path: Path) -> None:
    book = opened(path)

    (form,) = check_grid(live_sheet.read(book.sheets.active).grid, Choice())

    assert (form,) == check_file(path, Choice()).forms


@pytest.mark.parametrize("name", ["sichuan/1", "hubei/1", "anhui/2", "ningxia/1", "hunan/3"])
def test_a_local_form_open_is_that_form(name: str) -> None:
    grid = dict(layouts.forms())[name]
    book = opened(workbook(grid))

    read = live_sheet.read(book.sheets.active).grid

    assert layouts.readings(read) == layouts.expected(name)


@every_template
def test_an_open_template_is_read_as_its_file(name: str, ending: str) -> None:
    path = TEMPLATES / f"{name}{ending}"
    grid = live_sheet.read(opened(path).sheets.active).grid

    from_file = open_workbook(path)[0]
    read, known = (list(check_grid(one, Choice())) for one in (grid, from_file))
    assert len(read) == 1
    assert read == known


@every_template
def test_a_blank_template_can_be_clicked_on(desk: Desk, name: str, ending: str) -> None:
    book = desk.folder / f"{name}{ending}"
    book.write_bytes((TEMPLATES / book.name).read_bytes())
    front = opened(book)
    before = values(front.impl.book.active)

    told = [desk.press(function) for function in ("score_form", "check_form", "clear_marks")]

    assert values(front.impl.book.active) == before
    kinds = {"自评表": "绩效自评表", "申报表": "绩效目标申报表", "监控表": "绩效运行监控表"}
    kind = kinds[name]
    blank = f"工作表「{name}」是空白表（{kind}），没有填写。"
    assert told == [blank, blank, "没有核查标记可清除。"]


def test_hidden_dates_errors_and_formulas_are_those_of_the_file(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["B2"], sheet["C3"], sheet["C4"] = datetime(2024, 3, 1), "#DIV/0!", True
    sheet["B2"].number_format, sheet["D6"].number_format = "yyyy/m/d", "0.00%"
    sheet["D6"], sheet["D7"] = 0.9898, "一行\n又一行 <&>"
    for row in (4, 5, 6):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions.group("E", "G", hidden=True)
    sheet["H8"] = "末"
    path = tmp_path / "表.xlsx"
    made.save(path)

    read = live_sheet.read(opened(path).sheets.active).grid

    (from_file,) = open_workbook(path)
    assert read.values == from_file.values
    assert read.formats == from_file.formats
    assert read.hidden_rows == from_file.hidden_rows == {4, 5, 6}
    assert read.hidden_columns == {5, 6, 7}


# --- 评分 ---


def test_scoring_fills_what_is_blank(desk: Desk) -> None:
    book = sample(G14=None, G15=None, G16=None, G24=None, F25=None)
    before = openpyxl.load_workbook(BUSINESS).active
    opened(book)

    told = desk.press("score_form")

    assert [book.active[f"G{row}"].value for row in (14, 15, 16)] == [
        float(before[f"G{row}"].value) for row in (14, 15, 16)
    ]
    assert book.active["G24"].value == before["G24"].value
    assert book.active["F25"].value == before["F25"].value
    assert told.startswith("工作表「自评表」已填写或改动 5 处：\nG14「")
    assert "G24「总分」空 → " in told
    assert "G20「行政许可事项咨询回复率」得分低于测算的 7.84 分，按填报保留。" in told


def test_scoring_asks_excel_seven_things_and_writes_a_column_at_once(desk: Desk) -> None:
    front = opened(sample(G14=None, G15=None, G16=None))

    desk.press("score_form")

    assert front.impl.excel.calls == [
        "Workbook", "ActiveSheet", "Name", "Worksheet", "Name", "Address", "Value(11) A1:H25",
        "Worksheet", "Value G14:G16 =",
    ]  # fmt: skip


def test_cells_of_rows_that_a_filter_hides_are_written_one_by_one(desk: Desk) -> None:
    book = sample(G14=None, G15=None, G16=None, G17=None, G18=None)
    book.active.row_dimensions[16].hidden = True
    front = opened(book)
    before = openpyxl.load_workbook(BUSINESS).active

    desk.press("score_form")

    written = [call for call in front.impl.excel.calls if call.endswith("=")]
    assert written == ["Value G14:G15 =", "Value G16:G16 =", "Value G17:G18 ="]
    assert [book.active[f"G{row}"].value for row in range(14, 19)] == [
        float(before[f"G{row}"].value) for row in range(14, 19)
    ]


def test_scoring_lowers_what_is_too_high_and_the_total_follows(desk: Desk) -> None:
    was = openpyxl.load_workbook(BUSINESS).active
    book = sample(G20=8)
    opened(book)

    told = desk.press("score_form")

    assert book.active["G20"].value == 7.84
    assert "G20「行政许可事项咨询回复率」8.00 → 7.84" in told
    assert f"G24「总分」{was['G24'].value:.2f} → " in told
    after = check_grid(live_sheet.read(xw.Book.caller().sheets.active).grid, Choice())
    assert [
        one.rule.code for form in after for one in form.outcome.findings if one.rule.code[0] == "R"
    ] == []


def test_every_old_value_is_kept_on_record(desk: Desk) -> None:
    rows = range(14, 24)
    high = {f"G{row}": 50 + row for row in rows}
    book = sample(H6=99, F25="中", **high)
    opened(book)

    told = desk.press("score_form")

    record = user_files.score_log()
    kept = record.read_text("utf-8-sig")
    assert record.read_bytes().startswith("\ufeff".encode())
    assert str(record) in told
    assert "……还有 " in told
    assert len(re.findall(" → ", kept)) == int(re.findall(r"改动 (\d+) 处", told)[0]) > 12
    assert all(f"{at}「" in kept and f"」{value}.00 → " in kept for at, value in high.items())
    assert "工作簿“工作簿1”工作表「自评表」" in kept

    desk.press("score_form")
    assert record.read_text("utf-8-sig") == kept


def test_changes_that_failed_are_on_record_as_such(desk: Desk) -> None:
    opened(sample(G20=8), Excel(writes_left=0))

    told = desk.press("score_form")

    kept = user_files.score_log().read_text("utf-8-sig")
    assert "8.00 → 7.84" in kept
    assert f"上列改动没有完成：{told}" in kept


def test_nothing_is_changed_where_nothing_can_be_recorded(desk: Desk) -> None:
    user_files.score_log().mkdir(parents=True)
    book = sample(G20=8)
    opened(book)

    assert desk.press("score_form") == score_log.UNWRITABLE.format(path=user_files.score_log())
    assert book.active["G20"].value == 8


def test_a_long_record_begins_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score_log, "_LONGEST", 10)
    for _ in range(2):
        opened(sample(G20=8))
        desk.press("score_form")

    old = user_files.score_log().with_name("评分记录（以前）.txt")
    assert all("8.00 → 7.84" in one.read_text("utf-8-sig") for one in (old, user_files.score_log()))


def test_a_score_that_cannot_be_computed_stays_and_the_others_are_filled(desk: Desk) -> None:
    book = sample(G14=None, E15="完成较好，详见附件")
    was = book.active["G15"].value
    opened(book)

    told = desk.press("score_form")

    assert book.active["G14"].value is not None
    assert book.active["G15"].value == was
    assert "，得分按填报保留。" in told


def test_scoring_never_raises_a_lower_score(desk: Desk) -> None:
    book = sample()
    opened(book)

    told = desk.press("score_form")

    assert values(book.active) == values(openpyxl.load_workbook(BUSINESS).active)
    assert told.startswith("工作表「自评表」没有需要填写或改动的得分。")


def test_scoring_leaves_formulas(desk: Desk) -> None:
    book = sample(G14="=8*1", G24="=SUM(G14:G23)", F25='=IF(G24>90,"优","良")', G20=8)
    front = opened(book)
    cached = {"G14": 8.0, "G24": 98.79, "F25": "良"}
    front.impl.cached |= {("自评表", place): value for place, value in cached.items()}

    told = desk.press("score_form")

    assert told.startswith("工作表「自评表」已填写或改动 1 处：\nG20「")
    assert book.active["G14"].value == "=8*1"
    assert book.active["G24"].value == "=SUM(G14:G23)"
    assert book.active["F25"].value.startswith("=IF")


def test_scoring_writes_nothing_while_a_blank_score_cannot_be_computed(desk: Desk) -> None:
    book = sample(G14=None, G15=None, E15="完成较好，详见附件")
    before = values(book.active)
    opened(book)

    told = desk.press("score_form")

    assert values(book.active) == before
    assert told.startswith("工作表「自评表」没有改动：1 处得分空着，又测算不出。\nG15「")


def test_scoring_restores_everything_when_excel_fails_in_the_middle(desk: Desk) -> None:
    book = sample(G14=None, G16=None, G20=9)
    before = values(book.active)
    opened(book, Excel(writes_left=2))

    told = desk.press("score_form")

    assert values(book.active) == before
    assert told == live_sheet.FAILED.format(cells="G20")


def test_a_restored_text_is_a_text_again(desk: Desk) -> None:
    book = sample(G20="8")
    book.active["G20"].number_format = "General"
    opened(book, Excel(writes_left=1))

    told = desk.press("score_form")

    assert book.active["G20"].value == "8"
    assert told == live_sheet.FAILED.format(cells="G24")


def test_scoring_a_locked_cell_changes_nothing(desk: Desk) -> None:
    book = sample(G14=None, G16=None)
    book.active.protection.sheet = True
    book.active["G14"].protection = openpyxl.styles.Protection(locked=False)
    before = values(book.active)
    opened(book)

    told = desk.press("score_form")

    assert values(book.active) == before
    assert told == live_sheet.LOCKED.format(cells="G16")


def test_scoring_unlocked_cells_of_a_protected_sheet(desk: Desk) -> None:
    book = sample(G14=None)
    book.active.protection.sheet = True
    book.active["G14"].protection = openpyxl.styles.Protection(locked=False)
    opened(book)

    desk.press("score_form")

    assert book.active["G14"].value is not None


def test_a_declaration_is_not_scored(desk: Desk) -> None:
    opened(SAMPLES[-1])

    told = desk.press("score_form")

    assert told == "工作表「申报表」是绩效目标申报表，不评分。"


@pytest.mark.parametrize("name", ["sichuan/1", "hubei/1", "anhui/1", "ningxia/1"])
def test_no_score_of_a_local_form_rises(desk: Desk, name: str) -> None:
    book = workbook(dict(layouts.forms())[name])
    before = values(book.active)
    opened(book)

    told = desk.press("score_form")

    assert "程序故障" not in told
    raised = {
        place: (before[place], value)
        for place, value in values(book.active).items()
        if isinstance(before.get(place), float) and value > before[place]
    }
    assert raised == {}


# --- 核查, 清除标记 ---


def test_checking_lists_and_colours_and_clearing_takes_it_back(desk: Desk) -> None:
    book = sample(G20=8)
    cells = values(book.active)
    opened(book)

    told = desk.press("check_form")

    form, listed = book.worksheets
    assert listed.title == "核查结果" == book.active.title
    rows = [tuple(cell.value for cell in row) for row in listed.iter_rows(min_row=3)]
    assert rows[0] == ("级别", "规则", "单元格", "问题")
    assert ("错误", "R504", "G20") in {row[:3] for row in rows}
    assert listed["C4"].hyperlink.location == f"'自评表'!{listed['C4'].value}"
    marked = {
        place: area.rules[0].dxf.fill.bgColor.rgb
        for area in form.conditional_formatting
        for place in str(area.sqref).split()
    }
    assert marked["G20"] == "00FFC7CE"
    assert set(marked) == {cell.value for cell in listed["C"][3:] if cell.value}
    assert told.startswith("工作表「自评表」：错误 ")

    told = desk.press("clear_marks")

    assert told == "已清除标色和工作表「核查结果」，填报的内容没有改动。"
    assert book.sheetnames == ["自评表"]
    assert values(book.active) == cells
    assert list(book.active.conditional_formatting) == []


@pytest.mark.parametrize("said", ['ignore = ["R504"]', '[levels]\nR504 = "提示"', "[wrong]"])
def test_a_check_goes_by_the_rules_that_the_user_has_settled(desk: Desk, said: str) -> None:
    own = user_folder() / "绩效核查.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(said, "utf-8")
    book = sample(G20=8)
    opened(book)

    told = desk.press("check_form")

    if said == "[wrong]":
        assert f"设置文件 {own} 第 1 行：" in told
        return
    listed = [(row[0].value, row[1].value) for row in book.worksheets[1].iter_rows(min_row=4)]
    assert ("错误", "R504") not in listed
    assert (("提示", "R504") in listed) == ("levels" in said)


def test_a_check_goes_by_the_criteria_that_the_user_has_settled(desk: Desk) -> None:
    own = user_folder() / "绩效核查.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('criteria = "口径.xlsx"', "utf-8")
    counted = BY_HAND | {"编号": "C003", "对象": "指标个数", "意见": "请看个数"}
    criteria(own.with_name("口径.xlsx"), GOOD | {"比的内容": "率"}, BY_HAND, counted)
    book = sample()
    opened(book)

    told = desk.press("check_form")

    listed = list(book.worksheets[1].iter_rows(min_row=4, values_only=True))
    by_code = {row[1]: row for row in listed}
    assert by_code["C001"][0] == "警告"
    assert by_code["C002"][0] == by_code["C003"][0] == "人工"
    assert by_code["C002"][3].startswith("请看是否相关：")
    assert "C001" not in told


def test_checking_leaves_the_fill_and_other_conditional_formats(desk: Desk) -> None:
    book = sample()
    fill = openpyxl.styles.PatternFill("solid", fgColor="00123456")
    book.active["G20"].fill = fill
    counts = []
    own = openpyxl.formatting.rule.FormulaRule(formula=["$G20>9"], fill=fill)
    book.active.conditional_formatting.add("G14:G23", own)
    opened(book)

    for _ in range(2):
        desk.press("check_form")
        assert book.worksheets[0]["G20"].fill == fill
        counts.append(sum(len(area.rules) for area in book.worksheets[0].conditional_formatting))
    assert counts == [3, 3]
    desk.press("clear_marks")

    assert book.active["G20"].fill == fill
    (left,) = book.active.conditional_formatting
    assert (str(left.sqref), left.rules[0].formula) == ("G14:G23", ["$G20>9"])


def test_checking_again_replaces_the_list(desk: Desk) -> None:
    book = sample(G20=8)
    front = opened(book)
    desk.press("check_form")
    book.worksheets[0]["G20"] = 7.84
    last = address(book.worksheets[1].max_row, 4)
    front.impl.excel.calls.clear()

    desk.press("check_form")  # from the list itself, which is in front now

    codes = [cell.value for cell in book.worksheets[1]["B"]]
    assert "R504" not in codes
    assert book.sheetnames == ["自评表", "核查结果"]
    assert [call for call in front.impl.excel.calls if "(11)" in call] == [
        f"Value(11) A1:{last}",
        "Value(11) A1:H25",
    ]


def test_checking_reads_a_form_once(desk: Desk) -> None:
    front = opened(sample())

    desk.press("check_form")

    assert [
        call for call in front.impl.excel.calls if call.startswith("Value") and "=" not in call
    ] == ["Value(11) A1:H25"]


def test_texts_of_a_form_stay_texts_in_the_list(desk: Desk) -> None:
    hostile = '=HYPERLINK("http://x","点")'
    book = sample(G20=hostile)
    book.active["G20"].data_type = "s"
    opened(book)

    desk.press("check_form")

    listed = book["核查结果"]
    assert any(hostile in str(cell.value) for cell in listed["D"])
    kinds = {cell.data_type for row in listed.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert {cell.number_format for row in listed.iter_rows() for cell in row} == {"@"}


def test_somebody_elses_sheet_of_that_name_stays(desk: Desk) -> None:
    book = sample()
    book.create_sheet("核查结果")["A1"] = "我的笔记"
    opened(book)

    for function in ("check_form", "clear_marks"):
        assert desk.press(function) == live_books.OCCUPIED.format(name="核查结果")
    assert book["核查结果"]["A1"].value == "我的笔记"


def test_a_protected_sheet_is_checked_without_colours(desk: Desk) -> None:
    book = sample()
    book.active.protection.sheet = True
    opened(book)

    told = desk.press("check_form")

    assert "工作表有保护，没有标色。" in told
    assert book.sheetnames == ["自评表", "核查结果"]


def test_a_protected_workbook_takes_no_list(desk: Desk) -> None:
    book = sample()
    book.security = WorkbookProtection(lockStructure=True)
    opened(book)

    assert desk.press("check_form") == live_books.STRUCTURE
    assert list(book.active.conditional_formatting) == []


def test_the_list_is_no_form(desk: Desk) -> None:
    book = sample(G20=8)
    front = opened(book)
    desk.press("check_form")

    listed = live_sheet.read(front.sheets["核查结果"])

    assert list(check_grid(listed.grid, Choice())) == []


def test_no_marks_to_clear(desk: Desk) -> None:
    opened(sample())

    assert desk.press("clear_marks") == "没有核查标记可清除。"


def test_many_marks_fit_in_what_excel_takes() -> None:
    addresses = [address(row, 7) for row in range(1, 200)]

    few = list(live_sheet._few(addresses))

    assert ",".join(few) == ",".join(addresses)
    assert max(map(len, few)) <= 255


# --- by which policy ---


@pytest.mark.parametrize("road", ["variable", "file"])
def test_buttons_score_by_the_policy_that_the_desk_has_set(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, road: str
) -> None:
    path = desk.folder / "自评表.xlsx"
    sample().save(path)
    folder = desk.folder / "报送"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(BUSINESS.read_bytes())
    opened(path, Excel(picked=folder))
    buttons_that_score = ("score_form", "hand_in", "check_form")
    own = [desk.press(function) for function in buttons_that_score]
    alone = desk.press("check_folder")
    if road == "variable":
        monkeypatch.setenv("JIXIAO_POLICY", "hubei")
    else:
        user_files.settings_file().parent.mkdir(parents=True, exist_ok=True)
        user_files.settings_file().write_bytes(b'"POLICY","hubei"\r\n')

    front = opened(path, Excel(picked=folder))
    set_ = [desk.press(function) for function in buttons_that_score]
    listed = front.impl.book["核查结果"]["A2"].value
    together = desk.press("check_folder")

    assert all(told.endswith("（按本表的版式）。") for told in own)
    assert alone.endswith("评分办法：设置中没有指定，各表按各自版式的办法。")
    named = f"评分办法：{load('hubei').title}（设置中指定）。"
    assert all(told.endswith(named) for told in [*set_, listed, together])
    assert [len(command) for command in desk.started] == [6, 8]
    assert desk.started[1][-2:] == ("--policy", "hubei")


def test_a_button_tells_of_a_policy_that_cannot_be_used(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_POLICY", "nowhere")
    opened(sample(), Excel(picked=BUSINESS.parent))

    for function in ("score_form", "check_form", "check_folder"):
        assert desk.press(function).startswith("没有名为 nowhere 的评分办法")
    assert desk.started == []


# --- which sheet ---


def test_the_active_sheet_counts_where_several_have_forms(desk: Desk) -> None:
    book = sample(G14=None)
    other = book.copy_worksheet(book.active)
    other.title = "另一份"
    opened(book)

    told = desk.press("score_form")

    assert told.startswith("工作表「自评表」已填写或改动 1 处")
    assert other["G14"].value is None


def test_two_forms_and_another_sheet_in_front(desk: Desk) -> None:
    book = sample()
    book.copy_worksheet(book.active).title = "另一份"
    book.create_sheet("封面", 0)
    book.active = 0
    opened(book)

    assert desk.press("score_form") == dialogs.WHICH.format(sheets="「自评表」、「另一份」")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_form_is_left_alone(desk: Desk, state: str) -> None:
    book = sample(G14=None)
    form = book.active
    before = values(form)
    book.create_sheet("封面", 0)
    book.active = 0
    form.sheet_state = state
    opened(book)

    for function in ("score_form", "check_form"):
        told = desk.press(function)
        assert told == dialogs.NO_FORM + dialogs.HIDDEN.format(sheets="「自评表」")
    assert values(form) == before
    assert list(form.conditional_formatting) == []


def test_a_hidden_copy_does_not_stand_in_the_way(desk: Desk) -> None:
    book = sample(G14=None)
    book.copy_worksheet(book.active).sheet_state = "hidden"
    book.create_sheet("封面", 0)
    book.active = 0
    opened(book)

    assert desk.press("score_form").startswith("工作表「自评表」已填写或改动 1 处")


def test_a_chart_in_front_of_the_only_form(desk: Desk) -> None:
    book = sample(G14=None)
    book.create_chartsheet("图")
    book.active = 1
    opened(book)

    assert desk.press("score_form").startswith("工作表「自评表」已填写或改动 1 处")


def test_charts_among_the_sheets_keep_their_places(desk: Desk) -> None:
    book = sample()
    book.create_chartsheet("图", 0)
    book.create_sheet("说明")
    book.active = 1
    opened(book)

    desk.press("check_form")

    assert book.sheetnames == ["图", "核查结果", "自评表", "说明"]


def test_no_form_at_all(desk: Desk) -> None:
    opened(openpyxl.Workbook())

    for function in ("score_form", "check_form"):
        assert desk.press(function) == dialogs.NO_FORM


def without_a_table(sheet: Any) -> None:
    """A form whose indicator table nobody could find: its heads are gone."""
    for row in sheet.iter_rows(min_row=12, max_row=12):
        for cell in row:
            if cell.value is not None:
                cell.value = "　"


def test_a_form_of_no_known_layout_is_told_what_it_lacks(desk: Desk) -> None:
    book = sample()
    without_a_table(book.active)
    opened(book)

    told = desk.press("score_form")

    assert told.startswith("工作表「自评表」没有找到指标表：")


def test_a_form_of_no_known_layout_behind_does_not_stand_in_the_way(desk: Desk) -> None:
    book = sample(G14=None)
    other = book.copy_worksheet(book.active)
    other.title = "别的表"
    without_a_table(other)
    book.create_sheet("封面", 0)
    book.active = 0
    opened(book)

    assert desk.press("score_form").startswith("工作表「自评表」已填写或改动 1 处")


# --- trouble ---


@pytest.mark.parametrize(("times", "told"), [(3, "已填写"), (99, live_sheet.BUSY)])
def test_patience_has_an_end(desk: Desk, times: int, told: str) -> None:
    book = sample(G14=None)
    before = values(book.active)
    opened(book, Excel(busy=times))

    said = desk.press("score_form")

    assert told in said
    assert (values(book.active) == before) == (times == 99)
    assert sum(desk.paused) <= 4


def no_workbook(excel: Excel | None = None) -> xw.Book:
    """What the add-in's VBA hands over where none is open: its own workbook."""
    front = opened(openpyxl.Workbook(), excel)
    front.impl.addin = True
    return front


@pytest.mark.parametrize("function", ["score_form", "check_form", "clear_marks", "compare_forms"])
def test_without_a_workbook_what_needs_a_form_says_so(desk: Desk, function: str) -> None:
    front = no_workbook()

    assert desk.press(function) == dialogs.NO_BOOK
    assert front.impl.excel.calls == ["Workbook"]


def test_without_a_workbook_all_else_works(desk: Desk) -> None:
    folder = desk.folder / "报送"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(BUSINESS.read_bytes())
    front = no_workbook(Excel(picked=folder))
    user_files.settings_file().parent.mkdir(parents=True)
    user_files.settings_file().touch()

    buttons_of_no_form = [name for name in FUNCTIONS if name.startswith(("new_", "show_"))]
    told = [desk.press(function) for function in buttons_of_no_form]
    bulk = desk.press("check_folder")

    assert told == ["", "", "", "", dialogs.about()]
    made = [folder / "自评表.xlsx", folder / "申报表.xlsx"]
    assert front.impl.excel.opened == list(map(str, made))
    assert bulk.startswith(f"按“确定”开始核查“{folder}”里的 3 个文件。")
    assert [command[-2:-1] for command in desk.started] == [
        (processes.of_windows("notepad.exe"),), (str(folder),)
    ]  # fmt: skip


def test_a_fault_of_ours_is_said_to_be_ours_and_logged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buttons.fill_scores, "plan", lambda *_: 1 / 0)
    opened(sample())

    told = desk.press("score_form")

    assert told == dialogs.FAULT.format(button="「评分」", log=udf_desk.log_file())
    log = udf_desk.log_file().read_text("utf-8")
    assert "评分" in log
    assert "ZeroDivisionError" in log


def test_a_sheet_used_to_its_end_is_not_read(desk: Desk) -> None:
    book = sample()
    book.active["XFD1048576"] = "x"
    opened(book)

    assert desk.press("score_form") == live_sheet.TOO_WIDE.format(name="自评表", last="XFD1048576")


# --- 生成报送版 ---


def test_the_hand_in_file_says_what_the_open_workbook_says(desk: Desk) -> None:
    path = desk.folder / "自评表.xlsx"
    sample().save(path)
    before = path.read_bytes()
    front = opened(path)
    front.impl.book.active["G14"] = "=F14"  # changed since, and not saved
    front.impl.cached[("自评表", "G14")] = 9.0

    told = desk.press("hand_in")

    target = desk.folder / "自评表_报送版.xlsx"
    gone = ("公式 1 处（结果保留为数值）",)
    assert told.startswith(dialogs.handed_in(target, gone) + "\n评分办法：")
    assert desk.asked == []
    handed = openpyxl.load_workbook(target).active
    shown = openpyxl.load_workbook(BUSINESS).active
    assert values(handed) == values(shown) | {"G14": 9.0}
    files = sorted(one.name for one in desk.folder.iterdir() if one.is_file())
    assert files == ["自评表.xlsx", target.name]
    assert path.read_bytes() == before


def test_handing_in_asks_excel_three_things_and_for_a_copy(desk: Desk) -> None:
    path = desk.folder / "自评表.xlsx"
    sample().save(path)
    front = opened(path)

    desk.press("hand_in")

    assert front.impl.excel.calls == ["Workbook", "Workbook", "Workbook", "SaveCopyAs"]


@pytest.mark.parametrize("button", ["score_form", "check_form", "hand_in"])
def test_where_excel_calculates_by_hand_a_button_calculates_first_and_says_so(
    desk: Desk, button: str
) -> None:
    path = desk.folder / "自评表.xlsx"
    sample().save(path)
    front = opened(path)
    automatic = desk.press(button)
    for made in desk.folder.glob("*报送版*"):
        made.unlink()
    front.impl.excel.calls.clear()
    front.impl.excel.calculation = -4135

    by_hand = desk.press(button)

    assert not automatic.startswith(dialogs.CALCULATED)
    assert by_hand.startswith(dialogs.CALCULATED)
    calls = front.impl.excel.calls
    assert calls.index("Calculate") < min(
        number for number, call in enumerate(calls) if call.startswith(("Value(11)", "SaveCopyAs"))
    )


def test_a_scoring_is_taken_back_and_that_is_on_record(desk: Desk) -> None:
    book = sample(G14=None, G15=None, G16="5")
    opened(book)
    desk.press("score_form")
    scored = book.active["G14"].value
    count = len(score_undo.done[0].written)

    told = desk.press("undo_score")

    assert scored == 9.0
    assert told == score_undo.UNDONE.format(sheet="自评表", count=count)
    assert {place: book.active[place].value for place in ("G14", "G15", "G16")} == {
        "G14": None, "G15": None, "G16": "5",
    }  # fmt: skip
    assert "已撤销" in next(desk.folder.rglob("评分记录*")).read_text("utf-8-sig")
    assert desk.press("undo_score") == score_undo.NOTHING


def test_a_scoring_that_somebody_worked_on_is_not_taken_back(desk: Desk) -> None:
    book = sample(G14=None, G15=None)
    opened(book)
    desk.press("score_form")
    book.active["G14"] = 3

    told = desk.press("undo_score")

    assert told == score_undo.CHANGED.format(cells="G14")
    assert book.active["G15"].value is not None


def test_a_scoring_of_another_workbook_is_not_taken_back(desk: Desk) -> None:
    opened(sample(G14=None))
    desk.press("score_form")
    opened(openpyxl.Workbook())

    assert desk.press("undo_score").startswith("评过分的工作簿")


def test_a_row_is_explained(desk: Desk) -> None:
    book = sample(G15=99)
    front = opened(book)
    front.impl.excel.active_row = 15

    told = desk.press("explain_cell").split("\n")
    front.impl.excel.active_row = 900

    assert told[0].startswith("第 15 行「")
    assert any(line.startswith("G15 错误 ") for line in told)
    assert any(line.startswith("怎么改：") for line in told)
    assert desk.press("explain_cell") == explaining.NOTHING.format(row=900)


@pytest.mark.parametrize("button", ["score_form", "check_form"])
def test_rows_too_low_for_their_text_are_made_higher(desk: Desk, button: str) -> None:
    book = sample(G14=None, E11="因为" + "工作安排作了较大的调整，" * 20 + "所以没有办完。")
    form = book.active
    for row in range(1, 26):
        form.row_dimensions[row].height = 30
    opened(book)

    told = desk.press(button)

    assert "行的文字原来显示不全，已把行加高。" in told
    assert form.row_dimensions[11].height > 60
    assert form.row_dimensions[24].height == 30


def test_protection_that_forbids_it_leaves_the_rows(desk: Desk) -> None:
    book = sample(E11="因为" + "工作安排作了较大的调整，" * 20)
    form = book.active
    form.row_dimensions[11].height = 30
    form.protection.sheet = True
    opened(book)

    told = desk.press("check_form")

    assert "已把行加高" not in told
    assert form.row_dimensions[11].height == 30


def test_a_self_evaluation_is_begun_from_a_declaration_and_opened(desk: Desk) -> None:
    source = desk.folder / "申报表.xlsx"
    shutil.copy(next(path for path in SAMPLES if "申报表_业务受理" in path.name), source)
    front = opened(sample(), Excel(picked=source))

    told = desk.press("fill_in")
    again = desk.press("fill_in")

    made = desk.folder / "申报表_带入自评表.xlsx"
    assert front.impl.excel.opened == [str(made)]
    assert told.endswith(f"新表已打开：{made}")
    assert "指标 " in told
    assert again == dialogs.THERE.format(path=made)


def test_a_monitoring_report_is_begun_from_a_declaration_and_opened(desk: Desk) -> None:
    source = desk.folder / "申报表.xlsx"
    shutil.copy(next(path for path in SAMPLES if "申报表_业务受理" in path.name), source)
    front = opened(sample(), Excel(picked=source))

    told = desk.press("monitor")
    again = desk.press("monitor")

    made = desk.folder / "申报表_监控表.xlsx"
    assert front.impl.excel.opened == [str(made)]
    assert "2025 年度，1-7月，指标 13 个" in told
    assert told.endswith(f"新表已打开：{made}")
    assert again == dialogs.THERE.format(path=made)


def test_a_self_evaluation_is_no_source_of_a_monitoring_report(desk: Desk) -> None:
    source = desk.folder / "自评表.xlsx"
    shutil.copy(next(path for path in SAMPLES if "自评表_业务受理" in path.name), source)
    front = opened(sample(), Excel(picked=source))

    told = desk.press("monitor")

    assert told.endswith("这是自评表，没有带入。请选项目的申报表。")
    assert front.impl.excel.opened == []


def test_what_cannot_be_taken_over_is_said(desk: Desk) -> None:
    source = desk.folder / "别的.xlsx"
    openpyxl.Workbook().save(source)
    front = opened(sample(), Excel(picked=source))

    told = desk.press("fill_in")

    assert "没有可以带入的表" in told
    assert front.impl.excel.opened == []


# --- 对比两份 ---


DECLARED = next(path for path in SAMPLES if "申报表_业务受理" in path.name)


def listed(front: xw.Book) -> list[list[str]]:
    """The lines of the list in a workbook of its own; none where there is no such workbook."""
    _, *others = front.impl.app.books.all
    return [
        ["" if text is None else text for text in line]
        for book in others
        for line in book.book.worksheets[0].iter_rows(values_only=True)
    ]


def test_the_open_form_is_compared_with_one_that_is_chosen(desk: Desk) -> None:
    book = sample(G14="1", D14="≥1900.00(张)", F15=3, F16=13, C17="完成优化营商环境的宣传报道")
    before = values(book.active)
    front = opened(book, Excel(picked=BUSINESS))

    told = desk.press("compare_forms")

    assert told.split("\n") == [
        f"选的那份：「业务受理工作经费」2024 年度自评表（{BUSINESS.name}）",
        "当前表格：「业务受理工作经费」2024 年度自评表（工作簿1）",
        "改指标值 1 项，改分值 2 项，减少 1 项，增加 1 项，7 项相同。",
        "箭头前是选的那份，箭头后是当前表格；减少的，当前表格没有。",
        "",
        "改指标值 「证书采购数量」“≥1800.00(张)”→“≥1900.00(张)”",
        "改分值 「证书完好度」8 分→3 分",
        "改分值 「证书邮寄投妥率」8 分→13 分",
        "减少 「收到差评处理时限」“≤3.00(天)”",
        "增加 「完成优化营商环境的宣传报道」“≤3.00(天)”",
        "",
        "当前表格没有改动。",
    ]
    assert values(book.active) == before
    assert [call for call in front.impl.excel.calls if call.endswith(("=", "Add"))] == []
    assert listed(front) == []


def test_what_a_box_cannot_hold_is_listed_whole_in_a_workbook_of_its_own(desk: Desk) -> None:
    book = sample()
    before = values(book.active)
    front = opened(book, Excel(picked=DECLARED))

    told = desk.press("compare_forms").split("\n")

    lead, heads, forms, *lines = listed(front)
    assert told[2] == "改名 2 项，改指标值 1 项，减少 10 项，增加 8 项，0 项相同。"
    assert told[2].startswith(lead[0].rstrip("。"))
    assert told[5 + dialogs.SHOWN :] == [
        "……还有 9 处。",
        "",
        "全部列在新打开的工作簿里，要留下的请另存。",
        "当前表格没有改动。",
    ]
    assert heads == ["变化", "指标", "选的那份", "当前表格", "选的那份第几行", "当前表格第几行"]
    assert "申报表" in forms[2]
    assert "自评表" in forms[3]
    assert len(lines) == 21
    assert lines[0] == [
        *("改名", "「证书保存完好程度」→「证书完好度」", "≥95.00(%)", "=100.00(%)", "20", "15")
    ]
    assert ["减少", "「邮寄业务次数」", "=2800.00(次)", "", "16", ""] in lines
    assert values(book.active) == before
    assert len(book.worksheets) == 1


@pytest.mark.parametrize(("points", "listed_too"), [(8, False), (7, True)])
def test_as_many_lines_as_a_box_holds_need_no_list(
    desk: Desk, points: int, listed_too: bool
) -> None:
    others = dict(zip("子丑寅卯辰巳", range(14, 20), strict=True))
    front = opened(
        sample(**{f"C{row}": f"另{sign}" for sign, row in others.items()}, F20=points),
        Excel(picked=BUSINESS),
    )

    told = desk.press("compare_forms")

    assert told.count("减少 「") + told.count("增加 「") + told.count("改分值 「") == dialogs.SHOWN
    assert ("……还有 1 处。" in told) == ("全部列在" in told) == bool(listed(front)) == listed_too


def test_a_text_that_would_fill_the_box_is_cut_there_and_whole_in_the_list(desk: Desk) -> None:
    long = "服务企业、群众和其他办事对象的线上线下综合窗口" * 4
    front = opened(sample(C14=long), Excel(picked=BUSINESS))

    told = desk.press("compare_forms").split("\n")

    (cut,) = (line for line in told if line.startswith("增加 「"))
    assert cut == f"增加 「{long}"[:80] + "……"
    assert any(line[1] == f"「{long}」" for line in listed(front))


def test_forms_of_two_projects_are_compared_and_that_is_said(desk: Desk) -> None:
    opened(BUSINESS, Excel(picked=OTHER))

    told = desk.press("compare_forms").split("\n")

    assert told[2] == "项目名称不同，请确认选的是不是同一项目的表。"


def test_a_file_of_many_projects_is_asked_for_the_same(desk: Desk) -> None:
    folder = desk.folder / "全部"
    folder.mkdir()
    for path in (BUSINESS, OTHER):
        shutil.copy(path, folder)
    front = opened(BUSINESS, Excel(picked=folder))

    told = desk.press("compare_forms")
    (folder / BUSINESS.name).unlink()
    for number in range(4):
        shutil.copy(OTHER, folder / f"{number}.xlsx")
    alone = desk.press("compare_forms")

    assert told.endswith(
        "指标没有不同，11 项相同。\n\n"
        "选的文件里另有 1 份表不是同一项目的，没有对比。\n当前表格没有改动。"
    )
    assert alone.startswith(
        f"没有对比：当前表格是「业务受理工作经费」2024 年度自评表（{BUSINESS.name}）"
    )
    assert "等 5 份。请选同一项目的表，再点一次。" in alone
    assert listed(front) == []


def test_several_forms_of_a_sheet_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "以前"
    folder.mkdir()
    for path, cells in ((BUSINESS, {"F15": 3}), (OTHER, {})):
        sample(path, **cells).save(folder / path.name)
    third = next(path for path in SAMPLES if "2024自评表_行政许可" in path.name)
    forms = [check_file(path, Choice(())).forms[0] for path in (BUSINESS, OTHER, third)]

    told = comparing.against(folder, "现在.xlsx", forms)

    assert told.whole is None
    assert told.text.split("\n") == [
        "改分值 1 项，26 项相同。",
        comparing.WAY,
        "",
        f"「业务受理工作经费」2024 年度自评表（{BUSINESS.name}）→"
        "「业务受理工作经费」2024 年度自评表（现在.xlsx）：",
        "改分值 「证书完好度」3 分→8 分",
        "",
        "当前工作表里另有 1 份表，选的文件里没有同一项目的，没有对比。",
        comparing.UNTOUCHED,
    ]


def test_a_file_without_a_form_is_no_other_version(desk: Desk) -> None:
    other = desk.folder / "别的.xlsx"
    openpyxl.Workbook().save(other)
    opened(BUSINESS, Excel(picked=other))

    told = desk.press("compare_forms").split("\n")

    assert told[0].startswith("别的.xlsx：")
    assert told[-1] == "别的.xlsx 里没有绩效表单可以对比。请选申报表、自评表等，再点一次。"


def test_a_form_that_cannot_be_read_beside_others_is_told(desk: Desk) -> None:
    folder = desk.folder / "全部"
    folder.mkdir()
    shutil.copy(BUSINESS, folder)
    (folder / "坏.xlsx").write_bytes(b"PK")
    opened(BUSINESS, Excel(picked=folder))

    told = desk.press("compare_forms").split("\n")

    assert "坏.xlsx：" in told[-2]


def test_nothing_chosen_is_nothing_compared(desk: Desk) -> None:
    opened(BUSINESS, Excel())

    assert desk.press("compare_forms") == ""


def test_the_add_in_tells_that_it_is_connected_again(desk: Desk) -> None:
    opened(sample())

    assert desk.press("reconnect") == dialogs.CONNECTED


@pytest.mark.parametrize(
    "name", thinned(sorted({name.split("/")[0] for name, _ in layouts.forms()}))
)
def test_a_form_of_any_place_can_be_handed_in(desk: Desk, name: str) -> None:
    path = desk.folder / "表.xlsx"
    workbook(dict(layouts.forms())[f"{name}/1"]).save(path)
    opened(path)

    told = desk.press("hand_in")

    assert told.startswith("已生成报送版，只有数值，没有公式和宏：")
    made = open_workbook(desk.folder / "表_报送版.xlsx")
    assert not isinstance(made, Refusal)
    assert [layouts.readings(grid) for grid in made] == [layouts.expected(f"{name}/1")]


def test_marks_and_the_list_are_not_handed_in(desk: Desk) -> None:
    path = desk.folder / "自评表.xlsx"
    sample(G20=8).save(path)
    opened(path)
    desk.press("check_form")

    desk.press("hand_in")

    made = openpyxl.load_workbook(desk.folder / "自评表_报送版.xlsx")
    assert made.sheetnames == ["自评表"]
    assert list(made.active.conditional_formatting) == []


def test_errors_are_asked_about_before_handing_in(desk: Desk) -> None:
    path = desk.folder / "自评表.xlsx"
    sample(G20=8, C7="约90").save(path)
    opened(path)
    desk.yes = False

    told = desk.press("hand_in")

    assert told == dialogs.CANCELLED
    (question,) = desk.asked
    first, *lines, last = question.splitlines()
    assert first == f"还有 {len(lines)} 处没有改正："
    assert lines[0] == (
        "工作表「自评表」读不成 C7「年初预算数」填的是“约90”，读不成数。请只填数字，单位为万元。"
    )
    assert lines[1].startswith("工作表「自评表」G20 错误 R504 ")
    assert last == "仍要生成报送版吗？"
    assert [one.name for one in desk.folder.iterdir()] == ["自评表.xlsx"]

    desk.yes = True
    desk.press("hand_in")
    assert (desk.folder / "自评表_报送版.xlsx").is_file()


def test_a_file_of_that_name_is_kept_unless_it_is_an_earlier_copy(desk: Desk) -> None:
    path, target = desk.folder / "自评表.xlsx", desk.folder / "自评表_报送版.xlsx"
    sample().save(path)
    opened(path)

    desk.press("hand_in")
    once = target.read_bytes()
    again = desk.press("hand_in")
    target.write_bytes(path.read_bytes())
    refused = desk.press("hand_in")

    assert again.startswith("已生成报送版")
    assert refused == hand_in.TAKEN.format(path=target) + "请把它改名或移到别处，再点一次。"
    assert (target.read_bytes(), once == path.read_bytes()) == (path.read_bytes(), False)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda path: Path(path).write_bytes(b"E-SafeNet" * 9), GUARDED),
        (lambda path: _refuse_to_save(), live_books.NO_COPY),
    ],
    ids=["encrypted", "refused"],
)
def test_a_copy_that_cannot_be_had(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, broken: Callable[[str], None], told: str
) -> None:
    path = desk.folder / "自评表.xlsx"
    sample().save(path)
    front = opened(path)
    monkeypatch.setattr(front.impl, "_save_copy", broken)

    assert desk.press("hand_in") == told
    assert [one.name for one in desk.folder.iterdir()] == ["自评表.xlsx"]


def _refuse_to_save() -> None:
    raise live_sheet.ComError(-2147352567, "发生意外。", (0, "Microsoft Excel", "不能保存。"), None)


def test_a_folder_that_cannot_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.folder / "自评表.xlsx"
    sample().save(path)
    opened(path)

    def full(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(hand_in, "put", full)

    assert desk.press("hand_in") == hand_in.UNWRITABLE.format(name="自评表_报送版.xlsx")


@pytest.mark.parametrize(
    ("path", "told"),
    [(None, live_books.UNSAVED), ("https://d.example.com/a", live_books.ONLINE)],
)
def test_a_workbook_that_is_no_file_yet(desk: Desk, path: str | None, told: str) -> None:
    front = opened(sample())
    if path:
        front.impl.path = type("Url", (), {"parent": path, "name": "表.xlsx"})()

    assert desk.press("hand_in") == told.format(path=path)


# --- the other buttons ---


@pytest.mark.parametrize(
    ("function", "kind"),
    [("new_evaluation", user_files.EVALUATION), ("new_declaration", user_files.DECLARATION)],
)
@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".XLSM"])
def test_new_forms_are_saved_at_once_as_the_installed_templates(
    desk: Desk, function: str, kind: str, ending: str
) -> None:
    target = desk.folder / f"2025年{kind}{ending}"
    front = opened(sample(), Excel(picked=target))
    installed = user_folder() / "excel" / f"{kind}{ending.lower()}"
    installed.parent.mkdir(parents=True)
    installed.write_bytes(ending.encode())

    told = desk.press(function)
    target.write_bytes(b"somebody's own by now")
    again = desk.press(function)

    assert told == ""
    assert front.impl.excel.opened == [str(target)]
    assert again == dialogs.THERE.format(path=target)
    assert target.read_bytes() == b"somebody's own by now"


def test_a_new_form_without_a_place_is_none(desk: Desk) -> None:
    front = opened(sample())

    assert desk.press("new_evaluation") == ""
    assert front.impl.excel.opened == []


def test_a_new_form_gets_an_ending(desk: Desk) -> None:
    opened(sample(), Excel(picked=desk.folder / "甲.乙"))

    desk.press("new_evaluation")

    assert (desk.folder / "甲.乙.xlsx").is_file()


def test_a_place_that_takes_no_form_is_told(desk: Desk) -> None:
    target = desk.folder / "没有" / "自评表.xlsx"
    opened(sample(), Excel(picked=target))

    assert desk.press("new_evaluation") == dialogs.NOT_SAVED.format(path=target)


def test_a_folder_is_checked_outside_excel(desk: Desk) -> None:
    folder = desk.folder / "2024 报送"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(BUSINESS.read_bytes())
    opened(sample(), Excel(picked=folder))

    told = desk.press("check_folder")

    ((interpreter, safe, flag, module, *rest),) = desk.started
    assert (interpreter, safe, flag, module) == (sys.executable, "-I", "-m", "macros.background")
    assert rest[0] == str(folder)
    assert Path(rest[1]).parent == desk.folder
    assert told.startswith(f"按“确定”开始核查“{folder}”里的 1 个文件。")


def test_somebody_is_told_before_the_check_has_its_window(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(dialogs, "show", lambda text: order.append(text[:8]))
    monkeypatch.setattr(processes, "start", lambda command: order.append(command[3]))
    opened(sample(), Excel(picked=BUSINESS.parent))

    buttons.check_folder()

    assert order == ["按“确定”开始核", "macros.background"]


def test_a_folder_that_has_no_room_beside_it_is_not_checked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(dir: Path) -> None:
        raise PermissionError(13, "拒绝访问。", str(dir))

    monkeypatch.setattr(user_files, "TemporaryFile", forbidden)
    opened(sample(), Excel(picked=BUSINESS.parent))

    told = desk.press("check_folder")

    assert told == dialogs.NOT_BESIDE.format(place=BUSINESS.parents[1])
    assert desk.started == []


def test_a_folder_is_checked_and_what_goes_back_is_laid_beside_it(desk: Desk) -> None:
    folder = desk.folder / "报送"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(BUSINESS.read_bytes())
    opened(sample(), Excel(picked=folder))

    told = desk.press("return_folder")

    ((*_, checked, _, option, returned),) = desk.started
    assert (checked, option) == (str(folder), "--return")
    assert Path(returned).parent == desk.folder
    assert Path(returned).name.startswith("报送_退回修改_")
    assert dialogs.RETURNING.format(returned=returned) in told


def test_an_empty_folder_and_none(desk: Desk) -> None:
    opened(sample(), Excel(picked=desk.folder))
    nothing = dialogs.NOTHING_TO_CHECK.format(folder=desk.folder)
    assert [desk.press(name) for name in ("check_folder", "return_folder")] == [nothing] * 2

    opened(sample(), Excel(picked=None))
    assert [desk.press(name) for name in ("check_folder", "return_folder")] == ["", ""]
    assert desk.started == []


def test_rules_open_in_a_workbook_of_their_own(desk: Desk) -> None:
    front = opened(sample())

    assert desk.press("show_rules") == ""

    sheet = front.impl.app.books.all[-1].book.active
    assert [cell.value for cell in sheet[2]][:3] == ["规则", "级别", "检查什么"]
    assert [cell.value for cell in sheet["A"]][2:] == [module.RULE.code for module in RULES]
    assert front.impl.book.sheetnames == ["自评表"]


def test_settings_open_in_notepad(desk: Desk) -> None:
    assert desk.press("show_settings") == dialogs.NO_SETTINGS.format(
        path=user_files.settings_file()
    )

    user_files.settings_file().parent.mkdir(parents=True, exist_ok=True)
    user_files.settings_file().touch()

    assert desk.press("show_settings") == ""
    notepad = processes.of_windows("notepad.exe")
    assert desk.started == [(notepad, str(user_files.settings_file()))]


def test_about_names_version_and_places(desk: Desk) -> None:
    told = desk.press("show_about")

    assert told.startswith("绩效表单工具 ")
    assert str(udf_desk.log_file()) in told


# --- the house ---


def test_the_ribbon_calls_these_functions_and_no_others() -> None:
    assert {one.function for one in BUTTONS} == set(FUNCTIONS)
    assert [name for name in FUNCTIONS if not callable(getattr(buttons, name, None))] == []


def test_the_calling_workbook_is_asked_for_in_buttons_only() -> None:
    tree = ast.parse((ROOT / "macros" / "buttons.py").read_text("utf-8"))
    inside = {
        function.name
        for function in tree.body
        if isinstance(function, ast.FunctionDef) and "xw.Book.caller()" in ast.unparse(function)
    }

    assert inside <= {*FUNCTIONS, UNDO.function, "_begun", "_new", "_table"}
    for path in (ROOT / "macros").rglob("*.py"):
        if path.name != "buttons.py":
            assert "Book.caller()" not in path.read_text("utf-8"), path


def test_a_click_loads_neither_pandas_nor_openpyxl_nor_the_reports() -> None:
    code = (
        "import sys; sys.modules.update(pandas=None, numpy=None, openpyxl=None)\n"
        "import macros.buttons\n"
        "print(*sorted(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = done.stdout.split()
    assert "macros.excel.live_sheet" in loaded
    heavy = ("xlsxwriter", "xlrd", "validators.reports", "workbooks.drawing.draw_form", "openpyxl.")
    assert [name for name in loaded if name.startswith(heavy)] == []


def test_a_damaged_answer_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_sheet, "open_sheet", lambda text, name: open_sheet(text[:-9], name))
    opened(sample())

    assert desk.press("score_form").startswith("工作表「自评表」读不成。")
