"""Targets, actual values and points: every spelling of `spellings.md`, held against each other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path

from tests.workbooks.values.test_target_spellings import ACTUALS, TARGETS
from workbooks.values.decimals import plain
from workbooks.values.target import read_actual, read_target

Pair = tuple[str, str]
PUBLISHED = Path(__file__).parents[1] / "published_values.tsv"
_SCALES = {1: "", 10**4: "万", 10**8: "亿"}
_SHARES = ("0.4", "0.9", "1", "1.2", "3")
_POINTS = (Decimal(10), Decimal("7.5"), Decimal(15), Decimal(3))
_TARGETS = ("≥90(%)", "≥10场", "≤5天", "合规", "=0(起)", "100%", "不超过3%")


def published() -> list[Pair]:
    """The pairs of the published forms."""
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [(row["年度指标值"], row["实际完成值"]) for row in rows if row["实际完成值"]]


def _of_target(text: str) -> Iterator[Pair]:
    target = read_target(text)
    for actual in (text, "达成指标", "部分达成"):
        yield text, actual
    if target.value is None:
        yield from ((text, told) for told in ("未达成", "有效", "已完成。", "10(场)", "98%"))
        return
    number, scale = target.value / target.scale, _SCALES.get(int(target.scale), "")
    for share in _SHARES:
        told = plain(number * Decimal(share)) + scale
        yield text, told + target.unit
        if target.unit:
            yield text, f"{told}({target.unit})"
    yield text, plain(number * Decimal("1.1"))
    yield text, "0"


def _of_actual(text: str) -> Iterator[Pair]:
    actual = read_actual(text)
    if actual.value is not None:
        number = plain(actual.value / actual.scale * Decimal("1.1"))
        told = f"{number}{_SCALES.get(int(actual.scale), '')}{actual.unit}"
        yield from ((sign + told, text) for sign in ("≥", "≤", "=", ">", "<", ""))
    yield from ((target, text) for target in _TARGETS)


def woven() -> list[tuple[str, str, Decimal]]:
    """Words of change, money and dates, put together with whatever else may stand beside them."""
    moved = product(
        (
            "增长",
            "同比下降",
            "较上年压缩",
            "节约",
            "减少",
            "下降率",
            "提升幅度",
            "降低了",
            "环比增幅",
        ),
        ("", "≥", "不少于", "≤", "达到", "控制在", "超过", "<", "到", "为", "约"),
        ("5", "60", "0", "12.5", "五"),
        ("%", "", "万元", "人", "个百分点", "次/月", "KM", "Kg", "ML", "成"),
        ("", "以上", "以内", "左右"),
    )
    money = product(
        ("", "≥", "不超过", "成本", "每人"),
        ("￥", "¥", "人民币", "RMB"),
        ("50", "5.5", "50万"),
        ("", "元", "万元", "(万元)", "元/人", "人", "%"),
        ("", "人民币", "RMB"),
        ("", "以内"),
    )
    dated = product(
        ("", "2024年", "1998年", "2150年", "24年", "每年", "≤"),
        ("3月", "12月", "13月", "3个月", "第3季度", "3季度"),
        ("", "5日", "31日", "5天"),
        ("", "前", "底", "底前", "以内", "完成", "完成3次", "度", "/次"),
    )
    told = (
        *("达成", "部分达成", "5%", "60", "-5%", "下降5%", "0", "6人", "50万", "￥50", "600000元"),
        *("5KM", "30kg", "3月", "12月底前"),
    )
    targets = ["".join(parts) for parts in (*moved, *money, *dated)]
    return [
        (target, (*told, target)[number % 16], Decimal(10)) for number, target in enumerate(targets)
    ]


def cases() -> list[tuple[str, str, Decimal]]:
    """All pairs once, with points in turn."""
    pairs = dict.fromkeys(published())
    for target, _ in TARGETS:
        pairs |= dict.fromkeys(_of_target(target))
    for actual, _ in ACTUALS:
        pairs |= dict.fromkeys(_of_actual(actual))
    return [(*pair, _POINTS[number % len(_POINTS)]) for number, pair in enumerate(pairs)]
