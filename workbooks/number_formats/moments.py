"""Numbers that are dates or times: what Excel counts, and how a section shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from workbooks.number_formats.code import Kind, Section, Sign, Token
from workbooks.number_formats.numerals import in_numerals, in_words
from workbooks.values.named_tuple import NamedTuple

_AFTER = 2_958_466
"""The day after 31 December 9999, as Excel counts."""
_EPOCH = datetime(1899, 12, 31)
_LEAP = datetime(1900, 3, 1)
_DAY = 86_400

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_NAMES = tuple(_MONTHS.split()), tuple(_DAYS.split())
_WEEK = "一二三四五六日"
_CHINESE = 0x04
"""The primary language of 0x0804 and of its variants."""
_BEFORE_NOON = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}


def dated(serial: float, kind: Kind, *, from_1904: bool) -> date | datetime | time | None:
    """The date or time a number stands for; None when Excel cannot show it as one either.

    Excel counts days from 1900 (or 1904), and has a 29 February 1900 that never was.

    >>> dated(45292.0, Kind.DATE, from_1904=False)
    datetime.date(2024, 1, 1)
    """
    if kind is Kind.NUMBER or not 0 <= serial < _AFTER:
        return None
    clock = timedelta(milliseconds=round(serial % 1 * 86_400_000))
    if serial < 1 and kind in (Kind.TIME, Kind.ELAPSED):
        return (datetime.min + clock).time()
    if kind is Kind.ELAPSED:
        return None
    if from_1904:
        start = datetime(1904, 1, 1)
    elif serial < 1 or 60 <= serial < 61:
        return None
    else:
        start = datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=serial // 1) + clock
    except OverflowError:
        return None
    return moment.date() if kind is Kind.DATE and not clock else moment


def serial_of(moment: date | datetime | time) -> Decimal:
    """Excel's number for a date or time, with the 29 February 1900 that never was.

    >>> serial_of(date(2024, 1, 1)), serial_of(time(12))
    (Decimal('45292'), Decimal('0.5'))
    """
    if isinstance(moment, time):
        past, days = (
            timedelta(
                hours=moment.hour,
                minutes=moment.minute,
                seconds=moment.second,
                microseconds=moment.microsecond,
            ),
            0,
        )
    else:
        whole = moment if isinstance(moment, datetime) else datetime(*moment.timetuple()[:3])
        past = whole - _EPOCH
        days = past.days + (whole >= _LEAP)
    seconds = Decimal(past.seconds) + Decimal(past.microseconds) / 1_000_000
    return days + seconds / _DAY


class _Clock(NamedTuple):
    """A number in its parts; `seconds` counts all of them since day 0, `split` are those below."""

    date: tuple[int, int, int, int]
    hour: int
    minute: int
    second: int
    part: str
    seconds: int


def moment_shown(section: Section, number: Decimal, *, from_1904: bool = False) -> str | None:
    """A number as a date or time; None where Excel shows #### instead.

    >>> from workbooks.number_formats.code import format_of
    >>> moment_shown(format_of('yyyy"年"m"月"').sections[0], Decimal(45292))
    '2024年1月'
    """
    if not 0 <= number < _AFTER:
        return None
    clock = _clock(number, _decimals(section.tokens), from_1904=from_1904)
    pieces: list[str] = []
    skipped = 0
    for place in range(len(section.tokens)):
        if skipped:
            skipped -= 1
        elif skipped := _decimals_at(section.tokens, place):
            pieces.append(f".{clock.part}")
        else:
            pieces.append(_piece(section, place, clock))
    return "".join(pieces)


def _decimals(tokens: Sequence[Token]) -> int:
    """How many digits of a second are shown: ss.00 has two."""
    return next((n for place in range(len(tokens)) if (n := _decimals_at(tokens, place))), 0)


def _decimals_at(tokens: Sequence[Token], place: int) -> int:
    if tokens[place].sign is not Sign.POINT or not place:
        return 0
    before = tokens[place - 1]
    if before.sign not in (Sign.MOMENT, Sign.ELAPSED) or before.text[0].lower() != "s":
        return 0
    count = 0
    for token in tokens[place + 1 : place + 4]:
        if token != Token(Sign.DIGIT, "0"):
            break
        count += 1
    return count


def _clock(number: Decimal, decimals: int, *, from_1904: bool) -> _Clock:
    step = Decimal(1).scaleb(-decimals)
    passed = (number * _DAY).quantize(step, ROUND_HALF_UP)
    seconds = int(passed)
    part = str(passed).partition(".")[2]
    days, left = divmod(seconds, _DAY)
    hour, rest = divmod(left, 3600)
    return _Clock(_date(days, from_1904=from_1904), hour, *divmod(rest, 60), part, seconds)


def _date(days: int, *, from_1904: bool) -> tuple[int, int, int, int]:
    """Year, month, day and weekday (0 is Monday), with the days of 1900 that never were."""
    if from_1904:
        days += 1_462
    weekday = (days - 2) % 7
    if days in (0, 60):
        return (1900, 1, 0, weekday) if days == 0 else (1900, 2, 29, weekday)
    real = min(date(1899, 12, 30 if days > 60 else 31).toordinal() + days, date.max.toordinal())
    there = date.fromordinal(real)
    return there.year, there.month, there.day, weekday


def _piece(section: Section, place: int, clock: _Clock) -> str:
    """What one sign shows."""
    sign, text = section.tokens[place]
    if sign in (Sign.SPACE, Sign.FILL):
        return " " * (sign is Sign.SPACE)
    if sign is Sign.HALF_DAY:
        names = _BEFORE_NOON[text.lower()]
        if section.language & 0xFF == _CHINESE and text.lower() == "am/pm":
            names = _BEFORE_NOON["上午/下午"]
        return names[clock.hour >= 12]
    if sign is Sign.ELAPSED:
        size = {"h": 3600, "m": 60, "s": 1}[text[0]]
        return str(clock.seconds // size).zfill(len(text))
    if sign is not Sign.MOMENT:
        return text
    letter, width = text[0].lower(), len(text)
    if letter == "m" and _is_minute(section.tokens, place):
        return _counted(section, clock.minute, min(width, 2))
    match letter:
        case "h":
            hour = clock.hour
            if section.has(Sign.HALF_DAY):
                hour = hour % 12 or 12
            return _counted(section, hour, min(width, 2))
        case "s":
            return _counted(section, clock.second, min(width, 2))
    return _day(section, letter, width, clock.date)


def _day(section: Section, letter: str, width: int, day: tuple[int, int, int, int]) -> str:
    chinese = section.language & 0xFF == _CHINESE
    match letter:
        case "y" if width <= 2:
            return in_numerals(f"{day[0] % 100:02}", section.numerals)
        case "y" | "e":
            return in_numerals(str(day[0]), section.numerals)
        case "m" if width >= 3:
            if chinese and width < 5:
                return f"{day[1]}月" if width == 3 else f"{in_words(str(day[1]), 1)[-2:]}月"
            return _NAMES[0][day[1] - 1][: {3: 3, 5: 1}.get(width)]
        case "m":
            return _counted(section, day[1], width)
        case "d" if width >= 3:
            if chinese:
                return ("周" if width == 3 else "星期") + _WEEK[day[3]]
            return _NAMES[1][day[3]][: 3 if width == 3 else None]
        case "a":
            return ("" if width == 3 else "星期") + _WEEK[day[3]]
    return _counted(section, day[2], width)


def _counted(section: Section, number: int, width: int) -> str:
    """A number of months, days or hours: 10 is 十 in numerals, and not 一〇."""
    if section.numerals in (1, 2):
        said = in_words(str(number), section.numerals)
        return said[1:] if section.numerals == 1 and 10 <= number < 20 else said
    return in_numerals(str(number).zfill(width), section.numerals)


def _is_minute(tokens: Sequence[Token], place: int) -> bool:
    """Whether an m means minutes: right behind hours, or right before seconds."""
    if len(tokens[place].text) > 2:
        return False
    own = (Sign.MOMENT, Sign.ELAPSED)
    before = next((one for one in reversed(tokens[:place]) if one.sign in own), None)
    behind = next((one for one in tokens[place + 1 :] if one.sign in own), None)
    return (before is not None and before.text[0].lower() == "h") or (
        behind is not None and behind.text[0].lower() == "s"
    )
