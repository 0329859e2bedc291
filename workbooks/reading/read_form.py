"""A page and its edition -> a form: every cell found by its label, merges carried down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, assert_never

from workbooks.files.refusal import Refusal
from workbooks.forms import (
    ABSENT,
    Cell,
    Form,
    SelfEvaluation,
    State,
    TargetDeclaration,
    every_cell,
)
from workbooks.grid import Grid, address, position
from workbooks.reading import cell_readers
from workbooks.reading.edition import Edition, project_labels, recognise
from workbooks.reading.form_area import Page
from workbooks.reading.form_areas import pages
from workbooks.reading.labelled_cells import Located
from workbooks.reading.read_funding import declared_funding, funding
from workbooks.reading.read_indicators import closing, indicators
from workbooks.reading.sight import hidden_by_format, sight
from workbooks.reading.template_mark import own_template
from workbooks.reading.unrecognised import other_kind, unrecognised


@dataclass(frozen=True, slots=True)
class Reading:
    """A form, its edition, and the cells of it that could not be read."""

    form: Form
    edition: Edition
    unreadable: tuple[Cell[Any], ...]


@dataclass(frozen=True, slots=True)
class SheetRefusal:
    """A sheet with a form of no known layout, or of a kind that cannot be judged yet."""

    sheet: str
    refusal: Refusal


def read_grid(grid: Grid) -> Iterator[Reading | SheetRefusal]:
    """Every form on a sheet, in its order; sheets that are no form give nothing."""
    for page in pages(grid, project_labels()):
        if (refusal := other_kind(page)) is not None:
            yield SheetRefusal(grid.sheet, refusal)
        elif (edition := recognise(page)) is not None:
            yield read(page, edition)
        elif (refusal := unrecognised(page)) is not None:
            yield SheetRefusal(grid.sheet, refusal)


def read(page: Page, edition: Edition) -> Reading:
    """The form on a page of a known edition."""
    form = _form(Located(page, edition))
    if page.grid.template is not None:
        form = replace(form, template=own_template(page.grid, form))
    unreadable = tuple(cell for cell in every_cell(form) if cell.state is State.UNREADABLE)
    return Reading(form, edition, tuple(dict.fromkeys(unreadable)))


def _form(place: Located) -> Form:
    page, edition = place.page, place.edition
    found: dict[str, Any] = {field.name: ABSENT for field in fields(edition.kind.form)}
    found |= {
        "template": None,
        "sheet": page.grid.sheet,
        "edition": edition.name,
        "title": place.at(page.title, cell_readers.words, "标题"),
        "fiscal_year": _fiscal_year(place),
        "indicators": indicators(place),
        "hidden": _hidden(place),
        "sight": sight(page),
    }
    found |= {name: place.head(name) for name in (*edition.heads, *edition.below)}
    match edition.kind.name:
        case "TargetDeclaration":
            return TargetDeclaration(**(found | {"funding": declared_funding(place)}))
        case "SelfEvaluation":
            return _self_evaluation(place, found)
        case unknown:
            assert_never(unknown)


def _self_evaluation(place: Located, found: dict[str, Any]) -> SelfEvaluation:
    found |= closing(place) | {"funding": funding(place)}
    if "note" not in place.edition.indicators:
        # one box for all deviations: each row's deviation is explained there
        box = found["deviation_note"]
        found["indicators"] = tuple(replace(row, note=box) for row in found["indicators"])
    return SelfEvaluation(**found)


def _fiscal_year(place: Located) -> Cell[int]:
    """The year in the title or the line below it, above 项目名称."""
    names = place.edition.heads["project_name"]
    head = place.page.find(names) or next(
        (place.page.inline[name][0] for name in names if name in place.page.inline), None
    )
    for at, text in place.page.texts.items():
        if head and at[0] >= head[0]:
            break
        if (year := cell_readers.year(text)) is not None:
            return Cell(State.READ, text, year, "年度", address(*at))
    return ABSENT


def _hidden(place: Located) -> tuple[Cell[str], ...]:
    """What the page holds in hidden rows and columns, on a hidden sheet, or as hidden text."""
    page, grid = place.page, place.page.grid
    cells = [
        place.at(at, cell_readers.words, "隐藏的单元格")
        for at in page.texts
        if grid.hidden or at[0] in grid.hidden_rows or at[1] in grid.hidden_columns
    ]
    cells += (
        Cell(State.READ, text, text, "隐藏的文字", address(*at))
        for at, text in grid.unseen.items()
        if page.top <= at[0] <= page.bottom and page.left <= at[1] <= page.right
    )
    cells += hidden_by_format(page)
    return tuple(sorted(cells, key=lambda cell: position(cell.address)))
