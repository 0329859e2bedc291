"""The ZIP package of an .xlsx: parts by name, inflated one at a time under hard caps.

Only the directory comes from `zipfile`. The parts are cut out and inflated here, because
`zipfile` believes what the directory says about their size.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from workbooks.files.limits import (
    ELEMENTS,
    ENCRYPTED,
    ENTRIES,
    INFLATED,
    PART,
    RATIO,
    RATIO_FROM,
    UNFINISHED,
    Allowance,
    Refused,
    damaged,
)
from workbooks.files.refusal import Reason
from workbooks.files.xml_reading import Element, events, is_small, opened, parsed
from workbooks.values.regex import regex

DOCUMENT_TYPE = (
    "文件里有工作簿不应有的定义，为安全起见没有读取。请用 Excel 打开后另存为新的 .xlsx 文件再提交。"
)

_ENCODINGS = {
    "utf-16": "utf-16",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_DECLARATION = regex(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""")
_BLANK = regex(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?(?:/>|></c>)')
_BLANK_ROW = regex(rb'<row (?![^<>]*\b(?:hidden|ht="0))[^<>]*(?:(?<=/)>|></row>)')
_LARGE, _MANY_BLANKS = 100_000, 5_000
"""A form has some hundreds: to look for those would cost more than it saves."""
_STRICT = regex(rb"""=(["'])http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)\1""")


class Package:
    """The parts of one file. Names are compared without case, with / and without a leading /."""

    def __init__(self, raw: bytes, allowance: Allowance) -> None:
        # zipfile would build the whole directory before anybody could count it.
        allowance.take(ENTRIES, raw.count(b"PK\x01\x02"))
        self._raw = raw
        self.allowance = allowance
        self._entries = _directory(raw)

    def __contains__(self, name: str) -> bool:
        return folded(name) in self._entries

    @property
    def entries(self) -> Mapping[str, zipfile.ZipInfo]:
        """The directory, by folded name, in the order of the file."""
        return self._entries

    def stored(self, name: str) -> bytes:
        """A part as it lies in the file, still compressed; raises `Refused`."""
        return _stored(self._raw, self._entries[folded(name)])

    def xml(self, name: str, less: Callable[[bytes], bytes] = bytes) -> bytes:
        """A part as UTF-8 XML in the transitional namespaces, or `less` of it; raises `Refused`."""
        data = less(in_utf8(self.content(name)))
        self.allowance.take(ELEMENTS, opened(data))
        if b"//purl.oclc.org/ooxml/" in data:
            data = _STRICT.sub(rb"=\1http://schemas.openxmlformats.org/\2/2006/\3\1", data)
        return data

    def sheet(self, name: str) -> bytes:
        """A sheet part, without the cells and rows that have a format and nothing else.

        They are no content, and count against no cap; columns filled down have a million.
        """
        return self.xml(name, _without_blanks)

    def elements(self, name: str) -> Iterator[Element]:
        """The elements of a part that says little, one by one; raises `Refused`."""
        data = self.xml(name)
        if is_small(data):
            yield from parsed(data).iter()
            return
        seen = 0
        for batch in events(data, self.allowance):
            seen += len(batch)
            if seen > UNFINISHED.most:
                raise Refused(Reason.TOO_LARGE, UNFINISHED.message)
            for _, element in batch:
                yield element

    def content(self, name: str) -> bytes:
        """A part as it stands in the package; raises `Refused`."""
        entry = self._entries.get(folded(name))
        if entry is None:
            raise damaged()
        most = self.allowance.most(PART)
        if entry.file_size > most:
            raise Refused(Reason.TOO_LARGE, PART.message)
        data = _content(entry, _stored(self._raw, entry), most)
        if len(data) > most:
            raise Refused(Reason.TOO_LARGE, PART.message)
        if len(data) > RATIO_FROM and len(data) > RATIO.most * entry.compress_size:
            raise Refused(Reason.TOO_LARGE, RATIO.message)
        self.allowance.take(INFLATED, len(data))
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise damaged()
        return data


def related(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """The relationships of a part ("" is the package): id -> (last word of the type, part name)."""
    folder, file = posixpath.split(name)
    part = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, tuple[str, str]] = {}
    for element in package.elements(part) if part in package else ():
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") == "External" or not target:
            continue
        kind = element.get("Type", "").rpartition("/")[2]
        path = posixpath.normpath(posixpath.join("/", folder, target))
        found[element.get("Id", "")] = (kind, path.lstrip("/"))
    return found


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A part name as names are compared."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _without_blanks(data: bytes) -> bytes:
    if len(data) < _LARGE or data.count(b"<c ") - data.count(b"</c>") < _MANY_BLANKS:
        return data
    return _BLANK_ROW.sub(b"", _BLANK.sub(b"", data))


def _directory(raw: bytes) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            listed = archive.infolist()
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
        raise damaged() from error
    entries: dict[str, zipfile.ZipInfo] = {}
    end = 0
    for entry in sorted(listed, key=lambda entry: entry.header_offset):
        if entry.flag_bits & 0x41:
            raise Refused(Reason.ENCRYPTED, ENCRYPTED)
        name = folded(entry.filename)
        # Two parts of one name, or that share bytes: readers would differ about what is written.
        if name in entries or entry.header_offset < end:
            raise damaged()
        entries[name] = entry
        end = entry.header_offset + 30 + entry.compress_size
    return entries


def _stored(raw: bytes, entry: zipfile.ZipInfo) -> bytes:
    start = entry.header_offset
    header = raw[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise damaged()
    name, extra = struct.unpack_from("<HH", header, 26)
    start += 30 + int(name) + int(extra)
    stored = raw[start : start + entry.compress_size]
    if len(stored) < entry.compress_size:
        raise damaged()  # the file ends before
    return stored


def _content(entry: zipfile.ZipInfo, stored: bytes, most: int) -> bytes:
    if entry.compress_type == zipfile.ZIP_STORED:
        return stored
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged()
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(stored, most + 1)
    except zlib.error as error:
        raise damaged() from error
    if not inflater.eof and len(data) <= most:
        raise damaged()
    return data


def in_utf8(data: bytes) -> bytes:
    """A part as UTF-8 XML, such that it may be parsed; raises `Refused`."""
    data = _utf8(data)
    if b"<!DOCTYPE" in data:
        raise Refused(Reason.DAMAGED, DOCUMENT_TYPE)
    return data


def _utf8(data: bytes) -> bytes:
    """Government systems and old libraries also write UTF-16 and GBK, which expat takes in part."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:4] in (b"<\0?\0", b"\0<\0?"):
        encoding = "utf-16-le" if data[0] else "utf-16-be"
    else:
        declared = _DECLARATION.match(data)
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        if name in ("utf-8", "utf8", "us-ascii", "ascii"):
            return data
        if name not in _ENCODINGS:
            raise damaged()
        encoding = _ENCODINGS[name]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise damaged() from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
