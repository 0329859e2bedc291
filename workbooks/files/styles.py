"""The styles of an .xlsx, as far as they change what is read: number formats, struck-out fonts."""

from __future__ import annotations

from collections.abc import Mapping

from workbooks.files.limits import damaged
from workbooks.files.package import Package
from workbooks.files.shared_strings import is_on
from workbooks.files.sheet_content import TRUE
from workbooks.files.xml_reading import MAIN
from workbooks.number_formats.built_in import BUILT_IN
from workbooks.number_formats.code import MOST, Format, format_of
from workbooks.number_formats.shown import changes_texts
from workbooks.values.named_tuple import NamedTuple

_FORMATS, _FONTS, _STRIKE = f"{MAIN}numFmts", f"{MAIN}fonts", f"{MAIN}strike"
_CELLS, _ALIGNMENT = f"{MAIN}cellXfs", f"{MAIN}alignment"
_BUILT_IN = {str(number): code for number, code in BUILT_IN.items()}


class Styles(NamedTuple):
    """Number formats by style number, as cells write it; `General` is left out.

    Cells of the styles `struck` are struck out, those of `odd` show a text as something else, those
    of `wrapped` break it into lines.
    """

    formats: Mapping[str, Format]
    struck: frozenset[str]
    odd: frozenset[str]
    wrapped: frozenset[str]


NO_STYLES = Styles({}, frozenset(), frozenset(), frozenset())


def styles(package: Package, part: str) -> Styles:
    """The styles of a part; raises `Refused`."""
    codes = dict(_BUILT_IN)
    struck_fonts: set[str] = set()
    used: list[tuple[str, str]] = []
    wrapped: set[str] = set()
    for element in package.elements(part):
        # Differential formats (dxf) have fonts and a numFmt too, with numbers of their own.
        tag = element.tag
        if tag == _FORMATS:
            codes |= {fmt.get("numFmtId", ""): fmt.get("formatCode", "") for fmt in element}
        elif tag == _FONTS:
            fonts = enumerate(element)
            struck_fonts = {str(n) for n, font in fonts if is_on(font.find(_STRIKE))}
        elif tag == _CELLS:
            used = [(xf.get("numFmtId", "0"), xf.get("fontId", "0")) for xf in element]
            aligned = ((str(n), xf.find(_ALIGNMENT)) for n, xf in enumerate(element))
            wrapped = {n for n, one in aligned if one is not None and one.get("wrapText") in TRUE}
    if len({codes.get(number, "") for number, _ in used}) > MOST:
        raise damaged()
    looks = {str(n): format_of(codes.get(number, "")) for n, (number, _) in enumerate(used)}
    formats = {style: look for style, look in looks.items() if look is not None}
    return Styles(
        formats,
        frozenset(str(n) for n, (_, font) in enumerate(used) if font in struck_fonts),
        frozenset(style for style, look in formats.items() if changes_texts(look.code)),
        frozenset(wrapped),
    )
