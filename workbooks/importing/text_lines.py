"""Signs at their places -> lines of text, and lines -> the text of a cell.

A line that the page broke is joined again; one that somebody ended stays a line of its own. Which
of the two it was is seen from the room that was left in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbooks.importing.pages import Sign
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex

WORDS, NUMBERS = "英文单词在折行处接上，中间添了一个空格", "一个数可能在折行处断开，接成了一个"
UNKNOWN_SIGN = "有字认不出是什么，写成了 �"

_GAP = 0.55  # of the size of a sign: more is a space, less is how the line was spread
_PUT_OFF = 2.3  # signs of room that a line may leave because the next may not begin with a stop
_LATIN = regex(r"[A-Za-z]")
_DIGIT = regex(r"[0-9.]")
_TOGETHER = regex(r"^[!-~]+")


_UNWRITABLE = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """A text with the sign for "not known" where a workbook can hold no such sign.

    >>> writable("甲\\x00乙")
    '甲�乙'
    """
    return _UNWRITABLE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it stands on the page; `led` and `spaced`: a space is printed before or behind."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    led: bool = False
    spaced: bool = False

    @property
    def size(self) -> float:
        """How high it is."""
        return self.bottom - self.top


def text_lines(signs: Iterable[Sign]) -> tuple[TextLine, ...]:
    """The lines of some signs, from above; a sign that was drawn twice (bold) counts once."""
    rows: list[list[Sign]] = []
    middle = 0.0
    for sign in sorted(signs, key=lambda one: (one.middle[1], one.left)):
        if rows and sign.middle[1] - middle <= sign.size * 0.45:
            rows[-1].append(sign)
        else:
            rows.append([sign])
            middle = sign.middle[1]
    made = (_line(sorted(row, key=lambda one: one.left)) for row in rows)
    return tuple(line for line in made if line is not None)


def _line(row: Sequence[Sign]) -> TextLine | None:
    parts: list[str] = []
    before: Sign | None = None
    for sign in row:
        if before is not None:
            if sign.text == before.text and abs(sign.left - before.left) < 0.2 * sign.size:
                continue
            apart = sign.left - before.right > _GAP * min(sign.size, before.size)
            if apart and parts[-1][-1:] != " " and sign.text != " ":
                parts.append(" ")
        parts.append(sign.text)
        before = sign
    text = "".join(parts)
    seen = [sign for sign in row if sign.text.strip()]
    if not seen:
        return None
    return TextLine(
        text.strip(),
        seen[0].left,
        min(sign.top for sign in seen),
        max(sign.right for sign in seen),
        max(sign.bottom for sign in seen),
        text[:1] == " ",
        text[-1:] == " ",
    )


def joined(lines: Sequence[TextLine], width: float) -> tuple[str, tuple[str, ...]]:
    """The text of a cell so wide, and what of it is doubtful.

    >>> first, second = TextLine("完成率100", 0, 0, 54, 9), TextLine("00件", 0, 12, 27, 21)
    >>> joined([first, second], 60.0)
    ('完成率10000件', ('一个数可能在折行处断开，接成了一个',))
    """
    text = ""
    doubts: list[str] = []
    for line, before in zip(lines, (None, *lines), strict=False):
        if before is None:
            text = line.text
        elif _was_ended(before, line, width):
            text = f"{text}\n{line.text}"
        else:
            between, doubt = _seam(text, line.text, before.spaced or line.led)
            doubts += [doubt] if doubt else []
            text = f"{text}{between}{line.text}"
    if "\ufffd" in text:
        doubts.append(UNKNOWN_SIGN)
    return text, tuple(dict.fromkeys(doubts))


def _seam(before: str, after: str, spaced: bool = False) -> tuple[str, str]:
    """What stands between two parts of a broken line, and why that is doubtful.

    Between Chinese signs a space at the end of a line is how the page was made.
    """
    last, first = before[-1:], after[:1]
    if spaced and (last.isascii() or first.isascii()):
        return " ", ""
    if _LATIN.match(last) and _LATIN.match(first):
        return " ", WORDS
    if _DIGIT.match(last) and _DIGIT.match(first):
        return "", NUMBERS
    return "", ""


def seam(before: str, after: str) -> tuple[str, tuple[str, ...]]:
    """Two parts of one text as one, and what of that is doubtful.

    >>> seam("检验检测机构资", "质认定")
    ('检验检测机构资质认定', ())
    """
    between, doubt = _seam(before, after)
    return f"{before}{between}{after}", (doubt,) if doubt else ()


def _was_ended(before: TextLine, after: TextLine, width: float) -> bool:
    """Whether the beginning of the next line would have found room in the one before."""
    together = _TOGETHER.match(after.text)
    size = after.size
    count = len(together[0]) if together else 0
    beginning = size * max(count * 0.55, 1.0)
    room = width - (before.right - before.left)
    return room > beginning + _PUT_OFF * size
