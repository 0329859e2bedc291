"""A sheet -> its forms: where each is, of what kind and place, and every cell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from typing import Any, assert_never

from workbooks.files.refusal import Refusal
from workbooks.form_kinds import FormKind
from workbooks.forms import (
    ABSENT,
    Cell,
    DepartmentDeclaration,
    DepartmentEvaluation,
    Form,
    FundKind,
    OwnTemplate,
    SelfEvaluation,
    State,
    TargetDeclaration,
    Understanding,
    every_cell,
)
from workbooks.grid import Grid, Position, address, position
from workbooks.reading import cell_readers
from workbooks.reading.account import unread
from workbooks.reading.edition import Edition, Editions, editions
from workbooks.reading.form_area import LabelIndex, Page, Sheet
from workbooks.reading.form_areas import head_places, pages
from workbooks.reading.head_bands import Band
from workbooks.reading.labelled_cells import LABEL, Located, Mark
from workbooks.reading.read_closing import closing, with_execution_row
from workbooks.reading.read_declared_funding import declared_funding
from workbooks.reading.read_funding import funding, money_band
from workbooks.reading.read_indicators import Tables, find_bands, read_tables
from workbooks.reading.several_projects import forms_of
from workbooks.reading.sight import hidden_by_format, sight
from workbooks.reading.unrecognised import blank, kind_of_page, other_kind, title_of, unrecognised
from workbooks.values import terms
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from workbooks.vocabulary.vocabulary import Step

TEMPLATE_VERSION = 2
"""Of our blank forms; raised when older ones should be replaced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A form, its edition, and the cells of it that could not be read.

    `blank` tells that nobody has filled it in. `marks` and `texts` are what `account` needs to
    tell of every cell.
    """

    form: Form
    edition: Edition
    unreadable: tuple[Cell[Any], ...]
    blank: bool = False
    marks: Mapping[Position, Mark] = field(default_factory=dict, compare=False, repr=False)
    texts: Mapping[Position, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SheetRefusal:
    """A sheet with a form that cannot be read, or of a kind that cannot be judged yet."""

    sheet: str
    refusal: Refusal


def read_grid(grid: Grid, known: Editions | None = None) -> Iterator[Reading | SheetRefusal]:
    """Every form on a sheet that somebody filled in, in its order; no form gives nothing."""
    for found in read_all(grid, known):
        if isinstance(found, Reading) and found.blank:
            yield SheetRefusal(grid.sheet, blank(found.edition.kind))
        else:
            yield found


def read_all(grid: Grid, known: Editions | None = None) -> Iterator[Reading | SheetRefusal]:
    """Every form on a sheet, blank ones too."""
    known = known or editions()
    sheet = Sheet(grid)
    labels = LabelIndex(sheet, known.words)
    for page in pages(sheet, labels):
        if (refusal := other_kind(page, labels)) is not None:
            yield SheetRefusal(grid.sheet, refusal)
            continue
        found = list(_read_page(page, labels, known))
        yield from found
        if not found and (refusal := unrecognised(page, labels)) is not None:
            yield SheetRefusal(grid.sheet, refusal)


def _read_page(page: Page, labels: LabelIndex, known: Editions) -> Iterator[Reading]:
    """The form on a page, or each of several in one table."""
    heads = head_places(page, labels)
    draft = Located(page, known.known[0], labels)
    bands = find_bands(draft)
    kind = kind_of_page(page, labels, bands, bool(heads))
    if kind is None:
        return
    above = min((band.top for band in bands), default=page.bottom + 1)
    named = labels.rows(page, [("heads", "project_name")])
    named += [place[0] for place, _ in labels.inline(page, "heads", "project_name")]
    first = min([*(named or [row for row, _ in heads]), above])
    edition = known.of(kind, page, _last_head(page, labels, above, first))
    form = Located(page, edition, labels)
    year = _fiscal_year(form, first, above)
    tables = read_tables(form, bands, year.value)
    read, is_blank = _form(form, tables, year)
    for one, rows in forms_of(form, tables, read):
        yield replace(_finished(form, one, tables, rows), blank=is_blank)


def _last_head(page: Page, labels: LabelIndex, above: int, first: int) -> int:
    """The last row of the head of a form, where its departments and places are named."""
    keys = [("heads", role) for role in _HEADS]
    rows = [row for row in labels.rows(page, keys) if row < above]
    inline = (place[0] for key in keys for place, _ in labels.inline(page, *key))
    return max([*rows, *(row for row in inline if row < above), first])


def _finished(form: Located, read: Form, tables: Tables, rows: range) -> Reading:
    page = form.page
    others = form.indicator_rows.difference(rows) if tables.projects else ()
    texts = {at: text for at, text in page.texts.items() if at[0] not in others}
    if page.grid.template is not None:
        read = replace(read, template=_own_template(page.grid, read))
    cells = every_cell(replace(read, hidden=(), understanding=Understanding()))
    unreadable = tuple(cell for cell in cells if cell.state is State.UNREADABLE)
    known = {cell.address for cell in cells}
    known.update(c.address for row in tables.medium_term for c in every_cell(row))
    loose = {
        at: text for at, text in texts.items() if at not in form.marks and address(*at) not in known
    }
    _set_apart_the_rest(form, tables, loose)
    understood = Understanding(
        heads=tuple(_heads_told(form, tables.bands)),
        leftovers=tuple(tables.leftovers),
        not_applicable=tuple(tables.skipped),
        medium_term=tuple(tables.medium_term),
        unread=unread(form, loose),
    )
    read = replace(read, understanding=understood)
    told = tuple(dict.fromkeys(unreadable))
    return Reading(read, form.edition, told, marks=form.marks, texts=texts)


_CORE = frozenset({"name", "target", "actual", "points", "score", "note", "adjusted_target"})


def _heads_told(form: Located, bands: Sequence[Band]) -> Iterator[Cell[str]]:
    """The heads that were understood by a weaker step than a listed word, each once."""
    told = set[str]()
    for band in bands:
        for row in range(band.top, band.bottom + 1):
            for column, text in form.page.row(row):
                mark = form.marks.get((row, column))
                if mark is None or mark.what != LABEL or mark.step is Step.EXACT:
                    continue
                role = mark.role.partition(".")[2]
                usual = _usual(form, role)
                if usual and text not in told:
                    told.add(text)
                    label = form.printed((row, column))
                    yield Cell(State.READ, text, usual, label, address(row, column))


def _usual(form: Located, role: str) -> str:
    role = role.removeprefix("adjusted_")
    return form.labels.words.told("indicators", role) if role in _CORE else ""


def _set_apart_the_rest(form: Located, tables: Tables, loose: Mapping[Position, str]) -> None:
    """Sets apart what stands outside the tables and is no field of a form: its other lines."""
    beside = min((band.beside for band in tables.bands if band.beside), default=1 << 20)
    first = _first_column(tables)
    for (row, column), text in loose.items():
        if column >= beside:
            form.apart((row, column), "表旁的内容")
        elif row not in form.tables:
            reason = "栏目名称" if form.is_label(text) else "表上的其他内容"
            form.apart((row, column), reason)
        elif len(text) <= _CORNER_PARTS and column < first:
            form.label((row, column), "indicators.corner")


_CORNER_PARTS = 2  # signs of a corner label that stands sign by sign: 绩/效/指/标


def _first_column(tables: Tables) -> int:
    return min((c.left for band in tables.bands for c in band.columns if c.role), default=1)


def _form(form: Located, tables: Tables, year: Cell[int]) -> tuple[Form, bool]:
    """The form of a page, and whether nobody filled it in."""
    page, edition = form.page, form.edition
    title = title_of(page)
    if title is not None:
        form.label(title, "title")
    band = money_band(form)
    found: dict[str, Any] = {one.name: ABSENT for one in fields(edition.kind.form)}
    found |= {
        "template": None,
        "understanding": Understanding(),
        "sheet": page.grid.sheet,
        "edition": edition.name,
        "title": form.at(title, cell_readers.words, "标题"),
        "fiscal_year": year,
        "indicators": tuple(tables.indicators),
        "hidden": _hidden(form),
        "sight": sight(page),
    }
    match edition.kind.name:
        case "TargetDeclaration":
            read: Form = TargetDeclaration(**_declared(form, found))
        case "DepartmentDeclaration":
            read = DepartmentDeclaration(**_of_department(form, _declared(form, found)))
        case "SelfEvaluation":
            read = SelfEvaluation(**_evaluated(form, tables, band, found))
        case "DepartmentEvaluation":
            found = _evaluated(form, tables, band, found)
            read = DepartmentEvaluation(**_of_department(form, found))
        case unknown:
            assert_never(unknown)
    return read, _is_blank(read, tables)


_HEADS = {
    "project_name": "项目名称",
    "supervising_department": "主管部门",
    "implementing_unit": "实施单位",
}
_DECLARED = ("project_nature", "project_category", "start_date", "end_date")


def _heads(form: Located, more: Sequence[str]) -> dict[str, Cell[Any]]:
    """The heads of a form; those that every form should have keep their usual label."""
    found = {}
    for role in (*_HEADS, *more):
        cell = form.head("heads", role)
        if cell.state is State.ABSENT and role in _HEADS:
            cell = form.head("weak_heads", role)
        found[role] = cell._replace(label=cell.label or _HEADS.get(role, ""))
    return found


def _declared(form: Located, found: dict[str, Any]) -> dict[str, Any]:
    """What a declaration of a project or of a department says."""
    found |= {"funding": declared_funding(form, found["fiscal_year"].value)}
    found |= _heads(form, _DECLARED)
    found["overall_goal"] = form.head("goals", "overall_goal", below=True)
    found["annual_goal"] = _goal(form, "annual_goal", "年度总体目标")
    return found


def _of_department(form: Located, found: dict[str, Any]) -> dict[str, Any]:
    """The same about a department: it is named in place of a project, others need not be."""
    found["project_name"] = _department_name(form, found)
    unsaid = (key for key in _NOT_OF_DEPARTMENTS if not found[key].text)
    return found | {key: found[key]._replace(label="") for key in unsaid}


_NOT_OF_DEPARTMENTS = ("supervising_department", "implementing_unit")


def _department_name(form: Located, found: dict[str, Any]) -> Cell[str]:
    """The name of the department that a form is about, under whichever label it stands."""
    named = form.head("heads", "department_name")
    names = (named, found["project_name"], found["supervising_department"])
    told = (cell for cell in (*names, found["implementing_unit"]) if cell.text)
    return next(told, named)._replace(label=named.label or "部门（单位）名称")


def _evaluated(
    form: Located, tables: Tables, band: Band | None, found: dict[str, Any]
) -> dict[str, Any]:
    """What a self-evaluation of a project or of a department says."""
    money = funding(form, band)
    found |= {"funding": replace(money, total=with_execution_row(form, money.total, tables))}
    found |= closing(form, tables)
    found |= _heads(form, ())
    found["deviation_note"] = form.head("heads", "deviation_note")
    found["improvement_note"] = form.head("heads", "improvement_note")
    adjusted = form.head("goals", "adjusted_goal", below=True)
    found["expected_goal"] = _goal(form, "expected_goal", "")
    if adjusted.state is State.READ:
        found["expected_goal"] = adjusted
    found["actual_outcome"] = _goal(form, "actual_outcome", "")
    if found["actual_outcome"].state is State.ABSENT:
        found["actual_outcome"] = _outcome_by_place(form)
    if all(row.note.state is State.ABSENT for row in tables.indicators):
        # one box for all deviations: each row's deviation is explained there
        box = found["deviation_note"]
        found["indicators"] = tuple(replace(row, note=box) for row in found["indicators"])
    return found


def _goal(form: Located, role: str, usual: str) -> Cell[str]:
    """A goal: below its label, or beside it; by a word that may also head others at last."""
    cell = form.head("goals", role, below=True)
    other = {"expected_goal": "annual_goal", "annual_goal": "expected_goal"}.get(role)
    chain = [("weak_goals", role), *([("goals", other)] if other else [])]
    for block, named in chain:
        if cell.state is State.READ:
            break
        weak = form.head(block, named, below=True)
        if weak.state is State.READ or (cell.state is State.ABSENT and weak.state is State.BLANK):
            cell = weak
    return cell._replace(label=cell.label or usual)


_DONE = regex("完成|实现|实际|达成|执行情况|落实")


def _outcome_by_place(form: Located) -> Cell[str]:
    """What was reached, under words that no list has: the only other label beside the goal's."""
    for block in ("goals", "weak_goals"):
        for row, column in form.labels.places(form.page, block, "expected_goal"):
            beside = [(x, text) for x, text in form.page.row(row) if x > column]
            if row in form.tables or len(beside) != 1 or not 1 < len(beside[0][1]) <= _LABEL:
                continue
            place, text = (row, beside[0][0]), beside[0][1]
            below = form.page.below(place)
            if _DONE.search(text) and below[1] == place[1] and not form.is_label(text):
                form.label(place, "actual_outcome", Step.PLACE)
                return form.at(below, cell_readers.words, form.printed(place))
    return ABSENT


_LABEL = 15


def _is_blank(read: Form, tables: Tables) -> bool:
    """Whether nobody has filled anything in: no project, no goal, no money, no value of a row."""
    rows = read.indicators
    said = [cell for row in rows for cell in (row.target, row.actual, row.score, row.note)]
    heads: list[Cell[Any]] = [read.project_name, read.supervising_department]
    heads.append(read.implementing_unit)
    match read:
        case TargetDeclaration():
            heads += [read.annual_goal, read.overall_goal, read.start_date, read.end_date]
            heads += [fund.amount for fund in (*read.funding.project, *read.funding.annual)]
        case SelfEvaluation():
            heads += [read.expected_goal, read.actual_outcome]
            lines = (read.funding.total, *read.funding.parts)
            heads += [cell for line in lines for cell in (line.annual_budget, line.executed)]
        case _:
            assert_never(read)
    filled = [cell for cell in (*said, *heads) if cell.text and not cell.blank]
    return not filled and not tables.projects and not tables.medium_term


def _fiscal_year(form: Located, above: int, table: int) -> Cell[int]:
    """The year above 项目名称: a text that is 年度 alone wins over a year in a title."""
    kept: Cell[int] = ABSENT
    for at, text in form.page.texts.items():
        if at[0] >= max(above, form.page.top + 1):
            break
        if (year := cell_readers.year(text)) is None:
            continue
        cell = Cell(State.READ, text, year, "年度", address(*at))
        if cell_readers.is_year_alone(text):
            form.label(at, "fiscal_year")
            return cell
        if kept.state is State.ABSENT:
            kept = cell
    return kept if kept.state is not State.ABSENT else _labelled_year(form, table)


def _labelled_year(form: Located, table: int) -> Cell[int]:
    """The year in the head of a form: 预算年度|2024年度, or a text that is a year alone."""
    for at, text in form.page.texts.items():
        if at[0] >= table:
            break
        alone = cell_readers.is_year_alone(text)
        label = text.replace("：", ":").partition(":")[0]
        if len(text) < 30 and (alone or label.strip().endswith("年度")):
            beside = text if alone or ":" in text or "：" in text else ""
            place = at if beside else form.page.right_of(at)
            said = (beside or form.page.text(place)).replace("：", ":").partition(":")
            year = cell_readers.year("".join(said)) or _bare_year(said[2] or said[0])
            if year is not None:
                form.label(place, "fiscal_year")
                return Cell(State.READ, form.page.text(place), year, "年度", address(*place))
    return ABSENT


_BARE_YEAR = regex(r"20[0-4]\d")


def _bare_year(text: str) -> int | None:
    """The year that stands beside its label without 年: 预算年度|2025."""
    cleaned = terms.clean(text)
    return int(cleaned) if _BARE_YEAR.fullmatch(cleaned) else None


def _hidden(form: Located) -> tuple[Cell[str], ...]:
    """What the page holds in hidden rows and columns, on a hidden sheet, or as hidden text."""
    page, grid = form.page, form.page.grid
    cells = []
    if grid.hidden or grid.hidden_rows or grid.hidden_columns:
        cells = [
            form.at(at, cell_readers.words, "隐藏的单元格")
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


def _own_template(grid: Grid, form: Form) -> OwnTemplate | None:
    """What is left of our blank form in a form; None where it was made from no such form."""
    template = grid.template
    if template is None or template.edition != form.edition:
        return None
    if (version := template.number) is None:
        return None
    written_over = (
        cell.address
        for cell in _computed(form)
        if cell.state is State.READ and position(cell.address) not in grid.formulas
    )
    return OwnTemplate(version, tuple(written_over), template.policy, template.law)


def _computed(form: Form) -> Iterator[Cell[Any]]:
    """The cells that a template computes; 得分 is not among them, which may be marked lower."""
    match form:
        case SelfEvaluation():
            total = form.funding.total
            yield from (total.initial_budget, total.annual_budget, total.executed)
            yield from (total.rate, total.score, form.total_score, form.rating)
        case TargetDeclaration():
            funds = (*form.funding.project, *form.funding.annual)
            yield from (fund.amount for fund in funds if fund.kind is FundKind.TOTAL)
        case _:
            assert_never(form)


__all__ = ["FormKind", "Reading", "SheetRefusal", "every_cell", "read_grid"]
