"""What a right reader says of a filled-in form: made from the facts, never from the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tests.reading_corpus.expected import (
    CATEGORIES,
    SUBCATEGORIES,
    Expected,
    ExpectedRow,
    Reached,
    Sought,
)
from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.money import COLUMNS, KINDS, Money
from tests.reading_corpus.projects import Row
from tests.reading_corpus.rows import Rows

_RELATIONS = {"≥": ("AT_LEAST",), "≤": ("AT_MOST",), "=": ("EQUAL",)}
_TEXTS = (
    *("项目名称", "主管部门", "实施单位", "单位名称", "年度", "年度目标", "总目标"),
    *("完成情况", "等级"),
)


def expected(
    layout: Layout, texts: Mapping[str, str], money: Money, rows: Rows, total: Decimal
) -> Expected:
    """The oracle of one form."""
    asked = layout.fields() - set(layout.settings.get("unasked", "").split())
    said = {name: texts[name] for name in _TEXTS if name in asked}
    said |= {"金额单位": layout.settings.get("money", "万元")}
    said |= {f"line.{line}": name for line, name in money.names.items()}
    numbers = _numbers(asked, money)
    summed = "得分" in asked and any(line.sign == "&" for line in layout.lines)
    if summed or "总得分" in asked:
        numbers["总得分"] = total
    lines = tuple(_row(number, row, rows) for number, row in enumerate(rows.rows, 1))
    return Expected(layout.kind, said, numbers, lines, asked)


def _numbers(asked: frozenset[str], money: Money) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in KINDS:
        for column in COLUMNS:
            inside = column in asked and line in money.names
            if inside or f"{line}.{column}" in asked:
                found[f"{line}.{column}"] = money.amounts[column, line]
        if f"年度.{line}" in asked:
            found[f"年度.{line}"] = money.amounts["全", line]
    return found | ({"总.率": money.rate} if {"率", "总.率"} & asked else {})


def _row(number: int, row: Row, rows: Rows) -> ExpectedRow:
    printed = rows.printed
    return ExpectedRow(
        rows.name(number, row),
        _sought(number, row, rows) if {"目标", "数值"} & printed else None,
        CATEGORIES.get(row.category) if "一级" in printed else None,
        SUBCATEGORIES.get(row.subcategory) if {"二级", "层级"} & printed else None,
        _reached(row, rows) if "实际" in printed else None,
        row.points if "分值" in printed else None,
        row.score if "得分" in printed else None,
        (row.note or None) if "原因" in printed else None,
    )


def _sought(number: int, row: Row, rows: Rows) -> Sought:
    if not row.measured:
        return Sought(("DESCRIBED",), None, "", row.words)
    relations = _RELATIONS[row.relation]
    style = rows.settings.get("target")
    split = "数值" in rows.printed
    unsigned = style == "cell" or (style == "words" and row.relation == "=")
    if unsigned or (split and "关系" not in rows.printed):
        relations = ("AT_LEAST", "EQUAL", *relations)  # no sign is printed
    bare = split or style in ("bare", "cell")
    unit = row.unit if not bare or "单位" in rows.printed else ""
    if style == "cell" and row.unit == "%":
        unit = "%" if rows.settings.get("percents") == "format" else ""
    value = Decimal(rows.targets(number, row)[1])
    return Sought(tuple(dict.fromkeys(relations)), value, unit)


def _reached(row: Row, rows: Rows) -> Reached:
    if not row.counted:
        return Reached(None, "", row.actual)
    unit = "" if rows.settings.get("actual") == "number" else row.unit
    return Reached(Decimal(row.actual), unit)
