"""The list of the sheets of a workbook, for a copy that has some of them and nothing else."""

from __future__ import annotations

from collections.abc import Collection

from workbooks.files.limits import LONGEST_FORMULA
from workbooks.grid import Area
from workbooks.patching.sheet_references import place_of
from workbooks.patching.xml_filter import edited
from workbooks.patching.xml_outline import Spot, outlined
from workbooks.patching.xml_text import retagged
from workbooks.returned_copy.workbook_part import BookSheet, book_sheets
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from workbooks.values_copy.sheet_part import area_of

_KEPT = frozenset((
    "workbookPr", "workbookProtection", "bookViews", "sheets", "definedNames", "calcPr",
))  # fmt: skip
_PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
_AREA = r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+"
_REFERENCE = regex(rf"((?:'(?:[^'\[\]]|'')+'|[^'!,()\[\]]+)!(?:{_AREA}))(?:,|$)")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet of a workbook; `printed` is its print area, where it has a plain one."""

    sheet: BookSheet
    printed: tuple[Area, ...]


def sheet_entries(data: bytes) -> tuple[SheetEntry, ...]:
    """The sheets of a workbook part in their order, of whatever kind; raises `Refused`."""
    root = outlined(data, 3)
    areas: dict[int, tuple[Area, ...]] = {}
    names = root.find("definedNames")
    for name in names.children if names else ():
        if name.attributes.get("name") == _PRINTED[0]:
            places = _places(name.words)
            areas[name.number("localSheetId", -1)] = tuple(area_of(area) for _, area in places)
    sheets = enumerate(book_sheets(root))
    return tuple(SheetEntry(sheet, areas.get(at, ())) for at, sheet in sheets)


def workbook_values(data: bytes, sheets: Collection[str]) -> bytes:
    """The workbook part with these sheets only, and of its names those that say what is printed."""
    order = [sheet.name for sheet in book_sheets(outlined(data, 3))]
    kept = [name for name in order if name in sheets]
    places = {at: kept.index(name) for at, name in enumerate(order) if name in kept}

    def edit(element: Spot, path: tuple[str, ...]) -> bytes | None:
        tag, said = element.tag, element.attributes
        match path:
            case (name,) if name not in _KEPT:
                return None
            case ("sheets", "sheet"):
                return tag if said.get("name") in kept else None
            case ("definedNames", "definedName"):
                at = element.number("localSheetId", -1)
                if at not in places or not _is_plain(element, order[at]):
                    return None
                return retagged(tag, {"localSheetId": str(places[at])})
            case ("bookViews", "workbookView"):
                active = places.get(element.number("activeTab"), 0)
                return retagged(tag, {"firstSheet": None, "activeTab": str(active)})
            case ("workbookPr",):
                return retagged(tag, {"codeName": None})
            case ("calcPr",):
                return retagged(tag, dict.fromkeys(("fullCalcOnLoad", "forceFullCalc")))
            case ("workbookProtection",):
                secret = (name for name in said if not name.startswith(("lock", "xmlns")))
                return retagged(tag, dict.fromkeys(secret))
        return tag

    return edited(data, edit, ("definedNames",))


def _is_plain(name: Spot, sheet: str) -> bool:
    """Whether a name says what its own sheet prints, and plainly: any other may lead anywhere."""
    places = _places(name.words)
    printed = name.attributes.get("name") in _PRINTED
    return printed and bool(places) and all(own == sheet for own, _ in places)


def _places(formula: str) -> list[tuple[str, str]]:
    """The sheets and areas of `'甲'!$A$1:$H$9,'甲'!$A:$B`; none where there is anything else."""
    found: list[tuple[str, str]] = []
    at = 0
    if len(formula) > LONGEST_FORMULA:
        return found
    while at < len(formula):
        match = _REFERENCE.match(formula, at)
        if match is None:
            return []
        found.append(place_of(match[1]))
        at = match.end()
    return found
