"""One row, one verdict: 核查, the cell functions, 评分 and `jixiao score` say the same of it.

The rows are the bad example of every rule, every case of the rules, and some that two of the four
once judged differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from macros.excel import fill_scores
from macros.excel.fill_scores import Scoring
from tests.cases import cases, grid_of, kind_of_texts, policy_name, texts_of
from tests.thinned import thinned
from tests.workbooks import layouts
from validators.checking.catalogue import RULES
from validators.checking.check_file import CheckedForm, Choice, check_grid
from validators.filing import Filing
from validators.reports import scorecard
from validators.rule import Finding
from workbooks.files.spreadsheet_ml import OpenSheet
from workbooks.forms import Cell, Indicator, State
from workbooks.grid import Grid, Raw, position
from xlfuncs import udf, udf_words
from xlfuncs.reported_score import deduction
from xlfuncs.row_verdicts import CODES

WRONG = {"B205", "R501", "R502", "R503", "R504", "R507", "R508", "R510"}
TOO_HIGH = {"R501", "R504", "B203", "B204", "B205"}
HEAD = (
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 "
    "| 偏差原因分析及改进措施 |"
)
SIBLINGS = {
    "doubted": "群众投诉率 | ≥5(%) | 3(%) | 10 | 10 | |",
    "doubted and blank": "群众投诉率 | ≥5(%) | 3(%) | 10 | | |",
    "doubted and deducted": "群众投诉率 | ≥5(%) | 8(%) | 10 | 9 | 因新手较多，将加强培训。 |",
    "doubted upwards": "群众满意度 | ≤90(%) | 95(%) | 10 | 10 | |",
    "doubted equality": "群众投诉率 | =5(%) | 3(%) | 10 | 10 | |",
    "doubted and above the points": "群众投诉率 | ≥5(%) | 3(%) | 10 | 12 | |",
    "doubted without a sign": "群众投诉率 | 60(%) | 30(%) | 10 | 10 | |",
    "met whichever way": "群众投诉率 | 60(%) | 60(%) | 10 | 10 | |",
    "not doubted": "群众投诉率 | ≤5(%) | 8(%) | 10 | 10 | |",
    "rounded from more digits": "群众知晓率 | ≥70(%) | 66.67(%) | 10 | 9.53 | 因雨取消，将补办。 |",
    "a tier above its bound": "群众评价 | 良好 | 部分达成 | 10 | 9 | 因雨取消，将补办。 |",
    "a tier and blank": "群众评价 | 良好 | 部分达成 | 10 | | |",
    "a tier above the points": "群众评价 | 良好 | 未达成 | 10 | 11 | |",
    "negative": "群众知晓率 | ≥70(%) | 80(%) | 10 | -1 | |",
}


@dataclass(frozen=True)
class Roads:
    """One form by all roads; `rows` go with `said`, `figures` and the printed `lines`."""

    form: CheckedForm
    filing: Filing
    grid: Grid
    said: list[str]
    figures: list[Any]
    lines: list[list[str]]
    scoring: Scoring

    @property
    def rows(self) -> tuple[Indicator, ...]:
        return self.filing.form.indicators

    def told(self, *cells: Cell[Any]) -> list[Finding]:
        places = {cell.address for cell in cells if cell.address}
        return [one for one in self.form.outcome.findings if one.cell.address in places]


Example = tuple[str, dict[str, Any]]


def bad_examples() -> Iterator[Example]:
    for module in RULES:
        bad = re.split(r"^## (?:不合格|合格)$", module.__doc__ or "", flags=re.M)[1]
        yield f"{module.RULE.code}-不合格", texts_of(bad)


def cases_of_rules() -> Iterator[Example]:
    for path in sorted((Path(__file__).parent / "rules").glob("*.md")):
        for case in cases(path.read_text("utf-8")):
            yield f"{path.stem}-{case.title}", case.texts


def sibling(name: str) -> Example:
    table = (
        f"{HEAD}\n|---|---|---|---|---|---|---|---|\n| 效益指标 | 社会效益指标 | {SIBLINGS[name]}"
    )
    return name, texts_of(table)


def evaluations(found: Iterable[Example]) -> list[Example]:
    return [one for one in found if kind_of_texts(one[1]) == "自评表"]


every_example = pytest.mark.parametrize(
    "example",
    [
        *evaluations(bad_examples()),
        *thinned(evaluations(cases_of_rules()), every=4),
        *map(sibling, SIBLINGS),
    ],
    ids=lambda example: example[0],
)


def judged(grid: Grid, policy: str) -> CheckedForm:
    (form,) = check_grid(grid, Choice(policy=policy))
    assert isinstance(form, CheckedForm)
    return form


def by_all_roads(texts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Roads:
    policy, grid = policy_name(texts), grid_of(texts)
    monkeypatch.setenv("JIXIAO_POLICY", policy)
    form = judged(grid, policy)
    assert isinstance(form.filing, Filing)

    def values(row: Indicator, *names: str) -> list[Raw | None]:
        cells = [getattr(row, name) for name in names]
        return [grid.values.get(position(c.address)) if c.address else None for c in cells]

    rows = form.filing.form.indicators
    checked = ("target", "actual", "points", "score", "note")
    names = [[row.name.text or None] for row in rows] or None
    block = [values(row, *checked) for row in rows]
    return Roads(
        form,
        form.filing,
        grid,
        [text for (text,) in udf.JX_CHECKS(block, names)] if block else [],
        [line[0] for line in udf.JX_EVALUATE([line[:3] for line in block], names)] if block else [],
        list(scorecard._rows(form.filing)),
        fill_scores.plan(form.filing, OpenSheet(grid, grid.formulas)),
    )


def composed(row: Indicator) -> bool:
    """Whether a cell function cannot be given what the form prints: no points, another target."""
    return row.points.state is State.ABSENT or bool(row.block.text)


def a_cell_says_of_a_row_what_the_check_says(roads: Roads) -> None:
    for row, said in zip(roads.rows, roads.said, strict=True):
        found = roads.told(row.target, row.score, row.note)
        facts = {one.rule.code: one.facts for one in found if one.facts.get("name") == row.called}
        sentences = [udf_words.check(code, facts[code]) for code in CODES if code in facts]
        if not composed(row):
            assert said.endswith("".join(sentences))
            assert not re.search("请更正|请填写原因|请核实", said.removesuffix("".join(sentences)))


def settled_by_deduction(row: Indicator) -> bool:
    """Whether the clerk's own score tells which way is better, which JX_EVALUATE is not given."""
    target = row.target.value
    bare = target is not None and target.value is not None and not target.stated
    return bare and deduction(row.points.value, row.score.value) is not None


def the_score_of_a_row_is_the_same_everywhere(roads: Roads) -> None:
    worths = roads.filing.worth.indicators
    for row, figure, line, worth in zip(
        roads.rows, roads.figures, roads.lines, worths, strict=True
    ):
        assert line[-2:] == ["-" if worth.score is None else str(worth.score), worth.explanation]
        if not composed(row) and not settled_by_deduction(row):
            assert (None if isinstance(figure, str) else f"{figure:.2f}") == (
                None if worth.score is None else str(worth.score)
            )


def scoring_lowers_what_the_check_finds_too_high_and_nothing_else(roads: Roads) -> None:
    total = roads.filing.form.funding.total

    lowered = {change.address for change in roads.scoring.changes if change.old}
    for cell in (total.score, *(row.score for row in roads.rows)):
        places = (cell, total.rate) if cell is total.score else (cell,)
        codes = {
            one.rule.code for one in roads.told(*places) if one.facts.get("sentence") != "late"
        }
        if cell.address in lowered:
            assert codes & TOO_HIGH
        if "R504" in codes and position(cell.address) not in roads.grid.formulas:
            assert cell.address in lowered


def the_check_finds_nothing_wrong_with_what_scoring_wrote(roads: Roads, policy: str) -> None:
    if roads.scoring.missing:
        return
    written = dict(fill_scores.entries([roads.scoring]))
    raw = {position(at): new if isinstance(new, str) else float(new) for at, new in written.items()}

    after = judged(replace(roads.grid, values={**roads.grid.values, **raw}), policy)

    wrong = {one.rule.code for one in after.outcome.findings if one.cell.address in written}
    assert wrong & WRONG == set()


@every_example
def test_all_roads_say_the_same_of_a_row(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken once, the four roads are held against each other in four ways."""
    _, texts = example
    roads = by_all_roads(texts, monkeypatch)

    a_cell_says_of_a_row_what_the_check_says(roads)
    the_score_of_a_row_is_the_same_everywhere(roads)
    scoring_lowers_what_the_check_finds_too_high_and_nothing_else(roads)
    the_check_finds_nothing_wrong_with_what_scoring_wrote(roads, policy_name(texts))


def test_a_target_that_contradicts_its_name_is_doubted_and_not_scored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    roads = by_all_roads(sibling("doubted")[1], monkeypatch)

    (row,) = [row for row in roads.rows if row.called == "群众投诉率"]
    at = roads.rows.index(row)
    assert [(one.rule.code, one.text) for one in roads.told(row.target, row.score)] == [
        (
            "I309",
            "「群众投诉率」越低越好，「年度指标值」写的却是“≥5(%)”。请核实比较符号是否应为“≤”。",
        )
    ]
    assert roads.said[at] == (
        "这项指标越低越好，年度指标值写的却是“≥5(%)”。请核实比较符号是否应为“≤”。"
    )
    assert roads.figures[at] == "无法测算"
    assert roads.lines[at][-2:] == ["-", "年度指标值的比较符号与指标名称的意思相反，无法测算"]
    assert roads.scoring.changes == ()
    assert roads.filing.worth.computed is None
    assert udf.JX_CHECK("≥5(%)", "3(%)", 10.0, 10.0, None).startswith(
        "得分 10 分，按完成情况最多 6"
    )


@pytest.mark.parametrize("name_and_grid", layouts.forms(), ids=lambda one: one[0])
@pytest.mark.parametrize("full", [True, False], ids=["full marks", "blank"])
def test_scoring_and_check_agree_in_every_layout(
    name_and_grid: tuple[str, Grid], full: bool
) -> None:
    grid = rescored(name_and_grid[1], full)

    for form in scored_forms(grid):
        assert isinstance(form.filing, Filing)
        scoring = fill_scores.plan(form.filing, OpenSheet(grid, grid.formulas))

        written = {} if scoring.missing else dict(fill_scores.entries([scoring]))
        told = {one.cell.address for one in form.outcome.findings if one.rule.code in TOO_HIGH}
        lowered = {one.address for one in scoring.changes if one.old and one.name not in CLOSING}
        raw = {position(at): x if isinstance(x, str) else float(x) for at, x in written.items()}
        after = scored_forms(replace(grid, values={**grid.values, **raw}))

        above = {one.cell.address for one in form.outcome.findings if one.rule.code == "R504"}
        assert above <= lowered | {one.address for one in scoring.left}
        assert lowered <= told
        assert [
            (one.rule.code, one.cell.address)
            for later in after
            for one in later.outcome.findings
            if one.cell.address in written and one.rule.code in WRONG
        ] == []


CLOSING = ("总分", "评分等级")


def scored_forms(grid: Grid) -> list[CheckedForm]:
    found = [one for one in check_grid(grid, Choice()) if isinstance(one, CheckedForm)]
    return [one for one in found if isinstance(one.filing, Filing)]


def rescored(grid: Grid, full: bool) -> Grid:
    """The same form with all its points as its scores, or with no scores."""
    values = dict(grid.values)
    for form in scored_forms(grid):
        assert isinstance(form.filing, Filing)
        rows = (form.filing.form.funding.total, *form.filing.form.indicators)
        for row in (row for row in rows if row.score.value is not None):
            values.pop(position(row.score.address))
            if full and row.points.value is not None:
                values[position(row.score.address)] = float(row.points.value)
    return replace(grid, values=values)
