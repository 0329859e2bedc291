"""A fault of ours in one part of a form, a row, a rule or a sheet costs that part and no other.

The part is told as 程序故障 with its place, what is left is judged as before, and nothing is
claimed that was not found while all went well.
"""

from __future__ import annotations

import importlib
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.macros.commands.test_faults import BUG, NAMES, SAMPLES
from tests.macros.test_cli import run
from tests.workbooks import layouts
from validators.checking.catalogue import RULES
from validators.checking.check_file import CheckedForm, Choice, Result, check_file, check_grid
from validators.records.record import recorded
from validators.reports import entries
from validators.wording import fault_text
from workbooks.grid import Grid
from workbooks.reading import read_indicators, row_kinds
from workbooks.reading.read_form import SheetRefusal
from workbooks.sparing import Fault
from xlfuncs import whole_form

GRIDS = {
    name: grid for name, grid in layouts.forms() if name in ("yunnan/1", "shanxi/2", "national/1")
}
DECLARED = dict(layouts.forms())["declaration/1"]
Spot = tuple[str, str]


def checked(grid: Grid) -> list[CheckedForm | SheetRefusal]:
    return list(check_grid(grid, Choice()))


def spots(found: list[CheckedForm | SheetRefusal]) -> Counter[Spot]:
    forms = [one for one in found if isinstance(one, CheckedForm)]
    every = [one for form in forms for one in form.outcome.findings]
    return Counter((one.rule.code, row.cell.address) for one in every for row in one.by_row)


def faults(found: list[CheckedForm | SheetRefusal]) -> list[Fault]:
    return [
        fault
        for one in found
        for fault in (one.outcome.faults if isinstance(one, CheckedForm) else (one.fault,))
        if fault is not None
    ]


def breaks(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError(BUG)


PARTS = [
    ("money_band", "项目资金", True),
    ("funding", "项目资金", True),
    ("with_execution_row", "项目资金", True),
    ("closing", "总分和等级", True),
    ("heads", "表头", True),
    ("notes", "偏差原因", False),
    ("goals", "绩效目标", True),
    ("fiscal_year", "年度", True),
    ("hidden", "隐藏的内容", False),
    ("sight", "看不全的内容", False),
    ("read_tables", "指标表", True),
    ("_understood", "没有读的格", False),
]


@pytest.mark.parametrize(("name", "part", "placed"), PARTS)
def test_a_part_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, name: str, part: str, placed: bool
) -> None:
    before = {grid: spots(checked(one)) for grid, one in GRIDS.items()}
    monkeypatch.setattr(f"workbooks.reading.read_form.{name}", breaks)

    for grid, one in GRIDS.items():
        found = checked(one)

        (fault,) = faults(found)
        assert (fault.part, fault.sheet, BUG in fault.trace) == (part, one.sheet, True)
        assert bool(fault.cells and fault.cells[0]) or not placed
        assert f"的「{part}」没有读成，其余内容已核查" in fault_text(fault)
        codes = {code for code, _ in spots(found) - before[grid]}
        assert codes <= ({"P402"} if part == "总分和等级" else set())  # told at another cell
        (form,) = found
        assert isinstance(form, CheckedForm)
        assert form.reading.unreadable == ()


@pytest.mark.parametrize(
    ("name", "part"), [("declared_funding", "项目资金"), ("declared_goals", "绩效目标")]
)
def test_a_part_of_a_declaration(monkeypatch: pytest.MonkeyPatch, name: str, part: str) -> None:
    before = spots(checked(DECLARED))
    monkeypatch.setattr(f"workbooks.reading.read_form.{name}", breaks)

    found = checked(DECLARED)

    assert [fault.part for fault in faults(found)] == [part]
    assert spots(found) - before == Counter()


def only_at(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, wrong: Callable[..., bool]
) -> None:
    """Makes a function break for some arguments."""
    honest = getattr(owner, name)

    def sometimes(*arguments: Any, **named: Any) -> Any:
        return breaks() if wrong(*arguments) else honest(*arguments, **named)

    monkeypatch.setattr(owner, name, sometimes)


ROWS = [
    (read_indicators._Table, "_indicator", lambda self, row, *more: row),
    (read_indicators._Table, "_of_kind", lambda self, row, *more: row),
    (row_kinds._Rows, "kind", lambda self, row, *more: row),
    (row_kinds._Rows, "label_kind", lambda self, row, *more: row),
]


@pytest.mark.parametrize(("owner", "name", "row_of"), ROWS, ids=[one[1] for one in ROWS])
@pytest.mark.parametrize("grid", GRIDS)
def test_a_row_that_cannot_be_read_costs_itself(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, row_of: Callable[..., int], grid: str
) -> None:
    (whole,) = checked(GRIDS[grid])
    assert isinstance(whole, CheckedForm)
    indicators = whole.reading.form.indicators
    at = int("".join(filter(str.isdigit, indicators[1].name.address)))
    only_at(monkeypatch, owner, name, lambda *arguments: row_of(*arguments) == at)

    found = checked(GRIDS[grid])

    (fault,) = faults(found)
    assert fault.part == "指标表的一行"
    assert [cell.endswith(str(at)) for cell in fault.cells] == [True]
    (form,) = found
    assert isinstance(form, CheckedForm)
    read = form.reading.form.indicators
    assert len(read) == len(indicators)
    assert [*read[:1], *read[2:]] == [*indicators[:1], *indicators[2:]]
    assert {code for code, _ in spots(found) - spots([whole])} <= {"P402"}
    here = {row for row in spots([whole]) if not row[1].endswith(str(at))}
    lost = {code for code, _ in here - spots(found).keys()}
    skipped = {skip.rule.code for skip in form.outcome.skips}
    assert lost <= skipped  # what is not found any more is told as 未检查


def test_a_row_that_cannot_be_scored_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = GRIDS["yunnan/1"]
    (whole,) = checked(grid)
    assert isinstance(whole, CheckedForm)
    where = whole.reading.form.indicators[1].name.address
    honest = whole_form.indicator_worth

    def sometimes(row: Any, *more: Any) -> Any:
        return breaks() if row.name.address == where and row.target.value else honest(row, *more)

    monkeypatch.setattr(whole_form, "indicator_worth", sometimes)

    found = checked(grid)

    (fault,) = faults(found)
    assert (fault.part, fault.cells) == ("测算", (where,))
    assert spots(found) - spots([whole]) == Counter()


def test_a_smallest_change_that_cannot_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = GRIDS["yunnan/1"]
    before = checked(grid)
    monkeypatch.setattr("validators.checking.check_file.smallest_change", breaks)

    found = checked(grid)

    assert [fault.part for fault in faults(found)] == ["最小改动"]
    assert spots(found) == spots(before)


def test_scoring_that_breaks_leaves_the_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = GRIDS["yunnan/1"]
    before = checked(grid)
    monkeypatch.setattr(whole_form, "added", breaks)

    found = checked(grid)

    assert [fault.part for fault in faults(found)] == ["测算"]
    assert spots(found) - spots(before) == Counter()
    (form,) = found
    assert isinstance(form, CheckedForm)
    assert form.outcome.applied > 40


@pytest.mark.parametrize("module", RULES, ids=lambda module: module.RULE.code)
def test_a_rule_that_breaks_costs_itself(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    code = module.RULE.code
    grid = DECLARED if code.startswith("D") else GRIDS["yunnan/1"]
    before = checked(grid)
    monkeypatch.setattr(module, "check", breaks)

    found = checked(grid)

    concerned = [fault.code for fault in faults(found)]
    assert concerned in ([code], [])
    (form,), (whole,) = found, before
    assert isinstance(form, CheckedForm)
    assert isinstance(whole, CheckedForm)
    assert concerned == [] or f"规则 {code} 未能完成" in fault_text(faults(found)[0])
    kept = [one for one in whole.outcome.findings if one.rule.code != code or not concerned]
    assert list(form.outcome.findings) == kept
    assert form.outcome.applied == whole.outcome.applied


def test_a_rule_that_breaks_on_one_row_judges_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from validators.rules import n601_deduction_unexplained as rule

    (grid,) = (one for name, one in layouts.forms() if name == "national/1")
    (whole,) = checked(grid)
    assert isinstance(whole, CheckedForm)
    rows = whole.reading.form.indicators
    unsaid = {
        place: raw
        for place, raw in grid.values.items()
        if place not in {_at(row.note.address) for row in rows}
    }
    lower = {_at(row.score.address): 0.5 for row in rows[:3]}
    spoiled = replace(grid, values=unsaid | lower)
    before = spots(checked(spoiled))
    wrong = rows[1].name.address
    honest = rule.check

    def sometimes(filing: Any) -> Any:
        for row, _ in filing.rows:
            if row.name.address == wrong:
                breaks()
        yield from honest(filing)

    monkeypatch.setattr(rule, "check", sometimes)

    found = checked(spoiled)

    (fault,) = faults(found)
    assert (fault.code, fault.cells, fault.sheet) == ("N601", (wrong,), grid.sheet)
    assert f"{wrong}的规则 N601 未能完成，其余内容已核查" in fault_text(fault)
    assert before - spots(found) == Counter({("N601", rows[1].note.address): 1})
    assert spots(found) - before == Counter()


def _at(where: str) -> tuple[int, int]:
    from workbooks.grid import position

    return position(where)


@pytest.mark.parametrize(
    "place",
    [
        "workbooks.reading.read_form.kind_of_page",
        "workbooks.reading.read_form._finished",
        "workbooks.reading.read_form.pages",
        "validators.checking.check_file.judge",
    ],
)
def test_a_sheet_that_breaks_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    """One sheet of three, in one file: the two others are judged, in the record as well."""
    from validators.checking import check_file as module
    from workbooks.files.open_file import open_workbook

    names = ("yunnan/1", "shanxi/2", "national/1")
    sheets = tuple(replace(GRIDS[name], sheet=name.replace("/", " ")) for name in names)
    path = shutil.copy(SAMPLES / f"2024自评表_{NAMES[0]}.xlsx", tmp_path / "a.xlsx")
    assert open_workbook(path)
    monkeypatch.setattr(module, "open_workbook", lambda _: sheets)
    owner = importlib.import_module(place.rpartition(".")[0])

    def concerned(*arguments: Any) -> bool:
        texts = [str(getattr(one, "sheet", "")) for one in arguments]
        texts += [str(getattr(getattr(one, "page", one), "grid", "")) for one in arguments]
        texts += [str(getattr(getattr(one, "form", one), "sheet", "")) for one in arguments]
        return any("shanxi 2" in text for text in texts)

    only_at(monkeypatch, owner, place.rpartition(".")[2], concerned)

    result: Result = check_file(path, Choice())

    assert [form.reading.form.sheet for form in result.forms] == ["yunnan 1", "national 1"]
    assert result.refusal is not None
    assert result.refusal.message.startswith(
        "工作表「shanxi 2」因程序故障（与填报单位无关）没有核查"
    )
    record = recorded(result)
    assert record.status(strict=False) == 3
    assert [one.sheet for one in record.data.faults] == ["shanxi 2"]
    assert [BUG in entry.message for entry in entries.faults(record)] == [True]


FOLDER_RULES = {
    "validators.across.duplicates.findings": "X704",
    "validators.across.batch.years": "X708",
    "validators.across.batch.units": "X709",
    "validators.across.index.Index.add": "X7",
    "validators.across.declaration.compared": "X701",
    "validators.across.last_year.compared": "X705",
    "validators.across.monitoring.compared": "X710",
    "validators.across.department.compared": "X713",
}


@pytest.mark.parametrize("place", FOLDER_RULES)
def test_a_rule_about_all_files_costs_no_file_and_no_output(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    place: str,
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(SAMPLES / f"2024自评表_{name}.xlsx", folder / f"{name}.xlsx")
    reports = [tmp_path / f"r{ending}" for ending in (".json", ".csv", ".html", ".xlsx")]
    monkeypatch.setattr(place, breaks)
    words = [word for report in reports for word in ("--report", report)]

    status, out, err = run(capsys, "check", folder, "--level", "提示", *words)

    told = f"规则 {FOLDER_RULES[place]} 未能完成"
    assert status == 3
    assert told in out
    assert "程序故障" in out.splitlines()[-1]
    assert "Traceback" not in err
    assert [report.exists() for report in reports] == [True] * 4
    assert all(told in report.read_text("utf-8-sig") for report in reports[:3])
    assert out.count("（测算 ") == 3


def test_a_summary_says_that_it_may_have_counted_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(SAMPLES / f"2024自评表_{name}.xlsx", folder / f"{name}.xlsx")
    monkeypatch.setattr("validators.across.duplicates.findings", breaks)

    status, out, err = run(capsys, "summary", folder, "-o", tmp_path / "汇总.xlsx")

    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(tmp_path / "汇总.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert status == 3
    assert "规则 X704 未能完成" in out
    assert any("规则 X704 未能完成" in text for text in cells)
    assert "Traceback" not in err
