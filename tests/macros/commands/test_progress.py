"""How far a long run is: a bar on a terminal, lines elsewhere, nothing for a few files."""

from __future__ import annotations

import io
import sys

import pytest

from macros.commands import progress as progress_module
from macros.commands.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def stepped(total: int) -> None:
    with progress(total) as shown:
        for number in range(total):
            shown.step()
            shown.tell(f"结果[{number}]\n")


def test_few_files_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    stepped(3)

    assert tuple(capsys.readouterr()) == ("结果[0]\n结果[1]\n结果[2]\n", "")


def test_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_module, "_EVERY", 0.0)

    stepped(60)

    told = capsys.readouterr()
    assert told.out == "".join(f"结果[{number}]\n" for number in range(60))
    lines = told.err.splitlines()
    assert len(lines) == 60
    assert lines[-1].startswith("已核查 60/60 份，每秒 ")
    assert lines[-1].endswith(" 份，约剩 0 秒")


@pytest.mark.parametrize("screen", [False, True])
def test_a_bar_on_a_terminal_leaves_results_whole(
    monkeypatch: pytest.MonkeyPatch, screen: bool
) -> None:
    bar = Terminal()
    results = bar if screen else io.StringIO()
    monkeypatch.setattr(sys, "stderr", bar)
    monkeypatch.setattr(sys, "stdout", results)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")

    stepped(60)

    for number in range(60):
        assert f"结果[{number}]\n" in results.getvalue()
    assert "已核查 60/60 份，每秒 " in bar.getvalue()
