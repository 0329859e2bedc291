"""What a folder or an archive holds, and how odd names are told and linked."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.validators.bulk.workbooks import SAMPLES
from validators.checking.sources import sources

ODD = [
    "=1+1.xlsx",
    "a\nb.xlsx",
    "表😀.xlsx",
    "好\u202excod.xlsx",
    "长" * 75 + ".xlsx",
    "<b>&'.xlsx",
]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def shown(*paths: Path) -> list[str]:
    return [source.shown.as_posix() for source in sources(paths)]


def test_order_is_that_of_the_parts(tmp_path: Path) -> None:
    for name in ("b/2.xlsx", "b.xlsx", "a/c/1.xls", "a/1.et", "a/x.txt", "~$a.xlsx", ".h/1.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    found = [*(".h/1.xlsx", "a/1.et", "a/c/1.xls", "a/x.txt", "b/2.xlsx", "b.xlsx", "~$a.xlsx")]
    assert shown(tmp_path) == [(tmp_path / name).as_posix() for name in found]


def test_nothing_twice(tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    one.touch()
    two.touch()

    assert shown(two, tmp_path, one) == [two.as_posix(), one.as_posix()]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_out_of_the_folder_are_not_followed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    inside, outside = tmp_path / "内", tmp_path / "外"
    inside.mkdir()
    outside.mkdir()
    shutil.copy(SAMPLES[0], outside / "别人的.xlsx")
    shutil.copy(SAMPLES[1], inside / "自己的.xlsx")
    (inside / "1.xlsx").symlink_to(outside / "别人的.xlsx")
    (inside / "2.xlsx").symlink_to(inside / "自己的.xlsx")
    (inside / "夹").symlink_to(outside)
    (inside / "圈").symlink_to(inside)
    (inside / "断.xlsx").symlink_to(inside / "没有.xlsx")

    out = run(capsys, "check", inside, "--format", "json")[1]

    files = json.loads(out)["files"]
    assert [Path(file["path"]).name for file in files] == ["2.xlsx", "自己的.xlsx"]


def archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(SAMPLES[0], "甲局/自评表.xlsx")
        file.writestr("乙局/坏.xlsx", b"broken")
        file.writestr("乙局/内.zip", b"PK")
        file.writestr("说明.txt", b"")
    return path


def test_an_archive_is_taken_like_a_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    package = archive(tmp_path / "包.zip")
    words = ["check", tmp_path, "--report", tmp_path / "r.xlsx", "--format", "json"]

    status, out, _ = run(capsys, *words)

    files = json.loads(out)["files"]
    alone = json.loads(run(capsys, "check", SAMPLES[0], "--format", "json")[1])["files"]
    prefix = package.as_posix()
    assert status == 2
    assert [(file["path"], file["outcome"]) for file in files] == [
        (f"{prefix}/乙局/内.zip", "refused"),
        (f"{prefix}/乙局/坏.xlsx", "refused"),
        (f"{prefix}/甲局/自评表.xlsx", "checked"),
    ]
    assert files[2]["forms"] == alone[0]["forms"]
    assert files[0]["refusal"]["message"].startswith("这是压缩包里的压缩包，没有打开。")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["汇总"]
    links = [(sheet.cell(row, 3).hyperlink.target, sheet.cell(row, 2).value) for row in (5, 6, 7)]
    assert {target for target, _ in links} == {"包.zip"}
    assert all(sheet.cell(row, 3).hyperlink.location is None for row in (5, 6, 7))


def test_an_archive_is_known_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["check", archive(tmp_path / "包.zip"), "--ledger", tmp_path / "l.db"]

    assert run(capsys, *words) == run(capsys, *words)


@pytest.mark.slow
def test_an_archive_through_other_processes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["check", archive(tmp_path / "包.zip"), "--format", "json"]

    assert run(capsys, *words, "--jobs", 2) == run(capsys, *words)


def test_an_archive_without_workbooks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "空.zip", "w") as file:
        file.writestr("a.txt", b"")
    shutil.copy(SAMPLES[0], tmp_path / "表.xlsx")

    named = run(capsys, "check", tmp_path / "空.zip")
    found = run(capsys, "check", tmp_path)

    assert named[0] == 2
    assert "压缩包里没有工作簿、网页或 Word 文档" in named[1]
    assert found[0] == 0
    assert "另有 1 个文件不核查：文本文件 1 个。" in found[1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_odd_names_are_shown_and_linked_safely(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ODD:
        shutil.copy(SAMPLES[0], tmp_path / name)
    bad = os.fsencode(tmp_path) + b"/\xe9.xlsx"
    shutil.copy(SAMPLES[0], bad)

    words = ["check", tmp_path, "--report", tmp_path / "r.xlsx"]
    out = run(capsys, *words)[1]
    files = json.loads(run(capsys, *words, "--format", "json")[1])["files"]

    assert len(files) == len(ODD) + 1
    assert not any(sign in out for sign in "\u202e\udce9")
    assert {Path(file["path"]).name for file in files} == {*ODD, "?.xlsx"}
    book: Any = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(sign in str(cell.value) for cell in cells for sign in "\u202e\udce9")
    names = [book["汇总"].cell(row, 2).value for row in range(5, 12)]
    assert not any("\n" in name for name in names)
    targets = {
        book["汇总"].cell(row, 2).value: book["汇总"].cell(row, 3).hyperlink for row in range(5, 12)
    }
    assert targets["=1+1.xlsx"].target == "%3D1%2B1.xlsx"
    assert sum(link is None for link in targets.values()) == 1
