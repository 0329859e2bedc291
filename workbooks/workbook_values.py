"""The list of the sheets of a workbook, for a copy that has some of them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from workbooks.grid import Area
from workbooks.markup import (
    Element,
    attributes,
    edited,
    elements,
    having,
    without,
    without_empty,
    words,
)
from workbooks.sheet_values import area_of

_KEPT = frozenset((
    "workbookPr", "workbookProtection", "bookViews", "sheets", "definedNames", "calcPr",
))  # fmt: skip
_PRINTED = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
_AREA = r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+"
_REFERENCE = re.compile(rf"('(?:[^'\[\]]|'')+'|[^'!,()\[\]]+)!({_AREA})(?:,|$)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as its workbook names it; `printed` is its print area, where it has a plain one."""

    name: str
    relation: str
    hidden: bool
    printed: tuple[Area, ...] = ()


def listed(text: str) -> tuple[Listed, ...]:
    """The sheets of a workbook part in their order, of whatever kind; raises `Refused`."""
    names: list[dict[str, str]] = []
    areas: dict[str, tuple[Area, ...]] = {}
    for element in elements(text):
        said = attributes(element.tag)
        if element.path[1:] == ("sheets", "sheet"):
            names.append(said)
        elif element.name == "definedName" and said.get("name") == _PRINTED[0]:
            places = _places(words(element.content))
            areas[said.get("localSheetId", "")] = tuple(area_of(area) for _, area in places)
    return tuple(
        Listed(
            said.get("name", ""),
            said.get("id", ""),
            said.get("state", "visible") != "visible",
            areas.get(str(place), ()),
        )
        for place, said in enumerate(names)
    )


def workbook_values(text: str, sheets: Collection[str]) -> str:
    """The workbook part with these sheets only, and of its names those that say what is printed."""
    order = [one.name for one in listed(text)]
    kept = [name for name in order if name in sheets]

    def edit(element: Element) -> str | None:
        tag, said = element.tag, attributes(element.tag)
        match element.path[1:]:
            case (name,) if name not in _KEPT:
                return None
            case ("sheets", "sheet"):
                return tag if said.get("name") in kept else None
            case ("definedNames", "definedName"):
                return _defined(element, said, order, kept)
            case ("bookViews", "workbookView"):
                active = _at(order, said.get("activeTab", "0"))
                place = kept.index(active) if active in kept else 0
                return having(without(tag, "firstSheet"), "activeTab", place)
            case ("workbookPr",):
                return without(tag, "codeName")
            case ("calcPr",):
                return without(tag, "fullCalcOnLoad", "forceFullCalc")
            case ("workbookProtection",):
                return without(tag, *(name for name in said if not name.startswith("lock")))
        return tag

    return without_empty(edited(text, edit), ("definedNames",))


def _defined(
    element: Element, said: dict[str, str], order: list[str], kept: list[str]
) -> str | None:
    """What a sheet prints, where it says so plainly: any other name may lead anywhere."""
    own = _at(order, said.get("localSheetId", ""))
    places = _places(words(element.content))
    if said.get("name") not in _PRINTED or own not in kept:
        return None
    if not places or any(sheet != own for sheet, _ in places):
        return None
    return having(element.tag, "localSheetId", kept.index(own))


def _at(order: list[str], place: str) -> str:
    """The sheet at a place counted from 0; none where there is no such place."""
    return order[int(place)] if place.isdecimal() and int(place) < len(order) else ""


def _places(formula: str) -> list[tuple[str, str]]:
    """The sheets and areas of `'甲'!$A$1:$H$9,'甲'!$A:$B`; none where there is anything else."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(formula):
        match = _REFERENCE.match(formula, at)
        if match is None:
            return []
        sheet = re.sub("^'(.*)'$", r"\1", match[1]).replace("''", "'")
        found.append((sheet, match[2]))
        at = match.end()
    return found
