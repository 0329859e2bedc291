"""What a user may not look at or write is told in a sentence, wherever it is met."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from macros import cli
from macros.commands.chinese_argparse import USAGE
from workbooks.user_folder import NOWHERE, user_folder

SAMPLE = Path(__file__).parents[3] / "workbooks" / "samples" / "2024自评表_业务受理工作经费.xlsx"
LOCKED = "锁住的文件夹"


@pytest.fixture(autouse=True)
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing below a folder of this name may be looked at, whoever runs the tests."""
    real_stat, real_lstat, real_open = os.stat, os.lstat, os.open

    def guard(real: Any) -> Any:
        def asked(path: Any, *args: Any, **kept: Any) -> Any:
            told = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
            if isinstance(told, str) and f"{LOCKED}{os.sep}" in told:
                raise PermissionError(errno.EACCES, "Permission denied", told)
            return real(path, *args, **kept)

        return asked

    monkeypatch.setattr(os, "stat", guard(real_stat))
    monkeypatch.setattr(os, "lstat", guard(real_lstat))
    monkeypatch.setattr(os, "open", guard(real_open))


@pytest.mark.parametrize(
    "words",
    [
        ["check", "{locked}"],
        ["check", "{sample}", "--report", "{locked}.xlsx"],
        ["check", "{sample}", "--settings", "{locked}.toml"],
        ["check", "{sample}", "--against", "{locked}"],
        ["check", "{sample}", "--return", "{locked}"],
        ["review", "{sample}", "-o", "{locked}.xlsx"],
        ["summary", "{sample}", "-o", "{locked}.xlsx"],
        ["submit", "{sample}", "-o", "{locked}.xlsx"],
        ["compare", "{locked}", "{sample}"],
        ["fill", "{locked}", "-o", "自评表.xlsx"],
        ["score", "{locked}.xlsx"],
        ["read", "{locked}.xlsx"],
    ],
    ids=" ".join,
)
def test_what_may_not_be_looked_at_is_told(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / LOCKED / "表"
    inside.parent.mkdir()

    status = cli.main([word.format(locked=inside, sample=SAMPLE) for word in words])

    told = capsys.readouterr()
    assert status == USAGE
    assert "没有权限" in told.err or "没有读取权限" in told.out + told.err
    assert "程序故障" not in told.out + told.err


def test_a_home_that_may_not_be_entered_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / LOCKED / "家"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / LOCKED / "家"))

    assert user_folder() == NOWHERE
    assert cli.main(["check", str(SAMPLE)]) < USAGE
    assert "程序故障" not in capsys.readouterr().err
