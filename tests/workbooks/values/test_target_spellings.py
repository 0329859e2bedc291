"""Every spelling of `spellings.md`, and every value of the published forms, read as they should."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.workbooks.printed_targets import SCALE_NAMES, print_target
from workbooks.forms import Indicator
from workbooks.reading import from_texts
from workbooks.values.numerals import folded
from workbooks.values.target import Actual, Relation, Target, read_actual, read_target

HERE = Path(__file__).parents[1]
SIGNS = {
    Relation.AT_LEAST: "≥",
    Relation.AT_MOST: "≤",
    Relation.EQUAL: "=",
    Relation.MORE_THAN: ">",
    Relation.LESS_THAN: "<",
    Relation.BETWEEN: "区间",
    Relation.DESCRIBED: "文字",
}
SCALES = {10**power: name for power, name in SCALE_NAMES}


def spellings(heading: str) -> Iterator[tuple[str, str]]:
    """The rows under one heading of `spellings.md`."""
    text = (HERE / "spellings.md").read_text("utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("|") and not line.startswith(("| 填写", "|---")):
            written, reading = (part.strip() for part in line.strip("|").split("|"))
            yield written.replace("⏎", "\n"), reading


TARGETS = list(spellings("年度指标值"))
ACTUALS = list(spellings("实际完成值"))


def as_listed(read: Target | Actual, sign: str) -> str:
    number = format(read.value, "f") if read.value is not None else ""
    if isinstance(read, Target) and read.upper is not None:
        number += "～" + format(read.upper, "f")
    counted = f"（以{SCALES[int(read.scale)]}计）" if read.scale != 1 else ""
    return " ".join(filter(None, (sign, number, read.unit))) + counted


def target_as_listed(target: Target) -> str:
    if target.relation is Relation.DESCRIBED:
        return "文字" if target.understood else "读不懂"
    sign = SIGNS[target.relation]
    return target.difference + as_listed(target, sign if target.stated else f"（{sign}）")


def actual_as_listed(actual: Actual) -> str:
    if actual.tier is not None:
        return actual.tier.value
    if actual.by is not None:
        by = replace(actual, value=actual.by, by=None)
        return f"{actual.difference} {as_listed(by, '')}"
    if actual.value is None:
        return "文字" if actual.understood else "读不懂"
    return as_listed(actual, SIGNS[actual.operator] if actual.operator else "")


def test_targets() -> None:
    read = [(written, target_as_listed(read_target(written))) for written, _ in TARGETS]

    assert [pair for pair in read if pair not in TARGETS] == []


def test_actuals() -> None:
    read = [(written, actual_as_listed(read_actual(written))) for written, _ in ACTUALS]

    assert [pair for pair in read if pair not in ACTUALS] == []


def test_there_are_hundreds_of_them_and_none_twice() -> None:
    assert len(TARGETS) > 700
    assert len(ACTUALS) > 100
    assert len(dict(TARGETS)) == len(TARGETS)
    assert len(dict(ACTUALS)) == len(ACTUALS)


def test_printed_and_read_again() -> None:
    lost = []
    for target in (read_target(written) for written, _ in TARGETS):
        again = read_target(print_target(target))
        if replace(again, text="") != replace(target, text=""):
            lost.append((target, again))

    assert lost == []


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("≥\u3000９５％", "≥ 95 %"),
        ("\u200b≥95\u200b%", "≥ 95 %"),
        ("≥95%\ufeff", "≥ 95 %"),
        ("\t≥ 15.00\n(条)\r\n", "≥ 15.00 条"),
        ("≥10\u00a020人", "读不懂"),
        ("5.00(工\n作日)", "（≥） 5.00 工作日"),
        ("", "文字"),
        (" \n", "文字"),
    ],
)
def test_signs_that_nobody_sees(written: str, reading: str) -> None:
    assert target_as_listed(read_target(written)) == reading


def test_decimals_stay_as_typed() -> None:
    found = [str(read_target(text).value) for text in ("≥15.00(条)", "≥15", "≤0.50%", "1.20万人")]

    assert found == ["15.00", "15", "0.50", "12000"]


def test_one_amount_in_different_words() -> None:
    same = ("≥12000人次", "≥1.2万人次", "不少于12,000人次", "1.2(万人次)以上", "≥１．２万人次")

    found = {(t.relation, t.value, t.unit) for t in map(read_target, same)}

    assert len(found) == 1


def published() -> Iterator[Indicator]:
    for form in from_texts.published_forms():
        yield from form.indicators


def test_published_values() -> None:
    with (HERE / "published_values.tsv").open(encoding="utf-8", newline="") as file:
        _, *listed = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)

    found = []
    for row in published():
        target, actual = row.target.value, row.actual.value or Actual(None, "", None, "")
        assert target is not None
        assert (target.stated, target.understood, target.scale) == (True, True, Decimal(1))
        assert (actual.understood, actual.operator, actual.scale) == (True, None, Decimal(1))
        stated = (row.name.text, target.text, SIGNS[target.relation], target.value, target.unit)
        done = (actual.text, actual.value, actual.unit, actual.tier and actual.tier.value)
        found.append(["" if part is None else str(part) for part in stated + done])

    assert len(found) == 120
    assert found == [row[1:] for row in listed]


def test_published_targets_are_printed_as_published() -> None:
    targets = [row.target.value for row in published() if row.target.value is not None]

    assert [print_target(target) for target in targets] == [target.text for target in targets]


def test_no_sign_becomes_a_digit_by_folding() -> None:
    """Whatever folding would turn into a digit without being one: ①, ½, ㏠ and all others."""
    changed = [
        sign
        for sign in map(chr, range(0x110000))
        if normalize("NFKC", sign) != sign
        and not sign.isdecimal()
        and any("0" <= part <= "9" for part in folded(sign))
    ]

    assert changed == []
