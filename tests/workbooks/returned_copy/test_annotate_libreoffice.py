"""Marked copies as LibreOffice opens them, and copies that it has saved, marked again."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.workbooks.printing import convert
from tests.workbooks.returned_copy.test_annotate import (
    SHEETS,
    copied,
    first,
    line,
    mark,
    notes,
    opened,
)
from tests.workbooks.rich import NOTED_CELL, form_grid, rich
from tests.workbooks.rich_parts import THREADED_CELL
from workbooks.files import xlsx
from workbooks.reading.read_form import read_grid
from workbooks.returned_copy.annotate import list_workbook
from workbooks.returned_copy.list_sheet import ListEntry
from workbooks.returned_copy.marked_styles import Look

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        shutil.which("soffice") is None, reason="needs soffice (Debian: libreoffice-calc)"
    ),
    pytest.mark.filterwarnings("ignore:.* extension is not supported"),
    # It counts the sheets that it makes of scenarios where it names the others by number.
    pytest.mark.filterwarnings("ignore:Defined names for sheet index"),
]
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SAMPLES = sorted((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copies, as .fods and saved as .xlsx; LibreOffice is started twice for all of them."""
    folder = tmp_path_factory.mktemp("copies")
    row = line(ListEntry(1), ListEntry("G14", None, ("自评表", "G14")), ListEntry("=1+1"))
    marks = (
        mark(NOTED_CELL, "N601 错误：扣分没有说明。", sheet="自评表"),
        mark(THREADED_CELL, "R505 警告：请核实。", Look.CARE, "自评表"),
        mark("C7", "填的是“约90”。", Look.UNKNOWN, "自评表"),
    )
    (folder / "rich.xlsm").write_bytes(copied(rich(form_grid()), *marks, listing=first(row)))
    (folder / "list.xlsx").write_bytes(list_workbook(first(row)))
    for path in SAMPLES:
        sheet = xlsx.sheet_names(path.read_bytes())[0]
        (folder / path.name).write_bytes(copied(path.read_bytes(), mark("E15", sheet=sheet)))
    copies = sorted([*folder.glob("*.xlsx"), folder / "rich.xlsm"])
    convert(folder, "fods", copies)
    (folder / "saved").mkdir()
    convert(folder / "saved", "xlsx", [folder / "rich.xlsm"])
    return folder


def sheets(path: Path) -> dict[str, list[str]]:
    """The sheets with the texts of their notes."""
    root = ElementTree.parse(path).getroot()
    return {
        table.get(f"{_TABLE}name", ""): [
            "\n".join("".join(part.itertext()) for part in note if part.tag.endswith("}p"))
            for note in table.iter(f"{_OFFICE}annotation")
        ]
        for book in root.iter(f"{_OFFICE}spreadsheet")  # a chart has tables too
        for table in book.findall(f"{_TABLE}table")
    }


def test_it_opens_a_copy_of_everything_and_finds_the_notes(folder: Path) -> None:
    found = sheets(folder / "rich.fods")

    # It makes a sheet of each scenario, and of what it remembers of other workbooks.
    assert list(found)[:8] == [*SHEETS[:3], "高", *SHEETS[3:]]
    assert sorted(text.splitlines()[-2] for text in found["自评表"]) == [
        "N601 错误：扣分没有说明。", "R505 警告：请核实。", "填的是“约90”。",
    ]  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_it_opens_copies_of_the_samples(path: Path, folder: Path) -> None:
    found = sheets((folder / path.name).with_suffix(".fods"))

    (name,) = xlsx.sheet_names(path.read_bytes())
    assert found == {"修改清单": [], name: ["【退回修改】\n请改\n【完】"]}


def test_it_opens_a_list(folder: Path) -> None:
    assert sheets(folder / "list.fods") == {"修改清单": []}


def test_what_it_has_saved_is_known_and_cleaned_when_it_comes_back(folder: Path) -> None:
    saved = (folder / "saved" / "rich.xlsx").read_bytes()

    again = copied(saved, mark("E15", sheet="自评表"))

    assert [grid.sheet for grid in xlsx.grids(saved) if list(read_grid(grid))] == ["自评表"]
    assert opened(again).sheetnames == SHEETS
    found = notes(again)["自评表"]
    assert set(found) == {NOTED_CELL, THREADED_CELL, "E15"}
    assert "N601" not in found[NOTED_CELL][1]
    assert "批注某某" in found[NOTED_CELL][1]
    form = opened(again)["自评表"]
    assert [form[at].fill.fill_type for at in ("C7", "G14")] == [None, None]
