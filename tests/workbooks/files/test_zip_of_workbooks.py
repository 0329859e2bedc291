"""A .zip of workbooks: names as they were meant, caps, and what is not read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from tests.workbooks.packages import repeated, with_stream
from workbooks.files import zip_of_workbooks
from workbooks.files.limits import Refused
from workbooks.files.refusal import Reason, Refusal
from workbooks.files.zip_of_workbooks import Member, content, members


def zipped(path: Path, *entries: tuple[str | bytes, bytes], method: int = 8) -> Path:
    """An archive; a name in bytes is written as it is, without the flag for UTF-8."""
    with zipfile.ZipFile(path, "w", method) as file:
        for number, (_, data) in enumerate(entries):
            file.writestr(f"{number:08d}", data)
    raw = path.read_bytes()
    for number, (name, _) in enumerate(entries):
        raw = _renamed(raw, f"{number:08d}".encode(), name)
    path.write_bytes(raw)
    return path


def _renamed(raw: bytes, placeholder: bytes, name: str | bytes) -> bytes:
    """Headers patched by hand: zipfile itself writes only ASCII or flagged UTF-8 names."""
    encoded, flag = (name, 0) if isinstance(name, bytes) else (name.encode(), 0x800)
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        entry = file.getinfo(placeholder.decode())
        start = file.start_dir
    local = entry.header_offset
    central = raw.index(placeholder, start) - 46
    grown = len(encoded) - len(placeholder)
    parts = bytearray(raw)
    parts[central + 46 : central + 46 + len(placeholder)] = encoded
    struct.pack_into("<H", parts, central + 8, entry.flag_bits | flag)
    struct.pack_into("<H", parts, central + 28, len(encoded))
    end = parts.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<II", parts, end + 12)
    struct.pack_into("<II", parts, end + 12, size + grown, offset + grown)
    at = offset
    for _ in range(struct.unpack_from("<H", parts, end + 10)[0]):
        lengths = struct.unpack_from("<HHH", parts, at + 28)
        where = struct.unpack_from("<I", parts, at + 42)[0]
        if where > local:
            struct.pack_into("<I", parts, at + 42, where + grown)
        at += 46 + sum(lengths)
    parts[local + 30 : local + 30 + len(placeholder)] = encoded
    struct.pack_into("<H", parts, local + 6, entry.flag_bits | flag)
    struct.pack_into("<H", parts, local + 26, len(encoded))
    return bytes(parts)


def names(path: Path) -> list[str]:
    found = members(path)
    assert isinstance(found, tuple)
    return [member.name for member in found]


@pytest.mark.parametrize(
    "name",
    ["局/自评表.xlsx", "局/自评表.xlsx".encode(), "局/自评表.xlsx".encode("gb18030")],
    ids=["flagged", "utf-8", "gbk"],
)
def test_names_as_they_were_meant(tmp_path: Path, name: str | bytes) -> None:
    path = zipped(tmp_path / "a.zip", (name, b"one"), ("z.xlsx", b"two"))

    found = members(path)

    assert isinstance(found, tuple)
    assert [(member.name, content(path, member)) for member in found] == [
        ("z.xlsx", b"two"),
        ("局/自评表.xlsx", b"one"),
    ]


def test_names_never_climb(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        ("../../上.xlsx", b"1"),
        ("/etc/根.xlsx", b"2"),
        (b"a\\..\\b.xlsx", b"3"),
    )

    assert names(path) == ["a/b.xlsx", "etc/根.xlsx", "上.xlsx"]


def test_what_is_passed_over(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        ("~$表.xlsx", b""),
        (".隐藏/表.xlsx", b""),
        ("__MACOSX/._表.xlsx", b""),
        ("照片.jpg", b""),
        ("夹.xlsx/", b""),
        ("表.XLSX", b"1"),
    )

    found = members(path)

    assert isinstance(found, tuple)
    assert [(one.name, one.aside and one.aside.kind.value) for one in found] == [
        (".隐藏/表.xlsx", None),
        ("__MACOSX/._表.xlsx", "system"),
        ("~$表.xlsx", "system"),
        ("照片.jpg", "picture"),
        ("表.XLSX", None),
    ]


def test_a_part_of_an_archive_that_cannot_be_looked_into_is_told_by_its_name(
    tmp_path: Path,
) -> None:
    path = zipped(tmp_path / "a.zip", ("论文.pdf", b"x" * 99), ("某", b"y" * 99))
    raw = bytearray(path.read_bytes())
    for number in (0, 1):  # what follows the two local headers is no deflated stream any more
        at = raw.index(b"PK\x03\x04", number and raw.index(b"PK\x03\x04") + 4)
        name = int.from_bytes(raw[at + 26 : at + 28], "little")
        raw[at + 30 + name] = 0xFF
    path.write_bytes(raw)

    found = members(path)

    assert isinstance(found, tuple)
    assert [(one.name, one.aside and one.aside.kind.value) for one in found] == [
        ("某", "text"),
        ("论文.pdf", "pdf"),
    ]


def test_an_archive_inside_is_not_opened(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("内.zip", b"PK"), ("表.xlsx", b"1"))

    found = members(path)

    assert isinstance(found, tuple)
    assert found[0] == Member(
        "内.zip", refusal=Refusal(Reason.NOT_A_WORKBOOK, zip_of_workbooks.NESTED)
    )
    with pytest.raises(Refused, match="压缩包里的压缩包"):
        content(path, found[0])
    assert content(path, found[1]) == b"1"


def test_a_workbook_called_zip_is_a_workbook(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("[Content_Types].xml", b""), ("xl/a.xlsx", b""))

    assert members(path) is None


def test_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("表.xlsx", b"1"))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)

    found = members(path)

    assert isinstance(found, tuple)
    assert found[0].refusal == Refusal(Reason.ENCRYPTED, zip_of_workbooks.LOCKED)


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04", b"Rar!" * 100, b"PK\x05\x06" + b"\xff" * 18, b"PK\x06\x07" + b"\0" * 40],
)
def test_what_is_no_archive(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(raw)

    assert members(tmp_path / "a.zip") == Refusal(Reason.DAMAGED, zip_of_workbooks.BROKEN)


def test_more_files_than_there_may_be(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        for number in range(2001):
            file.writestr(f"{number}.xlsx", b"")

    assert members(tmp_path / "a.zip") == Refusal(Reason.TOO_LARGE, zip_of_workbooks.TOO_MANY)


def test_workbooks_stored_as_they_are_do_not_count_their_parts(tmp_path: Path) -> None:
    entries = [(f"{number}.xlsx", b"PK\x01\x02" * 100) for number in range(50)]

    path = zipped(tmp_path / "a.zip", *entries, method=zipfile.ZIP_STORED)

    assert len(names(path)) == 50


def test_more_than_64_mb_in_all(tmp_path: Path) -> None:
    stream, size = repeated(b"", bytes(range(256)) * 64, 4200, b"")
    (tmp_path / "a.zip").write_bytes(with_stream({"x": "1"}, "a.xlsx", stream, size))

    assert members(tmp_path / "a.zip") == Refusal(Reason.TOO_LARGE, zip_of_workbooks.TOO_WIDE)


@pytest.mark.parametrize("declared", [1000, 40 << 20])
def test_a_lie_about_the_size(tmp_path: Path, declared: int) -> None:
    stream, _ = repeated(b"", bytes(range(256)) * 64, 3000, b"")
    (tmp_path / "a.zip").write_bytes(with_stream({"x": "1"}, "a.xlsx", stream, declared))

    found = members(tmp_path / "a.zip")

    assert isinstance(found, tuple)
    if found[0].refusal is None:
        with pytest.raises(Refused, match="已损坏"):
            content(tmp_path / "a.zip", found[0])


def test_a_member_pressed_too_hard(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.xlsx", b"\0" * (4 << 20)))

    found = members(path)

    assert isinstance(found, tuple)
    assert found[0].refusal == Refusal(Reason.TOO_LARGE, zip_of_workbooks.PRESSED)


def test_every_truncation_is_told(tmp_path: Path) -> None:
    raw = zipped(tmp_path / "a.zip", ("表.xlsx", b"1" * 100)).read_bytes()

    outcomes = set()
    for length in range(len(raw)):
        (tmp_path / "a.zip").write_bytes(raw[:length])
        outcomes.add(members(tmp_path / "a.zip"))

    assert outcomes == {Refusal(Reason.DAMAGED, zip_of_workbooks.BROKEN)}
