"""Signs that nobody sees and signs that look like others, over all of Unicode."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from workbooks.values.decimals import typed
from workbooks.values.signs import is_unseen, legible
from workbooks.values.terms import clean, fold, visible

EVERY = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def test_every_sign_without_a_shape_goes_wherever_it_stands() -> None:
    shapeless = [code for code in EVERY if unicodedata.category(chr(code)) in ("Cf", "Co")]

    left = [hex(code) for code in shapeless if legible(f"项目{chr(code)}名称") != "项目名称"]

    assert left == []
    assert len(shapeless) > 130_000


def test_nothing_that_is_seen_goes() -> None:
    seen = ("L", "N", "P", "S", "Z", "M")

    gone = [code for code in EVERY if unicodedata.category(chr(code))[0] in seen if is_unseen(code)]

    # Of letters, marks and symbols only those that Unicode says to show nothing for.
    assert [hex(code) for code in gone if code < 0xE0000] == [
        *("0x34f", "0x115f", "0x1160", "0x17b4", "0x17b5", "0x180b", "0x180c", "0x180d", "0x180f"),
        *("0x2800", "0x3164"),
        *(hex(code) for code in range(0xFE00, 0xFE10)),
        "0xffa0",
    ]
    assert [code for code in gone if code > 0xE0000] == [*range(0xE0100, 0xE01F0)]


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "\ufeff", "\u202c", "\u2069", "\u2060", "\u3164", "\u2800", "\ufe0f", "\ue004"],
)
def test_labels_numbers_and_words_are_read_without_them(sign: str) -> None:
    assert fold(f"项目{sign}名称{sign}：") == "项目名称"
    assert typed(f"{sign}2{sign}0{sign}") == Decimal(20)
    assert visible(f" {sign}无{sign} ") == "无"
    assert clean(f"≥9{sign}5%") == "≥95%"


def test_white_space_stays_where_words_are_read() -> None:
    assert visible(" 甲\n乙\u3000丙\t丁\u00a0") == "甲\n乙\u3000丙\t丁"


def test_radicals_are_the_ideographs_that_they_look_like() -> None:
    words = "主管部⻔ ⺠政局 ⻓期 ⻅效 ⻋辆 ⻢上 ⻰门 ⽬标 ⾦额 ⼈员 ⽉"

    assert visible(words) == "主管部门 民政局 长期 见效 车辆 马上 龙门 目标 金额 人员 月"


def test_every_radical_is_read_as_an_ideograph() -> None:
    named = [code for code in EVERY if "RADICAL" in unicodedata.name(chr(code), "")]
    blocks = [code for code in named if 0x2E81 <= code < 0x2FE0]

    left = [
        hex(code)
        for code in blocks
        if not unicodedata.name(legible(chr(code)), "").startswith("CJK UNIFIED")
    ]

    assert left == []
    assert len(blocks) == 328
