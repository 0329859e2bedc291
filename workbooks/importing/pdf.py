"""A PDF as pages: the only place that knows pdfminer, which takes any size on trust.

So its streams are inflated here, under a cap; what a page draws is counted while it is drawn; and
tables of fonts that stand for millions of signs are not built. What still costs too much time or
memory is ended by whoever runs this in a process of its own (`validators.bulk.pool`).
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTLine, LTPage, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    PDFStream,
    resolve1,
)
from pdfminer.psexceptions import PSException
from pdfminer.utils import apply_png_predictor

from workbooks.files.limits import Allowance, Refused
from workbooks.files.refusal import Reason
from workbooks.importing.pages import (
    DRAWN,
    FONTS,
    INFLATED,
    PAGES,
    RULES,
    SIGNS,
    Page,
    Sign,
    Stroke,
)
from workbooks.importing.text_lines import writable
from workbooks.values.regex import regex

LOCKED = (
    "PDF 要输入密码才能打开，没有读取。请用知道密码的阅读器打开，打印成不带密码的 PDF，再导入。"
)
BROKEN = (
    "PDF 已损坏，读不完整。请用 PDF 阅读器打开并另存一份，再导入；"
    "打不开的，请重新下载或向原单位要。"
)
OLD = "PDF 的内容用很旧的方法压缩，没有读取。请用 PDF 阅读器打开，打印成新的 PDF，再导入。"
GREAT_FONT = (
    "PDF 的字体表异常地大，为安全起见没有读取。请用 PDF 阅读器打开，打印成新的 PDF，再导入。"
)

_INVISIBLE = 3  # text rendering mode: neither filled nor stroked, as the layer under a scan
_LEAST_SIZE = 1.0  # points
_THIN = 2.5  # points across, of a rectangle that is a line
_SHORTEST = 3.0  # points, of a line that may be a border
_SLANT = 0.6
_WIDEST_RANGE = 1 << 16
_RANGES = regex(rb"begin(?:bf|cid)range(.*?)(?:end(?:bf|cid)range|\Z)", re.DOTALL)
_RANGE = regex(rb"<([0-9A-Fa-f\s]{1,64})>\s*<([0-9A-Fa-f\s]{1,64})>\s*(?:<[^>]*>|\[[^]]*\]|\d+)")
_DEEPEST = 12  # drawings inside drawings
_EACH = 4096  # bytes that following a drawing costs at least


def pages(raw: bytes, allowance: Allowance) -> Iterator[Page]:
    """The pages of a PDF one by one; raises `Refused` with a sentence for a clerk."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells the screen of each oddity
    try:
        yield from _pages(raw, allowance)
    except Refused:
        raise
    except PDFPasswordIncorrect as error:
        raise Refused(Reason.ENCRYPTED, LOCKED) from error
    except RecursionError as error:
        raise Refused(Reason.DAMAGED, BROKEN) from error
    except _DAMAGE as error:
        raise Refused(Reason.DAMAGED, BROKEN) from error


_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    PSException,
    StopIteration,
    TypeError,
    ValueError,
)
"""What pdfminer raises where bytes contradict themselves."""


def _pages(raw: bytes, allowance: Allowance) -> Iterator[Page]:
    document = PDFDocument(_Parser(BytesIO(raw), allowance))
    device = _Seen(allowance)
    interpreter = _Interpreter(device.rsrcmgr, device)
    for page in PDFPage.create_pages(document):
        allowance.take(PAGES, 1)
        interpreter.process_page(page)
        yield device.seen()


class _Parser(PDFParser):
    """A parser whose streams are inflated under a cap."""

    def __init__(self, file: BytesIO, allowance: Allowance) -> None:
        super().__init__(file)
        self.allowance = allowance

    def push(self, *objects: Any) -> None:
        """Keeps what was parsed; a stream as one of ours."""
        for _, one in objects:
            if type(one) is PDFStream:
                one.__class__ = _Stream
                one.__dict__["allowance"] = self.allowance
        super().push(*objects)


class _Stream(PDFStream):
    """A stream that takes of the allowance what it inflates to."""

    allowance: Allowance

    def decode(self) -> None:
        """As pdfminer does, but bounded. What of the filters cannot be bounded is refused."""
        filters = self.get_filters()
        kinds = [kind for kind, _ in filters]
        if any(kind not in _BOUNDED for kind in kinds):
            raise Refused(Reason.DAMAGED, OLD)
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for kind, parameters in filters:
            if kind in LITERALS_FLATE_DECODE:
                data = _inflated(data, self.allowance)
            elif kind in LITERALS_ASCII85_DECODE:
                data = ascii85decode(data)
            else:
                data = asciihexdecode(data)
            if parameters and resolve1(parameters.get("Predictor", 1)) != 1:
                data = _unpredicted(data, parameters)
        self.data, self.rawdata = data, None


_BOUNDED = {*LITERALS_FLATE_DECODE, *LITERALS_ASCII85_DECODE, *LITERALS_ASCIIHEX_DECODE}


def _inflated(data: bytes, allowance: Allowance) -> bytes:
    """What zlib makes of it as far as it goes, under the cap."""
    room = allowance.most(INFLATED) - allowance.used.get(INFLATED, 0)
    machine = zlib.decompressobj()
    try:
        found = machine.decompress(data, room + 1)
    except zlib.error:
        found = _first_part(data, room)
    allowance.take(INFLATED, len(found))
    return found


def _first_part(data: bytes, room: int) -> bytes:
    """Of broken data what comes before the break."""
    machine, found = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(data), 64):
            found += machine.decompress(data[at : at + 64], room + 1 - len(found))
            if len(found) > room:
                break
    except zlib.error:
        pass
    return bytes(found)


def _unpredicted(data: bytes, parameters: Mapping[str, Any]) -> bytes:
    predictor, colours, columns, bits = (
        int(resolve1(parameters.get(name, otherwise)))
        for name, otherwise in (
            ("Predictor", 1),
            ("Colors", 1),
            ("Columns", 1),
            ("BitsPerComponent", 8),
        )
    )
    if predictor < 10 or not 0 < columns * colours * bits < 1 << 20:
        raise Refused(Reason.DAMAGED, OLD)
    return apply_png_predictor(predictor, colours, columns, bits, data)


class _Fonts(PDFResourceManager):
    """Fonts whose tables are looked at before they are built; `unnamed` is that of no name."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.allowance = allowance
        self.unnamed: PDFFont | None = None

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """The font; raises `Refused` where a table stands for more signs than there are."""
        if not spec and self.unnamed is not None:
            return self.unnamed
        known = bool(objid) and objid in self._cached_fonts
        if not known:
            self.allowance.take(FONTS, 1)
            for name in ("W", "W2"):
                widths = resolve1(spec.get(name))
                if isinstance(widths, list) and _is_wide(widths):
                    raise Refused(Reason.TOO_LARGE, GREAT_FONT)
            for name in ("ToUnicode", "Encoding"):
                table = resolve1(spec.get(name))
                if isinstance(table, PDFStream) and _stands_for_too_much(table.get_data()):
                    raise Refused(Reason.TOO_LARGE, GREAT_FONT)
        font = super().get_font(objid, spec)
        self.unnamed = self.unnamed if spec else font
        return font


def _is_wide(widths: Sequence[object]) -> bool:
    """Whether a list of widths has a range of more signs than a font can have."""
    numbers = [one for one in map(resolve1, widths) if isinstance(one, int)]
    return any(not -1 < number < _WIDEST_RANGE for number in numbers)


def _stands_for_too_much(table: bytes) -> bool:
    """Whether the ranges of a table of signs add up to more than all signs."""
    total = 0
    for first, last in (pair for part in _RANGES.findall(table) for pair in _RANGE.findall(part)):
        span = _hex(last) - _hex(first) + 1
        total += max(span, 0)
        if span > _WIDEST_RANGE or total > 4 * _WIDEST_RANGE:
            return True
    return False


def _hex(digits: bytes) -> int:
    return int(re.sub(rb"\s", b"", digits) or b"0", 16)


class _Interpreter(PDFPageInterpreter):
    """Follows what a page draws, and counts it."""

    device: _Seen

    def execute(self, streams: Sequence[object]) -> None:
        """Follows drawings; raises `Refused` where they are too much or too deep."""
        if len(self.parent_stream_ids) > _DEEPEST:
            raise Refused(Reason.DAMAGED, BROKEN)
        for stream in map(resolve1, streams):
            if isinstance(stream, PDFStream):
                self.device.allowance.take(DRAWN, _EACH + len(stream.get_data()))
        super().execute(streams)


class _Seen(PDFLayoutAnalyzer):
    """What a page draws: signs and lines, counted while they come."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(_Fonts(allowance))
        self.allowance = allowance
        self.drawn: LTPage | None = None
        self.invisible = 0

    def render_string(self, textstate: Any, *rest: Any) -> None:
        """Passes over what is neither filled nor stroked: nobody sees it."""
        if textstate.render == _INVISIBLE:
            self.invisible += 1
            return
        super().render_string(textstate, *rest)

    def render_char(self, *parts: Any) -> float:
        """A sign."""
        self.allowance.take(SIGNS, 1)
        return super().render_char(*parts)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """A path, each of its points counted: the library goes through them again and again."""
        self.allowance.take(RULES, 1 + len(path) // 4)
        super().paint_path(gstate, stroke, fill, evenodd, path)

    def receive_layout(self, ltpage: LTPage) -> None:
        """The page is finished."""
        self.drawn = ltpage

    def seen(self) -> Page:
        """The page that was followed last."""
        assert self.drawn is not None
        drawn, number = self.drawn, self.pageno - 1
        signs: list[Sign] = []
        level: list[Stroke] = []
        upright: list[Stroke] = []
        unseen, pictures = self.invisible, 0
        self.drawn, self.invisible = None, 0
        for item in _flat(drawn):
            if isinstance(item, LTChar):
                if _is_on_page(item, drawn):
                    sign = _sign(item, drawn)
                    unseen += sign is None
                    signs += [] if sign is None else [sign]
            elif isinstance(item, LTImage):
                pictures += 1
            elif isinstance(item, LTCurve):
                for is_level, stroke in _strokes(item, drawn.height):
                    (level if is_level else upright).append(stroke)
        return Page(
            number,
            drawn.width,
            drawn.height,
            tuple(signs),
            tuple(level),
            tuple(upright),
            unseen,
            pictures,
        )


def _flat(container: Any) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTFigure):
            yield from _flat(item)
        else:
            yield item


def _is_on_page(item: LTChar, page: LTPage) -> bool:
    """What sticks out of a cell may lie below the page; there it is nobody's."""
    x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
    return 0 <= x <= page.width and 0 <= y <= page.height


def _sign(item: LTChar, page: LTPage) -> Sign | None:
    """A sign as it is seen; None where nobody sees it: white, or as small as a dot."""
    text = item.get_text()
    text = "\ufffd" if text.startswith("(cid:") else writable(text.replace("\xa0", " "))
    if item.size < _LEAST_SIZE or _is_white(item.graphicstate.ncolor):
        return None
    return Sign(text, item.x0, page.height - item.y1, item.x1, page.height - item.y0)


def _is_white(colour: Any) -> bool:
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part <= 0 for part in parts) if len(parts) == 4 else min(parts) >= 0.99


def _strokes(item: LTCurve, height: float) -> Iterator[tuple[bool, Stroke]]:
    """The level (True) and upright lines of what was drawn; slanting ones are no borders."""
    if isinstance(item, LTRect) and not isinstance(item, LTLine):
        yield from _sides(item, height)
        return
    points = item.pts
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) <= _SLANT and abs(x0 - x1) >= _SHORTEST:
            yield True, Stroke(height - (y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x0 - x1) <= _SLANT and abs(y0 - y1) >= _SHORTEST:
            yield False, Stroke((x0 + x1) / 2, height - max(y0, y1), height - min(y0, y1))


def _sides(box: LTRect, height: float) -> Iterator[tuple[bool, Stroke]]:
    """A rectangle as a line where it is thin, else its four sides."""
    top, bottom = height - box.y1, height - box.y0
    if box.height <= _THIN and box.width >= _SHORTEST:
        yield True, Stroke((top + bottom) / 2, box.x0, box.x1)
    elif box.width <= _THIN and box.height >= _SHORTEST:
        yield False, Stroke((box.x0 + box.x1) / 2, top, bottom)
    elif box.width >= _SHORTEST and box.height >= _SHORTEST and (box.stroke or box.fill):
        yield True, Stroke(top, box.x0, box.x1)
        yield True, Stroke(bottom, box.x0, box.x1)
        yield False, Stroke(box.x0, top, bottom)
        yield False, Stroke(box.x1, top, bottom)
