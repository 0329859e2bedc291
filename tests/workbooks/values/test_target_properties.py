"""What holds for any text: no reading raises, printing loses nothing, width does not matter."""

from __future__ import annotations

import inspect
import re
import time
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks.printed_targets import print_target
from tests.workbooks.values.test_target_spellings import ACTUALS, TARGETS
from workbooks.reading import from_texts
from workbooks.values import amounts, measure_words
from workbooks.values.amounts import read_amount
from workbooks.values.measure_words import UNITS
from workbooks.values.target import Actual, Target, read_actual, read_target

steady = settings(derandomize=True, database=None, deadline=None, max_examples=300)

SIGNS_AND_WORDS = (
    "≥≤<>=0123456789.,%()万千百十亿一二两三零成年月日内上下前次人天个元/-~至到约余每的 \n①½²㎡"
)
PIECES = st.one_of(
    st.sampled_from(SIGNS_AND_WORDS),
    st.sampled_from(["以上", "以内", "不少于", "不超过", "控制在", "百分之", "工作日"]),
    st.sampled_from(["培训", "完成率", "(含)", "（万元）"]),
)
FRAGMENTS = st.lists(PIECES, max_size=10).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=60), FRAGMENTS)
SIGN = st.sampled_from(["≥", "≤", ">", "<", "=", "", "不少于", "不超过", "至少", "达到", "控制在"])
NUMBER = st.one_of(
    st.integers(0, 10**9).map(str),
    st.integers(1000, 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=2).map(str),
    st.decimals(-1000, 1000, places=1).map(str),
)
SCALE = st.sampled_from(["", "", "", "千", "万", "百万", "亿"])
UNIT = st.sampled_from([*UNITS, "%", "‰", "元/人/年", "次/周", "台(套)", "㎡", ""])
ENDING = st.sampled_from(["", "", "以上", "以内", "(含)以上", "及以下"])


@pytest.mark.slow
@steady
@given(ANY_TEXT)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    target, actual = read_target(text), read_actual(text)

    assert (target.text, actual.text) == (text, text)
    assert (target.value is None) == (target.relation.value == "DESCRIBED")


@pytest.mark.slow
@settings(steady, max_examples=30)
@given(st.text(min_size=61, max_size=2000))
def test_nor_a_long_one(text: str) -> None:
    assert read_target(text).text == text
    assert read_actual(text).text == text


def same_again(target: Target) -> bool:
    again = read_target(print_target(target))
    return replace(again, text="") == replace(target, text="")


@pytest.mark.slow
@steady
@given(SIGN, NUMBER, SCALE, UNIT, ENDING, st.booleans())
def test_printed_and_read_again(
    sign: str, number: str, scale: str, unit: str, ending: str, bracketed: bool
) -> None:
    unit = f"({unit})" if bracketed and unit else unit

    assert same_again(read_target(sign + number + scale + unit + ending))


@pytest.mark.slow
@steady
@given(ANY_TEXT)
def test_whatever_was_read_is_printed_and_read_again(text: str) -> None:
    assert same_again(read_target(text))


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def reads_as(text: str) -> tuple[Target, Actual]:
    """Both readings, but for the text itself."""
    return replace(read_target(text), text=""), replace(read_actual(text), text="")


def test_width_does_not_matter() -> None:
    texts = [written for written, _ in TARGETS + ACTUALS]

    assert [t for t in texts if reads_as(t.translate(FULL_WIDTH)) != reads_as(t)] == []


@pytest.mark.slow
@steady
@given(FRAGMENTS)
def test_width_does_not_matter_for_fragments_either(text: str) -> None:
    assert reads_as(text.translate(FULL_WIDTH)) == reads_as(text)


LONG = 50_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "9" * LONG,
        "1," * LONG,
        "1,234" * (LONG // 5),
        "(" * LONG,
        "()" * LONG,
        "《" * LONG,
        "培训" * LONG,
        "一二三" * LONG,
        "2024年" * LONG,
        "12月-" * LONG,
        "≥" * LONG,
        "a" * LONG,
        "A1" * LONG,
        "百分之" * LONG,
        " 1" * LONG,
        "每年" * LONG,
        "①" * LONG,
        "(含" * 40,
        "培训(人)" * 24 + "1",
        "人" * 119 + "1",
        "1" + "人/" * 59,
        "1" + "(" * 119,
        "1-" * 60,
    ],
    ids=lambda text: f"{text[:6]}x{len(text)}",
)
def test_long_texts_are_answered_at_once(text: str) -> None:
    """Seconds, not hours: a pattern that goes back over its own steps would not come back."""
    begun = time.process_time()

    read_target(text)
    read_actual(text)

    assert time.process_time() - begun < 2


def test_a_form_is_read_without_being_felt() -> None:
    """Forty values of a form, as met for the first time; generous: a machine may be slow."""
    texts = [row.target.text for form in from_texts.published_forms() for row in form.indicators]
    best = min(_seconds(texts[:40]) for _ in range(5))

    assert best < 0.02


def _seconds(texts: list[str]) -> float:
    read_amount.cache_clear()
    afresh = inspect.unwrap(read_target)  # what it remembers would answer at once
    begun = time.process_time()
    for text in texts:
        afresh(text)
    return time.process_time() - begun


def test_the_memory_of_readings_is_bounded() -> None:
    assert amounts.read_amount.cache_info().maxsize is not None


_AFTER_A_NUMBER = (
    *UNITS,
    *chain.from_iterable(measure_words.SAME_UNITS),
    *(*measure_words.FAULT_WORDS, *measure_words.SLOGANS),
    *(*measure_words.UP_ENDINGS, *measure_words.DOWN_ENDINGS),
    *(
        "%",
        "点",
        "号",
        "季度",
        "级",
        "万人",
        "天内",
        "约",
        "万元",
        "万",
        "亿",
        "十万",
        "百人",
        "成",
    ),
    *("月份", "等", "百分比", "左右", "日内", "元整", "圆", "人民币", "折", "年度", "分制"),
)
_PLAIN_NUMBERS = ("0", "00", "5", "007", "15.00", "0.5", "2024", "2024.1", "202401", "20240101")


@pytest.mark.parametrize("sign", ["", "≥", "≤", "=", ">", "<"])
def test_a_plain_spelling_is_read_as_any_other_way_would_read_it(sign: str) -> None:
    pairs = [(number, unit) for number in _PLAIN_NUMBERS for unit in _AFTER_A_NUMBER]
    texts = [
        f"{sign}{number}{form.format(unit)}" for number, unit in pairs for form in ("{}", "({})")
    ]

    quick = [repr(read_amount.__wrapped__(text)) for text in texts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(amounts, "_PLAIN", re.compile("(?!)"))
        assert quick == [repr(read_amount.__wrapped__(text)) for text in texts]


def test_a_plain_spelling_takes_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amounts, "respelled", None)  # with which the long way begins

    told = [read_amount.__wrapped__(text) for text in ("≥95%", "120人次", "≤3.50(天)")]

    said = [(str(one.value), one.unit) for one in told]
    assert said == [("95", "%"), ("120", "人次"), ("3.50", "天")]
