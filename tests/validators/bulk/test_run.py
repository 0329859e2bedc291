"""A run over many files through the command: pool, ledger, stopping, and the same report always."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from macros.cli import main
from macros.commands import run_over_files as running
from macros.commands.run_over_files import Run
from tests.thinned import thinned
from tests.validators.bulk.deadly_check import EVERY_RULE, DeadlyWork
from tests.validators.bulk.workbooks import SAMPLES, fill
from validators.bulk import ledger as ledger_module
from validators.bulk import pool
from validators.bulk.work import Work
from validators.checking.check_file import check

ROOT = Path(__file__).parents[3]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = main([str(word) for word in words])
    except SystemExit as stop:
        status = int(str(stop.code or 0))
    told = capsys.readouterr()
    return status, told.out, told.err


def checks_counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were really checked from now on."""
    seen: list[Path] = []

    def counted(source: Any, choice: Any) -> Any:
        seen.append(source.path)
        return check(source, choice)

    monkeypatch.setattr("validators.bulk.work.check", counted)
    return seen


@pytest.mark.parametrize(
    ("pays", "words", "sent"),
    [(0.0, (), 2), (1e9, (), 0), (0.0, ("--jobs", "1"), 0)],
    ids=["long", "short", "one process asked for"],
)
def test_other_processes_take_the_rest_where_the_first_files_tell_that_it_is_long(
    pays: float,
    words: tuple[str, ...],
    sent: int,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[Path] = []

    def ordered(work: Work, items: Any, jobs: int, known: Any, *, stopped: Any) -> Any:
        for source in items:
            taken.append(source.path)
            yield source, work(source)

    monkeypatch.setattr(pool, "ordered", ordered)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(running, "FIRST", 2)
    monkeypatch.setattr(running, "POOL_PAYS", pays)
    for name in "甲乙丙丁":
        (tmp_path / f"{name}.xlsx").write_bytes(SAMPLES[0].read_bytes())

    _, out, _ = run(capsys, "check", tmp_path, "--format", "json", *words)

    assert [Path(one["path"]).stem for one in json.loads(out)["files"]] == sorted("甲乙丙丁")
    assert len(taken) == sent


@pytest.mark.slow
def test_two_processes_tell_what_one_tells(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fill(tmp_path / "表", 30)

    told = [
        (
            run(capsys, "check", tmp_path / "表", "--jobs", jobs, "--report", tmp_path / "r.xlsx"),
            run(capsys, "check", tmp_path / "表", "--jobs", jobs, "--format", "json"),
            (tmp_path / "r.xlsx").read_bytes(),
        )
        for jobs in (1, 2)
    ]

    assert told[0] == told[1]
    assert told[0][0][0] == 2
    assert len(json.loads(told[0][1][1])["files"]) == 30


@pytest.mark.slow
def test_a_poisoned_file_is_reported_and_costs_no_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    paths = fill(tmp_path, 6)
    poisoned = tmp_path / "0002_毒.xlsx"
    paths[2].rename(poisoned)

    status = Run((tmp_path,), DeadlyWork(EVERY_RULE), "json", jobs=2).execute()

    files = json.loads(capsys.readouterr().out)["files"]
    assert status == 3
    assert [Path(file["path"]).name for file in files] == sorted(
        path.name for path in tmp_path.iterdir()
    )
    assert [file["outcome"] for file in files].count("refused") == 1
    assert files[2]["refusal"] == {
        "reason": "crashed",
        "message": "程序故障（与填报单位无关）：核查这份文件时程序意外终止，其他文件不受影响。"
        "请单独核查此文件；仍然如此时，请把它发给维护人。",
    }
    assert files[2]["faults"][0]["trace"] == "exit code 9"


@pytest.mark.slow
def test_a_file_that_takes_too_long(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 3)[1].rename(tmp_path / "0001_死.xlsx")
    monkeypatch.setattr(pool.ordered, "__defaults__", _with_seconds(1.5))

    Run((tmp_path,), DeadlyWork(EVERY_RULE), jobs=2).execute()

    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if "死" in line)
    assert lines[at + 1].startswith(
        "  程序故障（与填报单位无关）：这份文件很久没有核查完，已停止，"
    )


def _with_seconds(seconds: float) -> tuple[Any, ...]:
    known, _, stopped = pool.ordered.__defaults__ or ()
    return known, pool.Limits(seconds), stopped


def test_a_known_file_is_not_checked_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = fill(tmp_path / "表", 20)
    words = ["check", tmp_path / "表", "--format", "json", "--ledger", tmp_path / "l.db"]
    first = run(capsys, *words)
    again = checks_counted(monkeypatch)

    second = run(capsys, *words)

    assert (second, again) == (first, [])
    with paths[4].open("ab") as file:
        file.write(b"\0")
    paths[5].rename(tmp_path / "表" / "0005_改名.xlsx")
    third = json.loads(run(capsys, *words)[1])
    assert again == [paths[4]]
    assert Path(third["files"][5]["path"]).name == "0005_改名.xlsx"
    run(capsys, *words, "--ignore", "N605")
    assert len(again) == 21
    run(capsys, *words, "--policy", "guangxi")
    assert len(again) == 41


def test_a_ledger_of_many_files_lies_in_the_users_own_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "表", 6)
    monkeypatch.setattr(running, "LEDGER_FROM", 6)
    monkeypatch.setenv("APPDATA", str(tmp_path / "用户"))
    words = ["check", tmp_path / "表", "--report", tmp_path / "结果.xlsx"]

    run(capsys, *words, "--no-ledger")
    without = ledger_module.ledger_file([tmp_path / "表"]).exists()
    run(capsys, *words)

    assert not without
    assert ledger_module.ledger_file([tmp_path / "表"]).parent.is_relative_to(tmp_path / "用户")
    assert ledger_module.ledger_file([tmp_path / "表"]).exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["用户", "结果.xlsx", "表"]


@pytest.mark.parametrize("place", ["表/l.db", "表/处室/l.db", "表/../表/l.db"])
def test_a_ledger_among_the_files_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str
) -> None:
    """Whoever submits files can forge it: findings emptied, the digest computed anew."""
    fill(tmp_path / "表", 1)
    (tmp_path / "表" / "处室").mkdir()

    status, out, err = run(capsys, "check", tmp_path / "表", "--ledger", tmp_path / place)

    assert (status, out) == (2, "")
    assert "核查记录不能放在所核查的文件夹里" in err


def test_a_ledger_among_the_files_that_nobody_named_is_never_opened(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "表", 6)
    monkeypatch.setattr(running, "LEDGER_FROM", 6)
    forged = tmp_path / "表" / "核查记录.db"
    forged.write_bytes(b"forged")

    run(capsys, "check", tmp_path / "表", "--report", tmp_path / "表" / "结果.xlsx")

    assert forged.read_bytes() == b"forged"


def test_ledgers_do_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "用户"))
    monkeypatch.setattr(ledger_module, "MOST_LEDGERS", 3)
    paths = [ledger_module.ledger_file([tmp_path / str(number)]) for number in range(5)]
    for age, path in enumerate(paths):
        ledger_module.make_room(path)
        path.write_bytes(b"")
        os.utime(path, (1e9 + age, 1e9 + age))

    ledger_module.make_room(paths[2])

    assert [path.exists() for path in paths] == [False, False, True, True, True]


def test_faults_are_never_remembered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "表", 2)
    words = ["check", tmp_path / "表", "--ledger", tmp_path / "l.db"]
    with monkeypatch.context() as broken:
        broken.setattr("validators.checking.check_file.judge", lambda *_: 1 / 0)
        assert run(capsys, *words)[0] == 3

    assert run(capsys, *words)[0] == 0


OFFSETS = [0, 17, 30, 70, 101, 4095, 4100, 5000, 9000, 20_000]


@pytest.mark.parametrize("offset", thinned(OFFSETS, every=4))
def test_a_damaged_ledger_is_never_trusted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, offset: int
) -> None:
    fill(tmp_path / "表", 12)
    ledger = tmp_path / "l.db"
    words = ["check", tmp_path / "表", "--format", "json", "--ledger", ledger]
    first = run(capsys, *words)
    raw = bytearray(ledger.read_bytes())
    raw[offset : offset + 40] = bytes(byte ^ 0xA5 for byte in raw[offset : offset + 40])
    ledger.write_bytes(raw)

    second = run(capsys, *words)
    third = run(capsys, *words)

    assert second[:2] == third[:2] == first[:2]
    aside = list(tmp_path.glob("l.db.损坏*"))
    assert len(aside) <= 1
    assert ("已损坏，不再使用，改名为" in second[2]) == bool(aside)
    assert third[2] == ""


@pytest.mark.parametrize("content", [b"", b"not a ledger", b"\0" * 9000])
def test_what_is_no_ledger(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    fill(tmp_path / "表", 2)
    (tmp_path / "l.db").write_bytes(content)
    words = ["check", tmp_path / "表", "--ledger", tmp_path / "l.db"]

    first, second = run(capsys, *words), run(capsys, *words)

    assert first[:2] == second[:2]
    assert second[2] == ""


def test_somebody_elses_database_is_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fill(tmp_path / "表", 2)
    other = sqlite3.connect(tmp_path / "l.db")
    other.execute("create table theirs (a)")
    other.commit()
    other.close()
    before = (tmp_path / "l.db").read_bytes()

    status, _, err = run(capsys, "check", tmp_path / "表", "--ledger", tmp_path / "l.db")

    assert status == 0
    assert err == f"核查记录 {tmp_path / 'l.db'} 用不了，这次不记录，下次要重新核查。\n"
    assert (tmp_path / "l.db").read_bytes() == before
    assert [path.name for path in tmp_path.glob("l.db*")] == ["l.db"]


def test_a_forged_entry_is_no_entry(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fill(tmp_path / "表", 2)
    words = ["check", tmp_path / "表", "--format", "json", "--ledger", tmp_path / "l.db"]
    first = run(capsys, *words)
    base = sqlite3.connect(tmp_path / "l.db")
    rows = base.execute("select key, entry from entries order by key").fetchall()
    base.execute("update entries set entry = ? where key = ?", (rows[1][1], rows[0][0]))
    base.commit()
    base.close()

    second = run(capsys, *words)

    assert second[:2] == first[:2]
    assert "已损坏" in second[2]


def started(tmp_path: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "macros.cli", "check", str(tmp_path / "表")]
    command += ["--report", str(tmp_path / "r.xlsx"), "--ledger", str(tmp_path / "l.db"), *more]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only POSIX can kill like that")
def test_killed_at_any_moment_a_run_goes_on(tmp_path: Path) -> None:
    fill(tmp_path / "表", 60)
    whole = started(tmp_path)
    expected = whole.communicate()[0]
    report = (tmp_path / "r.xlsx").read_bytes()
    (tmp_path / "l.db").unlink()
    (tmp_path / "r.xlsx").unlink()
    moments = random.Random(20_241_122)

    for _ in range(10):
        cut = started(tmp_path, "--jobs", moments.choice("12"))
        time.sleep(moments.uniform(0.05, 0.9))
        cut.kill()
        cut.communicate()
    out, err = started(tmp_path).communicate()

    assert out == expected
    assert (tmp_path / "r.xlsx").read_bytes() == report
    assert "已损坏" not in err
    assert not list(tmp_path.glob("*损坏*"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one process")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_a_run_ends_with_what_was_done(tmp_path: Path, jobs: str) -> None:
    fill(tmp_path / "表", 600)
    cut = started(tmp_path, "--jobs", jobs, "--format", "json")
    assert cut.stdout is not None
    head = [cut.stdout.readline() for _ in range(40)]

    cut.send_signal(signal.SIGINT)
    told = json.loads("".join(head) + cut.stdout.read())
    err = cut.communicate()[1]

    done = len(told["files"])
    assert 0 < done < 600
    assert told["summary"]["files"] == done
    assert cut.returncode == 2
    assert f"核查中途停止，还有 {600 - done} 份没有核查。再次运行同一命令可以接着核查。" in err
    assert (tmp_path / "r.xlsx").exists()
    assert "Traceback" not in err


def test_work_is_the_same_in_other_words() -> None:
    assert Work(EVERY_RULE) == Work(EVERY_RULE)
    assert ledger_module._base(Work(EVERY_RULE)) != ledger_module._base(Work(EVERY_RULE[1:]))
    assert len(SAMPLES) == 9
