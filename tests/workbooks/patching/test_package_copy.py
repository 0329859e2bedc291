"""A package on its way into a copy: what is replaced, added, dropped, and what stays as it lies."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.workbooks.packages import packed, parts, sheet
from workbooks.files.limits import Refused
from workbooks.patching.package_copy import CONTENT_TYPES, Parts, relations_of
from workbooks.patching.zip_writer import packed as package_of

SHEET = "xl/worksheets/sheet1.xml"


def source() -> bytes:
    content = parts(sheet("<row/>"))
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    content[CONTENT_TYPES] = (
        f'<t:Types xmlns:t="{types}"><t:Default Extension="xml" ContentType="application/xml"/>'
        f'<t:Override PartName="/{SHEET}" ContentType="old"/></t:Types>'
    )
    return packed(content)


def unpacked(copy: Parts) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(copy.archive())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def types(copy: Parts) -> list[tuple[str, str]]:
    root = ElementTree.fromstring(copy.content(CONTENT_TYPES))
    return [(one.get("PartName", ""), one.get("ContentType", "")) for one in root]


def test_an_untouched_copy_has_the_same_parts_in_the_same_order() -> None:
    raw = source()

    copy = Parts(raw)

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert unpacked(copy) == {name: archive.read(name) for name in archive.namelist()}
        assert list(unpacked(copy)) == archive.namelist()


def test_a_part_is_replaced_where_it_stands_and_added_at_the_end() -> None:
    copy = Parts(source())
    names = copy.names

    copy.put("XL\\WORKSHEETS\\Sheet1.xml", b"new")
    copy.put("xl/more.xml", b"more")
    copy.put("xl/empty.xml", b"")

    made = unpacked(copy)
    assert list(made) == [*names, "xl/more.xml", "xl/empty.xml"]
    assert (made[SHEET], made["xl/more.xml"], made["xl/empty.xml"]) == (b"new", b"more", b"")
    assert (copy.content(SHEET), copy.content("xl/empty.xml")) == (b"new", b"")


def test_a_part_goes_with_its_relationships_and_its_type() -> None:
    copy = Parts(source())
    copy.put(relations_of(SHEET), b"<Relationships/>")

    copy.drop([SHEET])

    assert SHEET not in copy
    assert relations_of(SHEET) not in unpacked(copy)
    assert types(copy) == [("", "application/xml")]


def test_a_type_is_declared_once() -> None:
    copy = Parts(source())

    copy.declare(SHEET, "new")
    copy.declare("xl/more.xml", "more")

    assert types(copy) == [
        ("", "application/xml"),
        (f"/{SHEET}", "new"),
        ("/xl/more.xml", "more"),
    ]
    assert b"<Types xmlns=" in copy.content(CONTENT_TYPES)


def test_relationships_get_ids_that_are_free_and_targets_that_are_relative() -> None:
    copy = Parts(source())

    ids = (
        copy.relate("xl/workbook.xml", "k", "xl/more.xml"),
        copy.relate(SHEET, "k", "xl/more.xml"),
        copy.relate("", "k", "docProps/x.xml"),
    )
    copy.unrelate("xl/workbook.xml", lambda one: one.get("Target") == "styles.xml")

    assert ids == ("rId4", "rId1", "rId2")
    targets = [
        [one.get("Target") for one in copy.relations(name)]
        for name in ("xl/workbook.xml", SHEET, "")
    ]
    assert targets == [
        ["worksheets/sheet1.xml", "sharedStrings.xml", "more.xml"],
        ["../more.xml"],
        ["xl/workbook.xml", "docProps/x.xml"],
    ]
    assert relations_of(SHEET) in unpacked(copy)


def test_parts_are_copied_as_they_lie_even_with_their_sizes_behind_them(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts(sheet("<row/>" * 50)).items():
            archive.writestr(name, data)
    raw = pipe.getvalue()
    before = Parts(raw)

    (tmp_path / "copy.xlsx").write_bytes(before.archive())

    after = Parts((tmp_path / "copy.xlsx").read_bytes())
    assert before.package.entries[SHEET].flag_bits & 8
    assert not after.package.entries[SHEET].flag_bits & 8
    assert [after.package.stored(name) for name in before.names] == [
        before.package.stored(name) for name in before.names
    ]
    assert (tmp_path / "copy.xlsx").read_bytes() == before.archive()


@pytest.mark.parametrize(
    "types_xml",
    ["<Types>", '<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>'],
    ids=["cut off", "entities"],
)
def test_lists_that_are_damaged_or_hostile_are_refused(types_xml: str) -> None:
    copy = Parts(packed(parts(sheet("")) | {CONTENT_TYPES: types_xml}))

    with pytest.raises(Refused):
        copy.declare("xl/more.xml", "more")


def test_a_part_in_another_encoding_is_read_as_utf_8() -> None:
    text = '<?xml version="1.0" encoding="gbk"?><a>得分</a>'

    copy = Parts(packed(parts(text.encode("gbk"))))

    assert copy.xml(SHEET) == "<a>得分</a>".encode()


def test_a_new_package_is_reproducible() -> None:
    one, other = (package_of({"a.xml": b"<a/>", "b.xml": b""}) for _ in range(2))

    assert one == other
    assert Parts(one).names == ("a.xml", "b.xml")
