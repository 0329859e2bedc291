"""Editions are checked key by key: those that ship as well as somebody's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from workbooks.reading.edition_file import EditionError, with_own

BUILT_IN = sorted(
    Path(str(one))
    for one in (files("workbooks") / "editions").iterdir()
    if one.name[-5:] == ".toml"
)
POLICIES = tuple(
    one.name[:-5] for one in (files("xlfuncs") / "policies").iterdir() if one.name[-5:] == ".toml"
)
OWN = """name = "own"
title = "某县项目支出绩效自评表"
form = "SelfEvaluation"
policy = "national"
source = "某县公开的自评表"
money_unit = "万元"
places = ["某县"]
"""


@pytest.mark.parametrize("path", BUILT_IN, ids=lambda path: path.stem)
def test_what_ships_is_checked_as_somebodys_own_is(path: Path) -> None:
    known = with_own(path, POLICIES).known

    assert known[0].title in path.read_text("utf-8")
    assert len(BUILT_IN) == len(known)


def test_a_sound_one_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "某县.toml"
    path.write_text(OWN, "utf-8")

    assert with_own(path).known[0].name == "own"


WRONG = [
    ('weight = ["分值"]', 8, "版式里没有 weight 这一项"),
    ('[indicators]\nactual = ["年末兑现值"]', 8, "版式里没有 indicators 这一项"),
    ('[words.indicator]\nactual = ["年末兑现值"]', 8, "词表里没有 indicator 这一项，最接近的是"),
    ('[words.indicators]\nactuals = ["年末兑现值"]', 9, "indicators 里没有 actuals 这一项"),
    ("[words.indicators]\nactual = []", 9, "actual 应为方括号里的栏目名称，至少一个"),
    ('[words.indicators]\nactual = "年末兑现值"', 9, "actual 应为方括号里的栏目名称，至少一个"),
    ('general = "是"', 8, "general 应为 true 或 false"),
    ("marks = []", 8, "marks 应为 [["),
]


@pytest.mark.parametrize(("more", "line", "told"), WRONG, ids=[one[0][:24] for one in WRONG])
def test_a_wrong_line_is_named_with_what_may_stand_there(
    tmp_path: Path, more: str, line: int, told: str
) -> None:
    path = tmp_path / "某县.toml"
    path.write_text(f"{OWN}{more}\n", "utf-8")

    with pytest.raises(EditionError) as error:
        with_own(path)

    assert f"{path} 第 {line} 行：" in str(error.value)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("form", "自评表", "应为 SelfEvaluation、"),
        ("money_unit", "亿", "应为 元、万元"),
        ("places", [], "places 应为方括号里的地名，至少一个"),
        ("name", "", "缺少 name"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, key: str, value: object, told: str) -> None:
    lines = [line for line in OWN.splitlines() if not line.startswith(f"{key} ")]
    written = "[]" if value == [] else f'"{value}"'
    path = tmp_path / "某县.toml"
    path.write_text("\n".join([f"{key} = {written}", *lines]), "utf-8")

    with pytest.raises(EditionError) as error:
        with_own(path)

    assert " 第 1 行：" in str(error.value)
    assert told in str(error.value)
