"""绩效运行监控表: the five layouts, and the ways in which each may be another, read by words.

Layouts as they are printed by central departments, by the pages, the import table and the interface
table of budget systems, and by software of single units.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.workbooks.layouts import FOLDER, grid
from workbooks.files.open_file import grids
from workbooks.files.refusal import Refusal
from workbooks.forms import Cell, MoneyUnit, MonitoringReport, Possibility, State, Trouble
from workbooks.grid import Grid
from workbooks.number_formats.shown import in_full
from workbooks.reading.account import UNREAD, account
from workbooks.reading.read_form import Reading, read_grid

HERE = Path(__file__).parent / "monitoring"
CENTRAL, SYSTEM, IN_HOUSE = (
    (FOLDER / "monitoring" / f"{at}.md").read_text("utf-8") for at in (1, 2, 3)
)
NUMBERS, ONE_CELL, IMPORT, INTERFACE = (
    (HERE / f"{name}.md").read_text("utf-8")
    for name in ("numbers", "one_cell", "import", "interface")
)
EVERY = {
    "central": CENTRAL,
    "numbers": NUMBERS,
    "one-cell": ONE_CELL,
    "system": SYSTEM,
    "import": IMPORT,
    "interface": INTERFACE,
    "in-house": IN_HOUSE,
}


def read(text: str) -> MonitoringReport:
    """The form of a sheet, of which every cell that says something is accounted for."""
    (one,) = read_grid(grid(text))
    assert isinstance(one, Reading), one.refusal
    assert isinstance(one.form, MonitoringReport)
    entries = list(account(one.form, one.marks, one.texts))
    assert [entry.address for entry in entries if entry.what == UNREAD] == []
    assert len(entries) == len(one.texts)
    assert one.faults == ()
    return one.form


def column(form: MonitoringReport, name: str) -> list[str]:
    cells: list[Cell[Any]] = [getattr(row, name) for row in form.indicators]
    return [cell.text for cell in cells]


def possibilities(form: MonitoringReport) -> list[Possibility | None]:
    return [row.possibility.value for row in form.indicators]


CERTAIN, POSSIBLE, IMPOSSIBLE, OTHER = Possibility


@pytest.mark.parametrize("text", EVERY.values(), ids=EVERY)
def test_each_layout_is_read_whole(text: str) -> None:
    form = read(text)

    assert all(row.name.text and row.target.text and row.actual.text for row in form.indicators)
    assert all(row.possibility.state is State.READ for row in form.indicators)


def test_the_central_form_as_it_was_filled_in() -> None:
    form = read(CENTRAL)

    assert (form.project_name.text, form.implementing_unit.text) == (
        "宣传片制作经费",
        "示例宣传中心",
    )
    assert (form.fiscal_year.value, form.period.value) == (2019, 7)
    assert len(form.indicators) == 13
    assert column(form, "target")[:4] == ["20集", "5次", "1", "≥90%"]
    assert set(column(form, "actual")) == {"一般"}
    assert set(column(form, "forecast")) == {"100%"}
    assert len(set(column(form, "note"))) == 1
    assert possibilities(form) == [CERTAIN] * 13
    assert {row.chosen_causes for row in form.indicators} == {()}
    total = form.funding.total
    assert (total.initial_budget.value, total.executed.value) == (Decimal("190.00"), 0)
    assert (total.rate.value, total.forecast.value) == (0, Decimal("190.00"))
    assert [part.kind.value for part in form.funding.parts] == [
        "当年财政拨款",
        "上年结转资金",
        "其他资金",
    ]


def test_columns_that_are_ticked() -> None:
    form = read(NUMBERS)

    assert possibilities(form) == [CERTAIN, POSSIBLE, *[CERTAIN] * 3, IMPOSSIBLE, CERTAIN]
    assert [row.possibility.address for row in form.indicators][:2] == ["N18", "O19"]
    chosen = [row.chosen_causes for row in form.indicators]
    assert (chosen[0], chosen[1], chosen[5]) == ((), ("经费保障", "人员保障"), ("制度保障",))
    assert column(form, "actual")[:2] == ["11场", "420人"]
    remarks = [cell.text for row in form.indicators for cell in row.others]
    assert remarks == ["按合同分期支付"]


@pytest.mark.parametrize("tick", ["✔", "√", "✓", "是", "1", "Y", "●"])
def test_a_tick_in_whatever_sign(tick: str) -> None:
    assert possibilities(read(NUMBERS.replace("√", tick)))[:2] == [CERTAIN, POSSIBLE]


@pytest.mark.parametrize("said", ["否", "0", "×", "—"])
def test_a_no_in_the_other_columns_is_no_tick(said: str) -> None:
    row = "24场 |  |  |  |  |  |  | √ |  |  |"

    form = read(NUMBERS.replace(row, row.replace("√ |  |  |", f"√ | {said} | {said} |")))

    assert possibilities(form)[0] is CERTAIN


def test_two_ticks_in_a_row_cannot_be_read() -> None:
    row = "24场 |  |  |  |  |  |  | √ |  |  |"

    form = read(NUMBERS.replace(row, row.replace("√ |  |  |", "√ | √ |  |")))

    cell = form.indicators[0].possibility
    assert (cell.state, cell.trouble) == (State.UNREADABLE, Trouble.SEVERAL_TICKED)


def test_one_cell_of_each_and_money_in_yuan() -> None:
    form = read(ONE_CELL)

    assert (form.period.value, form.fiscal_year.value) == (6, 2024)
    assert form.funding.money_unit.value is MoneyUnit.YUAN
    assert form.funding.total.executed.value == Decimal("820000.00")
    assert possibilities(form)[:2] == [CERTAIN, POSSIBLE]
    assert (
        form.indicators[1].note.text
        == "两处产权单位未签约，尚在谈判。；改进措施：8月底前完成签约。"
    )


def test_the_pages_of_a_system_print_no_month() -> None:
    form = read(SYSTEM)

    assert (form.period.state, form.period.text) == (State.BLANK, "当前完成值")
    assert form.indicators[1].chosen_causes == ("其他原因",)
    total = form.funding.total
    assert (total.initial_budget.text, total.annual_budget.text) == ("85.00", "80.00")


def test_an_import_table_without_title_or_heads() -> None:
    form = read(IMPORT)

    assert column(form, "target") == [
        "≥12(台)",
        "＝100(%)",
        "按期",
        "≤95(万元)",
        "≥3000(人次)",
        "≥90(%)",
    ]
    assert form.indicators[2].actual.text == "部分达成"
    assert (form.title.state, form.project_name.state) == (State.ABSENT, State.ABSENT)


def test_an_interface_table_has_its_codes_beside_its_names() -> None:
    form = read(INTERFACE)

    assert (form.period.value, form.fiscal_year.value) == (8, 2024)
    assert column(form, "name")[:2] == ["举办活动场次", "服务群众人次"]
    total = form.funding.total
    amounts = (total.initial_budget, total.annual_budget, total.executed, total.forecast)
    assert [str(cell.value) for cell in amounts] == [
        "450000.00",
        "450000.00",
        "280000.00",
        "450000.00",
    ]
    assert form.funding.money_unit.value is MoneyUnit.YUAN


def test_a_cause_for_each_column_of_a_unit_s_own_software() -> None:
    form = read(IN_HOUSE)

    assert form.period.state is State.BLANK
    assert form.indicators[4].chosen_causes == ("经费保障偏差原因", "人员保障偏差原因")


@pytest.mark.parametrize(
    ("printed", "month"),
    [("1-8月", 8), ("1—6月", 6), ("上半年", 6), ("前三季度", 9), ("截至9月底", 9), ("当前", None)],
)
def test_the_period_is_free(printed: str, month: int | None) -> None:
    form = read(NUMBERS.replace("1-6月", printed))

    assert form.period.value == month
    assert column(form, "actual")[:2] == ["11场", "420人"]
    assert form.funding.total.executed.text == "27.50"
    assert form.funding.total.forecast.text == "58.00"


def test_the_month_of_a_title_counts_where_no_head_has_one() -> None:
    text = NUMBERS.replace("1-6月", "当前").replace("运行监控表", "1-9月运行监控表")

    assert read(text).period.value == 9


def test_heads_that_nobody_merged_down() -> None:
    lines = CENTRAL.splitlines()
    at = next(n for n, line in enumerate(lines) if "| 经费保障 |" in line)
    lines[at] = lines[at].replace("^", "")

    form = read("\n".join(lines))

    assert len(form.indicators) == 13
    assert possibilities(form) == [CERTAIN] * 13
    assert [cell.label for cell in form.indicators[0].causes][-2:] == ["硬件条件保障", "其他"]


def test_two_sheets_of_one_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in (("培训", NUMBERS), ("宣传", CENTRAL)):
        put(book.create_sheet(name), grid(text))
    book.save(tmp_path / "监控.xlsx")

    sheets = grids((tmp_path / "监控.xlsx").read_bytes())

    assert not isinstance(sheets, Refusal)
    found = [one.form for sheet in sheets for one in read_grid(sheet) if isinstance(one, Reading)]
    assert [(form.sheet, len(form.indicators)) for form in found] == [("培训", 7), ("宣传", 13)]
    assert all(isinstance(form, MonitoringReport) for form in found)
    assert [row.possibility.value for row in found[1].indicators] == [CERTAIN] * 13


def test_a_web_page_with_merged_heads(tmp_path: Path) -> None:
    path = tmp_path / "监控.html"
    path.write_text(page(grid(NUMBERS)), "utf-8")

    sheets = grids(path.read_bytes())

    assert not isinstance(sheets, Refusal)
    (one,) = [found for sheet in sheets for found in read_grid(sheet)]
    assert isinstance(one, Reading)
    assert isinstance(one.form, MonitoringReport)
    assert possibilities(one.form) == possibilities(read(NUMBERS))
    assert [row.chosen_causes for row in one.form.indicators] == [
        row.chosen_causes for row in read(NUMBERS).indicators
    ]


def test_a_table_of_a_word_document() -> None:
    sheets = grids(document(grid(NUMBERS)))

    assert not isinstance(sheets, Refusal)
    (one,) = [found for sheet in sheets for found in read_grid(sheet)]
    assert isinstance(one, Reading)
    assert isinstance(one.form, MonitoringReport)
    assert possibilities(one.form) == possibilities(read(NUMBERS))
    assert one.form.indicators[1].chosen_causes == ("经费保障", "人员保障")
    assert one.form.period.value == 6


def document(laid: Grid) -> bytes:
    """A sheet as a table of a Word document."""
    rows, columns = (max(place[at] for place in laid.values) for at in (0, 1))
    made, stream = docx.Document(), BytesIO()
    table = made.add_table(rows, columns)
    for area in laid.merges:
        right = min(area.right, columns)
        first, last = (area.top - 1, area.left - 1), (area.bottom - 1, right - 1)
        table.cell(*first).merge(table.cell(*last))
    for (row, at), value in laid.values.items():
        shown = value if isinstance(value, str) else in_full(value, laid.formats.get((row, at), ""))
        table.cell(row - 1, at - 1).text = shown
    made.save(stream)
    return stream.getvalue()


def put(sheet: Any, laid: Grid) -> None:
    """A sheet as a workbook has it."""
    for (row, at), value in laid.values.items():
        cell = sheet.cell(row, at, value)
        cell.number_format = laid.formats.get((row, at), "General")
    for area in laid.merges:
        sheet.merge_cells(
            start_row=area.top, end_row=area.bottom, start_column=area.left, end_column=area.right
        )


def page(laid: Grid) -> str:
    """A sheet as a table of a web page."""
    areas = {(area.top, area.left): area for area in laid.merges}
    covered = {
        (row, at)
        for area in laid.merges
        for row in range(area.top, area.bottom + 1)
        for at in range(area.left, area.right + 1)
    } - areas.keys()
    last = max(at for _, at in laid.values)
    rows = []
    for row in range(1, max(row for row, _ in laid.values) + 1):
        cells = []
        for at in range(1, last + 1):
            if (row, at) in covered:
                continue
            area = areas.get((row, at))
            wide = f' colspan="{area.right - area.left + 1}"' if area else ""
            high = f' rowspan="{area.bottom - area.top + 1}"' if area else ""
            cells.append(f"<td{wide}{high}>{laid.values.get((row, at), '')}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><head><meta charset='utf-8'></head><table>{''.join(rows)}</table></html>"


@pytest.mark.parametrize("between", [0, 1, 3, 6])
def test_a_goal_stands_behind_cells_that_nobody_merged_with_its_label(between: int) -> None:
    label, goal = "| 年度绩效目标 |", " 完成馆藏档案数字化加工 50 万页。 |"
    line = next(one for one in SYSTEM.splitlines() if one.startswith(label))
    cells = line.count("|") - 3
    moved = label + " |" * between + goal + " > |" * (cells - between)

    form = read(SYSTEM.replace(line, moved))

    assert form.overall_goal.text == "完成馆藏档案数字化加工 50 万页。"


def test_a_cell_of_a_table_beside_is_no_goal() -> None:
    label = "| 年度绩效目标 |"
    line = next(one for one in SYSTEM.splitlines() if one.startswith(label))
    cells = line.count("|") - 2

    form = read(SYSTEM.replace(line, f"{label}{' > |' * 2}{' |' * (cells - 3)} 120 |"))

    assert form.overall_goal.blank
    assert form.overall_goal.text == ""
