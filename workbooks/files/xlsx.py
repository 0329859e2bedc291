"""An .xlsx or .xlsm as Grids: which sheets there are, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from workbooks.files.limits import Allowance, Refused, damaged
from workbooks.files.package import Package, related
from workbooks.files.refusal import Reason
from workbooks.files.shared_strings import NO_STRINGS, shared_strings
from workbooks.files.sheet_content import TRUE, Book
from workbooks.files.sheet_xml import sheet
from workbooks.files.styles import NO_STYLES, styles
from workbooks.files.xml_reading import MAIN
from workbooks.grid import PROPERTIES, Grid, Template, without_steps
from workbooks.values.dataclass import replace

T = TypeVar("T")
_Unread = dict[str, Refused]
"""Broken parts by their Chinese names, with what was wrong."""

_PROPERTIES = "docProps/custom.xml"
_SHEET_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

OTHER = "文件是{kind}，不是 Excel 工作簿。请提交填报时用的 Excel 工作簿（.xlsx）。"
RESAVE = "文件是{kind}，不能直接读取。请用 Excel 打开后另存为 .xlsx 再提交。"
_CORE = "docProps/core.xml"
_SIGNS = (
    ("xl/workbook.bin", RESAVE.format(kind="二进制工作簿（.xlsb）")),
    ("content.xml", RESAVE.format(kind="开放文档（.ods）")),
    ("word/document.xml", OTHER.format(kind="文字文档")),
    ("ppt/presentation.xml", OTHER.format(kind="演示文稿")),
    ("OFD.xml", OTHER.format(kind="版式文件（.ofd）")),
)


def grids(raw: bytes, times: int = 1) -> tuple[Grid, ...]:
    """The worksheets of a ZIP package in their order; raises `Refused`.

    Some files may cost so many `times` the caps. A broken part costs what it holds: a sheet is left
    out, and each grid names in `unread` what of the file could not be read.
    """
    package = Package(raw, Allowance(times))
    part = workbook_part(package)
    relations = related(package, part)
    named = dict(relations.values())
    listed = _listed(package, part)
    unread: _Unread = {}
    book = _book(package, named, listed, unread)
    read: dict[str, Grid] = {}
    for name, relation, hidden in listed.sheets:
        kind, target = relations.get(relation, ("worksheet", ""))
        if target in read:
            raise damaged()
        try:
            if kind == "worksheet":
                grid = sheet(package, target, name, book, hidden=hidden)
                read[target] = without_steps(grid)
        except Refused as refused:
            if refused.refusal.reason is not Reason.DAMAGED:
                raise
            unread[f"工作表「{name}」"] = refused
    if unread and not read:
        raise next(iter(unread.values()))
    return tuple(replace(grid, unread=tuple(unread)) if unread else grid for grid in read.values())


def _book(
    package: Package, named: Mapping[str, str], listed: _Listed, unread: dict[str, Refused]
) -> Book:
    """What the sheets share, as far as it can be read; what cannot is added to `unread`."""

    def whole(part: str, name: str, read: Callable[[Package, str], T], otherwise: T) -> T:
        if part not in package:
            return otherwise
        try:
            return read(package, part)
        except Refused as refused:
            if refused.refusal.reason is not Reason.DAMAGED:
                raise
            unread[name] = refused
            return otherwise

    strings = whole(named.get("sharedStrings", ""), "文字表", shared_strings, NO_STRINGS)
    look = whole(named.get("styles", ""), "单元格格式", styles, NO_STYLES)
    return Book(
        strings.texts,
        look.formats,
        listed.from_1904,
        whole(_PROPERTIES, "自定义属性", _template, None),
        strings.struck,
        look.struck,
        look.odd,
        listed.uncalculated,
        look.wrapped,
    )


def sheet_names(raw: bytes) -> tuple[str, ...]:
    """The names of all sheets, without reading any; raises `Refused`."""
    package = Package(raw, Allowance())
    listed = _listed(package, workbook_part(package))
    return tuple(name for name, _, _ in listed.sheets)


def core_properties(raw: bytes) -> dict[str, str]:
    """The texts of docProps/core.xml by their local names; raises `Refused`."""
    package = Package(raw, Allowance())
    told = package.elements(_CORE) if _CORE in package else ()
    return {element.tag.rpartition("}")[2]: element.text or "" for element in told}


def workbook_part(package: Package) -> str:
    """The name of the part that lists the sheets; raises `Refused` where it is no workbook."""
    for kind, target in related(package, "").values():
        if kind == "officeDocument" and target in package:
            part = target
            break
    else:
        part = "xl/workbook.xml"
    for sign, message in _SIGNS:
        if sign in package:
            raise Refused(Reason.NOT_A_WORKBOOK, message)
    if part not in package:
        raise Refused(Reason.NOT_A_WORKBOOK, OTHER.format(kind="压缩包"))
    return part


class _Listed(NamedTuple):
    """What the workbook part says: its sheets (name, relation, hidden) and how it counts."""

    sheets: list[tuple[str, str, bool]]
    from_1904: bool
    uncalculated: bool


def _listed(package: Package, part: str) -> _Listed:
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = uncalculated = False
    tags: set[str] = set()
    for element in package.elements(part):
        tags.add(element.tag)
        if element.tag == f"{MAIN}sheet":
            hidden = element.get("state", "visible") != "visible"
            sheets.append((element.get("name", ""), element.get(_SHEET_ID, ""), hidden))
        elif element.tag == f"{MAIN}workbookPr":
            from_1904 = element.get("date1904") in TRUE
        elif element.tag == f"{MAIN}calcPr":
            uncalculated = element.get("fullCalcOnLoad") in TRUE
    if f"{MAIN}workbook" not in tags:
        raise damaged()
    return _Listed(sheets, from_1904, uncalculated)


def template(package: Package) -> Template | None:
    """Which of our blank forms a workbook was made from, if it says so; raises `Refused`."""
    return _template(package, _PROPERTIES) if _PROPERTIES in package else None


def _template(package: Package, part: str) -> Template | None:
    """Which of our blank forms the workbook was made from, if it was."""
    said = {
        element.get("name", ""): "".join(element.itertext()).strip()
        for element in package.elements(part)
        if element.tag.endswith("}property")
    }
    edition, version = map(said.get, PROPERTIES)
    return Template(edition, version) if edition and version else None
