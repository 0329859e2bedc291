"""What is remembered of an earlier run, when it is damaged or another version has written it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from macros.cli import main
from tests.validators.bulk.workbooks import SAMPLES
from workbooks.user_folder import user_folder


def checked(folder: Path, report: Path) -> tuple[int, list[dict[str, object]]]:
    status = main(["check", str(folder), "--report", str(report)])
    files = json.loads(report.read_text("utf-8"))["files"]
    return status, [form for file in files for form in file["forms"]]


REMEMBERED = {
    "nothing": "null",
    "no list": '{"a": 1}',
    "too short": "[[1]]",
    "no finding": '[["N601", "H3", 3]]',
    "a finding without its fields": '[["N601", "H3", {}]]',
    "a finding with a field that nobody knows": (
        '[["N601", "H3", {"code": "N601", "name": "a", "severity": "error", "cell": "H3",'
        ' "message": "", "facts": {}, "accepted": null, "shape": 1}]]'
    ),
    "a level that nobody knows": (
        '[["N601", "H3", {"code": "N601", "name": "a", "severity": "grave", "cell": "H3",'
        ' "message": "", "facts": {}, "accepted": null}]]'
    ),
    "no JSON": "…",
}


@pytest.mark.parametrize("kept", REMEMBERED)
def test_what_cannot_be_understood_was_never_seen(tmp_path: Path, kept: str) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    shutil.copy(SAMPLES[0], folder / "表.xlsx")
    before = checked(folder, tmp_path / "1.json")
    with closing(sqlite3.connect(user_folder() / "last.db")) as seen, seen:
        seen.execute(
            "update seen set findings = ?, content = 'x', at = at - 10", (REMEMBERED[kept],)
        )

    after = checked(folder, tmp_path / "2.json")

    assert after == before


@pytest.mark.parametrize("made", ["garbage", "another table"])
def test_a_database_that_is_no_good_is_begun_anew(tmp_path: Path, made: str) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    shutil.copy(SAMPLES[0], folder / "表.xlsx")
    user_folder().mkdir(parents=True)
    if made == "garbage":
        (user_folder() / "last.db").write_bytes(b"garbage" * 1000)
    else:
        with closing(sqlite3.connect(user_folder() / "last.db")) as seen:
            seen.execute("create table seen (form text)")
            seen.commit()

    checked(folder, tmp_path / "1.json")

    with closing(sqlite3.connect(user_folder() / "last.db")) as seen:
        assert seen.execute("select count(*) from seen").fetchone() == (1,)
