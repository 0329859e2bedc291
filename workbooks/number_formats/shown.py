"""A stored value and its number format code -> what a person sees, and what that person would type.

Files and open sheets use the same functions. No content raises: a code that Excel would not take
shows the number as it is, and a number that Excel cannot show is ####, as there.
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from math import isfinite

from workbooks.grid import NO_NUMBER, ErrorValue, NeverCalculated, Raw
from workbooks.number_formats import numbers
from workbooks.number_formats.code import Kind, Section, Sign, Token, format_of
from workbooks.number_formats.moments import moment_shown, serial_of
from workbooks.values.decimals import exact

UNSHOWN = "########"
"""What Excel fills a cell with that it cannot show: a date before 1900, no condition that holds."""
_EXACT = 10**15
"""Below it a whole number has no more digits than Excel keeps."""
_KEPT = 4096
_DASHES = frozenset("-–—―─¥￥$")


def shown(raw: Raw | None, code: str = "") -> str:
    """What Excel shows of a value; nothing for a formula that was never calculated.

    >>> shown(4.716, "0.00"), shown(5.0, '"≤"0"(个工作日)"'), shown(95.0, '[>=90]"优";"良"')
    ('4.72', '≤5(个工作日)', '优')
    """
    if isinstance(raw, float) and code:
        return _number(raw, code)
    if isinstance(raw, date | time) and code:
        return _moment(raw, code)
    return in_full(raw, code)


def in_full(raw: Raw | None, code: str = "") -> str:
    """The same, without losing a digit that somebody typed, the year of a date, or a zero.

    >>> in_full(4.716, "0.00"), in_full(0.735909090909091, "0.00%"), in_full(0.0, '0.0;-0.0;"-"')
    ('4.716', '73.59%', '0.0')
    """
    if isinstance(raw, str):
        return _words(raw, code) if code else raw
    match raw:
        case None | NeverCalculated():
            return ""
        case bool():
            return "TRUE" if raw else "FALSE"
        case float():
            if not code and abs(raw) < _EXACT:  # most numbers, without the detour
                said = str(int(raw)) if raw.is_integer() else format(raw, ".15g")
                if "e" not in said:
                    return said
            return _in_full(raw, code)
        case ErrorValue():
            return raw.code
        case _:
            return _dated(raw, code)


def as_typed(raw: Raw, code: str) -> tuple[Raw, str]:
    """What a person would have typed who sees this, and a format that only lays it out.

    A number becomes a text where its format adds words or another size; `in_full` of the two stays
    the same.

    >>> as_typed(5.0, '"≤"0"(个)"'), as_typed(5_000_000.0, "#,##0.00,"), as_typed(4.716, "0.00")
    (('≤5(个)', ''), ('5,000.00', ''), (4.716, '0.00'))
    """
    if isinstance(raw, str):
        return _words(raw, code), ""
    return _typed(raw, code) if isinstance(raw, float) else (raw, code)


@lru_cache(maxsize=_KEPT)
def _typed(raw: float, code: str) -> tuple[float | str, str]:
    section = _section(raw, code)
    if format_of(code) is None and isfinite(raw):
        return raw, ""
    if section is None or section.kind is not Kind.NUMBER:
        return _in_full(raw, code), ""
    if raw == 0 and _is_hidden_zero(section):
        return raw, "0" if not decimals_of(code) else f"0.{'0' * decimals_of(code)}"
    return (_in_full(raw, code), "") if numbers.says_more(section) else (raw, code)


def _is_hidden_zero(section: Section) -> bool:
    """Whether a section shows zero as a dash or not at all, and so as a zero."""
    return _DASHES.issuperset(numbers.laid_out(section, exact(0.0)).replace(" ", ""))


def is_percent(raw: float, code: str) -> bool:
    """Whether a number is shown a hundred times as large, with a sign that says so.

    >>> is_percent(0.5, "0%"), is_percent(50.0, '0"%"')
    (True, False)
    """
    section = _section(raw, code) if "%" in code else None
    return section is not None and section.has(Sign.PERCENT)


def is_resized(raw: Raw | None, code: str) -> bool:
    """Whether a number is shown in another size than it is stored: thousands for a comma.

    >>> is_resized(50_000_000.0, "#,##0.00,"), is_resized(0.5, "0%")
    (True, False)
    """
    if not isinstance(raw, float) or not raw or not _may_resize(code):
        return False
    section = _section(raw, code)
    return section is not None and section.resized


@lru_cache(maxsize=512)
def _may_resize(code: str) -> bool:
    """Whether any section of a format resizes: hardly one does."""
    look = format_of(code)
    return look is not None and any(section.resized for section in look.sections)


def is_unseen(raw: Raw | None, code: str) -> bool:
    """Whether a format hides what a cell holds, as `;;;` does; a zero that is hidden is none.

    >>> is_unseen(5.0, ";;;"), is_unseen("批注", ";;;"), is_unseen(0.0, "0;-0;")
    (True, True, False)
    """
    if not code or raw == 0 or not isinstance(raw, str | float | date | time):
        return False
    if not isinstance(raw, str) and _always_shows(code):
        return False
    return not shown(raw, code).strip() and bool(str(raw).strip())


@lru_cache(maxsize=512)
def _always_shows(code: str) -> bool:
    """Whether every section shows something of any number: a digit that is never left out, a date.

    >>> _always_shows("#,##0.00"), _always_shows("yyyy-m-d"), _always_shows("0;-0;")
    (True, True, False)
    """
    look = format_of(code)
    sections = () if look is None else look.sections
    return all(any(_is_shown_always(token) for token in one.tokens) for one in sections)


def _is_shown_always(token: Token) -> bool:
    return token == (Sign.DIGIT, "0") or (
        token.sign is Sign.MOMENT and token.text[:1].lower() in ("y", "m", "d", "h", "s")
    )


@lru_cache(maxsize=512)
def decimals_of(code: str) -> int:
    """How many decimals a format shows at the least.

    >>> decimals_of("#,##0.00"), decimals_of("0%"), decimals_of("0.0#"), decimals_of("")
    (2, 0, 1, 0)
    """
    look = format_of(code)
    return _zeros(look.sections[0]) if look is not None else 0


@lru_cache(maxsize=512)
def changes_texts(code: str) -> bool:
    """Whether a format shows a text as anything else than itself, white space apart.

    >>> changes_texts("0.00"), changes_texts('@"元"'), changes_texts(";;;")
    (False, True, True)
    """
    look = format_of(code)
    if look is None or look.text is None:
        return False
    said = [t for t in look.text.tokens if t.sign not in (Sign.SPACE, Sign.FILL)]
    return [token.sign for token in said if token.text.strip()] != [Sign.TEXT]


def _zeros(section: Section) -> int:
    signs = [token.sign for token in section.tokens]
    if section.kind is not Kind.NUMBER or Sign.POINT not in signs:
        return 0
    behind = section.tokens[signs.index(Sign.POINT) + 1 :]
    ends = [n for n, token in enumerate(behind) if token.sign is Sign.EXPONENT]
    places = behind[: ends[0]] if ends else behind
    return sum(token == (Sign.DIGIT, "0") for token in places)


def _section(raw: float, code: str) -> Section | None:
    look = format_of(code)
    return look.section(exact(raw)) if look is not None and isfinite(raw) else None


@lru_cache(maxsize=_KEPT)
def _number(raw: float, code: str) -> str:
    if not isfinite(raw):
        return NO_NUMBER.code
    look, number = format_of(code), exact(raw)
    if look is None:
        return numbers.general(number)
    section = look.section(number)
    if section is None:
        return UNSHOWN
    if section.kind is not Kind.NUMBER:
        said = moment_shown(section, number)
        return UNSHOWN if said is None else said
    return numbers.laid_out(section, number)


@lru_cache(maxsize=_KEPT)
def _in_full(raw: float, code: str) -> str:
    section = _section(raw, code)
    if section is None or section.kind is not Kind.NUMBER:
        return _number(raw, code)
    if raw == 0 and _is_hidden_zero(section):
        return f"{0:.{decimals_of(code)}f}"
    return numbers.in_full(section, exact(raw))


def _moment(raw: date | time, code: str) -> str:
    look, number = format_of(code), serial_of(raw)
    section = None if look is None else look.section(number)
    if section is None or section.kind is Kind.NUMBER:
        return _iso(raw)
    said = moment_shown(section, number)
    return UNSHOWN if said is None else said


def _dated(raw: date | time, code: str) -> str:
    look = format_of(code) if code else None
    section = None if look is None or isinstance(raw, time) else look.section(serial_of(raw))
    return _moment(raw, code) if section is not None and _tells_year(section) else _iso(raw)


@lru_cache(maxsize=512)
def _tells_year(section: Section) -> bool:
    """Whether a date is shown with its whole year and without English names of months."""
    letters = [t.text.lower() for t in section.tokens if t.sign is Sign.MOMENT]
    whole = any(text[0] == "e" or text.startswith("yyy") for text in letters)
    named = any(text.startswith("mmm") for text in letters)
    return whole and not named and not section.numerals


def _iso(raw: date | time) -> str:
    if isinstance(raw, datetime):
        return raw.isoformat(" ") if raw.time() != time() else raw.date().isoformat()
    return raw.isoformat()


def _words(text: str, code: str) -> str:
    """A text in the section of a format that is for texts."""
    look = format_of(code)
    if look is None or look.text is None:
        return text
    pieces = (text if t.sign is Sign.TEXT else t.text for t in look.text.tokens if _shows(t.sign))
    return "".join(pieces)


def _shows(sign: Sign) -> bool:
    return sign not in (Sign.SPACE, Sign.FILL)
