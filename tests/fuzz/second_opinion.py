"""What surely is wrong on a sheet, judged in plain openpyxl: the second opinion of the hunt.

Nothing of the product is imported here, and nothing of it is imitated: a table is found by the
words in its head row, and where a person could doubt what a cell, a row or a sum is, nothing is
claimed. So a claim that the product answers neither with a finding nor by saying what it could not
read is a form wrongly called clean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Position = tuple[int, int]
Columns = Mapping[str, int]

_HEADS = {
    "name": {"三级指标"},
    "target": {"年度指标值", "指标值", "年初目标值", "年度/项目指标值"},
    "relation": {"指标性质"},
    "unit": {"度量单位", "计量单位"},
    "actual": {"实际完成值", "全年实际值", "全年完成值", "全年实际完成值", "完成值"},
    "points": {"分值", "权重"},
    "score": {"得分"},
    "category": {"一级指标"},
    "subcategory": {"二级指标"},
}
_MONEY = {
    "annual_budget": {"全年预算数", "调整后预算数", "调整预算数"},
    "executed": {"全年执行数", "预算执行数", "全年支出数"},
    "points": {"分值", "分数", "权重"},
    "score": {"得分"},
}
_FUND_TOTALS = {"年度资金总额", "资金总额", "总额"}
_FUND_PARTS = {"当年财政拨款", "本年财政拨款", "上年结转资金", "其他资金"}
_TOTALS = {"总分", "合计", "总计"}
_KNOWN_HEADS = {word for words in (*_HEADS.values(), *_MONEY.values()) for word in words} | {
    "执行率"
}
"""What heads a column: a row with such a text was torn out of another table."""
_DASHES = {"/", "-", "—", "——", "–", "－"}
_SHOWN_AS_STORED = re.compile(r"General|@|#,##0|0|(?:#,##)?0\.(0+)")
_PLAIN = re.compile(r"\d{1,9}(?:\.\d{1,6})?")
_NO_NAME = re.compile(
    r"指标\d*[:：]?|[…\.]+|.*预算执行率.*|.*XX.*|.*不适用.*|无|不涉及|无此项|[\d.()（）]+",
    re.DOTALL,
)
"""What stands under 三级指标 and names no indicator: left-over words, numbers of columns."""
_LARGEST = 10**9
_FAR = 10**9
_CENT, _FAR_APART = Decimal("0.01"), Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Claim:
    """One defect that is surely there: the rule that tells it, and where it may do so.

    Without cells it may be told anywhere: a sum is wrong in no one place. `others` are rules that
    tell the same as well.
    """

    code: str
    cells: frozenset[str]
    why: str
    others: tuple[str, ...] = ()


def claims(sheet: Worksheet) -> list[Claim]:
    """Everything that is surely wrong on a sheet; nothing where no table surely is one."""
    seen = _Seen.of(sheet)
    return [*_of_indicators(seen), *_of_money(seen)] if not seen.hidden else []


def folded(text: object) -> str:
    """A label without white space, brackets, colons and stars, in one width."""
    narrow = unicodedata.normalize("NFKC", str(text))
    return re.sub(r"\([^()]*\)|[\s:*]", "", narrow)


def address(at: Position) -> str:
    """The A1 address of a position."""
    return f"{get_column_letter(at[1])}{at[0]}"


@dataclass
class _Seen:
    """A sheet as a person sees it: what a merged cell shows, each of its places shows."""

    values: dict[Position, Any] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    spans: dict[Position, tuple[int, int, int, int]] = field(default_factory=dict)
    hidden: bool = False

    @classmethod
    def of(cls, sheet: Worksheet) -> _Seen:
        seen = cls(hidden=any(row.hidden for row in sheet.row_dimensions.values()))
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            at = (cell.row, cell.column)
            seen.values[at] = cell.value
            seen.formats[at] = "?" if cell.data_type in ("f", "e") else str(cell.number_format)
        for area in sheet.merged_cells.ranges:
            span = (area.min_row, area.min_col, area.max_row, area.max_col)
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    seen.spans[row, column] = span
        return seen

    @property
    def rows(self) -> list[int]:
        return sorted({row for row, _ in self.values})

    def owner(self, at: Position) -> Position:
        span = self.spans.get(at)
        return at if span is None else span[:2]

    def value(self, at: Position) -> Any:
        return self.values.get(self.owner(at))

    def text(self, at: Position) -> str:
        value = self.value(at)
        return "" if value is None else str(value).strip()

    def blank(self, at: Position) -> bool:
        return not self.text(at)

    def columns(self, row: int) -> list[int]:
        return sorted(column for one, column in self.values if one == row)

    def labels(self, row: int) -> dict[int, str]:
        return {column: folded(self.values[row, column]) for column in self.columns(row)}

    def first(self, row: int) -> str:
        return next(iter(self.labels(row).values()), "")

    def wide(self, at: Position) -> bool:
        """Whether a cell is merged with its neighbours to the side."""
        span = self.spans.get(at)
        return span is not None and span[1] != span[3]

    def alone(self, at: Position) -> bool:
        """Whether a cell is merged with no other."""
        return at not in self.spans

    def number(self, at: Position) -> Decimal | None:
        """The number that a cell surely says; None where it may be read in another way."""
        value, code = self.value(at), self.formats.get(self.owner(at), "?")
        if isinstance(value, str):
            plain = value.strip()
            return Decimal(plain) if code != "?" and _PLAIN.fullmatch(plain) else None
        style = _SHOWN_AS_STORED.fullmatch(code)
        if isinstance(value, bool) or not isinstance(value, int | float) or style is None:
            return None
        if not abs(value) < _LARGEST:
            return None
        exact = Decimal(format(value, ".15g"))
        decimals = 4 if code in ("General", "@") else len(style[1] or "")
        return exact if exact == round(exact, decimals) else None


def _heads(seen: _Seen) -> Iterator[tuple[int, Columns]]:
    """Every head row of an indicator table with its columns; none where a word stands twice."""
    for row in seen.rows:
        labels = seen.labels(row)
        if "三级指标" not in labels.values():
            if {"一级指标", "二级指标"} <= set(labels.values()):
                yield row, {}  # a head of the same table, of which a word was written over
            continue
        # A head of two rows: what is merged down into this row is a label of it as well.
        for at, span in seen.spans.items():
            if at[0] == row and span[0] < row and at[1] == span[1] and at[1] not in labels:
                labels[at[1]] = folded(seen.text(at))
        found: dict[str, int] = {}
        for role, words in _HEADS.items():
            columns = [column for column, label in labels.items() if label in words]
            if len(columns) > 1:
                found = {}
                break
            if columns and not seen.wide((row, columns[0])):
                found[role] = columns[0]
        notes = [c for c, label in labels.items() if _is_note(label)]
        if found and len(notes) == 1 and not seen.wide((row, notes[0])):
            found["note"] = notes[0]
        yield row, found


def _is_note(label: str) -> bool:
    return "原因" in label and ("偏差" in label or "未完成" in label)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the indicator table: its cells by what they are."""

    cells: Mapping[str, Position]

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(map(address, self.cells.values()))


@dataclass(slots=True)
class _Table:
    """The rows of all blocks of a table; `certain` while nothing in it is in doubt."""

    columns: Columns
    rows: list[_Row] = field(default_factory=list)
    total: int | None = None
    certain: bool = True


def _table(seen: _Seen) -> _Table | None:
    heads = list(_heads(seen))
    if not heads or any("name" not in columns for _, columns in heads):
        return None
    table = _Table(heads[0][1])
    table.certain = all(columns == table.columns for _, columns in heads)
    for (start, columns), (stop, _) in zip(heads, [*heads[1:], (_FAR, {})], strict=True):
        for row in (row for row in seen.rows if start < row < stop):
            _take(seen, table, row, columns)
    return table


def _take(seen: _Seen, table: _Table, row: int, columns: Columns) -> None:
    """A row of the sheet into the table; rows below the total may be counted into it, or not."""
    name = (row, columns["name"])
    named = not seen.blank(name) and seen.alone(name) and not _NO_NAME.fullmatch(seen.text(name))
    if table.total is not None:
        table.certain = table.certain and not named and seen.first(row) not in _TOTALS
    elif seen.first(row) in _TOTALS or folded(seen.text(name)) in _TOTALS:
        table.total = row
    elif "小计" in seen.first(row):
        return
    elif named and not _KNOWN_HEADS & {*seen.labels(row).values()}:
        table.rows.append(_Row({role: (row, column) for role, column in columns.items()}))
    else:
        table.certain = False


def _of_indicators(seen: _Seen) -> Iterator[Claim]:
    table = _table(seen)
    if table is None:
        return
    for row in table.rows:
        own = [at for role, at in row.cells.items() if role not in ("category", "subcategory")]
        if all(seen.alone(at) for at in own):
            yield from _of_scores(seen, row)
            yield from _of_blanks(seen, row)
    if table.certain and table.total is not None and table.rows:
        yield from _of_sums(seen, table, table.total)


def _of_scores(seen: _Seen, row: _Row) -> Iterator[Claim]:
    if not {"points", "score"} <= row.cells.keys():
        return
    points, score = seen.number(row.cells["points"]), seen.number(row.cells["score"])
    if points is None or score is None or points <= 0:
        return
    if score > points:
        yield Claim("R501", row.addresses, f"得分 {score}，分值 {points}")
    if 0 <= score < points and "note" in row.cells and _empty(seen, row, "note"):
        yield Claim("N601", row.addresses, f"得分 {score}，分值 {points}，原因空")
    if 0 <= score < points and "note" in row.cells:
        note, why = seen.text(row.cells["note"]), f"得分 {score}，分值 {points}，原因"
        if note and not re.sub(r"[\W_]|无|略", "", note):
            yield Claim("N602", row.addresses, f"{why}只有“{note}”", ("N601",))
        elif note and "actual" in row.cells and note == seen.text(row.cells["actual"]):
            others = ("N601", "N602", "N603", "N607")
            yield Claim("N604", row.addresses, f"{why}只抄了完成值", others)


def _of_blanks(seen: _Seen, row: _Row) -> Iterator[Claim]:
    """Blank cells in a row that surely is an indicator, and is scored where the form scores."""
    cells = row.cells
    points = seen.number(cells["points"]) if "points" in cells else None
    if "points" in cells and (points is None or points <= 0):
        return
    if "actual" not in cells:  # a declaration
        kind = cells.get("subcategory")
        if kind is None or "指标" not in seen.text(kind):
            return
    given = {
        role for role in ("target", "actual", "score") if role in cells and _said(seen, row, role)
    }
    asked = {"target", "actual", "score"} & cells.keys()
    targets = [cells[role] for role in ("target", "relation", "unit") if role in cells]
    asked_here = ("actual", "score") if points is not None else ("actual",)
    blank = {role for role in asked_here if role in cells and _empty(seen, row, role)}
    if "target" in cells and all(map(seen.blank, targets)) and _empty(seen, row, "target"):
        blank.add("target")
    for role, code in (("target", "S103"), ("actual", "S104"), ("score", "S105")):
        if role in blank and given == asked - {role}:
            yield Claim(code, row.addresses, f"{role} 空")


def _empty(seen: _Seen, row: _Row, role: str) -> bool:
    """Whether a cell is blank, and nothing stands beside it that may have slipped out of it."""
    line, column = row.cells[role]
    beside = {(line, column - 1), (line, column + 1)} - {*row.cells.values()}
    return seen.blank((line, column)) and all(map(seen.blank, beside))


def _said(seen: _Seen, row: _Row, role: str) -> bool:
    text = seen.text(row.cells[role])
    return bool(text) and text not in _DASHES and not re.fullmatch(r"指标\d*|.*XX.*|[…\.]+", text)


def _of_sums(seen: _Seen, table: _Table, total: int) -> Iterator[Claim]:
    money = _money(seen)
    if money is None or not {"points", "score"} <= table.columns.keys() & money[1].keys():
        return
    line, columns = money
    for role, code in (("points", "P402"), ("score", "R503")):
        parts = [seen.number((line, columns[role]))]
        for row in table.rows:
            at, points = row.cells[role], row.cells["points"]
            unscored = seen.text(points) in _DASHES and (seen.text(at) in _DASHES or seen.blank(at))
            alone = seen.alone(at) and seen.alone(points)
            parts.append(Decimal(0) if unscored else seen.number(at) if alone else None)
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            continue
        summed = sum(known, Decimal(0))
        stated = Decimal(100) if role == "points" else seen.number((total, table.columns[role]))
        least = _CENT if role == "points" else _FAR_APART
        if stated is not None and abs(summed - stated) >= least:
            yield Claim(code, frozenset(), f"合计 {summed}，应为 {stated}")


def _money(seen: _Seen) -> tuple[int, Columns] | None:
    """The row 年度资金总额 and the columns of its head; None where they are not surely known."""
    heads = []
    for row in seen.rows:
        labels = seen.labels(row)
        at = {role: [c for c, x in labels.items() if x in words] for role, words in _MONEY.items()}
        if at["annual_budget"] and at["executed"]:
            heads.append((row, at))
    if len(heads) != 1 or any(len(columns) > 1 for columns in heads[0][1].values()):
        return None
    head, found = heads[0]
    columns = {role: one[0] for role, one in found.items() if one}
    lines = [r for r in seen.rows if r > head and _FUND_TOTALS & {*seen.labels(r).values()}]
    cells = [(row, column) for row in (head, head + 1) for column in columns.values()]
    if lines != [head + 1] or not all(map(seen.alone, cells)):
        return None
    return lines[0], columns


def _of_money(seen: _Seen) -> Iterator[Claim]:
    """Money whose parts are all given, under the names that all use, and make another sum."""
    money = _money(seen)
    if money is None:
        return
    line, columns = money
    label = next(column for column, text in seen.labels(line).items() if text in _FUND_TOTALS)
    names: list[str] = []
    while (name := _fund(seen, (line + 1 + len(names), label))) in _FUND_PARTS:
        names.append(name)
    if len(names) < 2 or len({*names}) < len(names) or re.search("资金|拨款", name):
        return
    for role in ("annual_budget", "executed"):
        cells = [(row, columns[role]) for row in range(line, line + 1 + len(names))]
        if any(not seen.blank((line + 1 + len(names), c)) for c in columns.values()):
            continue  # a further line, whose name is not seen
        amounts = [seen.number(at) for at in cells if seen.alone(at)]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < len(cells) or known[0] <= 0:
            continue
        # As far apart as rounding never is: half a whole number for each figure.
        if abs(known[0] - sum(known[1:], Decimal(0))) > len(known):
            why = f"总额 {known[0]}，来源 {', '.join(map(str, known[1:]))}"
            yield Claim("B201", frozenset(map(address, cells)), why)


def _fund(seen: _Seen, at: Position) -> str:
    return folded(seen.values.get(at, "")).removeprefix("其中")
