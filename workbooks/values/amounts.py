"""Amounts with a bound, as clerks type them: 「培训人数不少于1.2万人次」 -> ≥ 12000 人次."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from workbooks.values import measure_words
from workbooks.values.amount_spellings import BOUNDS, respelled
from workbooks.values.dataclass import dataclass
from workbooks.values.differences import as_a_level, difference
from workbooks.values.memory import remembered
from workbooks.values.numerals import CHINESE, NUMBER, SCALE, chinese, digits, scale, times
from workbooks.values.regex import regex
from workbooks.values.relations import Relation, contradictory, relation
from workbooks.values.units import bare_unit, is_known_unit, is_unit, one_name


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit. `relation` is None where neither operator nor ending was written.

    `value` and `upper` count single units: 1.2万人次 is 12000 人次 with `scale` 10000. `reached`
    tells that the operator states a fact (达到95%) rather than a bound; `difference` that the words
    before make the number no level but, say, a decrease (下降5%).
    """

    relation: Relation | None
    value: Decimal
    unit: str
    scale: Decimal = Decimal(1)
    upper: Decimal | None = None
    reached: bool = False
    difference: str = ""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_ENDING = (
    _any_of((*measure_words.UP_ENDINGS, *measure_words.DOWN_ENDINGS))
    + "|(?<=[天日时月年周秒钟h])内"
)
_WORD = r"(?:[㐀-鿿A-Za-z()《》“”·/:]|\([%‰‱]\))"
_REST = r"(?P<rest>[^\d≥≧⩾≮≤≦⩽≯<>=═≠≈±+\-~|,;。；、!?—–―]{0,24})"
_PER = "(?:每(?P<per>半年|季度|个?月|年度?|季|周|日|天|人|场|次|期|家|户))?"
_AMOUNT = regex(
    f"{_PER}(?P<words>{_WORD}{{0,24}}?)(?P<sign>{BOUNDS})?"
    f"(?:(?P<number>[+-]?{NUMBER})(?P<scale>{SCALE})?|(?P<chinese>{CHINESE}{{1,16}})){_REST}"
)
_RANGE = regex(
    f"(?P<words>{_WORD}{{0,24}}?)(?P<low>{NUMBER})(?P<lowscale>{SCALE})?(?P<lowunit>[^\\d-]{{0,6}}?)"
    f"(?:[-~—–―至到])(?P<number>{NUMBER})(?P<scale>{SCALE})?{_REST}"
)
# As nearly all values are written, ≥95.00(%) and 120人次; every other spelling is worked out.
_PLAIN = regex(r"([≥≤=><]?)([0-9]{1,12}(?:\.[0-9]{1,6})?)(?:\(([一-鿿]{1,4}|%)\)|([一-鿿]{1,4}|%))")
_CALENDAR = regex(r"(?:19|20)[0-9]{2}(?:\.(?:0?[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[0-3][0-9])")
_BRACKETED = regex(f"(?P<before>{_ENDING})?\\((?P<unit>.{{1,20}})\\)(?P<after>{_ENDING})?")
_BARE = regex(f"(?P<unit>.*?)(?:(?P<ending>{_ENDING})(?P<noun>[一-鿿]{{0,12}}))?")
_SCALED = regex(f"(?P<scale>{SCALE})?(?P<unit>.*)")
_UNIT_BEFORE = regex(r"\(([^()]{1,8})\)[:：]?$")

# 约100 and 未完成5场 are no 100 and no 5; 下降5% and 前3名 count the other way.
_NO_NUMBER_AFTER = regex(
    "[未不没每]|[降减](?!.*[率幅额]$)|超额|将近|接近|几乎|大约|大概"
    "|[约近无非差缺欠少超余多第前后至到位列比或和与及按A-Za-z]$"
)
_NO_BOUND_AFTER = regex("[未不非无没勿莫].?$|[约近]$|[每]|(?:超过?|[高低多少]于|突破)$")
_NO_NOUN = regex("[约近不未无没余多前后]|左右|上下|[以之][上下内]")
_BRINGS_ABOUT = ("", "实现", "保持", "确保", "做到")
_EVENT = regex("[一-鿿](?:之?后|之日起|起)$")
_TIME = measure_words.TIME_UNITS
_NO_UNIT = regex("[月号点级类等星档代]|季度")
_YEAR = regex("(?:19|20)[0-9]{2}")
_LONGER = ("月", "季", "季度", "年", "年度")


@lru_cache(maxsize=4096)
def read_amount(text: str) -> Amount | None:
    """The one amount that a text states; None when it states none, several, or a vague one.

    >>> read_amount("不少于1.2万人次")
    Amount(relation=<Relation.AT_LEAST: 'AT_LEAST'>, value=Decimal('12000'), unit='人次', \
scale=Decimal('10000'), upper=None, reached=False, difference='')
    >>> read_amount("约100人"), read_amount("10场/200人"), read_amount("12月底前")
    (None, None, None)
    """
    if len(text) > 120:
        return None
    if (plain := _PLAIN.fullmatch(text)) and (unit := _plain_unit(*plain.groups()[1:])):
        return Amount(relation(plain[1], ""), Decimal(plain[2]), unit)
    cleaned = respelled(text)
    match = _AMOUNT.fullmatch(cleaned)
    return _range(_RANGE.fullmatch(cleaned)) if match is None else _single(match)


def _plain_unit(number: str, bracketed: str | None, bare: str | None) -> str:
    """The unit of a plainly written value; empty where it may be more than a number and its unit.

    5月 and 2024年 are dates, 3级 is none of many.
    """
    unit = bracketed or bare or ""
    if not is_known_unit(unit) or (bare and _NO_UNIT.match(bare)):
        return ""
    return "" if bare == "年" and _YEAR.fullmatch(number) else unit


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows a number: its unit, what 万 in the unit's brackets stands for, its ending."""

    unit: str
    scale: str = ""
    ending: str = ""


@remembered
def _tail(rest: str) -> _Tail | None:
    if match := _BRACKETED.fullmatch(rest):
        scaled = _SCALED.fullmatch(match["unit"])
        if scaled is None or (match["before"] and match["after"]):
            return None
        unit = "%" if scaled["unit"] == "百分比" else scaled["unit"]
        if not (is_unit(unit) or (scaled["scale"] and not unit)):
            return None
        return _Tail(unit, scaled["scale"] or "", match["before"] or match["after"] or "")
    bare = _BARE.fullmatch(rest)
    unit_or_none = bare_unit(bare["unit"]) if bare else None
    if bare is None or unit_or_none is None or _NO_NOUN.search(bare["noun"] or ""):
        return None
    return _Tail(unit_or_none, "", bare["ending"] or "")


def _single(match: re.Match[str]) -> Amount | None:
    """The amount of a text with one number in it."""
    spelled = match["chinese"]
    value = digits(match["number"]) if spelled is None else chinese(spelled)
    if value is None:
        return None
    if (
        value == 0
        and match["rest"] in measure_words.FAULT_WORDS
        and match["words"] in _BRINGS_ABOUT
    ):
        return Amount(Relation.EQUAL, Decimal(0), "", reached=True)
    tail = None if _is_slogan(value, match) else _tail(match["rest"])
    if tail is None or not _fits(match, tail):
        return None
    tail = _unit_before(match["words"], tail)
    if not _scaled_once(match["scale"] or "", tail):
        return None
    unit = tail.unit
    if match["per"]:
        if not unit or "/" in unit:
            return None
        unit = f"{unit}/{match['per'].removeprefix('个')}"
    each = scale(match["scale"] or tail.scale)
    return Amount(
        relation(match["sign"], tail.ending),
        times(Decimal(value), each),
        unit,
        each,
        reached=match["sign"] in measure_words.REACHED_WORDS and not tail.ending,
        difference=difference(match["words"]),
    )


def _is_slogan(value: Decimal | int, match: re.Match[str]) -> bool:
    """Whether a nought is that of 0容忍, which is an attitude and no amount."""
    return value == 0 and not match["sign"] and match["rest"].startswith(measure_words.SLOGANS)


def _fits(match: re.Match[str], tail: _Tail) -> bool:
    """Whether the words around a number leave it the one amount that the text states."""
    words, sign, rest = match["words"], match["sign"], match["rest"]
    if contradictory(sign, tail.ending):
        return False
    if rest[:1] == "日" and (match["per"] or "").endswith(_LONGER):
        return False  # 每月15日 is a date
    if match["chinese"] is not None:
        return _fits_chinese(match, tail)
    if rest[:1] in ("月", "号") or (rest[:1] == "年" and _YEAR.fullmatch(match["number"])):
        return False
    if sign:
        return not _NO_BOUND_AFTER.search(as_a_level(words))
    if not rest and _CALENDAR.fullmatch(match["number"]):
        return False
    if match["number"][0] in "+-" and words:
        return False
    if tail.ending.endswith("内") and _EVENT.search(words) and one_name(tail.unit) in _TIME:
        return True  # 结案后30日内
    return not _NO_UNIT.match(rest) and not _NO_NUMBER_AFTER.search(as_a_level(words))


def _fits_chinese(match: re.Match[str], tail: _Tail) -> bool:
    """Chinese numerals also make words (三级, 一流, 零距离): only a known unit makes an amount."""
    words, rest = match["words"], match["rest"]
    said = tail.unit + tail.ending
    if not rest.startswith(said) or _NO_UNIT.match(rest) or (rest != said and not tail.ending):
        return False
    if match["sign"]:
        known = not tail.unit or is_known_unit(tail.unit)
        return known and not _NO_BOUND_AFTER.search(words)
    return not words and (tail.unit in measure_words.COUNTED or match[0] in ("零", "〇"))


def _range(match: re.Match[str] | None) -> Amount | None:
    """The amount of a text such as 5-10天 or 90%-95%."""
    tail = None if match is None else _tail(match["rest"])
    if match is None or tail is None or tail.ending or not tail.unit:
        return None
    if match["lowunit"] not in ("", tail.unit) or not _scaled_once(match["scale"] or "", tail):
        return None
    if _NO_UNIT.match(match["rest"]) or match["rest"][0] == "日" or _YEAR.fullmatch(match["low"]):
        return None
    each = scale(match["scale"] or tail.scale)
    if match["lowscale"] not in (None, match["scale"]) or _NO_NUMBER_AFTER.search(match["words"]):
        return None
    low, high = (times(digits(match[name]), each) for name in ("low", "number"))
    return Amount(Relation.BETWEEN, low, tail.unit, each, high) if low < high else None


def _scaled_once(name: str, tail: _Tail) -> bool:
    """Whether 万 stands in one place, and is no part of the unit: 5千(克) may be either."""
    joined, unit = _SCALED.fullmatch(name + tail.unit), _SCALED.fullmatch(tail.unit)
    if (name and tail.scale) or joined is None or unit is None:
        return False
    return (joined["scale"] or "") == name and unit["scale"] is None


def _unit_before(words: str, tail: _Tail) -> _Tail:
    """The tail with the unit that stands before the number: 人数(人)≥100, 成本(万元)≤50."""
    match = _UNIT_BEFORE.search(words)
    scaled = match and _SCALED.fullmatch(match[1])
    if tail.unit or not scaled or not is_known_unit(scaled["unit"]):
        return tail
    return _Tail(scaled["unit"], scaled["scale"] or tail.scale, tail.ending)
