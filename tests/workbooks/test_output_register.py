"""What may be replaced: only what this tool wrote there, byte for byte, or what a person named."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from workbooks import output_register
from workbooks.output_register import free_name, may_be_replaced, output, register_file, remember


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "用户"))


def written(path: Path, content: bytes = b"ours") -> Path:
    with output(path) as part:
        part.write_bytes(content)
    return path


def test_what_was_written_there_may_be_replaced_until_somebody_changes_a_byte(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "核查结果.xlsx")

    fresh = may_be_replaced(path)
    path.write_bytes(b"ours!")
    changed = may_be_replaced(path)
    path.write_bytes(b"ours")
    changed_back = may_be_replaced(path)

    assert (fresh, changed, changed_back) == (True, False, True)


def test_the_same_bytes_elsewhere_prove_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "核查结果.xlsx")
    copy = tmp_path / "交来的" / "核查结果.xlsx"
    copy.parent.mkdir()

    copy.write_bytes(path.read_bytes())

    assert not may_be_replaced(copy)


def test_nothing_there_may_be_written(tmp_path: Path) -> None:
    assert may_be_replaced(tmp_path / "新.xlsx")


def test_links_and_folders_are_never_replaced(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    link, dangling, folder = tmp_path / "链", tmp_path / "断", tmp_path / "夹"
    link.symlink_to(path)
    dangling.symlink_to(tmp_path / "没有")
    folder.mkdir()

    assert [may_be_replaced(one) for one in (link, dangling, folder)] == [False] * 3


def test_what_a_person_named_may_be_replaced_as_it_is_now(tmp_path: Path) -> None:
    path = tmp_path / "旧.xlsx"
    path.write_bytes(b"his")

    remember(path)
    named = may_be_replaced(path)
    path.write_bytes(b"his, changed meanwhile")

    assert (named, may_be_replaced(path)) == (True, False)


def test_a_name_beside_it_where_it_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(b"his")
    (tmp_path / "汇总(2).xlsx").write_bytes(b"his too")

    assert free_name(path).name == "汇总(3).xlsx"


def test_a_register_that_is_damaged_proves_nothing_and_is_begun_anew(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    register_file().write_bytes(b"no database at all, but long enough to be read as one" * 40)

    damaged = may_be_replaced(path)
    remember(path)

    assert (damaged, may_be_replaced(path)) == (False, True)


def test_without_a_place_of_its_own_nothing_is_lost_and_nothing_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("APPDATA", str(tmp_path / "file"))

    path = written(tmp_path / "a.xlsx")

    assert path.read_bytes() == b"ours"
    assert not may_be_replaced(path)


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_register, "MOST", 3)
    paths = [written(tmp_path / f"{number}.xlsx") for number in range(5)]

    assert [may_be_replaced(path) for path in paths] == [False, False, True, True, True]
    with sqlite3.connect(register_file()) as register:
        assert register.execute("select count(*) from outputs").fetchone() == (3,)


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")

    with pytest.raises(OSError, match="disk full"), output(path) as part:  # noqa: PT012
        part.write_bytes(b"half")
        raise OSError("disk full")

    assert path.read_bytes() == b"ours"
    assert may_be_replaced(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "用户"]


def test_a_register_of_another_version_is_begun_anew(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx")
    with sqlite3.connect(register_file()) as register:
        register.execute("drop table outputs")
        register.execute("create table outputs (path text primary key, digest blob)")
    register.close()

    path = written(tmp_path / "b.xlsx")

    assert may_be_replaced(path)
    assert not may_be_replaced(tmp_path / "a.xlsx")


def test_what_somebody_puts_there_the_moment_after_is_his(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    honest = Path.replace

    def meanwhile(part: Path, target: Path) -> Path:
        done = honest(part, target)
        path.write_bytes(b"theirs")
        return done

    monkeypatch.setattr(Path, "replace", meanwhile)

    written(path)

    assert not may_be_replaced(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_that_is_named_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")

    remember(tmp_path / "a.xlsx")

    assert not may_be_replaced(tmp_path / "a.xlsx")


def test_two_runs_at_once_leave_one_whole_output(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    with output(path) as one, output(path) as other:
        one.write_bytes(b"one")
        other.write_bytes(b"other")

    assert path.read_bytes() == b"one"  # which ended last
    assert may_be_replaced(path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "用户"]


@pytest.mark.parametrize("home", ["", ".", "用户", None])
def test_a_home_that_is_none_is_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    """Never among the files that are checked, from where somebody may have started it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("APPDATA")

    def homeless() -> Path:
        if home is None:
            raise RuntimeError("Could not determine home directory.")
        return Path(home)

    monkeypatch.setattr(Path, "home", staticmethod(homeless))

    path = written(tmp_path / "a.xlsx")

    assert not may_be_replaced(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
