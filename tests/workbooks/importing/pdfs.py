"""PDFs written by hand: a page is texts at places and lines; and sheets printed on such pages.

The font is none that is embedded: STSong-Light with Adobe's own table for Unicode, which readers
know. Lengths are points from the upper left corner, as `workbooks.importing` counts them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from workbooks.drawing.boxes import Box, Layout
from workbooks.grid import Area

WIDTH, HEIGHT = 595, 1684  # A4 across, and room enough down
_MARGIN, _LINE, _PADDING = 30.0, 13.0, 3.0

FONT = b"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H
/DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light
/DW 1000 /W [1 95 500]
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120
/FontBBox [0 -120 1000 880] /ItalicAngle 0 /CapHeight 880 /StemV 80 >> >> ] >>"""


def text(x: float, y: float, said: str, size: float = 9.0) -> bytes:
    """A line of text whose upper left corner is there."""
    code = said.encode("utf-16-be").hex()
    return b"BT /F1 %.1f Tf %.2f %.2f Td <%s> Tj ET\n" % (size, x, HEIGHT - y - size, code.encode())


def line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A ruled line."""
    return b"%.2f %.2f m %.2f %.2f l S\n" % (x0, HEIGHT - y0, x1, HEIGHT - y1)


def box(
    left: float, top: float, right: float, bottom: float, said: str = "", *, closed: bool = True
) -> bytes:
    """A ruled cell with a line of text; it may be open at the right."""
    sides = line(left, top, right, top) + line(left, bottom, right, bottom)
    sides += line(left, top, left, bottom)
    sides += line(right, top, right, bottom) if closed else b""
    return sides + (text(left + _PADDING, top + _PADDING, said) if said else b"")


def document(pages: Iterable[bytes], font: bytes = FONT, extra: Sequence[bytes] = ()) -> bytes:
    """A PDF of such pages; `extra` are further objects, from the fourth on."""
    contents = [stream(zlib.compress(page), b"/Filter /FlateDecode") for page in pages]
    first = 4 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 %d %d] "
        b"/Resources << /Font << /F1 3 0 R >> /XObject << /X0 4 0 R >> >> >>"
        % (kids, len(contents), WIDTH, HEIGHT),
        font,
        *extra,
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (first + 2 * number + 1),
            content,
        ]
    return package(objects)


def stream(data: bytes, words: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), words, data)


def package(objects: Sequence[bytes]) -> bytes:
    """Objects, numbered from 1, as a file."""
    made = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % start


def printed(layout: Layout, breaks: Sequence[int] = (), repeat: bool = False) -> bytes:
    """A sheet printed with a page break before each of these rows; the table's head may repeat."""
    return document(printed_pages(layout, breaks, repeat))


def printed_pages(
    layout: Layout, breaks: Sequence[int] = (), repeat: bool = False, open_right: bool = False
) -> list[bytes]:
    """The pages of a sheet, not yet a file; `open_right` leaves out its rightmost line."""
    left = [_MARGIN]
    for width in layout.widths:
        left.append(left[-1] + (8 * width + 5) * 0.75)
    scale = (WIDTH - 2 * _MARGIN) / (left[-1] - _MARGIN)
    edges = [_MARGIN + (x - _MARGIN) * scale for x in left]
    last = max(layout.heights)
    parts = [range(a, b) for a, b in zip([1, *breaks], [*breaks, last + 1], strict=True)]
    pages = []
    for part in parts:
        again = (layout.header,) if repeat and part.start > layout.header else ()
        whole = [one for one in layout.boxes if _home(one, parts) == part or one.area.top in again]
        pages.append(_page(layout, [*again, *part], edges, whole, open_right))
    return pages


def _home(one: Box, parts: Sequence[range]) -> range:
    """The page on which most of a box is: there its text is printed, as LibreOffice does."""
    rows = range(one.area.top, one.area.bottom + 1)
    return max(parts, key=lambda part: sum(row in part for row in rows))


def _page(
    layout: Layout,
    rows: Sequence[int],
    edges: Sequence[float],
    whole: Sequence[Box],
    open_right: bool,
) -> bytes:
    heights = {row: layout.heights[row] * 1.15 for row in rows}
    for one in layout.boxes:  # as high as the lines of its cells ask for
        if one.area.top == one.area.bottom in heights:
            room = edges[one.area.right] - edges[one.area.left - 1] - 2 * _PADDING
            needed = 2 + len(_wrapped(_shown(one), room)) * _LINE
            heights[one.area.top] = max(heights[one.area.top], needed)
    tops, y = {}, 30.0
    for row in rows:
        tops[row] = y
        y += heights[row]
    bottoms = {row: tops[row] + heights[row] for row in rows}
    made = b""
    for one in layout.boxes:
        inside = [row for row in rows if one.area.top <= row <= one.area.bottom]
        if inside:
            here = Area(inside[0], one.area.left, inside[-1], one.area.right)
            said = _shown(one) if one in whole else ""
            frame = (edges[here.left - 1], tops[here.top], edges[here.right], bottoms[here.bottom])
            bare = one.style.value in ("title", "subtitle")
            closed = not (open_right and here.right == len(edges) - 1)
            made += _boxed(frame, said, bare, closed)
    return made


def _shown(one: Box) -> str:
    if isinstance(one.content, str):
        return one.content
    decimals = len(one.format.partition(".")[2])
    return format(one.content, f"{',' * one.format.startswith('#')}.{decimals}f")


def _boxed(frame: tuple[float, float, float, float], said: str, bare: bool, closed: bool) -> bytes:
    left, top, right, bottom = frame
    made = b"" if bare else box(left, top, right, bottom, closed=closed)
    for number, part in enumerate(_wrapped(said, right - left - 2 * _PADDING)):
        made += text(left + _PADDING, top + 2 + number * _LINE, part)
    return made


def _wrapped(said: str, room: float) -> list[str]:
    """Lines of full-width signs, no number broken."""
    parts: list[str] = []
    for paragraph in said.split("\n"):
        current = ""
        for word in _words(paragraph):
            if current and _across(current + word) > room:
                parts.append(current)
                current = ""
            current += word
        parts.append(current)
    return parts


def _across(said: str) -> float:
    return sum(4.5 if sign.isascii() else 9.0 for sign in said)


def _words(paragraph: str) -> list[str]:
    words: list[str] = []
    for sign in paragraph:
        if words and sign.isascii() and words[-1].isascii() and sign != " " and words[-1] != " ":
            words[-1] += sign
        else:
            words.append(sign)
    return words
