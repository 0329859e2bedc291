"""One sheet of a workbook without its formulas and without whatever leads out of it.

What a sheet may have is listed, and the rest left out: a list of what is forbidden would be one
thing short with every new Excel.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from workbooks.grid import Area, position
from workbooks.limits import LAST_COLUMN, damaged
from workbooks.markup import Element, attributes, edited, elements, without, without_empty, words
from workbooks.own_formulas import is_own

_LOOK = frozenset((
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData",
    "sheetProtection", "mergeCells", "phoneticPr", "conditionalFormatting", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "ignoredErrors", "drawing", "picture", "extLst",
))  # fmt: skip
"""What a sheet keeps: its cells, and how they look on the screen and on paper."""
_EXTENSIONS = ("conditionalFormattings", "ignoredErrors")
_PASSWORD = ("password", "algorithmName", "hashValue", "saltValue", "spinCount")
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
_IN_CELL = "单元格里的图片和数据类型 {} 处"
_SAYS = re.compile(r"<(?:[^\s/>]+:)?[vt](?:\s[^>]*)?>[^<]")
"""That a cell says something: its value or text is not empty."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept beside a sheet: other sheets, related parts by their ids, columns to `last`.

    `mark` is the one formula of conditional formats that are somebody's marks and no look.
    """

    sheets: Collection[str]
    relations: Collection[str]
    last: int
    mark: str


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The sheet as it goes into the copy, its shared strings, and how much of what is gone."""

    text: str
    strings: frozenset[int]
    left_out: Counter[str]


def sheet_values(text: str, kept: Kept) -> SheetValues:
    """A sheet part without formulas; what they gave last stays. Raises `Refused`."""
    sheet = _Sheet(kept)
    text = without_empty(edited(text, sheet.edit), _EMPTY)
    return SheetValues(text, frozenset(sheet.strings), sheet.left_out)


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is edited: where its cells have come to, and what was met."""

    kept: Kept
    column: int = 0
    kind: str = ""
    strings: set[int] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)

    def edit(self, element: Element) -> str | None:
        match element.path[1:]:
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

    def _others(self, element: Element) -> str | None:
        """What is kept but for some attributes: names for macros, passwords, printers."""
        tag, edge = element.tag, self.kept.last < LAST_COLUMN
        match element.name:
            case "sheetPr":
                return without(tag, "codeName")
            case "sheetView":
                return without(tag, "tabSelected")  # several sheets would be edited as one
            case "sheetProtection":
                return without(tag, *_PASSWORD)
            case "pageSetup":
                return without(tag, "id")
            case "dimension":
                return None if edge else tag
            case "mergeCells":
                return without(tag, "count") if edge else tag
            case "mergeCell":
                return tag if self._reaches(attributes(tag).get("ref", "")) else None
            case "drawing" | "picture":
                return tag if attributes(tag).get("id") in self.kept.relations else None
        return tag

    def _leave_out(self, told: str, count: int = 1) -> str | None:
        if told and count:
            self.left_out[told] += count
        return None

    def _cells(self, element: Element) -> str | None:
        match element.name:
            case "row":
                self.column = 0
            case "c":
                return self._cell(element)
            case "v" if self.kind == "s" and element.content.strip():
                self.strings.add(whole(element.content))
            case "f":
                return self._leave_out(_FORMULA)
            case "extLst":
                return None
        return element.tag

    def _cell(self, cell: Element) -> str | None:
        said = attributes(cell.tag)
        at = said.get("r")
        self.column = area_of(at).left if at else self.column + 1
        if self.column > self.kept.last:
            return self._leave_out(_OUTSIDE, int(_SAYS.search(cell.content) is not None))
        self.kind = said.get("t", "")
        if "vm" in said:
            self._leave_out(_IN_CELL)
        return without(cell.tag, "cm", "vm")

    def _condition(self, element: Element) -> str | None:
        if element.name == "conditionalFormatting":
            return element.tag if self._reaches(attributes(element.tag).get("sqref", "")) else None
        if element.name != "cfRule":
            return element.tag
        formulas = _formulas(element, "formula")
        if self.kept.mark in formulas:
            return None
        own = all(is_own(formula, self.kept.last) for formula in formulas)
        return element.tag if own else self._leave_out(_CONDITION)

    def _extension(self, element: Element, inside: list[str]) -> str | None:
        """Looks that came after 2007; what leads elsewhere came there too."""
        if inside == ["ext"]:
            held = "".join(one.name for one in elements(element.content)[:1])
            return element.tag if held in _EXTENSIONS else self._leave_out(_TOLD.get(held, ""))
        if element.name == "conditionalFormatting":
            reaches = self._reaches(" ".join(_formulas(element, "sqref")))
            own = all(is_own(one, self.kept.last) for one in _formulas(element, "f"))
            return element.tag if own and reaches else self._leave_out(_CONDITION, int(not own))
        return element.tag

    def _leads_inside(self, link: Element) -> bool:
        said = attributes(link.tag)
        sheet, _, place = said.get("location", "").rpartition("!")
        name = re.sub("^'(.*)'$", r"\1", sheet).replace("''", "'")
        inside = name in self.kept.sheets and re.fullmatch(r"[A-Za-z0-9$:]+", place)
        return bool(inside) and "id" not in said and self._reaches(said.get("ref", ""))

    def _reaches(self, areas: str) -> bool:
        """Whether any of some areas begins in a column that is kept."""
        return any(area_of(one).left <= self.kept.last for one in areas.split())


def _formulas(element: Element, name: str) -> list[str]:
    """The formulas in an element; those of a limit that is no element stand in an attribute."""
    inner = elements(element.text[element.start : element.end])
    limits = [attributes(one.tag) for one in inner if one.name == "cfvo"]
    written = [limit["val"] for limit in limits if "val" in limit]
    return written + [words(one.content) for one in inner if one.name == name]


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
