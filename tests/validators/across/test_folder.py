"""Forms of a run held against each other, and against the list of what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from validators.across.expected import Expectation, ExpectedList
from validators.across.folder import Folder
from validators.across.index import Index, Line
from validators.records.folder_results import Arrival, FolderRecord, PlaceRecord
from workbooks.form_kinds import KINDS


def form(path: str, unit: str = "甲中心", project: str = "培训经费", **more: object) -> Line:
    kind = KINDS["SelfEvaluation"]
    line = Line(
        PlaceRecord(path, "自评表", 1), kind.name, kind.word, unit, "某局", project, 2024,
        Decimal(50), path,
    )  # fmt: skip
    return replace(line, **more)  # type: ignore[arg-type]


def told(*lines: Line, asked: Sequence[Expectation] = ()) -> FolderRecord:
    expected = ExpectedList(Path("名单.xlsx"), tuple(asked), ()) if asked else None
    return Folder(expected, Index(list(lines))).told(whole=True)


def messages(*lines: Line) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in told(*lines).findings]


def counted(*lines: Line) -> list[tuple[str, str]]:
    """Which form of a project counts, and why."""
    return [(one.counts.path, one.why) for one in told(*lines).findings if one.counts]


UNTOLD = "内容与其余的不同，文件名看不出先后，按文件名顺序取第一份"


@pytest.mark.parametrize(
    ("names", "wins", "why"),
    [
        (("自评表.xlsx", "自评表_定稿.xlsx"), 1, "文件名写明是定稿"),
        (("自评表终稿.xlsx", "自评表修改.xlsx"), 0, "文件名写明是定稿"),
        (("自评表.xlsx", "自评表_退回修改.xlsx"), 1, "是退回修改后交回的"),
        (("自评表_退回修改.xlsx", "自评表_报送版.xlsx"), 1, "是报送版"),
        (("自评表初稿.xlsx", "自评表.xlsx"), 1, UNTOLD),
        (("自评表.xlsx", "自评表V2.xlsx"), 1, "文件名写明是改过的"),
        (("a.xlsx", "b.xlsx"), 0, UNTOLD),
    ],
    ids=str,
)  # fmt: skip
def test_one_of_several_counts(names: tuple[str, str], wins: int, why: str) -> None:
    assert counted(*map(form, names)) == [(names[wins], why)]


def test_copies_of_one_content_stand_for_each_other() -> None:
    """A returned copy that nobody changed is no answer: the file that was handed in counts."""
    names = ("甲_退回修改.xlsx", "甲.xlsx", "甲_报送版.xlsx")

    assert counted(*(form(name, content="同") for name in names)) == [("甲.xlsx", "各份内容相同")]


def test_a_returned_copy_that_was_mended_goes_before_its_original_and_its_copy() -> None:
    names = ("甲.xlsx", "甲 - 副本.xlsx", "甲_退回修改.xlsx")
    lines = [form(name, content="改" if "退回" in name else "原") for name in names]

    assert counted(*lines) == [("甲_退回修改.xlsx", "是退回修改后交回的")]


def test_the_sentence_names_all_of_them() -> None:
    assert messages(form("报送/甲.xlsx"), form("报送/甲_定稿.xlsx")) == [
        (
            "X704",
            "自评表「培训经费」（甲中心）报了 2 份：计 甲_定稿.xlsx（文件名写明是定稿），"
            "不计 甲.xlsx。请确认以哪一份为准，其余的请移出文件夹。",
        )
    ]


def test_files_of_one_name_are_told_by_their_folders_and_sheets_by_their_names() -> None:
    same = (
        form("甲/表.xlsx"),
        form("乙/表.xlsx"),
        form("甲/表.xlsx", place=PlaceRecord("甲/表.xlsx", "二", 2)),
    )

    assert "不计 乙/表.xlsx、表.xlsx 的工作表「二」。" in messages(*same)[0][1]
    assert "：计 甲/表.xlsx（" in messages(*same)[0][1]
    assert "：计 表.xlsx（" in messages(same[0], same[2])[0][1]


def test_another_year_kind_unit_or_project_is_no_copy() -> None:
    declared = KINDS["TargetDeclaration"]
    others = (
        form("b.xlsx", fiscal_year=2023),
        form("c.xlsx", unit="乙中心"),
        form("d.xlsx", project="培训经费二期"),
        form("e.xlsx", kind=declared.name, word=declared.word),
        form("f.xlsx", unit=""),
        form("g.xlsx", unit=""),
    )

    assert counted(form("a.xlsx"), *others) == []


def test_a_year_unlike_the_rest() -> None:
    rest = [form(f"{n}.xlsx", project=f"{n}号工程") for n in range(4)]
    odd = form("旧.xlsx", project="旧工程", fiscal_year=2023)

    assert messages(*rest, odd) == [
        (
            "X708",
            "「旧工程」（甲中心，旧.xlsx）是 2023 年度的自评表，同批 5 份自评表里有 4 份是 "
            "2024 年度的。请确认是否交错了年度，或者年度填错。",
        )
    ]
    assert messages(*rest[:3], odd) == []
    assert messages(*rest, odd, replace(odd, project="另一旧工程")) == []


@pytest.mark.parametrize(
    ("one", "other", "told_of"),
    [
        ("某市市场监督管理局行政服务中心", "市市场监管局行政服务中心", True),
        ("某市某某区图书馆", "某某区图书馆", True),
        ("某局（本级）", "某局本级", False),
        ("市第一小学", "市第二小学", False),
        ("市教育局", "市教育局考试中心", False),
        ("金山街道办事处", "银山街道办事处", False),
        ("某市东区医院", "某市西区医院", False),
        ("某市文化局", "某市文物局", False),
    ],
)
def test_a_unit_under_two_names(one: str, other: str, told_of: bool) -> None:
    found = messages(form("a.xlsx", one), form("b.xlsx", other, "别的经费"))

    assert [code for code, _ in found] == ["X709"] * told_of


def asked(project: str = "培训经费", unit: str = "甲中心", **more: object) -> Expectation:
    line = Expectation("第 2 行", unit, project, KINDS["SelfEvaluation"])
    return replace(line, **more)  # type: ignore[arg-type]


def arrivals(*lines: Line, asked: Sequence[Expectation]) -> list[tuple[Arrival, str]]:
    found = told(*lines, asked=asked).expected
    assert found is not None
    return [(one.arrival, one.remark) for one in found.lines]


@pytest.mark.parametrize(
    ("line", "arrival", "remark"),
    [
        (asked(), Arrival.HANDED_IN, ""),
        (asked("《培训》 经费"), Arrival.HANDED_IN, ""),
        (asked(unit="某局"), Arrival.HANDED_IN, ""),
        (asked(""), Arrival.HANDED_IN, ""),
        (asked(kind=None), Arrival.HANDED_IN, ""),
        (asked("业务培训经费"), Arrival.ALIKE, "表上的项目是「培训经费」"),
        (asked("培训经费（2024年）"), Arrival.ALIKE, "表上的项目是「培训经费」"),
        (asked("2024年度培训经费"), Arrival.ALIKE, "表上的项目是「培训经费」"),
        (asked("2023年培训经费"), Arrival.MISSING, ""),
        (asked("2024年度培训经费", "乙中心"), Arrival.MISSING, ""),
        (asked("培训经废"), Arrival.MISSING, ""),
        (asked(unit="某市甲中心"), Arrival.MISSING, ""),
        (asked("培训经费", "乙中心"), Arrival.MISSING, ""),
        (asked(kind=KINDS["TargetDeclaration"]), Arrival.MISSING, ""),
        (
            asked(amounts=(Decimal(51),), shown="51 万元"),
            Arrival.HANDED_IN,
            "金额不同：名单 51 万元，表上 50 万元",
        ),
        (asked(amounts=(Decimal("50.00"),), shown="50.00"), Arrival.HANDED_IN, ""),
    ],
    ids=str,
)
def test_what_came_of_a_line(line: Expectation, arrival: Arrival, remark: str) -> None:
    assert arrivals(form("a.xlsx"), asked=[line])[0] == (arrival, remark)


def test_a_form_that_tells_its_year_is_found_by_a_name_without_one() -> None:
    dated = form("a.xlsx", project="2024年培训经费")

    assert arrivals(dated, asked=[asked()]) == [
        (Arrival.ALIKE, "表上的项目是「2024年培训经费」"),
    ]


def test_what_is_on_no_line_and_what_came_twice() -> None:
    lines = form("a.xlsx"), form("a_定稿.xlsx"), form("b.xlsx", "乙中心")

    assert arrivals(*lines, asked=[asked()]) == [
        (Arrival.TWICE, "同一项目报了 2 份，计其中一份"),
        (Arrival.UNEXPECTED, "名单上没有"),
    ]


def test_a_form_without_a_unit_is_found_by_its_project() -> None:
    assert arrivals(form("a.xlsx", ""), asked=[asked()]) == [(Arrival.ALIKE, "表上没有填单位")]


def test_what_is_missing_is_a_finding() -> None:
    found = told(form("a.xlsx"), asked=[asked(), asked("设备购置")]).findings

    assert [(one.code, one.message) for one in found] == [
        (
            "X707",
            "应报名单第 2 行：甲中心「设备购置」的自评表没有报来。"
            "请催报；已经报来的，请核对单位和项目名称。",
        )
    ]


def test_of_a_run_that_was_cut_off_nobody_says_what_is_missing() -> None:
    folder = Folder(ExpectedList(Path("名单.xlsx"), (asked(),), ()), Index([]))

    assert folder.told(whole=False) == FolderRecord()
