"""偏差原因分析及改进措施: what kind of words a note has. Where unsure, nothing is claimed of it.

A note is prose. These functions know the words that clerks use for causes, for measures and for
the state of the work; a note with other words is neither accused nor praised by any rule.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from workbooks.prose.leftovers import is_placeholder
from workbooks.values import terms
from workbooks.values.memory import remembered
from workbooks.values.regex import regex
from workbooks.values.units import is_known_unit


@remembered
def is_filler(text: str) -> bool:
    """Whether a note says nothing: 无, a dash, punctuation, a figure, what a blank form prints.

    An empty one is not filler but empty.

    >>> is_filler("无。"), is_filler("——"), is_filler(""), is_filler("设备故障")
    (True, True, False, False)
    >>> is_filler("380.00(户次)"), is_filler("95%。"), is_filler("少办2场")
    (True, True, False)
    """
    if not text.strip():
        return False
    said = "".join(c for c in terms.clean(text) if unicodedata.category(c)[0] not in "PSZ")
    return not said or said in _FILLERS or is_placeholder(text) or _is_figure(text)


_FIGURE = regex(r"[≥≤<>=]*[-+]?\d[\d,.]*\(?([^\d().,。]*)\)?[.。]?")


def _is_figure(text: str) -> bool:
    """Whether a note is a number with its unit and nothing else: what was reached, copied."""
    match = _FIGURE.fullmatch(terms.clean(text))
    return match is not None and (match[1] in ("", "元", "万元", "亿元") or is_known_unit(match[1]))


def says_something(text: str) -> bool:
    """Whether a note is neither empty nor filler.

    >>> says_something("设备故障"), says_something("无"), says_something(" ")
    (True, False, False)
    """
    return bool(text.strip()) and not is_filler(text)


_FILLERS = {
    "".join(c for c in terms.clean(word) if unicodedata.category(c)[0] not in "PSZ")
    for word in terms.FILLER_NOTES
}


def length(text: str) -> int:
    """How many signs a note has, white space not counted.

    >>> length("因雨取消，\\n下年补办。")
    10
    """
    return len(terms.clean(text))


def is_long(text: str, least: Decimal) -> bool:
    """Whether a note says something in at least so many signs.

    >>> is_long("因雨取消，下年补办。", Decimal(10)), is_long("设备故障", Decimal(10))
    (True, False)
    """
    return says_something(text) and length(text) >= least


_CAUSE = regex(
    r"由于|因(?!此|地制宜|而)|受.{1,20}(?:影响|限制|制约)|原因|未|没|无法|不能|难以|不足|不够|不到|不符|不完善"
    r"|不规范|不一致|缺|减少|下降|降低|偏低|较低|过低|偏少|较少|偏高|较高|导致|致使|造成|取消|推迟|延期|延迟|延后"
    r"|滞后|变更|变动|变化|更换|故障|停|困难|较晚|较慢|紧张|有限|仅|只有|只能|超出|超过|高于|低于|少于|多于"
    r"|疫情|暂缓|有待|压减|调减|政策调整|机构改革|存在|尚|仍|正在|失误|疏忽|薄弱|跨年|误差|目标值?(?:设定|设置|定得)"
)


def has_cause(text: str) -> bool:
    """Whether a note names something that may have been the cause.

    >>> has_cause("因场地维修取消两场培训。"), has_cause("下一步将加强组织协调。")
    (True, False)
    """
    return bool(_CAUSE.search(terms.clean(text)))


_DOING = (
    "(?:加强|加大|加快|强化|优化|完善|健全|细化|建立|制定|改进|改善|提升|提高|督促|推动|推进|跟踪|跟进|协调|沟通"
    "|对接|调整|规范|合理|科学|提前|尽快|尽早|及时|确保|争取|力争|严格|做好|落实|组织|安排|补[办充齐做足建种植发拨招训]|完成(?!了)"
    "|控制|继续|持续|进一步|积极|注重|重视|引入|采用|开展|催|重新|扩大|予以|改为|改用|联系|纳入|反映|申请(?:(?:20)?[0-9][0-9]年度?|下年度?)?(?:预算|经费|资金|调整|追加)|增加"
    "|建议|据实|约谈|总结)"
    "(?![性度率后量较偏]|情况)"
)
# Words that announce what will be done; the rest of the clause tells what.
_ANNOUNCED = regex(
    r"改进措施|整改|下一?步|下一?阶段|今后|接下来|往后"
    r"|(?:后续|后期|未来|明年|次年|来年|下一?年度?|下半年|下一?季度|以后|之后|届时)"
    rf"[^,;。!]{{0,12}}(?:将|会|应|拟|须|需|要|计划|{_DOING})"
    r"|(?:^|[,;。!:])(?:今年|近期|目前|现)已?(?:修订|重新|列入|签订|启动|补[办充齐做足])"
)
# A verb of doing, or 将, 拟: a measure unless the clause tells why, or what did not happen.
_DONE = regex(rf"将|拟|计划于|{_DOING}")
_WHY = regex(
    r"由于|因(?!此|地制宜|而)|受.{1,20}(?:影响|限制|制约)|导致|致使|造成|原因[是为在]|未(?!来)|没|无法|不(?!断)|难以"
    r"|原计划|原定|取消|推迟|延期|延迟|滞后|缺(?!陷)|仅|只|尚|已完成|即将|将近"
    r"|^(?:共|实际|全年|本年|年内|当年)"
    r"|^(?:政策|预算|计划|机构|人员|任务|职能|上级|市局|业务|流程|经费)(?:有所|进行)?(?:调整|优化|规范)$"
)
_BEGINS = regex(
    r".{0,6}?(?:将|拟|计划|应)?(?:加强|加大|加快|强化|优化|完善|健全|细化|改进|督促|推动|提升|提高|尽快|积极|继续|持续"
    r"|进一步|严格|做好)(?![性度率后量较偏]|情况)"
)
_CLAUSE_END = regex(r"[,;。!:]")


def has_measure(text: str) -> bool:
    """Whether a note says what will be done about it; anything like a measure counts.

    >>> has_measure("下一年度将提前落实备用场地。"), has_measure("因流程优化，工作量减少。")
    (True, False)
    """
    cleaned = terms.clean(text)
    if _ANNOUNCED.search(cleaned):
        return True
    clauses = _CLAUSE_END.split(cleaned)
    return any(_DONE.search(clause) and not _WHY.search(clause) for clause in clauses)


def only_causes(text: str) -> bool:
    """Whether a note names a cause and nothing that is like a measure.

    >>> only_causes("因场地维修，有两场培训没有办成。"), only_causes("供货方改了日子。")
    (True, False)
    """
    return has_cause(text) and not has_measure(text)


def only_measures(text: str) -> bool:
    """Whether a note begins with a measure and names no cause anywhere.

    >>> only_measures("下一步将加强组织协调。"), only_measures("培训改为线上组织，效果良好。")
    (True, False)
    """
    first = _CLAUSE_END.split(terms.clean(text))[0]
    begins = _ANNOUNCED.search(first) or _BEGINS.match(first)
    return bool(begins) and not has_cause(text)


_COMPLETED = regex(
    r"超额完成|超额达成|(?:已|均已|已经|均)(?:全部|全面|圆满|如期|按期|按时|顺利)?(?:完成|达成|实现)"
    r"(?:了)?(?:全年|年度|年初|预定|既定|预期|全部|设定)*(?:绩效)?(?:目标|指标|任务)|(?:已|均)(?:全部|圆满)完成"
)
_TURN = regex(
    r"但|不过|然而|只是|仅|只|除|部分|其余|未|没|不|无|将|确保|争取|力争|受|导致|因|由于|若|如果|的\d"
)
_MISSED = regex(r"(?:未|未能|没有|没能)(?:全部|完全|如期|按期|按时)?(?:完成|达到|达成|实现)(?!的)")
_MADE_GOOD = regex(r"但|不过|然而|已|补|超|无未|不存在|避免|防止|如|若|其余|部分")


def claims_completed(text: str) -> str | None:
    """The words that say the target was reached, in a note that takes nothing of it back.

    >>> claims_completed("已超额完成年度任务。"), claims_completed("培训已全部完成，但人数较少。")
    ('超额完成', None)
    """
    return _plainly(_COMPLETED, _TURN, text)


def claims_missed(text: str) -> str | None:
    """The words that say the target was missed, in a note that takes nothing of it back.

    >>> claims_missed("因场地维修，未完成全部培训。"), claims_missed("未完成的两场已补办。")
    ('未完成', None)
    """
    return _plainly(_MISSED, _MADE_GOOD, text)


def _plainly(claim: re.Pattern[str], against: re.Pattern[str], text: str) -> str | None:
    cleaned = terms.clean(text)
    match = claim.search(cleaned)
    return None if match is None or against.search(cleaned) else match[0]
