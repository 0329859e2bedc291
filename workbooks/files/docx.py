"""The tables of a Word document (.docx, also what WPS writes) as Grids.

The package is opened under the caps of a workbook. Of its text is read what is printed: nothing
that was deleted while changes were tracked, no text boxes, no headers and footers; hidden and
struck-out text is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbooks.files import document_tables
from workbooks.files.document_tables import SPANS, Block, Table, TableCell, TableRow
from workbooks.files.limits import UNFINISHED, Allowance, Cap, Refused, damaged
from workbooks.files.package import Package, related
from workbooks.files.refusal import Reason
from workbooks.files.xml_reading import Element, events
from workbooks.grid import Grid
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.regex import regex

MAIN_PART = "word/document.xml"
NO_TABLE = "文件是文字文档，里面没有表格。请确认是否为绩效自评表或绩效目标申报表。"
STYLES = "样式"
PIECES = Cap(
    60_000,
    "文字文档的段落和单元格超过 6 万个，没有读取。请只保留绩效表单，另存后再提交。",
)

_SESSIONS = regex(rb' w\d*:(?:rsid\w*|paraId|textId)="[0-9A-Fa-f]{8}"')
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VAL = f"{_W}val"
_OFF = ("0", "false", "off")
_WRAPPERS = frozenset(
    f"{_W}{name}"
    for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink")
) | {f"{_W}fldSimple", f"{_W}dir", f"{_W}bdo", f"{_M}oMathPara"}
"""What stands around rows, cells, paragraphs or runs and says nothing itself.

Not among them is `del`: what it holds is deleted.
"""
_SIGNS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "",
}
_SYMBOLS = {
    0xA3: "≤",
    0xA5: "∞",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xD6: "√",
}
"""Of the font Symbol, whose signs have numbers of their own."""
_CHECKS = {0xA8: "☐", 0x6F: "☐", 0xFC: "√", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0xA3: "☐"}
"""Of the fonts Wingdings and Wingdings 2."""


def grids(package: Package) -> tuple[Grid, ...]:
    """The tables of a document in their order; raises `Refused`."""
    part = _main_part(package)
    if part is None:
        raise damaged()
    styles = _hidden_styles(package, part)
    blocks = _Document(styles or frozenset(), package.allowance).read(package, part)
    if not any(isinstance(block, Table) for block in blocks):
        raise Refused(Reason.UNRECOGNISED, NO_TABLE)
    found = document_tables.grids(blocks, package.allowance)
    return found if styles is not None else tuple(replace(one, unread=(STYLES,)) for one in found)


def is_document(package: Package) -> bool:
    """Whether a package is a Word document."""
    part = _main_part(package)
    return part is not None and part.casefold().startswith("word/")


def _main_part(package: Package) -> str | None:
    for kind, target in related(package, "").values():
        if kind == "officeDocument" and target in package:
            return target
    return MAIN_PART if MAIN_PART in package else None


def _hidden_styles(package: Package, part: str) -> frozenset[str] | None:
    """The styles whose text is not printed; None where that part is broken, which costs no more."""
    by_kind = dict(related(package, part).values())
    styles = by_kind.get("styles", "word/styles.xml")
    found = set()
    try:
        for element in package.elements(styles) if styles in package else ():
            if element.tag == f"{_W}style":
                run = element.find(f"{_W}rPr")
                if run is not None and _is_on(run, "vanish"):
                    found.add(element.get(f"{_W}styleId", ""))
    except Refused:
        return None
    return frozenset(found)


def _is_on(properties: Element | None, name: str) -> bool:
    if properties is None:
        return False
    found = properties.find(f"{_W}{name}")
    return found is not None and found.get(_VAL, "1") not in _OFF


@dataclass(slots=True)
class _Paragraph:
    text: str
    unseen: str


@dataclass(slots=True)
class _Cell:
    """A cell, and whether it goes on from the one above (`merge`) or the one before (`beside`)."""

    cell: TableCell
    merge: str
    beside: str


@dataclass(slots=True)
class _Row:
    """A row; `before` are the columns that are left out at its beginning."""

    cells: list[_Cell]
    before: int
    hidden: bool


_Done = _Paragraph | _Cell | _Row | Table


class _Document:
    """A document while it is read: what has ended is kept apart, and emptied in the tree."""

    def __init__(self, hidden_styles: frozenset[str], allowance: Allowance) -> None:
        self.hidden_styles = hidden_styles
        self.allowance = allowance
        self.done: dict[Element, _Done] = {}
        self.body: list[Block] = []

    def read(self, package: Package, part: str) -> list[Block]:
        """The lines and tables of the body; raises `Refused`."""
        readers = {
            f"{_W}p": self.paragraph,
            f"{_W}tc": self.cell,
            f"{_W}tr": self.row,
            f"{_W}tbl": self.table,
            f"{_W}body": self.whole,
        }
        unfinished = 0
        # Word marks every paragraph and run with the sessions that wrote it.
        data = _SESSIONS.sub(b"", package.xml(part))
        for batch in events(data, package.allowance):
            unfinished += len(batch)
            for _, element in batch:
                reader = readers.get(element.tag)
                if reader is not None:
                    self.allowance.take(PIECES, 1)
                    done = reader(element)
                    element.clear()
                    unfinished = 0
                    if done is not None:
                        self.done[element] = done
            if unfinished > UNFINISHED.most:
                raise Refused(Reason.TOO_LARGE, UNFINISHED.message)
        return self.body

    def whole(self, element: Element) -> None:
        """The body: each line of its paragraphs by itself."""
        for block in self.ended(element):
            if isinstance(block, Table):
                self.body.append(block)
            elif isinstance(block, _Paragraph) and block.text:
                self.body.extend(block.text.split("\n"))

    def ended(self, element: Element) -> Iterator[_Done]:
        """What has been read of the parts of an element."""
        for part in _unwrapped(element):
            if (done := self.done.pop(part, None)) is not None:
                yield done

    def table(self, element: Element) -> Table | None:
        """A table, whose cells go on downwards where Word says so in each of them."""
        rows = [row for row in self.ended(element) if isinstance(row, _Row)]
        table = Table([TableRow(hidden=row.hidden) for row in rows])
        above: dict[int, TableCell] = {}
        for row, written in zip(table.rows, rows, strict=True):
            if written.before:
                row.cells.append(TableCell(columns=written.before))
            column = written.before
            for one in written.cells:
                own = above.get(column)
                if one.merge == "continue" and own is not None and own.columns == one.cell.columns:
                    own.rows += 1
                elif one.beside == "continue" and row.cells:
                    row.cells[-1].columns += one.cell.columns
                else:
                    row.cells.append(one.cell)
                    above[column] = one.cell
                self.allowance.take(SPANS, one.cell.columns)
                for under in range(column, column + one.cell.columns):
                    if not one.merge or under > column:
                        above.pop(under, None)
                column += one.cell.columns
        return table if any(row.cells for row in table.rows) else None

    def row(self, element: Element) -> _Row | None:
        """A row; None where it was deleted."""
        properties = element.find(f"{_W}trPr")
        if properties is not None and properties.find(f"{_W}del") is not None:
            return None
        return _Row(
            [cell for cell in self.ended(element) if isinstance(cell, _Cell)],
            _number(properties, "gridBefore", 0),
            _is_on(properties, "hidden"),
        )

    def cell(self, element: Element) -> _Cell | None:
        """A cell; None where it was deleted."""
        properties = element.find(f"{_W}tcPr")
        if properties is not None and properties.find(f"{_W}cellDel") is not None:
            return None
        cell = TableCell(columns=max(1, _number(properties, "gridSpan", 1)))
        unseen = []
        for block in self.ended(element):
            if isinstance(block, Table):
                cell.blocks.append(block)
            elif isinstance(block, _Paragraph):
                cell.blocks.extend([block.text] if block.text else [])
                unseen.append(block.unseen)
        cell.unseen = "\n".join(filter(None, unseen))
        return _Cell(cell, _merge(properties, "vMerge"), _merge(properties, "hMerge"))

    def paragraph(self, element: Element) -> _Paragraph:
        """A paragraph: what of it is printed, and what is not."""
        seen: list[str] = []
        unseen: list[str] = []
        style = element.find(f"{_W}pPr/{_W}pStyle")
        hidden = style is not None and style.get(_VAL) in self.hidden_styles
        for part in _unwrapped(element):
            if part.tag == f"{_W}r":
                (unseen if self.is_unseen(part, hidden) else seen).extend(_signs(part))
            elif part.tag == f"{_M}oMath":
                seen.extend(_formula(part))
        return _Paragraph(_lines(seen), _lines(unseen))

    def is_unseen(self, run: Element, hidden: bool) -> bool:
        """Whether a run is hidden, by itself or by a style, or struck out."""
        own = run.find(f"{_W}rPr")
        if own is None:
            return hidden
        if _is_on(own, "strike") or _is_on(own, "dstrike"):
            return True
        if own.find(f"{_W}vanish") is not None:
            return _is_on(own, "vanish")
        style = own.find(f"{_W}rStyle")
        return hidden or (style is not None and style.get(_VAL) in self.hidden_styles)


def _unwrapped(element: Element) -> Iterator[Element]:
    """The parts of an element, those in wrappers too; no text that only asks to be replaced."""
    waiting = list(reversed(element))
    while waiting:
        part = waiting.pop()
        if part.tag not in _WRAPPERS:
            yield part
        elif part.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
            waiting.extend(reversed(part))


def _signs(run: Element) -> Iterator[str]:
    """The text of a run."""
    for part in run:
        tag = part.tag
        if tag == f"{_W}t":
            yield part.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{_W}sym":
            yield _symbol(part.get(f"{_W}font", ""), part.get(f"{_W}char", ""))
        elif tag == f"{_W}ruby":
            yield from (base.text or "" for base in part.iterfind(f"{_W}rubyBase/{_W}r/{_W}t"))
        elif tag == f"{_W}fldChar":
            yield _field(part)


def _symbol(font: str, code: str) -> str:
    """A sign that was put in from a font; the sign for "not known" where it is none of those."""
    try:
        number = int(code[:8], 16)
    except ValueError:
        return "\ufffd"
    if not 0xF000 <= number <= 0xF0FF and 0x20 <= number < 0xD800:
        return chr(number)
    known = _CHECKS if font.startswith("Wingdings") else _SYMBOLS
    return known.get(number & 0xFF, "\ufffd")


def _field(sign: Element) -> str:
    """What a field of a form shows that is no text: a box that was ticked, a choice."""
    box = sign.find(f"{_W}ffData/{_W}checkBox")
    if box is not None:
        ticked = "checked" if box.find(f"{_W}checked") is not None else "default"
        return "☑" if _is_on(box, ticked) else "☐"
    choice = sign.find(f"{_W}ffData/{_W}ddList")
    if choice is None:
        return ""
    entries = [entry.get(_VAL, "") for entry in choice.iterfind(f"{_W}listEntry")]
    at = _number(choice, "result", 0)
    return entries[at] if at < len(entries) else ""


def _formula(element: Element) -> Iterator[str]:
    """The text of a formula on one line: 1/2, 10^4."""
    for part in element.iter():
        if part.tag == f"{_M}t":
            yield part.text or ""
        elif part.tag in (f"{_M}den", f"{_M}sup"):
            yield "/" if part.tag.endswith("den") else "^"


def _lines(signs: list[str]) -> str:
    """Text with nothing at the ends of its lines, and no empty lines."""
    stripped = (line.strip() for line in "".join(signs).replace("\xa0", " ").split("\n"))
    return "\n".join(filter(None, stripped))


def _number(properties: Element | None, name: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(f"{_W}{name}")
    written = "" if found is None else found.get(_VAL, "")
    return int(written) if re.fullmatch(r"[0-9]{1,5}", written) else otherwise


def _merge(properties: Element | None, name: str) -> str:
    """ "restart", "continue", or nothing."""
    found = None if properties is None else properties.find(f"{_W}{name}")
    return "" if found is None else found.get(_VAL, "continue")
