"""A sheet and cells of it, as formulas, names and links write them: `'甲'!$A$1`."""

from __future__ import annotations


def place(sheet: str, cells: str) -> str:
    """A place as it is written, the sheet always between its signs, which is never wrong.

    >>> place("乙's", "$A$1")
    "'乙''s'!$A$1"
    """
    return "'" + sheet.replace("'", "''") + f"'!{cells}"


def place_of(reference: str) -> tuple[str, str]:
    """The sheet that a reference leads to, and what of it; no sheet where none is named.

    >>> place_of("'乙''s'!$A$1"), place_of("甲!A1:B2"), place_of("A1")
    (("乙's", '$A$1'), ('甲', 'A1:B2'), ('', 'A1'))
    """
    sheet, _, cells = reference.rpartition("!")
    sheet = sheet.strip()
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet, cells
