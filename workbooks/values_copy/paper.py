"""A copy of one sheet set up to be printed: A4, as wide as the page, the head of its table again.

What somebody has set up for his own printer goes, but for the way the paper lies. Headers and
footers go too: they may print the path of the file, and the number of a page that is another one
in the book.
"""

from __future__ import annotations

from workbooks.files import xlsx
from workbooks.files.limits import damaged
from workbooks.files.package import related
from workbooks.grid import Area, address
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch, escaped
from workbooks.values_copy.values_only import Copy
from workbooks.values_copy.workbook_part import sheet_entries

_GONE = frozenset((
    "sheetPr", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
))  # fmt: skip
_BEHIND = frozenset((
    "ignoredErrors", "drawing", "picture", "extLst",
))  # fmt: skip
"""What a sheet of a copy may have behind its page setup; the order of the parts is prescribed."""

_MARGINS = 'left="0.5" right="0.5" top="0.6" bottom="0.75" header="0.3" footer="0.3"'


def put_on_paper(copy: Copy, form: Area, most: Area, heads: tuple[int, int] | None) -> None:
    """Sets up the one sheet of a copy: `heads` are the first and last row printed on each page.

    What is printed is the sheet's own print area as far as it lies in `most`, and the `form` in any
    case; without a print area all of `most`. Raises `Refused` for a damaged package.
    """
    package = copy.parts.package
    book = xlsx.workbook_part(package)
    data = copy.parts.xml(book)
    entry = next(iter(sheet_entries(data)), None)
    own = related(package, book)
    if entry is None or entry.sheet.relation not in own:
        raise damaged()
    _, part = own[entry.sheet.relation]
    area = _printed(entry.printed, form, most)
    copy.parts.put(book, _named(data, entry.sheet.name, area, heads))
    copy.parts.put(part, _laid(copy.parts.xml(part)))


def _printed(own: tuple[Area, ...], form: Area, most: Area) -> Area:
    if not own:
        return most
    every = (form, *own)
    around = Area(
        min(one.top for one in every),
        min(one.left for one in every),
        max(one.bottom for one in every),
        max(one.right for one in every),
    )
    return Area(
        max(around.top, most.top),
        max(around.left, most.left),
        min(around.bottom, most.bottom),
        min(around.right, most.right),
    )


def _named(data: bytes, sheet: str, area: Area, heads: tuple[int, int] | None) -> bytes:
    """The workbook part with the names that say what is printed, and no others."""
    root = outlined(data, 3)
    patch = Patch(data)
    if (names := root.find("definedNames")) is not None:
        patch.replace(names.start, names.end, b"")
    quoted = "'" + sheet.replace("'", "''") + "'"
    first, last = _fixed(area.top, area.left), _fixed(area.bottom, area.right)
    told = [("Print_Area", f"{quoted}!{first}:{last}")]
    if heads is not None:
        told.append(("Print_Titles", f"{quoted}!${heads[0]}:${heads[1]}"))
    prefix = root.prefix
    new = "".join(
        f'<{prefix}definedName name="_xlnm.{name}" localSheetId="0">{escaped(formula)}'
        f"</{prefix}definedName>"
        for name, formula in told
    )
    sheets = root.find("sheets")
    assert sheets is not None  # the sheet was found there
    wrapped = f"<{prefix}definedNames>{new}</{prefix}definedNames>"
    patch.insert(sheets.end, wrapped.encode())
    return patch.result()


def _fixed(row: int, column: int) -> str:
    """A corner of an area that does not move.

    >>> _fixed(12, 28)
    '$AB$12'
    """
    return f"${address(1, column)[:-1]}${row}"


def _laid(data: bytes) -> bytes:
    """The sheet part with the page setup of a published form.

    >>> _laid(b'<x:worksheet xmlns:x="a"><x:sheetPr/><x:cols/><x:drawing/></x:worksheet>')[25:101]
    b'<x:sheetPr><x:pageSetUpPr fitToPage="1"/></x:sheetPr><x:cols/><x:pageMargins'
    """
    root = outlined(data, 3)
    patch = Patch(data)
    for child in root.children:
        if child.local in _GONE:
            patch.replace(child.start, child.end, b"")
    prefix, at = root.prefix, _behind_the_cells(root)
    lies = "landscape" if _is_landscape(root) else "portrait"
    setup = (
        f"<{prefix}pageMargins {_MARGINS}/>"
        f'<{prefix}pageSetup paperSize="9" orientation="{lies}" fitToWidth="1" fitToHeight="0"/>'
    )
    fits = f'<{prefix}sheetPr><{prefix}pageSetUpPr fitToPage="1"/></{prefix}sheetPr>'
    patch.insert(root.inside, fits.encode())
    patch.insert(at, setup.encode())
    return patch.result()


def _behind_the_cells(root: Spot) -> int:
    return next((one.start for one in root.children if one.local in _BEHIND), root.close)


def _is_landscape(root: Spot) -> bool:
    setup = root.find("pageSetup")
    return setup is not None and setup.attributes.get("orientation") == "landscape"
