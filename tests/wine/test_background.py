"""The check of a folder in a process of its own, as a click starts it on Windows."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from macros import background
from tests.macros.test_buttons import BUSINESS
from tests.wine.addin import Addin
from tests.wine.windows import Windows

pytestmark = pytest.mark.wine

LATER = "import sys, time; time.sleep(5); open(sys.argv[1], 'w').close()"


@pytest.fixture
def folder(windows: Windows) -> Iterator[Path]:
    """Sixty forms on the Windows desk: as many as take long enough for progress to be told."""
    folder = windows.drive / "报送 2024"
    folder.mkdir()
    for number in range(60):
        shutil.copy(BUSINESS, folder / f"表{number}.xlsx")
    yield folder
    shutil.rmtree(folder)


def test_a_folder_is_checked_and_told_of(windows: Windows, folder: Path) -> None:
    report = windows.drive / "报送 2024_核查结果.xlsx"
    told = [windows.named(path) for path in (folder, report)]

    command = ("-I", "-X", "utf8", "-m", "macros.background")  # utf8: its output is read here
    done = windows.run(windows.interpreter, *command, *told)

    lines = done.stderr.splitlines()
    assert done.returncode == 0
    assert lines[:2] == background.BEGUN.format(folder=told[0]).splitlines()
    assert lines[-1] == f"核查结果已写入 {told[1]}"
    assert done.stdout.startswith(("结果已打开", "结果没能自动打开"))
    kept = (windows.appdata / "jixiao" / "check.log").read_text("utf-8").splitlines()
    assert set(lines) <= set(kept)
    assert any("文件 60 个" in line for line in kept)
    assert openpyxl.load_workbook(report, read_only=True).sheetnames
    shutil.rmtree(windows.appdata / "jixiao")
    for left in report.parent.glob("*核查*"):
        left.unlink()


def test_what_a_click_starts_outlives_excel(addin: Addin) -> None:
    done = addin.windows.drive / "done.txt"
    python = addin.windows.named(addin.windows.interpreter)

    addin.excel(
        ("open_addin", addin.command),
        ("start", python, "-c", LATER, addin.windows.named(done)),
        ("wait", 1),
    )
    early = done.is_file()
    time.sleep(9)

    assert not early
    assert done.is_file()
    done.unlink()
