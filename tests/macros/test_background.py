"""The check of a folder outside Excel: what its window shows, what is kept, what is opened."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from macros import background
from macros.commands import progress
from macros.desk import processes
from macros.excel import dialogs
from tests.macros.test_buttons import BUSINESS
from workbooks.user_folder import user_folder


@dataclass
class Seen:
    """What somebody at the desk saw, and how often Enter was pressed to close the window."""

    folder: Path
    window: pytest.CaptureFixture[str]
    told: list[str] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return self.window.readouterr().err.splitlines()

    @property
    def log(self) -> list[str]:
        return (user_folder() / "check.log").read_text("utf-8").splitlines()


@pytest.fixture
def seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Seen:
    seen = Seen(tmp_path, capsys)
    monkeypatch.setenv("APPDATA", str(tmp_path / "user"))
    monkeypatch.setattr(dialogs, "show", seen.told.append)
    monkeypatch.setattr(processes, "open_file", seen.opened.append)
    monkeypatch.setattr("builtins.input", seen.asked.append)
    return seen


def forms(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.xlsx").write_bytes(BUSINESS.read_bytes())
    return folder


def test_the_window_says_what_begins_how_far_it_is_and_where_the_report_is(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    monkeypatch.setattr(progress, "TOLD_FROM", 3)
    folder, report = forms(seen.folder / "表", 3), seen.folder / "结果.xlsx"

    status = background.main(str(folder), str(report))

    begun = background.BEGUN.format(folder=folder).splitlines()
    lines = seen.lines()
    assert status == 0
    assert lines[:2] == begun
    assert [line.split("，")[0] for line in lines[2:-1]] == [
        f"已核查 {number}/3 份" for number in (1, 2, 3)
    ]
    assert lines[-1] == f"核查结果已写入 {report}"
    assert (seen.opened, seen.asked, seen.told) == ([report], [background.OPENED], [])
    assert set(lines) < set(seen.log)
    assert str(folder / "000.xlsx") in seen.log  # and what was found, which would flood the window


def test_a_check_that_comes_to_nothing_says_why(seen: Seen) -> None:
    missing = seen.folder / "没有"

    status = background.main(str(missing), str(seen.folder / "无.xlsx"))

    why = f"找不到 {missing}。请确认路径是否正确。"
    assert status == 2
    assert seen.lines()[-1] == why
    assert seen.told == [f"批量核查没有完成。{why}"]
    assert (seen.opened, seen.asked) == ([], [])


def raising(error: BaseException) -> Callable[[object], None]:
    def act(_: object) -> None:
        raise error

    return act


def test_a_report_that_no_program_opens_is_told(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "open_file", raising(OSError("没有关联的程序")))

    background.main(str(forms(seen.folder / "表", 1)), str(seen.folder / "结果.xlsx"))

    assert seen.asked == [background.UNOPENED]


@pytest.mark.parametrize("error", [EOFError(), RuntimeError("input(): lost sys.stdin")])
def test_without_a_window_nobody_is_waited_for(
    seen: Seen, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr("sys.stderr", None)
    monkeypatch.setattr("builtins.input", raising(error))
    report = seen.folder / "结果.xlsx"

    status = background.main(str(forms(seen.folder / "表", 1)), str(report))

    assert (status, seen.opened) == (0, [report])


def test_what_is_told_is_seen_at_once() -> None:
    log, window = io.BytesIO(), io.BytesIO()
    both = background.Both(*(io.TextIOWrapper(one, "utf-8") for one in (log, window)))

    both.write("已核查 1/3 份")

    assert [one.getvalue().decode() for one in (log, window)] == ["已核查 1/3 份"] * 2
    assert not both.isatty()  # so that no bar is drawn, which a log could not hold


def test_it_goes_by_the_policy_that_it_is_given(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(background.cli, "main", lambda given: asked.append(given) or 0)

    background.main("a", "b")
    background.main("a", "b", "--policy", "hubei")

    assert asked == [
        ["check", "a", "--report", "b", "--level", "提示", "--no-settings"],
        [*asked[0], "--policy", "hubei"],
    ]
