"""Forms held against their declarations and against last year's: what is found, and never wrong."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from tests.cases import standard_evaluation
from tests.season import declaration, evaluation
from tests.validators.json_schema import VALIDATOR
from tests.workbooks.layouts import grid
from validators.across.extract import Extract, KeptRow
from validators.across.folder import Folder
from validators.across.index import Index, Line
from validators.across.row_pairs import looks_alike, same_target, surely_same
from validators.checking.check_file import (
    CRASHED,
    CheckedForm,
    Choice,
    Result,
    check_grid,
    crashed,
)
from validators.records.folder_results import FolderRecord, PlaceRecord
from validators.records.record import recorded
from workbooks.form_kinds import KINDS, KindName
from workbooks.reading.from_texts import published_forms
from workbooks.values.target import read_target

ROOT = Path(__file__).parent.parent.parent.parent
SAMPLES = ROOT / "workbooks" / "samples"


def row(
    name: str, target: str, actual: str = "", level: str = "数量指标", cell: str = ""
) -> KeptRow:
    said = read_target(target)
    return KeptRow(
        "产出指标", level, name, target, said.relation, said.value, said.unit, actual,
        None, None, "", cell,
    )  # fmt: skip


class Forms:
    """An index that a test fills."""

    def __init__(self) -> None:
        self.index = Index()

    def add(
        self, kind: KindName, rows: Iterable[KeptRow], *, path: str = "", **more: object
    ) -> Forms:
        facts = KINDS[kind]
        money = {name: more.pop(name) for name in ("declared", "initial_budget") if name in more}
        line = Line(
            PlaceRecord(path or f"{facts.word}.xlsx", "表", 1), kind, facts.word, "甲中心", "某局",
            "培训经费", 2025, None, path or facts.word,
            kept=self.index.extracts.put(Extract(tuple(rows), **money)),  # type: ignore[arg-type]
        )  # fmt: skip
        self.index.lines.append(replace(line, **more))  # type: ignore[arg-type]
        return self


MONEY = {"declared": Decimal(22), "initial_budget": Decimal("22.00")}


def evaluated(*rows: KeptRow, **more: object) -> Forms:
    return Forms().add("SelfEvaluation", rows, **{"initial_budget": Decimal(22), **more})


def declared(*rows: KeptRow, **more: object) -> Forms:
    return Forms().add("TargetDeclaration", rows, **{"declared": Decimal(22), **more})


def told(run: Forms, against: Forms | None = None, last_year: Forms | None = None) -> FolderRecord:
    folder = Folder(None, run.index, against and against.index, last_year and last_year.index)
    return folder.told(whole=True)._replace(looked=())


def codes(record: FolderRecord) -> list[str]:
    return [found.code for found in record.findings]


def uncompared(record: FolderRecord) -> list[str]:
    return [left.message for left in record.uncompared]


TRAINED = row("培训人数", "≥200人", cell="C5")


def test_equal_forms_are_silent() -> None:
    record = told(evaluated(TRAINED), declared(TRAINED))

    assert (record.findings, record.uncompared) == ((), ())


@pytest.mark.parametrize(
    ("own", "asked", "differs"),
    [
        ("≥98%", "98%以上", False),
        ("985米", "≥985米", False),
        ("≥1.2万人次", "≥12000人次", False),
        ("≥15(条)", "≥15.00条", False),
        ("合规", " 合规 ", False),
        ("≥200", "≥200人", False),
        ("≥200人", "≥200人次", True),
        ("≥199人", "≥200人", True),
        ("=200人", "≥200人", True),
        ("5-8天", "5-10天", True),
        ("合规", "规范", True),
        ("≥200人", "完成", True),
    ],
)
def test_a_target_that_differs_from_the_declared_one(own: str, asked: str, differs: bool) -> None:
    record = told(evaluated(row("培训人数", own)), declared(row("培训人数", asked)))

    assert codes(record) == ["X701"] * differs


def test_a_target_that_the_form_says_was_adjusted_is_compared_as_it_was_before() -> None:
    adjusted = row("培训人数", "≥150人")._replace(initial="≥200人")
    of_another = adjusted._replace(initial="≥180人")

    assert codes(told(evaluated(adjusted), declared(TRAINED))) == []
    assert codes(told(evaluated(of_another), declared(TRAINED))) == ["X701"]


def test_what_is_kept_of_a_form_has_its_code_and_its_first_target() -> None:
    """Read from a table as it is printed, with 项目编码 and 调整后指标值."""
    text = ADJUSTED
    (checked,) = check_grid(grid(text), Choice(()))
    assert isinstance(checked, CheckedForm)
    index = Index()

    index.add(recorded(Result(Path("表.xlsx"), (checked,))))

    (line,) = index.lines
    (kept,) = index.extract(line).rows
    assert (line.code, kept.target, kept.initial) == ("310000001", "≥12场", "≥10场")


ADJUSTED = """
| 项目支出绩效自评表 | > | > | > | > | > | > |
| （2024年度） | > | > | > | > | > | > |
| 项目名称 | 培训经费 | > | 项目编码 | 310000001 | > | > |
| 主管部门 | 某局 | > | 实施单位 | 甲中心 | > | > |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 调整后指标值 | 实际完成值 | 分值 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | ≥12场 | 12场 | 90 |
"""


def test_the_sentence_says_both_targets_and_leads_to_the_row() -> None:
    run = evaluated(TRAINED, row("培训场次", "≥5场", cell="C6"))

    record = told(run, declared(TRAINED, row("培训场次", "≥8场")))

    (found,) = record.findings
    assert found.message == (
        "「培训经费」（甲中心，自评表.xlsx）有 1 项指标的年度指标值与申报表（申报表.xlsx）不同："
        "「培训场次」自评表为“≥5场”，申报表为“≥8场”。"
        "请改回申报的指标值；经批准调整过的，请附批准文件。"
    )
    assert [place.cell for place in found.places] == ["C6", ""]


def test_an_indicator_that_is_missing_and_what_may_be_meant() -> None:
    record = told(evaluated(row("参加培训人数", "≥100人")), declared(TRAINED))

    (found,) = record.findings
    assert (found.code, "「培训人数」（≥200人），可能改名为「参加培训人数」" in found.message) == (
        "X702",
        True,
    )


@pytest.mark.parametrize(
    ("budget", "applied", "differs"),
    [("22.00", "22", False), ("14.42", "14.4208", False), ("14.43", "14.4208", True)],
)
def test_the_budget_is_compared_as_far_as_it_is_written(
    budget: str, applied: str, differs: bool
) -> None:
    run = evaluated(TRAINED, initial_budget=Decimal(budget))

    assert codes(told(run, declared(TRAINED, declared=Decimal(applied)))) == ["X703"] * differs


def pointed(*points: str | None) -> list[KeptRow]:
    rows = [row(f"{name}人数", "≥200人", cell=f"C{at}") for at, name in enumerate("甲乙丙", 5)]
    return [
        one._replace(points=None if said is None else Decimal(said))
        for one, said in zip(rows, points, strict=False)
    ]


@pytest.mark.parametrize(
    ("own", "asked", "found", "left"),
    [
        (("40", "30", "20"), ("40", "30.0", "20"), [], 0),
        (("50", "20", "20"), ("40", "30", "20"), ["X714"], 0),
        (("36", "27", "27"), ("40", "30", "30"), [], 0),
        (("36", "27", "27"), ("0.4", "0.3", "0.3"), [], 0),
        (("40", "25", "25"), ("40", "30", "30"), [], 1),
        (("40", "30", "20"), ("40", "30"), [], 0),
        (("40", "30", "20"), (None, None, None), [], 0),
        ((None, None, None), ("40", "30", "20"), [], 0),
        (("40", "30", "20"), ("50", "40", None), [], 1),
        (("40", None, "20"), ("50", "40", "10"), [], 1),
        (("50", "20", "20"), ("40", "50"), ["X714"], 0),
    ],
)
def test_points_are_those_that_were_declared(
    own: tuple[str | None, ...], asked: tuple[str | None, ...], found: list[str], left: int
) -> None:
    record = told(evaluated(*pointed(*own)), declared(*pointed(*asked)))

    assert codes(record) == found
    assert [one.codes for one in record.uncompared] == [("X714",)] * left


@pytest.mark.parametrize(
    ("name", "points"),
    [("declaration/1", False), ("declaration/2", True), ("department_declaration/3", True)],
)
def test_what_is_kept_of_a_declaration_has_its_points_as_they_are_printed(
    name: str, points: bool
) -> None:
    text = (ROOT / f"tests/workbooks/layouts/{name}.md").read_text("utf-8")
    (checked,) = check_grid(grid(text), Choice(()))
    assert isinstance(checked, CheckedForm)
    index = Index()

    index.add(recorded(Result(Path("表.xlsx"), (checked,))))

    rows = index.extract(index.lines[0]).rows
    assert {row.points is not None for row in rows} == {points}


def test_the_sentence_about_points_names_the_rows_that_differ_and_leads_to_the_first() -> None:
    (found,) = told(
        evaluated(*pointed("40", "20", "30")), declared(*pointed("40", "30", "20"))
    ).findings

    assert found.message == (
        "「培训经费」（甲中心，自评表.xlsx）有 2 项指标的分值与申报表（申报表.xlsx）不同："
        "「乙人数」自评表为 20 分，申报表为 30 分；「丙人数」自评表为 30 分，申报表为 20 分。"
        "请核实：分值应当照申报的，经批准调整过的，请附批准文件。"
    )
    assert [place.cell for place in found.places] == ["C6", ""]


def test_rows_that_are_not_surely_the_same_are_not_held_by_their_points() -> None:
    other = [one._replace(name=f"参加{one.name}") for one in pointed("30", "40", "20")]

    assert "X714" not in codes(told(evaluated(*pointed("40", "30", "20")), declared(*other)))


@pytest.mark.parametrize(
    ("asked", "forms"), [(("40", "30", "20"), 1), ((None, None, None), 0), (("40", "30", None), 0)]
)
def test_an_evaluation_counts_as_looked_at_where_all_points_were_compared(
    asked: tuple[str | None, ...], forms: int
) -> None:
    run = evaluated(*pointed("40", "30", "20")).add(
        "TargetDeclaration", pointed(*asked), declared=Decimal(22)
    )

    looked = {one.code: one.forms for one in Folder(None, run.index).told(whole=True).looked}

    assert looked.get("X714", 0) == forms
    assert looked["X701"] == 1


def test_money_that_cannot_be_compared_is_told() -> None:
    record = told(evaluated(TRAINED, initial_budget=None), declared(TRAINED))

    assert uncompared(record) == [
        "「培训经费」（甲中心，自评表.xlsx）的资金没有与申报表（申报表.xlsx）比较："
        "自评表没有年初预算数，或没有写金额单位。"
    ]


def test_rows_of_one_name_are_told_apart_or_left_alone() -> None:
    """By 二级指标, then by equal targets; what is left of both sides is not paired."""
    quality = row("完成情况", "≥90%", level="质量指标")
    one, other = row("培训场次", "≥5场"), row("培训场次", "≥8场")
    changed = row("培训场次", "≥9场")

    levels = told(
        evaluated(quality, row("完成情况", "≥3项")), declared(row("完成情况", "≥3项"), quality)
    )
    equal = told(evaluated(other, one), declared(one, other))
    doubtful = told(evaluated(one, changed), declared(one, other))

    assert [(codes(each), uncompared(each)) for each in (levels, equal)] == [([], []), ([], [])]
    assert codes(doubtful) == []
    assert uncompared(doubtful) == [
        "「培训经费」（甲中心，自评表.xlsx）与申报表（申报表.xlsx）"
        "有同名而分不清是否同一项的指标（几行同名，或二级指标和指标值都不同），没有比较：「培训场次」。"
    ]


def test_a_name_under_another_level_with_another_target_is_compared_with_last_year_alone() -> None:
    """Names are kept when rows are sorted anew; within a year it may be another indicator."""
    moved = row("档案目录一致性", "≥80%", level="质量指标")
    before = row("档案目录一致性", "≥90%", level="可持续影响指标")

    within = told(evaluated(moved), declared(before))

    assert (codes(within), len(within.uncompared)) == ([], 1)
    assert codes(told(declared(moved), last_year=evaluated(before, fiscal_year=2024))) == ["X706"]


def test_projects_are_one_by_their_code_before_their_names() -> None:
    run = evaluated(TRAINED, code="P1", project="培训费")

    assert uncompared(told(run, declared(TRAINED, code="P1"))) == []
    (lonely, unused) = uncompared(told(run, declared(TRAINED, code="P2", project="培训费")))
    assert lonely.startswith("1 份自评表没有与申报表比较，没有同一单位、同一项目的表：")
    assert unused.startswith("1 份申报表没有与自评表比较，没有报来自评表：")


def test_where_no_unit_is_printed_the_department_stands_for_it() -> None:
    run = evaluated(TRAINED, unit="")

    assert told(run, declared(TRAINED, unit="")) == FolderRecord()
    assert "没有填单位或项目名称" in uncompared(told(evaluated(TRAINED, project=""), run))[0]


def test_a_project_that_may_be_either_of_two_is_told() -> None:
    against = declared(TRAINED, fiscal_year=None)
    against.add("TargetDeclaration", [row("培训人数", "≥9人")], path="b.xlsx", fiscal_year=None)
    against.index.lines = [replace(line, code="P1") for line in against.index.lines]
    against.index.lines[1] = replace(against.index.lines[1], unit="乙中心")

    (lonely, *_) = uncompared(told(evaluated(TRAINED, code="P1"), against))

    assert "同一项目有几份，分不清与哪一份比" in lonely


def test_a_department_is_no_project_of_its_name() -> None:
    run = Forms().add("DepartmentEvaluation", [TRAINED])

    assert "没有同一单位、同一项目的表" in uncompared(told(run, declared(TRAINED)))[0]


def test_a_folder_is_held_against_itself_where_it_has_both_kinds_of_a_year() -> None:
    both = evaluated(row("培训人数", "≥100人")).add("TargetDeclaration", [TRAINED], **MONEY)
    apart = evaluated(TRAINED).add("TargetDeclaration", [TRAINED], fiscal_year=2027)

    assert codes(told(both)) == ["X701"]
    assert told(apart) == FolderRecord()


def test_a_fault_of_ours_in_a_file_beside_is_told_and_costs_no_comparison() -> None:
    folder = Folder(None, evaluated(TRAINED).index, declared(row("培训人数", "≥9人")).index)

    folder.add_declared(recorded(crashed(Path("坏.xlsx"), CRASHED, "Traceback")))

    record = folder.told(whole=True)
    assert codes(record) == ["X701"]
    assert [one.trace for one in record.faults] == ["Traceback"]
    assert "--against 所给的 坏.xlsx 没有用来比较：程序故障" in uncompared(record)[0]


def test_of_a_run_that_was_cut_off_nothing_is_compared() -> None:
    folder = Folder(None, evaluated(TRAINED).index, declared(row("培训人数", "≥9人")).index)

    record = folder.told(whole=False)

    assert (record.findings, len(record.uncompared)) == ((), 1)


@pytest.mark.parametrize(
    ("this", "last", "found"),
    [
        (row("培训人数", "≥200人"), row("培训人数", "≥200人", "250人"), ["X705"]),
        (row("培训人数", "≥225人"), row("培训人数", "≥200人", "250人"), []),
        (row("培训人数", "≥224人"), row("培训人数", "≥200人", "250人"), ["X705"]),
        (row("培训人数", "≥180人"), row("培训人数", "≥200人", "250人"), ["X706"]),
        (row("办结时间", "≤10天"), row("办结时间", "≤5天", "3天"), ["X706"]),
        (row("办结时间", "≤5天"), row("办结时间", "≤5天", "3天"), []),
        (row("满意度", "≥90%"), row("满意度", "≥90%", "100%"), []),
        (row("满意度", "≥85%"), row("满意度", "≥90%", "100%"), ["X706"]),
        (row("差错率", "=1%"), row("差错率", "=5%", "0%"), []),
        (row("培训人数", "≥100人"), row("培训人次", "≥200人次", "250人次"), []),
        (row("培训成本", "≤9元", level="成本指标"), row("培训成本", "≤5元", level="成本指标"), []),
        (row("年培训总人数", "≥100人"), row("培训总人数", "≥200人", "250人"), ["X706"]),
        (row("第一期培训人数", "≥1人"), row("第二期培训人数", "≥200人", "250人"), []),
        (row("产品合格率", "≥5%"), row("产品不合格率", "≥90%"), []),
    ],
)
def test_this_year_against_last_year(this: KeptRow, last: KeptRow, found: list[str]) -> None:
    before = evaluated(last, fiscal_year=2024)

    assert codes(told(declared(this), last_year=before)) == found


def test_a_name_that_may_be_either_of_two_is_paired_with_none() -> None:
    this = declared(row("档案装订数量", "≥10册"))
    before = evaluated(
        row("档案装订数量甲类", "≥90册"), row("档案装订数量乙类", "≥80册"), fiscal_year=2024
    )

    assert codes(told(this, last_year=before)) == []


def test_forms_of_another_year_are_told_of() -> None:
    before = evaluated(TRAINED, fiscal_year=2022)

    (lonely,) = uncompared(told(declared(TRAINED), last_year=before))

    assert lonely.startswith(
        "1 份申报表没有与上年的表比较，同一项目的表是 2022 年度的，不是 2024 年度：「培训经费」"
    )


@pytest.mark.parametrize("path", ["", "另一处/申报表.xlsx"])
def test_a_folder_of_this_year_named_as_last_years_is_told_to_be_of_this_year(path: str) -> None:
    this = declared(TRAINED, path=path)

    for before in (declared(TRAINED), evaluated(TRAINED)):
        (lonely,) = uncompared(told(this, last_year=before))
        assert "同一项目的表是 2025 年度的，不是 2024 年度：「培训经费」" in lonely


FEWER = row("培训人数", "≥180人"), row("培训人数", "≥200人", "250人")


@pytest.mark.parametrize(
    ("this", "last", "found"),
    [
        ("2025年度培训经费", "2024年度培训经费", ["X706"]),
        ("培训经费（2025年）", "培训经费（2024年）", ["X706"]),
        ("培训经费〔2025〕", "培训经费[2024]", ["X706"]),
        ("培训经费（2025年）", "培训经费", ["X706"]),
        ("培训经费", "2024年培训经费", ["X706"]),
        ("培训经费（2023年）", "培训经费（2024年）", []),
        ("培训经费12025号", "培训经费12024号", []),
        ("培训经费（2025年）二期", "培训经费（2024年）一期", []),
        ("2025年", "2024年", []),
    ],
)
def test_a_name_with_the_year_goes_on_under_the_next_year(
    this: str, last: str, found: list[str]
) -> None:
    run = declared(FEWER[0], project=this)

    assert codes(told(run, last_year=evaluated(FEWER[1], project=last, fiscal_year=2024))) == found


def test_a_name_with_the_year_is_that_of_the_declaration_without_it() -> None:
    run = evaluated(TRAINED, project="2025年培训经费")

    assert told(run, declared(TRAINED, project="培训经费")) == FolderRecord()


@pytest.mark.parametrize(
    ("evaluated_as", "code"),
    [("培训经费", ""), ("培训经费（2025年）", ""), ("业务培训专项（原培训经费）", "P1")],
)
def test_of_a_project_by_two_names_the_declaration_alone_is_held_against_last_year(
    evaluated_as: str, code: str
) -> None:
    run = declared(FEWER[0], code=code)
    run.add("SelfEvaluation", [FEWER[0]], project=evaluated_as, code=code)

    record = told(run, last_year=evaluated(FEWER[1], fiscal_year=2024, code=code))

    assert [(one.code, one.project) for one in record.findings] == [("X706", "培训经费")]
    assert not [one for one in record.uncompared if "X706" in one.codes]


def test_a_name_over_two_lines_stands_on_one_in_a_sentence() -> None:
    run = declared(FEWER[0], project="培训\n经费")

    (said,) = told(run, last_year=evaluated(FEWER[1], fiscal_year=2024)).findings

    assert said.message.startswith("「培训经费」（")


def test_who_has_its_very_name_in_the_other_year_is_paired_with_that_alone() -> None:
    run = declared(FEWER[0], project="2025年培训经费")
    run.add("TargetDeclaration", [FEWER[1]], path="b.xlsx", project="2024年培训经费")
    before = evaluated(FEWER[1], project="2024年培训经费", fiscal_year=2024)

    record = told(run, last_year=before)

    assert [(one.code, one.project) for one in record.findings] == [("X705", "2024年培训经费")]
    assert "没有同一单位、同一项目的表：「2025年培训经费」" in uncompared(record)[0]


def test_of_two_names_that_differ_in_the_year_alone_neither_is_taken() -> None:
    before = evaluated(FEWER[1], project="2024年培训经费", fiscal_year=2024)
    before.add("SelfEvaluation", [FEWER[1]], path="b.xlsx", fiscal_year=2024)

    assert codes(told(declared(FEWER[0], project="2025年培训经费"), last_year=before)) == []


WEAKENED = {
    ("X705", "公众号全年信息发布数量"),
    ("X705", "发布召回信息数量"),
    ("X706", "证书送达时间"),
    ("X706", "证书保存完好程度"),
    ("X706", "微信小程序“政府服务开放日”预约功能使用率"),
    ("X706", "缺陷消费品宣贯覆盖人数"),
}
"""What DOMAIN names of the published forms, and 证书完好度 =100%, which became ≥95%."""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The published forms in two folders: 2025's declarations, 2024's evaluations."""
    top = tmp_path_factory.mktemp("年")
    folders = top / "2025", top / "2024"
    for folder in folders:
        folder.mkdir()
        for path in SAMPLES.glob(f"{folder.name}*.xlsx"):
            shutil.copy(path, folder)
    return folders


def together(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, object]:
    capsys.readouterr()
    main(["check", *map(str, words), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(data)
    return data.get("together", {})  # type: ignore[no-any-return]


def weakened(said: dict[str, object]) -> set[tuple[str, str]]:
    found: list[dict[str, str]] = said["findings"]  # type: ignore[assignment]
    return {
        (one["code"], name)
        for one in found
        for name in re.findall("「([^」]*)」本年", one["message"])
    }


def test_the_weakened_targets_of_the_published_forms_and_nothing_else(
    years: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """By a settings file, which is how an office has it; what is typed goes before it."""
    this, last = years
    settings = this.parent.parent / "绩效核查.toml"
    settings.write_text(f'last_year = "{last.relative_to(settings.parent).as_posix()}"\n', "utf-8")

    said = together(capsys, this, "--settings", settings)

    assert weakened(said) == WEAKENED
    (lonely,) = said["uncompared"]  # type: ignore[misc]
    assert "没有同一单位、同一项目的表：「政府聘用辅助人员经费」" in lonely["message"]
    typed = together(capsys, this, "--settings", settings, "--last-year", this)
    assert (typed.get("findings"), "5 份申报表没有与上年的表比较" in str(typed)) == (None, True)


@pytest.mark.slow
def test_one_folder_with_both_years_says_the_same(
    years: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert together(capsys, years[0].parent) == together(capsys, years[0], "--last-year", years[1])


@pytest.mark.slow
def test_the_outcome_is_the_same_for_any_number_of_jobs(
    years: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = (years[0], "--last-year", years[1], "--against", years[0])

    assert together(capsys, *words, "--jobs", 2) == together(capsys, *words, "--jobs", 1)


@pytest.mark.slow
def test_all_declarations_filled_into_evaluations_agree_with_them(
    years: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["fill", str(years[0]), "-o", str(tmp_path / "自评")])

    assert together(capsys, tmp_path / "自评", "--against", years[0]) == {}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evaluation of which one target was lowered and a cost left out, and its declaration."""
    folder = tmp_path_factory.mktemp("申报与自评")
    rows = [dict(each) for each in standard_evaluation()["indicators"]]
    rows[0]["target"] = "≥9(场)"
    evaluation(folder / "自评.xlsx", year=2025, indicators=rows)
    declaration(folder / "申报.xlsx")
    return folder


def test_what_differs_is_told_by_every_output_and_asks_for_status_1(
    changed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [tmp_path / f"核查结果{ending}" for ending in (".xlsx", ".csv", ".html", ".json")]

    status = main(["check", str(changed), *(w for p in paths for w in ("--report", str(p)))])

    told = "「培训场次」自评表为“≥9(场)”，申报表为“≥10(场)”"
    out = capsys.readouterr().out
    assert status == 1
    assert "错误 0 处" in out
    assert told in out
    assert "缺 1 项申报过的指标（申报.xlsx）：「培训费用」（≤400000.00(元)）" in out
    assert all(told in path.read_text("utf-8-sig") for path in paths[1:])
    book = openpyxl.load_workbook(paths[0])
    step = "下一步：逐条确认「同批比较」的错误 2 处。改好后再核查一次。"
    assert book["汇总"]["A2"].value == step
    assert step in paths[2].read_text("utf-8")
    sheet = book["同批比较"]
    assert [each[1].value for each in sheet.iter_rows(min_row=4)] == ["X701", "X702"]
    places = [each[6].hyperlink.location for each in sheet.iter_rows(min_row=4)]
    assert places == ["'自评表'!G13", "'自评表'!A1"]


def test_a_returned_copy_says_nothing_of_other_forms(changed: Path, tmp_path: Path) -> None:
    main(["check", str(changed), "--return", str(tmp_path / "退回")])

    assert [path.name for path in (tmp_path / "退回").rglob("*_退回修改.xlsx")] == []


def test_a_folder_that_is_not_there_and_a_file_that_cannot_be_read(
    changed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, broken = tmp_path / "没有", tmp_path / "坏"
    broken.mkdir()
    (broken / "甲.xlsx").write_bytes(b"PK")

    assert main(["check", str(changed), "--against", str(missing)]) == 2
    assert f"--against 找不到 {missing}" in capsys.readouterr().err
    assert "甲.xlsx 没有用来比较：" in str(together(capsys, changed, "--last-year", broken))


BASES = [
    [
        row(one.name.text, one.target.text, level=one.subcategory.text, cell=f"C{number}")
        for number, one in enumerate(form.indicators)
    ]
    for form in published_forms()
    if form.fiscal_year.value == 2025
]


def drifted(seed: int) -> tuple[list[KeptRow], list[KeptRow], set[str], set[str]]:
    """A declaration, an evaluation that drifted from it, whose targets were changed and whose
    names; each row is known by its cell.
    """
    chance = random.Random(seed)
    asked = BASES[seed % len(BASES)]
    own: list[KeptRow] = []
    changed, renamed = set[str](), set[str]()
    drifts = [chance.choice(("", "", "rename", "split", "target", "neighbour")) for _ in asked]
    stay = [one.name for one, drift in zip(asked, drifts, strict=True) if drift in ("", "target")]
    for each, drift in zip(asked, drifts, strict=True):
        number = each.value is not None
        if drift == "rename":
            name = chance.choice(("年{}", "{}情况", "本年度{}", "{}（合计）", "全部{}数"))
            own.append(each._replace(name=name.format(each.name)))
            renamed.add(each.cell)
        elif drift == "split":
            own += [each._replace(name=f"{part}{each.name}") for part in ("线上", "线下")]
            renamed.add(each.cell)
        elif drift == "target" and number:
            target = each.target.replace(each.target.strip("≥≤=<>")[0], "7", 1)
            other = row(each.name, target, level=each.subcategory, cell=each.cell)
            own.append(other)
            changed |= {each.cell} if not same_target(each, other) else set()
        elif drift == "neighbour":
            own.append(each._replace(name=chance.choice(stay or [each.name])))
            renamed |= {each.cell} if own[-1].name != each.name else set()
        else:
            own.append(each)
    chance.shuffle(own)
    return asked, own, changed, renamed


def drift_test(seeds: Sequence[int]) -> None:
    found = {"X701": [0, 0], "X702": [0, 0], "X702，写出可能的新名称": [0, 0]}
    for seed in seeds:
        asked, own, changed, renamed = drifted(seed)
        pairs = surely_same(own, asked)
        wrong = [
            (mine.name, theirs.name)
            for mine, theirs in pairs.same
            if mine.cell != theirs.cell and not same_target(mine, theirs)
        ]
        differing = {theirs.cell for mine, theirs in pairs.same if not same_target(mine, theirs)}
        missing = {one.cell for one in pairs.theirs}
        hinted = [
            mine.cell == theirs.cell for mine, theirs in looks_alike(pairs.ours, pairs.theirs)
        ]
        assert (seed, wrong, differing - changed) == (seed, [], set())
        assert (seed, missing - renamed) == (seed, set())
        for name, right, all_of in (
            ("X701", len(differing), len(changed)),
            ("X702", len(missing), len(renamed)),
            ("X702，写出可能的新名称", sum(hinted), len(renamed)),
        ):
            found[name][0] += right
            found[name][1] += all_of
    for name, (right, all_of) in found.items():
        print(f"{name}：{all_of} 处，找出 {right} 处（{right / all_of:.1%}）")
    assert found["X701"][0] >= 0.9 * found["X701"][1]
    assert found["X702"][0] >= 0.8 * found["X702"][1]


@pytest.mark.parametrize(
    "seeds", [range(0, 1000, 25), pytest.param(range(1000), marks=pytest.mark.slow)], ids=len
)
def test_planted_drifts_are_never_paired_wrongly(seeds: range) -> None:
    drift_test(seeds)
