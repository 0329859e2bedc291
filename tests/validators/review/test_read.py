"""A 复核表 that was filled in, sorted and saved by another program, read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.validators import reviewer
from tests.validators.bulk.workbooks import SAMPLES
from tests.validators.reviewer import DAY, accept, line, put
from tests.workbooks import packages
from validators.checking.our_files import own_sheet
from validators.review.deductions import Deduction
from validators.review.read import read
from validators.review.review import Acceptance, Review, Verdict
from workbooks.files.open_file import open_ours
from workbooks.files.refusal import Refusal
from workbooks.grid import Grid

NAME = "行政许可事项咨询回复率"
UNIT = "上海市市场监督管理局行政服务中心"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 复核表 of 业务受理工作经费 with one reason left out, not yet filled in."""
    folder = tmp_path_factory.mktemp("复核")
    reviewer.spoiled(folder / "表", "删去原因")
    reviewer.review_of(folder / "表", folder / "复核表.xlsx")
    return folder / "复核表.xlsx"


def filled(made: Path, folder: Path, act: Callable[[Any, Any], None]) -> Review:
    book = openpyxl.load_workbook(made)
    act(book["复核"], book["问题核准"])
    book.save(folder / "填好.xlsx")
    found = read(folder / "填好.xlsx")
    assert isinstance(found, Review)
    return found


def troubles(made: Path, folder: Path, act: Callable[[Any, Any], None]) -> list[str]:
    """What is told of a review in which nothing can be taken over."""
    found = filled(made, folder, act)
    assert (found.verdicts, found.acceptances) == ((), ())
    return list(found.troubles)


def test_nothing_filled_in_says_nothing(made: Path) -> None:
    assert read(made) == Review((), (), ())


def test_filled_in_and_sorted(made: Path, tmp_path: Path) -> None:
    def act(scores: Any, findings: Any) -> None:
        row = line(scores, 三级指标=NAME)
        put(row, 复核完成值=0.97, 复核得分=6.5, 扣分原因="1", 审核意见="原因未说明，核减")
        put(line(scores, 三级指标="预算执行"), 审核意见="同意")
        accept(line(findings, 编号="N601"))
        reviewer.sort(scores, lambda row: str(row[5]))
        reviewer.sort(findings, lambda row: str(row[1]))

    found = filled(made, tmp_path, act)

    (of_row, of_funding), (accepted,) = found.verdicts, found.acceptances
    place = ("删去原因.xlsx", "自评表")
    assert found.troubles == ()
    assert of_row == Verdict(
        of_row.form,
        of_row.content,
        *place,
        "G20",
        "业务受理工作经费",
        NAME,
        Decimal("6.5"),
        "原因未说明，核减",
        "0.97",
        "01 没有佐证材料，或佐证不足",
    )
    assert of_funding == Verdict(
        of_row.form,
        of_funding.content,
        *place,
        "",
        "业务受理工作经费",
        "预算执行",
        None,
        "同意",
    )
    assert accepted == Acceptance(
        of_row.form,
        accepted.content,
        *place,
        "H20",
        "业务受理工作经费",
        f"「{NAME}」得分 7 分，比分值 8 分少 1 分，「偏差原因分析及改进措施」为空。"
        "请填写扣分的原因和改进措施。",
        "N601",
        "错误",
        "经核实，情况属实",
        "审核员",
        DAY,
    )
    assert len({of_row.content, of_funding.content, accepted.content}) == 3


WRONG_SCORES = [
    (8.5, "「复核」O12复核得分 8.5 分，超出分值 8 分，这一行没有采用。请填 0 至 8 之间的数。"),
    (-1, "「复核」O12复核得分 -1 分，小于 0 分，这一行没有采用。请填 0 至 8 之间的数。"),
    *(
        (
            text,
            f"「复核」O12复核得分填的“{text}”是文本格式，不算数，这一行没有采用。"
            "请改成数值格式，重新填写。",
        )
        for text in ("6.5", "６．５", "6.5分")
    ),
    ("6,5", "「复核」O12复核得分填的是文字“6,5”，不是数，这一行没有采用。请只填数字。"),
    ("-", "「复核」O12复核得分填的是文字“-”，不是数，这一行没有采用。请只填数字。"),
    ("七分", "「复核」O12复核得分填的是文字“七分”，不是数，这一行没有采用。请只填数字。"),
    (True, "「复核」O12复核得分填的是逻辑值，不是数，这一行没有采用。请只填数字。"),
    ("=J12-1", "「复核」O12复核得分填的是没有算出结果的公式，不是数，这一行没有采用。请只填数字。"),
    ("#REF!", "「复核」O12复核得分填的是错误值 #REF!，不是数，这一行没有采用。请只填数字。"),
    (DAY, "「复核」O12复核得分填的是日期，不是数，这一行没有采用。请只填数字。"),
]


@pytest.mark.parametrize(("score", "sentence"), WRONG_SCORES)
def test_a_score_that_cannot_stand(
    made: Path, tmp_path: Path, score: object, sentence: str
) -> None:
    told = troubles(made, tmp_path, lambda s, _: put(line(s, 三级指标=NAME), 复核得分=score))

    assert told == [sentence]


@pytest.mark.parametrize("score", [0, 8, 7.99])
def test_scores_at_the_bounds_stand(made: Path, tmp_path: Path, score: float) -> None:
    found = filled(made, tmp_path, lambda s, _: put(line(s, 三级指标=NAME), 复核得分=score))

    assert [verdict.score for verdict in found.verdicts] == [Decimal(str(score))]
    assert found.troubles == ()


WRONG_ENTRIES = [
    (
        {"扣分原因": "77"},
        "「复核」R12扣分原因填的是“77”，不在「扣分原因」里，这一行没有采用。"
        "请从下拉列表里选，或先在「扣分原因」加一行。",
    ),
    (
        {"扣分原因": "01 别的"},
        "「复核」R12扣分原因填的是“01 别的”，不在「扣分原因」里，这一行没有采用。"
        "请从下拉列表里选，或先在「扣分原因」加一行。",
    ),
    ({"扣分原因": True}, "「复核」R12扣分原因是逻辑值，这一行没有采用。请改填文字。"),
    ({"复核完成值": "#N/A"}, "「复核」N12复核完成值是错误值 #N/A，这一行没有采用。请改填文字。"),
    (
        {"复核完成值": "=H12"},
        "「复核」N12复核完成值是没有算出结果的公式，这一行没有采用。请改填文字。",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), WRONG_ENTRIES)
def test_an_entry_that_cannot_stand(
    made: Path, tmp_path: Path, values: dict[str, Any], sentence: str
) -> None:
    told = troubles(
        made, tmp_path, lambda s, _: put(line(s, 三级指标=NAME), 复核得分=6.5, **values)
    )

    assert told == [sentence]


def test_what_was_not_taken_is_kept_as_it_was_typed(made: Path, tmp_path: Path) -> None:
    def act(scores: Any, findings: Any) -> None:
        row = line(scores, 三级指标=NAME)
        put(row, 复核完成值="97%", 复核得分=80, 扣分原因="1", 审核意见="核减")
        put(line(scores, 三级指标="合计"), 审核意见="总体良好")
        accepted_with(日期="2025-02-30")(scores, findings)

    found = filled(made, tmp_path, act)

    project = "业务受理工作经费"
    assert [(one.where, one.typed) for one in found.unkept] == [
        ("「复核」第 12 行", "复核完成值 97%；复核得分 80；扣分原因 1；审核意见 核减"),
        ("「复核」第 16 行", "审核意见 总体良好"),
        ("「问题核准」第 4 行", "核准 是；理由 经核实，情况属实；核准人 审核员；日期 2025-02-30"),
    ]
    assert tuple(one.why for one in found.unkept) == found.troubles
    assert found.unkept[0].whose == f"{UNIT}，{project}，{NAME}"


def test_an_office_adds_reasons_of_its_own(made: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made)
    free = [row for row in book["扣分原因"].iter_rows(min_row=4) if row[0].value is None]
    free[0][0].value, free[0][1].value = "21 没有公示", "完成以后没有在门户网站公示。"
    free[1][0].value = "1 与上面的重复"
    put(line(book["复核"], 三级指标=NAME), 复核得分=6.5, 扣分原因="21 没有公示")
    book.save(tmp_path / "填好.xlsx")

    found = read(tmp_path / "填好.xlsx")

    assert isinstance(found, Review)
    assert [one.reason for one in found.verdicts] == ["21 没有公示"]
    assert found.reasons == (Deduction("21 没有公示", "完成以后没有在门户网站公示。"),)
    assert found.troubles == (
        "「扣分原因」A19的代码 1 与第 4 行的相同，这一行没有采用。请换一个代码。",
    )


def test_a_review_of_before_these_columns(made: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made)
    scores = book["复核"]
    row = line(scores, 三级指标=NAME)
    put(row, 复核得分=6.5, 审核意见="核减")
    put(line(scores, 三级指标="证书完好度"), 复核得分=80)
    accept(line(book["问题核准"], 编号="N601"))
    row["复核得分"].parent["O3"].value = "核查\n分数"
    for letter in "URQNML":  # 界限, 扣分原因, 偏离度, 复核完成值, 偏差原因, 问题
        scores.delete_cols(openpyxl.utils.column_index_from_string(letter))
    for told in scores.iter_rows(min_row=3, min_col=15, max_col=16):
        told[0].value, told[1].value = told[1].value, told[0].value  # 单元格 before 键
    del book["扣分原因"]
    book.save(tmp_path / "以前的.xlsx")

    found = read(tmp_path / "以前的.xlsx")

    assert "".join(str(cell.value) for cell in scores[3]).endswith("审核意见单元格键")
    assert isinstance(found, Review)
    assert [(one.score, one.opinion, one.reason) for one in found.verdicts] == [
        (Decimal("6.5"), "核减", "")
    ]
    assert [one.code for one in found.acceptances] == ["N601"]
    (trouble,) = found.troubles
    assert trouble.startswith("「复核」L")
    assert "核查分数 80 分，超出分值 8 分" in trouble
    assert own_sheet(open_sheet(tmp_path / "以前的.xlsx", "复核")) == "复核表"


def open_sheet(path: Path, name: str) -> Grid:
    grids = open_ours(path)
    assert not isinstance(grids, Refusal)
    return next(grid for grid in grids if grid.sheet == name)


def accepted_with(**changed: Any) -> Callable[[Any, Any], None]:
    def act(_: Any, findings: Any) -> None:
        row = line(findings, 编号="N601")
        accept(row)
        put(row, **changed)

    return act


NOT_TAKEN = "这一行没有采用。"
WRONG_ACCEPTANCES = [
    ({"理由": None}, f"「问题核准」第 4 行选了核准，但没有填理由，{NOT_TAKEN}请补填。"),
    (
        {"理由": " ", "核准人": None, "日期": None},
        f"「问题核准」第 4 行选了核准，但没有填理由、核准人、日期，{NOT_TAKEN}请补填。",
    ),
    (
        {"核准": "同意"},
        f"「问题核准」I4核准填的是文字“同意”，只有“是”才算核准，{NOT_TAKEN}",
    ),
    ({"核准": 1}, f"「问题核准」I4核准填的是数 1，只有“是”才算核准，{NOT_TAKEN}"),
    (
        {"核准": None, "理由": None},
        "「问题核准」第 4 行填了核准人、日期，但「核准」没有选“是”，不算核准。",
    ),
    ({"核准": True}, f"「问题核准」I4核准填的是逻辑值，只有“是”才算核准，{NOT_TAKEN}"),
    ({"核准": None}, "「问题核准」第 4 行填了理由、核准人、日期，但「核准」没有选“是”，不算核准。"),
    (
        {"日期": "三月一日"},
        f"「问题核准」L4日期读不成，{NOT_TAKEN}请填成 2025-03-01 这样的日期。",
    ),
    (
        {"日期": "2025-02-30"},
        f"「问题核准」L4日期读不成，{NOT_TAKEN}请填成 2025-03-01 这样的日期。",
    ),
    ({"日期": 45717}, f"「问题核准」L4日期读不成，{NOT_TAKEN}请填成 2025-03-01 这样的日期。"),
    ({"理由": "#N/A"}, f"「问题核准」J4理由是错误值 #N/A，{NOT_TAKEN}请改填文字。"),
]


@pytest.mark.parametrize(("changed", "sentence"), WRONG_ACCEPTANCES)
def test_an_acceptance_that_cannot_stand(
    made: Path, tmp_path: Path, changed: dict[str, Any], sentence: str
) -> None:
    def act(scores: Any, findings: Any) -> None:
        accepted_with(**changed)(scores, findings)
        if isinstance(changed.get("日期"), int):
            line(findings, 编号="N601")["日期"].number_format = "General"

    assert troubles(made, tmp_path, act) == [sentence]


@pytest.mark.parametrize(
    "changed", [{"核准": "否"}, {"核准": None, "理由": None, "核准人": None, "日期": None}]
)
def test_only_yes_accepts(made: Path, tmp_path: Path, changed: dict[str, Any]) -> None:
    assert troubles(made, tmp_path, accepted_with(**changed)) == []


@pytest.mark.parametrize(
    "day", ["2025年3月1日", "2025-3-1", "20250301", datetime(2025, 3, 1, 9, 30)], ids=str
)
def test_days_as_people_write_them(made: Path, tmp_path: Path, day: object) -> None:
    found = filled(made, tmp_path, accepted_with(日期=day))

    assert [one.day for one in found.acceptances] == [date(2025, 3, 1)]


MIXED = (
    "{row}锁定的内容或隐藏的「键」与原来的不同（例如只给一部分列排了序），"
    "这一行没有采用。请在原来的复核表上重新填这一行。"
)


@pytest.mark.parametrize(
    "changed",
    [{"分值": 80}, {"三级指标": "别"}, {"键": None}, {"键": 1}, {"自评得分": 8}, {"单元格": "G2"}],
    ids=str,
)  # fmt: skip
def test_a_row_whose_locked_cells_were_changed(
    made: Path, tmp_path: Path, changed: dict[str, Any]
) -> None:
    def act(scores: Any, _: Any) -> None:
        row = line(scores, 三级指标=NAME)
        put(row, 复核得分=6.5, **changed)

    assert troubles(made, tmp_path, act) == [MIXED.format(row="「复核」第 12 行")]


@pytest.mark.parametrize("head", ["级别", "编号", "单元格", "工作表", "单位", "项目", "问题", "键"])
def test_an_acceptance_beside_changed_cells(made: Path, tmp_path: Path, head: str) -> None:
    told = troubles(made, tmp_path, accepted_with(**{head: "改动"}) if head != "编号" else renamed)

    assert told == [MIXED.format(row="「问题核准」第 4 行")]


def renamed(_: Any, findings: Any) -> None:
    row = line(findings, 编号="N601")
    accept(row)
    put(row, 编号="N602")


def test_only_some_columns_sorted(made: Path, tmp_path: Path) -> None:
    def act(_: Any, findings: Any) -> None:
        accept(line(findings, 编号="N601"))
        keys = [row["键"] for row in reviewer.lines(findings)]
        values = [cell.value for cell in keys]
        for cell, value in zip(keys, values[1:] + values[:1], strict=True):
            cell.value = value

    assert troubles(made, tmp_path, act) == [MIXED.format(row="「问题核准」第 4 行")]


def test_the_rest_is_read(made: Path, tmp_path: Path) -> None:
    def act(scores: Any, findings: Any) -> None:
        put(line(scores, 三级指标=NAME), 复核得分=80)
        put(line(scores, 三级指标="证书完好度"), 复核得分=7)
        put(line(scores, 三级指标="合计"), 审核意见="总体良好")
        accept(line(findings, 编号="N601"))
        accept(line(findings, 编号="N606"), reason="")

    found = filled(made, tmp_path, act)

    assert [(one.told, one.score) for one in found.verdicts] == [("证书完好度", Decimal(7))]
    assert [one.code for one in found.acceptances] == ["N601"]
    assert found.troubles == (
        "「复核」O12复核得分 80 分，超出分值 8 分，这一行没有采用。请填 0 至 8 之间的数。",
        "「复核」第 16 行是合计，审核意见请写在指标行，没有采用。",
        "「问题核准」第 7 行选了核准，但没有填理由，这一行没有采用。请补填。",
    )


def test_columns_and_lines_may_be_added(made: Path, tmp_path: Path) -> None:
    def act(scores: Any, findings: Any) -> None:
        put(line(scores, 三级指标=NAME), 复核得分=6.5)
        accept(line(findings, 编号="N601"))
        for sheet in (scores, findings):
            for area in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(area))
            sheet.insert_cols(1)
            sheet.insert_rows(1)
            sheet["A4"], sheet["A5"] = "备注", "看过"

    found = filled(made, tmp_path, act)

    assert [one.score for one in found.verdicts] == [Decimal("6.5")]
    assert [one.code for one in found.acceptances] == ["N601"]
    assert found.troubles == ()


@pytest.mark.parametrize("sheet", ["复核", "问题核准"])
def test_a_sheet_that_is_missing(made: Path, tmp_path: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(made)
    book[sheet].title = "别的"
    book.save(tmp_path / "缺一张.xlsx")

    assert read(tmp_path / "缺一张.xlsx") == Review(
        troubles=(
            f"没有「{sheet}」工作表，或它的栏目被改动，上面的内容没有采用。请从原来的复核表找回。",
        )
    )


def test_two_equal_forms(tmp_path: Path) -> None:
    for name in ("一", "二"):
        reviewer.spoiled(tmp_path / "表" / name, "删去原因")
    book = reviewer.review_of(tmp_path / "表", tmp_path / "复核表.xlsx")
    first, second = [row for row in reviewer.lines(book["复核"]) if row["三级指标"].value == NAME]
    put(first, 复核得分=6.5)
    put(second, 复核得分=6)
    for row in reviewer.lines(book["问题核准"]):
        if row["编号"].value == "N601":
            accept(row)
    book.save(tmp_path / "填好.xlsx")

    found = read(tmp_path / "填好.xlsx")

    assert isinstance(found, Review)
    assert [one.score for one in found.verdicts] == [Decimal("6.5")]
    assert [one.file for one in found.acceptances] == [str(Path("一") / "删去原因.xlsx")]
    assert found.troubles == (
        "「复核」第 25 行与第 12 行是内容相同的两张表的同一处，填得不同，"
        "采用了第 12 行。请改成一样。",
    )


def test_not_ours() -> None:
    sample = SAMPLES[0]

    found = read(sample)

    assert isinstance(found, Refusal)
    assert found.message == (
        f"{sample} 不是本工具生成的复核表：没有「复核」「问题核准」工作表，或它们的栏目被改动。"
        "请选用 jixiao review 生成的文件。"
    )


def test_what_cannot_be_opened(tmp_path: Path, made: Path) -> None:
    cut = tmp_path / "截断.xlsx"
    cut.write_bytes(made.read_bytes()[:3000])
    locked = tmp_path / "加密.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    told = [read(path) for path in (tmp_path / "没有.xlsx", cut, locked, tmp_path)]

    assert all(isinstance(one, Refusal) for one in told)
    assert all(one.message.startswith("复核表 ") for one in told if isinstance(one, Refusal))


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "炸弹.xlsx"
    stream, size = packages.repeated(b"<worksheet>", b"<row/>" * 1000, 60_000, b"</worksheet>")
    name = "xl/worksheets/sheet1.xml"
    bomb.write_bytes(packages.with_stream(packages.parts(""), name, stream, size))

    found = read(bomb)

    assert isinstance(found, Refusal)
    assert found.reason == "too-large"
