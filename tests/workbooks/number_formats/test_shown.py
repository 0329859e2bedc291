"""What Excel shows, typed off: each number format with the text that stands in the cell."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from workbooks.grid import ErrorValue, NeverCalculated, Raw
from workbooks.number_formats.built_in import BUILT_IN
from workbooks.number_formats.code import Kind, format_of
from workbooks.number_formats.moments import moment_shown
from workbooks.number_formats.shown import (
    as_typed,
    in_full,
    is_percent,
    is_resized,
    is_unseen,
    shown,
)

NUMBERS: tuple[tuple[float, str, str], ...] = (
    # digits, rounding, separators
    (4.716, "0.00", "4.72"),
    (4.725, "0.00", "4.73"),
    (-4.725, "0.00", "-4.73"),
    (1.005, "0.00", "1.01"),
    (0.5, "0", "1"),
    (0, "#", ""),
    (5, "0.#", "5."),
    (5, "000", "005"),
    (12.5, ".00", "12.50"),
    (0.5, ".00", ".50"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (5, "0,000", "0,005"),
    (13800138000, "000-0000-0000", "138-0013-8000"),
    (123456, '0"万"0000', "12万3456"),
    (1.5, "?0.0?", " 1.5 "),
    # signs that stand for themselves, and % that multiplies
    (99, '0.00"%"', "99.00%"),
    (99, r"0.00\%", "99.00%"),
    (99, "0.00!%", "99.00%"),
    (99, "0.00_%", "99.00 "),
    (0.99, "0.00%", "99.00%"),
    (0.99, '"≥"0%', "≥99%"),
    (0.5, "0%%", "5000%%"),
    (5, '"≤"0"(个工作日)"', "≤5(个工作日)"),
    (5, "0天", "5天"),
    (5, '* "约"0', "约5"),
    (5, r"0\人", "5人"),
    (5, '0.0"倍"', "5.0倍"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (1234.5, "[$￥-804]#,##0.00;[Red]-[$￥-804]#,##0.00", "￥1,234.50"),
    (-5, '"¥"0', "-¥5"),
    # commas that divide
    (50_000_000, "#,##0.00,", "50,000.00"),
    (50_000_000, "0.0,,", "50.0"),
    (500_000, "0!.0,", "50.0"),
    (500_000, r"0\.0,", "50.0"),
    (1_234_567, '0.00,"千元"', "1234.57千元"),
    (1_234_567, "0,.00", "1234.57"),
    # sections
    (5, ";;;", ""),
    (-5, ";;;", ""),
    (0, "0.00;-0.00;", ""),
    (0, '0.00;-0.00;"-"', "-"),
    (-5, "0.00;(0.00)", "(5.00)"),
    (-5, "0;0", "5"),
    (-5, "0.00;[Red]0.00", "5.00"),
    (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', " - "),
    (5, "0;-0;0;@", "5"),
    (5, "0.0;@", "5.0"),
    (5, "@", "5"),
    (5, '@"元"', "5"),
    (5, "[Red]", "5"),
    # conditions
    (95, '[>=90]"优";[>=80]"良";"差"', "优"),
    (85, '[>=90]"优";[>=80]"良";"差"', "良"),
    (60, '[>=90]"优";[>=80]"良";"差"', "差"),
    (50, '[>=90]"优";[>=80]"良"', "########"),
    (1, '[=1]"是";[=0]"否";0', "是"),
    (0, '[=1]"是";[=0]"否";0', "否"),
    (3, '[=1]"是";[=0]"否";0', "3"),
    (12345, '[>=10000]0.00,"千";0', "12.35千"),
    (99, '[=0]"-";0.00"%"', "99.00%"),
    (5, '[<>0]0;"无"', "5"),
    # General, exponents, fractions, numerals
    (4.716, "General", "4.716"),
    (4.716, 'General"元"', "4.716元"),
    (12345, "0.00E+00", "1.23E+04"),
    (12345, "##0.0E+0", "12.3E+3"),
    (0.00012, "0.0E-00", "1.2E-04"),
    (99999, "0.0E+0", "1.0E+5"),
    (3.5, "# ?/?", "3 1/2"),
    (0.3, "# ?/?", " 2/7"),
    (3.35, "# ??/??", "3  7/20"),
    (0.25, "?/8", "2/8"),
    (5, "# ?/?", "5    "),
    (123, "[DBNum1][$-804]General", "一百二十三"),
    (10005, "[DBNum2][$-804]General", "壹万零伍"),
    (2024, "[DBNum1][$-804]0", "二〇二四"),
    (12.5, "[DBNum3][$-804]0.0", "１２.５"),
    # dates and times
    (45657, "yyyy/m/d", "2024/12/31"),
    (45657, 'yyyy"年"m"月"d"日"', "2024年12月31日"),
    (45657, 'yyyy"年"m"月"', "2024年12月"),
    (45657, "yyyy年m月d日", "2024年12月31日"),
    (45657, "[$-804]yyyy\\-mm\\-dd;@", "2024-12-31"),
    (45657, "[$-F800]dddd, mmmm dd, yyyy", "2024年12月31日"),
    (45657, "d-mmm-yy", "31-Dec-24"),
    (45657, "[$-804]mmmm", "十二月"),
    (45657, "aaaa", "星期二"),
    (45657, "[$-804]dddd", "星期二"),
    (45657, "ddd", "Tue"),
    (45657, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年十二月三十一日"),
    (45657.75, "h:mm AM/PM", "6:00 PM"),
    (45657.75, '上午/下午h"时"mm"分"', "下午6时00分"),
    (45657.75, "[$-804]AM/PM h:mm", "下午 6:00"),
    (0.75, "hh:mm:ss", "18:00:00"),
    (1.5, "[h]:mm", "36:00"),
    (1.5, "[mm]:ss", "2160:00"),
    (0.000011574, "mm:ss.00", "00:01.00"),
    (60, "yyyy/m/d", "1900/2/29"),
    (0, "yyyy/m/d", "1900/1/0"),
    (-1, "yyyy/m/d", "########"),
    (2_958_466, "yyyy/m/d", "########"),
)


@pytest.mark.parametrize(("number", "code", "text"), NUMBERS)
def test_a_number_is_shown_as_excel_shows_it(number: float, code: str, text: str) -> None:
    assert shown(float(number), code) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1235"),
        (4, "1,234.50"),
        (10, "123450.00%"),
        (14, "1903/5/18"),
        (20, "12:00"),
        (27, "1903年5月"),
        (28, "5月18日"),
        (31, "1903年5月18日"),
        (32, "12时00分"),
        (34, "下午12时00分"),
        (36, "1903年5月"),
        (41, " 1,235 "),
        (49, "1234.5"),
        (50, "1903年5月"),
        (58, "5月18日"),
    ],
)
def test_formats_that_a_file_names_by_number(number: int, text: str) -> None:
    assert shown(1234.5, BUILT_IN[number]) == text


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("合格", "0.00", "合格"),
        ("合格", '@"品"', "合格品"),
        ("合格", ";;;", ""),
        ("合格", '0;-0;0;"【"@"】"', "【合格】"),
        ("合格", '0.0;"注："@', "注：合格"),
        (True, "0.00", "TRUE"),
        (None, "0.00", ""),
        (ErrorValue("#N/A"), "0.00", "#N/A"),
        (NeverCalculated("=A1"), "0.00", ""),
        (date(2024, 12, 31), 'yyyy"年"m"月"', "2024年12月"),
        (datetime(2024, 12, 31, 8, 30), "yyyy/m/d h:mm", "2024/12/31 8:30"),
        (time(8, 30), "h:mm", "8:30"),
    ],
)
def test_what_is_no_number(raw: Raw | None, code: str, text: str) -> None:
    assert shown(raw, code) == text


def test_the_epoch_of_1904() -> None:
    look = format_of("yyyy-mm-dd")
    assert look is not None

    assert moment_shown(look.sections[0], Decimal(1), from_1904=True) == "1904-01-02"


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        # digits that somebody typed are not lost to a format
        (4.716, "0.00", "4.716"),
        (0.9566, "0%", "95.66%"),
        (9.998, '0.00"分"', "9.998分"),
        (22.0, "0.00", "22.00"),
        (5.0, "0.#", "5"),
        # those that a formula gave are rounded
        (0.735909090909091, "0.00%", "73.59%"),
        (4.71666666666667, "0.0", "4.7"),
        (-5.0, "0.00;[Red]0.00", "-5.00"),
        (0.0, '0.00;-0.00;"-"', "0.00"),
        (0.0, "0;-0;", "0"),
        (0.3333, "# ?/?", "0.3333"),
        (12345.0, "0.0E+0", "12345"),
        (0.0, '"无"', "无"),
        # a date keeps its year
        (date(2024, 12, 31), 'm"月"d"日"', "2024-12-31"),
        (date(2024, 12, 31), "d-mmm-yy", "2024-12-31"),
        (date(2024, 12, 1), 'yyyy"年"m"月"', "2024年12月"),
    ],
)
def test_nothing_that_was_typed_is_lost(raw: Raw, code: str, text: str) -> None:
    assert in_full(raw, code) == text


@pytest.mark.parametrize(
    ("raw", "code", "typed"),
    [
        (5.0, '"≤"0"(个工作日)"', ("≤5(个工作日)", "")),
        (50_000_000.0, "#,##0.00,", ("50,000.00", "")),
        (500_123.0, "0!.0,", ("50.0123", "")),
        (95.0, '[>=90]"优";"良"', ("优", "")),
        (5.0, ";;;", ("", "")),
        (0.0, '0.00;-0.00;"-"', (0.0, "0.00")),
        (4.716, "0.00", (4.716, "0.00")),
        (1234.5, "[$¥-804]#,##0.00", (1234.5, "[$¥-804]#,##0.00")),
        (0.99, "0.00%", (0.99, "0.00%")),
        (99.0, '0.00"%"', ("99.00%", "")),
        (1.5, "[h]:mm", ("36:00", "")),
        ("5", '@"天"', ("5天", "")),
    ],
)
def test_what_a_person_would_type_who_sees_this(
    raw: Raw, code: str, typed: tuple[Raw, str]
) -> None:
    assert as_typed(raw, code) == typed


def test_another_size_is_known_and_percent_is_none() -> None:
    codes = ("#,##0.00,", "0!.0", "#,##0.00", "0%", "")
    assert [is_resized(5e7, code) for code in codes] == [True, True, False, False, False]
    codes = ("0%", '0"%"', "[=0]0%;0", "0")
    assert [is_percent(0.5, code) for code in codes] == [True, False, False, False]
    raws = (5.0, "字", 0.0, "", None)
    assert [is_unseen(raw, ";;;") for raw in raws] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "code",
    [
        f"0.{'0' * 50_000}",
        f"0.{'0' * 250}",
        "%" * 255,
        "0" + "," * 254,
        "0." + "?" * 200 + "E+" + "0" * 40,
        "# " + "?" * 100 + "/" + "?" * 100,
        "[" * 255,
        '"' * 255,
        ";" * 255,
        "[>=1e999]0;[<1e-999]0",
        "\\",
        "0*",
        "_",
        "[$-",
        "[$-FFFFFFFFFF]0",
        "s.000000000",
        "yyyyyyyyyyyy",
        "0E+",
        "E+0",
        "/",
        "0/0/0",
        "[DBNum1]General/[DBNum2]@",
        "\ud800",
    ],
)
@pytest.mark.parametrize(
    "number", [0.0, 1e308, -1e308, 5e-324, 45657.999999999, -0.0, float("nan"), float("inf")]
)
def test_no_code_is_too_much(code: str, number: float) -> None:
    assert len(shown(number, code)) < 2_000
    assert len(in_full(number, code)) < 2_000
    assert isinstance(as_typed(number, code), tuple)


def test_sections_of_different_kinds() -> None:
    look = format_of("[>40000]yyyy/m/d;0.00")
    assert look is not None

    assert look.kind is None
    assert [look.kind_of(Decimal(n)) for n in (45657, 90)] == [Kind.DATE, Kind.NUMBER]
    assert (shown(45657.0, look.code), shown(90.0, look.code)) == ("2024/12/31", "90.00")
