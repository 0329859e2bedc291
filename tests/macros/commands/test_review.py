"""`jixiao review`, and what `jixiao check --review` makes of it: from folder to folder and back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from macros.cli import main
from macros.commands import review as reviewing
from macros.commands import run_over_files as running
from macros.commands.check import TAKEN
from macros.commands.interrupts import Wish
from tests.validators import reviewer
from tests.validators.bulk.workbooks import SAMPLES
from tests.validators.json_schema import VALIDATOR
from tests.validators.reviewer import accept, line, put
from validators.records.record import Record
from validators.reports.review_form import book as review_book
from validators.reports.review_form.book import ReviewBook
from workbooks.drawing.draw_form import draw
from workbooks.forms import Cell, SelfEvaluation, State
from workbooks.reading import cell_readers

SHEETS = ["汇总", "合计", "问题清单", "未检查与读不成", "义务台账", "规则说明"]
NAME = "行政许可事项咨询回复率"
ACCEPTED = {"reason": "经核实，情况属实", "reviewer": "审核员", "date": "2025-03-01"}


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        status = main([str(word) for word in words])
    except SystemExit as stop:
        status = int(str(stop.code or 0))
    told = capsys.readouterr()
    return status, told.out, told.err


def checked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    """Status and JSON of a check, which keeps to its schema."""
    status, out, _ = run(capsys, "check", *words, "--format", "json")
    data = json.loads(out)
    VALIDATOR.validate(data)
    return status, data


def accepted(data: Any) -> list[tuple[str, str, str]]:
    """File, code and cell of every finding that is accepted."""
    return [
        (Path(file["path"]).name, said["code"], said["cell"])
        for file in data["files"]
        for form in file["forms"]
        for said in form["findings"]
        if said["accepted"] == ACCEPTED
    ]


MADE: dict[tuple[tuple[str, bytes], ...], bytes] = {}
"""The 复核表 of each content of a folder: most tests begin with the same."""


def filled(folder: Path, act: Callable[[Any, Any], None]) -> Path:
    """The 复核表 of a folder, filled in; it lies beside the folder."""
    content = tuple((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))
    blank, path = folder.with_name("空白.xlsx"), folder.with_name("填好.xlsx")
    if content not in MADE:
        reviewer.review_of(folder, blank)
        MADE[content] = blank.read_bytes()
    book = openpyxl.load_workbook(BytesIO(MADE[content]))
    act(book["复核"], book["问题核准"])
    book.save(path)
    return path


def accept_errors(_: Any, findings: Any) -> None:
    for row in reviewer.lines(findings):
        if row["级别"].value == "错误":
            accept(row)


def changed(path: Path, **values: str | None) -> None:
    """业务受理工作经费 without its reason, and with other cells in the same row."""
    form = reviewer.form("删去原因")
    told = {
        key: Cell(State.BLANK)
        if text is None
        else cell_readers.typed_cell(text, getattr(cell_readers, kind))
        for key, text in values.items()
        for kind in ({"score": "number", "actual": "actual", "note": "words"}[key],)
    }
    rows = [replace(row, **told) if row.name.text == NAME else row for row in form.indicators]
    draw(replace(form, indicators=tuple(rows)), path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The three spoiled forms of the demonstration."""
    reviewer.spoiled(tmp_path / "表")
    return tmp_path / "表"


def listed(folder: Path) -> dict[str, list[str]]:
    """The codes that each returned copy lists, and the cells that have notes in it."""
    found = {}
    for path in sorted(folder.rglob("*_退回修改*.xlsx")):
        first, form = openpyxl.load_workbook(path).worksheets
        codes = [row[4].value for row in first.iter_rows(min_row=4)]
        noted = [cell.coordinate for row in form for cell in row if cell.comment]
        found[path.name] = [*codes, *sorted(noted)]
    return found


def test_what_is_accepted_is_neither_marked_nor_listed_in_what_goes_back(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    run(capsys, "check", folder, "--return", tmp_path / "全部")
    review = filled(folder, accept_errors)

    run(capsys, "check", folder, "--return", tmp_path / "其余", "--review", review)
    two = run(capsys, "check", folder, "--return", tmp_path / "二", "--review", review, "--jobs", 2)

    assert two[0] == 0
    assert listed(tmp_path / "全部") == {
        "删去原因_退回修改.xlsx": ["N601", "T801", "T801", "N606", "E15", "E20", "H20"],
        "抬高得分_退回修改.xlsx": ["R504", "N605", "G18"],
        "改动总分_退回修改.xlsx": ["R503", "N605", "R505", "G29"],
    }
    assert listed(tmp_path / "其余") == {
        "删去原因_退回修改.xlsx": ["T801", "T801", "N606", "E15", "E20"],
    }
    copies = [
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*_退回修改*.xlsx")}
        for name in ("二", "其余")
    ]
    assert copies[0] == copies[1]


def test_accepted_errors_are_told_and_counted_apart(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    before, plain = checked(capsys, folder)
    review = filled(folder, accept_errors)

    after, data = checked(capsys, folder, "--review", review)

    assert (before, after) == (1, 0)
    assert accepted(data) == [
        ("删去原因.xlsx", "N601", "H20"),
        ("抬高得分.xlsx", "R504", "G18"),
        ("改动总分.xlsx", "R503", "G29"),
    ]
    stands = plain["summary"]["standings"] | {"return": 0, "ask": 1, "advised": 2}
    assert plain["summary"]["standings"]["return"] == 3
    assert data["summary"] == {
        **plain["summary"], "errors": 0, "accepted": 3, "standings": stands,
    }  # fmt: skip
    assert plain["summary"]["errors"] == 3
    assert (plain["review"], data["review"]) == (None, {"troubles": [], "lapsed": []})
    said = [said for f in data["files"] for form in f["forms"] for said in form["findings"]]
    told = [said for f in plain["files"] for form in f["forms"] for said in form["findings"]]
    assert [{**one, "accepted": None} for one in said] == told


def test_on_the_screen(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    review = filled(folder, accept_errors)

    _, out, _ = run(capsys, "check", folder, "--review", review, "--select", "N601")

    assert out.splitlines()[:5] == [
        str(folder / "删去原因.xlsx"),
        "  工作表「自评表」业务受理工作经费，2024 年度，总分 98.79（测算 99.63），评级 优",
        f"    已核准（错误） N601 H20 「{NAME}」得分 7 分，比分值 8 分少 1 分，"
        "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
        "      核准理由：经核实，情况属实（审核员，2025-03-01）",
        str(folder / "抬高得分.xlsx"),
    ]
    unchecked = "这次没有检查（或没有完全检查）规则 {}，不知道问题是否还在。"
    assert out.splitlines()[-5:] == [
        "共 3 份：1 份的问题均已核准，2 份未发现问题。",
        "文件 3 个（未能核查 0 个）；错误 0 处，警告 0 处，提示 0 处；"
        "读不成 0 处，未检查 0 项。另有已核准 1 处。",
        "复核表有 2 处不再适用：",
        f"  核准 R504：抬高得分.xlsx 工作表「自评表」G18 {unchecked.format('R504')}",
        f"  核准 R503：改动总分.xlsx 工作表「自评表」G29 {unchecked.format('R503')}",
    ]


def test_in_the_report(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    review = filled(folder, accept_errors)
    (folder / "改动总分.xlsx").unlink()
    report = folder.parent / "核查结果.xlsx"

    status, _, _ = run(capsys, "check", folder, "--review", review, "--report", report)

    book = openpyxl.load_workbook(report)
    rows = [list(row) for row in book["核准"].iter_rows(min_row=4, values_only=True)]
    project = "业务受理工作经费"
    sentence = f"「{NAME}」得分 7 分，比分值 8 分少 1 分，「偏差原因分析及改进措施」为空。"
    assert status == 0
    assert book.sheetnames == [*SHEETS[:-2], "核准", *SHEETS[-2:]]
    assert rows[0] == [
        "已核准", "错误", "N601", "H20", "删去原因.xlsx", "自评表", project,
        f"{sentence}请填写扣分的原因和改进措施。",
        "经核实，情况属实", "审核员", "2025-03-01", None,
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["已核准", "已核准", "不再适用"]
    assert rows[2][4] == "改动总分.xlsx"
    assert rows[2][11] == "这次没有核查到这张表（单位、项目、年度、工作表都相同的）。"
    problems = list(book["问题清单"].iter_rows(min_row=3, values_only=True))
    assert "错误" not in [row[0] for row in problems]
    overview = list(book["汇总"].iter_rows(min_row=5, values_only=True))
    assert [(row[0], row[10], row[15]) for row in overview] == [
        ("请核实", 0, "已核准 1 处，见「核准」"),
        ("仅有提示", 0, "已核准 1 处，见「核准」"),
    ]


def test_no_sheet_of_its_own_without_a_review(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    run(capsys, "check", folder, "--report", folder / "核查结果.xlsx")

    book = openpyxl.load_workbook(folder / "核查结果.xlsx")

    assert book.sheetnames == SHEETS


def test_moved_and_renamed(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    review = filled(folder, accept_errors)
    elsewhere = folder.with_name("别处") / "2024"
    shutil.copytree(folder, elsewhere)
    (elsewhere / "删去原因.xlsx").rename(elsewhere / "甲.xlsx")

    status, data = checked(capsys, folder.with_name("别处"), "--review", review)

    assert status == 0
    assert [name for name, _, _ in accepted(data)] == ["抬高得分.xlsx", "改动总分.xlsx", "甲.xlsx"]
    assert data["review"]["lapsed"] == []


NO_REASON = "「行政许可事项咨询回复率」得分 {} 分，比分值 8 分少 {} 分，"
LAPSED = [
    (
        {"score": "6.00"},
        "问题的内容或这一行的数变了，请重新核准。现在的问题："
        f"{NO_REASON.format(6, 2)}「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
    ),
    (
        {"actual": "97.00(%)"},
        "问题的内容或这一行的数变了，请重新核准。现在的问题："
        f"{NO_REASON.format(7, 1)}「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
    ),
    (
        {"note": "因系统升级，部分咨询没有及时回复；已调整值班安排，下年度按日核对。"},
        "这次核查没有再提出这个问题，已经改好。",
    ),
]


@pytest.mark.parametrize(("values", "why"), LAPSED)
def test_a_changed_row_voids_what_was_said_of_it(
    capsys: pytest.CaptureFixture[str], folder: Path, values: dict[str, str], why: str
) -> None:
    def act(scores: Any, findings: Any) -> None:
        put(next(r for r in reviewer.lines(scores) if r["三级指标"].value == NAME), 复核得分=6.5)
        accept(line(findings, 编号="N601"))

    review = filled(folder, act)
    changed(folder / "删去原因.xlsx", **values)

    _, data = checked(capsys, folder, "--review", review)

    place = {"file": "删去原因.xlsx", "sheet": "自评表"}
    of_row, of_finding = data["review"]["lapsed"]
    assert accepted(data) == []
    assert of_row == {
        **place,
        "cell": "G20",
        "code": None,
        "name": NAME,
        "why": "这一行的内容改动过，或已删去，请重新复核。",
    }
    assert (of_finding["cell"], of_finding["code"]) == ("H20", "N601")
    assert of_finding["why"] == why


def test_a_change_elsewhere_in_the_form_voids_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    review = filled(folder, accept_errors)
    form = reviewer.form("删去原因")
    first = replace(
        form.indicators[0], actual=cell_readers.typed_cell("2.00(次)", cell_readers.actual)
    )
    draw(replace(form, indicators=(first, *form.indicators[1:])), folder / "删去原因.xlsx")

    _, data = checked(capsys, folder, "--review", review)

    assert ("删去原因.xlsx", "N601", "H20") in accepted(data)
    assert data["review"]["lapsed"] == []


def test_a_rule_that_was_not_applied_says_nothing_of_its_acceptance(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    review = filled(folder, accept_errors)
    changed(folder / "删去原因.xlsx", score="约7")

    _, data = checked(capsys, folder, "--review", review)

    (lapsed,) = data["review"]["lapsed"]
    assert lapsed["why"] == "这次没有检查（或没有完全检查）规则 N601，不知道问题是否还在。"


def test_verdicts_are_told_with_their_rows(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    def act(scores: Any, _: Any) -> None:
        rows = [row for row in reviewer.lines(scores) if row["序号"].value == 1]
        put(next(r for r in rows if r["三级指标"].value == NAME), 复核得分=6.5, 审核意见="核减")
        put(next(r for r in rows if r["三级指标"].value == "预算执行"), 审核意见="同意")

    review = filled(folder, act)

    _, data = checked(capsys, folder, "--review", review)

    form = data["files"][0]["forms"][0]
    verdicts = {row["name"]: row["verdict"] for row in form["indicators"]}
    assert verdicts.pop(NAME) == {"score": "6.5", "opinion": "核减", "deviation": "0.0625"}
    assert set(verdicts.values()) == {None}
    assert form["funding"]["verdict"] == {"score": None, "opinion": "同意"}
    others = [form for file in data["files"][1:] for form in file["forms"]]
    assert {row["verdict"] for form in others for row in form["indicators"]} == {None}


def test_the_ledger_never_learns_of_it(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    review = filled(folder, accept_errors)
    ledger = ["--ledger", folder.parent / "l.db"]

    told = [
        checked(capsys, folder, *ledger, *words)
        for words in (["--review", review], [], ["--review", review], ["--no-ledger"])
    ]

    assert [status for status, _ in told] == [0, 1, 0, 1]
    assert told[0] == told[2]
    assert told[1] == told[3]


@pytest.mark.slow
def test_other_processes_tell_the_same(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    review = filled(folder, accept_errors)

    told = [checked(capsys, folder, "--review", review, "--jobs", jobs) for jobs in (1, 2)]

    assert told[0] == told[1]
    assert len(accepted(told[1][1])) == 3


def test_accepted_warnings_do_not_count_when_strict(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "表").mkdir()
    shutil.copy(SAMPLES[2], tmp_path / "表")

    def act(_: Any, findings: Any) -> None:
        for row in reviewer.lines(findings):
            accept(row)

    review = filled(tmp_path / "表", act)

    assert checked(capsys, tmp_path / "表", "--strict")[0] == 1
    status, data = checked(capsys, tmp_path / "表", "--strict", "--review", review)
    assert status == 0
    assert data["summary"]["warnings"] == 0
    _, out, _ = run(capsys, "check", tmp_path / "表", "--review", review)
    assert "共 1 份：1 份的问题均已核准。" in out


def test_accepting_hides_not_what_was_not_looked_at(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "表").mkdir()
    changed(tmp_path / "表" / "约数.xlsx", actual="约98%")

    def act(_: Any, findings: Any) -> None:
        for row in reviewer.lines(findings):
            accept(row)

    review = filled(tmp_path / "表", act)

    status, out, _ = run(capsys, "check", tmp_path / "表", "--review", review)

    assert status == 0
    assert "共 1 份：1 份未查全（有规则未能检查）。" in out
    assert "    未检查 " in out


def test_forms_that_do_not_say_whose_they_are_are_told_apart(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    for name in ("甲", "乙"):
        form = reviewer.form("删去原因")
        rows = list(form.indicators)
        if name == "乙":
            rows[0] = replace(
                rows[0], actual=cell_readers.typed_cell("2.00(次)", cell_readers.actual)
            )
        nameless = replace(form, project_name=Cell(State.BLANK), indicators=tuple(rows))
        draw(nameless, folder / f"{name}.xlsx")

    def act(_: Any, findings: Any) -> None:
        for row in reviewer.lines(findings):
            if (row["文件"].value, row["编号"].value) == ("甲.xlsx", "N601"):
                accept(row)

    review = filled(folder, act)

    _, data = checked(capsys, folder, "--review", review)

    assert accepted(data) == [("甲.xlsx", "N601", "H20")]


def test_carried_over_into_a_new_review(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    def act(scores: Any, findings: Any) -> None:
        accept_errors(scores, findings)
        rows = [row for row in reviewer.lines(scores) if row["序号"].value == 1]
        put(next(r for r in rows if r["三级指标"].value == NAME), 复核得分=6.5, 审核意见="核减")
        put(next(r for r in rows if r["三级指标"].value == "证书完好度"), 复核得分=7)

    review, again = filled(folder, act), folder.with_name("新.xlsx")
    changed(folder / "删去原因.xlsx", score="6.00")

    status, _, err = run(capsys, "review", folder, "-o", again, "--review", review)

    book = openpyxl.load_workbook(again)
    inputs = [
        (row["三级指标"].value, row["复核得分"].value, row["审核意见"].value)
        for row in reviewer.lines(book["复核"])
        if isinstance(row["复核得分"].value, float | int)
    ]
    accepts = [
        [row[head].value for head in ("编号", "核准", "理由", "核准人", "日期")]
        for row in reviewer.lines(book["问题核准"])
        if row["核准"].value
    ]
    day = reviewer.DAY
    assert status == 0
    assert inputs == [("证书完好度", 7, None)]
    assert [[*told[:4], told[4].date()] for told in accepts] == [
        ["R504", "是", "经核实，情况属实", "审核员", day],
        ["R503", "是", "经核实，情况属实", "审核员", day],
    ]
    assert err.splitlines() == [
        f"复核表已写入 {again}：3 份自评表，10 个问题。",
        "复核表有 2 处不再适用：",
        f"  复核「{NAME}」：删去原因.xlsx 工作表「自评表」G20 "
        "这一行的内容改动过，或已删去，请重新复核。",
        "  核准 N601：删去原因.xlsx 工作表「自评表」H20 问题的内容或这一行的数变了，请重新核准。"
        f"现在的问题：「{NAME}」得分 6 分，比分值 8 分少 2 分，「偏差原因分析及改进措施」为空。"
        "请填写扣分的原因和改进措施。",
    ]


def test_troubles_of_a_review_are_told_and_ask_for_attention(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    def act(scores: Any, findings: Any) -> None:
        accept_errors(scores, findings)
        put(line(findings, 编号="R504"), 日期=None)

    review = filled(folder, act)
    sentence = "「问题核准」第 8 行选了核准，但没有填日期，这一行没有采用。请补填。"

    status, data = checked(capsys, folder, "--review", review)

    assert status == 2
    assert data["review"]["troubles"] == [sentence]
    _, out, _ = run(capsys, "check", folder, "--review", review)
    assert out.splitlines()[-2:] == ["复核表有 1 处没有采用：", f"  {sentence}"]


def test_a_review_that_is_filled_in_is_never_overwritten(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    review = filled(folder, accept_errors)
    before = review.read_bytes()

    again = run(capsys, "review", folder, "-o", review)
    carried = run(capsys, "review", folder, "-o", review, "--review", review)
    as_report = run(capsys, "check", folder, "--report", review)

    there = f"{TAKEN.format(path=review)}要沿用已填的内容，请加 --review {review}。\n"
    assert again == carried == (2, "", there)
    assert as_report == (2, "", f"{TAKEN.format(path=review)}\n")
    assert review.read_bytes() == before


def test_a_review_among_the_files_is_passed_over(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    status, before = checked(capsys, folder)
    shutil.move(filled(folder, accept_errors), folder / "复核表.xlsx")

    again, data = checked(capsys, folder)

    assert (again, data["files"]) == (status, before["files"])
    assert [(one["kind"], Path(one["path"]).name) for one in data["passed_over"]] == [
        ("ours", "复核表.xlsx")
    ]
    reviewer.review_of(folder, folder / "又一份.xlsx")


def test_refused_files_and_unreadable_cells_are_listed_and_cannot_be_accepted(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "截断.xlsx").write_bytes(SAMPLES[0].read_bytes()[:3000])
    changed(folder / "约数.xlsx", score="约7")

    status, _, err = run(capsys, "review", folder, "-o", folder / "复核表.xlsx")

    book = openpyxl.load_workbook(folder / "复核表.xlsx")
    rows = [row for row in reviewer.lines(book["问题核准"]) if row["编号"].value is None]
    told = [(row["级别"].value, row["文件"].value) for row in rows]
    assert status == 2
    assert "截断.xlsx 读不成 文件已损坏，读不完整。" in err
    assert told == [("未能核查", "截断.xlsx"), ("读不成", "约数.xlsx")]
    assert all(row[head].protection.locked for row in rows for head in ("核准", "理由", "日期"))
    for row in rows:
        accept(row)
    book.save(folder.with_name("填好.xlsx"))
    _, data = checked(capsys, folder, "--review", folder.with_name("填好.xlsx"))
    told = [one.partition("行")[2] for one in data["review"]["troubles"]]
    assert told == ["读不成或未能核查，不能核准。请退回修改。"] * 2


WRONG = [
    (["-o", "复核表.xls"], "复核表要写成 .xlsx 文件，不能写成 复核表.xls。请改文件名。"),
    (
        ["-o", "没有/复核表.xlsx"],
        "写不了 {out}：没有这个文件夹。请先建文件夹，或换一个位置。",
    ),
    (["-o", "复核表.xlsx", "--select", "Z9"], "没有规则 Z9。请运行 jixiao rules 查看全部规则。"),
    (
        ["-o", "复核表.xlsx", "--review", "没有.xlsx"],
        "复核表 没有.xlsx 读不成：找不到文件，可能已被移走、改名或删除。请确认文件还在原处后再试。",
    ),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG)
def test_wrong_usage(
    capsys: pytest.CaptureFixture[str], folder: Path, words: list[str], sentence: str
) -> None:
    out = folder / words[1]

    told = run(capsys, "review", folder, "-o", out, *words[2:])

    assert told == (2, "", sentence.format(out=out) + "\n")


def test_nothing_to_review(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()

    told = run(capsys, "review", tmp_path / "空", "-o", tmp_path / "复核表.xlsx")

    assert told[:2] == (2, "")
    assert told[2].startswith("没有找到可核查的")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_more_rows_than_can_be_read_back(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_book, "MOST_ROWS", 30)

    told = run(capsys, "review", folder, "-o", folder / "复核表.xlsx")

    assert told[0] == 2
    assert "一份复核表放不下，没有写出" in told[2]
    assert not (folder / "复核表.xlsx").exists()


@pytest.mark.parametrize(("most", "times"), [(30, 1), (20_000, 0)])
def test_that_there_will_be_no_room_is_told_while_there_is_little_work_to_lose(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    times: int,
) -> None:
    monkeypatch.setattr(review_book, "MOST_ROWS", most)
    monkeypatch.setattr(reviewing, "FIRST", 1)

    told = run(capsys, "review", folder, "-o", folder / "复核表.xlsx")[2]

    assert told.count("按前 1 份估计，") == times
    if times:
        assert "份约有 " in told
        assert told.index("按前 1 份估计，") < told.index("一份复核表放不下，没有写出")


def test_more_problems_than_can_be_read_back(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = next(path for path in folder.iterdir() if path.stem == "删去原因")
    monkeypatch.setattr(review_book, "MOST_ROWS", 8)
    monkeypatch.setattr(review_book.scores_sheet, "rows", lambda *_: iter(()))

    told = run(capsys, "review", folder, "-o", folder / "复核表.xlsx")
    fewer = run(capsys, "review", kept, "-o", folder / "复核表.xlsx")

    assert told[0] == 2
    assert "一份复核表放不下，没有写出" in told[2]
    assert fewer[0] == 0


def test_a_review_that_appears_in_the_meantime_is_not_replaced(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.with_name("复核表.xlsx")
    before = ReviewBook.add

    def beside(book: ReviewBook, record: Record) -> Record:
        path.write_bytes("别人刚写的".encode())
        return before(book, record)

    monkeypatch.setattr(ReviewBook, "add", beside)

    told = run(capsys, "review", folder, "-o", path)

    beside = folder.with_name("复核表(2).xlsx")
    assert told[0] == 0
    assert told[2].splitlines()[0].startswith(f"复核表已写入 {beside}：")
    assert path.read_bytes() == "别人刚写的".encode()


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Ctrl-C while the first file is checked."""
    for module in (reviewing, running):
        monkeypatch.setattr(module, "interruptible", lambda: nullcontext(Wish(stop=True)))


def test_stopped_a_review_is_not_half_written(
    capsys: pytest.CaptureFixture[str], folder: Path, stopped: None
) -> None:
    path = folder.with_name("复核表.xlsx")

    told = run(capsys, "review", folder, "-o", path)

    assert told == (2, "", "中途停止，没有写出复核表。\n")
    assert not path.exists()


def test_stopped_nobody_can_tell_what_no_longer_applies(
    capsys: pytest.CaptureFixture[str], folder: Path, request: pytest.FixtureRequest
) -> None:
    review = filled(folder, accept_errors)
    request.getfixturevalue("stopped")

    status, data = checked(capsys, folder, "--review", review)

    assert (status, len(data["files"])) == (2, 1)
    assert data["review"] == {"troubles": [], "lapsed": None}


def test_two_sheets_of_one_project_are_told_apart(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "表").mkdir()
    book = openpyxl.load_workbook(SAMPLES[0])
    (sheet,) = book.worksheets
    book.copy_worksheet(sheet).title = "自评表（更正）"
    book.save(tmp_path / "表" / "两张.xlsx")
    review = filled(
        tmp_path / "表",
        lambda _, found: accept(line(found, 编号="T801", 单元格="E15", 工作表="自评表")),
    )

    _, data = checked(capsys, tmp_path / "表", "--review", review)

    told = [
        (form["sheet"], said["cell"])
        for form in data["files"][0]["forms"]
        for said in form["findings"]
        if said["accepted"]
    ]
    assert told == [("自评表", "E15")]


def test_hostile_texts_come_back_as_they_were(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    form = reviewer.form("删去原因")
    nasty = '=HYPERLINK("http://x","甲")_x0041_\x07\r\n\t<b>&\'\u202e'
    rows = [
        replace(row, name=Cell(State.READ, nasty, nasty)) if row.name.text == NAME else row
        for row in form.indicators
    ]
    assert isinstance(form, SelfEvaluation)
    draw(replace(form, indicators=tuple(rows)), folder / "删去原因.xlsx")

    def act(scores: Any, findings: Any) -> None:
        row = next(r for r in reviewer.lines(scores) if "HYPERLINK" in str(r["三级指标"].value))
        assert row["三级指标"].data_type != "f"
        put(row, 复核得分=6.5, 审核意见="=1+1")
        row["审核意见"].data_type = "s"
        accept(line(findings, 编号="N601"))

    review = filled(folder, act)

    _, data = checked(capsys, folder, "--review", review)

    assert accepted(data) == [("删去原因.xlsx", "N601", "H20")]
    verdicts = [row["verdict"] for row in data["files"][0]["forms"][0]["indicators"]]
    assert {"score": "6.5", "opinion": "=1+1", "deviation": "0.0625"} in verdicts
    assert data["review"] == {"troubles": [], "lapsed": []}


def test_nothing_that_was_typed_is_lost(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """Rows that changed, wrong entries and an office's own reasons, over two further 复核表."""

    def act(scores: Any, findings: Any) -> None:
        rows = [row for row in reviewer.lines(scores) if row["序号"].value == 1]
        named = {row["三级指标"].value: row for row in rows}
        put(named[NAME], 复核完成值="97%", 复核得分=6.5, 扣分原因="21", 审核意见="核减")
        put(named["证书完好度"], 复核得分=80, 审核意见="偏高")
        put(named["预算执行"], 复核完成值="16.1", 扣分原因="13", 复核得分=9)
        accept(line(findings, 编号="N601"))

    path = filled(folder, act)
    book = openpyxl.load_workbook(path)
    free = next(row for row in book["扣分原因"].iter_rows(min_row=4) if row[0].value is None)
    free[0].value = "21 没有公示"
    book["扣分原因"].cell(reviewer.HEADS, 3, "依据")
    book["扣分原因"].cell(free[0].row, 3, "办法第三条")
    rule = next(reviewer.lines(book["按规则核准"]))
    put(rule, 规则="N605", 理由="统一口径", 核准人="审核员", 日期=reviewer.DAY)
    rule["规则"].comment = Comment("主任同意", "甲")
    for sheet, head in (("复核", "三级指标"), ("问题核准", "编号")):
        column = book[sheet].max_column + 1
        book[sheet].cell(reviewer.HEADS, column, "经办人")
        for row in reviewer.lines(book[sheet]):
            if row[head].value in ("预算执行", "R504", NAME):
                book[sheet].cell(row[head].row, column, "小组甲")
    book.create_sheet("会议记录")["B2"] = "3 月 5 日讨论"
    book.save(path)
    changed(folder / "删去原因.xlsx", score="6.00")

    second, third = tmp_path / "二.xlsx", tmp_path / "三.xlsx"
    status, _, err = run(capsys, "review", folder, "-o", second, "--review", path)
    again = run(capsys, "review", folder, "-o", third, "--review", second)

    assert (status, again[0]) == (2, 0)
    assert "80 分，超出分值" in err
    for made in (second, third):
        book = openpyxl.load_workbook(made)
        kept = [[cell.value for cell in row] for row in book["没有沿用"].iter_rows(min_row=4)]
        assert [row[2] for row in kept] == [
            "复核得分 80；审核意见 偏高",
            "复核完成值 97%；复核得分 6.5；扣分原因 21 没有公示；审核意见 核减",
            "核准 是；理由 经核实，情况属实；核准人 审核员；日期 2025-03-01",
        ]
        assert kept[0][3].endswith("请填 0 至 8 之间的数。")
        row = next(r for r in reviewer.lines(book["复核"]) if r["三级指标"].value == "预算执行")
        told = [row[head].value for head in ("复核完成值", "复核得分", "扣分原因")]
        assert told == ["16.1", 9, "13 得分算错"]
        assert "21 没有公示" in [row[0].value for row in book["扣分原因"].iter_rows(min_row=4)]
        assert not book["没有沿用"].protection.sheet
        told = {r["三级指标"].value: r["经办人"].value for r in reviewer.lines(book["复核"])}
        assert (told["预算执行"], told["证书完好度"]) == ("小组甲", None)
        assert line(book["问题核准"], 编号="R504")["经办人"].value == "小组甲"
        assert book["会议记录"]["B2"].value == "3 月 5 日讨论"
        assert line(book["扣分原因"], 扣分原因="21 没有公示")["依据"].value == "办法第三条"
        assert line(book["按规则核准"], 规则="N605")["批注"].value == "主任同意"
        lost = [[cell.value for cell in row] for row in book["以前的备注"].iter_rows(min_row=4)]
        assert [(row[0], row[2], row[3]) for row in lost] == [("复核", "经办人", "小组甲")]
        assert NAME in lost[0][1]


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        ("of-points", ["0.125", None]),  # (7 − 6) ÷ 8
        ("of-own-score", ["0.1429", None]),  # (7 − 6) ÷ 7
        ("of-values", ["-1", "-5"]),  # 97 − 98 and 95 − 100; a score is not needed
    ],
)
def test_deviation_is_what_the_policy_says(
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    tmp_path: Path,
    definition: str,
    told: list[str | None],
) -> None:
    law = tmp_path / "办法.toml"
    entry = 'since = "2024-01-01"\nsource = "某文件"\n'
    law.write_text(
        f'base = "national"\n[values.review_deviation]\nvalue = "{definition}"\n{entry}', "utf-8"
    )

    def act(scores: Any, _: Any) -> None:
        rows = [row for row in reviewer.lines(scores) if row["序号"].value == 1]
        named = {row["三级指标"].value: row for row in rows}
        put(named[NAME], 复核完成值="97%", 复核得分=6)
        put(named["证书完好度"], 复核完成值="95")

    path = filled(folder, act)

    _, data = checked(capsys, folder, "--review", path, "--policy", law)
    run(capsys, "review", folder, "-o", tmp_path / "新.xlsx", "--review", path, "--policy", law)

    rows = data["files"][0]["forms"][0]["indicators"]
    said = {row["name"]: row["verdict"] for row in rows if row["verdict"]}
    assert [said[name].get("deviation") for name in (NAME, "证书完好度")] == told
    stored = openpyxl.load_workbook(tmp_path / "新.xlsx", data_only=True)["复核"]
    shown = {
        row["三级指标"].value: row["偏离度"].value
        for row in reviewer.lines(stored)
        if row["序号"].value == 1
    }
    assert [shown[name] for name in (NAME, "证书完好度")] == [
        None if one is None else float(one) for one in told
    ]
