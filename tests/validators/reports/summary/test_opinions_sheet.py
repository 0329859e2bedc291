"""A summary joined to what a reviewer said: figures added by hand, and his words as text only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cases import read_texts, texts_of
from tests.thinned import thinned
from tests.validators.reports.html.test_report import HOSTILE
from tests.validators.results import (
    INDICATORS,
    checked,
    published,
    result,
    rule_that_says,
    unexplained,
    unreadable,
)
from tests.validators.review.test_applied import FORMULAS
from tests.validators.reviews import CHANGED, CODES, REASON, TROUBLE, acceptance
from validators.across.folder import Folder
from validators.checking.check_file import Result
from validators.records.identity import execution_key, form_key, row_key
from validators.records.record import Record, recorded
from validators.reports.summary.opinions_sheet import figures
from validators.reports.summary.summary import Summary
from validators.reports.summary.summed import Gathered, Summed
from validators.reports.summary.text import headline, paragraph, remarks
from validators.review.applied import Reviewed, Reviewing
from validators.review.review import Acceptance, Review, Verdict

UNIT = "上海市市场监督管理局行政服务中心"
EXECUTION = -1
"""Stands for the line 预算执行 among the rows."""

Said = Mapping[tuple[int, int], tuple[str | None, *tuple[str, ...]]]
"""Form and row -> 复核得分, 审核意见, 复核完成值 and 扣分原因."""

SAID: Said = {
    (0, 5): ("4", "使用率按后台记录为 31%。", "31%", "02 完成值与佐证材料不符"),
    (0, 0): (None, "同意"),
    (3, EXECUTION): ("9.9", ""),
}
"""Of the published forms: 96 − 2 and 96.47 − 0.07."""


def verdict(record: Record, row: int, score: str | None, *texts: str) -> Verdict:
    """What a reviewer says of a row of a record's form."""
    form = record.data.forms[0]
    content = execution_key(form) if row == EXECUTION else row_key(form, row)
    told = None if score is None else Decimal(score)
    names = (record.path.name, form.sheet, "", form.project or "", "指标")
    return Verdict(form_key(form), content, *names, told, *texts)


def joined(
    results: list[Result], said: Said, *more: Verdict | Acceptance, troubles: tuple[str, ...] = ()
) -> tuple[list[Record], Reviewed]:
    """Records with what was said of them, and what of it does not count."""
    records = [recorded(one) for one in results]
    verdicts = [verdict(records[form], row, *told) for (form, row), told in said.items()]
    verdicts += [one for one in more if isinstance(one, Verdict)]
    accepted = tuple(one for one in more if isinstance(one, Acceptance))
    reviewing = Reviewing(Review(tuple(verdicts), accepted, troubles), CODES)
    return list(map(reviewing.applied, records)), reviewing.ended(whole=True)


def summed(*told: Any, **more: Any) -> Summed:
    """What records that are joined come to."""
    records, ended = joined(*told, **more)
    gathered = Gathered()
    for record in records:
        gathered.worded(record)()
    return gathered.summed("", ended)


def book(folder: Path, *told: Any, **more: Any) -> Any:
    """The same as a workbook, read back."""
    records, ended = joined(*told, **more)
    written, together = Summary(folder / "汇总.xlsx"), Folder()
    for record in records:
        placed = replace(record, path=folder / record.path, opens=folder / record.opens)
        written.add(placed)
        together.add(placed)
    written.write("", ended, together.told(whole=True))
    return openpyxl.load_workbook(folder / "汇总.xlsx")


def rows(sheet: Any, first: int) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


def test_averages_stand_beside_each_other() -> None:
    sums = summed(published(), SAID).all

    # 94 + 98.62 + 98.79 + 96.40 = 387.81
    assert (sums.average, sums.reviewed, sums.reviewed_average) == (
        Decimal("97.47"), 4, Decimal("96.95"),
    )  # fmt: skip
    assert headline(sums, 0) == (
        "自评项目 4 个，平均 97.47 分（复核 96.95 分），预算执行率 99.29%；"
        "编报绩效目标的项目 5 个；核查发现错误 0 处，警告 0 处。"
    )
    assert paragraph(sums).endswith(
        "平均得分97.47分，评分等级为“优”4个、“良”0个、“中”0个、“差”0个。"
        "经复核，平均得分96.95分。经核查，没有发现问题。"
    )


def test_averages_over_different_projects_say_so() -> None:
    sums = replace(summed(published(), SAID).all, reviewed=3)

    assert headline(sums, 0).startswith(
        "自评项目 4 个，平均 97.47 分（复核 96.95 分，按 3 个项目），"
    )


def test_figures_on_the_first_sheet(tmp_path: Path) -> None:
    sheet = book(tmp_path, published(), SAID)["概览"]

    cards = [
        (sheet.cell(5, column).value, sheet.cell(6, column).value) for column in range(1, 13, 2)
    ]
    assert cards == [
        ("总分与自评不同（个）", 2),
        ("自评－复核最大（分）", 2),
        ("填了分数、意见（处）", 3),
        ("已核准（处）", 0),
        ("复核平均得分", 96.95),
        ("复核未采用（处）", 0),
    ]
    assert sheet["I3"].value == "平均得分"
    assert sheet["A7"].value == "申报项目（个）"


def test_the_largest_difference_may_be_to_the_better() -> None:
    told = summed(published(), {(0, 5): ("10", "已补充材料。"), (3, EXECUTION): ("9.9", "")})

    # 96 + 4 and 96.47 − 0.07
    assert dict(figures(told))["自评－复核最大（分）"] == Decimal("-4.00")


def test_projects_show_both_totals(tmp_path: Path) -> None:
    told = book(tmp_path, published(), SAID)["项目"]

    heads, *forms, total = rows(told, 3)
    assert heads[8:16] == [
        "总分", "复核\n总分", "自评－\n复核", "等级", "错误", "警告", "提示", "已核准",
    ]  # fmt: skip
    assert [(row[1], *row[8:11]) for row in forms if row[3] == "自评表"] == [
        ("业务受理工作经费", 98.79, 98.79, 0),
        ("新闻宣传专项经费", 96, 94, 2),
        ("行政许可管理经费", 98.62, 98.62, 0),
        ("质量发展专项经费", 96.47, 96.4, pytest.approx(0.07)),
    ]
    assert {row[9] for row in forms if row[3] == "申报表"} == {None}
    assert total[8:11] == [97.47, 96.95, None]
    assert len(total) == len(heads) == 22


def test_units_show_both_averages(tmp_path: Path) -> None:
    heads, unit, total = rows(book(tmp_path, published(), SAID)["按单位"], 3)

    assert (heads[5:7], unit[5:7], total[5:7]) == (
        ["平均\n得分", "复核\n平均"], [97.47, 96.95], [97.47, 96.95],
    )  # fmt: skip
    assert (heads[-1], total[-1]) == ("已核准", 0)


def test_opinions(tmp_path: Path) -> None:
    sheet = book(tmp_path, published(), SAID)["审核意见"]

    assert sheet["A1"].value == "共 3 处填了复核得分或审核意见。点「单元格」打开原表的该格。"
    heads = ("新闻宣传专项经费", "2024")
    assert rows(sheet, 4) == [
        [UNIT, *heads, "公众号全年原创内容发布数量", 10, 10, *[None] * 4, "同意", "G13"],
        [UNIT, *heads, "H5应用预约功能使用率", 10, 6, 4, 2,
         "31%", "02 完成值与佐证材料不符", "使用率按后台记录为 31%。", "G18"],
        [UNIT, "质量发展专项经费", "2024", "预算执行", 10, 9.97, 9.9, pytest.approx(0.07),
         None, None, None, "自评表"],
    ]  # fmt: skip
    links = [
        (cell.hyperlink.target, cell.hyperlink.location) for cell in (sheet["L5"], sheet["L6"])
    ]
    assert links == [
        ("2024_新闻宣传专项经费.xlsx", "'自评表'!G18"),
        ("2024_质量发展专项经费.xlsx", "'自评表'!A1"),
    ]


def test_weak_indicators_are_those_of_the_self_evaluation(tmp_path: Path) -> None:
    plain, told = (summed(published(), said) for said in ({}, SAID))

    assert [(one.name, one.deducted) for one in told.weak] == [
        (one.name, one.deducted) for one in plain.weak
    ]
    assert (told.losses, told.reasons) == (plain.losses, plain.reasons)


def test_a_review_that_says_nothing_agrees() -> None:
    told = summed(published(), {})

    # In the published forms every total is the sum of its scores.
    assert (told.all.average, told.all.reviewed_average) == (Decimal("97.47"), Decimal("97.47"))
    assert [card[1] for card in figures(told)] == [0, 0, 0, 0, Decimal("97.47"), 0]


def test_without_a_review_nothing_is_said_of_one(tmp_path: Path) -> None:
    gathered, place = Gathered(), Summary(tmp_path / "汇总.xlsx")
    for one in published():
        gathered.worded(recorded(one))()
        place.add(recorded(one))
    place.write()

    told = gathered.summed()

    assert (told.all.reviewed, told.all.reviewed_average, figures(told)) == (0, None, ())
    text = "".join(
        str(cell)
        for sheet in openpyxl.load_workbook(tmp_path / "汇总.xlsx")
        for row in rows(sheet, 1)
        for cell in row
    )
    assert [
        word for word in ("复核", "复核总分", "复核平均", "已核准", "审核") if word in text
    ] == []


def test_accepted_findings_are_counted_apart(tmp_path: Path) -> None:
    one = unexplained()
    told = summed([one], {}, acceptance(recorded(one)))

    assert (told.all.problems, told.all.errors, told.all.accepted) == (0, 0, 1)
    assert paragraph(told.all).endswith("经核查，没有发现待处理的问题；另有已核准的问题1个。")
    assert headline(told.all, 0).endswith("核查发现错误 0 处，警告 0 处，已核准 1 处。")
    assert list(remarks(told)) == ["没有读到申报表。编报过绩效目标的，请补上项目个数和金额。"]
    heads, form, total = rows(book(tmp_path, [one], {}, acceptance(recorded(one)))["项目"], 3)
    at = heads.index("已核准")
    assert (form[at - 3 : at + 1], total[at - 3 : at + 1]) == ([0, 0, 0, 1], [0, 0, 0, 1])


def test_accepted_and_waiting_problems() -> None:
    rules = [rule_that_says(f"请核实{number}。") for number in (1, 2)]
    one = result("a.xlsx", checked(read_texts(texts_of("")), rules))

    told = summed([one], {}, acceptance(recorded(one)))

    assert paragraph(told.all).endswith(
        "经核查，发现问题1个，其中错误0个、警告1个；另有已核准的问题1个。"
    )


def test_a_money_unit_that_was_accepted_is_not_suspect() -> None:
    rule = rule_that_says("请核实。")
    rule.RULE = replace(rule.RULE, code="B208")
    one = result("b.xlsx", checked(read_texts(texts_of("")), (rule,)))

    waiting, accepted = summed([one], {}), summed([one], {}, acceptance(recorded(one)))

    suspect = "有 1 个项目的金额单位可疑（规则 B208），请先核实：业务培训经费。"
    assert (suspect in remarks(waiting), suspect in remarks(accepted)) == (True, False)


def test_a_long_name_does_not_fill_the_remarks() -> None:
    rule = rule_that_says("请核实。")
    rule.RULE = replace(rule.RULE, code="B208")
    heads = f"| 栏目 | 填写 |\n|---|---|\n| 项目名称 | {'长' * 300} |\n"
    sums = summed([result("a.xlsx", checked(read_texts(texts_of(heads)), (rule,)))], {})

    told = "有 1 个项目的金额单位可疑（规则 B208），请先核实："
    assert f"{told}{'长' * 40}……。" in list(remarks(sums))


def test_what_does_not_count_is_listed_and_told(tmp_path: Path) -> None:
    one = unexplained()
    said = acceptance(recorded(one))
    gone = replace(said, form="gone", file="旧.xlsx")
    changed = Verdict(
        said.form, "changed", "旧.xlsx", "自评表", "G20", "甲项目", "培训场次", None, REASON
    )

    told = book(tmp_path, [one], {}, said, gone, changed, troubles=(TROUBLE,))
    notes = remarks(summed([one], {}, said, gone, changed, troubles=(TROUBLE,)))

    assert rows(told["未计入"], 3) == [
        ["没有采用", None, None, None, None, None, TROUBLE],
        ["不再适用", "旧.xlsx", "自评表", "G20", None, "甲项目",
         f"复核「培训场次」：旧.xlsx 工作表「自评表」G20 {CHANGED}"],
        ["不再适用", "旧.xlsx", "自评表", "H18", None, "新闻宣传专项经费",
         "核准 N601：旧.xlsx 工作表「自评表」H18 "
         "这次没有核查到这张表（单位、项目、年度、工作表都相同的）。"],
    ]  # fmt: skip
    assert next(notes) == "复核表有 3 处没有采用或不再适用，见「未计入」。"
    assert told["概览"]["K6"].value == 3


def test_nobody_can_tell_what_lapsed_of_a_run_that_was_cut_off() -> None:
    gathered = Gathered()
    gathered.worded(recorded(unexplained()))()

    told = gathered.summed("核查中途停止。", Reviewed((TROUBLE,), None))

    assert told.lapsed == 1


ROW = f"{INDICATORS}| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 约16 | |\n"


def test_a_missing_score_leaves_no_total_until_the_reviewer_gives_one() -> None:
    other = result(
        "b.xlsx", checked(read_texts(texts_of("| 栏目 | 填写 |\n|---|---|\n| 项目名称 | 乙 |")))
    )
    results = [unreadable(), other]

    blank, given = summed(results, {}), summed(results, {(0, 0): ("15", "")})

    # Of the standard form 99.90 − 20 + 15 = 94.90; (94.90 + 99.90) ÷ 2 = 97.40
    assert (blank.all.reviewed, blank.all.reviewed_average) == (1, Decimal("99.90"))
    assert "经复核，平均得分99.90分（按有复核总分的1个项目计算）。" in paragraph(blank.all)
    assert (given.all.reviewed, given.all.reviewed_average) == (2, Decimal("97.40"))


def test_a_form_handed_in_twice_is_told_once(tmp_path: Path) -> None:
    one = published()[0]
    again = replace(one, path=Path("again.xlsx"))

    told = book(tmp_path, [one, again], {(0, 5): ("4", "重复")})

    assert [row[10] for row in rows(told["审核意见"], 4)] == ["重复"]
    assert told["项目"]["J6"].value == 94


@pytest.mark.parametrize("text", thinned([*HOSTILE, *FORMULAS, "坏\ud800\u202e", "长" * 40_000]))
def test_opinions_are_shown_and_nothing_else(tmp_path: Path, text: str) -> None:
    sheet = book(tmp_path, published()[:1], {(0, 5): ("4", text)})["审核意见"]

    cell = sheet["K4"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    if "\ud800" in text:
        assert cell.value == "坏□□〔原文有不能显示的字符，以□代替〕"
    elif len(text) > 32_767:
        assert len(cell.value) <= 32_767
    else:
        assert cell.value == text
