"""Packages with VBA: parts, types, links, code names; and the committed add-in."""

from __future__ import annotations

import inspect
import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from oletools.olevba import VBA_Parser

from macros.ribbon import custom_ui_2007, custom_ui_2010
from macros.vbaproject.addin import TEXTS, modules, write_addin
from macros.vbaproject.modules import ModuleKind, document_module, standard_module
from macros.vbaproject.packages import with_vba
from tests.macros.vbaproject.workbooks import HOSTILE, PLAIN, plain_workbook
from xlfuncs import udf

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ADDIN = Path(__file__).parents[3] / "macros" / "addin" / "jixiao.xlam"
TIDY = standard_module('Attribute VB_Name = "Tidy"\r\nOption Explicit\r\n')


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: package.read(name) for name in package.namelist()}


def links(data: bytes) -> dict[str, str]:
    root = ElementTree.fromstring(data)
    assert len({link.get("Id") for link in root}) == len(root)
    office = "http://schemas.microsoft.com/office"
    return {link.get("Target", ""): link.get("Type", "").removeprefix(office) for link in root}


def types(data: bytes) -> dict[str, str]:
    root = ElementTree.fromstring(parts(data)["[Content_Types].xml"])
    assert [element.tag for element in root] == sorted(element.tag for element in root)
    return {e.get("PartName") or e.get("Extension", ""): e.get("ContentType", "") for e in root}


def macros(data: bytes) -> dict[str, str]:
    parser = VBA_Parser("workbook.xlsm", data=data)
    found = {place.split("/")[-1]: code for _, place, _, code in parser.extract_all_macros()}
    parser.close()
    return found


def test_an_xlsm_is_the_xlsx_and_the_macros() -> None:
    plain = plain_workbook()

    data = with_vba(plain, [TIDY])

    with ZipFile(BytesIO(plain)) as package:
        before = {name: package.read(name) for name in package.namelist()}
    after = parts(data)
    assert {n for n in after if after[n] != before.get(n)} == {
        *("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/vbaProject.bin")
    }
    assert types(data)["bin"] == "application/vnd.ms-office.vbaProject"
    assert types(data)["/xl/workbook.xml"] == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert links(after["xl/_rels/workbook.xml.rels"])["vbaProject.bin"] == (
        "/2006/relationships/vbaProject"
    )
    assert list(macros(data)) == ["ThisWorkbook", "Sheet1", "Tidy"]


def test_each_sheet_gets_the_module_of_its_code_name() -> None:
    data = with_vba(plain_workbook(HOSTILE), [TIDY])

    assert list(macros(data)) == ["ThisWorkbook", "Sheet1", "Sheet2", "Sheet3", "Sheet4", "Tidy"]
    assert 'VB_Name = "Sheet3"' in macros(data)["Sheet3"]


def test_a_module_given_for_a_sheet_is_kept() -> None:
    empty = document_module("Sheet1", ModuleKind.SHEET)
    given = type(empty)("Sheet1", ModuleKind.SHEET, empty.source + "'mine\r\n")

    assert macros(with_vba(plain_workbook(), [TIDY, given]))["Sheet1"] == given.source


def test_what_openpyxl_reads_is_unchanged() -> None:
    book = openpyxl.load_workbook(BytesIO(with_vba(plain_workbook(), [TIDY])))

    assert book.code_name == "ThisWorkbook"
    assert [sheet.title for sheet in book] == list(PLAIN)
    assert book["自评表"]["A1"].value == "财政项目支出绩效自评表"


def test_the_same_workbook_gives_the_same_bytes() -> None:
    plain = plain_workbook()

    assert with_vba(plain, modules()) == with_vba(plain, modules())


def test_refusals() -> None:
    plain = plain_workbook()
    done = with_vba(plain, [TIDY])

    with pytest.raises(ValueError, match="already has a VBA project"):
        with_vba(done, [TIDY])
    with pytest.raises(ValueError, match=r"has no code name: call set_vba_name\(\)"):
        with_vba(plain_workbook(code_names=False), [TIDY])
    with pytest.raises(ValueError, match="no sheet or workbook has the code name"):
        with_vba(plain, [document_module("Sheet9", ModuleKind.SHEET)])
    with pytest.raises(ValueError, match="no sheet or workbook has the code name"):
        with_vba(plain, [document_module("Sheet1", ModuleKind.WORKBOOK)])


def test_the_addin(tmp_path: Path) -> None:
    write_addin(tmp_path / "jixiao.xlam")
    data = (tmp_path / "jixiao.xlam").read_bytes()

    held = parts(data)
    strings = held["xl/sharedStrings.xml"].decode()
    assert types(data)["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert held["customUI/customUI14.xml"] == custom_ui_2010()
    assert held["customUI/customUI.xml"] == custom_ui_2007()
    ribbon = {t: kind for t, kind in links(held["_rels/.rels"]).items() if t.startswith("customUI")}
    assert ribbon == {
        "customUI/customUI.xml": "/2006/relationships/ui/extensibility",
        "customUI/customUI14.xml": "/2007/relationships/ui/extensibility",
    }
    assert b"fullCalcOnLoad" not in held["xl/workbook.xml"]
    assert re.findall("<t>(.*?)</t>", strings)[: len(TEXTS)] == list(TEXTS.values())
    assert "<dc:title>绩效评价</dc:title>" in held["docProps/core.xml"].decode()
    expected = {module.name: module.source for module in modules()}
    assert {name: code for name, code in macros(data).items() if name in expected} == expected


def test_the_committed_addin_is_what_the_sources_give(tmp_path: Path) -> None:
    write_addin(tmp_path / "jixiao.xlam")

    assert parts((tmp_path / "jixiao.xlam").read_bytes()) == parts(ADDIN.read_bytes())


def test_every_function_is_described_with_each_of_its_arguments() -> None:
    readable = BytesIO()  # openpyxl knows no add-ins
    with ZipFile(readable, "w") as package:
        for name, data in parts(ADDIN.read_bytes()).items():
            package.writestr(name, data.replace(b"ms-excel.addin.macro", b"ms-excel.sheet.macro"))
    sheet = openpyxl.load_workbook(readable)["函数"]

    (category, *_), *rows = sheet.iter_rows(values_only=True)

    assert category == "绩效评价"
    assert [name for name, *_ in rows] == sorted(n for n in vars(udf) if n.startswith("JX_"))
    for name, said, count, *arguments in rows:
        parameters = inspect.signature(getattr(udf, name)).parameters
        told = [text for text in arguments if text]
        assert count == len(told) == len(parameters)
        assert all(0 < len(text) <= 255 for text in (said, *told))  # what Excel takes


def test_every_text_that_vba_looks_up_is_there() -> None:
    code = "\n".join(module.source for module in modules())

    used = [line for line in code.splitlines() if "ThisWorkbook.Worksheets(1)" in line]

    assert [re.findall(r"Range\((.*?)\)", line) for line in used] == [['"A5"'], ["place"], ['"A2"']]
    places = {"A1", "A2", "A5", *re.findall('Const [A-Z_]+ As String = "(A\\d)"', code)}
    assert places == TEXTS.keys()
    assert TEXTS["A2"].endswith("。")
