"""The corpus tells the truth: what the oracle says stands on the sheet, in one row, once."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import openpyxl
import pytest

from tests.reading_corpus.cases import Case, cases
from tests.reading_corpus.expected import ExpectedRow, Reached, Sought
from tests.reading_corpus.layouts import layouts
from tests.reading_corpus.sheet import Sheet
from tests.reading_corpus.transforming import TRANSFORMATIONS
from tests.thinned import thinned


def _folded(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def _rows(sheet: Sheet) -> dict[int, dict[str, str]]:
    """The rows of a sheet by the places that were drawn in them."""
    found: dict[int, dict[str, str]] = {}
    for (row, _), cell in sheet.cells.items():
        found.setdefault(row, {})[cell.place] = _folded(cell.raw)
    return found


def _stands(one: ExpectedRow, row: dict[str, str]) -> bool:
    """Whether a row of the sheet says what the oracle says."""
    said = row.get("调整") or row.get("目标") or row.get("数值", "")
    if isinstance(one.target, Sought) and one.target.words and one.target.words not in said:
        return False
    if isinstance(one.actual, Reached) and one.actual.words:
        return _folded(one.actual.words) == row["实际"]
    return one.note is None or _folded(one.note) == row["原因"]


def _missing(case: Case) -> list[str]:
    """Rows of the oracle that nobody could find on the sheet."""
    rows = list(_rows(case.sheet).values())
    return [
        f"{case.name}: {one.name}"
        for form in case.expected
        for one in form.rows
        if not any(row.get("三级") == _folded(one.name) and _stands(one, row) for row in rows)
    ]


@pytest.mark.parametrize("by", thinned(["plain", "several", "two-below", "units-moved"], every=4))
def test_what_the_oracle_says_stands_on_the_sheet(by: str) -> None:
    read = [case for case in cases(by=by) if not case.refused]

    assert [line for case in read for line in _missing(case)] == []


def test_the_same_seed_gives_the_same_sheet() -> None:
    once, again = (list(cases(layout="anhui", seeds=2)) for _ in range(2))

    assert [case.sheet.cells for case in once] == [case.sheet.cells for case in again]


def test_every_transformation_changes_a_layout() -> None:
    plain = next(cases(layout="shanxi", by="plain"))
    every = cases(layout="shanxi")
    changed = {case.transformation for case in every if case.sheet.cells != plain.sheet.cells}
    merged = {"groups-first-only", "other-sheets"}  # they change no cell of the form

    assert changed | merged == {one.name for one in TRANSFORMATIONS} - {"plain"}


def test_a_drawn_sheet_is_what_another_reader_finds(tmp_path: Path) -> None:
    case = next(cases(layout="liaoning", by="plain"))
    case.sheet.save(tmp_path / "form.xlsx")

    page = openpyxl.load_workbook(tmp_path / "form.xlsx").active
    found = {
        (cell.row, cell.column): cell.value
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None
    }

    assert found == {place: cell.raw for place, cell in case.sheet.cells.items()}
    assert len(page.merged_cells.ranges) == len(case.sheet.merges)


def test_names_of_layouts_differ() -> None:
    names = [one.name for one in layouts()]

    assert len(names) == len(set(names))
    assert len(names) >= 94
