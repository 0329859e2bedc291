"""The workbook part with a new first sheet: all that counts sheets by their number moves on by one.

A hidden name leads to our sheet. By it the sheet is known again, whatever it is called by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

from workbooks.xml_outline import Spot, outlined
from workbooks.xml_reading import MAIN
from workbooks.xml_text import Patch, escaped, quoted

LIST_NAME = "_jixiao_list"
"""The hidden name of the workbook that leads to the list of a returned copy."""

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_NAMESPACE = MAIN.strip("{}")
EMPTY = f'<workbook xmlns="{_NAMESPACE}"><sheets/></workbook>'.encode()


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet as the workbook part lists it: its name, and the relationship to its part."""

    name: str
    relation: str


class BookSheets:
    """The workbook part on its way into a copy."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._root = outlined(data, 3)
        self._prefix = self._root.prefix
        self._own = self._root.find("sheets")
        spots = self._own.children if self._own else []
        self._sheets = [(_listed(spot), spot) for spot in spots]
        self._names = self._root.find("definedNames")
        ours = {sheet_of(name) for name in self._marks()}
        self._ours = {at for at, (sheet, _) in enumerate(self._sheets) if sheet.name in ours}

    @property
    def returned_before(self) -> bool:
        """Whether this is a returned copy that comes back."""
        return bool(self._marks())

    @property
    def lists(self) -> tuple[BookSheet, ...]:
        """Our sheets of an earlier copy."""
        return tuple(self._sheets[at][0] for at in sorted(self._ours))

    @property
    def sheets(self) -> tuple[BookSheet, ...]:
        """All other sheets, in their order."""
        listed = enumerate(self._sheets)
        return tuple(sheet for at, (sheet, _) in listed if at not in self._ours)

    def free_name(self, wanted: str) -> str:
        """A name for a new sheet that no sheet has: `wanted`, or with a number behind it."""
        taken = {sheet.name.casefold() for sheet in self.sheets}
        names = (wanted, *(f"{wanted}({number})" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name.casefold() not in taken)

    def with_first(self, name: str, relation: str, heads: int) -> bytes:
        """The part with a new first sheet, in front; `heads` is its row that each page repeats."""
        patch = Patch(self._data)
        for at in self._ours:
            spot = self._sheets[at][1]
            patch.replace(spot.start, spot.end, b"")
        ids = [spot.attributes.get("sheetId", "") for _, spot in self._sheets]
        new_id = max((int(one) for one in ids if one.isdecimal()), default=0) + 1
        sheet = (
            f'<{self._prefix}sheet xmlns:r="{_RELATIONS}" name="{quoted(name)}" '
            f'sheetId="{new_id}" r:id="{relation}"/>'
        )
        if self._own is not None:
            patch.change(self._own, first=sheet.encode())
        self._in_front(patch)
        self._put_names(patch, name, heads)
        return patch.result()

    def _in_front(self, patch: Patch) -> None:
        """Opens the workbook at its first sheet."""
        views = self._root.find("bookViews")
        for view in views.children if views else ():
            if {"activeTab", "firstSheet"} & view.attributes.keys():
                patch.change(view, {"activeTab": None, "firstSheet": None})
        if views is None and self._own is not None:
            before = self._prefix
            new = f"<{before}bookViews><{before}workbookView/></{before}bookViews>"
            patch.insert(self._own.start, new.encode())

    def _put_names(self, patch: Patch, sheet: str, heads: int) -> None:
        """Moves the names that belong to a sheet, and adds those of the new one."""
        tag = f"{self._prefix}definedName"
        place = "'" + sheet.replace("'", "''") + "'"
        new = (
            f'<{tag} name="{LIST_NAME}" hidden="1">{escaped(place)}!$A$1</{tag}>'
            f'<{tag} name="_xlnm.Print_Titles" localSheetId="0">'
            f"{escaped(place)}!${heads}:${heads}</{tag}>"
        )
        for name in self._names.children if self._names else ():
            self._move(patch, name)
        if self._names is not None:
            patch.change(self._names, last=new.encode())
            return
        before = [child.end for child in self._root.children if child.name in _BEFORE_NAMES]
        listed = f"<{self._prefix}definedNames>{new}</{self._prefix}definedNames>"
        patch.insert(max(before, default=self._root.close), listed.encode())

    def _move(self, patch: Patch, name: Spot) -> None:
        local = name.attributes.get("localSheetId")
        old = int(local) if local and local.isdecimal() else None
        if name.attributes.get("name") == LIST_NAME or old in self._ours:
            patch.replace(name.start, name.end, b"")
        elif old is not None:
            gone = sum(1 for at in self._ours if at < old)
            patch.change(name, {"localSheetId": str(old + 1 - gone)})

    def _marks(self) -> list[str]:
        """What our hidden name says, where there is one."""
        names = self._names.children if self._names else []
        ours = (spot for spot in names if spot.attributes.get("name") == LIST_NAME)
        return [unescape(spot.content.decode()) for spot in ours]


def sheet_of(reference: str) -> str:
    """The sheet that a reference leads to.

    >>> sheet_of("'修改清单(2)'!$A$1")
    '修改清单(2)'
    """
    sheet = reference.rpartition("!")[0].strip()
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _listed(spot: Spot) -> BookSheet:
    return BookSheet(spot.attributes.get("name", ""), spot.relation)
