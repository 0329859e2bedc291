"""An .xlsx or .xlsm as Grids: which sheets there are, and what they share."""

from __future__ import annotations

from workbooks.files.limits import Allowance, Refused, damaged
from workbooks.files.number_formats import BUILT_IN, Shown, shown
from workbooks.files.package import Package, related
from workbooks.files.refusal import Reason
from workbooks.files.shared_strings import shared_strings
from workbooks.files.sheet_content import TRUE, Book
from workbooks.files.sheet_xml import sheet
from workbooks.files.xml_reading import MAIN
from workbooks.grid import PROPERTIES, Grid, Template, without_steps

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

    Some files may cost so many `times` the caps.
    """
    package = Package(raw, Allowance(times))
    part = workbook_part(package)
    relations = related(package, part)
    by_kind = dict(relations.values())
    listed, from_1904 = _listed(package, part)
    strings = by_kind.get("sharedStrings", "")
    styles = by_kind.get("styles", "")
    book = Book(
        shared_strings(package, strings) if strings in package else [],
        _styles(package, styles) if styles in package else {},
        from_1904,
        template(package),
    )
    read: dict[str, Grid] = {}
    for name, relation, hidden in listed:
        kind, target = relations.get(relation, ("", ""))
        if target in read or not kind:
            raise damaged()
        if kind == "worksheet":
            read[target] = without_steps(sheet(package, target, name, book, hidden=hidden))
    return tuple(read.values())


def sheet_names(raw: bytes) -> tuple[str, ...]:
    """The names of all sheets, without reading any; raises `Refused`."""
    package = Package(raw, Allowance())
    listed, _ = _listed(package, workbook_part(package))
    return tuple(name for name, _, _ in listed)


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


def _listed(package: Package, part: str) -> tuple[list[tuple[str, str, bool]], bool]:
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False
    tags: set[str] = set()
    for element in package.elements(part):
        tags.add(element.tag)
        if element.tag == f"{MAIN}sheet":
            hidden = element.get("state", "visible") != "visible"
            sheets.append((element.get("name", ""), element.get(_SHEET_ID, ""), hidden))
        elif element.tag == f"{MAIN}workbookPr":
            from_1904 = element.get("date1904") in TRUE
    if f"{MAIN}workbook" not in tags:
        raise damaged()
    return sheets, from_1904


def template(package: Package) -> Template | None:
    """Which of our blank forms the workbook was made from, if it was."""
    if _PROPERTIES not in package:
        return None
    said = {
        element.get("name", ""): "".join(element.itertext()).strip()
        for element in package.elements(_PROPERTIES)
        if element.tag.endswith("}property")
    }
    edition, version = map(said.get, PROPERTIES)
    return Template(edition, version) if edition and version else None


def _styles(package: Package, part: str) -> dict[str, Shown]:
    """Style number, as cells write it -> number format; `General` is left out."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    used: list[str] = []
    for element in package.elements(part):
        # Differential formats (dxf) have a numFmt too, with numbers of their own.
        if element.tag == f"{MAIN}numFmts":
            codes |= {fmt.get("numFmtId", ""): fmt.get("formatCode", "") for fmt in element}
        elif element.tag == f"{MAIN}cellXfs":
            used = [xf.get("numFmtId", "0") for xf in element]
    formats = ((str(style), shown(codes.get(number, ""))) for style, number in enumerate(used))
    return {style: shown for style, shown in formats if shown is not None}
