"""What a page is: which kind its title or its columns tell, and what to say of one that is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import ALL_KINDS, KINDS, ByKind, FormKind, OtherKind, kind_named
from workbooks.grid import Position
from workbooks.reading.form_area import LabelIndex, Page
from workbooks.reading.head_bands import Band
from workbooks.vocabulary.head_words import Qualifier

_LABELS_UNDER_A_TITLE = 2
_TEXTS_ABOVE_A_TITLE = 1  # 附件2
_TEXTS_IN_A_TITLE_ROW = 3  # 公开14表 and 部门 may stand beside it
_BLOCKS = ("heads", "goals", "money", "indicators", "closing")


def titles(page: Page) -> Iterator[tuple[Position, FormKind | OtherKind]]:
    """Where a kind of form is named, in reading order."""
    for position, text in page.texts.items():
        if ("表" in text or "库" in text) and (kind := kind_named(text)) is not None:
            yield position, kind


def title_of(page: Page) -> Position | None:
    """The title of a form that can be judged."""
    return next((place for place, kind in titles(page) if isinstance(kind, FormKind)), None)


def _label_rows(page: Page, labels: LabelIndex) -> Iterator[int]:
    for row in page.numbers:
        for _, text in page.row(row):
            if labels.words.is_label(text) and any(
                block in _BLOCKS for block, _ in labels.words.senses(text)
            ):
                yield row


def other_kind(page: Page, labels: LabelIndex) -> Refusal | None:
    """The refusal of a kind that is known by its title and cannot be judged yet; this door alone.

    Such a title stands above all labels. Where there are none, it is at the top and the only one,
    as it is not in a table of contents.
    """
    named = list(titles(page))
    place, kind = named[0] if named else (None, None)
    if place is None or not isinstance(kind, OtherKind):
        return None
    first = next(_label_rows(page, labels), None)
    above = [*page.texts].index(place)
    alone = above <= _TEXTS_ABOVE_A_TITLE and len(named) == 1
    if (place[0] >= first) if first is not None else not alone:
        return None
    title = "".join(page.texts[place].split())
    called = "" if title == kind.word else f"（标题是「{title}」）"
    message = f"是{kind.word}{called}，这种表还不能核查。请人工审核，本次核查不包括它。"
    return Refusal(Reason.OTHER_KIND, message)


def kind_of_page(
    page: Page, labels: LabelIndex, bands: Sequence[Band], headed: bool
) -> FormKind | None:
    """The kind of form on a page: by its title, and by the columns of its tables.

    A page without a title is a form only where a project is named and a table has levels of
    indicators.
    """
    title = title_of(page)
    named = kind_named(page.texts[title]) if title is not None else None
    named = None if _is_evidence(title, named, bands) else named
    roles = frozenset[str]().union(*(band.roles for band in bands))
    of_department = "project" not in roles and _is_of_department(page, labels)
    if isinstance(named, FormKind) and title is not None:
        says = page.texts[title]
        if of_department and "部门" in says and "项目" not in says:
            named = _WHOLE[named.name]  # 部门绩效目标申报表, with 部门名称 where a project is named
        return named if bands else None
    if not roles.isdisjoint(_MONITORED):
        return KINDS["MonitoringReport"] if bands and "target" in roles else None
    known = headed or of_department or "project" in roles
    if not bands or not known or roles.isdisjoint(_MEASURED):
        return None
    if roles.isdisjoint({"category", "subcategory"}) and len(roles & _CORE) < 3:
        return None
    columns = (column for band in bands for column in band.columns if column.role == "actual")
    evaluated = any(not _of_another_time(column.qualifiers) for column in columns)
    if not evaluated and "score" not in roles:
        return KINDS["DepartmentDeclaration" if of_department else "TargetDeclaration"]
    return KINDS["DepartmentEvaluation" if of_department else "SelfEvaluation"]


def _is_of_department(page: Page, labels: LabelIndex) -> bool:
    """Whether a page names a department where a project would stand, or heads its money so."""
    named = labels.places(page, "heads", "project_name")
    if named or any(labels.inline(page, "heads", "project_name")):
        return False
    corners = (page.texts[place] for place in labels.places(page, "money", "corner"))
    department = labels.first(page, "heads", "department_name") is not None
    department = department or any(labels.inline(page, "heads", "department_name"))
    return department or any("部门" in text for text in corners)


def _is_evidence(
    title: Position | None, named: FormKind | OtherKind | None, bands: Sequence[Band]
) -> bool:
    """Whether a name stands inside or below the tables: 佐证材料 may be a monitoring report."""
    if title is None or not isinstance(named, FormKind) or not named.to_date:
        return False
    return title[0] >= min((band.top for band in bands), default=1 << 20)


_MONITORED = frozenset({"possibility", "certain"})
"""Columns that no other kind of form has."""

_WHOLE: ByKind[FormKind] = {
    "SelfEvaluation": KINDS["DepartmentEvaluation"],
    "TargetDeclaration": KINDS["DepartmentDeclaration"],
    "DepartmentEvaluation": KINDS["DepartmentEvaluation"],
    "DepartmentDeclaration": KINDS["DepartmentDeclaration"],
    "MonitoringReport": KINDS["MonitoringReport"],
}
_MEASURED = frozenset({"target", "actual"})
_CORE = frozenset({"target", "actual", "points", "score", "note"})


def _of_another_time(qualifiers: frozenset[Qualifier]) -> bool:
    return bool(qualifiers & {Qualifier.LAST_YEAR, Qualifier.PART_OF_YEAR, Qualifier.FORECAST})


def blank(kind: FormKind) -> Refusal:
    """What is said of a form that nobody filled in."""
    return Refusal(Reason.BLANK, f"是空白表（{kind.called}），没有填写。")


def unrecognised(page: Page, labels: LabelIndex) -> Refusal | None:
    """What is said of a page that looks like a form and has no table that could be read."""
    title, rows = title_of(page), list(_label_rows(page, labels))
    if title is None or len(rows) < _LABELS_UNDER_A_TITLE:
        return None
    if (
        title[0] >= rows[0]
        or "汇总" in page.texts[title]
        or len(page.row(title[0])) > _TEXTS_IN_A_TITLE_ROW
    ):
        return None  # a list, or instructions, name forms and their columns too
    return Refusal(
        Reason.UNRECOGNISED,
        "没有找到指标表：没有一行同时有指标名称一栏（如「三级指标」）和「年度指标值」或「实际完成值」一栏。"
        f"请确认是否为{'或'.join(kind.called for kind in ALL_KINDS)}，指标表的栏目是否改动过。",
    )
