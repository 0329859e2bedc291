"""A file as Grids: the only door by which somebody's workbook comes in. It never writes.

What a file is, is seen from its content: names lie, and so do extensions. Inside, a parser that
must stop raises `limits.Refused`; outside, a refusal is a value.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TypeVar

from workbooks.files import xlsx
from workbooks.files.kinds import BARE_BIFF, OLE, XML_SHEET, ZIP
from workbooks.files.limits import CLOSED, FILE_SIZE, NO_MEMORY, OURS, Allowance, Refused
from workbooks.files.package import Package
from workbooks.files.refusal import Reason, Refusal
from workbooks.files.zip_of_workbooks import Member, content
from workbooks.grid import Grid

T = TypeVar("T")

GONE = "找不到文件，可能已被移走、改名或删除。请确认文件还在原处后再试。"
FOLDER = "这是一个文件夹，不是工作簿。请指定文件夹里的工作簿文件。"
SPECIAL = "这不是普通文件，无法读取。请指定 Excel 工作簿（.xlsx）。"
EMPTY = "文件是空的，没有任何内容。请从原件重新复制或导出后再提交。"
NOTHING_YET = (
    "文件里全是空字节，可能没有下载完、没有同步完，或只在云端。请下载完整，确认能打开后再提交。"
)
GUARDED = "文件由单位的加密软件加密，无法读取。请先在加密软件中解密，再提交解密后的 .xlsx 文件。"
UNKNOWN = "文件不是 Excel 工作簿，看不出是什么文件。请提交填报时用的 Excel 工作簿（.xlsx）。"

_KINDS = (
    (b"%PDF-", "PDF 文件"),
    (b"{\\rtf", "文字文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)


def open_workbook(path: Path) -> tuple[Grid, ...] | Refusal:
    """The worksheets of a workbook in their order, or why the file cannot be read.

    Takes .xlsx, .xlsm, .xls, web pages and Word documents, seen by their content; of the latter
    two each table is a sheet. Chart and dialog sheets are passed over. The caps on what a file may
    cost are in `limits`. No content of a file raises.
    """
    raw = raw_bytes(path)
    return raw if isinstance(raw, Refusal) else grids(raw)


def grids(raw: bytes) -> tuple[Grid, ...] | Refusal:
    """The worksheets of a workbook that is in memory; otherwise as `open_workbook`."""
    return _refused(lambda: _grids(raw))


def open_ours(path: Path) -> tuple[Grid, ...] | Refusal:
    """The same for a workbook that we wrote and somebody filled in: it may be a large one."""
    return _refused(lambda: _grids(_content(path), OURS))


def open_member(path: Path, member: Member) -> tuple[Grid, ...] | Refusal:
    """The same for a workbook inside a .zip archive."""
    return _refused(lambda: _grids(content(path, member)))


def raw_bytes(path: Path, member: Member | None = None) -> bytes | Refusal:
    """A workbook as it lies in the folder or in an archive, to be copied; or why it cannot be."""
    return _refused(lambda: _content(path) if member is None else content(path, member))


def core_properties(path: Path) -> dict[str, str]:
    """What an Office document says of itself, as creator and lastModifiedBy; else nothing."""
    try:
        raw = _content(path)
        return xlsx.core_properties(raw) if raw.startswith(ZIP) else {}
    except (Refused, MemoryError):
        return {}


def _refused(read: Callable[[], T]) -> T | Refusal:
    try:
        return read()
    except Refused as refused:
        return refused.refusal
    except MemoryError:
        # The caps leave room, but other programs may have left little.
        return Refusal(Reason.TOO_LARGE, NO_MEMORY)


class Format(Enum):
    """How a file that can be read is built."""

    PACKAGE = "xlsx"
    LEGACY = "xls"
    DOCUMENT = "docx"
    PAGE = "html"


def format_of(raw: bytes) -> Format | None:
    """How a file is built, by its content; None where nothing here reads it."""
    if raw.startswith(ZIP):
        return Format.DOCUMENT if _is_document(raw) else Format.PACKAGE
    if raw.startswith((OLE, *BARE_BIFF)):
        return Format.LEGACY
    from workbooks.files import html_source

    return Format.PAGE if html_source.is_page(raw) else None


def _is_document(raw: bytes) -> bool:
    if b"word/" not in raw:  # names of parts lie open
        return False
    from workbooks.files import docx

    try:
        return docx.is_document(Package(raw, Allowance()))
    except Refused:
        return False


def _grids(raw: bytes, times: int = 1) -> tuple[Grid, ...]:
    # Few files need another reader than the first, and xlrd costs more to import than a workbook
    # to read.
    match format_of(raw):
        case Format.PACKAGE:
            return xlsx.grids(raw, times)
        case Format.LEGACY:
            from workbooks.files import xls

            return xls.grids(raw)
        case Format.DOCUMENT:
            from workbooks.files import docx

            return docx.grids(Package(raw, Allowance()))
        case Format.PAGE:
            from workbooks.files import html

            return html.grids(raw)
        case None:
            raise _stranger(raw[:4096] if any(raw[:4096]) else raw)


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Refused(Reason.NOT_A_WORKBOOK, FOLDER)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(Reason.NOT_A_WORKBOOK, SPECIAL)
        if status.st_size > FILE_SIZE.most:
            raise Refused(Reason.TOO_LARGE, FILE_SIZE.message)
        with path.open("rb") as file:
            raw = file.read(status.st_size + 1)
    except FileNotFoundError as error:
        raise Refused(Reason.NOT_A_WORKBOOK, GONE) from error
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it.
        raise Refused(Reason.DAMAGED, CLOSED) from error
    if len(raw) != status.st_size:
        # Somebody is still writing it.
        raise Refused(Reason.DAMAGED, CLOSED)
    if not raw:
        raise Refused(Reason.NOT_A_WORKBOOK, EMPTY)
    return raw


def _stranger(head: bytes) -> Refused:
    """The refusal of a file that is no workbook, named where its first bytes tell."""
    if not head:
        return Refused(Reason.NOT_A_WORKBOOK, EMPTY)
    if not head.strip(b"\0"):
        return Refused(Reason.NOT_A_WORKBOOK, NOTHING_YET)
    if b"E-SafeNet" in head[:64]:
        return Refused(Reason.ENCRYPTED, GUARDED)
    for sign, kind in _KINDS:
        if head.startswith(sign):
            return Refused(Reason.NOT_A_WORKBOOK, xlsx.OTHER.format(kind=kind))
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.replace(b"\0", b"") if wide else head
    if XML_SHEET in text:
        return Refused(Reason.NOT_A_WORKBOOK, xlsx.RESAVE.format(kind="XML 表格"))
    if wide or not any(byte < 0x20 and byte not in b"\t\n\f\r" for byte in text):
        return Refused(Reason.NOT_A_WORKBOOK, xlsx.RESAVE.format(kind="文本文件"))
    return Refused(Reason.NOT_A_WORKBOOK, UNKNOWN)
