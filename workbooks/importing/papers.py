"""Tables and lines of many pages -> papers: what stands under one title, over its pages.

A paper begins at its title. What a page break cut is joined where the two sides fit: columns by
where they stand, a repeated head once, a cell whose other half is on the next page as one cell.
Each seam is doubtful, and so is each that might have been one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workbooks.form_kinds import kind_named
from workbooks.grid import Area
from workbooks.importing.imported import ImportedCell, fitting
from workbooks.importing.ruled_tables import Block, OutsideLine, RuledTable
from workbooks.importing.text_lines import seam
from workbooks.importing.text_tokens import is_open
from workbooks.reading.cell_readers import names_a_level
from workbooks.values.dataclass import dataclass, field, replace
from workbooks.values.regex import regex
from workbooks.values.terms import clean, fold
from workbooks.vocabulary.vocabulary import vocabulary

OUTSIDE = "原文里在表格以外，不在格子里"
SPLIT_CELL = "这一格被分页断成两截，已经接上"
SPLIT_ROW = "这一行被分页断成两截，已经接上"
MAYBE_SPLIT = "在一页的第一行，也可能是上一页最后一行的下半截，没有接"
ONE_SIDED = "这一格跨页，文字只印在其中一页，归哪几行是照上下相接定的"

_NEAR = 3.0
_ANY_TITLE = regex(r"^.{2,58}表(?:\s*[（(〔\[【][^）)〕\]】]{0,40}[）)〕\]】])*$")
_CONTINUED = regex(r"续表|[（(]续|续$")
_PAGE_NUMBER = regex(
    r"^(?:第?\d{1,4}页?(?:[/,，]?共?\d{1,4}页?)?|[-—–]+\d{1,4}[-—–]+|[ivxIVX]{1,6})$"
)
_HEAD_ROWS = 4
_SHORT = 20


@dataclass(slots=True)
class Paper:
    """What stands under one title: the lines above its tables, these, and other lines."""

    title: str = ""
    above: list[OutsideLine] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    beside: list[OutsideLine] = field(default_factory=list)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that it stands on."""
        lines = (line.page for line in (*self.above, *self.beside))
        return tuple(sorted({*lines, *(table.page for table in self.tables)}))


def papers(pages: Sequence[Sequence[Block]]) -> tuple[Paper, ...]:
    """The papers of a document, page by page; page numbers and running heads are in none."""
    running = _running(pages)
    found = [Paper()]
    for blocks in pages:
        waiting: list[OutsideLine] = []
        begun = False  # whether a table of this page has been met
        for block in blocks:
            if isinstance(block, RuledTable):
                if _begins(block, found[-1]):
                    found.append(Paper())
                paper = found[-1]
                (paper.beside if paper.tables else paper.above).extend(waiting)
                paper.tables.append(block)
                waiting, begun = [], True
            elif _is_page_number(block.line.text) or block.line.text in running:
                continue
            elif _ANY_TITLE.match(block.line.text) and not _CONTINUED.search(block.line.text):
                if begun:
                    found[-1].beside.extend(waiting)
                    waiting = []
                found.append(Paper(block.line.text, [*waiting, block]))
                waiting, begun = [], False
            else:
                waiting.append(block)
        (found[-1].beside if found[-1].tables else found[-1].above).extend(waiting)
    return tuple(paper for paper in found if paper.tables or paper.title)


def _begins(table: RuledTable, paper: Paper) -> bool:
    """Whether a table is the first of a paper without a title above it."""
    first = [cell.text for cell in table.cells if cell.area.top == 1 and cell.text]
    if paper.tables and len(first) == 1 and kind_named(first[0]):
        return True
    return _names_project(table) and any(map(_names_project, paper.tables))


def _names_project(table: RuledTable) -> bool:
    return any(
        cell.area.top <= _HEAD_ROWS and fold(cell.text) == "项目名称" for cell in table.cells
    )


def _is_page_number(text: str) -> bool:
    return _PAGE_NUMBER.match(clean(text)) is not None


def _running(pages: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Lines that most pages bear at one height, titles of forms aside."""
    counts: Counter[tuple[str, int]] = Counter()
    for blocks in pages:
        lines = (block.line for block in blocks if isinstance(block, OutsideLine))
        counts.update({(line.text, round(line.top / 4)) for line in lines})
    least = max(3, len(pages) // 2 + 1)
    return frozenset(
        text for (text, _), count in counts.items() if count >= least and not kind_named(text)
    )


@dataclass(slots=True)
class _Joint:
    """The cells of a paper while its pages are joined; `last` is the lowest row so far."""

    cells: list[ImportedCell] = field(default_factory=list)
    last: int = 0

    def ending(self) -> dict[tuple[int, int], int]:
        """Where the cells that end in the last row stand, by their columns."""
        return {
            (cell.area.left, cell.area.right): number
            for number, cell in enumerate(self.cells)
            if cell.area.bottom == self.last
        }


def cells(paper: Paper) -> tuple[ImportedCell, ...]:
    """A paper as the cells of one sheet: lines above, tables joined, the other lines below."""
    edges = _edges(paper.tables)
    width = max(len(edges) - 1, 1)
    joint = _Joint()
    for line in paper.above:
        _add_line(joint, line, width)
    lost = list(paper.beside)
    for number, table in enumerate(paper.tables):
        fresh = _on_sheet(table, edges)
        before = paper.tables[number - 1] if number else None
        if before is not None and before.page < table.page:
            lost = [line for line in lost if not _is_overhang(line, before.page, fresh)]
            fresh = _without_repeated_head(fresh, joint)
            _join(joint, fresh)
        else:
            _append(joint, fresh)
    for line in lost:
        _add_line(joint, line, width)
    order = sorted(joint.cells, key=lambda cell: (cell.area.top, cell.area.left))
    return tuple(map(fitting, order))


def _add_line(joint: _Joint, line: OutsideLine, width: int) -> None:
    text = line.line.text
    known = kind_named(text) is not None or _YEAR.match(clean(text)) is not None
    joint.last += 1
    area = Area(joint.last, 1, joint.last, width)
    doubts = () if known else (OUTSIDE,)
    joint.cells.append(ImportedCell(area, text, (line.page,), doubts))


_YEAR = regex(r"^\(?(?:19|20)\d{2}年度?\)?$")


def _edges(tables: Iterable[RuledTable]) -> list[float]:
    """Where columns begin or end on any page."""
    edges: list[float] = []
    for place in sorted(place for table in tables for place in table.columns):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _on_sheet(table: RuledTable, edges: Sequence[float]) -> list[ImportedCell]:
    """The cells of a table by the columns of the whole paper."""
    at = [min(range(len(edges)), key=lambda n: abs(edges[n] - place)) for place in table.columns]
    return [
        ImportedCell(
            Area(cell.area.top, at[cell.area.left - 1] + 1, cell.area.bottom, at[cell.area.right]),
            cell.text,
            (table.page,),
            cell.doubts,
        )
        for cell in table.cells
    ]


def _moved(cell: ImportedCell, rows: int) -> ImportedCell:
    area = cell.area
    return replace(cell, area=Area(area.top + rows, area.left, area.bottom + rows, area.right))


def _append(joint: _Joint, fresh: Iterable[ImportedCell]) -> None:
    moved = [_moved(cell, joint.last) for cell in fresh]
    joint.cells += moved
    joint.last = max((cell.area.bottom for cell in moved), default=joint.last)


def _is_overhang(line: OutsideLine, page: int, fresh: Sequence[ImportedCell]) -> bool:
    """Whether a line below a table is what stuck out of a cell that goes on overleaf."""
    return line.page == page and any(
        cell.text and clean(line.line.text) in clean(cell.text) and cell.area.top <= _HEAD_ROWS
        for cell in fresh
    )


def _row(cells_: Iterable[ImportedCell], row: int) -> list[tuple[int, int, str]]:
    """The texts of one row, those aside that stand beside several."""
    return sorted(
        (cell.area.left, cell.area.right, clean(cell.text))
        for cell in cells_
        if cell.area.top == cell.area.bottom == row and cell.text and not _is_corner(cell.text)
    )


def _is_corner(text: str) -> bool:
    sense = vocabulary().sense("indicators", text)
    return sense is not None and sense.role == "corner"


def _without_repeated_head(fresh: list[ImportedCell], joint: _Joint) -> list[ImportedCell]:
    """The cells of a page without the heads that it prints again."""
    known = {tuple(_row(joint.cells, row)) for row in range(1, joint.last + 1)}
    while fresh:
        first = _row(fresh, 1)
        labels = [text for _, _, text in first]
        is_head = len(labels) > 1 and all(map(vocabulary().is_label, labels))
        if not (is_head and tuple(first) in known):
            return fresh
        fresh = [_without_first_row(cell) for cell in fresh if cell.area.bottom > 1]
    return fresh


def _without_first_row(cell: ImportedCell) -> ImportedCell:
    area = cell.area
    top = max(area.top - 1, 1)
    return replace(cell, area=Area(top, area.left, area.bottom - 1, area.right))


def _join(joint: _Joint, fresh: list[ImportedCell]) -> None:
    """Puts the cells of the next page below, and joins what the page break cut."""
    if not fresh:
        return
    ending = joint.ending()
    first = {(c.area.left, c.area.right): c for c in fresh if c.area.top == 1}
    pairs = [(joint.cells[ending[span]], cell) for span, cell in first.items() if span in ending]
    fits = len(pairs) == len(first)
    goes_on = fits and _is_rest_of_row(pairs)
    if goes_on:
        _join_row(joint, fresh, ending)
        return
    groups, head = _group_columns(joint)
    offset = joint.last
    maybe = fits and _might_be_rest(pairs)
    for cell in fresh:
        span = (cell.area.left, cell.area.right)
        moved = _moved(cell, offset)
        at = ending.get(span) if cell.area.top == 1 else None
        whole = None
        if at is not None and cell.area.left in groups:
            whole = _one_cell(joint.cells[at], moved, head)
        if whole is not None and at is not None:
            joint.cells[at] = whole
            continue
        if maybe and cell.area.top == 1 and cell.text:
            moved = replace(moved, doubts=(*moved.doubts, MAYBE_SPLIT))
        joint.cells.append(moved)
    joint.last = offset + max(cell.area.bottom for cell in fresh)


def _filled(pairs: Sequence[tuple[ImportedCell, ImportedCell]]) -> tuple[set[int], set[int]]:
    before = {above.area.left for above, _ in pairs if above.text}
    after = {below.area.left for _, below in pairs if below.text}
    return before, after


def _might_be_rest(pairs: Sequence[tuple[ImportedCell, ImportedCell]]) -> bool:
    """Whether a first row could be the rest of the row before: nothing in it is new or complete."""
    before, after = _filled(pairs)
    complete = any(_is_figure(above.text) and _is_figure(below.text) for above, below in pairs)
    headed = any(below.text and vocabulary().is_label(above.text) for above, below in pairs)
    return bool(after) and after < before and not complete and not headed


def _is_rest_of_row(pairs: Sequence[tuple[ImportedCell, ImportedCell]]) -> bool:
    """Whether it is surely so: one cell alone goes on, long texts do, or a bracket was cut."""
    if not _might_be_rest(pairs):
        return False
    going = [(above, below) for above, below in pairs if below.text]
    if any(is_open(above.text) or clean(below.text)[0] in "()%" for above, below in going):
        return True
    return len(going) == 1 or all(len(above.text) > _SHORT for above, _ in going)


def _is_figure(text: str) -> bool:
    return len(text) <= _SHORT and any(sign.isdecimal() for sign in text)


def _join_row(
    joint: _Joint, fresh: Sequence[ImportedCell], ending: dict[tuple[int, int], int]
) -> None:
    """The first row of a page is the rest of the row before it."""
    offset = joint.last - 1
    for cell in fresh:
        if cell.area.top > 1:
            joint.cells.append(_moved(cell, offset))
            continue
        at = ending[cell.area.left, cell.area.right]
        above = joint.cells[at]
        area = replace(above.area, bottom=cell.area.bottom + offset)
        if cell.text:
            text, doubts = seam(above.text, cell.text)
            doubts = (*above.doubts, *cell.doubts, SPLIT_ROW, *doubts)
            joint.cells[at] = ImportedCell(area, text, (*above.pages, *cell.pages), doubts)
        else:
            joint.cells[at] = replace(above, area=area)
    joint.last = offset + max(cell.area.bottom for cell in fresh)


def _group_columns(joint: _Joint) -> tuple[range, int]:
    """The columns that hold one cell for several rows, those before the indicators' names, and the
    row of their head."""
    words = vocabulary()
    named = [
        (cell.area.left, cell.area.top)
        for cell in joint.cells
        if cell.text
        and (sense := words.sense("indicators", cell.text)) is not None
        and sense.role == "name"
    ]
    column, head = named[-1] if named else (2, joint.last)
    return range(1, column), head


def _one_cell(above: ImportedCell, below: ImportedCell, head: int) -> ImportedCell | None:
    """A cell that goes on from one page to the next; None where they are two.

    Below the head of the indicators, in row `head`, a cell without a name belongs to the next one.
    """
    known = vocabulary()
    heads = known.is_label(above.text) and known.is_label(below.text)
    heads = heads and not (_is_corner(above.text) and clean(above.text) == clean(below.text))
    if _heads_a_column(above.text) or heads:
        return None
    one_row = above.area.top == above.area.bottom and below.area.top == below.area.bottom
    if not (above.text or below.text) and one_row and above.area.top <= head:
        return None
    area = replace(above.area, bottom=below.area.bottom)
    pages = (*above.pages, *below.pages)
    doubts = (*above.doubts, *below.doubts)
    if not (above.text or below.text):
        return ImportedCell(area, "", pages)
    if not (above.text and below.text):
        return ImportedCell(area, above.text or below.text, pages, (*doubts, ONE_SIDED))
    if clean(above.text) == clean(below.text):
        return ImportedCell(area, above.text, pages, (*doubts, ONE_SIDED))
    together = f"{above.text}{below.text}"
    if names_a_level(together) and not names_a_level(above.text):
        return ImportedCell(area, together, pages, (*doubts, SPLIT_CELL))
    return None


def lines_of(paper: Paper) -> Iterator[OutsideLine]:
    """The lines of a paper that has no table, in their order."""
    yield from (*paper.above, *paper.beside)


def _heads_a_column(text: str) -> bool:
    sense = vocabulary().sense("indicators", text)
    return sense is not None and sense.role != "corner"
