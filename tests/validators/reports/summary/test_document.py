"""The paragraph as a Word document, read back by python-docx and printed by LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tests.cases import read_texts, texts_of
from tests.validators.results import INDICATORS, checked, published, refused, result
from tests.validators.summaries import summed
from tests.workbooks.printing import convert, output, unspaced
from validators.checking.check_file import Result
from validators.checking.our_files import own_document
from validators.reports.output import Place
from validators.reports.summary import document as summary_document
from validators.reports.summary.text import paragraph


def written(folder: Path, *results: Result) -> Any:
    """The document on some results, read back."""
    summary_document.write(summed(*results), Place(folder / "公开文字.docx"))
    return docx.Document(str(folder / "公开文字.docx"))


def table(one: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in one.rows]


def fonts(paragraph: Any) -> list[tuple[str, str, float]]:
    return [
        (run.font.name, run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt)
        for run in paragraph.runs
    ]


def test_published_forms(tmp_path: Path) -> None:
    document = written(tmp_path, *published())

    assert [line.text for line in document.paragraphs] == [
        "2024年度绩效管理工作开展情况",
        paragraph(summed(*published()).all),
        "评分等级",
        "扣分最多的指标",
    ]
    ratings, weak = map(table, document.tables)
    assert ratings == [
        ["等级", "项目数", "占自评项目"],
        ["优", "4", "100.00%"],
        ["良", "0", "0.00%"],
        ["中", "0", "0.00%"],
        ["差", "0", "0.00%"],
    ]
    assert weak[0] == ["项目", "指标", "分值", "得分", "得分率", "原因和措施"]
    assert [row[:5] for row in weak[1:3]] == [
        ["新闻宣传专项经费", "H5应用预约功能使用率", "10", "6", "60.00%"],
        ["质量发展专项经费", "缺陷消费品宣传覆盖人数", "5", "2.5", "50.00%"],
    ]
    assert weak[1][5].startswith("H5应用（后升级微信小程序）")
    assert len(weak) == 7


def test_chinese_fonts_and_paper(tmp_path: Path) -> None:
    document = written(tmp_path, *published())

    head, body, *_ = document.paragraphs
    assert fonts(head) == [("黑体", "黑体", 18)]
    assert fonts(body) == [("仿宋", "仿宋", 16)]
    assert body.paragraph_format.first_line_indent.pt == 32
    cells = [cell for row in document.tables[1].rows for cell in row.cells]
    assert {fonts(cell.paragraphs[0])[0][1] for cell in cells} == {"黑体", "宋体"}
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_what_is_to_be_seen_to_stands_at_the_end(tmp_path: Path) -> None:
    document = written(tmp_path, published()[4], refused())

    assert [line.text for line in document.paragraphs][2:] == [
        "公开前请核对（不公开，核对后删去）",
        "有 1 份文件未能核查，没有计入，见「未计入」。",
        "没有读到自评表。开展过绩效自评的，请补上项目个数、金额和得分。",
    ]
    assert document.tables == []


def test_no_more_than_ten_indicators(tmp_path: Path) -> None:
    rows = "".join(
        f"| 产出指标 | 数量指标 | 指标{number:02} | ≥10(场) | 8(场) | 5 | 4 | |\n"
        for number in range(11)
    )

    document = written(tmp_path, result("a.xlsx", checked(read_texts(texts_of(INDICATORS + rows)))))

    assert "扣分最多的指标，共 11 项，列出 10 项" in [line.text for line in document.paragraphs]
    assert len(document.tables[1].rows) == 11


def test_submitted_signs_are_harmless(tmp_path: Path) -> None:
    row = "| 产出指标 | 数量指标 | a\x07<w:p/>&lt; | ≥10(场) | 8(场) | 20 | 16 | \ufffe停电 |\n"

    document = written(tmp_path, result("a.xlsx", checked(read_texts(texts_of(INDICATORS + row)))))

    cells = table(document.tables[1])[1]
    assert cells[1] == "a<w:p/>&lt;"
    assert cells[5] == "□停电〔原文有不能显示的字符，以□代替〕"


def test_a_long_name_does_not_fill_the_table(tmp_path: Path) -> None:
    row = f"| 产出指标 | 数量指标 | {'长' * 300} | ≥10(场) | 8(场) | 20 | 16 | 停电 |\n"

    document = written(tmp_path, result("a.xlsx", checked(read_texts(texts_of(INDICATORS + row)))))

    assert table(document.tables[1])[1][1] == "长" * 40 + "……"


def test_it_is_known_among_the_files(tmp_path: Path) -> None:
    written(tmp_path, *published())

    assert own_document(tmp_path / "公开文字.docx") == "公开文字"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a document"])
def test_other_files_are_not_ours(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的.docx"
    path.write_bytes(content)

    assert own_document(path) == ""


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "公开文字.docx"
    place.write_bytes(b"before")

    def full(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("docx.document.Document.save", full)
    with pytest.raises(OSError, match="no space left"):
        summary_document.write(summed(*published()), Place(place))

    assert place.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["公开文字.docx"]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("lowriter") is None, reason="LibreOffice Writer is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_prints(tmp_path: Path) -> None:
    written(tmp_path, *published())

    convert(tmp_path, "pdf", [tmp_path / "公开文字.docx"])
    said = unspaced(output("pdftotext", "-layout", str(tmp_path / "公开文字.pdf"), "-"))

    assert said.startswith("2024年度绩效管理工作开展情况编报2025年度绩效目标的项目5个")
    assert "扣分最多的指标" in said
