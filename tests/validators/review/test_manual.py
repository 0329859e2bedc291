"""What a department's criteria ask a person to look at: lines of the 复核表, there and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.cli import main
from tests.season import declaration, evaluation
from tests.validators.criteria.test_criteria import BY_HAND, GOOD, book
from tests.validators.reports.test_json_report import VALIDATOR
from tests.validators.reviewer import accept, line, lines, put
from validators.checking.check_file import Choice, check_file
from validators.review.read import read
from validators.review.review import Review
from workbooks.files.refusal import Refusal

LONG = "指标与年度目标不相关：\n1. 培训场次只反映工作量，没有反映效果；\n2. 建议补充“……率”。"
SHEET, EARLIER = "人工审核", "以前填的"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A declaration and a self-evaluation, with criteria that ask one thing of each."""
    declaration(tmp_path / "表" / "申报.xlsx")
    evaluation(tmp_path / "表" / "自评.xlsx", deducted=True)
    book(tmp_path / "口径.xlsx", BY_HAND)
    return tmp_path


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
    sheet = made(folder, "复核表.xlsx")[SHEET]

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
    typed(folder, made(folder, "复核表.xlsx"))

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
    assert EARLIER not in third.sheetnames
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


def test_nothing_typed_is_lost_when_the_form_changes_goes_or_comes_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = made(folder, "复核表.xlsx")
    accept(line(first["问题核准"], 编号="N601"))
    put(line(first["复核"], 三级指标="培训场次"), 复核得分=12.5, 审核意见="按实际场次核减")
    typed(folder, first)
    original = (folder / "表" / "申报.xlsx").read_bytes()
    kept = (folder / "表" / "自评.xlsx").read_bytes()
    (folder / "表" / "自评.xlsx").unlink()
    renamed = [{"level1": "产出指标", "level3": "另一项指标", "target": "≥10(场)"}]
    declaration(folder / "表" / "申报.xlsx", indicators=renamed)

    second = again(folder, "第二.xlsx", "填好.xlsx")
    told = capsys.readouterr().err
    third = again(folder, "第三.xlsx", "第二.xlsx")
    told_again = capsys.readouterr().err
    fourth = again(folder, "第四.xlsx", "第三.xlsx", criteria="")
    (folder / "表" / "申报.xlsx").write_bytes(original)
    (folder / "表" / "自评.xlsx").write_bytes(kept)
    fifth = again(folder, "第五.xlsx", "第四.xlsx")

    assert "复核表有 4 处不再适用" in told
    assert "不再适用" not in told_again
    assert said(second) == [(None, None)]
    for workbook in (second, third, fourth):
        words = {row["理由或意见"].value for row in lines(workbook[EARLIER])}
        assert words == {LONG, None, "经核实，情况属实", "按实际场次核减"}
        reasons = [row["原因"].value for row in lines(workbook[EARLIER])]
        assert all(reason.endswith("。") for reason in reasons)
    assert EARLIER not in fifth.sheetnames
    assert said(fifth) == [("不符合", LONG), ("符合", None)]
    assert line(fifth["复核"], 三级指标="培训场次")["复核得分"].value == 12.5
    assert line(fifth["问题核准"], 编号="N601")["核准人"].value == "审核员"


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
    workbook = made(folder, "复核表.xlsx")
    put(next(lines(workbook[SHEET])), **values)
    workbook.save(folder / "填好.xlsx")

    found = read(folder / "填好.xlsx")

    assert isinstance(found, Review)
    assert [one[: len(told or "")] for one in found.troubles] == ([told] if told else [])
    assert len(found.manual) == (told is None)


def test_a_line_of_earlier_words_that_was_changed_is_told(folder: Path) -> None:
    typed(folder, made(folder, "复核表.xlsx"))
    (folder / "表" / "自评.xlsx").unlink()
    second = again(folder, "第二.xlsx", "填好.xlsx")
    (only,) = lines(second[EARLIER])
    put(only, 分数或结论="不符合")
    second.save(folder / "改过.xlsx")

    found = read(folder / "改过.xlsx")

    assert isinstance(found, Review)
    assert found.earlier == ()
    assert found.troubles == ("「以前填的」第 4 行改动过，认不出原来是哪一项，这一行没有采用。",)


def test_a_sheet_whose_headings_were_changed_is_told(folder: Path) -> None:
    workbook = made(folder, "复核表.xlsx")
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
    assert [row["分数或结论"].value for row in lines(second[EARLIER])] == ["符合"]


@pytest.mark.parametrize("name", ["复核表.xlsx", "第二.xlsx"])
def test_among_the_forms_it_is_known_as_ours(folder: Path, name: str) -> None:
    typed(folder, made(folder, "复核表.xlsx"))
    (folder / "表" / "自评.xlsx").unlink()
    again(folder, "第二.xlsx", "填好.xlsx")

    result = check_file(folder / name, Choice())

    assert result.aside is not None
    assert result.refusal is None
    assert "复核表" in result.aside.told


def test_criteria_are_read_as_ours_and_no_review(folder: Path) -> None:
    assert isinstance(read(book(folder / "甲.xlsx", GOOD)), Refusal)
