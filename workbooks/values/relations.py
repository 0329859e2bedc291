"""How an actual value must stand to the target: the operators and endings that say so."""

from __future__ import annotations

from enum import StrEnum

from workbooks.values import measure_words


class Relation(StrEnum):
    """How an actual value must stand to the target."""

    AT_LEAST = "AT_LEAST"
    AT_MOST = "AT_MOST"
    EQUAL = "EQUAL"
    MORE_THAN = "MORE_THAN"
    LESS_THAN = "LESS_THAN"
    BETWEEN = "BETWEEN"
    DESCRIBED = "DESCRIBED"


_OPERATORS: dict[str, Relation | None] = {
    **dict.fromkeys(measure_words.LEVEL_WORDS),
    **dict.fromkeys(measure_words.AT_LEAST_WORDS, Relation.AT_LEAST),
    **dict.fromkeys(measure_words.AT_MOST_WORDS, Relation.AT_MOST),
    **dict.fromkeys(measure_words.EQUAL_WORDS, Relation.EQUAL),
    **dict.fromkeys(measure_words.MORE_THAN_WORDS, Relation.MORE_THAN),
    **dict.fromkeys(measure_words.LESS_THAN_WORDS, Relation.LESS_THAN),
    **dict.fromkeys(measure_words.NOT_MORE_THAN_WORDS, Relation.AT_MOST),
    **dict.fromkeys(measure_words.NOT_LESS_THAN_WORDS, Relation.AT_LEAST),
}
_ENDINGS = {
    **dict.fromkeys(measure_words.UP_ENDINGS, Relation.AT_LEAST),
    **dict.fromkeys((*measure_words.DOWN_ENDINGS, "内"), Relation.AT_MOST),
}
_SAME_WAY = (
    {Relation.AT_LEAST, Relation.MORE_THAN},
    {Relation.AT_MOST, Relation.LESS_THAN},
)


def contradictory(sign: str | None, ending: str) -> bool:
    """Whether what stands before a number and what stands behind it say the opposite.

    >>> contradictory("≥", "以内"), contradictory("≥", "以上")
    (True, False)
    """
    stated, ends = _OPERATORS.get(sign or ""), _ENDINGS.get(ending)
    if stated is None or ends is None or sign in measure_words.LEVEL_WORDS:
        return False
    return not any({stated, ends} <= way for way in _SAME_WAY)


def relation(sign: str | None, ending: str) -> Relation | None:
    """What an operator, or else an ending, says; None where there is neither.

    >>> relation("≥", ""), relation(None, "以内"), relation(None, "")
    (<Relation.AT_LEAST: 'AT_LEAST'>, <Relation.AT_MOST: 'AT_MOST'>, None)
    """
    if sign in measure_words.LEVEL_WORDS and ending:
        return _ENDINGS[ending]
    return _OPERATORS.get(sign or "") or _ENDINGS.get(ending)
