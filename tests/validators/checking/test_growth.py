"""What checking costs grows with what there is and no faster: counted in calls, never timed."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.workbooks import layouts
from validators.checking.check_file import CheckedForm, Choice, check_file, check_grid
from workbooks.grid import Area, Grid, Position, Raw

FORM = dict(layouts.forms())["national/1"]
HEIGHT = max(row for row, _ in FORM.values) + 2
TABLE, CLOSING = 13, 16
"""The first row of its indicators, and the one below them."""

MOST = 1.1
"""Times the calls for each unit, where there are twice as many."""

SAMPLE = min((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))
ANYWHERE = 1.5
"""Times the lines for the plain file, where one more thing stands somewhere on the sheet."""


def stacked(count: int) -> Grid:
    """Forms below each other."""
    values: dict[Position, Raw] = {}
    merges: list[Area] = []
    for down in range(0, count * HEIGHT, HEIGHT):
        values |= {(row + down, column): value for (row, column), value in FORM.values.items()}
        merges += (Area(a.top + down, a.left, a.bottom + down, a.right) for a in FORM.merges)
    return replace(FORM, values=values, merges=tuple(merges))


def rows(count: int) -> Grid:
    """One form of so many indicators, each with a name of its own."""
    values = {at: value for at, value in FORM.values.items() if at[0] < TABLE}
    for number in range(count):
        name, target, actual = f"第{number}类人员培训", f"≥{number + 5}场", f"{number + 5}场"
        row = ("产出指标", "数量指标", name, target, actual, 90 / count, 90 / count)
        values |= {(TABLE + number, column): cell for column, cell in enumerate(row, 2)}
    below = count - (CLOSING - TABLE)
    values |= {
        (CLOSING + below, 1): "总分",
        (CLOSING + below, 7): 100.0,
        (CLOSING + below, 8): 99.9,
    }
    return replace(FORM, values=values, merges=tuple(a for a in FORM.merges if a.bottom < TABLE))


def beside(count: int) -> Grid:
    """A form, and right of it rows of other content."""
    other = {(row, column): f"摘要{row}" for row in range(1, count + 1) for column in (20, 21)}
    return replace(FORM, values={**FORM.values, **other})


def formats(count: int) -> Grid:
    """A form, and below it numbers in formats of their own."""
    places = [(HEIGHT + 9 + number, 1) for number in range(count)]
    other = {at: at[0] / 7 for at in places}
    codes = {at: f'0.00"第{at[0]}"' for at in places}
    return replace(FORM, values={**FORM.values, **other}, formats={**FORM.formats, **codes})


def calls(grid: Grid) -> int:
    """Calls of functions, ours and Python's, when all its texts have been seen before."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    checked = list(check_grid(grid, Choice()))
    assert checked
    assert all(isinstance(one, CheckedForm) for one in checked)
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        list(check_grid(grid, Choice()))
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize(
    ("make", "count"),
    [(stacked, 2), (rows, 45), (beside, 100), (formats, 100)],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_twice_as_much_costs_twice_as_much(make: Callable[[int], Grid], count: int) -> None:
    assert calls(make(2 * count)) <= MOST * 2 * calls(make(count))


FAR = {
    "the last row": '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>注</t></is></c></row>',
    "the last column": '<row r="900"><c r="XFD900"><v>3.5</v></c></row>',
    "the last cell": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "between": '<row r="500000"><c r="BZA500000" t="str"><f>1&amp;2</f><v>12</v></c></row>',
}
WIDE = (
    *("A1048570:XFD1048576", "A900:XFD1048576", "Z1:XFD1048576", "Z1:Z1048576"),
    *("A900:XFD900", "XFC1048575:XFD1048576", "A800000:B800001"),
)


@pytest.mark.parametrize("row", FAR.values(), ids=FAR)
def test_a_cell_anywhere_costs_next_to_nothing(row: str, tmp_path: Path) -> None:
    spoiled = patched(tmp_path, "</sheetData>", f"{row}</sheetData>")

    assert lines_of_file(spoiled) <= ANYWHERE * lines_of_file(SAMPLE)


@pytest.mark.parametrize("merged", WIDE)
def test_a_merge_anywhere_costs_next_to_nothing(merged: str, tmp_path: Path) -> None:
    one = f'<mergeCell ref="{merged}"/></mergeCells>'

    spoiled = patched(tmp_path, "</mergeCells>", one)

    assert lines_of_file(spoiled) <= ANYWHERE * lines_of_file(SAMPLE)


def patched(folder: Path, at: str, by: str) -> Path:
    """The sample with another text in the place of one in its sheet."""
    sheet = "xl/worksheets/sheet1.xml"
    path = folder / SAMPLE.name
    with zipfile.ZipFile(SAMPLE) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == sheet:
                assert part.decode().count(at) == 1
                part = part.decode().replace(at, by).encode()
            after.writestr(name, part)
    return path


def lines_of_file(path: Path) -> int:
    """Lines that are run for a file, each round of a loop anew, when its texts were seen before."""
    run = 0

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal run
        run += event == "line"
        return count

    assert len(check_file(path, Choice()).forms) == 1
    before = sys.gettrace()
    sys.settrace(count)
    try:
        check_file(path, Choice())
    finally:
        sys.settrace(before)
    return run
