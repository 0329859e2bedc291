"""Words before a number that make it a difference and no level: 下降5%, 逾期3天, 超目标20人."""

from __future__ import annotations

from workbooks.values import terms
from workbooks.values.memory import remembered
from workbooks.values.regex import regex

LESS, MORE, BESIDE, PLANNED = "下降", "增长", "相差", "打算"
_AIM = "(?:原|年度|全年|年初|既定)?(?:目标|计划|指标|预期|任务)值?"
_GROUPS = (
    (BESIDE, rf"超(?:出|过|额)?了?{_AIM}|[低高多少优]于{_AIM}|[高多]出{_AIM}|[较比]{_AIM}"),
    (
        PLANNED,
        "^(?:原|年度|全年|本年度?)?计划(?:开展|举办|完成|实施|组织|培训|建设|安排|为|数)?$|预计|预期$"
        "|^拟(?![定订合])|^将(?:开展|举办|完成|实施|组织)|^(?:年度|全年)?目标(?:值|为|是|:)*$"
        "|基本(?:完成|实现|做到|达到|达)(?!率)|基本$",
    ),
    (
        LESS,
        "(?:下降|降低|减少|压减|压缩|压降|缩减|核减|节约|节省|节支|缩短|降幅|减幅)(?:幅度)?[了为:]?$",
    ),
    (MORE, "(?:增长|增加|提高|提升|上升|增幅|涨幅)(?:幅度)?[了为:]?$"),
    ("逾期", "(?:逾期|延期|延迟|延误|推迟|超期|超时|滞后|拖延|(?:^|[较迟])晚)[了为:]?$"),
    ("流失", "流失[了为:]?$"),
    ("取消", "取消[了为:]?$"),
    ("剩余", "(?:剩余?|剩下)[了为:]?$"),
)
_PATTERNS = tuple((name, regex(pattern)) for name, pattern in _GROUPS)
_CHANGES = "增提升涨扩降减节缩压省少"
_SPOKEN_OF = {
    LESS: _CHANGES,
    MORE: _CHANGES,
    "逾期": "逾延迟晚超滞",
    "流失": "流失",
    "取消": "取消撤",
    "剩余": "剩余结",
}


@remembered
def difference(words: str) -> str:
    """What kind of difference the number after these words is; none where it is a level.

    >>> difference("较上年下降"), difference("超计划"), difference("基本"), difference("完成")
    ('下降', '相差', '打算', '')
    >>> difference("下降率"), difference("完成计划"), difference("按计划完成")
    ('', '', '')
    """
    return next((name for name, pattern in _PATTERNS if pattern.search(words)), "")


def as_a_level(words: str) -> str:
    """The words without the one that makes a difference, to look at the others.

    >>> as_a_level("较上年下降"), as_a_level("下降率")
    ('较上年为', '下降率')
    """
    for name, pattern in _PATTERNS:
        if name in _SPOKEN_OF:
            words = pattern.sub("为", words)
    return words


def is_aimed_at(kind: str) -> bool:
    """Whether a difference of a kind can itself be a target: 下降≥5%, 逾期≤3天; not 超目标.

    >>> is_aimed_at(LESS), is_aimed_at(BESIDE), is_aimed_at("")
    (True, False, False)
    """
    return kind in _SPOKEN_OF


def speaks_of(text: str, kind: str) -> bool:
    """Whether a name or a target may be about a kind of difference.

    What will last for years can only be expected: 设备使用年限 | 预计6年.

    >>> speaks_of("单位能耗下降率", LESS), speaks_of("办结时限", "逾期")
    (True, False)
    >>> speaks_of("设备使用年限", PLANNED), speaks_of("培训场次", PLANNED)
    (True, False)
    """
    signs = _LASTING if kind == PLANNED else _SPOKEN_OF.get(kind, "")
    return any(sign in terms.clean(text) for sign in signs)


_LASTING = ("年限", "寿命", "质保", "保修", "使用期")
