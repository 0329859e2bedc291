"""What a department's criteria ask a person to look at: lines of the 复核表, there and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.season import declaration, evaluation
from tests.validators.criteria.test_criteria import BY_HAND, GOOD, book
from tests.validators.reports.test_json_report import VALIDATOR
from tests.validators.reviewer import lines, put
from validators.checking.check_file import Choice, check_file
from validators.review.read import read
from validators.review.review import Review
from workbooks.files.refusal import Refusal

LONG = "指标与年度目标不相关：\n1. 培训场次只反映工作量，没有反映效果；\n2. 建议补充“……率”。"
SHEET, LEFT = "人工审核", "没有沿用"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A declaration and a self-evaluation, criteria that ask one thing of each, and a 复核表."""
    folder = tmp_path_factory.mktemp("人工") / "批"
    declaration(folder / "表" / "申报.xlsx")
    evaluation(folder / "表" / "自评.xlsx", deducted=True)
    book(folder / "口径.xlsx", BY_HAND)
    made(folder, "复核表.xlsx")
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """The same, to be worked on."""
    return Path(shutil.copytree(begun, tmp_path / "批"))


def blank(folder: Path) -> Any:
    """The 复核表 that nobody has filled in."""
    return openpyxl.load_workbook(folder / "复核表.xlsx")


def made(folder: Path, name: str, *words: str, criteria: str = "口径.xlsx") -> Any:
    """The 复核表 of the folder, opened; the status is that of `jixiao review`."""
    asked = ["--criteria", str(folder / criteria)] if criteria else []
    target = folder / name
    status = main(["review", str(folder / "表"), "-o", str(target), *asked, *words])
    assert status == 0
    return openpyxl.load_workbook(target)


def again(folder: Path, name: str, earlier: str, criteria: str = "口径.xlsx") -> Any:
    return made(folder, name, "--review", str(folder / earlier), criteria=criteria)


def typed(folder: Path, workbook: Any, name: str = "填好.xlsx") -> None:
    """Both lines filled in, as a reviewer does."""
    first, second = lines(workbook[SHEET])
    put(first, 结论="不符合", 审核意见=LONG)
    put(second, 结论="符合")
    workbook.save(folder / name)


def said(workbook: Any) -> list[tuple[Any, ...]]:
    return [(row["结论"].value, row["审核意见"].value) for row in lines(workbook[SHEET])]


def test_a_line_for_each_form_and_without_criteria_no_sheet(folder: Path) -> None:
    sheet = blank(folder)[SHEET]

    shown = [
        [row[h].value for h in ("编号", "分组", "单元格", "要看的内容")] for row in lines(sheet)
    ]
    assert [row[:3] for row in shown] == [
        ["C002", "可测性", "C19"],
        ["C002", "可测性", "C15"],
    ] or shown
    assert all(row[3].startswith("请看是否相关：") for row in shown)
    assert sheet.protection.sheet
    assert [row["结论"].protection.locked for row in lines(sheet)] == [False, False]
    assert [row["要看的内容"].protection.locked for row in lines(sheet)] == [True, True]
    assert SHEET not in made(folder, "没有口径.xlsx", criteria="").sheetnames


def test_what_was_typed_comes_back_in_the_next_one_and_in_every_result(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(folder, blank(folder))

    second = again(folder, "第二.xlsx", "填好.xlsx")
    third = again(folder, "第三.xlsx", "第二.xlsx")
    capsys.readouterr()
    asked = ("check", folder / "表", "--criteria", folder / "口径.xlsx")
    main([str(word) for word in (*asked, "--review", folder / "填好.xlsx", "--format", "json")])
    data = json.loads(capsys.readouterr().out)
    reports = [folder / "结果.xlsx", folder / "结果.csv", folder / "结果.html"]
    more = [word for report in reports for word in ("--report", report)]
    main([str(w) for w in (*asked, "--review", folder / "填好.xlsx", *more, "--level", "提示")])

    assert said(second) == said(third) == [("不符合", LONG), ("符合", None)]
    assert LEFT not in third.sheetnames
    assert list(VALIDATOR.iter_errors(data)) == []
    assert [one["forms"][0]["manual"][0]["verdict"] for one in data["files"]] == [
        {"passed": False, "opinion": LONG},
        {"passed": True, "opinion": None},
    ]
    flat = LONG.replace("\n", "")
    shown = capsys.readouterr().out
    assert "审核意见：指标与年度目标不相关：" in shown
    assert "人工（不符合）" in shown
    told = [row[6].value for row in openpyxl.load_workbook(reports[0])["人工"].iter_rows(min_row=3)]
    assert "".join(told[0].split()).endswith("（不符合，审核意见：" + "".join(flat.split()) + "）")
    assert told[1].endswith("（符合）")
    assert "不相关" in reports[1].read_text("utf-8-sig")
    assert "不相关" in reports[2].read_text("utf-8")


def test_nothing_typed_is_lost_when_the_form_changes_or_goes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(folder, blank(folder))
    (folder / "表" / "自评.xlsx").unlink()
    renamed = [{"level1": "产出指标", "level3": "另一项指标", "target": "≥10(场)"}]
    declaration(folder / "表" / "申报.xlsx", indicators=renamed)

    second = again(folder, "第二.xlsx", "填好.xlsx")
    told = capsys.readouterr().err
    third = again(folder, "第三.xlsx", "第二.xlsx", criteria="")

    assert "复核表有 2 处不再适用" in told
    assert said(second) == [(None, None)]
    for workbook in (second, third):
        left = [
            (row["填写的内容"].value, row["为什么没有沿用"].value) for row in lines(workbook[LEFT])
        ]
        assert left == [
            (f"结论 不符合；审核意见 {LONG}", "要看的内容变了，请重新看。"),
            ("结论 符合", "这次没有核查到这张表（单位、项目、年度、工作表都相同的）。"),
        ]


def test_what_is_asked_no_more_or_not_checked_is_told(folder: Path) -> None:
    typed(folder, blank(folder))
    book(folder / "别的.xlsx", BY_HAND | {"对象": "政策依据"})

    unchecked = again(folder, "第二.xlsx", "填好.xlsx", criteria="别的.xlsx")
    without = again(folder, "第三.xlsx", "填好.xlsx", criteria="")

    for workbook in (unchecked, without):
        why = {row["为什么没有沿用"].value for row in lines(workbook[LEFT])}
        assert why == {"这次没有检查（或没有完全检查）规则 C002，不知道问题是否还在。"}
    book(folder / "改.xlsx", GOOD | {"编号": "C002"})  # no longer by hand
    changed = again(folder, "第四.xlsx", "填好.xlsx", criteria="改.xlsx")
    why = {row["为什么没有沿用"].value for row in lines(changed[LEFT])}
    assert why == {"这次的审核口径没有再要求看这一项。"}


def test_a_criterion_is_accepted_by_rule_as_one_of_ours_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(folder / "口径.xlsx", GOOD)
    workbook = made(folder, "第二.xlsx")
    sheet = workbook["按规则核准"]
    put(next(lines(sheet)), 规则="c001", 理由="本单位统一口径", 核准人="审核员", 日期="2026-03-01")
    workbook.save(folder / "填好.xlsx")
    capsys.readouterr()

    asked = ("check", folder / "表", "--criteria", folder / "口径.xlsx")
    main([str(word) for word in (*asked, "--review", folder / "填好.xlsx", "--format", "json")])

    data = json.loads(capsys.readouterr().out)
    said = [one for file in data["files"] for one in file["forms"][0]["findings"]]
    mine = [one["accepted"]["reason"] for one in said if one["code"] == "C001"]
    assert len(mine) > 1
    assert set(mine) == {"本单位统一口径"}


WRONG = [
    (
        {"结论": "同意"},
        "「人工审核」I4结论填的是文字“同意”，只能选“符合”或“不符合”，这一行没有采用。",
    ),
    ({"结论": "不符合"}, "「人工审核」J4选了“不符合”，没有写审核意见，这一行没有采用。请补填。"),
    ({"结论": "不符合", "审核意见": 5.0}, None),
    (
        {"结论": "符合", "要看的内容": "别的"},
        "「人工审核」第 4 行锁定的内容或隐藏的「键」与原来的不同",
    ),
]


@pytest.mark.parametrize(("values", "told"), WRONG)
def test_what_cannot_be_taken_is_told_by_its_cell(
    values: dict[str, Any], told: str | None, folder: Path
) -> None:
    workbook = blank(folder)
    put(next(lines(workbook[SHEET])), **values)
    workbook.save(folder / "填好.xlsx")

    found = read(folder / "填好.xlsx")

    assert isinstance(found, Review)
    assert [one[: len(told or "")] for one in found.troubles] == ([told] if told else [])
    assert len(found.manual) == (told is None)


def test_a_sheet_whose_headings_were_changed_is_told(folder: Path) -> None:
    workbook = blank(folder)
    put(next(lines(workbook[SHEET])), 结论="符合")
    workbook[SHEET]["I3"] = "结果"
    workbook.save(folder / "填好.xlsx")

    found = read(folder / "填好.xlsx")

    assert isinstance(found, Review)
    assert [one[:14] for one in found.troubles] == ["没有「人工审核」工作表，或它"]


def test_beyond_what_is_shown_every_place_counts(tmp_path: Path) -> None:
    """The question shows twelve names; the answer is about all of them."""
    book(tmp_path / "口径.xlsx", BY_HAND)
    rows = [{"level1": "产出指标", "level3": f"第{n}项", "target": "≥1(项)"} for n in range(14)]
    declaration(tmp_path / "表" / "申报.xlsx", indicators=rows)
    workbook = made(tmp_path, "复核表.xlsx")
    put(next(lines(workbook[SHEET])), 结论="符合")
    workbook.save(tmp_path / "填好.xlsx")
    rows[13] = rows[13] | {"level3": "后来改的"}
    declaration(tmp_path / "表" / "申报.xlsx", indicators=rows)

    second = again(tmp_path, "第二.xlsx", "填好.xlsx")

    assert said(second) == [(None, None)]
    assert [row["填写的内容"].value for row in lines(second[LEFT])] == ["结论 符合"]


@pytest.mark.parametrize("name", ["复核表.xlsx", "第二.xlsx"])
def test_among_the_forms_it_is_known_as_ours(folder: Path, name: str) -> None:
    typed(folder, blank(folder))
    (folder / "表" / "自评.xlsx").unlink()
    again(folder, "第二.xlsx", "填好.xlsx")

    result = check_file(folder / name, Choice())

    assert result.aside is not None
    assert result.refusal is None
    assert "复核表" in result.aside.told


def test_criteria_are_read_as_ours_and_no_review(folder: Path) -> None:
    assert isinstance(read(book(folder / "甲.xlsx", GOOD)), Refusal)
