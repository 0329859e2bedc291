"""Formulas and `xlfuncs.progress`: the same light or none, here and by LibreOffice."""

from __future__ import annotations

import re
import shutil

import pytest

from macros.building.templates import method
from tests.workbooks.drawing.native_cases import cases, woven
from tests.workbooks.drawing.recalculated import recalculated
from tests.workbooks.drawing.test_native_scoring import EXCEL_2007
from workbooks.drawing.native_columns import Native
from workbooks.drawing.native_progress import progress_steps
from workbooks.drawing.native_scoring import SCORE, UNDECIDED, worked_out
from xlfuncs import udf_answers
from xlfuncs.policy import load

SHANGHAI = load("shanghai")
LIGHTS = ("红灯", "黄灯", "绿灯", "蓝灯")


def python_light(target, actual, month):
    """What the add-in's function says."""
    ((found,),) = udf_answers.lights([(target, actual)], float(month))
    return found


def native_light(target, actual, month):
    typed = {"target": target, "actual": actual, "month": float(month)}
    return worked_out(typed, progress_steps(method(SHANGHAI).pace))[SCORE]


@pytest.mark.slow
def test_never_another_light_than_the_function(monkeypatch, tmp_path):
    monkeypatch.setenv("APPDATA", str(tmp_path))
    some = [(target, actual, 1 + n % 12) for n, (target, actual, _) in enumerate(cases()[::6])]
    some += [(target, actual, 1 + n % 12) for n, (target, actual, _) in enumerate(woven()[::53])]

    found = [(one, native_light(*one), python_light(*one)) for one in some]

    lit = [one for one in found if one[1] in LIGHTS]
    assert len(lit) > 800
    assert {light for _, light, _ in lit} == set(LIGHTS)
    assert [one for one in lit if one[1] != one[2]] == []
    assert {light for _, light, _ in found} - set(LIGHTS) <= {UNDECIDED, ""}


@pytest.mark.parametrize(
    ("target", "actual", "month", "light"),
    [
        ("≥24(场)", "8.39(场)", 7, "红灯"),
        ("≥24(场)", "8.4(场)", 7, "黄灯"),
        ("≥24(场)", "11.19(场)", 7, "黄灯"),
        ("≥24(场)", "11.2(场)", 7, "绿灯"),
        ("≥24(场)", "16.79(场)", 7, "绿灯"),
        ("≥24(场)", "16.8(场)", 7, "蓝灯"),
        ("24集", "7集", 7, "红灯"),
        ("≤50(万元)", "50(万元)", 7, "绿灯"),
        ("≤50(万元)", "50.01(万元)", 1, "红灯"),
        ("<50(万元)", "50(万元)", 7, "红灯"),
        ("=2.00(次/周)", "2.00(次/周)", 3, "绿灯"),
        ("≥12(次/年)", "6(次)", 6, "绿灯"),
        ("≤171600.00(元/人/年)", "90000.00(元/人/年)", 6, "绿灯"),
        ("≥100(元/人)", "50(元/人)", 6, UNDECIDED),
        ("=0(起)", "0(起)", 7, "绿灯"),
        ("=0(起)", "1(起)", 7, "红灯"),
        ("≥0(起)", "0(起)", 7, "绿灯"),
        ("5天", "3天", 7, UNDECIDED),
        ("优秀", "一般", 7, UNDECIDED),
        ("≥24(场)", "一般", 7, UNDECIDED),
        ("≥24(场)", "100%", 7, UNDECIDED),
        ("≥24(场)", "", 7, ""),
        ("", "7(场)", 7, ""),
        ("≥24(场)", "7(场)", 0, "请填截至月份"),
        ("≥24(场)", "7(场)", 12.5, "请填截至月份"),
        ("≥24(场)", "7(场)", 13, "请填截至月份"),
    ],
)
def test_what_stands_in_the_column(target, actual, month, light):
    assert native_light(target, actual, month) == light


def test_formulas_are_those_of_excel_2007():
    formulas = [step.formula for step in progress_steps(method(SHANGHAI).pace)]

    asked = {name for formula in formulas for name in re.findall(r"([A-Z]+)\(", formula)}
    assert [name for name in asked if not EXCEL_2007.fullmatch(name)] == []
    assert max(map(len, formulas)) < 2000


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs soffice")
def test_libreoffice_never_gives_another_light(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("APPDATA", str(tmp_path))
    some = [(target, actual, 1 + n % 12) for n, (target, actual, _) in enumerate(cases()[::7])]
    native = Native(
        progress_steps(method(SHANGHAI).pace), "J", {"target": "", "actual": "", "month": ""}
    )
    rows = [(target, actual, float(month)) for target, actual, month in some]
    columns = {"target": "D", "actual": "E", "month": "F"}

    found = recalculated(tmp_path, native, rows, columns)

    lit = [(one, light) for one, light in zip(some, found, strict=True) if light in LIGHTS]
    known = sum(python_light(*one) in LIGHTS for one in some)
    with capsys.disabled():
        print(f"\nnative lights: {len(some)} cases, {len(lit)} of {known} lit")
    assert [(one, light) for one, light in lit if light != python_light(*one)] == []
    assert [native_light(*one) for one in some] == [light or "" for light in found]
    assert len(lit) > 0.7 * known
