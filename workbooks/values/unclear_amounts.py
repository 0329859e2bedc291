"""Whether words hold an amount that was not understood: ≥约90% does, 2024年12月底前 does not."""

from __future__ import annotations

from workbooks.values import measure_words
from workbooks.values.numerals import CHINESE, folded
from workbooks.values.regex import regex

_SIGN = "[≥≧⩾≮≤≦⩽≯<>=═]"
_YEAR = "(?:(?:19|20)?[0-9]{2}年(?:度|底|末|初|中)?)"
_MONTH = r"(?:[0-9]{1,2}(?:月份?)?[-~—至到、])?[0-9]{1,2}月(?:份|底|末|初|中旬|上旬|下旬)?"
_DAY = "(?:[0-9]{1,2}[-~—至到])?[0-9]{1,2}[日号]"
_CALENDAR = (
    r"(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])"
    r"(?:[-/.](?:3[01]|[12][0-9]|0?[1-9]))?(?![0-9])"
    "|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_DATE = (
    f"(?:不?[早晚迟]于|{_SIGN}{{1,2}})?(?<![0-9])(?:{_CALENDAR}"
    f"|(?:(?:19|20)[0-9]{{2}}年?[-~—至到])?(?:19|20)[0-9]{{2}}年"
    f"|{_YEAR}?{_MONTH}(?:{_DAY})?|{_DAY}(?=[之以]?[前止后])"
    "|每(?:个?月|季度?|年度?)[0-9]{1,2}[日号]"
    f"|[0-9]{{1,2}}[:时点](?:[0-9]{{2}}分?)?(?=[之以]?[前后])"
    f"|[1-4](?:[-~至、][1-4])?季度)"
)
# What has digits and is no amount: titles, document numbers, ordinals, 5G, H5, ISO9001, 12345热线.
_NAMES = (
    r"《[^《》]{0,80}》|[〔\[(](?:19|20)[0-9]{2}[〕\])][0-9]{1,4}号|第[0-9]{1,4}"
    r"|[A-Za-z][A-Za-z-]{0,9}[0-9]{1,6}(?:\.[0-9])?|(?<![0-9.])[0-9]{1,2}(?:[A-Z](?![A-Za-z0-9])|星?级|[类等档星])"
    "|(?<![0-9])1(?:10|19|20|22|23[0-9]{2})(?=热线|平台|电话|服务|政务|便民)"
    f"|(?<![0-9.%])0(?:{'|'.join(measure_words.SLOGANS)})"
)
_NO_AMOUNT = regex(f"{_DATE}|{_NAMES}")
_BOUNDS = "|".join(
    [
        *(
            word
            for word in measure_words.MORE_THAN_WORDS + measure_words.LESS_THAN_WORDS
            if len(word) > 1
        ),
        *("至少", "最少", "至多", "最多", "控制在", "约", "近", "大于等于", "小于等于"),
    ]
)
_NUMERAL = f"{CHINESE}{{1,16}}"
_COUNTED = "|".join(sorted(sorted(measure_words.COUNTED), key=len, reverse=True))
_AMOUNT = regex(
    r"[\d¼-¾⅐-⅞%‰≥≧⩾≮≤≦⩽≯<>±≈≠]|分之|"
    f"(?:{_BOUNDS})[约近]?(?!一(?:致|流|般|定|切)){_NUMERAL}(?![级类等流星])"
    f"|[一二两三四五六七八九十][十百千万亿][余多几]|[十百千万亿][余多几]|[几数][十百千万亿]|一半|过半|半数"
    "|[一二两三四五六七八九][百千万][一二三四五六七八九](?![十百千万])"
    f"|{_NUMERAL}(?:{_COUNTED})(?:左右|以上|以下|以内|上下)"
    f"|(?<![线网街路以])上[百千万亿](?:{_COUNTED})|成[百千]上[千万]"
    f"|{CHINESE}[到至]{_NUMERAL}(?:{_COUNTED}|年)"
    f"|[一二三四五六七八九][二两三四五六七八九][十百千万]?(?:{_COUNTED})"
    "|[壹贰叁肆伍陆柒捌玖拾佰仟][万亿]?[元圆]|[十百千万亿][元圆](?![化论])"
    f"|{_NUMERAL}个百分点"
)
_IN_WORDS = regex(f"{_NUMERAL}(?:{_COUNTED})")


def holds_amount(text: str) -> bool:
    """Whether a text that states no one clear amount holds one all the same.

    >>> holds_amount("≥约90%"), holds_amount("十余次"), holds_amount("≥10场，≥200人")
    (True, True, True)
    >>> holds_amount("流程规范"), holds_amount("2024年12月底前"), holds_amount("通过ISO9001认证")
    (False, False, False)
    """
    return bool(_AMOUNT.search(_NO_AMOUNT.sub("", folded(text))))


def counts_in_words(text: str) -> bool:
    """Whether words count something in Chinese numerals: 建成一个平台 does, 按计划举办 does not.

    >>> counts_in_words("建成一个平台"), counts_in_words("按计划举办")
    (True, False)
    """
    return bool(_IN_WORDS.search(folded(text)))
