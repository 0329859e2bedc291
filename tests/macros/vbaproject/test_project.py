"""What we write as a VBA project, read back by oletools; and what is refused before writing."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from struct import unpack_from

import olefile
import pytest
from oletools.olevba import VBA_Parser, decompress_stream

from macros.vbaproject.addin import modules
from macros.vbaproject.modules import Module, ModuleKind, document_module, standard_module
from macros.vbaproject.ovba import decompress
from macros.vbaproject.project import vba_project
from tests.macros.vbaproject.test_ovba import unveiled

WORKBOOK = document_module("ThisWorkbook", ModuleKind.WORKBOOK)
SHEET = document_module("Sheet1", ModuleKind.SHEET)
CLASS = Module(
    "Basket",
    ModuleKind.CLASS,
    "\r\n".join(['Attribute VB_Name = "Basket"', *ModuleKind.CLASS.attributes, "", ""]),
)
ALL = (SHEET, CLASS, *modules())


def module(*lines: str, name: str = "Tidy") -> Module:
    return standard_module("\r\n".join([f'Attribute VB_Name = "{name}"', *lines, ""]))


def test_oletools_reads_every_module_back() -> None:
    data = vba_project(ALL, "Jixiao")

    parser = VBA_Parser("vbaProject.bin", data=data)
    read = {place.split("/")[-1]: code for _, place, _, code in parser.extract_all_macros()}
    parser.close()

    assert read == {module.name: module.source for module in ALL}


def test_our_decompression_agrees_with_that_of_oletools() -> None:
    with olefile.OleFileIO(BytesIO(vba_project(ALL, "Jixiao"))) as file:
        streams = {
            name: file.openstream(["VBA", name]).read()
            for name in ["dir", *(module.name for module in ALL)]
        }

    for packed in streams.values():
        assert decompress(packed) == decompress_stream(bytearray(packed))


def test_the_dir_stream_record_by_record() -> None:
    with olefile.OleFileIO(BytesIO(vba_project((WORKBOOK, module()), "Jixiao"))) as file:
        data = decompress(file.openstream("VBA/dir").read())

    records, position = [], 0
    while position < len(data):
        code, size = unpack_from("<HI", data, position)
        size = 6 if code == 0x09 else size
        records.append((code, data[position + 6 : position + 6 + size]))
        position += 6 + size
    codes = [code for code, _ in records]
    each = [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C]
    assert position == len(data)
    assert codes == [
        *[0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40, 0x06, 0x3D, 0x07, 0x08, 0x09, 0x0C, 0x3C],
        *[0x16, 0x3E, 0x0D],
        *[0x0F, 0x13, *each, 0x22, 0x2B, *each, 0x21, 0x2B, 0x10],
    ]
    assert dict(records)[0x03] == (936).to_bytes(2, "little")
    assert b"stdole2.tlb" in dict(records)[0x0D]
    assert [content for code, content in records if code == 0x31] == [bytes(4), bytes(4)]


def test_the_settings_name_every_module_and_the_streams_hold_no_cache() -> None:
    with olefile.OleFileIO(BytesIO(vba_project((WORKBOOK, SHEET, CLASS), "Jixiao"))) as file:
        settings = file.openstream("PROJECT").read().decode("ascii")
        names = file.openstream("PROJECTwm").read()
        cache = file.openstream("VBA/_VBA_PROJECT").read()

    assert settings.splitlines()[1:6] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Class=Basket",
        'Name="Jixiao"',
        'HelpContextID="0"',
    ]
    assert names.startswith(b"ThisWorkbook\0T\0h\0i\0s\0")
    assert names.endswith(b"t\0\0\0\0\0")
    assert cache == bytes.fromhex("CC61FFFF000100")


def test_the_project_is_neither_protected_nor_hidden() -> None:
    with olefile.OleFileIO(BytesIO(vba_project((WORKBOOK,), "Jixiao"))) as file:
        lines = file.openstream("PROJECT").read().decode("ascii").splitlines()

    held = dict(line.replace('"', "").split("=", 1) for line in lines if "=" in line)
    assert unveiled(held["CMG"], held["ID"]) == bytes(4)
    assert unveiled(held["DPB"], held["ID"]) == b"\0"
    assert unveiled(held["GC"], held["ID"]) == b"\xff"


def test_the_same_text_gives_the_same_bytes() -> None:
    assert vba_project(ALL, "Jixiao") == vba_project(ALL, "Jixiao")
    assert vba_project(ALL, "Jixiao") != vba_project(ALL, "Jixiao2")


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        ((WORKBOOK,), "绩效", "letters, digits"),
        ((WORKBOOK,), "x" * 32, "31 at most"),
        ((WORKBOOK,), "VBA", "a library"),
        ((WORKBOOK, module(), module(name="TIDY")), "Jixiao", "two modules of one name"),
        ((WORKBOOK, module(name="Jixiao")), "jixiao", "both the project and a module"),
        ((WORKBOOK, module(name="dir")), "Jixiao", "like a stream"),
        ((SHEET,), "Jixiao", "kind WORKBOOK"),
        ((WORKBOOK, document_module("Other", ModuleKind.WORKBOOK)), "Jixiao", "kind WORKBOOK"),
    ],
)
def test_projects_that_excel_would_not_open_are_refused(
    given: Sequence[Module], name: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        vba_project(given, name)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Option Explicit\r\n", "first line"),
        ('Attribute VB_Name = "Tidy"\n', "CRLF"),
        ('Attribute VB_Name = "Tidy"\r\nSub A()', "CRLF"),
        ('Attribute VB_Name = "Tidy"\r\nSub A()\rEnd Sub\r\n', "CRLF"),
        ('Attribute VB_Name = "Tidy"\r\n\r\n\'评分\r\n', "line 3: '评' is not printable ASCII"),
        ('Attribute VB_Name = "Tidy"\r\n\x0c\r\n', "not printable"),
        (f'Attribute VB_Name = "Tidy"\r\n{"x" * 1024}\r\n', "line 2: 1024 characters"),
        ('Attribute VB_Name = "Tidy"\r\n' + "a = _\r\n" * 25 + "1\r\n", "25 continuations"),
        ('Attribute VB_Name = "1st"\r\n', "letters, digits"),
        (f'Attribute VB_Name = "{"x" * 32}"\r\n', "31 at most"),
        ('Attribute VB_Name = "Next"\r\n', "a word of VBA"),
        ('Attribute VB_Name = "T"\r\nAttribute VB_Exposed = True\r\n', "one attribute too many"),
    ],
)
def test_modules_that_vba_would_not_take_are_refused(source: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        standard_module(source)


def test_the_longest_that_vba_takes() -> None:
    kept = module("x" * 1023, *["a = _"] * 24, "1", name="x" * 31)

    assert kept.name == "x" * 31


@pytest.mark.parametrize("kind", [ModuleKind.CLASS, ModuleKind.WORKBOOK, ModuleKind.SHEET])
def test_a_module_has_the_attributes_of_its_kind(kind: ModuleKind) -> None:
    lines = ['Attribute VB_Name = "Here"', *kind.attributes, ""]

    assert Module("Here", kind, "\r\n".join(lines)).kind is kind
    for number in range(len(lines) - 1):
        torn = "\r\n".join(lines[:number] + lines[number + 1 :])
        with pytest.raises(ValueError, match=f"a {kind.name} module begins with"):
            Module("Here", kind, torn)
    with pytest.raises(ValueError, match="begins with"):
        Module("There", kind, "\r\n".join(lines))
