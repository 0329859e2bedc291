"""What people wrote into a workbook of ours, carried into the next one that is written there.

A row is known again by what stands under the headings of its table's `identity`. What has no place
any more goes to a sheet of its own, and back to its place when the row is there again. Sheets that
people added are laid behind ours, as values and formulas. The file as they left it stays beside.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from validators.checking.our_files import own_sheet
from validators.reports.entries import Word
from validators.reports.workbook.new_workbook import NOTED, safe
from validators.reports.workbook.tables import (
    KEY,
    Content,
    Fillable,
    Jump,
    Key,
    Linked,
    Row,
    Table,
)
from validators.wording import clause
from workbooks.files.open_file import core_properties, open_ours
from workbooks.files.refusal import Refusal
from workbooks.output_register import is_known, may_be_replaced
from workbooks.values.dataclass import dataclass, field, replace

LEFT_SHEET = "以前的备注"

_COMMENT, _ADDED, _ABOVE = "批注", "（添加的行）", "（栏目上方）"
_TOP = 10  # rows in which the headings stand, even where people put lines above
_LONGEST_PLACE = 200
_WIDE, _KEPT = 24.0, "{stem}_留存{at:%Y%m%d-%H%M}{suffix}"

Identity = tuple[str, ...]
IsOurs = Callable[[Any, Any], bool]
"""Whether a cell of a sheet, both of openpyxl, holds what we wrote there."""
Value = str | Decimal | date


@dataclass(slots=True)
class Said:
    """What was written beside one row, by heading; `where` is how the row looked then."""

    where: str
    values: dict[str, Value]
    since: str


@dataclass(slots=True)
class SheetNotes:
    """What was written on one sheet: in which columns of their own, and beside which rows."""

    heads: list[str] = field(default_factory=list)
    rows: defaultdict[Identity, deque[Said]] = field(default_factory=lambda: defaultdict(deque))


@dataclass(slots=True)
class OwnSheet:
    """A sheet that people added: each cell as it was typed, with what it showed."""

    name: str
    cells: list[tuple[int, int, Any, Any, str]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """All that people wrote; `aside` is where the file as they left it goes, if they did.

    `loose` is what they wrote on sheets of ours that are no tables.
    """

    aside: Path | None = None
    sheets: dict[str, SheetNotes] = field(default_factory=dict)
    own: list[OwnSheet] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    @property
    def noted(self) -> bool:
        """Whether there is anything to carry."""
        return bool(self.own or self.loose) or any(notes.rows for notes in self.sheets.values())

    def extended(self, table: Table) -> Table:
        """The table with what was written beside its rows, in the columns people gave it."""
        notes = self.sheets.get(table.name, SheetNotes())
        if not (notes.rows or table.open):
            return table
        heads = [folded(name) for name, _ in table.columns]
        added = [head for head in notes.heads if head not in heads]
        at = len(heads) - (heads[-1] == KEY)
        columns = list(table.columns)
        columns[at:at] = [(head, _WIDE) for head in added]
        total = table.total
        if total is not None:
            total = (*total[:at], *[None] * len(added), *total[at:])
        return replace(
            table, columns=tuple(columns), rows=NotedRows(table, notes, at, added), total=total
        )

    def left(self) -> Table | None:
        """What has no place any more; None where there is nothing."""
        rows = tuple(
            (name, said.where, head, _entry(value), said.since, Key(json.dumps([name, *identity])))
            for name, notes in self.sheets.items()
            for identity, told in notes.rows.items()
            for said in told
            for head, value in said.values.items()
        )
        if not rows:
            return None
        return Table(
            LEFT_SHEET,
            (f"以前写的 {len(rows)} 处备注，这次没有对应的行（多半是已经改好），留在这里。",),
            "同一处问题再次出现时，备注自动回到原来的位置。",
            (
                ("工作表", 14), ("原来的那一行", 80), ("栏目", 14), ("内容", 46),
                ("写在哪一天以前", 14), (KEY, 8),
            ),
            rows,
        )  # fmt: skip


class NotedRows:
    """The rows of a table with what was written beside them; gone through once."""

    def __init__(self, table: Table, notes: SheetNotes, at: int, added: Sequence[str]) -> None:
        self._rows, self._notes, self._at, self._added = table.rows, notes, at, added
        heads = [folded(name) for name, _ in table.columns]
        self._identity = [heads.index(folded(head)) for head in table.identity]
        self._open = {head: heads.index(head) for head in table.open}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            told = self._notes.rows.get(tuple(_shown(row[at]) for at in self._identity))
            said = told.popleft().values if told else {}
            mine = list(row)
            for head, at in self._open.items():
                mine[at] = _entry(said.get(head))
            mine[self._at : self._at] = [_entry(said.get(head)) for head in self._added]
            yield tuple(mine)


def can_be_carried(path: Path, kind: str) -> bool:
    """Whether a workbook of ours of some kind stands there that people have written into."""
    if path.suffix.lower() != ".xlsx" or not is_known(path):
        return False
    grids = open_ours(path)
    return not isinstance(grids, Refusal) and any(own_sheet(grid) == kind for grid in grids)


def read(
    path: Path, tables: Iterable[Table], others: Mapping[str, IsOurs] | None = None
) -> Written:
    """What people wrote into the workbook that stands there, whose sheets are these tables.

    `others` are the sheets of ours that are no tables, and what of them is ours. Nothing where
    none of ours is there.
    """
    if path.suffix.lower() != ".xlsx" or not is_known(path):
        return Written()
    edited = not may_be_replaced(path)
    if not edited and core_properties(path).get("keywords") != NOTED:
        return Written()
    written_at = datetime.fromtimestamp(path.stat().st_mtime)
    written = Written(_aside(path, written_at) if edited else None)
    return read_into(written, path, tables, others)


def read_into(
    written: Written,
    path: Path,
    tables: Iterable[Table],
    others: Mapping[str, IsOurs] | None = None,
) -> Written:
    """The same of a workbook of ours wherever it lies, added to what there is."""
    import openpyxl

    written_at = datetime.fromtimestamp(path.stat().st_mtime)
    typed = openpyxl.load_workbook(path)
    shown = openpyxl.load_workbook(path, data_only=True)
    known = {table.name: table for table in tables}
    if known.keys().isdisjoint(shown.sheetnames):
        return Written()  # somebody else's, put there meanwhile
    for sheet in shown.worksheets:
        if sheet.title in known:
            if not known[sheet.title].identity:
                continue  # figures for charts
            notes = _notes(sheet, known[sheet.title], f"{written_at:%Y-%m-%d}")
            _joined(written.sheets, sheet.title, notes)
        elif sheet.title == LEFT_SHEET:
            for name, identity, said in _left_before(sheet):
                _put_back(written.sheets.setdefault(name, SheetNotes()).rows[identity], said)
        elif others and sheet.title in others:
            written.loose.extend(_loose(sheet, others[sheet.title]))
        else:
            written.own.append(_own(sheet, typed[sheet.title]))
    for name, notes in written.sheets.items():
        own = known[name].open if name in known else ()
        every = (head for told in notes.rows.values() for said in told for head in said.values)
        notes.heads = [head for head in dict.fromkeys((*notes.heads, *every)) if head not in own]
    return written


def draw_own(book: Any, written: Written, taken: Collection[str]) -> None:
    """The sheets that people added, behind ours."""
    for own in written.own:
        name = own.name if own.name not in taken else f"{own.name[:28]}(2)"
        page = book.add_worksheet(name)
        for column, width in own.widths.items():
            page.set_column(column, column, width)
        for row, column, value, shown, style in own.cells:
            look = book.add_format({"num_format": style, "text_wrap": False})
            if isinstance(value, str) and value.startswith("=") and shown != value:
                page.write_formula(row, column, value, look, "" if shown is None else shown)
            elif isinstance(value, str):
                page.write_string(row, column, safe(value), look)
            elif isinstance(value, datetime | date):
                page.write_datetime(row, column, value, look)
            else:
                page.write(row, column, value, look)


def folded(text: object) -> str:
    """A heading as it is compared."""
    return "".join(str(text).split())


def _aside(path: Path, at: datetime) -> Path:
    """A free name for the file as people left it."""
    name = _KEPT.format(stem=path.stem, at=at, suffix=path.suffix)
    free, number = path.with_name(name), 2
    while free.exists():
        free = path.with_name(name.removesuffix(path.suffix) + f"({number}){path.suffix}")
        number += 1
    return free


def _notes(sheet: Any, table: Table, since: str) -> SheetNotes:
    notes = SheetNotes()
    wanted = {folded(head) for head in table.identity}
    heads: dict[int, str] = {}
    for cells in sheet.iter_rows():
        if not heads:
            found = {cell.column: folded(cell.value) for cell in cells if cell.value is not None}
            if wanted <= set(found.values()):
                heads = found
                continue
            _note_above(notes, cells, since)
            if cells[0].row >= _TOP:
                break
            continue
        _note_row(notes, table, heads, cells, since)
    return notes


def _note_above(notes: SheetNotes, cells: Sequence[Any], since: str) -> None:
    """What was written over the headings, beside our lines, which stand in the first column."""
    for cell in cells[1:]:
        if (told := _value(cell.value)) is not None:
            said = Said(f"{_ABOVE}{cell.coordinate}", {_ABOVE: told}, since)
            notes.rows[_ABOVE, cell.coordinate].append(said)


def _loose(sheet: Any, is_ours: IsOurs) -> Iterator[str]:
    """What was written on a sheet that is no table, in the order of its cells."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if (told := _text(cell.value)) and not is_ours(sheet, cell):
                yield told
            if cell.comment is not None and (told := cell.comment.text.strip()):
                yield f"{_COMMENT}：{told}"


def _note_row(
    notes: SheetNotes, table: Table, heads: dict[int, str], cells: Sequence[Any], since: str
) -> None:
    """What was written beside one row, and the row itself where somebody added it."""
    ours = {folded(name) for name, _ in table.columns} - set(table.open)
    ours.update(table.sometimes)
    texts = {heads.get(cell.column, ""): _text(cell.value) for cell in cells}
    identity = tuple(texts.get(folded(head), "") for head in table.identity)
    values: dict[str, Value] = {}
    for cell in cells:
        head = heads.get(cell.column) or f"（{cell.column_letter}列）"
        value = _value(cell.value)
        if value is not None and head not in ours:
            values[head] = value
        if cell.comment is not None and (told := cell.comment.text.strip()):
            before = clause(_text(values.get(_COMMENT)))
            values[_COMMENT] = "；".join(filter(None, (before, told)))
    where = "，".join(clause(text) for head, text in texts.items() if head in ours - {KEY} and text)
    if not any(identity) and where and not _is_ours(table, cells):
        values.setdefault(_ADDED, where)
    if values:
        notes.rows[identity].append(Said(where[:_LONGEST_PLACE], values, since))
        notes.heads.extend(head for head in values if head not in notes.heads)


def _is_ours(table: Table, cells: Sequence[Any]) -> bool:
    """Whether a row without an identity is one of ours: the sums, or the last of a full sheet."""
    first = _text(cells[0].value)
    return first.startswith("表格已满") or (table.total is not None and first == table.total[0])


def _joined(sheets: dict[str, SheetNotes], name: str, notes: SheetNotes) -> None:
    """What stands beside the rows now goes before what had no place."""
    before = sheets.get(name, SheetNotes())
    for identity, told in before.rows.items():
        notes.rows[identity].extend(told)
    sheets[name] = notes


def _left_before(sheet: Any) -> Iterator[tuple[str, Identity, Said]]:
    """What had no place the last time, each with the row that it was beside."""
    for cells in sheet.iter_rows():
        texts = [_text(cell.value) for cell in cells[:6]]
        value = _value(cells[3].value) if len(cells) > 5 else None
        if value is None or texts[5] in ("", KEY):
            continue
        try:
            name, *identity = map(str, json.loads(texts[5]))
        except ValueError:  # somebody typed there
            name, identity = texts[0], []
        yield name, tuple(identity), Said(texts[1], {texts[2]: value}, texts[4])


def _put_back(told: deque[Said], said: Said) -> None:
    """One more of what had no place: with the others beside the same row."""
    for other in told:
        if other.where == said.where and other.values.keys().isdisjoint(said.values):
            other.values.update(said.values)
            return
    told.append(said)


def _own(shown: Any, typed: Any) -> OwnSheet:
    own = OwnSheet(shown.title)
    for row in typed.iter_rows():
        for cell in row:
            if cell.value is not None:
                told = shown.cell(cell.row, cell.column).value
                place = (cell.row - 1, cell.column - 1)
                own.cells.append((*place, cell.value, told, cell.number_format))
    for dimension in typed.column_dimensions.values():
        if dimension.width and dimension.min:
            own.widths[dimension.min - 1] = dimension.width
    return own


def _value(value: Any) -> Value | None:
    """What a cell holds, as it is carried."""
    match value:
        case None:
            return None
        case bool():
            return "是" if value else "否"
        case int() | float():
            return Decimal(format(value, ".15g"))
        case datetime():
            return (
                value.date() if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M}"
            )
        case date():
            return value
    return str(value).strip() or None


def _text(value: Any) -> str:
    told = _value(value)
    if isinstance(told, Decimal):
        return format(told, "f")
    return "" if told is None else str(told)


def _entry(value: Value | None) -> Fillable:
    look = "date entry" if isinstance(value, date) else "free entry"
    return Fillable(value, look)


def _shown(content: Content) -> str:
    """What stands in a cell, as far as it tells one row from another."""
    match content:
        case Word(text, _) | Linked(text, _) | Key(text):
            return text.strip()
        case Jump(code):
            return code
        case str():
            return safe(content).strip()
        case Fillable(value, _):
            return _text(value)
        case int() | Decimal():
            return _text(content)
    return ""
