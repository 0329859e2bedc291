"""Web pages, and those that are called .xls: as a browser and Excel show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbooks.documents import first_sheet, page, texts
from workbooks.files import html, html_source
from workbooks.files.document_tables import TOO_DEEP
from workbooks.files.limits import LONGEST_TEXT, TOO_LONG, Cap
from workbooks.files.open_file import grids, open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import Area, Grid

SAMPLES = sorted((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))


def read(body: str) -> tuple[Grid, ...]:
    found = grids(f"<html><body>{body}</body></html>".encode())
    assert isinstance(found, tuple), found
    return found


def refused(raw: bytes | str) -> Refusal:
    found = grids(raw.encode() if isinstance(raw, str) else raw)
    assert isinstance(found, Refusal), found
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_form_saved_as_a_page_has_every_value_and_merge(sample: Path, tmp_path: Path) -> None:
    sheet = first_sheet(sample)
    path = tmp_path / "导出.xls"
    path.write_bytes(page(sheet, '<meta charset="gb2312">', "gb18030"))

    found = open_workbook(path)

    assert isinstance(found, tuple)
    assert [grid.sheet for grid in found] == ["表1"]
    assert found[0].values == texts(sheet)
    assert set(found[0].merges) == set(sheet.merges)


def test_text_as_it_is_shown() -> None:
    body = (
        "<table><tr><td> 项目\n  名称 <td>A\n B<td>一<br>二<p>三</p>\n<p>四</p>"
        "<td>&ge;95%&nbsp;&#12288;<td>&lt;b&gt;<td>注<!-- 批注 --><script>x</script>"
        "<td><pre>甲\n乙</pre><td>&#99999999999;<tr><td></table>"
    )

    grid = read(body)[0]

    assert list(grid.values.values()) == [
        *("项目名称", "A B", "一\n二\n三\n四", "≥95%", "<b>", "注", "甲\n乙", "\ufffd"),
    ]


def test_fields_show_what_was_filled_in() -> None:
    body = (
        '<table><tr><td><input value="100"><td><input type=hidden value="1">甲'
        "<td><select><option>否<option selected>是</select><td><textarea>改进\n措施</textarea>"
        "<td><input type=checkbox checked>是<input type=radio>否</table>"
    )

    grid = read(body)[0]

    assert list(grid.values.values()) == ["100", "甲", "是", "改进\n措施", "☑是☐否"]


def test_spans_go_no_further_than_there_is_table() -> None:
    body = (
        "<table><tr><td rowspan=2>a<td colspan=2>b<td rowspan=9>c"
        "<tr><td>d<td>e<tr><td colspan=0>f<td colspan=x>g"
        "<tbody><tr><td rowspan=0>h<td>i<tr><td>j</table>"
    )

    grid = read(body)[0]

    assert grid.values == {
        (1, 1): "a",
        (1, 2): "b",
        (1, 4): "c",
        (2, 2): "d",
        (2, 3): "e",
        (3, 1): "f",
        (3, 2): "g",
        (4, 1): "h",
        (4, 2): "i",
        (5, 2): "j",
    }
    assert grid.merges == (Area(1, 1, 2, 1), Area(1, 2, 1, 3), Area(1, 4, 3, 4), Area(4, 1, 5, 1))


def test_rows_and_tables_that_are_hidden() -> None:
    body = (
        "<style>.x {display: none}</style><table><tr><td>a<tr style='DISPLAY:none'><td>b"
        "<tr class=x><td>c</table><p>另一张自评表</p>"
        "<div style='display:none'><table><tr><td>d</table></div>"
    )

    shown, hidden = read(body)

    assert (shown.values, shown.hidden_rows) == ({(1, 1): "a", (2, 1): "b", (3, 1): "c"}, {2, 3})
    assert (hidden.values, hidden.hidden) == ({(1, 1): "另一张自评表", (2, 1): "d"}, True)


def test_text_that_nobody_sees_is_kept_apart() -> None:
    body = (
        "<style>.gone{text-decoration:line-through}</style>"
        "<table><tr><td>90<span style='display:none'>1<span>2</span>3</span>%<td>5<s>6</s>"
        "<td class=gone>7<tr><td style='visibility:hidden'>8<td>9</table>"
    )

    grid = read(body)[0]

    assert grid.values == {(1, 1): "90%", (1, 2): "5", (2, 1): "9"}
    assert grid.unseen == {(1, 1): "123", (1, 2): "6", (1, 3): "7", (2, 1): "8"}


def test_a_table_inside_a_cell_takes_cells_of_its_own() -> None:
    body = (
        "<table><tr><td colspan=2>项目绩效自评表<tr><td>甲<td>前"
        "<table><tr><td>1<td>2<tr><td colspan=2>3</table>后<tr><td>乙<td>丙</table>"
    )

    grid = read(body)[0]

    assert grid.values == {
        (1, 1): "项目绩效自评表",
        (2, 1): "甲",
        (2, 2): "前",
        (3, 2): "1",
        (3, 3): "2",
        (4, 2): "3",
        (5, 2): "后",
        (6, 1): "乙",
        (6, 2): "丙",
    }
    assert Area(2, 1, 5, 1) in grid.merges
    assert Area(6, 2, 6, 3) in grid.merges


def test_lines_above_a_table_are_rows_of_it() -> None:
    body = (
        "<h1>项目支出绩效自评表</h1><p>（2024年度）</p><table><tr><td>项目名称<td>甲</table>"
        "<table><tr><td>三级指标<td>分值</table><p>填表人：经办人</p>"
        "<h1>项目支出绩效自评表</h1><table><tr><td>项目名称<td>乙</table>"
    )

    first, second = read(body)

    assert first.sheet == "表1至表2（上方文字算2行）"
    assert list(first.values.items()) == [
        ((1, 1), "项目支出绩效自评表"),
        ((2, 1), "（2024年度）"),
        ((3, 1), "项目名称"),
        ((3, 2), "甲"),
        ((4, 1), "三级指标"),
        ((4, 2), "分值"),
        ((5, 1), "填表人：经办人"),
    ]
    assert first.merges == (Area(1, 1, 1, 2), Area(2, 1, 2, 2), Area(5, 1, 5, 2))
    assert (second.sheet, second.values[1, 1]) == ("表3（上方文字算1行）", "项目支出绩效自评表")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ("", "gb18030"),
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<meta http-equiv=Content-Type content="text/html; charset=utf-8">', "gbk"),
        ("<meta charset=big5>", "big5"),
        ("<meta charset=windows-1252>", "gb18030"),
        ("<meta charset=unicode_escape>", "gb18030"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    told = "<html>" + head + "<table><tr><td>實際完成值</table></html>"

    found = grids(told.encode(encoding))

    assert isinstance(found, tuple)
    assert found[0].values == {(1, 1): "實際完成值"}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_with_a_spoiled_sign(encoding: str) -> None:
    told = "<html><table><tr><td>@<td>实际完成值</table></html>".encode(encoding)

    found = grids(told.replace(b"@", b"\xff"))

    assert isinstance(found, tuple)
    assert found[0].values == {(1, 1): "\ufffd", (1, 2): "实际完成值"}


def test_a_caption_is_a_line_above() -> None:
    grid = read("<table><caption>绩效自评表</caption><tr><td>甲<td>乙</table>")[0]

    assert grid.values == {(1, 1): "绩效自评表", (2, 1): "甲", (2, 2): "乙"}


def test_a_page_as_excel_saves_it() -> None:
    body = """
<![if !supportTabStrip]><script language=JavaScript>document.write("<table>");</script><![endif]>
<table x:str border=0 style='border-collapse:collapse;table-layout:fixed'>
 <col width=72><col width=0 style='display:none;mso-width-source:userset'>
 <tr height=19>
  <td colspan=3 class=xl24>项目支出绩效自<span style='mso-spacerun:yes'>&nbsp;</span>
  评表</td>
 </tr>
 <tr height=0 style='display:none;mso-height-source:userset'>
  <td class=xl25>旧<s>值</s></td><td style='display:none'>藏</td><td x:num="0.99">99.00%</td>
 </tr>
 <tr><td rowspan=2>甲</td><td>&nbsp;</td><td>乙</td></tr>
 <tr><td></td><td x:num>5</td></tr>
 <![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td></tr><![endif]>
</table>"""
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel">'

    found = grids(f"{head}<body>{body}</body></html>".encode())

    assert isinstance(found, tuple)
    assert found[0].values == {
        (1, 1): "项目支出绩效自  评表",
        (2, 1): "旧",
        (2, 3): "99.00%",
        (3, 1): "甲",
        (3, 3): "乙",
        (4, 3): "5",
    }
    assert found[0].unseen == {(2, 1): "值", (2, 2): "藏"}
    assert found[0].hidden_rows == {2, 5}


def test_a_page_in_one_file() -> None:
    sheet = "<html><table><tr><td>=E8=A1=A8=\n</table></html>"
    raw = (
        "From: a\nMIME-Version: 1.0\nX-Document-Type: Workbook\n"
        'Content-Type: multipart/related; boundary="--x"\n\n----x\n'
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"<html><frameset></frameset></html>\n----x\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"{sheet}\n----x\nContent-Type: image/png\n\nx\n----x--\n"
    )

    found = grids(raw.replace("\n", "\r\n").encode())

    assert isinstance(found, tuple)
    assert found[0].values == {(1, 1): "表"}


def too_large(cap: Cap) -> Refusal:
    return Refusal(Reason.TOO_LARGE, cap.message)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<html><body>请重新登录</body></html>", Refusal(Reason.UNRECOGNISED, html.NO_TABLE)),
        (
            "<html><frameset><frame src=a.files/sheet001.htm></frameset></html>",
            Refusal(Reason.NOT_A_WORKBOOK, html.FRAMES),
        ),
        ("<html><table><tr><td>a", Refusal(Reason.DAMAGED, html.BROKEN_OFF)),
        ("<html><table><tr><td>a</table" + "<b " * 99, Refusal(Reason.DAMAGED, html.BROKEN_OFF)),
        (b"<html>" + bytes(4 << 20), too_large(html_source.PAGE_SIZE)),
        ("<html>" + "<b>" * 130_000, too_large(html_source.TAGS)),
        ("<table>" + "<tr><td><table>" * 20, Refusal(Reason.TOO_LARGE, TOO_DEEP)),
        (
            f"<table><tr><td>{'x' * (LONGEST_TEXT + 1)}</table>",
            Refusal(Reason.TOO_LARGE, TOO_LONG),
        ),
    ],
)
def test_pages_that_are_refused(raw: bytes | str, expected: Refusal) -> None:
    outcome = refused(raw)

    assert outcome == expected
