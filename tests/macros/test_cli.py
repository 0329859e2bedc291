"""The command as somebody types it: words, exit statuses, and the JSON that others build on."""

from __future__ import annotations

import errno
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros import cli
from macros.cli import main
from macros.commands.check import TAKEN
from macros.commands.demo import SPOILED
from tests.validators.json_schema import VALIDATOR
from validators.checking.catalogue import RULES
from validators.reports import json_report
from validators.reports.spooled import SpooledText
from validators.reports.workbook.drawn_sheet import DrawnSheet
from validators.reports.workbook.spooled_rows import SpooledRows
from validators.rule import Hit
from validators.rules import n601_deduction_unexplained
from validators.terminal_text import width
from workbooks.drawing.draw_form import draw

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "workbooks" / "samples"
CLEAN = SAMPLES / "2025申报表_业务受理工作经费.xlsx"
WARNED = SAMPLES / "2024自评表_行政许可管理经费.xlsx"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = main([str(word) for word in words])
    except SystemExit as stop:
        status = int(stop.code or 0)
    told = capsys.readouterr()
    return status, told.out, told.err


COMMANDS = [
    "check", "review", "summary", "trend", "submit", "score", "read", "compare", "import",
    "publish", "rules", "explain", "policy", "new", "fill", "monitor", "criteria", "settings",
    "demo", "install", "uninstall", "doctor", "bundle", "build",
]  # fmt: skip
PAGES = [[], *([name] for name in COMMANDS), ["policy", "list"], ["policy", "show"]]


def test_help_tells_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--help")

    assert re.findall(r"(?m)^  ([a-z]+) ", out) == COMMANDS


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_help_is_chinese_in_columns(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    status, out, err = run(capsys, *words, "--help")

    assert (status, err) == (0, "")
    assert out.startswith(" ".join(["用法：jixiao", *words]))
    assert re.findall(r"usage|positional|options|show this|optional|[a-z]:$", out) == []
    lines = out.splitlines()
    assert max(map(width, lines)) <= 80
    # every text begins in the same place, beside what is typed
    told = [line for line in lines if line.startswith("  ")]
    assert [line for line in told if not re.fullmatch(r".*\s\S", cut_at(line, 31))] == []


def cut_at(line: str, places: int) -> str:
    """The beginning of a line, up to the first sign that reaches so many places."""
    return next(line[:end] for end in range(len(line) + 1) if width(line[:end]) >= places)


def test_usage_names_what_must_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    pages = [run(capsys, *words, "--help")[1].splitlines()[0] for words in PAGES[:15]]

    assert pages == [
        "用法：jixiao 命令 … [选项]",
        "用法：jixiao check 文件或文件夹 … [选项]",
        "用法：jixiao review 文件或文件夹 … [选项]",
        "用法：jixiao summary 文件或文件夹 … [选项]",
        "用法：jixiao trend 文件或文件夹 … [选项]",
        "用法：jixiao submit 文件 [选项]",
        "用法：jixiao score 文件 … [选项]",
        "用法：jixiao read 文件 [选项]",
        "用法：jixiao compare 原表 新表 [选项]",
        "用法：jixiao import 文件 … [选项]",
        "用法：jixiao publish 文件或文件夹 … -o 公开.pdf [选项]",
        "用法：jixiao rules [选项]",
        "用法：jixiao explain 规则 [选项]",
        "用法：jixiao policy 动作 … [选项]",
        "用法：jixiao new [自评表|申报表|监控表] -o 文件 [选项]",
    ]


def test_without_a_word_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys) == (0, run(capsys, "--help")[1], "")


WRONG = [
    (["help"], "命令写得不对：没有命令 help。请运行 jixiao --help 查看用法。"),
    (["check", CLEAN, "--select", ","], "没有写出规则。请写编号、族或名称，例如 N601,R。"),
    (["chek"], "命令写得不对：没有命令 chek。是不是 check？请运行 jixiao --help 查看用法。"),
    (
        ["check", CLEAN, "--reprot=a.xlsx"],
        "命令写得不对：不认识：--reprot=a.xlsx。是不是 --report？"
        "请运行 jixiao check --help 查看用法。",
    ),
    (["check"], "命令写得不对：还缺少：文件或文件夹。请运行 jixiao check --help 查看用法。"),
    (
        ["check", "--colour"],
        "命令写得不对：还缺少：文件或文件夹。请运行 jixiao check --help 查看用法。",
    ),
    (
        ["check", "x", "-o", "y"],
        "命令写得不对：不认识：-o y。请运行 jixiao check --help 查看用法。",
    ),
    (
        ["check", "x", "--strict=3"],
        "命令写得不对：--strict 后面不写内容，不能是 3。请运行 jixiao check --help 查看用法。",
    ),
    (
        ["rules", "--format", "csv"],
        "命令写得不对：--format 不能是 csv，可以是：text、md、json。"
        "请运行 jixiao rules --help 查看用法。",
    ),
    (
        ["check", "x", "--jobs", "0"],
        "命令写得不对：--jobs 要写 1 到 64 的整数，不能是 0。请运行 jixiao check --help 查看用法。",
    ),
    (["summary", "x"], "命令写得不对：还缺少：-o。请运行 jixiao summary --help 查看用法。"),
    (
        ["review", "x", "-o"],
        "命令写得不对：-o 后面要写内容。请运行 jixiao review --help 查看用法。",
    ),
    (
        ["review", "x", "-o", "甲.xlsx", "-o", "乙.xlsx"],
        "命令写得不对：-o 只能写一次。请运行 jixiao review --help 查看用法。",
    ),
    (
        ["policy", "hubei"],
        "命令写得不对：动作 不能是 hubei，可以是：list、show。"
        "请运行 jixiao policy --help 查看用法。",
    ),
    (
        ["check", CLEAN, "--report", "结果.doc"],
        "核查结果要写成 .xlsx、.html、.csv、.json 文件，不能写成 结果.doc。请改文件名。",
    ),
    (["submit", "."], ".：这是一个文件夹，不是工作簿。请指定文件夹里的工作簿文件。"),
    (["check", "没有的文件.xlsx"], "找不到 没有的文件.xlsx。请确认路径是否正确。"),
    (["check", CLEAN, "--select", "Z9"], "没有规则 Z9。请运行 jixiao rules 查看全部规则。"),
    (["explain", "Z999"], "没有规则 Z999。请运行 jixiao rules 查看全部规则。"),
    (["score", "没有的文件.xlsx"], "找不到 没有的文件.xlsx。请确认路径是否正确。"),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG)
def test_wrong_usage(
    capsys: pytest.CaptureFixture[str], words: list[object], sentence: str
) -> None:
    told = run(capsys, *words)

    assert told == (2, "", sentence + "\n")


def test_stopped_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked_twice(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("macros.commands.check.check_file", asked_twice)

    assert run(capsys, "score", CLEAN) == (2, "", "中途停止。没有写完的文件都没有留下。\n")


def test_unknown_policy(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check", CLEAN, "--policy", "火星")

    assert (status, out) == (2, "")
    assert err.startswith("没有名为 火星 的评分办法，现有 guangxi、")


def test_clean_file(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", CLEAN, "--ignore", "D906")

    assert status == 0
    assert "未发现问题" in out


def test_warnings_count_when_strict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", WARNED)[0] == 0
    assert run(capsys, "check", WARNED, "--strict")[0] == 1
    assert run(capsys, "check", WARNED, "--strict", "--ignore", "N，T")[0] == 0


def test_select_and_ignore_remove_exactly_their_findings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def codes(*words: str) -> list[str]:
        data = json.loads(run(capsys, "check", SAMPLES, "--format", "json", *words)[1])
        forms = [form for file in data["files"] for form in file["forms"]]
        return sorted(finding["code"] for form in forms for finding in form["findings"])

    every = codes()

    assert codes("--ignore", "N605") == [code for code in every if code != "N605"]
    assert codes("--ignore", "overachievement-unexplained，R505") == [
        code for code in every if code not in {"N605", "R505"}
    ]
    assert codes("--select", "R") == [code for code in every if code.startswith("R")]


def test_json_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", SAMPLES, "--format", "json")

    data = json.loads(out)
    VALIDATOR.validate(data)
    assert status == 0
    quality = next(
        f for file in data["files"] for f in file["forms"]
        if f["project"] == "质量发展专项经费" and f["form"] == "SelfEvaluation"
    )  # fmt: skip
    assert quality["funding"] == {
        "initial_budget": "55.72",
        "annual_budget": "55.72",
        "executed": "55.58",
        "rate": {"reported": "99.74", "computed": "99.75"},
        "score": {"reported": "9.97", "computed": "9.97"},
        "points": "10.00",
        "scored": True,
        "verdict": None,
        "annual_budget_cell": "D6",
        "executed_cell": "E6",
    }
    assert quality["indicators"][11] == {
        "cell": "G24",
        "category": "效益指标",
        "subcategory": "社会效益指标",
        "name": "缺陷消费品宣传覆盖人数",
        "target": "≥4000.00(人)",
        "relation": "AT_LEAST",
        "value": "4000.00",
        "unit": "人",
        "actual": "2211.00(人)",
        "points": "5.00",
        "score": {"reported": "2.50", "computed": "2.76"},
        "completion": "0.5528",
        "scored": True,
        "note": quality["indicators"][11]["note"],
        "verdict": None,
    }
    assert quality["total"] == {"reported": "96.47", "summed": "96.47", "computed": "97.62"}
    assert quality["rating"] == {"reported": "优", "stated": "优", "computed": "优"}
    assert data["summary"]["files"] == 9


ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    + "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    + (34).to_bytes(2, "little").ljust(64, b"\0")
).ljust(2048, b"\0")
"""An OLE file with the stream that password-protected workbooks have."""


def telephone_list(path: Path) -> None:
    """A workbook that holds no form."""
    book = openpyxl.Workbook()
    for row in (("科室", "电话", "备注"), ("办公室", "8201", "值班"), ("财务科", "8202", "")):
        book.active.append(row)
    book.save(path)


def test_a_bad_file_never_costs_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good = tmp_path / "3好.xlsx"
    shutil.copy(WARNED, good)
    (tmp_path / "1空.xlsx").write_bytes(b"")
    (tmp_path / "2截断.xlsx").write_bytes(WARNED.read_bytes()[:3000])
    (tmp_path / "4网页.xls").write_text("<html><table></table></html>", "utf-8")
    (tmp_path / "5加密.xlsx").write_bytes(ENCRYPTED)
    telephone_list(tmp_path / "6认不出.xlsx")
    (tmp_path / "~$3好.xlsx").write_bytes(b"owner file")

    status, out, _ = run(capsys, "check", tmp_path, "--format", "json")

    data = json.loads(out)
    VALIDATOR.validate(data)
    assert status == 2
    seen = [
        (Path(f["path"]).name, f["outcome"], f["refusal"] and f["refusal"]["reason"])
        for f in data["files"]
    ]
    assert seen == [
        ("1空.xlsx", "refused", "not-a-workbook"),
        ("2截断.xlsx", "refused", "damaged"),
        ("3好.xlsx", "checked", None),
        ("4网页.xls", "refused", "unrecognised"),
        ("5加密.xlsx", "refused", "encrypted"),
        ("6认不出.xlsx", "refused", "unrecognised"),
    ]
    assert (data["summary"]["checked"], data["summary"]["refused"]) == (1, 5)
    messages = [f["refusal"]["message"] for f in data["files"] if f["refusal"]]
    assert [m for m in messages if not m.endswith("。") or "请" not in m] == []


def test_the_command_never_changes_what_was_submitted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for sample in SAMPLES.glob("*.xlsx"):
        shutil.copy(sample, tmp_path)
    before = {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()
    }

    run(capsys, "check", tmp_path, "--report", tmp_path / "核查结果.xlsx")
    run(capsys, "score", *sorted(tmp_path.glob("2024*.xlsx")))

    (tmp_path / "核查结果.xlsx").unlink()
    after = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert len(before) == 9
    assert after == before


def test_folder_without_workbooks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told = run(capsys, "check", tmp_path)

    sentence = (
        "没有找到可核查的文件。请确认路径，文件应为 Excel 工作簿（.xlsx、.xlsm、.xls、.et）、"
        "网页（.html）或 Word 文档（.docx）。\n"
    )
    assert told == (2, "", sentence)


def test_scorecard(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "score", WARNED)

    assert status == 0
    assert "85 ÷ 90 × 5 = 4.72" in out


def test_rules_and_explain(capsys: pytest.CaptureFixture[str]) -> None:
    listed = run(capsys, "rules")
    by_code, by_name = (
        run(capsys, "explain", "n601"),
        run(capsys, "explain", "deduction-unexplained"),
    )

    assert listed[0] == 0
    assert "N601" in listed[1]
    assert by_code == by_name
    assert "怎么改" in by_code[1]


def test_rules_in_other_formats(capsys: pytest.CaptureFixture[str]) -> None:
    page, data = run(capsys, "rules", "--format", "md"), run(capsys, "rules", "--format", "json")

    assert page[1].rstrip() == (ROOT / "validators" / "RULES.md").read_text("utf-8").rstrip()
    assert [rule["code"] for rule in json.loads(data[1])] == [m.RULE.code for m in RULES]
    assert json.loads(data[1])[-1].keys() >= {"name", "severity", "summary", "documentation"}


def test_demo_is_the_main_job(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "演示"

    status, out, err = run(capsys, "demo", folder)

    assert status == 0
    assert len(list(folder.glob("*申报表_*.xlsx"))) == 5
    assert len(list(folder.glob("*自评表_*.xlsx"))) == 7
    errors = [line.split()[:3] for line in out.splitlines() if line.strip().startswith("错误")]
    assert errors == [["错误", "N601", "H20"], ["错误", "R504", "G18"], ["错误", "R503", "G29"]]
    assert f"核查结果已写入 {folder / '核查结果.xlsx'}" in err
    assert (folder / "核查结果.xlsx").stat().st_size > 0
    assert f"已放入 {folder}" in err


def test_reports_that_may_not_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    submitted = tmp_path / "交来的.xlsx"
    shutil.copy(WARNED, submitted)
    before = submitted.read_bytes()
    nowhere, text = tmp_path / "没有" / "结果.xlsx", tmp_path / "结果.txt"

    told = [run(capsys, "check", CLEAN, "--report", path) for path in (nowhere, text, submitted)]

    assert told == [
        (2, "", f"写不了 {nowhere}：没有这个文件夹。请先建文件夹，或换一个位置。\n"),
        (
            2,
            "",
            "核查结果要写成 .xlsx、.html、.csv、.json 文件，不能写成 结果.txt。请改文件名。\n",
        ),
        (2, "", f"{TAKEN.format(path=submitted)}\n"),
    ]
    assert submitted.read_bytes() == before


def test_our_own_report_is_no_submitted_form(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copy(CLEAN, tmp_path / "表.xlsx")
    report = tmp_path / "核查结果.xlsx"

    first = run(capsys, "check", tmp_path, "--report", report)
    second = run(capsys, "check", tmp_path, "--report", report)

    assert first[0] == 0
    assert second == first


def test_a_fault_of_ours_is_said_to_be_ours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(filing: object) -> Iterator[Hit]:
        raise ZeroDivisionError("for this test")
        yield

    monkeypatch.setattr(n601_deduction_unexplained, "check", broken)

    status, out, _ = run(capsys, "check", WARNED)

    assert status == 3
    told = "工作表「自评表」的规则 N601 未能完成，请把此文件和本行发给维护人。"
    assert f"程序故障（与填报单位无关）：{told}" in out
    assert "N603" in out


WRITING = (["check", CLEAN, "--report"], ["review", CLEAN, "-o"], ["summary", CLEAN, "-o"])
STOPPABLE = [words[0] for words in WRITING]


@pytest.mark.parametrize("words", WRITING, ids=STOPPABLE)
def test_stopped_at_once_nothing_half_written_is_left(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: list[object],
) -> None:
    def asked_twice(sheet: DrawnSheet) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(DrawnSheet, "draw", asked_twice)

    status, _, err = run(capsys, *words, tmp_path / "结果.xlsx")

    assert (status, err) == (2, "中途停止。没有写完的文件都没有留下。\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".xlsx", ".html", ".csv"])
def test_a_full_disk_is_no_fault_of_ours(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SpooledRows, "add", full)
    monkeypatch.setattr(SpooledText, "write", full)
    report = tmp_path / f"结果{ending}"

    status, _, err = run(capsys, "check", CLEAN, "--report", report)

    assert status == 2
    assert err == (
        "磁盘满了，没有写完的文件都没有留下。请清理磁盘（包括存放临时文件的），再运行一次。\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_another_trouble_with_files_is_a_fault(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def torn(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(SpooledRows, "add", torn)

    status, _, err = run(capsys, "check", CLEAN, "--report", tmp_path / "结果.xlsx")

    assert (status, err.splitlines()[-1]) == (
        3, "程序故障（与填报单位无关）：请把以上内容发给维护人。",
    )  # fmt: skip


@pytest.mark.slow
def test_output_cut_off_by_its_reader() -> None:
    command = f"{sys.executable} -m macros.cli check {SAMPLES} | head -n 1"

    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)

    assert done.stderr == ""


def test_readme_commands_are_what_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    commands = re.findall(r"^python -m pip install .*$", readme, flags=re.M)

    assert commands == [
        "python -m pip install . && jixiao demo",
        'python -m pip install -e ".[test]" && python -m pytest',
    ]


@pytest.mark.slow
def test_gbk_console_takes_every_sign(tmp_path: Path) -> None:
    strange = tmp_path / "自评表𠮷①😀.xlsx"
    shutil.copy(WARNED, strange)
    command = [sys.executable, "-m", "macros.cli", "check", str(strange)]
    environment = {"PYTHONIOENCODING": "gbk", "PYTHONPATH": str(ROOT), "PATH": ""}

    done: Any = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path)

    assert done.returncode == 0
    assert "行政许可改革方案落实率" in done.stdout.decode("gbk")


def test_completion_is_a_ratio_with_four_decimals(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(run(capsys, "check", WARNED, "--format", "json")[1])

    rows = data["files"][0]["forms"][0]["indicators"]

    assert [Decimal(r["completion"]).as_tuple().exponent for r in rows if r["completion"]] == (
        [-4] * 17
    )


def faulty(folder: Path) -> Path:
    """A folder with a form that has an error."""
    folder.mkdir()
    form = SPOILED["删去原因"]()[1]
    draw(form, folder / "表.xlsx")
    return folder


UNIT = "上海市市场监督管理局行政服务中心"


def test_what_goes_back_is_written_and_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = faulty(tmp_path / "报送")

    status, _, told = run(capsys, "check", folder, "--return", tmp_path / "退回")

    assert status == 1
    assert told == (
        "退回修改 1 份，请核实 0 份（带标注的副本 1 个，单独的修改清单 0 个），"
        f"和退回清单、退回通知一起写入文件夹 {tmp_path / '退回'}。\n"
    )
    made = sorted(path.name for path in (tmp_path / "退回").rglob("*.*"))
    assert made == [f"{UNIT}.docx", "表_退回修改.xlsx", "退回清单.xlsx"]


@pytest.mark.slow
def test_the_same_goes_back_from_a_ledger_and_from_other_processes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = faulty(tmp_path / "报送")
    words = ("check", folder, "--ledger", tmp_path / "记录.db", "--jobs", 2)

    made = []
    for name in ("一", "二"):
        run(capsys, *words, "--return", tmp_path / name)
        made.append((tmp_path / name / "退回修改" / "表_退回修改.xlsx").read_bytes())

    assert made[0] == made[1]


def test_copies_are_not_put_among_the_submitted_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = faulty(tmp_path / "报送")
    (tmp_path / "文件").touch()

    told = [
        run(capsys, "check", folder, "--return", place)
        for place in (
            folder,
            folder / "退回",
            tmp_path,
            tmp_path / "文件",
            tmp_path / "无" / "退回",
        )
    ]

    together = (
        "退回修改的副本不能和所核查的文件放在一起（{}）。"
        "请换一个文件夹，不要在所核查的文件夹里面，也不要包着它。\n"
    )
    assert told == [
        (2, "", together.format(folder)),
        (2, "", together.format(folder / "退回")),
        (2, "", together.format(tmp_path)),
        (2, "", f"{tmp_path / '文件'} 是文件，退回修改的副本要写到文件夹里。请换一个文件夹。\n"),
        (
            2,
            "",
            f"写不了 {tmp_path / '无' / '退回'}：没有上一级文件夹。请先建文件夹，或换一个位置。\n",
        ),
    ]
    assert run(capsys, "check", folder / "表.xlsx", "--return", folder) == (
        2,
        "",
        together.format(folder),
    )
    assert [path.name for path in folder.iterdir()] == ["表.xlsx"]


def test_a_copy_that_could_not_be_written_ends_in_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = faulty(tmp_path / "报送")
    (tmp_path / "退回").symlink_to(tmp_path / "没有" / "这里")

    status, _, told = run(capsys, "check", folder, "--return", tmp_path / "退回")

    assert status == 2
    assert told.startswith(f"有 1 份没有写成，例如 {folder / '表.xlsx'}。")


def test_the_version_is_that_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"jixiao {json_report.version()}\n", "")


def test_an_installed_copy_builds_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "__file__", str(tmp_path / "macros" / "cli.py"))

    told = run(capsys, "build")

    assert told == (2, "", "这里不是本程序的源文件夹，不能重新生成。请在源文件夹里运行。\n")
    assert list(tmp_path.iterdir()) == []
