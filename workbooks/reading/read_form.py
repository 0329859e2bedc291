"""A sheet -> its forms: where each is, of what kind and place, and every cell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, assert_never

from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import FormKind
from workbooks.forms import (
    ABSENT,
    CLEAR,
    UNREAD_ROW,
    Cell,
    DepartmentDeclaration,
    DepartmentEvaluation,
    Form,
    Funding,
    FundKind,
    MonitoringReport,
    OwnTemplate,
    SelfEvaluation,
    State,
    TargetDeclaration,
    Trouble,
    Understanding,
    every_cell,
    unread_by_fault,
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
from workbooks.reading.read_declared_funding import declared_funding, declared_unread
from workbooks.reading.read_form_head import (
    DECLARED,
    DECLARED_GOALS,
    GOALS,
    HEADS,
    NOTES,
    declared_goals,
    department_name,
    fiscal_year,
    goals,
    heads,
    notes,
    period,
    year_in,
)
from workbooks.reading.read_funding import MONEY_HEADS, funding, funding_unread, money_band
from workbooks.reading.read_indicators import Tables, find_bands, read_tables
from workbooks.reading.several_projects import forms_of
from workbooks.reading.sight import hidden, sight
from workbooks.reading.unrecognised import blank, kind_of_page, other_kind, title_of, unrecognised
from workbooks.sparing import Fault, spare, until_broken
from workbooks.values.dataclass import dataclass, field, fields, replace
from workbooks.values.terms import clean
from workbooks.vocabulary.vocabulary import Step

TEMPLATE_VERSION = 2
"""Of our blank forms; raised when older ones should be replaced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A form, its edition, and the cells of it that could not be read.

    `blank` tells that nobody has filled it in. `faults` are the parts that our own code broke on:
    their cells are unreadable, and no unit could mend them. `marks` and `texts` are what `account`
    needs to tell of every cell.
    """

    form: Form
    edition: Edition
    unreadable: tuple[Cell[Any], ...]
    blank: bool = False
    faults: tuple[Fault, ...] = ()
    marks: Mapping[Position, Mark] = field(default_factory=dict, compare=False, repr=False)
    texts: Mapping[Position, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SheetRefusal:
    """A sheet with a form that cannot be read, or of a kind that cannot be judged yet.

    `fault` where that is a fault of ours.
    """

    sheet: str
    refusal: Refusal
    fault: Fault | None = None


Found = Reading | SheetRefusal


def not_checked(sheet: str, trace: str) -> SheetRefusal:
    """A sheet, or a form on it, that our own code broke on."""
    return SheetRefusal(sheet, Refusal(Reason.CRASHED, NOT_CHECKED), Fault("", trace, sheet=sheet))


NOT_CHECKED = "因程序故障（与填报单位无关）没有核查，请把此文件发给维护人。"


def read_grid(grid: Grid, known: Editions | None = None) -> Iterator[Reading | SheetRefusal]:
    """Every form on a sheet that somebody filled in, in its order; no form gives nothing."""
    for found in read_all(grid, known):
        if isinstance(found, Reading) and found.blank:
            yield SheetRefusal(grid.sheet, blank(found.edition.kind))
        else:
            yield found


def read_all(grid: Grid, known: Editions | None = None) -> Iterator[Found]:
    """Every form on a sheet, blank ones too; what breaks on one of them costs no other."""
    known = known or editions()
    told = partial(not_checked, grid.sheet)
    sheet = Sheet(grid)
    labels = LabelIndex(sheet, known.words)
    areas, trace = spare(lambda: pages(sheet, labels))
    if areas is None:
        yield told(trace)
    for page in areas or ():
        yield from until_broken(_read_area(page, labels, known), told)


def _read_area(page: Page, labels: LabelIndex, known: Editions) -> Iterator[Found]:
    """What a page holds that may be a form."""
    sheet = page.grid.sheet
    if (refusal := other_kind(page, labels)) is not None:
        yield SheetRefusal(sheet, refusal)
        return
    found = False
    for one in _read_page(page, labels, known):
        found = True
        yield one
    if not found and (refusal := unrecognised(page, labels)) is not None:
        yield SheetRefusal(sheet, refusal)


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
    edition = known.of(kind, page, labels, _last_head(page, labels, above, first))
    form = Located(page, edition, labels)
    lost: Cell[int] = unread_by_fault("年度", address(page.top, page.left))
    year = form.spared("年度", lambda: fiscal_year(form, first, above), lost, lost.address)
    tables = _tables(form, bands, year.value)
    read, is_blank = _form(form, tables, year)
    for one, rows in forms_of(form, tables, read):
        yield replace(_finished(form, one, tables, rows), blank=is_blank)


def _tables(form: Located, bands: Sequence[Band], fiscal_year: int | None) -> Tables:
    """The indicator tables of a form; where that breaks, one row of which nothing is known."""
    where, broken = form.heading("indicators", "name", "target"), Tables(unsure=True)
    tables = form.spared("指标表", lambda: read_tables(form, bands, fiscal_year), broken, where)
    if tables is not broken:
        return tables
    rows = range(bands[0].top, form.page.bottom + 1)
    form.tables.update(rows)
    form.indicator_rows.update(rows)
    return replace(broken, bands=tuple(bands), indicators=[UNREAD_ROW])


def _last_head(page: Page, labels: LabelIndex, above: int, first: int) -> int:
    """The last row of the head of a form, where its departments and places are named."""
    keys = [("heads", role) for role in HEADS]
    rows = [row for row in labels.rows(page, keys) if row < above]
    inline = (place[0] for key in keys for place, _ in labels.inline(page, *key))
    return max([*rows, *(row for row in inline if row < above), first])


def _finished(form: Located, read: Form, tables: Tables, rows: range) -> Reading:
    page = form.page
    others = form.indicator_rows.difference(rows) if tables.projects else ()
    texts = {at: text for at, text in page.texts.items() if at[0] not in others}
    if page.grid.template is not None:
        own = form.spared("填报模板的标记", lambda: _own_template(page.grid, read), None)
        read = replace(read, template=own)
    cells = every_cell(replace(read, hidden=(), understanding=Understanding()))
    unreadable = (c for c in cells if c.trouble is not None and c.trouble is not Trouble.FAULT)
    known = {cell.address for cell in cells}
    known.update(c.address for row in tables.medium_term for c in every_cell(row))
    loose = {
        at: text for at, text in texts.items() if at not in form.marks and address(*at) not in known
    }
    understood = Understanding(
        leftovers=tuple(tables.leftovers),
        not_applicable=tuple(tables.skipped),
        medium_term=tuple(tables.medium_term),
    )
    understood = form.spared(
        "没有读的格", lambda: _understood(form, tables, loose, understood), understood
    )
    read = replace(read, understanding=understood)
    told, faults = tuple(dict.fromkeys(unreadable)), tuple(form.faults)
    return Reading(read, form.edition, told, faults=faults, marks=form.marks, texts=texts)


def _understood(
    form: Located, tables: Tables, loose: Mapping[Position, str], known: Understanding
) -> Understanding:
    """With the heads that no list has, and the cells that nobody knows what to do with."""
    _set_apart_the_rest(form, tables, loose)
    heads = tuple(_heads_told(form, tables.bands))
    others = tuple(_other_lines(form))
    return replace(known, heads=heads, unread=unread(form, loose), others=others)


def _other_lines(form: Located) -> Iterator[Cell[str]]:
    """What stands right of each label that a form has beside its fields: 政策依据, 测算依据."""
    page = form.page
    for label in form.labels.places(page, "other", "label"):
        if label[0] not in form.tables:
            place = page.right_of(label)
            text = "" if form.is_label(page.text(place)) else page.text(place)
            state = State.READ if text else State.BLANK
            yield Cell(state, text, text or None, form.printed(label), address(*place))
    for place, text in form.labels.inline(page, "other", "label"):
        if place[0] not in form.tables:
            name = clean(page.text(place)).partition(":")[0]
            yield Cell(State.READ, text, text, name, address(*place))


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
    for place, mark in form.marks.items():
        block, _, role = mark.role.rpartition(".")
        if mark.what == LABEL and mark.step is Step.PLACE and block in ("", "money"):
            usual = form.labels.words.told(block or "goals", role)
            text = form.page.text(place)
            yield Cell(State.READ, text, usual, form.printed(place), address(*place))


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


_NONE: tuple[Cell[str], ...] = ()


def _form(form: Located, tables: Tables, year: Cell[int]) -> tuple[Form, bool]:
    """The form of a page, and whether nobody filled it in."""
    page, edition = form.page, form.edition
    title = title_of(page)
    if title is not None:
        form.label(title, "title")
    found: dict[str, Any] = {one.name: ABSENT for one in fields(edition.kind.form)}
    found |= {
        "template": None,
        "understanding": Understanding(),
        "sheet": page.grid.sheet,
        "edition": edition.name,
        "title": form.at(title, cell_readers.words, "标题"),
        "fiscal_year": year,
        "indicators": tuple(tables.indicators),
        "hidden": form.spared("隐藏的内容", lambda: hidden(form), _NONE),
        "sight": form.spared("看不全的内容", lambda: sight(page), CLEAR),
    }
    match edition.kind.name:
        case "TargetDeclaration":
            read: Form = TargetDeclaration(**_declared(form, found))
        case "DepartmentDeclaration":
            read = DepartmentDeclaration(**_of_department(form, _declared(form, found)))
        case "SelfEvaluation":
            read = SelfEvaluation(**_evaluated(form, tables, found))
        case "DepartmentEvaluation":
            found = _evaluated(form, tables, found)
            read = DepartmentEvaluation(**_of_department(form, found))
        case "MonitoringReport":
            read = MonitoringReport(**_monitored(form, tables, found))
        case unknown:
            assert_never(unknown)
    return read, _is_blank(read, tables)


def _declared(form: Located, found: dict[str, Any]) -> dict[str, Any]:
    """What a declaration of a project or of a department says."""
    year = found["fiscal_year"].value
    found["funding"] = form.spared(
        *("项目资金", lambda: declared_funding(form, year)),
        *(declared_unread(form), form.heading("money", *MONEY_HEADS)),
    )
    found |= _part(form, "表头", lambda: heads(form, DECLARED), HEADS | DECLARED)
    return found | _part(form, "绩效目标", lambda: declared_goals(form), DECLARED_GOALS)


def _monitored(form: Located, tables: Tables, found: dict[str, Any]) -> dict[str, Any]:
    """What a monitoring report says."""
    found["funding"] = form.spared(
        *("项目资金", lambda: funding(form, money_band(form))),
        *(funding_unread(form), form.heading("money", *MONEY_HEADS)),
    )
    found |= _part(form, "表头", lambda: heads(form, ()), HEADS)
    goal = _part(form, "绩效目标", lambda: declared_goals(form), DECLARED_GOALS)
    lost: Cell[int] = unread_by_fault("监控期间")
    when = form.spared("监控期间", lambda: period(form, tables.bands), lost, lost.address)
    year = found["fiscal_year"]
    if year.state is State.ABSENT and (stated := year_in(when.text)) is not None:
        found["fiscal_year"] = when._replace(state=State.READ, value=stated, label="年度")
    return found | {"overall_goal": goal["annual_goal"], "period": when}


def _of_department(form: Located, found: dict[str, Any]) -> dict[str, Any]:
    """The same about a department: it is named in place of a project, others need not be."""
    name = unread_by_fault("部门（单位）名称")
    found["project_name"] = form.spared("表头", lambda: department_name(form, found), name)
    unsaid = (key for key in _NOT_OF_DEPARTMENTS if not found[key].text)
    return found | {key: found[key]._replace(label="") for key in unsaid}


_NOT_OF_DEPARTMENTS = ("supervising_department", "implementing_unit")


def _part(
    form: Located, part: str, read: Callable[[], dict[str, Cell[Any]]], roles: Mapping[str, str]
) -> dict[str, Cell[Any]]:
    """Some cells of a form by their roles; all of them unread where our own code breaks."""
    where = form.heading("heads", *roles) or form.heading("goals", *roles)
    lost = {role: unread_by_fault(label, where) for role, label in roles.items()}
    return form.spared(part, read, lost, where)


def _evaluated(form: Located, tables: Tables, found: dict[str, Any]) -> dict[str, Any]:
    """What a self-evaluation of a project or of a department says."""
    found["funding"] = form.spared(
        *("项目资金", lambda: _funding(form, tables)),
        *(funding_unread(form), form.heading("money", *MONEY_HEADS)),
    )
    found |= _closing(form, tables)
    found |= _part(form, "表头", lambda: heads(form, ()), HEADS)
    found |= _part(form, "偏差原因", lambda: notes(form), NOTES)
    found |= _part(form, "绩效目标", lambda: goals(form), GOALS)
    if all(row.note.state is State.ABSENT for row in tables.indicators):
        # one box for all deviations: each row's deviation is explained there
        box = found["deviation_note"]
        found["indicators"] = tuple(replace(row, note=box) for row in found["indicators"])
    return found


def _funding(form: Located, tables: Tables) -> Funding:
    money = funding(form, money_band(form))
    return replace(money, total=with_execution_row(form, money.total, tables))


def _closing(form: Located, tables: Tables) -> dict[str, Cell[Any]]:
    """总分 and 评分等级, which cannot be known where a row that broke may have been the total."""
    total = (address(row, 1) for row in tables.totals[-1:])
    where = next(total, "") or form.heading("closing", "total", "total_score", "rating")
    lost = {role: unread_by_fault(label, where) for role, label in _CLOSING.items()}
    if tables.unsure:
        return lost
    return form.spared("总分和等级", lambda: closing(form, tables), lost, where)


_CLOSING = {"total_points": "总分的分值", "total_score": "总分", "rating": "评分等级"}


def _is_blank(read: Form, tables: Tables) -> bool:
    """Whether nobody has filled anything in: no project, no goal, no money, no value of a row."""
    rows = read.indicators
    said: list[Cell[Any]] = [
        cell for row in rows for cell in (row.target, row.actual, row.score, row.note)
    ]
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
        case MonitoringReport():
            said += [cell for row in rows for cell in (row.forecast, row.possibility)]
            heads += [read.overall_goal]
            lines = (read.funding.total, *read.funding.parts)
            heads += [cell for line in lines for cell in (line.initial_budget, line.executed)]
        case _:
            assert_never(read)
    filled = [cell for cell in (*said, *heads) if cell.text and not cell.blank]
    return not filled and not tables.projects and not tables.medium_term


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
        case MonitoringReport():
            total = form.funding.total
            yield from (total.initial_budget, total.executed, total.rate, total.forecast)
        case _:
            assert_never(form)


__all__ = ["FormKind", "Reading", "SheetRefusal", "every_cell", "read_grid"]
