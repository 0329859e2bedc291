"""Tables of Word documents: spans, what was deleted, what is hidden, and what is no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbooks.documents import document, first_sheet, paragraph, table, texts
from tests.workbooks.packages import packed
from workbooks.files import docx, limits, package
from workbooks.files.open_file import grids, open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import Area, Grid

SAMPLES = sorted((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))


def read(body: str, **parts: str) -> tuple[Grid, ...]:
    found = grids(document(body, **parts))
    assert isinstance(found, tuple), found
    return found


def cell(content: str, own: str = "") -> str:
    inner = content if content.startswith("<w:") else paragraph(content)
    return f"<w:tc><w:tcPr>{own}</w:tcPr>{inner}</w:tc>"


def one(content: str, **parts: str) -> Grid:
    """A table of one cell with these runs."""
    return read(f"<w:tbl><w:tr>{cell(f'<w:p>{content}</w:p>')}</w:tr></w:tbl>", **parts)[0]


def run(text: str, own: str = "") -> str:
    return f"<w:r><w:rPr>{own}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_form_in_word_has_every_value_and_merge(sample: Path, tmp_path: Path) -> None:
    sheet = first_sheet(sample)
    path = tmp_path / "表.doc"
    path.write_bytes(document(table(sheet)))

    found = open_workbook(path)

    assert isinstance(found, tuple)
    assert [grid.sheet for grid in found] == ["表1"]
    assert found[0].values == texts(sheet)
    assert set(found[0].merges) == set(sheet.merges)


def test_rows_that_begin_late_are_deleted_or_hidden() -> None:
    rows = (
        f"<w:tr>{cell('a')}{cell('b')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("c")}</w:tr>'
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('d')}</w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('e')}</w:tr>"
        f"<w:tr>{cell('f', '<w:cellDel/>')}"
        f"<w:sdt><w:sdtContent>{cell('g')}</w:sdtContent></w:sdt></w:tr>"
    )

    grid = read(f"<w:tbl>{rows}</w:tbl>")[0]

    assert grid.values == {(1, 1): "a", (1, 2): "b", (2, 2): "c", (3, 1): "e", (4, 1): "g"}
    assert grid.hidden_rows == {3}


def test_cells_that_go_on_without_a_beginning_or_in_another_width() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('a', goes_on)}{cell('b', restart)}{cell('c')}</w:tr>"
        f"<w:tr>{cell('d')}{cell('e', wide + goes_on)}</w:tr>"
        f"<w:tr>{cell('f', goes_on)}{cell('g', goes_on)}{cell('h')}</w:tr>"
        f"<w:tr>{cell('i', '<w:hMerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}"
        f"{cell('', '<w:hMerge/>')}{cell('j')}</w:tr>"
    )

    grid = read(f"<w:tbl>{rows}</w:tbl>")[0]

    assert grid.values == {
        (1, 1): "a",
        (1, 2): "b",
        (1, 3): "c",
        (2, 1): "d",
        (2, 2): "e",
        (3, 1): "f",
        (3, 2): "g",
        (3, 3): "h",
        (4, 1): "i",
        (4, 3): "j",
    }
    assert grid.merges == (Area(2, 2, 2, 3), Area(4, 1, 4, 2))


@pytest.mark.parametrize(
    ("runs", "seen", "unseen"),
    [
        (run("9") + f"<w:ins>{run('0')}</w:ins><w:del>{run('1')}</w:del>", "90", ""),
        ("<w:moveFrom>" + run("1") + "</w:moveFrom>" + run("2"), "2", ""),
        (run("90") + run("1", "<w:vanish/>"), "90", "1"),
        (run("90", '<w:vanish w:val="0"/>'), "90", ""),
        (run("5") + run("6", "<w:strike/>") + run("7", "<w:dstrike/>"), "5", "67"),
        (run("5") + run("6", '<w:rStyle w:val="H"/>'), "5", "6"),
        ('<w:pPr><w:pStyle w:val="H"/></w:pPr>' + run("6"), "", "6"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>', "≥95%", ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("是"), "☑是", ""),
        ('<w:r><w:sym w:font="Webdings" w:char="F001"/></w:r>', "\ufffd", ""),
        ("<w:r><w:t>1</w:t><w:br/><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r>", "1\n2-3", ""),
        (f"<w:r><w:instrText>D</w:instrText></w:r><w:fldSimple>{run('4')}</w:fldSimple>", "4", ""),
        (
            f"<w:r><w:pict><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></w:pict></w:r>"
            + run("字"),
            "字",
            "",
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("单击此处输入文字") + "</w:sdtContent></w:sdt>",
            "",
            "",
        ),
        (
            '<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
            "</w:ffData></w:fldChar></w:r>" + run("优"),
            "☑优",
            "",
        ),
        (
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f>'
            "<m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
            "</m:oMath>",
            "1/2",
            "",
        ),
    ],
)  # fmt: skip
def test_what_a_paragraph_shows(runs: str, seen: str, unseen: str) -> None:
    style = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )

    grid = one(runs, styles=style)

    assert (grid.values.get((1, 1), ""), grid.unseen.get((1, 1), "")) == (seen, unseen)


def test_a_broken_style_part_costs_only_that() -> None:
    grid = one(run("90"), styles="<broken")

    assert grid.values == {(1, 1): "90"}
    assert grid.unread == (docx.STYLES,)


def test_a_table_in_a_cell_and_lines_above() -> None:
    inner = f"<w:tbl><w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>"
    body = (
        paragraph("一、基本情况" + "，" * 100)
        + paragraph("项目绩效自评表")
        + f"<w:tbl><w:tr>{cell('甲')}{cell(inner + '<w:p/>')}</w:tr></w:tbl>"
    )

    (grid,) = read(body)

    assert grid.sheet == "表1（上方文字算1行）"
    assert grid.values == {(1, 1): "项目绩效自评表", (2, 1): "甲", (2, 2): "1", (2, 3): "2"}


def test_a_document_without_a_table() -> None:
    assert grids(document(paragraph("说明"))) == Refusal(Reason.UNRECOGNISED, docx.NO_TABLE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<w:tbl><w:tr><w:tc>" * 30 + "</w:tc></w:tr></w:tbl>" * 30, "套了太多层"),
        ("<w:p/>" * 61_000, "6 万个"),
        ("<w:p>" + "<w:a/>" * 310_000 + "</w:p>", "30 万项"),
        ("<w:a>" * 60_000 + "</w:a>" * 60_000, "已损坏"),
        ("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 60_000 + "</w:p>", "内容过多"),
    ],
)
@pytest.mark.slow
def test_documents_that_cost_too_much(body: str, expected: str) -> None:
    outcome = grids(document(body))

    assert isinstance(outcome, Refusal)
    assert expected in outcome.message


def test_a_document_is_opened_under_the_caps_of_a_package() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "c">]><a/>'

    outcome = grids(packed({"word/document.xml": laughs}))

    assert outcome == Refusal(Reason.DAMAGED, package.DOCUMENT_TYPE)
    bomb = grids(packed({"word/document.xml": b" " * (17 << 20)}))
    assert bomb == Refusal(Reason.TOO_LARGE, limits.PART.message)
