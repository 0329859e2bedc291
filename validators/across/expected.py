"""应报名单, read: which units shall hand in which forms, whatever the list looks like.

Columns are found by their heads; titles may stand above, totals below, and a unit may be written
once for several rows. Whatever cannot be used is told by its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from validators.checking.our_files import own_sheet
from workbooks.files.open_file import open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import ALL_KINDS, FormKind, OtherKind, kind_named
from workbooks.forms import MoneyUnit
from workbooks.grid import Grid, address
from workbooks.reading.form_area import Page, Sheet
from workbooks.reading.read_form import Reading, read_all
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import typed
from workbooks.values.regex import regex
from workbooks.values.terms import clean, fold

UNIT, PROJECT, AMOUNT, KIND = "单位", "项目", "金额", "表种"

_NAMES = {
    UNIT: (
        *("单位名称", "单位", "实施单位", "项目实施单位", "项目单位", "预算单位", "预算单位名称"),
        *("填报单位", "申报单位", "报送单位", "应报单位", "责任单位", "使用单位", "资金使用单位"),
        *("单位全称", "承担单位", "基层单位", "二级单位", "部门单位", "部门/单位", "部门名称"),
        *("预算部门", "主管部门", "部门"),
    ),
    PROJECT: (
        *("项目名称", "项目", "预算项目", "预算项目名称", "支出项目", "支出项目名称", "项目全称"),
        *("二级项目", "二级项目名称", "具体项目", "项目支出名称", "应报项目"),
    ),
    AMOUNT: (
        *("金额", "预算金额", "项目金额", "预算数", "全年预算数", "全年预算", "年初预算数", "预算"),
        *(
            "年度预算",
            "年度资金总额",
            "资金总额",
            "项目资金",
            "批复金额",
            "预算安排",
            "资金",
            "安排金额",
        ),
        *("预算批复数", "批复数", "申请金额", "财政拨款", "项目预算", "当年预算", "下达金额"),
    ),
    KIND: (
        *(
            "表种",
            "表类",
            "表别",
            "表格",
            "报表",
            "表名",
            "应报表",
            "应报表种",
            "应报表格",
            "报送表格",
        ),
        *(
            "报送材料",
            "应报材料",
            "表格种类",
            "报表种类",
            "报表名称",
            "表格名称",
            "材料",
            "填报表格",
        ),
    ),
}
_DEEPEST_HEAD = 60  # rows that may stand above the heads
_SUMS = regex("(?:合计|总计|小计|共计|汇总)(?:数|金额)?")
_REMARK = regex("(?:备注|注|说明|填表说明|填表人|制表人?|联系人|审核人?|经办人?|负责人)[:：]")
_DITTO = frozenset(("同上", "″", "〃", '"', "”", "..", "……"))
_WAN, _YUAN = regex("万元"), regex("(?<!万)元")

_REMEDY = (
    "请在名单里写一行栏目名：单位、项目、金额、表种（至少要有单位），"
    "再从下一行起每行写一份应报的表。"
)
_NO_HEAD = "应报名单 {path} 里没有找到写着「单位」的栏目（看了工作表{sheets}）。" + _REMEDY
_NO_LIST = "{path} 是{other}，不是应报名单。" + _REMEDY
_EMPTY = "应报名单 {path} 的工作表「{sheet}」第 {row} 行以下没有单位。" + _REMEDY
_TWICE = (
    "应报名单 {path} 的工作表「{sheet}」第 {row} 行有几栏都叫「{name}」（{cells}），"
    "分不清用哪一栏。请只留一栏，或把另外的改名。"
)
_OTHER = "{row}的表种「{text}」本工具不核查，这一行没有采用。可以写自评表或申报表，不写的两种都算。"
_SAME = "{row}与{first}相同，只算一行。请从名单里删去一行。"
_NO_AMOUNT = "{row}的金额「{text}」不是数，没有核对金额。请只填数字。"
_NO_UNIT = "{row}只写了项目「{project}」，没有写单位，这一行没有采用。请补上单位。"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One form that shall be handed in: `project` empty for any, `kind` None for either.

    `amounts` are the amount in 万元; two where the list does not say whether it is in 元.
    """

    row: str
    unit: str
    project: str
    kind: FormKind | None
    amounts: tuple[Decimal, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedList:
    """The list; `troubles` tell of rows that could not be used, or only in part."""

    path: Path
    lines: tuple[Expectation, ...]
    troubles: tuple[str, ...]


def read(path: Path) -> ExpectedList | Refusal:
    """What a list asks for; a refusal, with what to do, where it is no such list."""
    grids = open_workbook(path)
    if isinstance(grids, Refusal):
        return Refusal(grids.reason, f"应报名单 {path} 读不成：{grids.message}")
    shown = [grid for grid in grids if not grid.hidden]
    other = next(filter(None, map(_otherwise, shown)), "")
    if other:
        return Refusal(Reason.OTHER_KIND, _NO_LIST.format(path=path, other=other))
    lines: list[Expectation] = []
    troubles: list[str] = []
    last: Refusal | None = None
    for grid in shown:
        columns = _heads(Page(Sheet(grid), 1, 1_048_576), path)
        if isinstance(columns, Refusal):
            return columns
        if columns is None:
            continue
        before = len(lines)
        for said in _lines(columns, several=len(shown) > 1):
            (troubles if isinstance(said, str) else lines).append(said)  # type: ignore[arg-type]
        if len(lines) == before and not troubles:
            told = _EMPTY.format(path=path, sheet=grid.sheet, row=columns.row)
            last = Refusal(Reason.UNRECOGNISED, told)
    if not lines:
        sheets = "、".join(f"「{grid.sheet}」" for grid in shown[:5])
        told = "".join(troubles) and f"应报名单 {path} 没有一行可用。{troubles[0]}"
        none = told or _NO_HEAD.format(path=path, sheets=sheets)
        return last or Refusal(Reason.UNRECOGNISED, none)
    return ExpectedList(path, *_once(lines, troubles))


def _otherwise(grid: Grid) -> str:
    """What a sheet is that names units and projects, and is no list: an output of ours, a form."""
    own = own_sheet(grid)
    form = "" if own else next((one.edition.kind.called for one in _forms(grid)), "")
    return f"本工具写的{own}" if own else form


def _forms(grid: Grid) -> Iterator[Reading]:
    return (one for one in read_all(grid) if isinstance(one, Reading))


@dataclass(frozen=True, slots=True)
class _Columns:
    """The heads of a list: the last row that they take, and the column of each."""

    page: Page
    row: int
    columns: dict[str, int]
    units: tuple[MoneyUnit, ...]


def _heads(page: Page, path: Path) -> _Columns | Refusal | None:
    """The first row that has a head for 单位, or for units by another name; None without one."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in page.texts.items():
        if row <= _DEEPEST_HEAD:
            rows.setdefault(row, {})[column] = fold(text)
    for row, texts in sorted(rows.items()):
        if not set(texts.values()).intersection(_NAMES[UNIT]):
            continue
        columns: dict[str, int] = {}
        for head, names in _NAMES.items():
            name = next((name for name in names if name in texts.values()), None)
            places = [column for column, text in sorted(texts.items()) if name and text == name]
            if len(places) > 1:
                cells = "、".join(address(row, column) for column in places)
                told = _TWICE.format(
                    path=path, sheet=page.grid.sheet, row=row, name=name, cells=cells
                )
                return Refusal(Reason.UNRECOGNISED, told)
            if places:
                columns[head] = places[0]
        if len(texts) == 1 and len(page.texts) > 1 and _is_labelled(page, row, columns[UNIT]):
            continue
        last = max(page.area((row, column)).bottom for column in columns.values())
        return _Columns(page, last, columns, _money_units(page, row, columns.get(AMOUNT)))
    return None


def _is_labelled(page: Page, row: int, column: int) -> bool:
    """Whether a lone 单位： is the label of what stands in its own cell, and heads nothing."""
    return page.texts[row, column].rstrip().endswith((":", "："))


def _money_units(page: Page, row: int, column: int | None) -> tuple[MoneyUnit, ...]:
    """Of the amounts, as their head or a text above says; both where nobody says it."""
    above = [text for (at, _), text in page.texts.items() if at <= row and "元" in text]
    own = page.texts.get((row, column), "") if column else ""
    for text in (own, *(text for text in above if re.search("单位|金额", text))):
        if _WAN.search(text):
            return (MoneyUnit.WAN_YUAN,)
        if _YUAN.search(text):
            return (MoneyUnit.YUAN,)
    return (MoneyUnit.WAN_YUAN, MoneyUnit.YUAN)


def _lines(heads: _Columns, *, several: bool) -> Iterator[Expectation | str]:
    """Each row below the heads: what it asks for, and what is the matter with it."""
    page, columns = heads.page, heads.columns
    bottom = max((row for row, _ in page.texts), default=0)
    unit = ""
    for row in range(heads.row + 1, bottom + 1):
        cells = {head: page.text((row, column)).strip() for head, column in columns.items()}
        if _is_no_line(page, row, columns, cells):
            continue
        unit = cells[UNIT] if cells[UNIT] and clean(cells[UNIT]) not in _DITTO else unit
        place = f"工作表「{page.grid.sheet}」第 {row} 行" if several else f"第 {row} 行"
        if not unit:
            yield _NO_UNIT.format(row=place, project=cells[PROJECT])
            continue
        yield from _asked(place, " ".join(unit.split()), cells, heads.units)


def _is_no_line(page: Page, row: int, columns: dict[str, int], cells: dict[str, str]) -> bool:
    """Whether a row is blank, a sum, a remark, a heading over the list, or the heads once more."""
    unit, project = cells[UNIT], cells.get(PROJECT, "")
    if not unit and not project:
        return True
    if fold(unit) in _NAMES[UNIT] and (PROJECT not in columns or fold(project) in _NAMES[PROJECT]):
        return True
    area = page.area((row, columns[UNIT]))
    if (
        len(columns) > 1
        and area.left <= min(columns.values()) < max(columns.values()) <= area.right
    ):
        return True
    texts = (clean(text) for _, text in page.sheet.rows.get(row, ()))
    return any(_SUMS.fullmatch(text) or _REMARK.match(text) for text in texts)


def _asked(
    row: str, unit: str, cells: dict[str, str], units: tuple[MoneyUnit, ...]
) -> Iterator[Expectation | str]:
    """What one row asks for: a form of each kind that it names."""
    text = cells.get(KIND, "")
    kinds = _kinds(text)
    if not kinds:
        yield _OTHER.format(row=row, text=text)
        return
    written = cells.get(AMOUNT, "")
    amount = typed(written)
    if written and amount is None:
        yield _NO_AMOUNT.format(row=row, text=written)
    shown = f"{written} {units[0]}" if amount is not None and len(units) == 1 else written
    amounts = () if amount is None else tuple(_wan_yuan(amount, money) for money in units)
    for kind in kinds:
        yield Expectation(row, unit, " ".join(cells.get(PROJECT, "").split()), kind, amounts, shown)


def _wan_yuan(amount: Decimal, unit: MoneyUnit) -> Decimal:
    return amount * unit.yuan / MoneyUnit.WAN_YUAN.yuan


def _kinds(text: str) -> tuple[FormKind | None, ...]:
    """The kinds of form that a cell names: either where it names none, nothing for other papers."""
    said = clean(text)
    if not said:
        return (None,)
    named = tuple(
        kind
        for kind, words in (
            (ALL_KINDS[0], ("自评",)),
            (ALL_KINDS[1], ("申报", "目标表", "绩效目标")),
        )
        if any(word in said for word in words)
    )
    whole = kind_named(said)
    if isinstance(whole, OtherKind):
        return ()
    return (whole,) if whole is not None and "整体" in said else named


def _once(
    lines: list[Expectation], troubles: list[str]
) -> tuple[tuple[Expectation, ...], tuple[str, ...]]:
    """The lines without those that stand there twice."""
    seen: dict[tuple[str, str, object], Expectation] = {}
    for line in lines:
        key = clean(line.unit), clean(line.project), line.kind and line.kind.name
        first = seen.setdefault(key, line)
        if first is not line:
            troubles.append(_SAME.format(row=line.row, first=first.row))
    return tuple(seen.values()), tuple(troubles)
