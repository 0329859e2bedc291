"""What Excel's moods come to: busy, failing, and marks and jumps as Excel wants them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule

from macros.excel import check_view, live_sheet
from macros.excel.live_sheet import ComError
from tests.macros.excel_stand_in import REJECTED, Excel, opened
from tests.macros.test_buttons import BUSINESS, Desk, sample, values
from tests.macros.test_buttons import desk as desk
from validators.checking.check_file import Choice, check_grid


class ExcelBusyError(Exception):
    """Bears the name of xlwings' own, which only Windows has."""


def failed(code: int, inner: int | None = None) -> ComError:
    details = None if inner is None else (0, "Microsoft Excel", None, None, 0, inner)
    return ComError(code, "发生意外。", details, None)


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (REJECTED, True),
        (failed(-2147417846), True),
        (failed(-2147352567, -2146777998), True),  # a cell is being edited
        (failed(-2147352567, -2146827284), False),
        (failed(-2147352567), False),
        (ExcelBusyError(), True),
        (AttributeError("Value"), False),
    ],
)
def test_what_busy_looks_like(error: Exception, busy: bool) -> None:
    assert live_sheet.is_busy(error) == busy


@dataclass
class Failing(Excel):
    """An Excel whose writes of one place end in these errors, one after the other."""

    place: str = ""
    errors: list[Exception] = field(default_factory=list)

    def written(self, what: str) -> None:
        if self.errors and what.startswith(f"Value {self.place}:"):
            raise self.errors.pop(0)
        super().written(what)


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ([REJECTED] * 6, live_sheet.BUSY),
        ([AttributeError("Value")], live_sheet.FAILED.format(cells="G20")),
        ([failed(-2147352567, -2146827284)], live_sheet.FAILED.format(cells="G20")),
    ],
    ids=["busy", "busy, as pywin32 says it", "refused"],
)
def test_a_write_that_fails_restores_all_and_says_why(
    desk: Desk, errors: list[Exception], told: str
) -> None:
    book = sample(G14=None, G20=9)
    before = values(book.active)
    opened(book, Failing(place="G20", errors=errors))

    assert desk.press("score_form") == told
    assert values(book.active) == before


def test_a_write_that_cannot_be_undone_says_what_to_do(desk: Desk) -> None:
    book = sample(G14=None, G20=9)
    opened(book, Failing(place="G20", errors=[failed(-2147352567, -2146827284)] * 2))

    assert desk.press("score_form") == live_sheet.BROKEN.format(cells="G14、G20")


def test_a_jump_finds_a_sheet_with_an_apostrophe_in_its_name(desk: Desk) -> None:
    book = sample(G20=8)
    book.active.title = "甲'乙"
    opened(book)

    desk.press("check_form")

    jumps = {cell.hyperlink.location for cell in book["核查结果"]["C"] if cell.hyperlink}
    assert "'甲''乙'!G20" in jumps


def test_marks_stand_before_what_the_form_colours_itself(desk: Desk) -> None:
    book = sample(G20=8)
    own = FormulaRule(formula=["1=1"])
    book.active.conditional_formatting.add("A1:H25", own)
    front = opened(book)

    desk.press("check_form")

    calls = front.impl.excel.calls
    added = [place for place, call in enumerate(calls) if call.startswith("FormatConditions.Add")]
    assert added
    assert [calls[place + 1] for place in added] == ["SetFirstPriority"] * len(added)


def coloured(**cells: Any) -> dict[str, check_view.Colour]:
    """The colour of each place of a published form with some cells changed."""
    book = openpyxl.load_workbook(BUSINESS)
    for place, value in cells.items():
        book.active[place] = value
    grid = live_sheet.read(opened(book).sheets.active).grid
    forms = [form for form in check_grid(grid, Choice()) if hasattr(form, "outcome")]
    return {at: colour for colour, places in check_view.colours(forms, grid) for at in places}


def test_of_several_findings_in_a_cell_the_gravest_gives_the_colour() -> None:
    found = coloured(G20=8.125)  # above its points of 8, and with three decimals

    assert found["G20"] == check_view.RED


def test_merged_cells_are_coloured_as_a_whole() -> None:
    found = coloured(C3=None)  # 项目名称, over C3 to H3

    assert found["C3:H3"] == check_view.RED
    assert "C3" not in found


def test_every_cell_of_a_joint_finding_is_coloured() -> None:
    found = coloured(E13=None, E14=None)

    assert (found["E13"], found["E14"]) == (check_view.RED, check_view.RED)
