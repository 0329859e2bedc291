"""Reports as they are asked for: several in one run, and which earlier file one may replace."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pytest

from macros.commands import run_over_files as running
from macros.commands.check import TAKEN
from macros.commands.interrupts import Wish
from tests.macros.test_cli import CLEAN, ROOT, SAMPLES, WARNED, run
from tests.validators import reviewer
from tests.validators.json_schema import VALIDATOR
from tests.validators.pages import page
from validators.records.record import Record
from validators.reports import csv_report
from validators.reports.output import Laying

FOLDER = ROOT / "workbooks" / "samples"
ENDINGS = (".xlsx", ".html", ".csv", ".json")


def asked(folder: Path, name: str = "核查结果") -> list[object]:
    """The words that ask for all formats."""
    return [word for end in ENDINGS for word in ("--report", folder / f"{name}{end}")]


def test_several_formats_in_one_run_tell_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, _, err = run(capsys, "check", SAMPLES, *asked(tmp_path), "--policy", "shanghai")

    paths = [tmp_path / f"核查结果{end}" for end in ENDINGS]
    assert status == 0
    assert err == "".join(f"核查结果已写入 {path}\n" for path in paths)
    sheet = openpyxl.load_workbook(paths[0])["问题清单"]
    of_workbook = [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=3)]
    of_page = [
        [entry.attributes["data-kind"], entry.all("span", "rules")[0].text]
        for entry in page(paths[1].read_text("utf-8")).all("li", "entry")
    ]
    with paths[2].open(encoding="utf-8-sig", newline="") as file:
        of_csv = [row[:3] for row in list(csv.reader(file))[1:]]
    years = [row for row in of_csv if row[1].startswith("X70")]
    of_csv = [row for row in of_csv if row not in years]
    apart = [row for row in of_csv if row[0] == "不核查"]
    of_csv = [row for row in of_csv if row[0] != "不核查"]
    data = json.loads(paths[3].read_bytes())
    words = {"error": "错误", "warning": "警告", "note": "提示"}
    of_json = [
        [words[finding["severity"]], finding["code"], finding["cell"]]
        for file in data["files"]
        for form in file["forms"]
        for finding in form["findings"]
    ]
    assert len(of_json) > 15
    assert of_csv == of_json
    assert of_workbook == sorted(of_json, key=lambda row: [*words.values()].index(row[0]))
    assert len(apart) == len(data["passed_over"]) == 4  # what lies beside the samples
    of_years = [row for row in of_page if row[1].startswith("X70")]
    of_page = [row for row in of_page if row not in of_years]
    assert sorted(of_page) == sorted(row[:2] for row in (*of_json, *apart))
    assert [row[1] for row in of_years] == [row[1] for row in years]
    assert len(years) == 6  # 2025's targets beside 2024's
    VALIDATOR.validate(data)
    assert data["policy"] == "shanghai"


def test_every_format_tells_what_a_reviewer_accepted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    forms, review = tmp_path / "表", tmp_path / "复核表.xlsx"
    reviewer.spoiled(forms)
    book = reviewer.review_of(forms, review)
    for row in reviewer.lines(book["问题核准"]):
        if row["级别"].value == "错误":
            reviewer.accept(row)
        else:
            reviewer.put(row, 核准="是")
    book.save(review)
    (forms / "改动总分.xlsx").unlink()

    status, shown, _ = run(capsys, "check", forms, *asked(tmp_path), "--review", review)

    words = ["已核准", "没有采用", "不再适用"]
    paths = [tmp_path / f"核查结果{end}" for end in ENDINGS]
    sheet = openpyxl.load_workbook(paths[0])["核准"]
    of_workbook = [row[0].value for row in sheet.iter_rows(min_row=4)]
    of_page = [
        entry.attributes["data-kind"]
        for entry in page(paths[1].read_text("utf-8")).all("li", "entry")
    ]
    with paths[2].open(encoding="utf-8-sig", newline="") as file:
        of_csv = [row[0] for row in csv.reader(file)]
    data = json.loads(paths[3].read_bytes())
    told = data["review"]
    counts = [data["summary"]["accepted"], len(told["troubles"]), len(told["lapsed"])]
    assert (status, counts[0], counts[2]) == (2, 2, 1)
    assert counts[1] > 3
    assert [of_workbook.count(word) for word in words] == counts
    assert [of_page.count(word) for word in words] == counts
    assert [of_csv.count(word) for word in words] == counts
    assert f"复核表有 {counts[1]} 处没有采用：\n" in shown
    assert "另有已核准 2 处。\n" in shown


def test_the_json_is_what_the_screen_shows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report = tmp_path / "r.json"

    shown = run(capsys, "check", SAMPLES, "--format", "json", "--report", report)[1]

    assert report.read_text("utf-8") == shown


def test_our_own_reports_are_passed_over_and_replaced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copy(CLEAN, tmp_path / "表.xlsx")
    first = run(capsys, "check", tmp_path, *asked(tmp_path))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    named = run(capsys, "check", *sorted(tmp_path.iterdir()), *asked(tmp_path))

    assert sorted(before) == [
        "核查结果.csv",
        "核查结果.html",
        "核查结果.json",
        "核查结果.xlsx",
        "表.xlsx",
    ]
    assert first[0] == 0
    assert named[2] == first[2]  # each written to its place again
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(before)


def test_no_submitted_form_is_replaced_even_when_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    form = tmp_path / "表.xlsx"
    shutil.copy(CLEAN, form)
    before = form.read_bytes()

    told = run(capsys, "check", tmp_path, "--report", form, "--overwrite")
    review = run(capsys, "review", tmp_path, "-o", form, "--overwrite")

    assert (told[0], told[2]) == (
        2, f"核查结果不能写到所核查的文件 {form} 上。请换一个文件名。\n",
    )  # fmt: skip
    assert (review[0], review[2]) == (
        2, f"复核表不能写到所核查的文件 {form} 上。请换一个文件名。\n",
    )  # fmt: skip
    assert form.read_bytes() == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_but_our_own_report_is_replaced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str
) -> None:
    report = tmp_path / f"结果{ending}"
    run(capsys, "check", CLEAN, "--report", report)
    ours = report.read_bytes()
    others = [b"", b"\n" + ours, ours[:20]]
    if ending != ".xlsx":  # what people have saved anew, and what they wrote there, is carried
        others.append(ours + b" ")

    told = []
    for content in others:
        report.write_bytes(content)
        told.append((run(capsys, "check", CLEAN, "--report", report), report.read_bytes()))

    why = f"{TAKEN.format(path=report)}\n"
    assert told == [((2, "", why), content) for content in others]


def test_what_somebody_filled_in_is_not_replaced_by_a_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    forms, review = tmp_path / "表", tmp_path / "复核表.xlsx"
    reviewer.spoiled(forms, "删去原因")
    reviewer.review_of(forms, review)
    book = openpyxl.load_workbook(review)
    book.save(review)
    before = review.read_bytes()
    capsys.readouterr()

    told = run(capsys, "check", forms, "--report", review)

    assert told == (2, "", f"{TAKEN.format(path=review)}\n")
    assert review.read_bytes() == before


def test_asked_by_name_it_replaces_whatever_stands_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report = tmp_path / "核查结果.csv"
    report.write_bytes("我的记录".encode())

    status, _, _ = run(capsys, "check", CLEAN, "--report", report, "--overwrite")

    assert status == 0
    assert report.read_bytes() != "我的记录".encode()


def test_a_file_that_somebody_puts_there_meanwhile_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "核查结果.csv"
    known = csv_report.CsvReport.worded

    def worded(self: csv_report.CsvReport, record: Record) -> Laying:
        report.write_bytes("别人刚写的".encode())
        return known(self, record)

    monkeypatch.setattr(csv_report.CsvReport, "worded", worded)

    status, _, err = run(capsys, "check", CLEAN, "--report", report)

    beside = tmp_path / "核查结果(2).csv"
    assert (status, err) == (0, f"核查结果已写入 {beside}\n")
    assert report.read_bytes() == "别人刚写的".encode()
    assert beside.is_file()


def test_the_same_report_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = tmp_path / "结果.csv"

    told = run(capsys, "check", CLEAN, "--report", report, "--report", report)

    assert told == (2, "", f"--report {report} 写了两次。请只写一次，或换一个文件名。\n")
    assert not report.exists()


def test_the_same_report_by_two_names(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "里").mkdir()
    report, again = tmp_path / "结果.csv", tmp_path / "里" / ".." / "结果.csv"
    monkeypatch.setattr(os.path, "normcase", lambda path: str(path).lower())  # as on Windows
    upper = tmp_path / "结果.CSV"

    told = [
        run(capsys, "check", CLEAN, "--report", report, "--report", other)
        for other in (again, upper)
    ]

    twice = f"--report {report} 写了两次。请只写一次，或换一个文件名。\n"
    assert told == [(2, "", twice)] * 2
    assert list(tmp_path.glob("*.*")) == []


def test_a_report_that_cannot_be_written_costs_no_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_path, table = tmp_path / "结果.html", tmp_path / "结果.csv"

    def full(self: object, *_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr("validators.reports.html.report.HtmlReport.write", full)

    status, _, err = run(capsys, "check", CLEAN, "--report", page_path, "--report", table)

    assert status == 2
    assert err == (
        f"写不了 {page_path}。请确认文件夹可写、磁盘没有满，并且没有在别的程序里打开着它。\n"
        f"核查结果已写入 {table}\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["结果.csv"]


def test_a_run_that_was_cut_off_says_so_in_every_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "interruptible", lambda: nullcontext(Wish(stop=True)))

    status, _, _ = run(capsys, "check", CLEAN, WARNED, *asked(tmp_path))

    why = "核查中途停止，还有 1 份没有核查。"
    assert status == 2
    assert openpyxl.load_workbook(tmp_path / "核查结果.xlsx")["汇总"]["A1"].value.endswith(why)
    told = page((tmp_path / "核查结果.html").read_text("utf-8"))
    assert told.all("p", "lead")[0].text.endswith(why)
    last = (tmp_path / "核查结果.csv").read_bytes().decode().splitlines()[-1]
    assert last.startswith('"没有核查完",')
    assert f',"{why}",' in last
    data = json.loads((tmp_path / "核查结果.json").read_bytes())
    assert data["stopped"] == why
    VALIDATOR.validate(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        *(["check", "{in}", "--report", f"{{out}}/结果{ending}"] for ending in ENDINGS),
        ["review", "{in}", "-o", "{out}/复核表.xlsx"],
        ["summary", "{in}", "-o", "{out}/汇总.xlsx", "-o", "{out}/公开文字.docx"],
        ["check", "{in}", "--return", "{out}/退回"],
        ["submit", "{in}/2024自评表_业务受理工作经费.xlsx", "-o", "{out}/报送版.xlsx"],
    ],
    ids=lambda words: f"{words[0]} {words[-1]}",
)
@pytest.mark.parametrize("blocks", [2, 10])
@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of a file's size")
def test_a_file_that_may_not_grow_is_told_in_a_sentence(
    tmp_path: Path, words: list[str], blocks: int
) -> None:
    """No traceback behind it, no half a file, no 程序故障: of temporary files and of outputs."""
    out = tmp_path / "写到这里"
    out.mkdir()
    places = {"in": str(FOLDER), "out": str(out)}
    asked_for = [word.format(**places) for word in words]
    limited = f'ulimit -f {blocks}; exec "$0" -m macros.cli "$@"'

    done = subprocess.run(
        ["bash", "-c", limited, sys.executable, *asked_for],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"HOME": str(tmp_path)},
    )

    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert "程序故障" not in done.stderr
    left = [path for path in out.rglob("*") if path.is_file()]
    assert [path for path in left if path.stat().st_size > blocks * 1024] == []
    assert done.returncode in ((0, 1, 2) if left else (2,))
