"""PDFs bound into one, with bookmarks and page numbers: the only place that knows pypdf."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    RectangleObject,
)

from macros.publishing.contents import ADDRESS, MARGIN
from workbooks.values.dataclass import dataclass

CONTENTS = "目录"

_SIZE, _HIGH, _DIGIT = 9.0, 22.0, 0.556  # points; the width of a digit of Helvetica in its size


@dataclass(frozen=True, slots=True)
class Bound:
    """A printed form and its two bookmarks, one below the other."""

    pdf: Path
    unit: str
    name: str


def pages_of(pdf: Path) -> int:
    """How many pages were printed; 0 where there is no PDF, or one that is none."""
    try:
        return len(PdfReader(pdf).pages)
    except (OSError, PyPdfError, ValueError):
        return 0


def bind(title: str, contents: Path, forms: Sequence[Bound], target: Path) -> int:
    """Writes the book: the contents, then the forms in their order. Its pages.

    Nothing of what the single PDFs say about themselves goes over.
    """
    book = PdfWriter()
    book.append(contents, import_outline=False)
    book.add_outline_item(title=CONTENTS, page_number=0)
    listed = len(book.pages)
    unit, below, begins = None, None, []
    for form in forms:
        page = len(book.pages)
        book.append(form.pdf, import_outline=False)
        begins.append(book.pages[page])
        if below is None or form.unit != unit:
            unit, below = form.unit, book.add_outline_item(title=form.unit, page_number=page)
        book.add_outline_item(title=form.name, page_number=page, parent=below)
    for sheet in book.pages[:listed]:
        _lead(sheet, begins)
    for number, sheet in enumerate(book.pages, 1):
        _number(sheet, number)
    book.metadata = None
    book.add_metadata({"/Title": title})
    book.page_mode = "/UseOutlines"
    with target.open("wb") as file:
        book.write(file)
    return len(book.pages)


def _lead(page: PageObject, begins: Sequence[PageObject]) -> None:
    """Each line of a page of the contents leads to where its form begins, over the whole line."""
    left, right = float(page.mediabox.left) + MARGIN, float(page.mediabox.right) - MARGIN
    for link in (one.get_object() for one in page.annotations or ()):
        begin = begins[int(link["/A"]["/URI"].removeprefix(ADDRESS)) - 1]
        _, bottom, _, top = link["/Rect"]
        edge = FloatObject(begin.mediabox.top)
        place = (begin.indirect_reference, NameObject("/XYZ"), NullObject(), edge, NullObject())
        link[NameObject("/Rect")] = RectangleObject((left, bottom, right, top))
        link[NameObject("/Dest")] = ArrayObject(place)
        del link["/A"]


def _number(page: PageObject, number: int) -> None:
    """Puts the number of a page in the middle of its lower edge."""
    box = page.mediabox
    digits = str(number)
    across = float(box.left) + (float(box.width) - len(digits) * _DIGIT * _SIZE) / 2
    content = DecodedStreamObject()
    told = f"BT /F1 {_SIZE} Tf {across:.2f} {float(box.bottom) + _HIGH:.2f} Td ({digits}) Tj ET"
    content.set_data(told.encode())
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    stamp = PageObject.create_blank_page(width=box.width, height=box.height)
    stamp[NameObject("/MediaBox")] = RectangleObject([FloatObject(one) for one in box])
    fonts = DictionaryObject({NameObject("/F1"): font})
    stamp[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stamp[NameObject("/Contents")] = content
    page.merge_page(stamp)
