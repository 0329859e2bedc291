"""The nine published forms, printed by LibreOffice into one book and read back."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from macros.cli import main
from tests.macros.publishing.test_publish import bookmarks
from validators.checking.check_file import Choice, check_file
from workbooks.forms import Form, State, every_cell
from workbooks.importing.import_file import import_file
from workbooks.importing.imported import Imported
from workbooks.reading.read_form import Reading, read_grid

SAMPLES = Path(__file__).parents[3] / "workbooks" / "samples"

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext"))), reason="needs soffice and pdftotext"
    ),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "公开.pdf"
    assert main(["publish", str(SAMPLES), "-o", str(path), "--no-settings"]) == 0
    return path


def published() -> Iterator[Form]:
    for path in sorted(SAMPLES.glob("*.xlsx")):
        for form in check_file(path, Choice()).forms:
            yield form.reading.form


def text_of(book: Path, first: int, last: int, order: str = "-raw") -> str:
    command = ("pdftotext", order, "-f", str(first), "-l", str(last), str(book), "-")
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return plain(told)


def plain(text: str) -> str:
    """A text without spaces and in half-width signs, as labels of forms are kept."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def test_a_bookmark_and_a_line_of_the_contents_lead_to_each_form(book: Path) -> None:
    pdf = PdfReader(book)
    (_, first), (unit, second), forms = bookmarks(pdf)
    contents = text_of(book, 1, 1, "-layout")

    assert (first, second, unit) == (1, 2, "上海市市场监督管理局行政服务中心")
    assert len(forms) == 9
    for number, (name, page) in enumerate(forms, 1):
        project, _, kind = name.removesuffix("）").partition("（")
        assert f"{number}{project}{kind}{page}" in contents
        begin = text_of(book, page, page)
        assert f"({kind[:4]}年度)" in begin
        assert project in begin
        assert kind[5:] in begin[:20]


def test_each_page_bears_its_number_and_is_a4(book: Path) -> None:
    for number, page in enumerate(PdfReader(book).pages, 1):
        assert text_of(book, number, number).endswith(str(number))
        assert sorted(map(round, page.mediabox[2:])) == [595, 842]


def test_every_text_of_every_form_is_in_the_book(book: Path) -> None:
    pdf = PdfReader(book)
    forms = list(published())
    (*_, marks) = bookmarks(pdf)
    ends = [page - 1 for _, page in marks[1:]] + [len(pdf.pages)]
    texts = {name: text_of(book, page, end) for (name, page), end in zip(marks, ends, strict=True)}

    missing = [
        (form.project_name.text, cell.text)
        for form in forms
        for cell in every_cell(form)
        if cell.state is State.READ
        and not any(
            plain(cell.text) in text
            for name, text in texts.items()
            if name.startswith(f"{form.project_name.text}（{form.fiscal_year.value}年")
        )
    ]

    assert len(forms) == 9
    assert missing == []


def test_read_back_every_cell_is_equal(book: Path) -> None:
    found = import_file(book)

    assert isinstance(found, Imported)
    read = [one for form in found.forms for one in read_grid(form.grid())]
    assert all(isinstance(one, Reading) for one in read)
    assert sorted(map(texts, (one.form for one in read if isinstance(one, Reading)))) == sorted(
        map(texts, published())
    )


def texts(form: Form) -> list[str]:
    """What the cells of a form say, without the breaks of lines that paper adds."""
    return [form.__class__.__name__, *(plain(one.text) for one in every_cell(form))]
