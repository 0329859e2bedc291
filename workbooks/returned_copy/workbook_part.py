"""The workbook part with a new first sheet: all that counts sheets by their number moves on by one.

A hidden name leads to our sheet. By it the sheet is known again, whatever it is called by then.
"""

from __future__ import annotations

from workbooks.files.xml_reading import MAIN
from workbooks.patching.sheet_references import place, place_of
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import Patch, escaped, quoted
from workbooks.values.dataclass import dataclass

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
    hidden: bool


def book_sheets(book: Spot) -> list[BookSheet]:
    """The sheets that the root of a workbook part lists, of whatever kind, in their order."""
    own = book.find("sheets")
    return [
        BookSheet(
            spot.attributes.get("name", ""),
            spot.relation,
            spot.attributes.get("state", "visible") != "visible",
        )
        for spot in (own.opened().named("sheet") if own else ())
    ]


class BookSheets:
    """The workbook part on its way into a copy."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._root = outlined(data, 3)
        self._prefix = self._root.prefix
        self._own = self._root.find("sheets")
        self._all = book_sheets(self._root)
        self._names = self._root.find("definedNames")
        ours = {place_of(spot.words)[0] for spot in self._defined() if _is_mark(spot)}
        self.returned_before = bool(ours)
        """Whether this is a returned copy that comes back."""
        self._ours = {at for at, sheet in enumerate(self._all) if sheet.name in ours}

    @property
    def lists(self) -> tuple[BookSheet, ...]:
        """Our sheets of an earlier copy."""
        return tuple(self._all[at] for at in sorted(self._ours))

    @property
    def sheets(self) -> tuple[BookSheet, ...]:
        """All other sheets, in their order."""
        return tuple(sheet for at, sheet in enumerate(self._all) if at not in self._ours)

    def free_name(self, wanted: str) -> str:
        """A name for a new sheet that no sheet has: `wanted`, or with a number behind it."""
        taken = {sheet.name.casefold() for sheet in self.sheets}
        names = (wanted, *(f"{wanted}({number})" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name.casefold() not in taken)

    def with_first(self, name: str, relation: str, heads: int) -> bytes:
        """The part with a new first sheet, in front; `heads` is its row that each page repeats."""
        patch = Patch(self._data)
        self._move(patch, 1)
        new_id = max((spot.number("sheetId") for spot in self._spots()), default=0) + 1
        sheet = (
            f'<{self._prefix}sheet xmlns:r="{_RELATIONS}" name="{quoted(name)}" '
            f'sheetId="{new_id}" r:id="{relation}"/>'
        )
        if self._own is not None:
            patch.change(self._own, first=sheet.encode())
        self._add_names(patch, name, heads)
        return patch.result()

    def without_lists(self) -> bytes:
        """The part without our sheets."""
        patch = Patch(self._data)
        self._move(patch, 0)
        return patch.result()

    def _move(self, patch: Patch, before: int) -> None:
        """Takes our sheets out; with so many new ones before it, each sheet has another number.

        The workbook opens at its first sheet then.
        """
        spots = self._spots()
        for at in self._ours:
            patch.replace(spots[at].start, spots[at].end, b"")
        for name in self._defined():
            old = name.number("localSheetId", -1)
            if _is_mark(name) or old in self._ours:
                patch.replace(name.start, name.end, b"")
            elif old >= 0:
                place = old + before - sum(at < old for at in self._ours)
                patch.change(name, {"localSheetId": str(place)})
        views = self._root.find("bookViews")
        for view in views.children if views else ():
            if {"activeTab", "firstSheet"} & view.attributes.keys():
                patch.change(view, {"activeTab": None, "firstSheet": None})
        if views is None and self._own is not None:
            tag = f"{self._prefix}bookViews"
            new = f"<{tag}><{self._prefix}workbookView/></{tag}>"
            patch.insert(self._own.start, new.encode())

    def _add_names(self, patch: Patch, sheet: str, heads: int) -> None:
        """The names of the new sheet: the one that leads to it, and what it repeats in print."""
        tag = f"{self._prefix}definedName"
        new = (
            f'<{tag} name="{LIST_NAME}" hidden="1">{escaped(place(sheet, "$A$1"))}</{tag}>'
            f'<{tag} name="_xlnm.Print_Titles" localSheetId="0">'
            f"{escaped(place(sheet, f'${heads}:${heads}'))}</{tag}>"
        )
        if self._names is not None:
            patch.change(self._names, last=new.encode())
            return
        before = [child.end for child in self._root.children if child.name in _BEFORE_NAMES]
        listed = f"<{self._prefix}definedNames>{new}</{self._prefix}definedNames>"
        patch.insert(max(before, default=self._root.close), listed.encode())

    def _spots(self) -> list[Spot]:
        return list(self._own.named("sheet")) if self._own else []

    def _defined(self) -> list[Spot]:
        return self._names.children if self._names else []


def _is_mark(name: Spot) -> bool:
    """Whether a defined name is the one that leads to a list of ours."""
    return name.attributes.get("name") == LIST_NAME
