"""The nine published forms, printed by LibreOffice into one book and read back."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader

from macros.cli import main
from tests.macros.commands.test_trend import LONG
from tests.macros.publishing.test_publish import bookmarks, led
from tests.season import evaluation
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


def text_of(book: Path, first: int, last: int, *options: str) -> str:
    command = (
        "pdftotext",
        *(options or ("-raw",)),
        "-f",
        str(first),
        "-l",
        str(last),
        str(book),
        "-",
    )
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


def test_each_line_of_the_contents_is_a_link_over_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A contents of two pages, with names of two and three lines, and odd ones."""
    monkeypatch.chdir(tmp_path)
    odd = ('"甲"&"乙"（<第>期）', "007", "1e5", "#N/A")
    for at in range(40):
        project = odd[at] if at < len(odd) else f"{LONG * (at % 3)}项目{at}"
        evaluation(Path("报送", f"{at}.xlsx"), unit=f"{at % 2}号中心", project=project)

    assert main(["publish", "报送", "-o", "公开.pdf", "--no-settings"]) == 0

    book = Path("公开.pdf")
    pdf = PdfReader(book)
    marks = [mark for unit in bookmarks(pdf) if isinstance(unit, list) for mark in unit]
    rects = [link.get_object()["/Rect"] for page in pdf.pages for link in page.annotations or ()]
    links = {to: (page, rect) for (page, to), rect in zip(led(pdf), rects, strict=True)}
    assert sorted(links) == [page for _, page in marks]
    assert {page for page, _ in links.values()} == {1, 2}
    for name, to in marks:
        project = plain(name.rpartition("（")[0])
        words = text_under(book, *links[to]).replace("2024年自评表", "")
        assert project in words
        assert len(project) < len(words) <= len(project) + 4  # two numbers, and no other line


def text_under(book: Path, page: int, rect: Sequence[float]) -> str:
    """What stands in an oblong of a page, whose height is counted from below."""
    left, bottom, right, top = map(float, rect)
    high = float(PdfReader(book).pages[page - 1].mediabox.height)
    sizes = (left, high - top, right - left, top - bottom)
    given = (f"-{key}={round(size)}" for key, size in zip("xyWH", sizes, strict=True))
    pairs = (word for one in given for word in one.split("="))
    return text_of(book, page, page, *pairs)


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
