"""Whatever stands in a cell, a form is judged without a fault and in no time worth naming."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbooks import layouts
from tests.workbooks.packages import packed, parts, sheet
from validators.checking.check_file import CheckedForm, Choice, check_file, check_grid
from workbooks.files.open_file import grids
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import Grid, Position, Raw, Template, position

FORM = dict(layouts.forms())["national/1"]
SECONDS = 3.0
"""Of CPU; each takes a third of one. What tries every place anew takes ten and more."""

LENGTH = 32_000
LONG = {
    "digits": "9" * LENGTH,
    "numerals": "一" * LENGTH,
    "a group with points": "9" * LENGTH + "（50分）",
    "words that are peeled off": "量" * LENGTH,
    "amounts": ("培训10场，" + "9次，" * LENGTH)[:LENGTH],
    "placeholders": "指标" + "：" * LENGTH + "!",
    "boxes": "优☑" + "良" * LENGTH,
    "brackets": "(" * LENGTH,
    "signs": "≥" * LENGTH,
}
PLACES = (
    *("A1", "A2", "D3", "A6", "D6", "H6", "B11", "F11", "B12"),
    *("D12", "B13", "C13", "D13", "E13", "F13", "G13", "I13", "A16"),
)
"""One cell of each kind, heads and labels among them."""


def changed(values: dict[Position, Raw], **other: object) -> Grid:
    return replace(FORM, values={**FORM.values, **values}, **other)  # type: ignore[arg-type]


def faults(grid: Grid) -> list[str]:
    checked = [one for one in check_grid(grid, Choice()) if isinstance(one, CheckedForm)]
    return [fault.trace for form in checked for fault in form.outcome.faults]


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_text_in_any_cell_costs_little(text: str) -> None:
    dear = []
    for place in PLACES:
        began = time.process_time()
        assert faults(changed({position(place): text})) == []
        if time.process_time() - began > SECONDS:
            dear.append(place)

    assert dear == []


def test_two_long_texts_of_few_signs_are_compared() -> None:
    goal, outcome = position("B11"), position("F11")
    assert isinstance(FORM.values[goal], str)
    assert isinstance(FORM.values[outcome], str)
    grid = changed({goal: "培训" * 16_000, outcome: "训培" * 16_000})
    began = time.process_time()

    (form,) = check_grid(grid, Choice())

    assert isinstance(form, CheckedForm)
    assert [f.rule.code for f in form.outcome.findings if f.rule.code == "T802"] == ["T802"]
    assert time.process_time() - began < SECONDS


def test_money_one_column_off_its_heads() -> None:
    rows = range(6, 10)
    values = {at: value for at, value in FORM.values.items() if at[0] not in rows}
    moved = {(r, c - 1): value for (r, c), value in FORM.values.items() if r in rows and c > 3}
    named = {at: value for at, value in FORM.values.items() if at[0] in rows and at[1] <= 2}

    assert sum(isinstance(value, float) for value in moved.values()) == 16
    assert faults(replace(FORM, values={**values, **moved, **named}, merges=())) == []


@pytest.mark.parametrize("decimals", [31, 50_000])
def test_a_number_format_without_end(decimals: int) -> None:
    formats = dict.fromkeys(FORM.values, "0." + "0" * decimals)
    numbers = {at: value for at, value in FORM.values.items() if isinstance(value, float)}

    assert numbers
    assert faults(changed({}, formats=formats)) == []
    assert faults(changed({}, formats=dict.fromkeys(FORM.values, f"0.{'0' * decimals}%"))) == []


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 9, "-1", "1e400", "²"])
def test_a_version_without_end(version: str) -> None:
    template = Template("national-self-evaluation", version)

    assert faults(changed({}, template=template)) == []


@pytest.mark.parametrize("number", [1e308, -1e308, 5e-324, 1e15 + 0.5])
def test_numbers_at_the_end_of_what_excel_holds(number: float) -> None:
    numbers = [at for at, value in FORM.values.items() if isinstance(value, float)]

    assert faults(changed(dict.fromkeys(numbers, number))) == []
    assert [at for at in numbers if faults(changed({at: number}))] == []


def test_the_number_of_a_shared_text_without_end() -> None:
    raw = packed(parts(sheet(f'<row r="1"><c r="A1" t="s"><v>{"9" * 5000}</v></c></row>')))

    found = grids(raw)

    assert isinstance(found, Refusal)
    assert found.reason is Reason.DAMAGED


PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="jixiao_template">'
    "<vt:lpwstr>shanghai-self-evaluation</vt:lpwstr></property>"
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="3"'
    ' name="jixiao_template_version"><vt:lpwstr>{version}</vt:lpwstr></property></Properties>'
)
SAMPLE = Path(__file__).parents[3] / "workbooks" / "samples" / "2024自评表_业务受理工作经费.xlsx"


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 12, "٣", "0" * 4999 + "1"])
@pytest.mark.parametrize("place", ["version", "columns"])
def test_a_number_without_end_in_a_package_is_no_fault(
    tmp_path: Path, place: str, number: str
) -> None:
    """From the outermost door: whoever reads such a number anew is caught here."""
    file = tmp_path / "表.xlsx"
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if place == "columns" and name == "xl/worksheets/sheet1.xml":
                data = re.sub(
                    rb'<col min="\d+" max="\d+"',
                    f'<col min="{number}" max="{number}"'.encode(),
                    data,
                )
            if not (place == "version" and name == "docProps/custom.xml"):
                new.writestr(name, data)
        if place == "version":
            new.writestr("docProps/custom.xml", PROPERTIES.format(version=number))

    result = check_file(file, Choice())

    assert result.faults == ()
    assert len(result.forms) == 1
