"""What of a form cannot be added up, and the facts that a summary needs from the JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import read_texts, texts_of
from tests.validators.results import INDICATORS, checked, published, result
from tests.workbooks.layouts import forms
from validators.checking.check_file import CheckedForm, Choice, Result, check_grid
from validators.records.form_results import file_record
from validators.records.record import as_json, from_json, recorded
from validators.records.results import FormRecord, RatingRecord
from validators.records.unsummed import Figure, unsummed
from workbooks.forms import Cell, SelfEvaluation, State, Trouble
from workbooks.grid import Grid

HEADS = "| 栏目 | 填写 |\n|---|---|\n"
FUNDS = "| 项目资金 | 全年预算数 | 全年执行数 |\n|---|---|---|\n"
MISSING_SCORE = f"{INDICATORS}| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | | |\n\n"


def written(tables: str) -> CheckedForm:
    """The standard form of the cases, changed by tables."""
    return checked(read_texts(texts_of(tables)))


def layout_grid(name: str) -> Grid:
    """A specimen of a local layout."""
    return next(grid for found, grid in forms() if found == name)


def told_of(grid: Grid) -> FormRecord:
    """The record of the form on a sheet."""
    form = next(one for one in check_grid(grid, Choice(())) if isinstance(one, CheckedForm))
    return file_record(Result(Path("a.xlsx"), (form,))).forms[0]


def test_published_forms_say_all() -> None:
    told = [list(unsummed(form)) for one in published() for form in one.forms]

    assert told == [[]] * 9


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            f"{HEADS}| 总分 | 约95 |",
            [(Figure.SCORE, "G18「总分」填的是“约95”，读不成数。请只填数字。")],
        ),
        (f"{HEADS}| 总分 | （空） |", []),
        (
            f"{MISSING_SCORE}{HEADS}| 总分 | （空） |",
            [(Figure.SCORE, "没有填总分，各项得分也不全，加不出总分。")],
        ),
        (
            f"{FUNDS}| 年度资金总额： | 约50 | |",
            [
                (
                    Figure.AMOUNT,
                    "D6「全年预算数」填的是“约50”，读不成数。请只填数字，单位为万元。",
                ),
                (Figure.EXECUTED, "没有填年度资金总额的全年执行数。"),
            ],
        ),
        (
            f"{FUNDS}| 年度资金总额： | | 49.50 |",
            [(Figure.AMOUNT, "没有填年度资金总额的全年预算数。")],
        ),
    ],
)
def test_totals_and_amounts(tables: str, expected: list[tuple[Figure, str]]) -> None:
    assert list(unsummed(written(tables))) == expected


def test_amounts_of_no_known_unit() -> None:
    one = read_texts(texts_of(""))
    assert isinstance(one.form, SelfEvaluation)
    funding = replace(one.form.funding, money_unit=Cell(State.BLANK))

    told = list(unsummed(checked(replace(one, form=replace(one.form, funding=funding)))))

    why = "没有写明金额单位是元还是万元。"
    assert told == [(Figure.AMOUNT, why), (Figure.EXECUTED, why)]


def test_what_cannot_be_summed_is_kept_in_a_ledger() -> None:
    record = recorded(result("约数.xlsx", written(f"{HEADS}| 总分 | 约95 |")))

    kept = json.loads(json.dumps(as_json(record), ensure_ascii=False))

    assert from_json(kept, record.path, record.opens) == record


@pytest.mark.parametrize(
    ("rating", "stated"),
    [("优秀", "优"), ("（空）", "优"), ("良", "良"), ("合格", None), ("优□ 良□", "优")],
)
def test_rating_in_the_words_of_the_policy(rating: str, stated: str | None) -> None:
    form = written(f"{HEADS}| 总分 | 99.90 |\n| 评分等级 | {rating} |")

    told = file_record(result("a.xlsx", form)).forms[0].own.rating

    assert told is not None
    assert told.stated == stated


def test_rating_that_cannot_be_read() -> None:
    one = read_texts(texts_of(""))
    assert isinstance(one.form, SelfEvaluation)
    error = Cell(State.UNREADABLE, "#REF!", None, "评分等级", "F19", Trouble.ERROR_VALUE)

    form = checked(replace(one, form=replace(one.form, rating=error)))

    rating = file_record(result("a.xlsx", form)).forms[0].own.rating
    assert rating == RatingRecord("#REF!", None, "优")


def test_part_with_a_score_missing_has_none() -> None:
    grid = layout_grid("hubei/1")
    (score,) = (at for at, value in grid.values.items() if value == 18)

    blank = replace(grid, values={at: raw for at, raw in grid.values.items() if at != score})

    assert [part.score for part in told_of(blank).parts] == ["40", None]


def test_points_of_whole_parts() -> None:
    told = told_of(layout_grid("hubei/1"))

    assert [(part.name, part.points, part.score) for part in told.parts] == [
        ("年度绩效目标1(40分)", "40", "40"),
        ("年度绩效目标2(40分)", "40", "38"),
    ]
    assert told_of(layout_grid("national/1")).parts == ()
