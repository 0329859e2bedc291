"""Rows as XML, put into a sheet that XlsxWriter writes: it has no way for a whole row at a time.

Cell by cell it asks fifteen functions for what these few lines give; a formula alone goes through
thirty expressions, row after row. What is written is the same, sign by sign, but for a text that
looks like its own mark-up (`<r>…</r>`), which it would put in unescaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from validators.reports.workbook.new_workbook import safe
from workbooks.grid import address
from workbooks.values.regex import regex

_OWN_ROW = "\x01"  # stands in a prepared formula, where no formula has it
_LOOKS_ESCAPED = regex("(_x[0-9a-fA-F]{4}_)")
_EPOCH = date(1899, 12, 31)
_NO_LEAP_DAY = 59  # Excel counts 29 February 1900, which never was


class RowXml:
    """The rows of one sheet below its headings; `first` and `last` are those of its formulas.

    A cell is made by one of the functions, as it stands behind its address; `add` lays a row down.
    """

    def __init__(self, page: Any, looks: Mapping[str, Any], columns: int, rows: range) -> None:
        self._page, self._looks = page, looks
        self._letters = [address(1, at)[:-1] for at in range(1, columns + 1)]
        self._styles: dict[str, str] = {}
        self._formulas: dict[str, str] = {}
        self._rows = rows

    def begin(self, at: int) -> None:
        """Lets go of what XlsxWriter holds of the rows before a row, counted from 0."""
        self._page._write_single_row(at)

    def add(self, at: int, cells: Sequence[str], height: float) -> None:
        """One row, counted from 0, `height` points high; what XlsxWriter writes next is below."""
        number, own = at + 1, str(at + 1)
        parts = [
            f'<c r="{letter}{own}"{cell}'
            for letter, cell in zip(self._letters, cells, strict=True)
            if cell
        ]
        told = "".join(parts).replace(_OWN_ROW, own)
        points = int(height * 4 / 3 + 0.5) * 0.75  # of whole pixels
        self._page.fh.write(f'<row r="{own}" ht="{points:.16g}" customHeight="1">{told}</row>')
        self._page.previous_row = number
        self._page.dim_rowmax = max(self._page.dim_rowmax, at)

    def text(self, text: str, look: str) -> str:
        """A text, never a formula."""
        told = escaped(safe(text))
        space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        return f'{self._style(look)} t="inlineStr"><is><t{space}>{told}</t></is></c>'

    def number(self, value: float, look: str) -> str:
        """A number."""
        return f"{self._style(look)}><v>{value:.16G}</v></c>"

    def blank(self, look: str) -> str:
        """A cell with nothing in it."""
        return f"{self._style(look)}/>"

    def day(self, day: date, look: str) -> str:
        """A date."""
        days = (day - _EPOCH).days
        return self.number(days + (days > _NO_LEAP_DAY), look)

    def formula(self, pattern: str, value: Decimal | str, look: str) -> str:
        """A formula and its result, which other programs than Excel show as it is."""
        prepared = self._formulas.get(pattern)
        if prepared is None:
            first, last = self._rows[0] + 1, self._rows[-1] + 1
            told = pattern.format(row=_OWN_ROW, first=first, last=last)
            prepared = self._formulas[pattern] = escaped(self._page._prepare_formula(told))
        if isinstance(value, Decimal):
            return f"{self._style(look)}><f>{prepared}</f><v>{float(value)}</v></c>"
        kind = ' t="str"' if value else ""
        return f"{self._style(look)}{kind}><f>{prepared}</f><v>{escaped(value)}</v></c>"

    def _style(self, look: str) -> str:
        style = self._styles.get(look)
        if style is None:
            number = self._looks[look]._get_xf_index() if look else 0
            style = self._styles[look] = f' s="{number}"' if look else ""
        return style


def escaped(text: str) -> str:
    """A text as it stands in XML; what Excel would take for a sign of its own keeps its letters.

    >>> escaped("<r>甲 & 乙</r>"), escaped("_x0041_")
    ('&lt;r&gt;甲 &amp; 乙&lt;/r&gt;', '_x005F_x0041_')
    """
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub(r"_x005F\1", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
