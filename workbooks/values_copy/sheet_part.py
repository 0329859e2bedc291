"""One sheet of a workbook without its formulas and without whatever leads out of it.

What a sheet may have is listed, and the rest left out: a list of what is forbidden would be one
thing short with every new Excel.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from workbooks.files.limits import LAST_COLUMN, LONGEST_FORMULA, damaged
from workbooks.grid import Area, Position, position
from workbooks.patching.sheet_references import place_of
from workbooks.patching.xml_filter import edited
from workbooks.patching.xml_outline import Spot
from workbooks.patching.xml_text import retagged
from workbooks.values.dataclass import dataclass, field
from workbooks.values.regex import regex

_FUNCTIONS = frozenset((
    "ABS", "AND", "AVERAGE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF",
    "COUNTIFS", "DATE", "DAY", "EXACT", "FALSE", "FIND", "IF", "IFERROR", "INT", "ISBLANK",
    "ISERR", "ISERROR", "ISEVEN", "ISNA", "ISNUMBER", "ISODD", "ISTEXT", "LARGE", "LEFT",
    "LEN", "LOWER", "MAX", "MEDIAN", "MID", "MIN", "MOD", "MONTH", "NOT", "NOW", "OR", "RANK",
    "RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROW", "ROWS", "SEARCH", "SMALL", "STDEV",
    "SUBSTITUTE", "SUBTOTAL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "TEXT", "TODAY", "TRIM",
    "TRUE", "UPPER", "VALUE", "WEEKDAY", "YEAR",
))  # fmt: skip
_TOKEN = regex(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"|(?P<rows>\$?\d+:\$?\d+)(?![\d.])"
    r"|(?P<number>\d+\.?\d*(?:[Ee][-+]?\d+)?)"
    r"|(?P<function>[A-Za-z][A-Za-z0-9.]*)(?=\()"
    r"|(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![A-Za-z0-9_.!(])"
    r"|(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?![A-Za-z0-9_.!(])"
    r"|(?P<truth>TRUE|FALSE)(?![A-Za-z0-9_.!(])"
    r"|[-+*/^&=<>(),:;%\s]",
    re.I,
)


def is_own(formula: str, last_column: int) -> bool:
    """Whether a formula asks only functions of Excel about cells of its sheet up to a column.

    >>> is_own('AND($F13="",LEN(TRIM(H13))=0)', 8), is_own("LEN($M13)>0", 8)
    (True, False)
    >>> is_own("Sheet2!A1>0", 8), is_own("[1]Sheet1!A1", 8), is_own('INDIRECT("A1")', 8)
    (False, False, False)
    """
    at = 0
    if len(formula) > LONGEST_FORMULA:
        return False
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None or not _is_own(token, last_column):
            return False
        at = token.end()
    return True


def _is_own(token: re.Match[str], last_column: int) -> bool:
    if token["function"]:
        return token["function"].upper() in _FUNCTIONS
    columns = re.findall("[A-Za-z]+", token["cell"] or token["columns"] or "")
    return all(position(f"{column.upper()}1")[1] <= last_column for column in columns)


_LOOK = frozenset((
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData",
    "sheetProtection", "mergeCells", "phoneticPr", "conditionalFormatting", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "ignoredErrors", "drawing", "picture", "extLst",
))  # fmt: skip
"""What a sheet keeps: its cells, and how they look on the screen and on paper."""
_EXTENSIONS = ("conditionalFormattings", "ignoredErrors")
_PASSWORD = dict.fromkeys(("password", "algorithmName", "hashValue", "saltValue", "spinCount"))
_AREAS = 2_000  # of one rule: nobody has as many, and only hostile files have more
_COMPUTED = dict.fromkeys(("cm", "vm"))
_EMPTY = frozenset(
    ("hyperlinks", "conditionalFormatting", "conditionalFormattings", "mergeCells", "ext", "extLst")
)
"""Lists that Excel takes for damage when nothing is listed."""
_TOLD = {
    "dataValidations": "填写提示和下拉列表",
    "autoFilter": "筛选按钮",
    "controls": "控件",
    "oleObjects": "嵌入的对象",
    "AlternateContent": "控件",
    "sparklineGroups": "迷你图",
    "legacyDrawingHF": "页眉页脚里的图片",
    "scenarios": "方案",
    "slicerList": "切片器",
    "timelineRefs": "切片器",
}
_FORMULA = "公式 {} 处（结果保留为数值）"
_LINK, _CONDITION, _OUTSIDE = (
    "链接 {} 处",
    "用到别处内容的条件格式 {} 条",
    "打印区域右边的内容 {} 格",
)
_COVERED = "合并单元格盖住的内容 {} 格"
_IN_CELL = "单元格里的图片和数据类型 {} 处"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept beside a sheet: other sheets, related parts by their ids, columns to `last`.

    `mark` is the one formula of conditional formats that are somebody's marks and no look; what the
    `covered` cells hold lies under merged ones, where nobody sees it. From the column `ours_from`
    on there are only our own steps, of which nobody need be told. Some rows get other `heights`,
    some are not shown.
    """

    sheets: Collection[str]
    relations: Collection[str]
    last: int
    mark: str
    covered: Collection[Position] = ()
    ours_from: int = LAST_COLUMN + 1
    heights: Mapping[int, float] = field(default_factory=dict)
    left_out_rows: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The sheet as it goes into the copy, its shared strings, and how much of what is gone."""

    part: bytes
    strings: frozenset[int]
    left_out: Counter[str]


def sheet_values(data: bytes, kept: Kept) -> SheetValues:
    """A sheet part without formulas; what they gave last stays. Raises `Refused`."""
    sheet = _Sheet(kept)
    part = edited(data, sheet.edit, _EMPTY)
    return SheetValues(part, frozenset(sheet.strings), sheet.left_out)


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is edited: where its cells have come to, and what was met."""

    kept: Kept
    row: int = 0
    column: int = 0
    kind: str = ""
    strings: set[int] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)

    def edit(self, element: Spot, path: tuple[str, ...]) -> bytes | None:
        match path:
            case ("extLst", *inside):
                return self._extension(element, inside)
            case (name,) if name not in _LOOK:
                return self._leave_out(_TOLD.get(name, ""))
            case ("sheetData", *_):
                return self._cells(element)
            case ("conditionalFormatting", *_):
                return self._condition(element)
            case ("hyperlinks", "hyperlink"):
                return element.tag if self._leads_inside(element) else self._leave_out(_LINK)
            case _:
                return self._others(element)

    def _others(self, element: Spot) -> bytes | None:
        """What is kept but for some attributes: names for macros, passwords, printers."""
        tag, edge = element.tag, self.kept.last < LAST_COLUMN
        match element.local:
            case "sheetPr":
                return retagged(tag, {"codeName": None})
            case "sheetView":
                return retagged(tag, {"tabSelected": None})  # two would be edited as one
            case "sheetProtection":
                return retagged(tag, _PASSWORD)
            case "pageSetup":
                return retagged(tag, {"id": None})
            case "dimension":
                return None if edge else tag
            case "mergeCells":
                return retagged(tag, {"count": None}) if edge else tag
            case "mergeCell":
                return tag if self._reaches(element.attributes.get("ref", "")) else None
            case "col":
                ours = whole(element.attributes.get("min", "0")) >= self.kept.ours_from
                return None if ours else tag
            case "drawing" | "picture":
                return tag if element.relation in self.kept.relations else None
        return tag

    def _leave_out(self, told: str, count: int = 1) -> bytes | None:
        if told and count:
            self.left_out[told] += count
        return None

    def _cells(self, element: Spot) -> bytes | None:
        match element.local:
            case "row":
                self.row = element.number("r", self.row + 1)
                self.column = 0
                return self._row(element)
            case "v" | "f" | "is" if (self.row, self.column) in self.kept.covered:
                return self._leave_out("" if element.local == "f" else _COVERED)
            case "c":
                return self._cell(element)
            case "v" if self.kind == "s" and element.content.strip():
                self.strings.add(whole(element.words))
            case "f":
                return self._leave_out(_FORMULA)
            case "extLst":
                return None
        return element.tag

    def _row(self, row: Spot) -> bytes:
        if self.row in self.kept.left_out_rows:
            return retagged(row.tag, {"hidden": "1"})
        if (height := self.kept.heights.get(self.row)) is not None:
            return retagged(row.tag, {"ht": f"{height:g}", "customHeight": "1"})
        return row.tag

    def _cell(self, cell: Spot) -> bytes | None:
        said = cell.attributes
        at = said.get("r")
        self.column = area_of(at).left if at else self.column + 1
        if self.column > self.kept.last:
            says = any(one.content for one in cell.every() if one.local in ("v", "t"))
            return self._leave_out(_OUTSIDE, int(says and self.column < self.kept.ours_from))
        self.kind = said.get("t", "")
        if "vm" in said:
            self._leave_out(_IN_CELL)
        return retagged(cell.tag, _COMPUTED) if _COMPUTED.keys() & said.keys() else cell.tag

    def _condition(self, element: Spot) -> bytes | None:
        if element.local == "conditionalFormatting":
            reaches = self._reaches(element.attributes.get("sqref", ""))
            return element.tag if reaches else None
        if element.local != "cfRule":
            return element.tag
        formulas = _formulas(element, "formula")
        if self.kept.mark in formulas:
            return None
        own = all(is_own(formula, self.kept.last) for formula in formulas)
        return element.tag if own else self._leave_out(_CONDITION)

    def _extension(self, element: Spot, inside: list[str]) -> bytes | None:
        """Looks that came after 2007; what leads elsewhere came there too."""
        if inside == ["ext"]:
            held = element.children[0].local if element.children else ""
            return element.tag if held in _EXTENSIONS else self._leave_out(_TOLD.get(held, ""))
        if element.local == "conditionalFormatting":
            reaches = self._reaches(" ".join(_formulas(element, "sqref")))
            own = all(is_own(one, self.kept.last) for one in _formulas(element, "f"))
            return element.tag if own and reaches else self._leave_out(_CONDITION, int(not own))
        return element.tag

    def _leads_inside(self, link: Spot) -> bool:
        said = link.attributes
        sheet, cells = place_of(said.get("location", ""))
        inside = sheet in self.kept.sheets and re.fullmatch(r"[A-Za-z0-9$:]+", cells)
        return bool(inside) and not link.relation and self._reaches(said.get("ref", ""))

    def _reaches(self, areas: str) -> bool:
        """Whether any of some areas begins in a column that is kept."""
        begin = areas.split(maxsplit=_AREAS)[:_AREAS]
        return any(area_of(one).left <= self.kept.last for one in begin)


def _formulas(element: Spot, name: str) -> list[str]:
    """The formulas in an element; those of a limit that is no element stand in an attribute."""
    inner = list(element.every())
    limits = (one.attributes.get("val") for one in inner if one.local == "cfvo")
    written = [limit for limit in limits if limit is not None]
    return written + [one.words for one in inner if one.local == name]


def whole(text: str) -> int:
    """A number as a part writes it; raises `Refused`."""
    try:
        return int(text)
    except ValueError as error:
        raise damaged() from error


def area_of(reference: str) -> Area:
    """The area of `A1:B2`, of whole columns `A:B` or whole rows `1:2`; raises `Refused`."""
    first, _, last = reference.replace("$", "").upper().partition(":")
    try:
        return Area(*_corner(first, "A", "1"), *_corner(last or first, "XFD", "1048576"))
    except ValueError as error:
        raise damaged() from error


def _corner(text: str, column: str, row: str) -> tuple[int, int]:
    if text.isdigit():
        return position(column + text)
    return position(text + row if text.isalpha() else text)
