"""Prose beside the rows of a form whose unit stands in a column of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workbooks.layouts import forms
from validators.checking.check_file import CheckedForm, Choice, check_grid
from workbooks.grid import position

YUNNAN = dict(forms())["yunnan/1"]


@pytest.mark.parametrize("unit", ["万吨", "万亩", "万人次"])
@pytest.mark.parametrize(("said", "told"), [("3.3", []), ("4.1", ["G14"])])
def test_a_bare_number_is_in_the_unit_beside_it(unit: str, said: str, told: list[str]) -> None:
    cells = {"C14": "办理许可数量", "E14": 1.5, "F14": unit, "G14": 3.3}
    cells["F11"] = f"全年办理许可{said}{unit}。"
    values = YUNNAN.values | {position(where): content for where, content in cells.items()}

    (form,) = check_grid(replace(YUNNAN, values=values), Choice())

    assert isinstance(form, CheckedForm)
    found = [one for one in form.outcome.findings if one.rule.code == "T801"]
    assert [one.cell.address for one in found] == told
