"""总分 -> 评分等级."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from xlfuncs.policy import load
from xlfuncs.rating import rating, rating_word

SHANGHAI = load("shanghai")


@pytest.mark.parametrize(
    ("total", "word"),
    [
        ("100", "优"),
        ("90.01", "优"),
        ("90.00", "优"),
        ("89.99", "良"),
        ("80.00", "良"),
        ("79.99", "中"),
        ("60.00", "中"),
        ("59.99", "差"),
        ("0", "差"),
        ("-1", "差"),
    ],
)
def test_rating(total: str, word: str) -> None:
    assert rating(Decimal(total), SHANGHAI) == word


@pytest.mark.parametrize(("total", "word"), [("60", "合格"), ("59.99", "不合格")])
def test_two_words(total: str, word: str) -> None:
    policy = replace(SHANGHAI, rating_words=("合格", "不合格"), rating_bounds=(Decimal(60),))

    assert rating(Decimal(total), policy) == word


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("优", "优"),
        ("优秀", "优"),
        ("良好", "良"),
        ("中等", "中"),
        ("较差", "差"),
        (" 优 秀 ", "优"),
        ("合格", None),
        ("A", None),
        ("优良", None),
    ],
)
def test_words_as_written(written: str, word: str | None) -> None:
    assert rating_word(written, SHANGHAI) == word


def test_a_policy_with_long_words() -> None:
    policy = replace(SHANGHAI, rating_words=("优秀", "良好", "中等", "较差"))

    assert rating_word("优", policy) == "优秀"
