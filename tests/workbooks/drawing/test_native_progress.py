"""Formulas and `xlfuncs.progress`: the same light or none, here and by LibreOffice."""

from __future__ import annotations

import pytest

from macros.building.templates import method
from tests.workbooks.drawing.native_cases import cases, woven
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
    some = [(target, actual, 1 + n % 12) for n, (target, actual, _) in enumerate(cases()[::9])]
    some += [(target, actual, 1 + n % 12) for n, (target, actual, _) in enumerate(woven()[::53])]

    found = [(one, native_light(*one), python_light(*one)) for one in some]

    lit = [one for one in found if one[1] in LIGHTS]
    assert len(lit) > 800
    assert {light for _, light, _ in lit} == set(LIGHTS)
    assert [one for one in lit if one[1] != one[2]] == []
    assert {light for _, light, _ in found} - set(LIGHTS) <= {UNDECIDED, ""}
