"""A file is written whole or not at all, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbooks.atomic_write import replacing


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["表.xlsx", "表" * 83 + ".xlsx"])
def test_what_was_written_takes_the_place(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"old")

    with replacing(tmp_path / name) as part:
        part.write_bytes(b"new")
        before = (tmp_path / name).read_bytes()

    assert before == b"old"
    assert contents(tmp_path) == {name: b"new"}


def break_off(path: Path, error: type[BaseException]) -> None:
    with replacing(path) as part:
        part.write_bytes(b"half")
        raise error


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_what_breaks_off_leaves_the_earlier_file(
    tmp_path: Path, error: type[BaseException]
) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"old")

    with pytest.raises(error):
        break_off(tmp_path / "表.xlsx", error)

    assert contents(tmp_path) == {"表.xlsx": b"old"}
