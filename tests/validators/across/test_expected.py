"""应报名单 as offices keep it: titles above, other heads, totals below."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.season import declaration, evaluation, list_of
from validators.across.expected import ExpectedList, read
from workbooks.files.refusal import Refusal
from workbooks.form_kinds import KINDS

EVALUATION, DECLARATION = KINDS["SelfEvaluation"], KINDS["TargetDeclaration"]


def lines(path: Path) -> list[tuple[Any, ...]]:
    found = read(path)
    assert isinstance(found, ExpectedList), found.message
    return [(x.row, x.unit, x.project, x.kind, x.amounts) for x in found.lines]


def troubles(path: Path) -> tuple[str, ...]:
    found = read(path)
    assert isinstance(found, ExpectedList), found.message
    return found.troubles


def message(path: Path) -> str:
    found = read(path)
    assert isinstance(found, Refusal)
    return found.message.replace(str(path), "名单.xlsx")


def test_a_plain_list(tmp_path: Path) -> None:
    path = list_of(
        tmp_path / "名单.xlsx",
        ("单位", "项目", "金额（万元）", "表种"),
        ("甲中心", "培训经费", 50, "自评表"),
        ("乙中心", "培训经费", "1,200.50", "申报表"),
        ("丙中心", None, None, None),
    )

    assert lines(path) == [
        ("第 2 行", "甲中心", "培训经费", EVALUATION, (Decimal(50),)),
        ("第 3 行", "乙中心", "培训经费", DECLARATION, (Decimal("1200.50"),)),
        ("第 4 行", "丙中心", "", None, ()),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("单位名称", "项目名称"),
        ("预算单位", "二级项目名称"),
        ("实施单位（盖章）", "项目\n名称"),
        ("单 位", "项 目"),
        ("填报单位：", "预算项目"),
        ("主管部门", "支出项目"),
    ],
    ids=str,
)
def test_heads_by_other_names(heads: tuple[str, str], tmp_path: Path) -> None:
    path = list_of(tmp_path / "名单.xlsx", ("序号", *heads), (1, "甲中心", "培训经费"), above=2)

    assert lines(path) == [("第 4 行", "甲中心", "培训经费", None, ())]


def test_the_unit_itself_goes_before_its_department(tmp_path: Path) -> None:
    path = list_of(
        tmp_path / "名单.xlsx",
        ("主管部门", "实施单位", "项目名称"),
        ("某局", "甲中心", "培训经费"),
    )

    assert lines(path) == [("第 2 行", "甲中心", "培训经费", None, ())]


def test_a_unit_written_once_for_several_rows(tmp_path: Path) -> None:
    path = list_of(
        tmp_path / "名单.xlsx",
        ("单位", "项目"),
        ("甲中心", "一号"),
        (None, "二号"),
        ("同上", "三号"),
        ("乙中心", "四号"),
        (None, "五号"),
        merge="A5:A6",
    )

    assert [(unit, project) for _, unit, project, _, _ in lines(path)] == [
        ("甲中心", "一号"),
        ("甲中心", "二号"),
        ("甲中心", "三号"),
        ("乙中心", "四号"),
        ("乙中心", "五号"),
    ]


def test_sums_headings_remarks_and_heads_once_more_are_no_lines(tmp_path: Path) -> None:
    path = list_of(
        tmp_path / "名单.xlsx",
        ("序号", "单位", "项目", "金额"),
        ("一、市级", None, None, None),
        (1, "甲中心", "培训经费", 5),
        ("小计", None, None, 5),
        ("序号", "单位", "项目", "金额"),
        (2, "乙中心", "培训经费", 6),
        (None, "合计", None, 11),
        ("注：以上单位请于 3 月底前报送。", None, None, None),
        (None, "填表人：经办人", None, None),
    )

    assert [unit for _, unit, *_ in lines(path)] == ["甲中心", "乙中心"]


@pytest.mark.parametrize(
    ("above", "head", "amounts"),
    [
        ("名单", "金额（元）", (Decimal(5),)),
        ("金额单位：元", "金额", (Decimal(5),)),
        ("单位：万元", "金额", (Decimal(50000),)),
        ("名单", "金额", (Decimal(50000), Decimal(5))),
    ],
)
def test_units_of_money(
    above: str, head: str, amounts: tuple[Decimal, ...], tmp_path: Path
) -> None:
    path = list_of(
        tmp_path / "名单.xlsx", (above,), ("单位", "项目", head), ("甲中心", "培训经费", 50000)
    )

    assert lines(path) == [("第 3 行", "甲中心", "培训经费", None, amounts)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("绩效自评表", [EVALUATION]),
        ("绩效目标申报表", [DECLARATION]),
        ("目标表", [DECLARATION]),
        ("自评、申报", [EVALUATION, DECLARATION]),
        (None, [None]),
    ],
)
def test_kinds_of_form(text: str | None, kinds: list[object], tmp_path: Path) -> None:
    path = list_of(tmp_path / "名单.xlsx", ("单位", "表种"), ("甲中心", text))

    assert [kind for *_, kind, _ in lines(path)] == kinds


def test_what_cannot_be_used_is_told_by_its_row(tmp_path: Path) -> None:
    path = list_of(
        tmp_path / "名单.xlsx",
        ("单位", "项目", "金额", "表种"),
        (None, "无主项目", None, None),
        ("甲中心", "培训经费", "五十", "自评表"),
        ("甲中心", "培训经费", None, "自评表"),
        ("乙中心", "培训经费", None, "绩效运行监控表"),
    )

    assert [row for row, *_ in lines(path)] == ["第 3 行"]
    assert troubles(path) == (
        "第 2 行只写了项目「无主项目」，没有写单位，这一行没有采用。请补上单位。",
        "第 3 行的金额「五十」不是数，没有核对金额。请只填数字。",
        "第 5 行的表种「绩效运行监控表」本工具不核查，这一行没有采用。"
        "可以写自评表或申报表，不写的两种都算。",
        "第 4 行与第 3 行相同，只算一行。请从名单里删去一行。",
    )


def test_several_sheets_and_hidden_ones(tmp_path: Path) -> None:
    path = list_of(tmp_path / "名单.xlsx", ("单位",), ("甲中心",))
    book = openpyxl.load_workbook(path)
    for name, state in (("区级", "visible"), ("说明", "visible"), ("旧", "hidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for text in ("填表须知", "请按时报送") if name == "说明" else ("单位名称", f"{name}中心"):
            sheet.append([text])
    book.save(path)

    assert [(row, unit) for row, unit, *_ in lines(path)] == [
        ("工作表「Sheet」第 2 行", "甲中心"),
        ("工作表「区级」第 2 行", "区级中心"),
    ]


REMEDY = (
    "请在名单里写一行栏目名：单位、项目、金额、表种（至少要有单位），"
    "再从下一行起每行写一份应报的表。"
)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [("名称", "项目"), ("甲中心", "培训经费")],
            f"应报名单 名单.xlsx 里没有找到写着「单位」的栏目（看了工作表「Sheet」）。{REMEDY}",
        ),
        (
            [("单位", "项目"), (None, None)],
            f"应报名单 名单.xlsx 的工作表「Sheet」第 1 行以下没有单位。{REMEDY}",
        ),
        (
            [("单位", "项目", "单位", "项目"), ("甲中心", "一号", "乙中心", "二号")],
            "应报名单 名单.xlsx 的工作表「Sheet」第 1 行有几栏都叫「单位」（A1、C1），"
            "分不清用哪一栏。请只留一栏，或把另外的改名。",
        ),
    ],
)
def test_a_list_that_is_none(rows: list[tuple[Any, ...]], told: str, tmp_path: Path) -> None:
    assert message(list_of(tmp_path / "名单.xlsx", *rows)) == told


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"%PDF-1.7 ...")

    assert message(path).startswith("应报名单 名单.xlsx 读不成：")


@pytest.mark.parametrize("name", ["汇总.xlsx", "核查结果.xlsx", "复核表.xlsx", "退回清单.xlsx"])
def test_what_this_program_wrote_is_no_list(name: str, outputs: Path) -> None:
    kind = "核查结果" if name == "退回清单.xlsx" else name.removesuffix(".xlsx")

    assert message(outputs / name).endswith(f"是本工具写的{kind}，不是应报名单。{REMEDY}")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form with an error, and all that is made of it."""
    place = tmp_path_factory.mktemp("写出的")
    evaluation(place / "报送" / "甲.xlsx", deducted=True)
    forms, back = str(place / "报送"), str(place / "退回")
    main(["check", forms, "--report", str(place / "核查结果.xlsx"), "--return", back])
    main(["summary", forms, "-o", str(place / "汇总.xlsx")])
    main(["review", forms, "-o", str(place / "复核表.xlsx")])
    (place / "退回" / "退回清单.xlsx").rename(place / "退回清单.xlsx")
    return place


@pytest.mark.parametrize(
    ("draw", "kind"), [(evaluation, "绩效自评表"), (declaration, "绩效目标申报表")]
)
def test_a_form_is_no_list(draw: Callable[[Path], Path], kind: str, tmp_path: Path) -> None:
    path = draw(tmp_path / "表.xlsx")

    assert message(path).endswith(f"是{kind}，不是应报名单。{REMEDY}")
