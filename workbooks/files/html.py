"""The tables of a web page as Grids: what budget systems export, often under the name of an .xls.

Read as a browser shows it: white space folded, what is hidden or struck out apart from the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbooks.files import document_tables
from workbooks.files.document_tables import (
    DEEPEST_TABLE,
    TOO_DEEP,
    Block,
    Table,
    TableCell,
    TableRow,
)
from workbooks.files.html_source import attributes, pages, plain, tokens
from workbooks.files.limits import Allowance, Refused
from workbooks.files.refusal import Reason
from workbooks.grid import Grid
from workbooks.values.dataclass import dataclass, field
from workbooks.values.regex import regex

NO_TABLE = "文件是网页，里面没有表格，可能是系统登录过期或出错时导出的页面。请重新导出，再提交。"
FRAMES = (
    "文件是 Excel 另存的网页的首页，表格在同名的 .files 文件夹里，不在这个文件里。"
    "请用 Excel 打开后另存为 .xlsx 再提交。"
)
BROKEN_OFF = "网页不完整，表格没有结束。请重新导出，或用 Excel 打开核对后另存为 .xlsx 再提交。"

_BREAK = "\x00"  # ends a line; no page holds one, because it is taken out of what is read
_SPACE = regex(r"[ \t\r\n\f]+")
_WIDE = "⺀-〿ぁ-ヿ㐀-鿿豈-﫿︰-﹏！-｠￠-￦"
_WRAPPED = regex(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n]\s*(?=[{_WIDE}])")
"""A line that was broken in the page's text, between two signs that no space parts."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div"),
        *("dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "ul"),
    )
)
_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
_UNSHOWN = frozenset(["datalist", "noscript", "object", "svg", "template"])
_STRUCK = frozenset(("s", "strike", "del"))
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_HIDING = regex(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE
)
_STRIKING = regex(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_CLASS = regex(r"^\s*[a-z0-9]*\.([\w-]+)\s*$", re.IGNORECASE)
_UNTYPED = frozenset(("", "text", "number", "date", "tel", "email", "url", "search", "month"))
_DEEPEST_MARK = 100  # elements that hide inside one another; they are gone through for every text
_NUMBER = regex(r"\s*\+?(\d+)")
_MANY = 7  # digits of a span
_HIDDEN, _STRUCK_OUT, _UNSHOWN_MARK = "hidden", "struck", "unshown"


def grids(raw: bytes) -> tuple[Grid, ...]:
    """The tables of a page in their order; raises `Refused`."""
    allowance = Allowance()
    blocks: list[Block] = []
    frames = False
    for text in pages(raw):
        page = _Page()
        page.read(text.replace(_BREAK, ""), allowance)
        blocks += page.outside.blocks
        frames = frames or page.frames
    if not any(isinstance(block, Table) for block in blocks):
        raise Refused(
            *((Reason.NOT_A_WORKBOOK, FRAMES) if frames else (Reason.UNRECOGNISED, NO_TABLE))
        )
    return document_tables.grids(blocks, allowance)


@dataclass(slots=True)
class _Place:
    """Where text goes: a cell, or what is outside of all tables."""

    cell: TableCell = field(default_factory=TableCell)
    pieces: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    placed: bool = False

    @property
    def blocks(self) -> list[Block]:
        return self.cell.blocks

    def flush(self, *, lines: bool = False) -> None:
        """Make a block of the text so far, or one of each line."""
        text = shown("".join(self.pieces))
        self.pieces.clear()
        if text:
            self.blocks.extend(text.split("\n") if lines else [text])


@dataclass(slots=True)
class _Open:
    """A table that has not ended: `row` and `cell` are those that have not either."""

    table: Table
    row: TableRow | None = None
    cell: _Place | None = None
    section: int = 0
    aside: str = ""  # of hidden cells that have no place in their row
    marks: int = 0  # that were open when it began


def shown(text: str) -> str:
    """A text as it stands on the screen: one space for any, lines where there are breaks.

    >>> shown("  项目\\n  名称 \\x00\\x00 A \\n B\\xa0 ")
    '项目名称\\nA B'
    """
    folded = _SPACE.sub(" ", _WRAPPED.sub("", text)).replace("\xa0", " ")
    return "\n".join(line for part in folded.split(_BREAK) if (line := part.strip()))


class _Page:
    """A page while it is read."""

    def __init__(self) -> None:
        self.outside = _Place()
        self.open: list[_Open] = []
        self.marks: list[tuple[str, str]] = []  # elements that hide or strike out, and theirs
        self.classes: dict[str, str] = {}
        self.preformatted = 0
        self.choice: list[tuple[bool, str]] | None = None
        self.frames = False
        self.of_excel = False

    def read(self, text: str, allowance: Allowance) -> None:
        """All of a page; raises `Refused`."""
        self.of_excel = "urn:schemas-microsoft-com:office:excel" in text[:20_000]
        for kind, what, more in tokens(text, allowance):
            if kind == "text":
                self.text(what)
            elif kind == "start":
                self.start(what, more)
            elif kind == "end":
                self.end(what)
            else:
                self.raw(what, more)
        if self.open:
            raise Refused(Reason.DAMAGED, BROKEN_OFF)
        self.outside.flush(lines=True)

    @property
    def place(self) -> _Place:
        """Where text goes now; text in a table but in no cell stands before it."""
        for table in reversed(self.open):
            if table.cell is not None:
                return table.cell
        return self.outside

    def text(self, written: str) -> None:
        """Text between tags."""
        text = plain(written) if "&" in written else written
        if self.preformatted:
            text = text.replace("\n", _BREAK)
        if self.choice is not None:
            if self.choice:
                self.choice[-1] = (self.choice[-1][0], self.choice[-1][1] + text)
        elif self.marks and (marks := self.marked()):
            if _UNSHOWN_MARK not in marks:
                self.place.unseen.append(text)
        else:
            self.place.pieces.append(text)

    def marked(self) -> set[str]:
        """What is done to text now. Around a whole table, it was done to the table."""
        first = self.open[0].marks if self.open else 0
        return {mark for _, mark in self.marks[first:] if mark}

    def raw(self, written: str, tag: str) -> None:
        """Text of an element that holds no markup."""
        if tag == "style":
            self.classes.update(_styled(written))
        elif tag == "textarea":
            self.text(written.replace("\n", _BREAK))

    def start(self, tag: str, written: str) -> None:
        """A start tag."""
        if self.marks and self.marks[-1][1] == _UNSHOWN_MARK:
            if tag == self.marks[-1][0]:
                self.marks.append((tag, _UNSHOWN_MARK))
            return
        if tag in ("td", "th", "tr", "table", "caption", *_SECTIONS):
            self.structure(tag, written)
            return
        if tag == "br":
            self.place.pieces.append(_BREAK)
            return
        if tag in _BLOCKS:
            self.place.pieces.append(_BREAK)
        mark = _UNSHOWN_MARK if tag in _UNSHOWN else self.mark(tag, written)
        nested = self.marks and any(tag == name for name, _ in self.marks)
        if (mark or nested) and tag not in _VOID and len(self.marks) < _DEEPEST_MARK:
            self.marks.append((tag, mark))
        if tag == "pre":
            self.preformatted += 1
        elif tag == "input":
            self.input(attributes(written))
        elif tag == "select":
            self.choice = []
        elif tag == "option" and self.choice is not None:
            self.choice.append(("selected" in attributes(written), ""))
        elif tag in ("frame", "frameset"):
            self.frames = True

    def end(self, tag: str) -> None:
        """An end tag."""
        if self.marks and self.marks[-1][1] == _UNSHOWN_MARK:
            if tag == self.marks[-1][0]:
                self.marks.pop()
            return
        if tag in ("body", "html"):
            while self.open:
                self.end_table()
        if tag in ("td", "th"):
            self.end_cell()
        elif tag == "tr":
            self.end_row()
        elif tag == "table":
            self.end_table()
        elif tag in _SECTIONS and self.open:
            self.end_row()
        elif tag == "select" and self.choice is not None:
            self.end_choice()
        elif tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        if tag in _BLOCKS:
            self.place.pieces.append(_BREAK)
        if self.marks:
            self.end_mark(tag)

    def end_mark(self, tag: str) -> None:
        """The end of an element that hides, or of one of the same name inside it."""
        first = self.open[-1].marks if self.open else 0
        for number in range(len(self.marks) - 1, first - 1, -1):
            if self.marks[number][0] == tag:
                del self.marks[number:]
                return

    def mark(self, tag: str, written: str) -> str:
        """Whether an element hides its text ("hidden") or strikes it out ("struck")."""
        own = _STRUCK_OUT if tag in _STRUCK else ""
        if not written:
            return own
        return _marking(written) or self.by_class(written) or own

    def by_class(self, written: str) -> str:
        """The same by the style sheet of the page."""
        if not self.classes or "class" not in written.lower():
            return ""
        names = attributes(written).get("class", "").split()
        return next((self.classes[name] for name in names if name in self.classes), "")

    def input(self, told: dict[str, str]) -> None:
        """A field to be filled in: what is in it."""
        kind = told.get("type", "").lower()
        if kind in _UNTYPED:
            self.text(told.get("value", ""))
        elif kind in ("checkbox", "radio"):
            self.text("☑" if "checked" in told else "☐")

    def end_choice(self) -> None:
        """A list to choose from: what was chosen."""
        options, self.choice = self.choice or [], None
        chosen = [text for is_chosen, text in options if is_chosen] or [t for _, t in options[:1]]
        self.text("".join(chosen))

    def structure(self, tag: str, written: str) -> None:
        """A part of a table begins, and what stands in its way ends."""
        if tag == "table":
            self.begin_table(written)
        elif not self.open:
            return
        elif tag == "caption":
            self.end_row()
            self.open[-1].cell = None
        elif tag in _SECTIONS:
            self.end_row()
            self.open[-1].section += 1
        elif tag == "tr":
            self.end_row()
            self.begin_row(self.mark(tag, written) == _HIDDEN)
        else:
            self.begin_cell(tag, written)

    def begin_table(self, written: str) -> None:
        hidden = self.mark("table", written) == _HIDDEN
        if self.open and self.open[-1].cell is None and self.open[-1].row is not None:
            self.begin_cell("td", "")
        if len(self.open) >= DEEPEST_TABLE:
            raise Refused(Reason.TOO_LARGE, TOO_DEEP)
        self.place.flush(lines=not self.open)
        if self.open and hidden:
            self.marks.append(("table", _HIDDEN))
        hidden = hidden or (not self.open and _HIDDEN in self.marked())
        self.open.append(_Open(Table(hidden=hidden), marks=len(self.marks)))

    def begin_row(self, hidden: bool) -> None:
        table = self.open[-1]
        table.row = TableRow(hidden=hidden, section=table.section)
        table.table.rows.append(table.row)

    def begin_cell(self, tag: str, written: str) -> None:
        self.end_cell()
        table = self.open[-1]
        if table.row is None:
            self.begin_row(hidden=False)
        told = attributes(written)
        place = _Place(TableCell(rows=_span(told, "rowspan"), columns=_span(told, "colspan")))
        mark = self.mark(tag, written)
        table.cell = place
        if mark:
            self.marks.append((tag, mark))
        # A browser gives a hidden cell no place at all; Excel, whose columns are hidden, does.
        if table.row is not None and (mark != _HIDDEN or self.of_excel):
            place.unseen.append(table.aside)
            table.aside = ""
            table.row.cells.append(place.cell)
            place.placed = True

    def end_cell(self) -> None:
        if not self.open or self.open[-1].cell is None:
            return
        table = self.open[-1]
        place, table.cell = table.cell, None
        if place is None:
            return
        del self.marks[table.marks :]
        place.flush()
        place.cell.unseen = shown("".join(place.unseen))
        if not place.placed:
            table.aside += place.cell.unseen + _BREAK

    def end_row(self) -> None:
        self.end_cell()
        if self.open:
            self.open[-1].row = None

    def end_table(self) -> None:
        if not self.open:
            return
        self.end_row()
        ended = self.open.pop()
        del self.marks[ended.marks :]
        place = self.place
        place.flush(lines=not self.open)
        if self.open and ended.table.hidden:
            self.marks.pop()
            place.unseen += (f"{_BREAK}{text}" for text in document_tables.unseen(ended.table))
        elif any(row.cells for row in ended.table.rows):
            place.blocks.append(ended.table)


def _span(told: dict[str, str], name: str) -> int:
    """How many rows or columns a cell takes; 0 rows are all that follow in its section."""
    written = told.get(name)
    match = None if written is None else _NUMBER.match(written)
    if match is None:
        return 1
    number = int(match[1][:_MANY])
    return number if number or name == "rowspan" else 1


@lru_cache(maxsize=4_096)
def _marking(written: str) -> str:
    """What an element's own attributes do to its text."""
    told = attributes(written)
    style = told.get("style", "")
    if "hidden" in told or _HIDING.search(style):
        return _HIDDEN
    return _STRUCK_OUT if _STRIKING.search(style) else ""


def _styled(sheet: str) -> dict[str, str]:
    """The classes of a style sheet that hide or strike out."""
    found: dict[str, str] = {}
    for rule in sheet.split("}"):
        selectors, _, body = rule.rpartition("{")
        mark = _HIDDEN if _HIDING.search(body) else _STRUCK_OUT if _STRIKING.search(body) else ""
        if mark:
            names = (_CLASS.match(selector) for selector in selectors.split(","))
            found |= {name[1]: mark for name in names if name}
    return found
