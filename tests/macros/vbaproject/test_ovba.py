"""Compression against the specification's own examples, oletools, and any bytes at all."""

from __future__ import annotations

import random
from importlib.resources import files
from struct import unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from macros.vbaproject.ovba import compress, decompress, veiled

# [MS-OVBA] 3.2: no compression, normal compression, maximum compression.
EXAMPLES = {
    b"abcdefghijklmnopqrstuv.": "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 "
    "00 71 72 73 74 75 76 2E",
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa": "01 2F B0 00 23 61 61 61 62 63 "
    "64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 70 04 10 72 "
    "73 74 75 76 10 77 78 79 7A 00 3C",
    b"a" * 73: "01 03 B0 02 61 45 00",
}
TEXT = (files("xlwings") / "xlwings_custom_addin.bas").read_bytes()


@pytest.mark.parametrize(("data", "packed"), EXAMPLES.items())
def test_the_examples_of_the_specification(data: bytes, packed: str) -> None:
    # Of equally long copies the second example takes one that is not the nearest.
    assert len(compress(data)) == len(bytes.fromhex(packed))
    assert decompress(compress(data)) == data
    assert decompress(bytes.fromhex(packed)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, len(TEXT)])
def test_texts_of_odd_sizes(size: int) -> None:
    packed = compress(TEXT[:size])

    assert decompress(packed) == TEXT[:size]
    if size:  # oletools takes a container without chunks for a broken one
        assert decompress_stream(bytearray(packed)) == TEXT[:size]


def test_a_text_becomes_a_good_deal_smaller() -> None:
    assert len(compress(TEXT)) < len(TEXT) * 0.45


@pytest.mark.parametrize("size", [1, 3640, 4096, 8192, 4096 + 3640])
def test_incompressible_data(size: int) -> None:
    data = random.Random(1).randbytes(size)

    packed = compress(data)

    assert decompress(packed) == data
    assert decompress_stream(bytearray(packed)) == data


def test_what_would_be_padded_is_refused() -> None:
    with pytest.raises(ValueError, match="last chunk of 4000 bytes"):
        compress(random.Random(1).randbytes(4000))


@given(st.binary(max_size=3000) | st.text("ab\r\n", max_size=9000).map(str.encode))
def test_what_is_compressed_comes_back(data: bytes) -> None:
    assert decompress(compress(data)) == data


@pytest.mark.parametrize(
    "broken", ["", "02", "01 19", "01 19 B0 00 61", "01 02 B0 01 45 00", "01 01 B0 01 45"]
)
def test_a_broken_container_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"container|chunk|cut off"):
        decompress(bytes.fromhex(broken))


def unveiled(text: str, project_id: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, written from its text."""
    seed, version, key, *rest = bytes.fromhex(text)
    assert (version ^ seed, key ^ seed) == (2, sum(project_id.encode()) & 0xFF)
    plain, last, before = key ^ seed, key, version
    data = bytearray()
    for byte in rest:
        plain, last, before = byte ^ ((before + plain) & 0xFF), byte, last
        data.append(plain)
    data = data[(seed & 6) // 2 :]
    assert unpack("<I", data[:4]) == (len(data) - 4,)
    return bytes(data[4:])


def test_the_veil_is_that_of_a_file_saved_by_excel() -> None:
    project_id = "{318BEE36-5BE1-492A-826D-473DB19B0F30}"

    assert unveiled("5D5F8AADDAA8DEA8DEA8DEA8DE", project_id) == bytes(4)
    assert unveiled("5D5F8AADDAADDBADDBAD", project_id) == b"\0"
    assert unveiled("5D5F8AADDAADDBADDB52", project_id) == b"\xff"


@pytest.mark.parametrize("seed", [0, 2, 4, 6, 0x5D, 0xFF])
@pytest.mark.parametrize("data", [b"\0", b"\xff", bytes(4), b"secret"])
def test_what_is_veiled_comes_back(data: bytes, seed: int) -> None:
    project_id = "{00000000-0000-5000-8000-000000000001}"

    assert unveiled(veiled(data, project_id, seed), project_id) == data
