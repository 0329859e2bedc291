"""A workbook package with a VBA project and a ribbon tab added: .xlsx to .xlsm or .xlam."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from macros.vbaproject.modules import Module, ModuleKind, document_module
from macros.vbaproject.project import vba_project
from workbooks.values.regex import regex

_TIMELESS = (1980, 1, 1, 0, 0, 0)
_TYPES, _ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
_WORKBOOK, _WORKBOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = regex(r"xl/worksheets/sheet(\d+)\.xml")
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_BIN = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_OFFICE = "http://schemas.microsoft.com/office"

CustomUI = Mapping[str, bytes]
"""The ribbon's parts by the year, "2006" and "2007", that Office's link to them bears."""
_UI_PARTS = {"2006": "customUI/customUI.xml", "2007": "customUI/customUI14.xml"}


def with_vba(
    workbook: bytes | Path,
    modules: Sequence[Module],
    custom_ui: CustomUI | None = None,
    *,
    project: str = "JixiaoForm",
    addin: bool = False,
) -> bytes:
    """The bytes of an .xlsm, or of an .xlam, with these modules.

    The workbook is an .xlsx by XlsxWriter whose `set_vba_name()` and, for each sheet, too, were
    called: a code name without a module in `modules` gets an empty one. The order of parts and
    the times in the package are fixed.

    Raises ValueError when the package already has macros, lacks a code name or is not XlsxWriter's,
    and for all that `vba_project` refuses.
    """
    parts = _parts(workbook if isinstance(workbook, bytes) else workbook.read_bytes())
    if "xl/vbaProject.bin" in parts:
        raise ValueError("the workbook already has a VBA project")
    parts["xl/vbaProject.bin"] = vba_project(_complete(parts, modules), project)
    _change(parts, _TYPES, _MAIN, _ADDIN if addin else _MACROS)
    _change(parts, _TYPES, "<Override", f"{_BIN}<Override", first=True)
    _link(parts, _WORKBOOK_LINKS, "rIdVba", "2006/relationships/vbaProject", "vbaProject.bin")
    for year, content in sorted((custom_ui or {}).items()):
        parts[_UI_PARTS[year]] = content
        kind = f"{year}/relationships/ui/extensibility"
        _link(parts, _ROOT_LINKS, f"rIdRibbon{year}", kind, _UI_PARTS[year])
    return _packed(parts)


def _parts(workbook: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _complete(parts: Mapping[str, bytes], modules: Sequence[Module]) -> list[Module]:
    """The modules, workbook and sheets first, with an empty one for each that was not given."""
    given = {module.name: module for module in modules if module.kind.is_document}
    wanted = {_code_name(parts, _WORKBOOK, "workbookPr"): ModuleKind.WORKBOOK}
    numbers = sorted(int(match[1]) for match in map(_SHEET.fullmatch, parts) if match)
    for number in numbers:
        wanted[_code_name(parts, f"xl/worksheets/sheet{number}.xml", "sheetPr")] = ModuleKind.SHEET
    if len(wanted) != len(numbers) + 1:
        raise ValueError(f"two code names are the same: {sorted(wanted)}")
    strays = [name for name, module in given.items() if wanted.get(name) is not module.kind]
    if strays:
        raise ValueError(f"no sheet or workbook has the code name of {strays}")
    documents = [given.get(name) or document_module(name, kind) for name, kind in wanted.items()]
    return documents + [module for module in modules if not module.kind.is_document]


def _code_name(parts: Mapping[str, bytes], part: str, element: str) -> str:
    found = re.search(rf'<{element}\b[^>]* codeName="([^"]+)"', parts[part].decode())
    if found is None:
        raise ValueError(f"{part} has no code name: call set_vba_name()")
    return found[1]


def _change(parts: dict[str, bytes], part: str, old: str, new: str, *, first: bool = False) -> None:
    text = parts[part].decode()
    if text.count(old) != 1 and not (first and old in text):
        raise ValueError(f"{part} holds {old!r} {text.count(old)} times, not once")
    parts[part] = text.replace(old, new, 1).encode()


def _link(parts: dict[str, bytes], part: str, name: str, kind: str, target: str) -> None:
    link = f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    _change(parts, part, "</Relationships>", f"{link}</Relationships>")


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = ZipInfo(name, _TIMELESS)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            package.writestr(entry, content)
    return stream.getvalue()
