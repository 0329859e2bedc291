"""审核口径.xlsx being written: criteria to be filled in, our own rules to be switched, and how."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from validators.checking.catalogue import RULES
from validators.criteria.conditions import Asked
from validators.criteria.objects import OBJECTS, SCOPES
from validators.criteria.read import (
    AGAINST,
    CHANGED,
    CHANGES,
    CODE,
    FORMS,
    FORMS_NAMED,
    GROUP,
    HEADS,
    LEVEL,
    LEVELS,
    NO,
    OBJECT,
    OPINION,
    PASSED,
    RAISED,
    RULE_HEADS,
    SCOPE,
    TEST,
    USED,
    YES,
)
from validators.reports.output import Place
from validators.reports.rules_page import level, summary
from validators.reports.workbook.cell_formats import formats
from validators.reports.workbook.drawn_sheet import DrawnSheet, first_row
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import new_book
from validators.reports.workbook.tables import Fillable, Row, Table

CALLED = "审核口径"
CRITERIA_SHEET, RULES_SHEET, GUIDE_SHEET = "审核口径", "本工具的规则", "填写说明"
_ROOM = 200
"""Rows for criteria of one's own."""

_WIDTHS = (7, 8, 12, 10, 9, 24, 7, 9, 46, 24, 24, 6)


def write(path: Path, rows: Sequence[tuple[str, ...]]) -> str:
    """Writes the workbook, whole or not at all; one sentence of where. Raises OSError."""
    place = Place(path, CALLED)
    tables = (_criteria(rows), _rules(), _guide())
    kept = tuple(KeptLinks() for _ in tables)
    try:
        with place.fresh() as file, new_book(file, CALLED) as book:
            looks = formats(book)
            for table, links in zip(tables, kept, strict=True):
                page = book.add_worksheet(table.name)
                DrawnSheet(page, table, looks, "", {}, links, CALLED).draw()
                _offer(page, table)
    finally:
        for links in kept:
            links.close()
    return place.told()


def _criteria(rows: Sequence[tuple[str, ...]]) -> Table:
    blank = ("",) * len(HEADS)
    filled = [*rows, *[blank] * (_ROOM - len(rows))]
    return Table(
        CRITERIA_SHEET,
        ("一行一条审核口径：看哪一格、怎么查、提出什么意见。「启用」写“否”的不用。",),
        "改好后保存，核查时加 --criteria 本文件，或在设置文件里写 criteria。"
        "jixiao criteria 本文件 --test 按所写的例子试一遍。怎么填见「填写说明」。",
        tuple(zip(HEADS, _WIDTHS, strict=True)),
        tuple(tuple(Fillable(text or None, "entry") for text in row) for row in filled),
    )


def _rules() -> Table:
    rows: tuple[Row, ...] = tuple(
        (one.RULE.code, summary(one), level(one.RULE), Fillable(None, "entry")) for one in RULES
    )
    return Table(
        RULES_SHEET,
        ("本工具自己的规则。「改为」空着的照原来的级别；选“不用”就不查，选级别就按所选的算。",),
        "试行的规则选了级别就计入。",
        tuple(zip(RULE_HEADS, (8, 70, 22, 9), strict=True)),
        rows,
    )


def _guide() -> Table:
    told = {
        CODE: "C 加三位数字，各行不同。",
        FORMS: "、".join(FORMS_NAMED) + "；空着是全部。部门整体自评表算自评表。",
        OBJECT: "看哪里：" + "、".join(OBJECTS) + "。",
        SCOPE: "只对指标表里的对象：" + "、".join(SCOPES) + "；空着是全部。写“不适用”的行不看。",
        TEST: "什么情况提出："
        "空（没有填）；不含（所列词语一个也没有）；含（有其中一个）；字数、数值（满足所写的比较）；"
        "正则（相符）；不合正则（不相符）；人工（不计入问题，列在复核表的「人工审核」里由人看）。"
        "没有填的只由“空”提出；不是数的不比较，金额按万元比；写“不适用”的行算在指标个数里。",
        AGAINST: "不含、含：词语，用顿号隔开；字数、数值：比较符号和数，如 >15、<1、=0；"
        "正则：RE2 的写法，先去掉空格、全角改半角再比，不支持 (?=…)、(?!…)、\\1；空、人工：不写。",
        LEVEL: "、".join(LEVELS) + "；空着是警告。",
        GROUP: "自己分类用，例如 完整性、可测性、可行性；在审核意见表里按它分栏；空着是其他。",
        OPINION: "提出的话。{指标} 换成指标名称（或栏目名称），{值} 换成所填内容。"
        "没有写这两样的，几处同样的合成一条。",
        RAISED: "每行（Alt+Enter 换行）写一个应当提出的内容，没有填写的写（空）。",
        PASSED: "每行写一个不应提出的内容。",
        USED: "是或否；空着是“是”。",
    }
    assert list(told) == list(HEADS)
    return Table(
        GUIDE_SHEET,
        ("「审核口径」各栏怎么填",),
        "",
        (("栏目", 18), ("怎么填", 100)),
        tuple(told.items()),
    )


def _offer(page: Any, table: Table) -> None:
    """Lists to choose from."""
    first = first_row(table)
    last = first + len(table.rows) - 1
    offered = {
        FORMS: FORMS_NAMED,
        OBJECT: OBJECTS,
        SCOPE: SCOPES,
        TEST: [one.value for one in Asked],
        LEVEL: LEVELS,
        USED: (YES, NO),
        CHANGED: CHANGES,
    }
    for column, (head, _) in enumerate(table.columns):
        if head in offered and (table.name, head) != (RULES_SHEET, LEVEL):
            rule = {"validate": "list", "source": list(offered[head])}
            page.data_validation(first, column, last, column, rule)
