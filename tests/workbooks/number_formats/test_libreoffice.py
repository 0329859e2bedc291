"""The second opinion: what LibreOffice shows of the same numbers by the same formats.

Where the two differ on purpose, Excel is right, and the reason stands here.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.workbooks.number_formats.test_shown import NUMBERS
from workbooks.number_formats.built_in import BUILT_IN
from workbooks.number_formats.shown import shown

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs soffice (libreoffice-calc)"),
]

VALUES = (0, 1, 5, -5, 0.5, -0.5, 4.716, -4.716, 95, 89.995, 99.5, 0.125, 1234.5, -1234.567)
VALUES += (50_000_000, 123_456, 45_292, 45_657.75, 61.25)
CODES = (
    *('0.00" %"', "0.000", "0.0%", "0.00%;-0.00%", '"≥"0.00', '"<"0"次"', '"="0"(%)"', "0天"),
    *("#,##0.00", "#,##0.0_ ;-#,##0.0\\ ", "0000", "(000) 0000", "#,###", "?0.0?", "0.0#", "0.00#"),
    *(
        "+0;-0;0",
        "+0.0%;-0.0%",
        "0;",
        "0;;",
        ";;;",
        '0;0;"零"',
        "[>100]0;0",
        "[>0]0;0",
        "[>=0]0.0;0",
    ),
    *('[<0]"负"0;0', '[<60]"不合格";"合格"', '[=1]"是";[=0]"否";0', '[<>0]0;"无"', "[Color10]0.0"),
    *('[>=10000]0.00,"千";0', "0.0,", "#,##0,", "0.00,,", '0.0,,"百万"', '"第"0"名"', '0"人次"'),
    *("0.00E+00", "##0.0E+0", "0E+0", "00.0E+0", "# ?/?", "# ??/??", "?/?", "# ?/8", "0 0/0"),
    *('General"元"', '"约"General', "General;-General", "0.00_);(0.00)", "0.00;[Red](0.00)", "* 0"),
    *("$#,##0.00", "[$¥-804]#,##0.00", "[$€-2] #,##0.00", "[$USD] 0", "0:00", "0-0", '"a""b"0'),
    *("yyyy-mm-dd", "yyyy/m/d;@", "yyyy.mm.dd", 'yyyy"年"m"月"d"日"', "yy/m/d", "mm/dd/yy", "m/d"),
    *("d-mmm-yy", "mmmm d, yyyy", "ddd", "dddd", "[$-804]dddd", "[$-804]mmmm", "yyyymmdd", "yyyy"),
    *("h:mm", "hh:mm:ss", "h:mm AM/PM", 'h"时"mm"分"', "[$-804]AM/PM h:mm", "[h]:mm", "[mm]:ss"),
    *("mm:ss.0", "h:mm:ss.000", "yyyy-mm-dd hh:mm", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "0.00;@"),
)

_EXCEL_ONLY = ("!", "上午/下午", "aaa", "0,.", "%%", "F800", "[Red]", "红")
"""LibreOffice does not know `!`, 上午/下午, aaaa and the system's dates, multiplies by 100 once for
%%, cannot divide before the point, and shows nothing for a colour alone."""


def _is_apart(number: float, code: str, theirs: str) -> bool:
    """Whether Excel is known to show something else than LibreOffice here."""
    dates = any(letter in code for letter in "ydhms") and "General" not in code
    rounded = shown(float(number), code)
    return (
        any(sign in code for sign in _EXCEL_ONLY)
        or (dates and not 61 <= number < 2_958_466)  # LibreOffice has other dates before March 1900
        or theirs in ("#FMT", "")  # too long for it; a point that it leaves out with its zeros
        or rounded == "########"  # no condition holds: LibreOffice shows the number
        or (number < 0 and not any(sign in rounded for sign in "123456789"))  # Excel keeps -0.00
        or ("DBNum" in code and "yyyy" not in code)  # other words for the same numerals
        or rounded.rstrip().endswith(".")  # Excel shows the point of 0.# always
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    codes = tuple(dict.fromkeys((*BUILT_IN.values(), *CODES, *(code for _, code, _ in NUMBERS))))
    book = openpyxl.Workbook()
    sheet = book.active
    for row, code in enumerate(codes, 1):
        for column, number in enumerate(VALUES, 1):
            sheet.cell(row, column, number).number_format = code
    book.save(tmp_path / "格式.xlsx")
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    command = ["soffice", profile, "--headless", "--convert-to", options, "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "格式.xlsx")], check=True, capture_output=True, timeout=180
    )

    with (tmp_path / "格式.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    compared = [
        (code, number, _squeezed(shown(float(number), code)), _squeezed(theirs))
        for code, row in zip(codes, rows, strict=True)
        for number, theirs in zip(VALUES, row, strict=True)
        if not _is_apart(number, code, theirs)
    ]
    assert [one for one in compared if one[2] != one[3]] == []
    assert len(compared) > 2_000
