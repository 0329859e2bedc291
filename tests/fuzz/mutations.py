"""Changes to a real workbook at three levels: bytes of the package, bytes of a part, one cell."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

SAMPLES = sorted((Path(__file__).parents[2] / "workbooks" / "samples").glob("*.xlsx"))
SHEET = "xl/worksheets/sheet1.xml"

_PIECES = (
    b"<", b">", b"&", b'"', b"/>", b"<!--", b"]]>", b"&#0;", b"&lt;", b"<c/>", b"<row>", b"r=",
    b't="s"', b"<v>-1</v>", b"<v>1e999</v>", b"<f>1</f>", b'ref="A1:XFD1048576"', b"\xff\xfe",
    b"\0", b"9" * 40, "甲".encode(), b"<mc:AlternateContent>", b"xml:space='preserve'",
)  # fmt: skip

Change = Callable[[random.Random, bytes], bytes]


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def bytes_changed(chance: random.Random, raw: bytes) -> bytes:
    """Some bytes flipped, taken out, doubled, or the end cut off."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        length = chance.choice((1, 1, 2, 4, 16, 200))
        match chance.randrange(5):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at : at + length] = chance.randbytes(length)
            case 2:
                del changed[at : at + length]
            case 3:
                changed[at:at] = changed[at : at + length]
            case _:
                if chance.random() < 0.2:
                    del changed[at + 1 :]
    return bytes(changed)


def part_changed(chance: random.Random, raw: bytes) -> bytes:
    """One part with pieces put in, taken out or exchanged; sometimes without a part."""
    parts = unpacked(raw)
    name = chance.choice([SHEET, SHEET, "xl/sharedStrings.xml", *parts])
    if name not in parts:
        return raw
    if chance.random() < 0.05:
        del parts[name]
        return packed(parts)
    data = bytearray(parts[name])
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data) + 1), chance.choice((0, 1, 3, 10, 60))
        other = chance.randrange(len(data) + 1)
        piece = chance.choice((*_PIECES, bytes(data[other : other + 30])))
        data[at : at + length] = piece if chance.random() < 0.8 else b""
    parts[name] = bytes(data)
    return packed(parts)


def element_changed(chance: random.Random, raw: bytes) -> bytes:
    """The sheet still well-formed, with an attribute or a value exchanged for a stranger one."""
    parts = unpacked(raw)
    text = parts[SHEET].decode()
    strange = chance.choice(
        ("", "0", "-1", "1048577", "A0", "XFE1", "1e308", "NaN", "true", "甲", "99999999999", "s")
    )
    found = list(re.finditer(r'(?<==")[^"<]*(?=")|(?<=<v>)[^<]*(?=</v>)', text))
    for place in chance.sample(found, min(3, len(found))):
        if len(place[0]) == len(text[place.start() : place.end()]):
            text = text[: place.start()] + strange + text[place.end() :]
            break
    parts[SHEET] = text.encode()
    return packed(parts)


def with_cell(raw: bytes, address: str, content: str) -> bytes:
    """The workbook with another content in one cell of its first sheet; its style stays."""
    parts = unpacked(raw)
    pattern = re.compile(rf'<c r="{address}"((?: s="\d+")?)[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    text, count = pattern.subn(
        lambda found: f'<c r="{address}"{found[1]}{content}</c>', parts[SHEET].decode()
    )
    assert count == 1, address
    parts[SHEET] = text.encode()
    return packed(parts)


CHANGES: tuple[Change, ...] = (bytes_changed, part_changed, element_changed)
