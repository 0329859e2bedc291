"""The tables of a page or a document as Grids, as Excel lays them out when it opens one.

A reader (`html`, `docx`) says what stands where; here spans become merged cells, a table inside a
cell takes cells of its own, and the lines above a table become rows above it: its title is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from workbooks.files.limits import (
    CELLS,
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    MERGES,
    OUTSIDE,
    TEXT,
    TOO_LONG,
    Allowance,
    Cap,
    Refused,
)
from workbooks.files.refusal import Reason
from workbooks.grid import Area, Grid, Position, Raw
from workbooks.values.dataclass import dataclass, field
from workbooks.values.regex import regex

MOST_SPAN = 1_000
"""Columns of one cell: what the HTML standard takes at most."""

DEEPEST_TABLE = 12
"""Tables inside tables; pages of budget systems have three or four."""

TOO_DEEP = "文件里的表格套了太多层，没有读取。请把绩效表单复制到新的工作簿（.xlsx），再提交。"
SPANS = Cap(
    400_000, "文件里的合并单元格过多，没有读取。请把绩效表单复制到新的工作簿（.xlsx），再提交。"
)
"""Cells that lie under merged ones: counted, because each has to be stepped over."""

_LINES = 8  # that belong to the table below or above them; more is the text of a report
_LONGEST_LINE = 80
_TITLE = regex(r"^.{2,58}表(?:\s*[（(〔\[【][^）)〕\]】]{0,40}[）)〕\]】])*$", re.DOTALL)
_TEXTS_IN_A_TITLE_ROW = 3


@dataclass(slots=True)
class TableCell:
    """What a cell holds, one below the other, and how far it spans; `unseen` is not shown."""

    blocks: list[str | Table] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    unseen: str = ""

    @property
    def text(self) -> str:
        """All that it shows, where it holds no table."""
        return "\n".join(block for block in self.blocks if isinstance(block, str))

    @property
    def nests(self) -> bool:
        """Whether it holds a table."""
        return any(isinstance(block, Table) for block in self.blocks)


@dataclass(slots=True)
class TableRow:
    """Cells from left to right, as they are written; `section` is a part that no cell leaves."""

    cells: list[TableCell] = field(default_factory=list)
    hidden: bool = False
    section: int = 0


@dataclass(slots=True)
class Table:
    """Rows from top to bottom."""

    rows: list[TableRow] = field(default_factory=list)
    hidden: bool = False


Block = str | Table


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with its place in its own table, counted from 0; the ends are not included."""

    cell: TableCell
    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class _Layout:
    """A table with the rows and columns of the sheet that each of its own takes."""

    table: Table
    cells: list[_Placed]
    heights: list[int]
    widths: list[int]
    inner: dict[int, _Layout]


def grids(blocks: Iterable[Block], allowance: Allowance) -> tuple[Grid, ...]:
    """The tables among the paragraphs of a document, as sheets; raises `Refused`.

    Tables that follow one another are one sheet, unless a title stands above or in one: a form is
    often broken into several.
    """
    found = []
    number = 0
    for part in _parts(tuple(blocks)):
        tables = sum(isinstance(block, Table) for block in part)
        sheet = _Sheet(allowance)
        sheet.draw(part)
        found.append(sheet.grid(_name(number + 1, number + tables, part)))
        number += tables
    return tuple(found)


def _name(first: int, last: int, part: Sequence[Block]) -> str:
    """What a sheet is called: the numbers of its tables, and that lines count as rows."""
    name = f"表{first}" if first == last else f"表{first}至表{last}"
    lines = 0
    for block in part:
        if isinstance(block, Table):
            break
        lines += 1
    return f"{name}（上方文字算{lines}行）" if lines else name


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of each sheet: tables, and the lines that belong to them."""
    part: list[Block] = []
    between: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            between.append(block)
            continue
        if part and _goes_on(part, between, block):
            part += [*between, block]
        else:
            after, before = _divided(between, block) if part else ([], between)
            if part:
                yield [*part, *_few(after)]
            part = [*_few(before[::-1])[::-1], block]
        between = []
    if part:
        yield [*part, *_few(between)]


def _goes_on(part: Sequence[Block], between: Sequence[str], table: Table) -> bool:
    """Whether a table goes on with what the tables above it have begun."""
    return (
        any(isinstance(block, Table) and block.hidden == table.hidden for block in part)
        and len(_few(between)) == len(between)
        and not any(map(_is_title, between))
        and not _is_titled(table)
    )


def _divided(between: list[str], below: Table) -> tuple[list[str], list[str]]:
    """Lines between two sheets: those of the one above, and those of the one below."""
    for number, line in enumerate(between):
        if _is_title(line):
            return between[:number], between[number:]
    return (between, []) if _is_titled(below) else ([], between)


def _few(lines: Sequence[str]) -> list[str]:
    """Lines up to the first that is too long, but not very many."""
    own: list[str] = []
    for line in lines:
        if len(line) > _LONGEST_LINE or len(own) == _LINES:
            break
        own.append(line)
    return own


def _is_title(text: str) -> bool:
    """Whether a line names a form.

    >>> _is_title("项目支出绩效自评表（2024年度）"), _is_title("二、资金情况")
    (True, False)
    """
    return len(text) <= _LONGEST_LINE and _TITLE.match(text.strip()) is not None


def _is_titled(table: Table) -> bool:
    """Whether the first row of a table that says anything is its title."""
    for row in table.rows:
        texts = [cell.text for cell in row.cells if cell.text]
        if texts:
            return len(texts) <= _TEXTS_IN_A_TITLE_ROW and any(map(_is_title, texts))
    return False


class _Sheet:
    """A sheet on its way: what is on it so far, under the caps."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.values: dict[Position, Raw] = {}
        self.unseen: dict[Position, str] = {}
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden = False

    def grid(self, name: str) -> Grid:
        """The sheet."""
        return Grid(
            sheet=name,
            values=self.values,
            merges=tuple(self.merges),
            hidden=self.hidden,
            hidden_rows=frozenset(self.hidden_rows),
            unseen=self.unseen,
            in_document=True,
        )

    def draw(self, part: Sequence[Block]) -> None:
        """All blocks, one below the other; raises `Refused`."""
        layouts = [_laid_out(b, self.allowance, 1) if isinstance(b, Table) else b for b in part]
        wide = max(sum(one.widths) for one in layouts if isinstance(one, _Layout))
        row = 1
        for one in layouts:
            if isinstance(one, _Layout):
                self.hidden = one.table.hidden
                self._table(one, row, 1, sum(one.widths), sum(one.heights), outermost=True)
                row += sum(one.heights)
            else:
                self._put(Area(row, 1, row, max(wide, 1)), one)
                row += 1

    def _put(self, area: Area, text: str, *, unseen: str = "") -> None:
        if area.bottom > LAST_ROW or area.right > LAST_COLUMN:
            raise Refused(Reason.DAMAGED, OUTSIDE)
        if len(text) > LONGEST_TEXT:
            raise Refused(Reason.TOO_LARGE, TOO_LONG)
        self.allowance.take(TEXT, len(text) + len(unseen))
        at = (area.top, area.left)
        if text:
            self.values[at] = text
        if unseen:
            self.unseen[at] = unseen
        if (area.bottom, area.right) != at:
            self.allowance.take(MERGES, 1)
            self.merges.append(area)

    def _table(
        self, laid: _Layout, top: int, left: int, width: int, height: int, *, outermost: bool
    ) -> None:
        """A table in so many rows and columns of the sheet, which are at least its own."""
        rows = _edges(laid.heights, top, height)
        columns = _edges(laid.widths, left, width)
        hidden = [row.hidden for row in laid.table.rows]
        if outermost:
            for number in (number for number, is_hidden in enumerate(hidden) if is_hidden):
                self.hidden_rows.update(range(rows[number], rows[number + 1]))
        for one in laid.cells:
            area = Area(
                rows[one.top], columns[one.left], rows[one.bottom] - 1, columns[one.right] - 1
            )
            if hidden[one.top] and not outermost:
                # The row of the sheet may show other cells, of the tables beside this one.
                self._put(area, "", unseen="\n".join(_texts(one.cell)))
            elif one.cell.nests:
                self._nested(laid, one.cell, area)
            else:
                self._put(area, one.cell.text, unseen=one.cell.unseen)

    def _nested(self, laid: _Layout, cell: TableCell, area: Area) -> None:
        """What a cell holds, each in rows of its own; the last one takes all that are left."""
        row = area.top
        for number, block in enumerate(cell.blocks):
            inner = laid.inner.get(id(block))
            high = sum(inner.heights) if inner is not None else 1
            if number == len(cell.blocks) - 1:
                high = area.bottom + 1 - row
            if inner is not None:
                wide = area.right + 1 - area.left
                self._table(inner, row, area.left, wide, high, outermost=False)
            elif isinstance(block, str):
                self._put(Area(row, area.left, row + high - 1, area.right), block)
            row += high
        if cell.unseen:
            self.unseen[area.top, area.left] = cell.unseen


def _texts(cell: TableCell) -> Iterator[str]:
    for block in cell.blocks:
        if isinstance(block, str):
            yield block
        else:
            for row in block.rows:
                for inner in row.cells:
                    yield from _texts(inner)


def unseen(table: Table) -> Iterator[str]:
    """What the cells of a table hold that nobody sees."""
    for row in table.rows:
        yield from (cell.unseen for cell in row.cells if cell.unseen)


def _edges(sizes: Sequence[int], start: int, whole: int) -> list[int]:
    """Where each row or column begins, and where the last ends, which takes what is left over."""
    edges = list(accumulate(sizes, initial=start))
    edges[-1] = start + whole
    return edges


def _laid_out(table: Table, allowance: Allowance, depth: int) -> _Layout:
    """A table with all that is inside; raises `Refused`."""
    if depth > DEEPEST_TABLE:
        raise Refused(Reason.TOO_LARGE, TOO_DEEP)
    cells = _placed(table, allowance)
    laid = _Layout(
        table,
        cells,
        [1] * len(table.rows),
        [1] * max((cell.right for cell in cells), default=1),
        {},
    )
    for one in cells:
        for block in one.cell.blocks:
            if isinstance(block, Table):
                laid.inner[id(block)] = _laid_out(block, allowance, depth + 1)
    if laid.inner:
        _make_room(laid)
    return laid


def _make_room(laid: _Layout) -> None:
    """Widens the last row and column of each cell until its tables fit in."""
    nesting = (one for one in laid.cells if one.cell.nests)
    for one in sorted(nesting, key=lambda one: (one.right - one.left, one.bottom - one.top)):
        high = wide = 0
        for block in one.cell.blocks:
            inner = laid.inner.get(id(block))
            high += sum(inner.heights) if inner is not None else 1
            wide = max(wide, sum(inner.widths) if inner is not None else 1)
        laid.heights[one.bottom - 1] += max(0, high - sum(laid.heights[one.top : one.bottom]))
        laid.widths[one.right - 1] += max(0, wide - sum(laid.widths[one.left : one.right]))


def _placed(table: Table, allowance: Allowance) -> list[_Placed]:
    """Each cell in the first free columns of its row, as the HTML standard has it."""
    ends = _ends_of_sections(table.rows)
    covered: dict[int, tuple[int, int]] = {}  # column -> row and column where a cell above ends
    placed: list[_Placed] = []
    for top, row in enumerate(table.rows):
        allowance.take(CELLS, len(row.cells))
        column = steps = 0
        for cell in row.cells:
            while (above := covered.get(column)) is not None and above[0] > top:
                column = above[1]
                steps += 1
            bottom = min(top + cell.rows, ends[top]) if cell.rows else ends[top]
            right = column + 1
            last = column + max(1, min(cell.columns, MOST_SPAN))
            while right < last and covered.get(right, (0, 0))[0] <= top:
                right += 1
            if bottom > top + 1:
                covered.update(dict.fromkeys(range(column, right), (bottom, right)))
            steps += right - column
            placed.append(_Placed(cell, top, column, bottom, right))
            column = right
        allowance.take(SPANS, steps)
    return placed


def _ends_of_sections(rows: Sequence[TableRow]) -> list[int]:
    """For each row, the row where its section ends."""
    ends = [len(rows)] * len(rows)
    for number in range(len(rows) - 2, -1, -1):
        same = rows[number].section == rows[number + 1].section
        ends[number] = ends[number + 1] if same else number + 1
    return ends
