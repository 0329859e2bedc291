"""What reading never looks into, but a copy does: hostile parts cost it no more time, and no fault.

Each case took minutes, gigabytes or the whole run before it was here. CPU time is counted.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from zipfile import ZIP_STORED

import pytest

from tests.workbooks.packages import MAIN, OFFICE, packed, parts, relations, sheet
from tests.workbooks.returned_copy.test_annotate import TYPES, first, mark
from workbooks.files.limits import LONGEST_FORMULA
from workbooks.grid import address
from workbooks.returned_copy.annotate import annotated
from workbooks.returned_copy.comments import BEGIN, END
from workbooks.returned_copy.marked_sheet import MarkedSheet
from workbooks.values_copy.sheet_part import is_own
from workbooks.values_copy.values_only import Copy, values_only

SECONDS = 3.0
"""Of CPU; each takes a third of one. A machine may be slower: this is against minutes."""

_BOXES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">{}</xml>'
)
_BOX = (
    '<v:shape id="_x0000_s{0}"><x:ClientData ObjectType="Note"><x:Row>{0}</x:Row>'
    "<x:Column>{0}</x:Column></x:ClientData></v:shape>"
)


def stored(content: dict[str, str | bytes]) -> bytes:
    """A package that is not packed: what says the same a million times would be refused."""
    return packed(content, ZIP_STORED)


def noted(text: str = "旧", boxes: str = "") -> bytes:
    """A workbook with a note in A1, and the drawing beside it."""
    content = parts(sheet("", '<legacyDrawing r:id="rId2"/>'))
    content["[Content_Types].xml"] = TYPES
    content["xl/worksheets/_rels/sheet1.xml.rels"] = relations(
        ("comments", "../comments1.xml"), ("vmlDrawing", "../drawings/vmlDrawing1.vml")
    )
    content["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>甲</author></authors><commentList>'
        f'<comment ref="A1" authorId="0"><text><t>{text}</t></text></comment></commentList>'
        "</comments>"
    )
    content["xl/drawings/vmlDrawing1.vml"] = _BOXES.format(boxes)
    return stored(content)


def signed(signatures: int, types: int) -> bytes:
    content = parts(sheet(""))
    listed = "".join(f'<Override PartName="/p{n}" ContentType="a"/>' for n in range(types))
    content["[Content_Types].xml"] = TYPES.replace("</Types>", f"{listed}</Types>")
    return stored(content | {f"_xmlsignatures/{n}.xml": "<a/>" for n in range(signatures)})


def named(attributes: str, content: str = "表!$A$1") -> str:
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews>'
        f'<workbookView activeTab="{_MANY}"/></bookViews>'
        f'<sheets><sheet name="表" sheetId="{_MANY}" r:id="rId1"/></sheets>'
        f"<definedNames><definedName {attributes}>{content}</definedName></definedNames></workbook>"
    )


_MANY = "1" * 5_000
NUMBERED = stored(
    parts(sheet(""), workbook=named(f'name="_xlnm.Print_Area" localSheetId="{_MANY}"'))
    | {"[Content_Types].xml": TYPES}
)


@pytest.mark.parametrize(
    "make",
    [
        lambda: noted(f"{BEGIN}{END}" * 150_000),
        lambda: noted(boxes=_BOX.format(_MANY)),
        lambda: noted(boxes=f'<o:idmap v:ext="edit" data="{_MANY}"/>'),
        lambda: noted(boxes="<o:idmap " * 20_000),
        lambda: noted(boxes="<v:shape " * 20_000),
        lambda: signed(400, 40_000),
        lambda: NUMBERED,
        lambda: stored(parts(sheet("", f"<pageMargins{' ' * 3_000_000}/>"))),
    ],
    ids=["marks in a note", "digits of a row", "digits of a block", "maps without an end",
         "boxes without an end", "signatures", "digits of sheets", "a long tag"],
)  # fmt: skip
@pytest.mark.slow
def test_a_marked_copy_is_made_in_time(make: Callable[[], bytes]) -> None:
    raw = make()
    begun = time.process_time()

    copy = annotated(raw, [mark("A1")], first())

    assert isinstance(copy, bytes)
    assert time.process_time() - begun < SECONDS


def test_thousands_of_marks_find_their_places_among_thousands_of_areas() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, 6_001))
    areas = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 6_001))
    data = sheet(rows, f"<mergeCells>{areas}</mergeCells>").encode()
    cells = [(row, column) for row in range(1, 6_001) for column in (1, 2)]
    begun = time.process_time()

    made = MarkedSheet(data)
    anchors = made.anchors(cells)
    made.restyle(dict.fromkeys(anchors.values(), 1), {})

    assert {address(*anchor) for anchor in anchors.values()} == {f"A{n}" for n in range(1, 6_001)}
    assert made.result().count(b's="1"') == 6_000
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "raw",
    [
        NUMBERED,
        stored(
            parts(
                sheet(""),
                workbook=named('name="_xlnm.Print_Area" localSheetId="0"', "'" * 2_000_000),
            )
        ),
        stored(
            parts(
                sheet(
                    "",
                    f'<conditionalFormatting sqref="{"ZZ1 " * 2_000_000}"><cfRule><formula>1'
                    "</formula></cfRule></conditionalFormatting>",
                )
            )
        ),
    ],
    ids=["digits of sheets", "a print area", "areas"],
)
def test_a_copy_of_values_is_made_in_time(raw: bytes) -> None:
    begun = time.process_time()

    copy = values_only(raw, {"表": 8}, "")
    spent = time.process_time() - begun
    tracemalloc.start()
    again = values_only(raw, {"表": 8}, "")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(copy, Copy)
    assert isinstance(again, Copy)
    assert spent < SECONDS
    assert peak < 20 * len(raw) + 1_000_000


def test_a_formula_that_excel_could_not_hold_is_nobodys() -> None:
    text = '"' + "a" * (LONGEST_FORMULA - 2) + '"'

    assert [is_own(text, 8), is_own(f"{text} ", 8)] == [True, False]
