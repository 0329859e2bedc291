"""No cell-level change of any form makes a fault, a hang, or a defect that is not told."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from openpyxl import Workbook

from tests.fuzz.cell_mutants import bases, mutant, packed
from tests.fuzz.hunt import hunted
from tests.fuzz.second_opinion import claims
from tests.fuzz.test_fuzz import SEED

SHORT = 60
LONG = int(os.environ.get("JIXIAO_FUZZ", "2000"))
LEAST = {"N601", "N602", "P402", "R501", "R503", "S103", "S104", "S105"}
"""What a long hunt surely meets: else it would pass because it claims nothing."""

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
MONEY = ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


@pytest.mark.slow
def test_few_changes_hide_nothing() -> None:
    assert [str(found) for found in hunted(1, range(SHORT), Counter())] == []


@pytest.mark.fuzz
def test_many_changes_hide_nothing() -> None:
    told: Counter[str] = Counter()

    found = [str(one) for one in hunted(SEED, range(LONG), told)]

    assert found == []
    assert LEAST - told.keys() == set()


def test_a_number_names_a_mutant() -> None:
    one, other = mutant(2, 17), mutant(2, 17)

    assert (one.base, one.changes, one.draft) == (other.base, other.changes, other.draft)
    assert packed(one.workbook())
    assert len(bases()) > 40


def opinion(*rows: list[object], **changed: object) -> list[tuple[str, str]]:
    """What is surely wrong with a small form; `changed` are cells by their addresses."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    funds = [
        MONEY,
        ["", "年度资金总额", 50, 50, 49, 10, "98%", 9.8],
        ["", "其中：当年财政拨款", 30, 30, 30, "-", "", "-"],
        ["", "上年结转资金", 20, 20, 19, "-", "", "-"],
    ]
    table = [
        ["产出指标", "数量指标", "培训场次", "≥10场", "8场", 50, 40, "停办两场，今后补办。"],
        ["效益指标", "社会效益指标", "知晓率", "≥90%", "92%", 40, 40, ""],
    ]
    for line in (*funds, [], HEAD, *(rows or table), ["总分", "", "", "", "", 100, 89.8, ""]):
        sheet.append([value if value != "" else None for value in line])
    for where, value in changed.items():
        sheet[where] = value
    return [(claim.code, min(claim.cells, default="")) for claim in claims(sheet)]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"H7": None}, ["N601"]),
        ({"H7": "无。"}, ["N602"]),
        ({"H7": "——"}, ["N602"]),
        ({"H7": "8场"}, ["N604"]),
        ({"G7": 60, "G9": 109.8}, ["R501"]),
        ({"F8": 30, "G8": 30, "G9": 79.8}, ["P402"]),
        ({"G9": 98}, ["R503"]),
        ({"D3": 20}, ["B201"]),
        ({"D7": None}, ["S103"]),
        ({"E8": " "}, ["S104"]),
        ({"G8": None}, ["S105"]),
        # Where a person may doubt, nothing is claimed.
        ({"H7": None, "I7": "停办两场。"}, []),
        ({"H7": "无场地"}, []),
        ({"E8": None, "F8": None}, []),
        ({"F6": "得分"}, []),
        ({"F7": "约50"}, []),
        ({"D4": None}, []),
        ({"C8": "全年预算数（A）", "D8": None, "E8": "全年执行数（B）"}, []),
        ({"D3": 20, "D5": "-5"}, []),
        ({"A10": "产出指标", "C10": "另一项", "F10": 10}, []),
    ],
)
def test_the_second_opinion(changed: dict[str, object], codes: list[str]) -> None:
    assert [code for code, _ in opinion(**changed)] == codes
