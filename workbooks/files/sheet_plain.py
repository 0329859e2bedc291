"""The rows of a sheet as Excel, WPS and most programs write them, by one regular expression.

It is believed only when every tag between `<sheetData>` and `</sheetData>` is accounted for.
"""

from __future__ import annotations

from workbooks.files.limits import CELLS, LAST_ROW, Allowance
from workbooks.files.sheet_content import COLUMNS, Content, counted, place
from workbooks.files.xml_reading import plain_text, root
from workbooks.values.regex import regex

_BEGIN, _END = "<sheetData>", "</sheetData>"
_ROOT = root("worksheet")
_ROW_HEAD = regex(r'r="(\d+)"([^<>]*)')
_CELL = regex(
    r'<c r="([A-Z]{1,3})(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?>'
    r"(?:<f[^<>]*(/>|>[^<]*</f>))?<v>([^<&\ufffe\uffff]+)</v></c>"
)
_HIDDEN = regex(r'\bhidden="(\w+)"')
_MOST_DIGITS = 10
"""Of the number of a shared text; a longer one takes the slow way, which says what is wrong."""
_CUSTOM = regex(r'\bcustomHeight="(\w+)"')
_HEIGHT = regex(r'\bht="([^"]*)"')


def take_rows(data: bytes, content: Content) -> bytes | None:
    """Puts the rows of a part into `content` and gives the rest of it, which is XML.

    None where the part is not written in the plain way: then `content` is of no use any more.
    Raises `limits.Refused`.
    """
    part = plain_text(data)
    if part is None or not _is_plain_around(part):
        return None
    begin, end = part.index(_BEGIN) + len(_BEGIN), part.index(_END)
    cells = part.count("</c>", begin, end)  # styled blanks are nothing, and close themselves
    Allowance().take(CELLS, cells)  # before they are put anywhere; counted once they are
    between, *rows = part[begin:end].split("<row ")
    plain = content.book.is_plain
    if between.strip() or not all(_took_row(row, content, plain) for row in rows):
        return None
    content.allowance.take(CELLS, cells)
    return (part[:begin] + part[end:]).encode()


def _is_plain_around(part: str) -> bool:
    """Whether the one `<sheetData>` is an element, and of the namespace of the root."""
    return (
        part.count("sheetData") == 2
        and -1 < part.find(_BEGIN) < part.find(_END)
        and _ROOT.match(part) is not None
        and part.count('xmlns="') == 1
        and "<!" not in part
        and part.count("<?") <= 1
    )


def _is_told(attributes: str) -> bool:
    """Whether a row says how high it is, or that it is hidden."""
    return ' ht="' in attributes or "customHeight=" in attributes or 'hidden="' in attributes


def _tell_row(number: int, attributes: str, content: Content) -> None:
    """Takes over whether a row is hidden, and how high it is."""
    found = (one.search(attributes) for one in (_HEIGHT, _CUSTOM, _HIDDEN))
    content.row(number, *(one and one[1] for one in found))


def _took_row(row: str, content: Content, plain: bool) -> bool:
    """Puts one row, given from its first attribute on; whether every tag of it is known.

    In a `plain` book a shared text is simply itself.
    """
    head, _, rest = row.partition(">")
    named = _ROW_HEAD.fullmatch(head)
    if named is None:
        return False
    digits, attributes = named.groups()
    number = counted(digits, LAST_ROW)
    if "=" in attributes and _is_told(attributes):
        _tell_row(number, attributes, content)
    if attributes.endswith("/"):
        return not rest.strip()
    cells = rest.count("<c ")
    known = 1 + cells  # signs `<`: of the end of the row, of each cell, and below of what is in it
    strings, values = content.book.strings, content.values
    wrapped = content.book.wrapped_styles if number in content.fixed else frozenset[str]()
    for letters, own, style, kind, formula, text in _CELL.findall(rest):
        if own != digits:
            return False
        at = (number, COLUMNS.get(letters) or place(f"{letters}1")[1])
        known += 3 if not formula else 4 + formula.count("<")
        if (
            kind == "s"
            and plain
            and not formula
            and len(text) < _MOST_DIGITS
            and text.isdecimal()
            and int(text) < len(strings)
            and at not in values
        ):
            values[at] = strings[int(text)]  # nearly all cells, without the detour
            if style in wrapped:
                content.wrapped.add(at)
        else:
            said = _unescaped(formula[1:-4]) if formula.endswith("</f>") else ""
            content.put(at, kind or "n", style or "0", said if formula else None, text)
    return rest.rstrip().endswith("</row>") and rest.count("<") == known


def _unescaped(text: str) -> str:
    from html import unescape  # a hundredth of a start, for the sheets that have formulas

    return unescape(text)
