"""Forms in web pages and in Word documents fare as they do in a workbook, from end to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from macros.hand_in.hand_in import NOT_COPIED
from tests.validators.bulk.workbooks import SAMPLES
from tests.workbooks.documents import document, first_sheet, page, paragraph, table, texts
from validators.checking.check_file import Choice, check_file
from validators.records.record import recorded
from validators.records.results import FormRecord
from workbooks.files.open_file import Format
from workbooks.grid import Area, Grid

WAYS: dict[str, Callable[[Grid], bytes]] = {
    "导出.xls": lambda grid: page(grid, '<meta charset="gb2312">', "gb18030"),
    "表.doc": lambda grid: document(table(grid)),
}
FORMATS = {"导出.xls": Format.PAGE, "表.doc": Format.DOCUMENT}


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def forms(path: Path) -> list[FormRecord]:
    record = recorded(check_file(path, Choice())).data
    assert record.refusal is None
    return [form._replace(sheet="") for form in record.forms]


def spoiled() -> Grid:
    """A form with a deduction that nobody explains."""
    grid = first_sheet(SAMPLES[0])
    return replace(grid, values={**grid.values, (14, 7): 4.0})


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", WAYS)
def test_the_same_form_is_found(sample: Path, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(WAYS[name](first_sheet(sample)))

    assert forms(path) == forms(sample)


def test_a_title_above_the_table_and_a_form_broken_into_two_tables(tmp_path: Path) -> None:
    grid = first_sheet(SAMPLES[0])
    told = texts(grid)
    head = [text for (row, _), text in told.items() if row <= 2]
    cut = next(row for (row, _), text in told.items() if text == "一级指标")

    def rows(first: int, last: int) -> Grid:
        def moved(area: Area) -> Area:
            return Area(area.top - first + 1, area.left, area.bottom - first + 1, area.right)

        inside = {at: text for at, text in told.items() if first <= at[0] <= last}
        return Grid(
            "",
            {(row - first + 1, column): text for (row, column), text in inside.items()},
            merges=tuple(moved(a) for a in grid.merges if first <= a.top and a.bottom <= last),
        )

    path = tmp_path / "分开.docx"
    last = max(row for row, _ in told)
    body = "".join(map(paragraph, head)) + table(rows(3, cut - 1)) + table(rows(cut, last))
    path.write_bytes(document(body))

    (found,), (expected,) = forms(path), forms(SAMPLES[0])

    assert (found.project, found.fiscal_year) == (expected.project, expected.fiscal_year)
    assert [one.name for one in found.indicators] == [one.name for one in expected.indicators]
    assert [one.score for one in found.indicators] == [one.score for one in expected.indicators]


@pytest.mark.parametrize("name", WAYS)
def test_what_goes_back_and_what_is_handed_in(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    path, report = tmp_path / name, tmp_path / "r.xlsx"
    path.write_bytes(WAYS[name](spoiled()))
    before = path.read_bytes()

    status, out, _ = run(
        capsys, "check", path, "--level", "提示", "--return", tmp_path / "退回", "--report", report
    )
    scored = run(capsys, "score", path)
    handed = run(capsys, "submit", path, "--force")

    assert status == 1
    assert "工作表「表1」" in out
    assert "错误 N601" in out
    book: Any = openpyxl.load_workbook(
        tmp_path / "退回" / "退回修改" / f"{path.stem}_修改清单.xlsx"
    )
    assert book.sheetnames == ["修改清单"]
    link = openpyxl.load_workbook(report)["汇总"].cell(5, 3).hyperlink
    assert (link.target, link.location) == (path.name, None)
    assert scored[0] == 0
    assert "总分" in scored[1]
    assert handed == (2, "", f"{path}：{NOT_COPIED[FORMATS[name]]}\n")
    assert path.read_bytes() == before
