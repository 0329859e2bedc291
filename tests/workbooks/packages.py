"""Workbooks made by hand, for what no library would write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*pairs: tuple[str, str]) -> str:
    """A relationships part: rId1 … to (type, target)."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def sheet(rows: str, after: str = "", before: str = "") -> str:
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def strings(items: str) -> str:
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def parts(sheet_xml: str | bytes, **others: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet; `strings`, `styles`, `workbook` replace a part."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": others.get(
            "workbook",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
        "xl/sharedStrings.xml": others.get("strings", strings("<si><t>甲</t></si>")),
        "xl/styles.xml": others.get("styles", f'<styleSheet xmlns="{MAIN}"/>'),
    }


def packed(content: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


def repeated(start: bytes, unit: bytes, times: int, end: bytes) -> tuple[bytes, int]:
    """A deflated stream of start, unit × times and end and its size inflated.

    A gigabyte is never made: a megabyte, deflated with a full flush behind it, refers to nothing
    before it, so its bytes may stand any number of times.
    """
    per_block = max(1, (1 << 20) // len(unit))
    blocks, rest = divmod(times, per_block)
    block = unit * per_block
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = deflater.compress(start) + deflater.flush(zlib.Z_FULL_FLUSH)
    body = deflater.compress(block) + deflater.flush(zlib.Z_FULL_FLUSH)
    tail = deflater.compress(unit * rest + end) + deflater.flush(zlib.Z_FINISH)
    size = len(start) + len(unit) * times + len(end)
    return head + body * blocks + tail, size


def with_stream(content: dict[str, str | bytes], name: str, stream: bytes, size: int) -> bytes:
    """The package with one part replaced by a deflated stream that declares its size."""
    parts_before = {key: data for key, data in content.items() if key != name}
    raw = packed(parts_before)
    end = raw.rindex(b"PK\x05\x06")
    count, directory_size, start = struct.unpack_from("<HII", raw, end + 10)
    encoded = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(stream), size, len(encoded), 0)
    local = b"PK\x03\x04" + common + encoded + stream
    central = b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, start) + encoded
    return (
        raw[:start]
        + local
        + raw[start : start + directory_size]
        + central
        + struct.pack(
            "<4s4H2IH",
            b"PK\x05\x06",
            0,
            0,
            count + 1,
            count + 1,
            directory_size + len(central),
            start + len(local),
            0,
        )
    )
