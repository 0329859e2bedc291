"""加一行, 删一行, 收起空行 in our own templates, whose rows are all there from the beginning.

None is inserted or deleted: what is typed moves down or up by a row, and the row that is then
needed is shown. So sums, formats and the add-in's array formulas keep their ranges.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.excel import live_sheet
from macros.excel.live_sheet import Entry, FormulaText, Sheet, Stopped
from workbooks.files.spreadsheet_ml import OpenSheet
from workbooks.grid import Grid, Position, Raw, address
from workbooks.values.dataclass import dataclass

NOT_OURS = "「{button}」只用于本工具的空白表。这张表不是，请直接插入、删除行。"
OUTSIDE = "请先选中指标表里的一行（第 {first} 至 {last} 行），再点「{button}」。"
FULL = "表里的 {count} 行都填满了，加不了。"
_ROWS = 60
_FIRST, _NAME, _SCORE, _SECOND = "一级指标", "三级指标", "得分", "加载项测算"
_BESIDE = (
    *("测算得分", "检查", _SECOND, "完成率", "偏差率", "加载项检查", "年度指标值读作"),
    *("序时进度预警", "加载项预警"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a template's indicator table, the columns that are typed in, and 得分."""

    first: int
    columns: tuple[int, ...]
    score: int | None
    live: bool

    @property
    def last(self) -> int:
        """Its last row."""
        return self.first + _ROWS - 1

    def formula(self, row: int) -> str:
        """What stands in 得分 as long as nobody marks lower."""
        otherwise = f'IF(ISNUMBER(L{row}),L{row},"")' if self.live else '""'
        return f"=IF(ISNUMBER(J{row}),J{row},{otherwise})"


def table_of(opened: OpenSheet, button: str) -> Table:
    """The table of a template that is open; raises Stopped for any other sheet."""
    values = opened.grid.values
    for row, name in [at for at, value in values.items() if value == _NAME]:
        areas = (area for area in opened.grid.merges if (row, name) in area)
        last = next((area.bottom for area in areas), row)  # 偏差原因分析 stands above its columns
        heads = {at[1]: value for at, value in sorted(values.items()) if row <= at[0] <= last}
        first = next((column for column, value in heads.items() if value == _FIRST), name)
        inputs = [
            column
            for column, value in sorted(heads.items())
            if column >= first and value not in _BESIDE and (last + 1, column) not in opened.locked
        ]
        if name in inputs and (row, name) in opened.locked:
            score = next((one for one in inputs if heads[one] == _SCORE), None)
            return Table(last + 1, tuple(inputs), score, _SECOND in heads.values())
    raise Stopped(NOT_OURS.format(button=button))


def chosen_row(sheet: Sheet, table: Table, button: str) -> int:
    """The row of the cell that is selected; raises Stopped outside of the table."""
    row = live_sheet.active_row(sheet)
    if not table.first <= row <= table.last:
        raise Stopped(OUTSIDE.format(first=table.first, last=table.last, button=button))
    return row


def add_row(sheet: Sheet, opened: OpenSheet, table: Table, row: int) -> str:
    """An empty row above the selected one."""
    rows = range(table.first, table.last + 1)
    used = max((one for one in rows if _held(opened, table, one)), default=0)
    if used == table.last:
        raise Stopped(FULL.format(count=_ROWS))
    moved = range(row, used + 1)
    entries = [entry for one in reversed(moved) for entry in _moved(opened, table, one, one + 1)]
    live_sheet.write(sheet, opened, [*entries, *_emptied(table, row)], _formulas(opened, table))
    show(sheet, opened.grid, range(row, max(row, used + 1) + 1), shown=True)
    return f"已在第 {row} 行加了一行，下面的内容都往下移了一行。"


def remove_row(sheet: Sheet, opened: OpenSheet, table: Table, row: int) -> str:
    """The selected row taken away, those below it moved up."""
    rows = range(row, table.last + 1)
    used = max((one for one in rows if _held(opened, table, one)), default=row)
    entries = [entry for one in range(row, used) for entry in _moved(opened, table, one + 1, one)]
    live_sheet.write(sheet, opened, [*entries, *_emptied(table, used)], _formulas(opened, table))
    return f"已去掉第 {row} 行，下面的内容都往上移了一行。"


def collapse(sheet: Sheet, opened: OpenSheet, table: Table) -> str:
    """Hides the rows that hold nothing below the last that holds something."""
    rows = range(table.first, table.last + 1)
    used = max((one for one in rows if _held(opened, table, one)), default=table.first)
    empty = list(range(used + 1, table.last + 1))
    count = len(set(empty) - opened.grid.hidden_rows)
    show(sheet, opened.grid, empty, shown=False)
    return f"已收起 {count} 行空行。要再用时，点「加一行」。"


def show(sheet: Sheet, grid: Grid, rows: range | list[int], *, shown: bool) -> None:
    """Shows or hides rows that are not so already, runs of them in one call."""
    wanted = [row for row in rows if (row in grid.hidden_rows) is shown]
    for begin, end in _runs(wanted):
        live_sheet.hide_rows(sheet, begin, end, hidden=not shown)


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    begin = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[begin], row
            begin = at + 1


def _held(opened: OpenSheet, table: Table, row: int) -> bool:
    """Whether somebody has typed something in a row."""
    places = ((row, column) for column in table.columns)
    typed = (at for at in places if at not in opened.formulas)
    return any(opened.grid.values.get(at) not in (None, "") for at in typed)


def _moved(opened: OpenSheet, table: Table, source: int, target: int) -> Iterator[Entry]:
    for column in table.columns:
        at = (source, column)
        if column == table.score and (at in opened.formulas or opened.grid.values.get(at) is None):
            yield address(target, column), FormulaText(table.formula(target))
        else:
            yield address(target, column), _typed(opened.grid.values.get(at))


def _formulas(opened: OpenSheet, table: Table) -> dict[Position, FormulaText]:
    """The formulas in 得分, which may be written over."""
    rows = range(table.first, table.last + 1)
    places = ((row, table.score) for row in rows if table.score is not None)
    return {at: FormulaText(table.formula(at[0])) for at in places if at in opened.formulas}


def _emptied(table: Table, row: int) -> Iterator[Entry]:
    for column in table.columns:
        own = column == table.score
        yield address(row, column), FormulaText(table.formula(row)) if own else None


def _typed(raw: Raw | None) -> object:
    return None if raw in (None, "") else raw
