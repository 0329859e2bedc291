"""复核线索: a unit's habits beside its batch, and where they are told."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from tests.benchmarks.flags import HABITS, batch, dealt_anew, flags_of, planted, table
from tests.season import evaluation
from tests.thinned import thinned
from tests.validators.json_schema import VALIDATOR
from validators.across.extract import Extract, KeptRow
from validators.across.index import Line
from validators.flags import shares
from validators.flags.chance import stands_out
from validators.flags.copies import COPIES
from validators.flags.costs import PEERS, Costs
from validators.flags.habits import HABITS as KINDS
from validators.flags.habits import YEAR_HABITS
from validators.records.folder_results import PlaceRecord
from workbooks.reading.from_texts import published_forms
from workbooks.values.target import read_target

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.mark.parametrize("habit", thinned(HABITS, every=5))
def test_a_planted_habit_is_found_and_a_permuted_batch_left_alone(habit: str) -> None:
    name, _ = HABITS[habit]
    projects = planted(batch(1, units=16, projects=10), habit, 1, 3)

    assert ("0号单位", name) in flags_of(projects)
    assert flags_of(dealt_anew(projects, 1)) == set()


@pytest.mark.parametrize("name", sorted(kind.name for kind in YEAR_HABITS))
def test_a_folder_with_two_years_is_held_against_itself(name: str) -> None:
    (habit,) = (habit for habit, (flag, _) in HABITS.items() if flag == name)
    projects = planted(batch(1, units=16, projects=10), habit, 1, 3)

    assert ("0号单位", name) in flags_of(projects, one_folder=True)
    assert flags_of(dealt_anew(projects, 1), one_folder=True) == set()


def test_what_was_declared_this_year_hides_nothing_of_what_was_spent() -> None:
    habit = "K07 单位成本比上年多一半"
    projects = planted(batch(1, units=16, projects=10), habit, 1, 3)

    assert ("0号单位", HABITS[habit][0]) in flags_of(projects, declared=True)
    assert flags_of(dealt_anew(projects, 1), declared=True) == set()


def test_who_is_asked_has_no_word_in_common_with_the_name_of_the_project() -> None:
    """Why no flag tells that a satisfaction belongs to another project: README says so."""
    rows = [
        (form.project_name.text, row.called.split("满意")[0])
        for form in published_forms()
        for row in form.indicators
        if "满意" in row.called
    ]
    same = [
        (project, asked)
        for project, asked in rows
        if any(asked[at : at + 2] in project for at in range(len(asked) - 1))
    ]

    assert (len(rows), same) == (6, [])
    assert len({asked for _, asked in rows}) < len(rows)  # one is asked by two projects


@pytest.mark.slow
def test_the_readme_has_the_figures_of_the_large_batches() -> None:
    assert table() in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("of_unit", "of_batch", "tests", "found"),
    [
        ((5, 5), (5, 100), 1, True),
        ((4, 4), (4, 100), 1, False),  # too few forms
        ((5, 5), (5, 5), 1, False),  # nothing to compare with
        ((8, 10), (20, 100), 1, True),
        ((7, 10), (20, 100), 1, False),  # no habit
        ((20, 20), (90, 100), 1, False),  # like all others
        ((5, 5), (35, 100), 1, True),
        ((5, 5), (35, 100), 50, False),  # of so many units one may
    ],
)
def test_what_stands_out(
    of_unit: tuple[int, int], of_batch: tuple[int, int], tests: int, found: bool
) -> None:
    assert (stands_out(of_unit, of_batch, tests, 0.8) is not None) == found


def row(
    target: str, actual: str, points: str = "10", score: str = "10", name: str = "某"
) -> KeptRow:
    said = read_target(target)
    return KeptRow(
        "产出指标", "数量指标", name, target, said.relation, said.value, said.unit, actual,
        Decimal(points), Decimal(score), "", "",
    )  # fmt: skip


def form(*rows: KeptRow, **more: str | None) -> Extract:
    money = {"execution_points": "10", "execution_score": "10", "total": "100"} | more
    return Extract(rows, **{name: text and Decimal(text) for name, text in money.items()})  # type: ignore[arg-type]


FULL, LOST = row("≥5次", "5次"), row("≥5次", "4次", score="8")


@pytest.mark.parametrize(
    ("name", "one", "does"),
    [
        ("totals-high", form(total="99"), True),
        ("totals-high", form(total="98.99"), False),
        ("totals-high", form(total=None), None),
        ("only-execution-deducted", form(FULL, execution_score="9.9"), True),
        ("only-execution-deducted", form(FULL, LOST, execution_score="9.9"), False),
        ("only-execution-deducted", form(FULL), None),  # nothing was deducted
        ("only-execution-deducted", form(FULL, execution_score=None), None),
        ("actual-equals-target", form(FULL, FULL, FULL), True),
        ("actual-equals-target", form(FULL, FULL, row("≥5次", "6次")), False),
        ("actual-equals-target", form(FULL, FULL), None),
        ("actual-heaped", form(*[row("≥90%", "98%")] * 2, row("≥90%", "95%")), True),
        ("actual-heaped", form(*[row("≥90%", "98%")] * 2, row("≥90%", "96%")), False),
        ("actual-heaped", form(*[row("≥90%", "98%")] * 2), None),
        ("results-above-spending", form(FULL, execution_score="9.4"), True),
        ("results-above-spending", form(FULL, execution_score="9.5"), False),
        ("results-above-spending", form(FULL, execution_points=None), None),
        ("points-without-risk", form(FULL, row("=100%", "100%")), True),
        ("points-without-risk", form(FULL, row("=100%", "100%", points="9")), False),
        ("points-without-risk", form(), None),
    ],
)
def test_what_a_form_does(name: str, one: Extract, does: bool | None) -> None:
    (habit,) = (kind for kind in KINDS if kind.name == name)

    assert habit.trial(one) is does


def named(*targets: str, actuals: tuple[str, ...] = ()) -> Extract:
    said = actuals or targets
    return form(
        *(
            row(t, a, name=f"第{n}项工作")
            for n, (t, a) in enumerate(zip(targets, said, strict=True))
        )
    )


@pytest.mark.parametrize(
    ("name", "this", "last", "does"),
    [
        ("targets-unchanged", named("≥5次", "≥90%", "合规"), named("≥5次", "≥90%", "合规"), True),
        ("targets-unchanged", named("≥5次", "≥90%", "合规"), named("≥5次", "≥91%", "合规"), False),
        ("targets-unchanged", named("≥5次", "≥90%"), named("≥5次", "≥90%"), None),
        (
            "target-not-above-last-actual",
            named("≥5次", "≥6次", "≥7次"),
            named("≥1次", "≥1次", "≥1次", actuals=("5次", "6次", "8次")),
            True,
        ),
        (
            "target-not-above-last-actual",
            named("≥5次", "≥6次", "≥9次"),
            named("≥1次", "≥1次", "≥1次", actuals=("5次", "6次", "8次")),
            False,
        ),
        (
            "target-not-above-last-actual",
            named("≥5%", "≥6%", "≥7%"),
            named("≥9%", "≥9%", "≥9%"),
            None,
        ),
    ],
)
def test_what_a_form_does_beside_last_year(
    name: str, this: Extract, last: Extract, does: bool | None
) -> None:
    (habit,) = (kind for kind in YEAR_HABITS if kind.name == name)

    assert habit.trial(this, last) is does


def spent(money: str, *actuals: str) -> Extract:
    return named(*["≥1次"] * len(actuals), actuals=actuals)._replace(executed=Decimal(money))


@pytest.mark.parametrize(
    ("this", "last", "does"),
    [
        (spent("30", "10次"), spent("20", "10次"), True),
        (spent("29.99", "10次"), spent("20", "10次"), False),
        (spent("20", "10次", "5次"), spent("20", "20次", "10次"), True),
        (spent("20", "10次", "10次"), spent("20", "20次", "10次"), False),
        (spent("0", "10次"), spent("20", "10次"), None),
        (spent("20", "90%"), spent("20", "10%"), None),
    ],
)
def test_what_a_thing_costs_beside_last_year(
    this: Extract, last: Extract, does: bool | None
) -> None:
    (habit,) = (kind for kind in YEAR_HABITS if kind.code == "K07")

    assert habit.trial(this, last) is does


@pytest.mark.parametrize(("forms", "dear"), [(20, [18, 19]), (19, [])])
def test_what_a_thing_costs_beside_its_peers(forms: int, dear: list[int]) -> None:
    """The highest tenth of those with the same indicator, where there are twenty."""
    costs = Costs()
    for number in range(forms):
        costs.add(standing(str(number)), spent(str(number + 1), "10次"))

    assert [int(line.project) for line, does in costs.judged() if does] == dear


def standing(project: str) -> Line:
    return Line(
        PlaceRecord("a.xlsx", "自评表", 1), "SelfEvaluation", "自评表", "甲中心", "某局", project,
        2024, None, "",
    )  # fmt: skip


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units with six projects each; one of them gives all its projects 100."""
    folder = tmp_path_factory.mktemp("全部门") / "报送"
    for unit in "甲乙丙":
        for number in range(6):
            heads = {"unit": f"{unit}中心", "project": f"{unit}类{number}号工作经费"}
            path = folder / f"{unit}{number}.xlsx"
            evaluation(path, deducted=unit != "甲", **heads)
    return folder


def test_flags_are_told_on_pages_of_their_own_and_go_to_no_unit(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, data, summed = (tmp_path / name for name in ("核查结果.xlsx", "结果.json", "汇总.xlsx"))

    main(["check", str(department), "--report", str(report), "--report", str(data),
          "--return", str(tmp_path / "退回")])  # fmt: skip
    out = capsys.readouterr().out
    main(["summary", str(department), "-o", str(summed)])

    said = json.loads(data.read_bytes())
    VALIDATOR.validate(said)
    (flag,) = (one for one in said["together"]["flags"] if one["code"] == "K01")
    assert (flag["unit"], len(flag["places"])) == ("甲中心", 6)
    assert flag["figure"] == "6 份里有 6 份（100%）自评总分不低于 99 分。"
    assert flag["comparison"] == (
        "同批其余 12 份里有 0 份（0%）；按全批的比例，偶然这样的可能不到百分之一。"
    )
    assert flag["otherwise"].startswith("也可能：项目确实都完成了；")
    count = len(said["together"]["flags"])
    assert f"复核线索 {count} 条（不是问题，只提示先看哪里）：见「复核线索」页。" in out
    for path in (report, summed):
        page = openpyxl.load_workbook(path)["复核线索"]
        assert page["A2"].value == "对真实复核得分：未验证。"
        assert [each[0].value for each in page.iter_rows(min_row=5)].count("K01") == 1
    copies = list((tmp_path / "退回").rglob("*.xlsx"))
    assert copies
    assert all("复核线索" not in openpyxl.load_workbook(copy).sheetnames for copy in copies)


@pytest.mark.parametrize(
    ("actual", "note", "asked"),
    [
        ("95.5%（问卷调查40人）", "", (40,)),
        ("95.5%", "发放问卷50份，收回40份。", (50, 40)),
        ("97.5%（问卷调查40人）", "", None),
        ("95.45%", "问卷调查22人", None),  # rounded
        ("95.4%", "问卷调查22人", None),  # cut
        ("95.46%", "问卷调查22人", (22,)),
        ("95.00(%)", "问卷调查21人", None),  # 20 of 21 are 95 as well, without decimals
        ("95.5%", "问卷调查约40人", None),
        ("95.5%", "发放问卷40余份", None),
        ("95.5%", "全年服务40人", None),
        ("95.5%、96%", "问卷调查40人", None),
        ("满意", "问卷调查40人", None),
        ("100%", "问卷调查7人", None),
    ],
)
def test_a_percentage_that_those_asked_cannot_give(
    actual: str, note: str, asked: tuple[int, ...] | None
) -> None:
    found = shares.impossible(actual, note)

    assert (found and found[1]) == asked


def test_every_percentage_of_so_many_asked_is_possible() -> None:
    """However it was rounded: no form that tells the truth has such a flag."""
    wrong = [
        (some, asked, digits)
        for asked in range(1, 120)
        for some in range(asked + 1)
        for digits in (0, 1, 2)
        if shares.impossible(f"{round(Decimal(100 * some) / asked, digits)}%", f"问卷{asked}份")
    ]

    assert wrong == []


def test_a_row_is_told_with_what_it_cannot_be() -> None:
    one = form(row("≥90%", "95.5%（问卷调查40人）", name="群众满意度"))

    (flag,) = shares.flags(standing("培训"), one)

    assert flag.figure == "「培训」的「群众满意度」写 95.5%，调查的份数写的是 40。"
    assert flag.comparison == "40 份里每一份占 2.5%，怎么算也得不出 95.5%。"


def test_every_flag_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    codes = {shares.CODE, *(kind.code for kind in (*KINDS, *YEAR_HABITS, *COPIES, PEERS))}

    for code in sorted(codes):
        assert main(["explain", code]) == 0
        assert capsys.readouterr().out.startswith(f"{code} 复核线索（不是问题")
    assert main(["explain", "K99"]) == 2
