"""Compound files as olefile, an independent reader, walks them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import olefile
import pytest

from macros.vbaproject.cfb import compound_file

NOBODY, RED, BLACK = 0xFFFFFFFF, 0, 1


def opened(data: bytes) -> Any:
    return olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


def noise(size: int) -> bytes:
    return bytes((number * number + number // 7) % 251 for number in range(size))


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 511, 512, 4095, 4096, 4097, 70_000])
def test_a_stream_of_any_size_is_read_back(size: int) -> None:
    data = compound_file({"VBA": {"dir": noise(size), "other": b"x" * 100}, "PROJECT": b"p"})

    with opened(data) as file:
        assert file.parsing_issues == []
        assert file.openstream("VBA/dir").read() == noise(size)
        assert file.openstream("VBA/other").read() == b"x" * 100
        assert file.openstream("PROJECT").read() == b"p"


def test_several_tables_of_chains() -> None:
    data = compound_file({f"s{number}": noise(200_000) for number in range(10)})

    with opened(data) as file:
        assert file.parsing_issues == []
        assert file.num_fat_sectors > 30
        assert {file.openstream(name).read() for name in file.listdir()} == {noise(200_000)}


@pytest.mark.parametrize("sectors", range(118, 131))
def test_the_table_of_chains_covers_itself(sectors: int) -> None:
    data = compound_file({"s": bytes(sectors * 512)})

    with opened(data) as file:
        assert file.parsing_issues == []
        assert file.nb_sect <= file.num_fat_sectors * 128
        assert len(file.openstream("s").read()) == sectors * 512


def test_the_same_streams_give_the_same_bytes_and_no_time() -> None:
    streams = {"VBA": {"dir": b"1"}, "PROJECT": b"2"}

    data = compound_file(streams)

    assert data == compound_file(streams)
    with opened(data) as file:
        entries = [entry for entry in file.direntries if entry is not None]
        assert {(entry.createTime, entry.modifyTime, entry.clsid) for entry in entries} == {
            (0, 0, "")
        }


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 8, 20, 64, 100])
def test_siblings_are_a_red_black_tree_in_order(count: int) -> None:
    names = [f"{'x' * (number % 5)}{chr(65 + number % 7)}{number}" for number in range(count)]

    with opened(compound_file(dict.fromkeys(names, b""))) as file:
        entries = file.direntries
        heights, order = set(), []

        def walk(number: int, black: int, parent: int) -> None:
            if number == NOBODY:
                heights.add(black)
                return
            entry = entries[number]
            assert not (parent == RED and entry.color == RED)
            walk(entry.sid_left, black + entry.color, entry.color)
            order.append(entry.name)
            walk(entry.sid_right, black + entry.color, entry.color)

        top = entries[0].sid_child
        walk(top, 0, BLACK)

    assert order == sorted(names, key=lambda name: (len(name), name.upper()))
    assert len(heights) == 1
    assert entries[top].color == BLACK


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"": b""}, "not a name"),
        ({"x" * 32: b""}, "not a name"),
        ({"a/b": b""}, "not a name"),
        ({"评": b""}, "not a name"),
        ({"Dir": b"", "dir": b""}, "only in case"),
        ({"big": bytes(8_000_000)}, "too large"),
    ],
)
def test_what_the_format_cannot_hold_is_refused(streams: dict[str, bytes], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        compound_file(streams)
