"""A .zip of workbooks, taken like a folder: all that lies in it, and the bytes of one file.

The caps are those of a single workbook. Nothing is ever unpacked to disk, and a name inside an
archive is only ever shown.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from workbooks.files import kinds
from workbooks.files.kinds import Aside, Kind
from workbooks.files.limits import (
    CLOSED,
    ENTRIES,
    FILE_SIZE,
    INFLATED,
    RATIO,
    RATIO_FROM,
    Refused,
    damaged,
)
from workbooks.files.refusal import Reason, Refusal
from workbooks.values.dataclass import dataclass

NESTED = "这是压缩包里的压缩包，没有打开。请解压后把里面的工作簿直接放进文件夹再核查。"
LOCKED = "压缩包设了密码，里面的文件无法读取。请解压后再核查。"
TOO_BIG = "压缩包超过 64 MB，没有读取。请解压成文件夹，或分成几个压缩包再核查。"
TOO_MANY = (
    f"压缩包里的文件超过 {ENTRIES.most} 个，没有读取。请解压成文件夹，或分成几个压缩包再核查。"
)
TOO_WIDE = "压缩包里的工作簿展开后超过 64 MB，没有读取。请解压成文件夹，或分成几个压缩包再核查。"
BROKEN = "压缩包已损坏，或不是 .zip 格式，读不出里面的文件。请重新压缩，或解压成文件夹再核查。"
PRESSED = "压缩包里这份文件的压缩程度异常，为安全起见没有读取。请用 Excel 打开后另存，再提交。"
METHOD = "压缩包里这份文件的压缩方法认不出，无法读取。请用普通方法重新压缩，或解压后再核查。"

_LOOKED_INTO = 8 << 20
"""Bytes of a file that are inflated to see what it is."""

_END, _DIRECTORY, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_LARGE = b"PK\x06\x07"
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its name as it reads, and where its bytes lie.

    `refusal` says why this one cannot be read, `aside` why it need not be; the others are.
    """

    name: str
    start: int = 0
    packed: int = 0
    size: int = 0
    crc: int = 0
    method: int = 0
    refusal: Refusal | None = None
    aside: Aside | None = None


def members(path: Path) -> tuple[Member, ...] | Refusal | None:
    """All files in an archive by name; None when it is no archive but one document."""
    try:
        raw = _raw(path)
        listed = _listed(raw)
        if _is_document(listed):
            return None
        found = sorted(_members(raw, listed), key=lambda member: member.name.split("/"))
        opened = (member.size for member in found if member.aside is None)
        if sum(opened) > INFLATED.most:
            return Refusal(Reason.TOO_LARGE, TOO_WIDE)
        return tuple(found)
    except Refused as refused:
        return refused.refusal


def aside_of(name: str, raw: bytes) -> Aside | None:
    """Why a ZIP that is called otherwise is not opened as a document; None where it is."""
    try:
        found = kinds.of_parts([entry.filename for entry in _listed(raw)])
    except Refused:
        return kinds.by_ending(name) or kinds.ASIDES[Kind.ARCHIVE]
    named = kinds.by_ending(name)
    # The parts of Numbers and Pages are alike: there the name tells the two apart.
    apart = found is not None and found.kind is Kind.SHEET and named is not None
    return named if apart and named is not None and named.kind is Kind.WORD else found


def content(path: Path, member: Member) -> bytes:
    """The bytes of one workbook; raises `Refused`."""
    if member.refusal is not None:
        raise Refused(member.refusal.reason, member.refusal.message)
    try:
        with path.open("rb") as file:
            file.seek(member.start)
            header = file.read(30)
            if len(header) < 30 or not header.startswith(_LOCAL):
                raise damaged()
            name, extra = struct.unpack_from("<HH", header, 26)
            file.seek(int(name) + int(extra), io.SEEK_CUR)
            raw = file.read(member.packed)
    except (OSError, ValueError) as error:
        raise Refused(Reason.DAMAGED, BROKEN) from error
    data = _inflated(raw, member)
    if len(data) != member.size or zlib.crc32(data) != member.crc:
        raise damaged()
    return data


def _inflated(raw: bytes, member: Member) -> bytes:
    if member.method == zipfile.ZIP_STORED:
        return raw
    try:
        return zlib.decompressobj(-15).decompress(raw, member.size + 1)
    except zlib.error as error:
        raise damaged() from error


def _raw(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_SIZE.most:
            raise Refused(Reason.TOO_LARGE, TOO_BIG)
        return path.read_bytes()
    except OSError as error:
        raise Refused(Reason.DAMAGED, CLOSED) from error


def _listed(raw: bytes) -> list[zipfile.ZipInfo]:
    try:
        _counted(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        struct.error,
        ValueError,
        OverflowError,
        EOFError,
        IndexError,
        OSError,
    ) as error:
        raise Refused(Reason.DAMAGED, BROKEN) from error


def _is_document(listed: list[zipfile.ZipInfo]) -> bool:
    """Whether these are the parts of one document, of Office or another."""
    names = [entry.filename for entry in listed]
    return kinds.of_parts(names) is not kinds.ASIDES[Kind.ARCHIVE]


def _counted(raw: bytes) -> None:
    """Refuses a directory that nobody should build, before zipfile builds it.

    Workbooks that are stored as they are have directories of their own, so only its own counts.
    """
    end = raw.rfind(_END, max(0, len(raw) - 65_557))
    if end < 0 or len(raw) < end + 22 or raw[max(0, end - 20) : end].startswith(_LARGE):
        raise Refused(Reason.DAMAGED, BROKEN)
    (size,) = struct.unpack_from("<I", raw, end + 12)
    if raw.count(_DIRECTORY, max(0, end - size), end) > ENTRIES.most:
        raise Refused(Reason.TOO_LARGE, TOO_MANY)


def _members(raw: bytes, listed: list[zipfile.ZipInfo]) -> Iterator[Member]:
    for entry in listed:
        name = _readable(entry)
        *folders, own = name.split("/")
        if entry.is_dir():
            continue
        if any(map(kinds.is_system_folder, folders)):
            yield Member(name, aside=kinds.ASIDES[Kind.SYSTEM])
            continue
        member = Member(
            name,
            entry.header_offset,
            entry.compress_size,
            entry.file_size,
            entry.CRC,
            entry.compress_type,
        )
        refusal = _refusal(entry, PurePosixPath(own).suffix.lower())
        aside = _aside(raw, member, own, refusal)
        if aside is not None:
            yield Member(name, aside=aside)
        else:
            yield member if refusal is None else Member(name, refusal=refusal)


def _aside(raw: bytes, member: Member, own: str, refusal: Refusal | None) -> Aside | None:
    """Why a file need not be read; of what cannot be looked into, the name alone tells."""
    suffix = PurePosixPath(own).suffix.lower()
    if suffix == ".zip":
        return None
    if suffix in kinds.OPENED and not kinds.is_odd(own):
        return None
    if refusal is not None:
        return kinds.by_ending(own)
    head = _start(raw, member, kinds.HEAD)
    found = kinds.aside(own, member.size, head)
    if found is not None or suffix in kinds.OPENED:
        return found
    if not head.startswith((*kinds.ZIP, kinds.OLE)) or member.size > _LOOKED_INTO:
        return kinds.by_ending(own) if head.startswith((*kinds.ZIP, kinds.OLE)) else None
    whole = _start(raw, member, member.size)
    return kinds.of_compound(own, whole) if head.startswith(kinds.OLE) else aside_of(own, whole)


def _start(raw: bytes, member: Member, size: int) -> bytes:
    """The first bytes of a file, as far as they can be had."""
    at = member.start
    if raw[at : at + 4] != _LOCAL or len(raw) < at + 30:
        return b""
    name, extra = struct.unpack_from("<HH", raw, at + 26)
    at += 30 + int(name) + int(extra)
    stored = raw[at : at + min(member.packed, 2 * size + 1_024)]
    if member.method == zipfile.ZIP_STORED:
        return stored[:size]
    try:
        return zlib.decompressobj(-15).decompress(stored, size) if size else b""
    except zlib.error:
        return b""


def _refusal(entry: zipfile.ZipInfo, suffix: str) -> Refusal | None:
    if suffix == ".zip":
        return Refusal(Reason.NOT_A_WORKBOOK, NESTED)
    if entry.flag_bits & 0x41:
        return Refusal(Reason.ENCRYPTED, LOCKED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Refusal(Reason.DAMAGED, METHOD)
    if entry.file_size > RATIO_FROM and entry.file_size > RATIO.most * entry.compress_size:
        return Refusal(Reason.TOO_LARGE, PRESSED)
    return None


def _readable(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant, and nothing in it that climbs out of the archive.

    Without the flag for UTF-8, zipfile takes the bytes for those of an old American console; here
    they were written by a Chinese Windows (GBK), or by a program that forgot the flag.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:  # read from a field of its own that is always UTF-8
            raw = name.encode("utf-8", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "（无名）"
