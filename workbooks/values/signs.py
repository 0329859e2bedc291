"""Signs that nobody sees, and signs that look like others: a text as it is read by eye.

Windows' calculator, web pages and chats leave marks of direction and width behind; texts copied
out of PDFs have radicals in place of ideographs. Both are told by what Unicode says of a sign, not
by a list of those that were met.
"""

from __future__ import annotations

import unicodedata

from workbooks.values.regex import regex

_COMMON = regex("[^\t\n\r -~\u3400-\u9fff\u3000-\u301f\uff01-\uff5e·×÷—‘’“”…≤≥①-⑳]")
"""Finds a sign that is worth a look: nearly all texts have none."""

_IGNORED = (
    *((0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065)),
    *((0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8)),
    (0xE0000, 0xE0FFF),
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties of Unicode) that is no format sign (Cf):
joiners, Hangul fillers, inherent vowels of Khmer, variation selectors, tags."""
_BLANK = 0x2800
"""Braille of no dot."""
_UNSEEN = frozenset(("Cf", "Co", "Cc"))
"""Format signs, private use (a sign of one font of one desk), controls; white space stays."""

_RADICALS = dict(zip(range(0x2E80, 0x2EF4), (
    "⺀厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄㣺扌攵\u2e9a旡日月歺母民氵氺灬爫爫丬牛犭王疋罒示礻"
    "竹糹纟罓罒网网网羊羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣"
    "首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
), strict=True))  # fmt: skip
"""The Radicals Supplement, which has no compatibility mapping, as the ideographs look."""
_STROKES = dict(zip((0x31D0, 0x31D1, 0x31D2, 0x31D4, 0x31DA, 0x31E0), "一丨丿丶亅乙", strict=True))
_KANGXI, _COMPATIBLE = range(0x2F00, 0x2FE0), range(0xF900, 0xFB00)


class _Signs(dict[int, "str | None"]):
    """What each sign is read as, found out when it is met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = read = _read(code)
        return read


_SIGNS = _Signs()


def legible(text: str) -> str:
    r"""A text without signs that nobody sees, and with ideographs for what looks like them.

    >>> legible("20\u202c"), legible("主管部\u2ed4"), legible("\u2f6c标\u3164"), legible("a\nb")
    ('20', '主管部门', '目标', 'a\nb')
    """
    return text.translate(_SIGNS) if _COMMON.search(text) else text


def is_unseen(code: int) -> bool:
    """Whether a sign shows nothing and takes no room: white space is none.

    >>> is_unseen(0x200B), is_unseen(0xFE0F), is_unseen(0x3000), is_unseen(ord("a"))
    (True, True, False, False)
    """
    sign = chr(code)
    if sign.isspace():
        return False
    ignored = any(first <= code <= last for first, last in _IGNORED)
    return ignored or code == _BLANK or unicodedata.category(sign) in _UNSEEN


def _read(code: int) -> str | None:
    if is_unseen(code):
        return None
    if code in _KANGXI or code in _COMPATIBLE:
        return unicodedata.normalize("NFKC", chr(code))
    return _RADICALS.get(code) or _STROKES.get(code) or chr(code)
