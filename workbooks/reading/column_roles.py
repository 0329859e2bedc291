"""Which column of an indicator table is which, where several could be: by time, stage and person.

The target is this year's, the adjusted one beside the initial one; the actual value is the whole
year's; the score is the one that the form's own people gave. What is last year's, half a year's
or a reviewer's stays under its own name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workbooks.forms import Category, Subcategory
from workbooks.grid import Position
from workbooks.reading import cell_readers
from workbooks.reading.form_area import Page
from workbooks.reading.head_bands import OF_PART_OF_A_YEAR, Band, Column
from workbooks.values import terms
from workbooks.values.dataclass import replace
from workbooks.values.regex import regex
from workbooks.values.target import read_target
from workbooks.values.units import is_known_unit
from workbooks.vocabulary.head_words import Qualifier, head_word
from workbooks.vocabulary.vocabulary import Step

OTHER = "other"
"""A column that is read under its own name and judged by no rule."""
UNKNOWN = ""

_LEADING = ("category", "subcategory", "serial", "project", "project_unit")
_ONCE = (
    *("category", "subcategory", "name", "target", "adjusted_target", "actual", "points", "score"),
    *("note", "measure", "reviewed_actual", "reviewed_score", "last_actual", "project"),
    *("project_unit", "project_department", "project_goal", "project_money"),
    *("forecast", "possibility", "certain", "possible", "impossible"),
)


def settled(
    page: Page,
    band: Band,
    fiscal_year: int | None,
    *,
    boxed: bool = False,
    to_date: bool = False,
) -> tuple[Band, ...]:
    """The halves of a head, from left to right, in each of which every role has one column.

    `boxed` tells that the form has one box for all reasons, so that 备注 is not looked at for them;
    `to_date` that it tells of a part of the year (FormKind.to_date).
    """
    if to_date:
        band = replace(band, columns=tuple(_to_date(band.columns)))
    columns = [_this_year(column, band, fiscal_year) for column in _own_actual(band)]
    columns = _units_of_actuals(_parted(page, band, _of_the_year(columns)))
    halves: list[Band] = []
    for half in _halves(columns):
        shared = [c for c in columns if c.role == "category"][:1] if halves else []
        own = [*([] if any(c.role == "category" for c in half) else shared), *half]
        own = _by_place(page, band, _levels_by_cells(page, band, _once(own)))
        own = own if boxed else _with_note(own)
        halves.append(replace(band, columns=tuple(own)))
    return tuple(halves)


def _own_actual(band: Band) -> Sequence[Column]:
    """The columns; the only actual value below 指标值, after the target, is this year's.

    指标值 › 年度指标值 | 实际完成值 heads a self-evaluation. Before the target, or where a column
    beside it is the actual value, it is what was reached the year before.
    """
    roles = [column.role for column in band.columns]
    if "actual" in roles or roles.count("last_actual") != 1 or "target" not in roles:
        return band.columns
    at = roles.index("last_actual")
    if at < roles.index("target") or not {"points", "score", "note"} & {*roles[at:]}:
        return band.columns
    own = replace(band.columns[at], role="actual")
    return (*band.columns[:at], own, *band.columns[at + 1 :])


def _with_note(columns: Sequence[Column]) -> list[Column]:
    """备注 where a scored table has no other column for a reason."""
    roles = {column.role for column in columns}
    if roles & {"note", "measure"} or not {"actual", "score"} <= roles:
        return list(columns)
    return [
        replace(column, role="note", step=max(column.step, Step.SYNONYM))
        if column.role == "remark"
        else column
        for column in columns
    ]


def _to_date(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns of a form that tells of a part of the year.

    What was done by then is its actual value, whichever word heads it (绩效指标完成情况 may head
    the whole table too); what is expected of the year is its forecast; and under 偏差原因 stand
    columns to tick.
    """
    roles = [column.role for column in columns]
    own = any(
        column.role == "actual" and Qualifier.FORECAST not in column.qualifiers
        for column in columns
    )
    for at, column in enumerate(columns):
        role, says = column.role, column.qualifiers
        if role == "actual" and Qualifier.FORECAST in says:
            yield replace(column, role="forecast")
        elif role == "actual":
            yield replace(column, qualifiers=says - OF_PART_OF_A_YEAR)
        elif role == "note" and column.inherited:
            yield replace(column, role="cause", step=Step.EXACT)
        elif not role and not own and "target" in roles[:at] and "完成" in column.label:
            own = True
            usual = column.label.endswith(("完成情况", "执行情况"))
            yield replace(column, role="actual", step=Step.EXACT if usual else Step.SYNONYM)
        else:
            yield column


def _this_year(column: Column, band: Band, fiscal_year: int | None) -> Column:
    """The column with the role that it has for a form of this year."""
    says, role = column.qualifiers, column.role
    latest = max(column.years, default=0)
    years = {year for one in band.columns for year in one.years}
    this_year = fiscal_year or max(years, default=0)
    last = Qualifier.LAST_YEAR in says or 0 < latest < this_year
    if role == UNKNOWN and last:
        return replace(column, role=OTHER)
    if role == "last_actual" and not last and column.years:
        role = "actual"
    if role not in ("target", "actual", "score", "points", "note", "last_actual"):
        return column
    if last or role == "last_actual":
        return replace(column, role="last_actual" if "actual" in role else OTHER)
    if says & {Qualifier.PART_OF_YEAR, Qualifier.FORECAST}:
        return replace(column, role=OTHER)
    if Qualifier.REVIEW in says:
        return replace(column, role=f"reviewed_{role}" if role in ("actual", "score") else OTHER)
    if role == "target" and Qualifier.LONG_TERM in says and _has_yearly_target(band):
        return replace(column, role=OTHER, qualifiers=frozenset())
    if role == "target" and Qualifier.ADJUSTED in says:
        return replace(column, role="adjusted_target")
    return column


def _of_the_year(columns: Sequence[Column]) -> list[Column]:
    """The same; of several under one head that only this head explains, that of the whole year.

    完成情况 over 上旬|中旬|全年. Where none says so, nobody can know which of them is meant.
    """
    inherited: dict[tuple[str, tuple[Position, ...]], list[Column]] = {}
    for column in columns:
        if column.role in ("target", "actual", "score") and column.inherited and not column.years:
            inherited.setdefault((column.role, column.path[:-1]), []).append(column)
    found = list(columns)
    for several in inherited.values():
        whole = [one for one in several if _WHOLE_YEAR.search(one.label)]
        keep = whole if len(whole) == 1 else []
        for one in several if len(several) > 1 else ():
            if one not in keep:
                found[found.index(one)] = replace(one, role=OTHER)
    return found


_WHOLE_YEAR = regex("全年|年末|年底|年终|本年|当年|合计|累计|1-12月")


def _parted(page: Page, band: Band, columns: Sequence[Column]) -> list[Column]:
    """The same; a head over several columns of the sheet cut into sign, value and unit.

    年度指标值 over ≥|10|场, where nobody wrote heads for the three.
    """
    found: list[Column] = []
    for column in columns:
        parts = _parts(page, band, column) if column.right > column.left else {}
        if not parts:
            found.append(column)
            continue
        starts = sorted(parts)
        for x, after in zip(starts, [*starts[1:], column.right + 1], strict=True):
            found.append(replace(column, left=x, right=after - 1, role=parts[x]))
    return found


def _parts(page: Page, band: Band, column: Column) -> dict[int, str]:
    """Which columns of the sheet under one head are sign, value and unit; none unless all tell."""
    if column.role not in ("target", "actual"):
        return {}
    told = {x: _texts(page, band, x) for x in range(column.left, column.right + 1)}
    roles = {x: _part(texts) for x, texts in told.items() if texts}
    values = [x for x, part in roles.items() if not part]
    if len(roles) < 2 or len(values) != 1:
        return {}
    (value,) = values
    best = {part: min(xs, key=lambda x: (x < value, x)) for part, xs in _by_part(roles).items()}
    return {x: column.role + part if best[part] == x else OTHER for x, part in roles.items()}


def _by_part(roles: Mapping[int, str]) -> dict[str, list[int]]:
    """Where each part stands: a unit may stand on either side, and the one behind counts."""
    found: dict[str, list[int]] = {}
    for x, part in roles.items():
        found.setdefault(part, []).append(x)
    return found


def _part(cells: Sequence[str]) -> str:
    most = len(cells) * 3 / 4  # other lines stand below the table
    if sum(_SIGNS.fullmatch(cell) is not None for cell in cells) >= most:
        return "_relation"
    plain = [cell for cell in cells if len(cell) <= _UNIT and not _DIGIT.search(cell)]
    return "_unit" if len(plain) >= most and any(map(is_known_unit, plain)) else ""


_DIGIT = regex(r"\d")


_UNIT = 8  # signs of the longest unit


def _has_yearly_target(band: Band) -> bool:
    """Whether one name has a target of the year beside that of a longer term."""
    targets = [column for column in band.columns if column.role == "target"]
    names = [column for column in band.columns if column.role == "name"]
    yearly = [column for column in targets if Qualifier.LONG_TERM not in column.qualifiers]
    return bool(yearly) and len(names) <= 1


def _units_of_actuals(columns: Sequence[Column]) -> list[Column]:
    """A unit or a sign that stands beside the actual value, apart from those of the target."""
    found, seen = [], set[str]()
    for column in columns:
        role = column.role
        if role in ("target_unit", "target_relation") and role in seen and "target" in seen:
            role = role.replace("target", "actual")
        seen.add(column.role)
        found.append(replace(column, role=role) if role != column.role else column)
    return found


_AIMS = frozenset({"target", "actual", "adjusted_target"})


def _halves(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    """The columns cut before what leads to a second name: 中期 at the left, 年度 at the right."""
    names = [at for at, column in enumerate(columns) if column.role == "name"]
    starts: list[int] = []
    for at in names[1:]:
        start = at
        while start - 1 > names[0] and columns[start - 1].role in _LEADING:
            start -= 1
        before = {column.role for column in columns[starts[-1] if starts else names[0] : start]}
        after = {column.role for column in columns[at:]}
        if before & _AIMS and after & {*_AIMS, UNKNOWN}:
            starts.append(start)
    yield from (columns[a:b] for a, b in zip([0, *starts], [*starts, len(columns)], strict=True))


def _once(columns: Sequence[Column]) -> list[Column]:
    """The same with one column for a role: the surest, of equal ones the first."""
    best: dict[str, Column] = {}
    for column in columns:
        held = best.get(column.role)
        if held is None or column.step < held.step:
            best[column.role] = column
    if "target" not in best and "adjusted_target" in best:
        only = best.pop("adjusted_target")
        columns = [replace(c, role="target") if c is only else c for c in columns]
        best["target"] = next(c for c in columns if c.head == only.head)
    return [
        replace(column, role=OTHER)
        if column.role in _ONCE and best.get(column.role, column) != column
        else column
        for column in columns
    ]


# What stands left and right of a column that only its place and its cells tell, and how these look.
_SIGNS = regex(r"(?:[≥≤<>=≧≦＝═﹦＞＜]|>=|<=|定性|定量|[大小]于(?:等于)?|等于)+")
_FIGURE = regex(r"[≥≤<>=≧≦＝]*-?\d[\d,.]*(?:%|分|[^\d]{0,6})?")
_NUMBER = regex(r"-?\d[\d,.]*分?")
_NAMERS = {"category", "subcategory", "serial", UNKNOWN}
_END = "end"
_AFTER_TARGET = {"actual", "points", "target_unit", "score", "remark", "explanation", _END}
_AFTER_NAME = {"target", "target_relation", "target_unit", "actual", "points", "last_actual"}


def _is_figure(cell: str) -> bool:
    return _FIGURE.match(cell) is not None or read_target(cell).value is not None


def _by_place(page: Page, band: Band, columns: Sequence[Column]) -> list[Column]:
    """The columns with the only unknown one between two known ones, where its cells fit."""
    found = list(columns)
    for at, column in enumerate(found):
        if column.role not in (UNKNOWN, "core", OTHER):
            continue
        before = found[at - 1].role if at else UNKNOWN
        after = next((one.role for one in found[at + 1 :] if one.role != OTHER), _END)
        known = {one.role for one in found}
        role = _fitting(before, after, known, _sample(page, band, column))
        if role and (column.role == UNKNOWN or role in ("category", "subcategory")):
            found[at] = replace(column, role=role, step=Step.PLACE)
    if all(one.role != "name" for one in found):
        for one in [n for n in range(len(found)) if _is_name(page, band, found, n)][:1]:
            found[one] = replace(found[one], role="name", step=Step.PLACE)
    return _name_before_target(page, band, found)


def _name_before_target(page: Page, band: Band, columns: Sequence[Column]) -> list[Column]:
    """The columns with the name before the target, where a doubtful head behind it has the role.

    绩效指标|指标值|指标内容: the last one explains the first.
    """
    roles = [one.role for one in columns]
    at = roles.index("name") if "name" in roles else 0
    aimed = roles.index("target") if "target" in roles else len(roles)
    if aimed > at or columns[at].step is Step.EXACT:
        return list(columns)
    without = [replace(c, role=OTHER) if n == at else c for n, c in enumerate(columns)]
    for one in range(aimed):
        if _is_name(page, band, without, one):
            without[one] = replace(columns[one], role="name", step=Step.PLACE)
            return without
    return list(columns)


def _is_name(page: Page, band: Band, columns: Sequence[Column], at: int) -> bool:
    """Whether a column must be that of the names: behind the levels, and words stand in it.

    Its head may be one that is likely something else (考核要点), or that names the whole table.
    """
    column, cells = columns[at], _sample(page, band, columns[at])
    unsure = column.role in (UNKNOWN, OTHER) or column.step is not Step.EXACT
    if not cells or not unsure or column.role in _LEVELS or _level_of(cells):
        return False
    if sum(map(_is_figure, cells)) * 2 > len(cells):
        return False
    passed = ("points", OTHER)
    before = next((c.role for c in columns[:at][::-1] if c.role not in passed), UNKNOWN)
    after = next((c.role for c in columns[at + 1 :] if c.role != OTHER), _END)
    placed = before in _NAMERS and after in _AFTER_NAME
    if any(one.role in _LEVELS for one in columns[:at]):
        return placed or "指标" in column.label
    return placed and "指标" in column.label


_LEVELS = ("category", "subcategory")


def _levels_by_cells(page: Page, band: Band, columns: Sequence[Column]) -> list[Column]:
    """一级 and 二级 told by what stands in them, where the words of their heads are not plain."""
    plain = [c.role for c in columns if c.role in _LEVELS and c.step is Step.EXACT]
    if sorted(plain) == sorted(_LEVELS):
        return list(columns)
    found: dict[str, int] = {}
    for at, column in enumerate(columns):
        if column.role == "name":
            break
        if column.role in (*_LEVELS, UNKNOWN, "core", OTHER):
            level = _level_of(_sample(page, band, column))
            if level in found:
                return list(columns)
            if level:
                found[level] = at
    if len(found) < len(_LEVELS):
        return list(columns)
    told = {at: level for level, at in found.items()}
    return [
        replace(c, role=told.get(at, OTHER if c.role in _LEVELS else c.role))
        for at, c in enumerate(columns)
    ]


def _level_of(cells: Sequence[str]) -> str:
    """Which level of indicators some cells name; none where they name neither throughout."""
    most = len(cells) * 3 / 4  # a 合计 stands below them
    if not cells:
        return ""
    if sum(map(cell_readers.is_first_level, cells)) >= most:
        return "category"
    second = [cell_readers.subcategory(cell, "") is not Subcategory.OTHER for cell in cells]
    return "subcategory" if sum(second) >= most else ""


def _texts(page: Page, band: Band, column: int) -> list[str]:
    own = {c.head[1]: page.text(c.head) for c in band.columns if c.role in (*_LEVELS, "name")}
    found: list[str] = []
    for row in page.between(band.bottom + 1, band.bottom + 40)[:12]:
        texts = dict(page.row(row))
        if any(texts.get(at) == text for at, text in own.items()):
            break  # the head of another table, or of the next page
        found += [terms.clean(texts[column])] if column in texts else []
    return found


def _sample(page: Page, band: Band, column: Column) -> list[str]:
    rows = page.between(band.bottom + 1, band.bottom + 40)[:12]
    texts = (dict(page.row(row)).get(column.left) for row in rows)
    said = (terms.clean(text) for text in texts if text)
    return [text for text in said if text.rstrip(":") != column.label]  # a head printed again


def _fitting(before: str, after: str, known: set[str], cells: Sequence[str]) -> str:
    """The missing role that a place and the look of its cells tell, or nothing."""
    if not cells:
        return UNKNOWN
    levels = [cell_readers.subcategory(cell, "") for cell in cells]
    if after in _NAMERS | {"name"}:
        if "subcategory" not in known and Subcategory.OTHER not in levels:
            return "subcategory"
        categories = [cell_readers.category(cell, "") for cell in cells]
        if "category" not in known and Category.OTHER not in categories:
            return "category"
    signs = all(map(_SIGNS.fullmatch, cells))
    figures = sum(map(_is_figure, cells)) * 2 > len(cells)
    numbers = all(map(_NUMBER.fullmatch, cells))
    of_actual = before in ("target", "target_unit") and after == "actual"
    if signs and "target_relation" not in known and not of_actual:
        return "target_relation"
    if "target" not in known and before in ("name", "target_relation") and figures:
        return "target" if after in _AFTER_TARGET else UNKNOWN
    targets = ("target", "adjusted_target", "target_unit")
    if "actual" not in known and before in targets and after in ("points", "score") and figures:
        return "actual"
    if numbers and "points" not in known and after == "score":
        return "points"
    if numbers and "score" not in known and before in ("points", "actual"):
        return "score"
    return UNKNOWN


def is_long_term(page: Page, band: Band) -> bool:
    """Whether a half or a table is about the medium term: by its heads, or by what is beside it."""
    aims = [column for column in band.columns if column.role in ("name", "target")]
    if aims and all(Qualifier.LONG_TERM in column.qualifiers for column in aims[-1:]):
        return True
    first = min(column.left for column in band.columns if column.role)
    corner = page.text((band.bottom, first - 1)) if first > page.left else ""
    above = page.row(band.top - 1)
    texts = [corner, *(text for _, text in above if len(above) == 1)]
    return any(
        Qualifier.LONG_TERM in head_word(text).qualifiers for text in texts if 0 < len(text) <= 20
    )
