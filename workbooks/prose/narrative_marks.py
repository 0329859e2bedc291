"""How an amount was said: about, at least, a part, planned, of another year, a limit, per week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum


class Mark(Enum):
    """Why an amount is not simply the figure of the year."""

    ABOUT = "约1200册"
    BOUND = "不少于5000次"
    PART = "其中原创内容33条"
    PLAN = "目标为10场"
    OTHER = "较上年增加3场"
    LIMIT = "法定时限5个工作日"
    PER = "每周推送2次"


TIMES = frozenset({"工作日", "小时", "分钟", "秒", "月", "天"})


_ABOUT = re.compile(r"(?:(?<!预)约|大概|大致|近)[为达到有]{0,2}$")
_BOUND = re.compile(
    r"(?:[≥≤><=≧≦]|超过|超出|超|突破|逾|不少于|不低于|不小于|不超过|不高于|不多于|不大于|大于等于|小于等于"
    r"|至少|至多|最多|最少|最高|最低|高于|低于|大于|小于|多于|少于|不到|不足|控制在)[为达到了]{0,2}$"
)
_PART = re.compile(
    r"其中|包括|包含|含|分别|上半年|下半年|季度|\d月|[一二三四五六七八九十]月|首批|部分|当月|当日|单场|另|还|又"
    r"|第[\d一二三四五六七八九十]|截至\d|前期|阶段|期间"
)
_OTHER = re.compile(
    r"(?:较|同比|环比|比(?![例率重对选赛])|增加|增长|增幅|增至|减少|下降|降低|提高|提升|上升|增强|扩大|新增)(?![率到至])"
    r"|(?<!全年)(?<!本年)(?<!年度)(?<!当年)(?<!\d年)累计|历年|上年|去年|往年|前年|同期|历史|以来|近[两三\d]年|[两三\d]年来"
    r"|取消|推迟|延期|延后|尚|剩|余下|未|没|缺口|差距|少(?!数|儿|年|于)|短缺|[由从自]$"
)
_PLAN = re.compile(
    r"目标|计划|预期|原定|拟|将(?!近)|预计|力争|争取|确保|(?<![响供效相对反适])应(?![用急对邀届聘变])|必须"
    r"|需(?!求)|年初|指标值|任务[数为量]|下一?[年步]|明年|今后|后续"
)
_AS_PLANNED = re.compile(
    r"(?:按|按照|依照|根据)(?:年度|全年|工作|既定|预定|年初)*(?:计划|目标)(?:的)?"
)
_BUDGETED = re.compile(r"预算|安排|下达|申请|批复|核定")
_LIMIT = re.compile(r"时限|期限|法定|承诺|规定")
_MEASURED = re.compile(r"平均|实际|用时|耗时")
_PER = re.compile(r"每|人均|日均|月均|年均|次均|周均|户均")
_REVOKED = re.compile(r".{0,10}(?:未|没有|取消|推迟|延期|计划|目标)")


def marks(match: re.Match[str], lead: str, tail: str, unit: str) -> Iterator[Mark]:
    """What the words around an amount say of it; `match` is the amount within its sentence."""
    before, end = match.string[: match.start()], match["end"] or ""
    odd = match["unit"] and (match["odd"] or match["more"])
    if odd or end in _NEAR or _ABOUT.search(lead):
        yield Mark.ABOUT
    if _BOUND.search(lead) or (end and end not in {*_NEAR, "/"}):
        yield Mark.BOUND
    if _PART.search(lead) or _inside(before):
        yield Mark.PART
    if _PLAN.search(_AS_PLANNED.sub("", before)) or (unit == "元" and _BUDGETED.search(lead)):
        yield Mark.PLAN
    of_some = match.string.startswith("的", match.end())  # 合格率为100%的单位有3家
    if of_some or _OTHER.search(lead) or _REVOKED.match(tail):
        yield Mark.OTHER
    if unit in TIMES and _LIMIT.search(lead) and not _MEASURED.search(lead):
        yield Mark.LIMIT
    if _PER.search(lead) or end == "/":
        yield Mark.PER


_NEAR = ("左右", "上下")


def _inside(before: str) -> bool:
    """Whether brackets or a title 《》 are open."""
    return before.count("(") > before.count(")") or before.count("《") > before.count("》")
