"""Two roads into a sheet, one content: what the expression reads, the XML parser reads too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks.packages import packed, parts, sheet, strings
from workbooks.files import shared_strings, sheet_xml, xlsx
from workbooks.files.limits import Refused
from workbooks.files.open_file import open_workbook
from workbooks.grid import Grid

steady = settings(derandomize=True, database=None, deadline=None, max_examples=400)

SHARED = Path(__file__).parents[3] / "workbooks"

PLAIN = (
    '<row r="1" spans="1:9">',
    '<row r="2" hidden="1">',
    '<row r="3"/>',
    "</row>",
    '<c r="A1" s="1" t="s"><v>0</v></c>',
    '<c r="B1" t="s"><v>2</v></c>',
    '<c r="C1"><v>1.5</v></c>',
    '<c r="D1"><f>SUM(A1:B1)</f><v>3</v></c>',
    '<c r="E1" s="4"/>',
    '<c r="A2" t="str"><f t="shared" si="0"/><v>达成</v></c>',
    '<c r="B2" t="b"><v>1</v></c>',
)
ODD = (
    '<c r="F1" t="s"><v>7</v></c>',
    '<c r="F1" t="s"><v>-1</v></c>',
    '<c r="XFE1"><v>1</v></c>',
    '<c r="G1" t="inlineStr"><is><t>文字</t></is></c>',
    '<c r="H1"><f>A1</f></c>',
    '<c r="H1" t="str"><f>A1</f><v></v></c>',
    '<c r="I1" t="str"><v>a&amp;b</v></c>',
    '<c t="s"><v>1</v></c>',
    "<c><v>4</v></c>",
    '<c r="J1"><v>5',
    "</c>",
    "<!-- <c r='K1'><v>6</v></c> -->",
    "<![CDATA[<c>]]>",
    '<row r="1048577">',
    '<row><c r="A1"><v>9</v></c></row>',
    '<x:row xmlns:x="a" r="2"/>',
    "\n  ",
    "\x01",
    '<c r="L1" s="1"><extLst/></c>',
    '<c r="M1" s="1"></c>',
    '<c r="a1"><v>1</v></c>',
    '<c r="A01"><v>1</v></c>',
)


WHOLE = [f"{row}{cell}</row>" for row in PLAIN[:2] for cell in PLAIN[4:] + ODD]
TEXTS = (
    "<si><t>自评表</t></si>",
    '<si><t xml:space="preserve"> 分值 </t></si>',
    "<si><t> 得分\n</t></si>",
    "<si><t>a_x000D_b</t></si>",
    "<si><t/></si>",
    "<si><t>a&lt;b</t></si>",
    "<si><r><t>富</t></r><r><t>文本</t></r></si>",
    "<si><t>音</t><rPh sb='0' eb='1'><t>yin</t></rPh></si>",
    "<!-- <si><t>注</t></si> -->",
    "<si><t>坏\x0b</t></si>",
    "<si><t>一半",
)


def read(rows: str, texts: str) -> list[Grid] | str:
    """The content of a workbook, or that it is refused: of two faults either may be told."""
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    try:
        return list(xlsx.grids(packed(parts(sheet(rows, merged), strings=strings(texts)))))
    except Refused:
        return "refused"


def both_roads(rows: str, texts: str) -> tuple[list[Grid] | str, list[Grid] | str]:
    quick = read(rows, texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_xml, "take_rows", lambda data, content: None)
        patch.setattr(shared_strings, "_plain", lambda data: None)
        return quick, read(rows, texts)


@pytest.mark.slow
@steady
@given(st.lists(st.sampled_from(PLAIN + ODD), max_size=9).map("".join))
def test_a_sheet_says_the_same_on_both_roads(rows: str) -> None:
    quick, slow = both_roads(rows, TEXTS[0] * 3)

    assert quick == slow


@pytest.mark.slow
@steady
@given(
    st.lists(
        st.sampled_from([f"{row}{cell}</row>" for row in PLAIN[:2] for cell in PLAIN[4:] + ODD])
    )
)
def test_whole_rows_say_the_same_on_both_roads(rows: list[str]) -> None:
    quick, slow = both_roads("".join(rows), TEXTS[0] * 3)

    assert quick == slow


@pytest.mark.slow
@steady
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4).map("".join))
def test_texts_say_the_same_on_both_roads(texts: str) -> None:
    cells = "".join(f'<c r="{column}1" t="s"><v>{at}</v></c>' for at, column in enumerate("ABCD"))

    quick, slow = both_roads(f'<row r="1">{cells}</row>', texts + TEXTS[0] * 4)

    assert quick == slow


@pytest.mark.parametrize("path", sorted(SHARED.rglob("*.xls[xm]")), ids=lambda path: path.stem)
def test_what_we_ship_says_the_same_on_both_roads(path: Path) -> None:
    quick = open_workbook(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_xml, "take_rows", lambda data, content: None)
        patch.setattr(shared_strings, "_plain", lambda data: None)
        slow = open_workbook(path)

    assert quick == slow


def test_the_usual_way_of_writing_is_not_left_to_the_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(sheet_xml._Rows, "read_row", lambda self, row: parsed.append(row.tag))

    grids = read(f"{PLAIN[0]}{PLAIN[4]}{PLAIN[8]}</row>{PLAIN[2]}", TEXTS[0])

    assert parsed == []
    assert [grid.values for grid in grids if isinstance(grid, Grid)] == [{(1, 1): "自评表"}]
