"""Amounts in prose: every number with a unit in 实际完成情况 or 预期目标, and how it was said.

The text is cleaned and cut into sentences (。；！？). In a sentence every number directly followed
by a known unit is an amount; so years, dates, telephone numbers, H5, 第3场, 2-3次 and 7×24小时 are
none. What stands before an amount, back to the last comma or the amount before it, is its `lead`:
there the writer says what is counted. Where that says nothing (共计8场), or the clause before it
is a heading (档案装订方面，), that clause belongs to the lead. What follows it, to the next
punctuation, is its `tail` (6500名关注用户).

An amount carries marks for everything that keeps it from being the plain figure of the whole
year: about, a bound, a part, a plan, another year or a change, a legal limit, per something.
Who compares decides which marks he can bear; a mark set in error costs a finding, one that is
missing costs the filer's trust. The word lists are therefore generous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from workbooks.values import terms
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import unit_in_last_place
from workbooks.values.numerals import CHINESE, chinese
from workbooks.values.regex import regex


class Caveat(Enum):
    """Why an amount is not simply the figure of the year."""

    ABOUT = "约1200册"
    BOUND = "不少于5000次"
    PART = "其中原创内容33条"
    PLAN = "目标为10场"
    OTHER = "较上年增加3场"
    LIMIT = "法定时限5个工作日"
    PER = "每周推送2次"


TIMES = frozenset({"工作日", "小时", "分钟", "秒", "月", "天"})


_ABOUT = regex(r"(?:(?<!预)约|大概|大致|近)[为达到有]{0,2}$")
_BOUND = regex(
    r"(?:[≥≤><=≧≦]|超过|超出|超|突破|逾|不少于|不低于|不小于|不超过|不高于|不多于|不大于|大于等于|小于等于"
    r"|至少|至多|最多|最少|最高|最低|高于|低于|大于|小于|多于|少于|不到|不足|控制在)[为达到了]{0,2}$"
)
_PART = regex(
    r"其中|包括|包含|含|分别|上半年|下半年|季度|\d月|[一二三四五六七八九十]月|首批|部分|当月|当日|单场|另|还|又"
    r"|第[\d一二三四五六七八九十]|截至\d|前期|阶段|期间"
)
_OTHER = regex(
    r"(?:较|同比|环比|比(?![例率重对选赛])|增加|增长|增幅|增至|减少|下降|降低|提高|提升|上升|增强|扩大|新增)(?![率到至])"
    r"|(?<!全年)(?<!本年)(?<!年度)(?<!当年)(?<!\d年)累计|历年|上年|去年|往年|前年|同期|历史|以来|近[两三\d]年|[两三\d]年来"
    r"|取消|推迟|延期|延后|尚|剩|余下|未|没|缺口|差距|少(?!数|儿|年|于)|短缺|[由从自]$"
)
_PLAN = regex(
    r"目标|计划|预期|原定|拟|将(?!近)|预计|力争|争取|确保|(?<![响供效相对反适])应(?![用急对邀届聘变])|必须"
    r"|需(?!求)|年初|指标值|任务[数为量]|下一?[年步]|明年|今后|后续"
)
_AS_PLANNED = regex(r"(?:按|按照|依照|根据)(?:年度|全年|工作|既定|预定|年初)*(?:计划|目标)(?:的)?")
_BUDGETED = regex(r"预算|安排|下达|申请|批复|核定")
_LIMIT = regex(r"时限|期限|法定|承诺|规定")
_MEASURED = regex(r"平均|实际|用时|耗时")
_PER = regex(r"每|人均|日均|月均|年均|次均|周均|户均")
_REVOKED = regex(r".{0,10}(?:未|没有|取消|推迟|延期|计划|目标)")


def marks(match: re.Match[str], lead: str, tail: str, unit: str) -> Iterator[Caveat]:
    """What the words around an amount say of it; `match` is the amount within its sentence."""
    before, end = match.string[: match.start()], match["end"] or ""
    odd = match["unit"] and (match["odd"] or match["more"])
    if odd or end in _NEAR or _ABOUT.search(lead):
        yield Caveat.ABOUT
    if _BOUND.search(lead) or (end and end not in {*_NEAR, "/"}):
        yield Caveat.BOUND
    if _PART.search(lead) or _inside(before):
        yield Caveat.PART
    if _PLAN.search(_AS_PLANNED.sub("", before)) or (unit == "元" and _BUDGETED.search(lead)):
        yield Caveat.PLAN
    of_some = match.string.startswith("的", match.end())  # 合格率为100%的单位有3家
    if of_some or _OTHER.search(lead) or _REVOKED.match(tail):
        yield Caveat.OTHER
    if unit in TIMES and _LIMIT.search(lead) and not _MEASURED.search(lead):
        yield Caveat.LIMIT
    if _PER.search(lead) or end == "/":
        yield Caveat.PER


_NEAR = ("左右", "上下")


def _inside(before: str) -> bool:
    """Whether brackets or a title 《》 are open."""
    return before.count("(") > before.count(")") or before.count("《") > before.count("》")


SIGNS = CHINESE.strip("[]")


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """A number with its unit as said in prose; money is in 元, 1.2万人次 is 12000 人次.

    `step` is the worth of one step in the last written place (1.2万 -> 1000, 98.7 -> 0.1); `year`
    the year last spoken of in the sentence; `quote` the words around it, at most about 30 signs.
    """

    value: Decimal
    step: Decimal
    unit: str
    lead: str
    tail: str
    quote: str
    marks: frozenset[Caveat]
    year: int | None = None


_UNITS = (
    "人次 人日 人天 家次 户次 件次 批次 场次 台次 车次 工作日 小时 分钟 秒 平方米 立方米 公里 千米"
    " 公顷 公斤 千克 吨 米 元 % 月 天 人 名 位 家 户 条 件 份 册 本 卷 张 枚 只 台 套 辆 部 篇 期"
    " 场 次 项 起 宗 例 处 座 间 栋 所 个 类 种 批 组 支 幅 块 根 株 亩 盒 箱 袋 瓶 页 字 门 届 队"
)
# 12条例, 3家庭, 2个百分点: the unit is the beginning of another word.
_NOT_UNIT = (
    r"(?!(?<=项)目|(?<=条)例|(?<=家)庭|(?<=人)[员工民均才大]|(?<=份)额|(?<=天)然|(?<=本)[年市区]"
    r"|(?<=个)百分点|(?<=月)(?<!个月)|(?<=期)间|(?<=部)[分门]|(?<=处)[理置罚]|(?<=组)织|(?<=座)谈)"
)
_AMOUNT = regex(
    rf"(?<![\dA-Za-z./×*:#~\-—–至第{SIGNS}])"
    rf"(?P<number>百分之(?P<percent>[\d.]+|[{SIGNS}]+)|百分百|百分之百"
    rf"|(?:(?P<typed>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?<![数几上逐之这那])(?P<spelled>[{SIGNS}]+))"
    r"(?P<odd>[多余])?(?P<scale>[万亿千百])?(?P<more>[多余])?个?"
    rf"(?P<unit>{'|'.join(sorted(_UNITS.split(), key=len, reverse=True))}){_NOT_UNIT})"
    r"(?P<end>\(?含?\)?及?以上|左右|上下|以下|以内|之内|内|不到|/)?"
)
_DIGITS = regex(rf"[\d{SIGNS}]+")  # where an amount may begin; to try every sign is slow
# At most so many signs: each amount is looked at beside all that stands before it.
_SENTENCE = regex(r"[^。;!?]{1,1000}(?=[,。;!?]|$)|[^。;!?]{1,1000}")
_PUNCTUATION = regex(r"[,:()。;]")
_SCALES = {"百": 2, "千": 3, "万": 4, "亿": 8}
_UNIT_NAMES = {"名": "人", "位": "人", "场次": "场"}


def counted_as(unit: str) -> str:
    """The one name of units that count the same, without brackets.

    >>> counted_as("名"), counted_as("个工作日"), counted_as("场次"), counted_as("人次")
    ('人', '工作日', '场', '人次')
    """
    bare = unit.removeprefix("个") or unit
    return _UNIT_NAMES.get(bare, bare)


_YEAR = regex(r"(20\d\d)年")
_HEADING = regex(r"(?:方面|工作中|工作上|:)$")
_SAYS_NOTHING = regex(
    r"(?:20\d\d年度?|全年度?|本年度?|当年|年内|共计|共|合计|总计|总共|总数|累计|已|约|近|均|达到?|为|是|完成|举办|开展|组织|了|、"
    r"|实际|目标|计划|不少于|不低于|至少|超过|[≥≤><=])*"
)


@lru_cache(maxsize=4)  # the rules ask about one text after another
def amounts(text: str) -> tuple[StatedAmount, ...]:
    """Every amount of a text, in its order.

    >>> one, = amounts("2024年档案装订方面，共装订3403册数检验检测文书。6月10日上线。")
    >>> one.value, one.unit, one.lead, one.tail, one.year
    (Decimal('3403'), '册', '2024年档案装订方面,共装订', '数检验检测文书', 2024)
    >>> [(str(a.value), a.unit, *a.marks) for a in amounts("约1.2万余人次")]
    [('12000.0', '人次', <Caveat.ABOUT: '约1200册'>)]
    """
    cleaned = terms.clean(text)
    return tuple(
        amount for sentence in _SENTENCE.finditer(cleaned) for amount in _in_sentence(sentence[0])
    )


def _in_sentence(sentence: str) -> Iterator[StatedAmount]:
    figures = [(match, figure) for match in _matches(sentence) if (figure := _figure(match))]
    matches = [match for match, _ in figures]
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches[1:]), len(sentence)]
    for (match, figure), before, after in zip(figures, ends, starts, strict=False):
        start = _lead_start(sentence, before, match.start())
        lead = sentence[start : match.start()].lstrip("、,:)(")
        tail = _tail(sentence, match.end(), after)
        unit = counted_as(match["unit"] or "%")
        said_as = frozenset(marks(match, lead, tail, unit))
        years = _YEAR.findall(sentence[: match.start()])
        quote = _quote(sentence, match, start)
        yield StatedAmount(
            *figure, unit, lead, tail, quote, said_as, int(years[-1]) if years else None
        )


def _matches(sentence: str) -> Iterator[re.Match[str]]:
    end = 0
    for begin in _DIGITS.finditer(sentence):
        match = _AMOUNT.match(sentence, begin.start())
        if match and begin.start() >= end:
            yield match
            end = match.end()


def _spelled(text: str) -> Decimal | None:
    value = chinese("一百" if text == "百" else text)
    return None if value is None else Decimal(value)


def _figure(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The value and the worth of one step in its last place; a lone 一 (一次性) is no number."""
    if match["unit"] is None:
        said = match["percent"] or "一百"
        value = Decimal(said) if said[0].isdigit() else _spelled(said)
        return None if value is None else (value, unit_in_last_place(value))
    if match["spelled"] == "一":
        return None
    typed = match["typed"]
    value = Decimal(typed.replace(",", "")) if typed else _spelled(match["spelled"])
    if value is None:
        return None
    places = _SCALES.get(match["scale"] or "", 0)
    return value.scaleb(places) if places < 2 else value * 10**places, (
        unit_in_last_place(value) * 10**places
    )


def _lead_start(sentence: str, earliest: int, start: int) -> int:
    """Where the lead begins: at the last comma, or a clause earlier where that one is needed."""
    comma = max(sentence.rfind(",", earliest, start) + 1, earliest)
    if comma == earliest:
        return comma
    earlier = max(sentence.rfind(",", earliest, comma - 1) + 1, earliest)
    needed = _SAYS_NOTHING.fullmatch(sentence, comma, start)
    return earlier if needed or _HEADING.search(sentence[earlier : comma - 1]) else comma


def _tail(sentence: str, end: int, next_amount: int) -> str:
    """The words that directly follow, to the next punctuation or the clause of the next amount."""
    stop = _PUNCTUATION.search(sentence, end)
    until = min(stop.start() if stop else len(sentence), end + 40)
    if next_amount < until:
        until = max(sentence.rfind("、", end, next_amount), end)
    tail = sentence[end:until]
    return "" if tail.startswith("、") else tail


def _quote(sentence: str, match: re.Match[str], start: int) -> str:
    begin, end = max(start, match.start() - 20), min(match.end(), len(sentence))
    words = sentence[begin:end].lstrip("、,:")
    return f"…{_HALF_COMMA.sub('，', words).translate(_FULL_WIDTH)}…"


_HALF_COMMA = regex(r",(?!\d{3}(?!\d))")
_FULL_WIDTH = str.maketrans(":()", "：（）")
