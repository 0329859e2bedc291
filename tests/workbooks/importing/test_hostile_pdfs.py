"""PDFs that are locked, broken, scanned, huge or made to hurt: each is told in one sentence."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.thinned import thinned
from tests.workbooks.importing import pdfs
from workbooks.drawing.layout import lay_out
from workbooks.files.refusal import Refusal
from workbooks.importing import import_file as importing
from workbooks.importing import pages, pdf
from workbooks.importing.import_file import import_file
from workbooks.importing.imported import Imported
from workbooks.reading.from_texts import published_forms

FORM = pdfs.printed(lay_out(published_forms()[5]))
SECONDS = 20


def told(raw: bytes, folder: Path) -> str:
    path = folder / "a.pdf"
    path.write_bytes(raw)
    begin = time.process_time()

    found = import_file(path)

    assert time.process_time() - begin < SECONDS
    assert isinstance(found, Refusal), found
    return found.message


def encrypted(raw: bytes, password: str, folder: Path) -> bytes:
    path = folder / "plain.pdf"
    path.write_bytes(raw)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(folder / "locked.pdf")
    return (folder / "locked.pdf").read_bytes()


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    assert told(encrypted(FORM, "秘密", tmp_path), tmp_path) == pdf.LOCKED


def test_what_only_forbids_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(encrypted(FORM, "", tmp_path))

    found = import_file(path)

    assert isinstance(found, Imported)
    assert [form.project for form in found.forms] == ["新闻宣传专项经费"]


def test_broken_bytes_are_told(tmp_path: Path) -> None:
    assert told(FORM[:300], tmp_path) == pdf.BROKEN
    assert told(b"%PDF-1.4\n", tmp_path) == pdf.BROKEN
    assert told(b"%PDF-1.4\n" + b"\0" * 1000, tmp_path) == pdf.BROKEN


@pytest.mark.parametrize("step", thinned(range(1, 60), every=5))
def test_every_way_of_cutting_and_changing_is_a_value(step: int, tmp_path: Path) -> None:
    """Whatever bytes are gone or changed, the answer is forms or a sentence, never an exception."""
    path = tmp_path / "a.pdf"
    cut = FORM[: len(FORM) * step // 60]
    at = len(FORM) * step // 60 - 5
    for raw in (cut, FORM[:at] + b"\xff<<9" + FORM[at + 4 :]):
        path.write_bytes(raw)
        assert isinstance(import_file(path), Imported | Refusal)


IMAGE = pdfs.stream(
    b"\xff\xd8\xff\xd9",
    b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray "
    b"/BitsPerComponent 8 /Filter /DCTDecode",
)
SCAN = b"q 595 0 0 842 0 0 cm /X0 Do Q\n"


def test_a_scan_is_told(tmp_path: Path) -> None:
    assert told(pdfs.document([SCAN], extra=[IMAGE]), tmp_path) == importing.SCANNED
    assert told(pdfs.document([b""]), tmp_path) == importing.EMPTY


def test_text_that_nobody_sees_under_a_scan_is_not_read(tmp_path: Path) -> None:
    unseen = SCAN + b"3 Tr\n" + pdfs.text(60, 60, "财政项目支出绩效自评表")

    assert told(pdfs.document([unseen], extra=[IMAGE]), tmp_path) == importing.SCANNED


def test_scanned_pages_among_others_are_told(tmp_path: Path) -> None:
    (form,) = pdfs.printed_pages(lay_out(published_forms()[5]))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.document([SCAN, form, SCAN], extra=[IMAGE]))

    found = import_file(path)

    assert isinstance(found, Imported)
    assert found.missed == (importing.SCANNED_PAGES.format(pages="第 1、3 页"),)


def test_white_signs_are_told_and_not_read(tmp_path: Path) -> None:
    (form,) = pdfs.printed_pages(lay_out(published_forms()[5]))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.document([form + b"1 1 1 rg\n" + pdfs.text(60, 60, "看不见的字")]))

    found = import_file(path)

    assert isinstance(found, Imported)
    assert found.told == (importing.INVISIBLE.format(pages="第 1 页"),)
    assert not any("看不见" in cell.text for cell in found.forms[0].cells)


def test_what_unfolds_too_far_is_not_unfolded(tmp_path: Path) -> None:
    bomb = zlib.compress(b" " * (pages.INFLATED.most + 1), 1)
    twice = zlib.compress(bomb)
    filters = b"/Filter [/FlateDecode /FlateDecode]"

    assert told(_page_of(pdfs.stream(bomb, b"/Filter /FlateDecode")), tmp_path) == (
        pages.INFLATED.message
    )
    assert told(_page_of(pdfs.stream(twice, filters)), tmp_path) == pages.INFLATED.message


def _page_of(content: bytes) -> bytes:
    return pdfs.package(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            content,
        ]
    )


def test_old_filters_are_told(tmp_path: Path) -> None:
    content = pdfs.stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", b"/Filter /LZWDecode")

    assert told(_page_of(content), tmp_path) == pdf.OLD


@pytest.mark.slow
def test_drawings_in_drawings_are_counted(tmp_path: Path) -> None:
    """Ten drawings, each of which draws the next one ten times: ten thousand million signs."""
    kinds = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    many = [
        pdfs.stream(
            b"/N Do " * 10,
            kinds + b" /Resources << /XObject << /N %d 0 R >> >>" % (5 + number),
        )
        for number in range(9)
    ]
    last = pdfs.stream(pdfs.text(1, 1, "字") * 10, kinds)

    message = told(pdfs.document([b"/X0 Do\n"], extra=[*many, last]), tmp_path)

    assert message in (pages.DRAWN.message, pages.SIGNS.message)


@pytest.mark.parametrize(
    "font",
    [
        pdfs.FONT.replace(b"/W [1 95 500]", b"/W [1 999999999 500]"),
        pdfs.FONT.replace(b"/Encoding /UniGB-UCS2-H", b"/Encoding /Identity-H /ToUnicode 4 0 R"),
    ],
)
def test_fonts_that_stand_for_too_many_signs_are_told(font: bytes, tmp_path: Path) -> None:
    table = pdfs.stream(b"begincmap 1 beginbfrange <00000000> <7fffffff> <4e00> endbfrange endcmap")

    raw = pdfs.document([pdfs.text(60, 60, "字")], font=font, extra=[table])

    assert told(raw, tmp_path) == pdf.GREAT_FONT


def test_too_many_pages_signs_and_lines_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most, page in (
        ("PAGES", 3, pdfs.text(9, 9, "字")),
        ("SIGNS", 10, pdfs.text(9, 9, "一二三四五")),
        ("RULES", 10, pdfs.line(9, 9, 99, 9) * 5),
        ("CROSSINGS", 40, b"".join(pdfs.box(9 * n, 9, 9 * n + 9, 19) for n in range(1, 9))),
    ):
        cap = getattr(pages, name)
        few = type(cap)(most, cap.message)
        with monkeypatch.context() as patch:
            for module in (
                pages,
                pdf,
                __import__("workbooks.importing.ruled_tables", fromlist=["x"]),
            ):
                if hasattr(module, name):
                    patch.setattr(module, name, few)
            assert told(pdfs.document([page] * 4), tmp_path) == cap.message


def test_a_mesh_of_lines_costs_little(tmp_path: Path) -> None:
    page = b"".join(pdfs.line(9, 2 + n, 590, 2 + n) for n in range(0, 1600, 3))
    page += b"".join(pdfs.line(2 + n, 9, 2 + n, 1600) for n in range(0, 590, 3))

    assert "没有读取" in told(pdfs.document([page + pdfs.text(9, 9, "字")] * 4), tmp_path)


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04\0\0")
    empty = tmp_path / "b.txt"
    empty.write_text("", "utf-8")
    words = tmp_path / "c.txt"
    words.write_text("今天天气很好。", "gb18030")

    found = [import_file(one) for one in (path, empty, words, tmp_path / "gone.pdf")]

    assert [one.message for one in found if isinstance(one, Refusal)] == [
        importing.NOT_A_DOCUMENT,
        "文件是空的，没有任何内容。请从原件重新复制或导出后再提交。",
        importing.NO_FORM,
        "找不到文件，可能已被移走、改名或删除。请确认文件还在原处后再试。",
    ]
