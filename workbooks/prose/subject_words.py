"""The words of an indicator's name, or of the text before a number, that tell what is counted."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from operator import add, or_

from workbooks.values import terms
from workbooks.values.memory import remembered
from workbooks.values.regex import regex

_SAME = {
    "程度": "度",
    "投妥": "妥投",
    "保管": "管理",
    "宣贯": "宣传",
    "宣讲": "宣传",
    "满意率": "满意度",
    "期限": "时限",
    "时间": "时限",
    "支持": "支撑",
    "截止": "截至",
}
_OTHER_WORD = regex("|".join(_SAME))
# Words of doing, counting and time, which do not tell what is counted.
_EMPTY = regex(
    r"20\d\d年[度底末]?前?|全年度?|本年度?|当年|年内|年度|今年|截至|年末|年底|[我本](?:局|委|市|区|县|院|校|单位|中心|部门)"
    r"|全[市区县省]|共计|(?<!公)共(?![享同有建青产党])|合计|总计|总共|累计|总数|总量|总[人场]次|总人数|已经|已有|已|均|全部"
    r"|全面|顺利|圆满|如期|按计划|按时|达到|实际|平均"
    r"|(?:完成|实现|开展|举办|组织|实施|进行|召开|提供|获得|开具)(?![率度量])"
    r"|数量|次数|场次|个数|份数|(?<![老工病客证])人数|人次数?|册数|件数|户数|(?<=..)[数量]$"
    r"|方面|工作|各类|各项|相关|有关|其他|以及|积极|认真|切实"
    r"|不少于|不低于|不超过|不高于|至少|大于等于|小于等于|超过|控制在|应当?(?=[ 达为])|目标|计划"
    r"|[一二三四五六七八九]是|首先|其次|此外|[的了及和与等、,:\"'“”‘’《》()【】·]|[达为是有在约近超≥≤><=到至]+$"
)
GENERIC = regex(
    r"(?:办结|处置|处理|回复|通过|参与|执行|整改|送达|到位|兑现|优良|及格|完成|达标|合格|覆盖|使用|准确|及时|增长|差错"
    r"|落实|知晓|好评)率|满意度|完好度|时限|天数|比例|指标|项目|服务|活动|群众|公众|企业|对象|[率度数量年]$"
)
"""Words of a name that many things have: a rate, a satisfaction, a time."""

_LONGEST = 200
"""Signs of a name or a lead: what is longer names nothing, and each round goes through it all."""


@remembered
def words(text: str) -> str:
    """The words of a name or a lead that tell what is counted, parted by blanks.

    >>> words("2024年档案管理方面,合计共保管"), words("行政许可档案装订数量（计量与特种食品）")
    ('档案管理 管理', '行政许可档案装订 计量 特种食品')
    """
    said = _OTHER_WORD.sub(lambda found: _SAME[found[0]], terms.clean(text)[:_LONGEST])
    before = ""
    while before != said:
        before, said = said, _EMPTY.sub(" ", said).strip()
    return " ".join(said.split())


@remembered
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in the words of a text."""
    parts = words(text).split(" ")
    return frozenset(chain.from_iterable(map(add, part, part[1:]) for part in parts))


def explained(text: str, by: frozenset[str]) -> Decimal:
    """The share of a text's characters that stand in a pair which is among `by`.

    >>> explained("新员工培训", pairs("培训场次"))
    Decimal('0.4')
    """
    said = words(text)
    found = [*map(by.__contains__, map(add, said, said[1:]))]
    hit = sum(map(or_, (*found, False), (False, *found)))
    size = len(said.replace(" ", ""))
    return Decimal(hit) / size if size else Decimal(1)
