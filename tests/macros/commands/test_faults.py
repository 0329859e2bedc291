"""A fault of ours while one of three files is put into words: it is told, and costs no other."""

from __future__ import annotations

import importlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.macros.test_cli import ROOT, run
from tests.thinned import thinned
from tests.validators.pages import page
from validators import frames
from validators.checking.check_file import CRASHED, CheckedForm
from validators.records.record import Record

SAMPLES = ROOT / "workbooks" / "samples"
NAMES = ("质量发展专项经费", "行政许可管理经费", "新闻宣传专项经费")
BROKEN = NAMES[1]
BUG = "a bug of ours"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报送"
    place.mkdir()
    for name in NAMES:
        shutil.copy(SAMPLES / f"2024自评表_{name}.xlsx", place / f"{name}.xlsx")
    return place


def concerns(argument: Any) -> bool:
    """Whether something is, or has in it, the form that breaks."""
    if isinstance(argument, Record):
        return any(form.project == BROKEN for form in argument.data.forms)
    if isinstance(argument, CheckedForm):
        return argument.reading.form.project_name.text == BROKEN
    return getattr(argument, "project", None) == BROKEN


def breaks(*_: Any) -> Any:
    """In place of a function that everything passes through."""
    raise ZeroDivisionError(BUG)


@pytest.fixture
def inject(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a function break where it meets that form, and nowhere else."""

    def broken(place: str) -> None:
        module, _, name = place.rpartition(".")
        owner: Any = importlib.import_module(module)
        before = getattr(owner, name)

        def breaks(*arguments: Any, **named: Any) -> Any:
            if any(map(concerns, (*arguments, *named.values()))):
                raise ZeroDivisionError(BUG)
            return before(*arguments, **named)

        monkeypatch.setattr(owner, name, breaks)

    return broken


CHECKS = [
    "validators.records.form_results._form",
    "validators.records.record._note",
    "validators.records.record.heading",
    "macros.commands.run_over_files.levelled",
    "validators.reports.terminal.lines",
    "validators.reports.terminal._form",
    "validators.reports.entries.findings",
    "validators.reports.entries.skips",
    "validators.reports.entries.of_form",
    "validators.reports.json_report._file",
    "validators.reports.csv_report._rows",
    "validators.reports.html.report.file_card",
    "validators.reports.html.parts._facts",
    "validators.reports.excel.sheets.overview_rows",
    "validators.reports.excel.sheets.unchecked_rows",
    "validators.reports.excel.accepted_sheet.rows",
    "validators.reports.returned.returning.goes_back",
    "validators.reports.returned.marks._form",
]


@pytest.mark.parametrize("place", thinned(CHECKS, every=4))
def test_a_check_tells_the_others_in_every_output(
    folder: Path,
    tmp_path: Path,
    inject: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    place: str,
) -> None:
    reports = [tmp_path / f"r{ending}" for ending in (".json", ".csv", ".html", ".xlsx")]
    inject(place)

    asked = [word for report in reports for word in ("--report", report)]
    status, out, _ = run(
        capsys, "check", folder, *asked, "--level", "提示", "--return", tmp_path / "退回"
    )

    data = json.loads(reports[0].read_text("utf-8"))
    assert status == 3
    assert [Path(file["path"]).stem for file in data["files"]] == sorted(NAMES)
    told = {Path(file["path"]).stem: file for file in data["files"]}
    assert [bool(told[name]["forms"]) for name in NAMES] == [True, False, True]
    assert told[BROKEN]["refusal"] == {"reason": "crashed", "message": CRASHED}
    assert [BUG in fault["trace"] for fault in told[BROKEN]["faults"]] == [True]
    assert out.count("程序故障") == 3  # the file's line, its details, and the last line
    assert out.count("（测算 ") == 2
    assert [report.read_text("utf-8").count(BUG) for report in reports[1:3]] == [1, 1]
    assert len(page(reports[2].read_text("utf-8")).all("article", "file")) == 3
    overview = openpyxl.load_workbook(reports[3])["汇总"]
    standings = {row[1].value: row[0].value for row in overview.iter_rows(min_row=5)}
    assert "未能核查" in str(standings[f"{BROKEN}.xlsx"])
    assert sum("未能核查" in str(one) for one in standings.values()) == 1


def test_a_json_on_the_screen_stays_whole(
    folder: Path, inject: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    inject("validators.reports.json_report._file")

    status, out, _ = run(capsys, "check", folder, "--format", "json")

    outcomes = {Path(f["path"]).stem: f["outcome"] for f in json.loads(out)["files"]}
    assert status == 3
    assert outcomes == {name: "refused" if name == BROKEN else "checked" for name in NAMES}


@pytest.mark.parametrize("place", ["project_rows", "indicator_rows", "finding_rows"])
def test_a_summary_counts_the_others(
    folder: Path,
    tmp_path: Path,
    inject: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    place: str,
) -> None:
    inject(f"validators.reports.summary.summed.{place}")
    outputs = (tmp_path / "汇总.xlsx", tmp_path / "公开.docx")

    status, out, _ = run(capsys, "summary", folder, "-o", outputs[0], "-o", outputs[1])

    book = openpyxl.load_workbook(outputs[0])
    cells = [str(cell.value) for row in book["项目"].iter_rows() for cell in row]
    uncounted = [str(cell.value) for row in book["未计入"].iter_rows() for cell in row]
    assert status == 3
    assert "程序故障" in out
    assert [name in cells for name in NAMES] == [True, False, True]
    assert uncounted.count(CRASHED) == 1
    assert outputs[1].exists()


@pytest.mark.parametrize("place", ["project_rows", "indicator_rows", "finding_rows"])
def test_frames_hold_the_others(folder: Path, inject: Callable[[str], None], place: str) -> None:
    inject(f"validators.frames.{place}")

    found = frames.read(folder)

    assert sorted(found.projects["project"]) == sorted(set(NAMES) - {BROKEN})
    assert list(found.refusals["reason"]) == ["crashed"]
    assert BROKEN not in set(found.indicators["project"])


@pytest.mark.parametrize("place", ["scores_sheet.rows", "tables.finding_rows"])
def test_a_review_form_holds_the_others(
    folder: Path,
    tmp_path: Path,
    inject: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
    place: str,
) -> None:
    inject(f"validators.reports.review_form.{place}")

    status, _, err = run(capsys, "review", folder, "-o", tmp_path / "复核.xlsx")

    rows = openpyxl.load_workbook(tmp_path / "复核.xlsx")["复核"].iter_rows()
    cells = {str(cell.value) for row in rows for cell in row}
    assert status == 3
    assert [name in cells for name in NAMES] == [True, False, True]
    assert "程序故障" in err


def test_a_review_is_joined_to_the_others(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from validators.review.applied import Reviewing

    run(capsys, "review", folder, "-o", tmp_path / "复核.xlsx")
    before = Reviewing._form

    def breaks(self: Reviewing, form: Any, note: Any) -> Any:
        if concerns(form):
            raise ZeroDivisionError(BUG)
        return before(self, form, note)

    monkeypatch.setattr(Reviewing, "_form", breaks)
    status, out, _ = run(
        capsys, "check", folder, "--review", tmp_path / "复核.xlsx", "--format", "json"
    )

    files = json.loads(out)["files"]
    assert status == 3
    assert [bool(file["forms"]) for file in files] == [
        Path(file["path"]).stem != BROKEN for file in files
    ]


def test_scorecards_show_the_others(
    folder: Path, inject: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    inject("validators.reports.scorecard.lines")

    status, out, _ = run(capsys, "score", *(folder / f"{name}.xlsx" for name in NAMES))

    assert status == 3
    assert [f"{name}.xlsx" in out for name in NAMES] == [True, True, True]
    assert (out.count("总分：自评"), out.count(CRASHED)) == (2, 1)


def test_last_lines_that_break_cost_no_output(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("validators.reports.terminal.summary_lines", breaks)

    status, _, err = run(capsys, "check", folder, "--report", tmp_path / "r.json")

    assert status == 3
    assert len(json.loads((tmp_path / "r.json").read_text("utf-8"))["files"]) == 3
    assert "程序故障（与填报单位无关）：屏幕上的总计 没有写成。请把以上内容发给维护人。" in err


def test_an_output_that_cannot_be_drawn_costs_no_other(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from validators.reports.excel import sheets

    monkeypatch.setattr(sheets, "rules", breaks)
    book, text = tmp_path / "r.xlsx", tmp_path / "r.json"

    status, out, err = run(
        capsys, "check", folder, "--level", "提示", "--report", book, "--report", text
    )

    assert status == 3
    assert (book.exists(), len(json.loads(text.read_text("utf-8"))["files"])) == (False, 3)
    assert f"程序故障（与填报单位无关）：{book} 没有写成。请把以上内容发给维护人。" in err
    assert (BUG in err, out.count("（测算 ")) == (True, 3)
