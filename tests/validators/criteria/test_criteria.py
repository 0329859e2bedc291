"""审核口径.xlsx: what its tests say, what is wrong with a row, and how its criteria are told."""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from macros.commands.settings import NAME
from tests.season import declaration, evaluation
from tests.validators.reports.test_json_report import VALIDATOR
from tests.workbooks import layouts
from validators.checking.check_file import CheckedForm, Choice, check_file, check_grid
from validators.criteria.conditions import Asked, WrongCondition, condition
from validators.criteria.criterion import Criterion, module
from validators.criteria.objects import OBJECTS, SCOPES, Object
from validators.criteria.read import FORMS_NAMED, HEADS, RULE_HEADS, Criteria, read
from validators.criteria.ready import DECLARATION, EXAMPLES, ready
from validators.records.identity import finding_key, manual_key
from validators.records.record import recorded
from validators.rule import Severity
from validators.wording import skip_text
from workbooks.files.refusal import Refusal

ROOT = Path(__file__).parents[3]
GOOD: dict[str, str | None] = {
    "编号": "C001", "对象": "指标名称", "检查": "含", "比的内容": "培训", "级别": "警告",
    "分组": "可测性", "意见": "「{指标}」填的是“{值}”", "应提出的例子": "培训场次",
    "不应提出的例子": "场次", "启用": "是",
}  # fmt: skip
UNASKED = {"比的内容": None, "应提出的例子": None, "不应提出的例子": None}
BY_HAND = GOOD | UNASKED | {"编号": "C002", "检查": "人工", "意见": "请看是否相关：{值}"}


def book(path: Path, *rows: dict[str, str | None], levels: dict[str, str] | None = None) -> Path:
    """A workbook with these criteria, and these levels of rules of ours."""
    made = openpyxl.Workbook()
    made.active.append(HEADS)
    for row in rows:
        made.active.append([row.get(head) for head in HEADS])
    if levels is not None:
        second = made.create_sheet("规则")
        second.append(RULE_HEADS)
    for code, level in (levels or {}).items():
        second.append([code, "", "", level])
    made.save(path)
    return path


def criterion(
    test: str,
    against: str,
    raised: tuple[str, ...] = (),
    passed: tuple[str, ...] = (),
    of: Object = OBJECTS["指标值"],
) -> Criterion:
    """A criterion that asks this of every form."""
    asked = condition(Asked(test), against)
    which = ("C001", FORMS_NAMED["全部"], of, "全部", Asked(test), against, asked)
    return Criterion(*which, Severity.NOTE, "", "意见", raised, passed)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    told = capsys.readouterr()
    return status, told.out, told.err


@pytest.mark.parametrize("name", [EXAMPLES, DECLARATION])
def test_what_comes_with_the_program_is_judged_as_its_examples_say(
    name: str, tmp_path: Path
) -> None:
    rows = [dict(zip(HEADS, row, strict=True)) | {"启用": "是"} for row in ready(name)]

    found = read(book(tmp_path / "审核口径.xlsx", *rows))

    assert isinstance(found, Criteria)
    assert len(found.modules) == len(rows) > 7
    assert [(one.RULE.code, *one.criterion.failing()) for one in found.modules] == [
        (row["编号"],) for row in rows
    ]
    by_machine = [one.criterion for one in found.modules if one.criterion.test is not Asked.MANUAL]
    assert all(one.raised and one.passed for one in by_machine)


def test_the_models_have_each_test_and_are_switched_off() -> None:
    rows = [dict(zip(HEADS, row, strict=True)) for row in ready(EXAMPLES)]

    assert sorted(row["检查"] for row in rows) == sorted(Asked)
    assert {row["启用"] for row in rows} == {"否"}


CONDITIONS = [
    ("空", "", "", "无"),
    ("不含", "《、文号", "上级要求", "《预算法》"),
    ("不含", "《", "上级要求", ""),
    ("含", "持续，长期", "长期改善", "改善率"),
    ("字数", ">3", "一二三四", "一二三"),
    ("字数", "≤3", "一二三", ""),
    ("数值", "<1", "0", "1"),
    ("数值", ">=90", "≥95%", "若干"),
    ("数值", "≠0", "1", "0"),
    ("数值", "=0", "0", "0.1"),
    ("正则", "^[0-9]+$", "１２", "12人"),
    ("不合正则", "率$", "场次", "合格率"),
    ("不合正则", "率$", "场次", ""),
]


@pytest.mark.parametrize(("test", "against", "raised", "passed"), CONDITIONS)
def test_a_test_raises_what_it_says(test: str, against: str, raised: str, passed: str) -> None:
    one = criterion(test, against, (raised or "（空）",), (passed or "（空）",))

    assert list(one.failing()) == []


def test_every_test_but_the_one_by_hand_was_shown() -> None:
    assert {test for test, *_ in CONDITIONS} | {"人工"} == set(Asked)


WRONG = {
    "编号不对": ({"编号": "1"}, "A2「编号」填的是“1”：编号写成 C 加三位数字，例如 C001。"),
    "编号空着": ({"编号": None}, "A2「编号」填的是“”：编号写成 C 加三位数字，例如 C001。"),
    "表下的说明": (
        dict.fromkeys(GOOD) | {"编号": "注：本口径自2026年起施行"},
        "A2「编号」填的是“注：.*”：编号写成 .*如果是说明，请写在栏目名称上面。",
    ),
    "表不对": ({"表": "年报"}, "B2「表」填的是“年报”：只能写 全部、自评表、申报表。"),
    "对象不对": ({"对象": "指标名"}, "C2「对象」填的是“指标名”：只能写 .*是不是“指标名称”？"),
    "对象空着": ({"对象": None}, "C2「对象」填的是“”：只能写 "),
    "这种表没有这个对象": (
        {"表": "申报表", "对象": "偏差原因"}, "B2「表」填的是“申报表”：申报表没有「偏差原因」。请改"
    ),
    "范围不对": ({"范围": "数目"}, "D2「范围」填的是“数目”：只能写 全部、成本、"),
    "范围用不上": (
        {"对象": "年度目标", "范围": "数量"}, "D2「范围」.*不在指标表里，范围请写“全部”或空着。"
    ),
    "检查不对": ({"检查": "包含"}, "E2「检查」填的是“包含”：只能写 空、不含、含、"),
    "检查空着": ({"检查": None}, "E2「检查」填的是“”：只能写 空、不含、含、"),
    "不是数": (
        {"检查": "数值", "比的内容": ">1"}, "E2「检查」填的是“数值”：「指标名称」不是数，不能比大小"
    ),
    "是个数": ({"对象": "指标个数"}, "E2「检查」填的是“含”：「指标个数」是个数，请用“数值”"),
    "没有词语": ({"比的内容": None}, "F2「比的内容」填的是“”：要写词语，几个之间用顿号"),
    "只有顿号": ({"检查": "不含", "比的内容": "、"}, "F2「比的内容」填的是“、”：要写词语"),
    "没有比较符号": (
        {"检查": "字数", "比的内容": "15"}, "F2「比的内容」填的是“15”：要写比较符号和一个数"
    ),
    "比的不是数": (
        {"检查": "数值", "对象": "分值", "比的内容": ">多"},
        "F2「比的内容」填的是“>多”：要写比较符号和一个数",
    ),
    "没有正则": ({"检查": "正则", "比的内容": None}, "F2「比的内容」填的是“”：要写正则表达式"),
    "正则写错": ({"检查": "正则", "比的内容": "(数"}, "F2「比的内容」.*正则表达式写得不对"),
    "正则不支持": (
        {"检查": "不合正则", "比的内容": "(?!数)"}, r"F2「比的内容」.*不支持的写法.*请用“不合正则”"
    ),
    "正则太长": ({"检查": "正则", "比的内容": "数" * 501}, "F2「比的内容」.*超过 500 个字"),
    "正则太大": ({"检查": "正则", "比的内容": "(甲|.){300}"}, "F2「比的内容」.*正则表达式太大"),
    "正则大得编不成": ({"检查": "正则", "比的内容": ".{999}{9}"}, "F2「比的内容」.*正则表达式"),
    "用不上的比的内容": ({"检查": "空"}, "F2「比的内容」填的是“培训”：检查是“空”的不用写，请删去"),
    "级别不对": ({"级别": "严重"}, "G2「级别」填的是“严重”：只能写 错误、警告、提示。"),
    "分组太长": ({"分组": "可测性" * 4}, "H2「分组」.*请用 10 个字以内。"),
    "没有意见": ({"意见": None}, "I2「意见」填的是“”：要写提出的意见"),
    "意见里没有的位置": (
        {"意见": "「{指标名}」不对"}, r"I2「意见」.*只能用 \{指标\}、\{值\}，没有 \{指标名\}。"
    ),
    "人工的例子": (
        {"检查": "人工", "比的内容": None}, "J2「应提出的例子」.*检查是“人工”的由人看，没有例子可试"
    ),
    "启用不对": ({"启用": "不"}, "L2「启用」填的是“不”：只能写 是、否。"),
    "没有算过的公式": ({"意见": '=CONCATENATE("请","改")'}, "I2「意见」.*这是出错或没有算过的公式"),
}  # fmt: skip
"""Every kind of wrong row: what is changed in a good one, and what is told of which cell."""


@pytest.mark.parametrize(("changed", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_told_by_its_cell_with_what_to_write(
    changed: dict[str, str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "审核口径.xlsx", GOOD | changed)

    looked = run(capsys, "criteria", path)

    assert looked[:2] == (2, "")
    assert re.search(f"有 1 处要改：\n「Sheet」{told}", looked[2])


def test_nothing_is_checked_with_a_wrong_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "审核口径.xlsx", GOOD | {"级别": "严重"})
    samples = ROOT / "workbooks" / "samples"

    looked = run(capsys, "criteria", path)

    for words in (
        ("check",),
        ("review", "-o", tmp_path / "复核表.xlsx"),
        ("summary", "-o", "甲.xlsx"),
    ):
        assert run(capsys, *words, samples, "--criteria", path) == looked


def test_all_wrong_rows_are_told_and_nothing_is_checked(tmp_path: Path) -> None:
    wrong = GOOD | {"意见": None}
    levels = {"N999": "提示", "N601": "严重", "N605": "不用"}
    path = book(tmp_path / "审核口径.xlsx", GOOD, GOOD, wrong, levels=levels)

    found = read(path)

    assert isinstance(found, Refusal)
    first, *each = found.message.splitlines()
    assert first == f"审核口径 {path} 有 4 处要改："
    told = [(line.partition("填的是")[0], line.partition("：")[2]) for line in each]
    assert [(where, what[:8]) for where, what in told] == [
        ("「Sheet」A3「编号」", "前面的行用过这个"),
        ("「Sheet」A4「编号」", "前面的行用过这个"),
        ("「规则」A2「编号」", "没有这条规则。请"),
        ("「规则」D3「改为」", "只能写 不用、错"),
    ]


def test_what_is_no_such_workbook_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = declaration(tmp_path / "申报表.xlsx")

    none = run(capsys, "criteria", tmp_path / "没有.xlsx")
    other = run(capsys, "check", form, "--criteria", form)

    assert (none[0], none[2].startswith("审核口径 ")) == (2, True)
    assert (other[0], "请用 jixiao criteria --init 写一份" in other[2]) == (2, True)


EXPRESSIONS = [
    "(a+)+$", "(a|aa)+$", "(a|a)*Z", "(.*a){20}$", "[ab]*a[ab]{100}Z", "(?:.?){90}Z",
    "(.*?a.*?b){40}Z",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("unit", ["a", "ab", "abaababaaabab"])
def test_an_expression_costs_no_more_than_its_bound(expression: str, unit: str) -> None:
    """On what fills a cell, and is made to keep every branch open."""
    example = criterion(Asked.MATCHES, expression, (), ((unit * 32_767)[:32_000] + "!",))
    began = time.process_time()

    failing = list(example.failing())

    assert failing == []
    assert time.process_time() - began < 2


def test_expressions_are_loaded_only_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)  # as where it is not installed

    assert isinstance(read(book(tmp_path / "一.xlsx", GOOD, BY_HAND)), Criteria)
    with pytest.raises(WrongCondition, match="没有装 google-re2"):
        condition(Asked.MATCHES, "数$")


def test_one_is_written_with_lists_to_choose_from_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    written = run(capsys, "criteria", "--init")
    again = run(capsys, "criteria", "--init")

    assert written[0] == 0
    assert written[1].startswith("审核口径已写入 审核口径.xlsx。")
    assert again[0] == 2
    assert "审核口径.xlsx 已经有了，没有改动。" in again[2]
    assert run(capsys, "criteria", "甲.txt", "--init")[0] == 2
    assert run(capsys, "criteria", "--declaration")[0] == 2
    book = openpyxl.load_workbook("审核口径.xlsx")
    guide = "".join(str(cell.value) for row in book["填写说明"].iter_rows() for cell in row)
    assert "人工（不计入问题，列在复核表的「人工审核」里由人看）" in guide
    assert "在审核意见表里按它分栏" in guide
    assert "金额按万元比" in guide
    sheet = book["审核口径"]
    offered = {one.formula1 for one in sheet.data_validations.dataValidation}
    assert all(any(word in one for one in offered) for word in ("人工", "不合正则", SCOPES[-1]))
    found = read(Path("审核口径.xlsx"))
    assert isinstance(found, Criteria)
    assert (found.modules, dict(found.levels)) == ((), {})


def test_examples_are_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = book(tmp_path / "一.xlsx", GOOD)
    wrong = book(
        tmp_path / "二.xlsx", GOOD | {"应提出的例子": "场次\n培训", "不应提出的例子": "培训"}
    )

    assert run(capsys, "criteria", good, "--test") == (
        0, "启用的审核口径试了例子 2 个，不对的 0 个。\n", "",
    )  # fmt: skip
    assert run(capsys, "criteria", wrong, "--test") == (
        1,
        "C001 例子“场次”应当提出，没有提出。\nC001 例子“培训”不应提出，却提出了。\n"
        "启用的审核口径试了例子 3 个，不对的 2 个。\n",
        "",
    )


def test_every_format_tells_findings_and_what_is_to_be_looked_at_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = declaration(tmp_path / "申报表.xlsx")
    lacking = GOOD | UNASKED | {"编号": "C003", "对象": "政策依据", "检查": "空"}
    lacking |= {"意见": "没有政策依据"}
    path = book(tmp_path / "审核口径.xlsx", GOOD | {"比的内容": "培训场次"}, BY_HAND, lacking)
    reports = [tmp_path / f"核查结果{ending}" for ending in (".xlsx", ".html", ".csv", ".json")]
    asked = [word for report in reports for word in ("--report", report)]

    status, shown, _ = run(capsys, "check", form, "--criteria", path, *asked, "--level", "提示")

    data = json.loads(reports[3].read_bytes())
    told = data["files"][0]["forms"][0]
    rows = list(csv.reader(reports[2].read_text("utf-8-sig").splitlines()))
    sheets = openpyxl.load_workbook(reports[0])
    assert status == 0
    assert "错误 0 处，警告 1 处，提示 0 处" in shown
    assert list(VALIDATOR.iter_errors(data)) == []
    assert any("指标名称 含" in row for row in sheets["规则说明"].values)
    named = {row[1]: row[-3:] for row in sheets["问题清单"].values if row[1] == "C001"}
    assert "指标名称 含" in named["C001"]
    assert sheets["人工"][3][7].value == "指标名称 人工"
    assert ["规则", "C001", "指标名称 含"] in [
        [row[0], row[1], row[6]] for row in sheets["合计"].values
    ]
    assert "审核口径里要人工看的（不计入）：\n      人工 C002" in shown
    assert "未检查 C003：本表没有「政策依据」" in shown
    assert [(one["code"], one["severity"], one["group"]) for one in told["findings"]] == [
        ("C001", "warning", "可测性")
    ]
    assert told["findings"][0]["message"] == "「培训场次」填的是“培训场次”。"
    assert [one["code"] for one in told["manual"]] == ["C002"]
    assert [row[1] for row in rows if row[0] in ("警告", "人工")] == ["C001", "C002"]
    assert [cell.value for cell in sheets["人工"][3]][:2] == ["人工", "C002"]
    assert 'data-kind="人工"' in reports[1].read_text("utf-8")


def test_among_the_forms_one_is_no_submission_and_is_told_as_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    declaration(Path("报送") / "申报表.xlsx")
    run(capsys, "criteria", Path("报送") / "甲.xlsx", "--init", "--declaration")
    book(Path("报送") / "乙.xlsx", GOOD | {"对象": "项目名称"})
    by_hand = openpyxl.Workbook()  # by hand, in an order of its own, with no more than is needed
    for row in (["意见", "检查", "对象", "编号"], ["没有写目标", "空", "年度目标", "C001"]):
        by_hand.active.append(row)
    by_hand.save(Path("报送") / "丙.xlsx")

    _, shown, _ = run(
        capsys, "check", "报送", "--criteria", Path("报送") / "丙.xlsx", "--format", "json"
    )

    data = json.loads(shown)
    assert [file["outcome"] for file in data["files"]] == ["checked"]
    assert {Path(one["path"]).name: one["reason"] for one in data["passed_over"]} == {
        "甲.xlsx": "本工具的审核口径，不作为报送表核查。",
        "乙.xlsx": "本工具的审核口径，不作为报送表核查。",
        "丙.xlsx": "这是所用的审核口径，不作为报送表核查。",
    }


def test_settings_name_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    declaration(Path("报送") / "申报表.xlsx")
    book(Path("口径.xlsx"), GOOD)
    Path(NAME).write_text('criteria = "口径.xlsx"\n', "utf-8")

    _, shown, _ = run(capsys, "check", "报送", "--level", "提示")

    assert "警告 C001" in shown


def test_a_program_that_stays_open_checks_by_what_they_are_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, path = declaration(tmp_path / "申报表.xlsx"), tmp_path / "口径.xlsx"
    told = []

    for words in ("甲", "乙"):
        book(path, GOOD | {"意见": words})
        told.append(run(capsys, "check", form, "--criteria", path)[1])

    assert ["甲。" in told[0], "乙。" in told[1], "甲。" in told[1]] == [True, True, False]


def test_headings_alone_are_refused_and_what_is_all_switched_off_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = declaration(tmp_path / "申报表.xlsx")
    empty = book(tmp_path / "空.xlsx", levels={"N601": ""})
    off = book(tmp_path / "停.xlsx", GOOD | {"启用": "否"}, {"启用": "是"})

    refused = run(capsys, "check", form, "--criteria", empty)
    listed = run(capsys, "criteria", off)
    checked = run(capsys, "check", form, "--criteria", off)

    assert refused[:2] == (2, "")
    assert refused[2].startswith(f"审核口径 {empty} 只有栏目名称，没有写一条口径")
    assert listed[0] == checked[0] == 0
    told = f"审核口径 {off} 里的口径都没有启用，也没有改本工具的规则，等于没有用。"
    assert told in listed[1]
    assert told in checked[2]


def test_a_heading_that_is_missing_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "口径.xlsx", GOOD)
    made = openpyxl.load_workbook(path)
    made.active["I1"] = "意见（写给单位）"
    made.save(path)

    found = read(path)

    assert isinstance(found, Refusal)
    assert found.message == (
        f"审核口径 {path} 的栏目名称不全：「Sheet」第 1 行没有「意见」。"
        "请补上或改回原来的名称；也可以用 jixiao criteria --init 写一份，照着填。"
    )


def test_places_of_an_opinion_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    path = book(tmp_path / "口径.xlsx", GOOD | {"意见": "「｛指标｝」填的是“{ 值 }”"})

    found = read(path)

    assert isinstance(found, Criteria)
    assert found.modules[0].RULE.message == "「{name}」填的是“{value}”。"


def test_a_heading_that_stands_twice_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "口径.xlsx", GOOD)
    made = openpyxl.load_workbook(path)
    made.active["N1"] = "意 见"
    made.save(path)

    found = read(path)

    assert isinstance(found, Refusal)
    assert "「Sheet」N1 又有一栏「意见」，不知道用哪一栏。" in found.message


def test_what_merged_cells_say_holds_for_each_of_their_rows(tmp_path: Path) -> None:
    path = book(
        tmp_path / "口径.xlsx", GOOD, GOOD | {"编号": "Ｃ００２", "分组": None, "级别": None}
    )
    made = openpyxl.load_workbook(path)
    made.active.merge_cells("H2:H3")
    made.active.merge_cells("A1:A1")
    made.active.row_dimensions[3].hidden = True  # filtered away, and it counts all the same
    made.save(path)

    found = read(path)

    assert isinstance(found, Criteria)
    told = [(one.RULE.code, one.criterion.group) for one in found.modules]
    assert told == [("C001", "可测性"), ("C002", "可测性")]


DISTRICT = (
    ("项目支出绩效目标申报表",), ("（2025年度）",), ("项目名称", "教师暑期培训"),
    ("主管部门", "区教育局", None, "实施单位", "区教师进修学校"),
    ("项目资金（万元）", "年度资金总额", "10"), ("政策依据", "根据上级要求"),
    ("测算依据", "按上年执行情况测算"), ("年度目标", "做好日常工作，提高服务水平"),
    ("一级指标", "二级指标", "三级指标", "指标值", "指标解释"),
    ("产出指标", "数量指标", "开展业务培训", "按计划开展", "培训的人数"),
    (None, "质量指标", "不适用", "不适用", "不适用"),
    (None, "时效指标", "培训完成时间", "及时", "考察培训是否按时"),
    (None, "成本指标", "总成本", "总成本不超过10万元", None),
    ("效益指标", "社会效益指标", "教师业务能力", "明显提升", "反映能力"),
    ("满意度指标", "服务对象满意度指标", "参训教师满意度", "≥95%", "反映满意度"),
)  # fmt: skip
"""A declaration as a district prints it, with what its reviewers find in such ones."""


def test_a_declaration_of_a_district_is_judged_as_its_reviewers_do(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in DISTRICT:
        made.active.append(row)
    made.save(tmp_path / "申报.xlsx")
    rows = [dict(zip(HEADS, row, strict=True)) for row in ready(DECLARATION)]
    found = read(book(tmp_path / "口径.xlsx", *rows))
    assert isinstance(found, Criteria)

    (form,) = check_file(tmp_path / "申报.xlsx", Choice(found.modules)).forms

    told = [(one.rule.code, one.cell.address, one.facts["value"]) for one in form.outcome.findings]
    assert told == [
        ("C002", "B6", "根据上级要求"),
        ("C004", "B7", "按上年执行情况测算"),
        ("C006", "B8", "做好日常工作，提高服务水平"),
        ("C020", "D10", "按计划开展"),
        ("C021", "D12", "及时"),
        ("C022", "E13", ""),
        ("C013", "C10", "开展业务培训"),
        ("C023", "E10", "培训的人数"),
    ]
    assert [skip.rule.code for skip in form.outcome.skips] == []
    assert [one.rule.code for one in form.outcome.manual] == ["C024"]


def test_what_is_said_not_to_apply_is_not_missing(tmp_path: Path) -> None:
    """写了不适用的行就是答复; one that is not there at all is missing."""
    rows = [
        {"level1": "产出指标", "level2": "数量指标", "level3": "不适用", "target": "不适用"},
        {"level1": "产出指标", "level2": "质量指标", "level3": "培训合格率", "target": "≥95%"},
    ]
    form = declaration(tmp_path / "申报表.xlsx", indicators=rows)
    lacking = GOOD | UNASKED | {"对象": "指标个数", "检查": "数值", "比的内容": "<1"}
    each = [lacking | {"编号": f"C00{at}", "范围": scope, "意见": f"缺少{scope}"}
            for at, scope in enumerate(("数量", "质量", "时效", "产出", "成本"))]  # fmt: skip
    found = read(book(tmp_path / "口径.xlsx", *each))
    assert isinstance(found, Criteria)

    (checked,) = check_file(form, Choice(found.modules)).forms

    assert [one.text for one in checked.outcome.findings] == ["缺少时效。", "缺少成本。"]


def test_long_and_broken_texts_are_quoted_on_one_line_and_short(tmp_path: Path) -> None:
    """An opinion of several lines, a goal of a thousand signs, a name that ends with a stop."""
    goal = GOOD | {"对象": "年度目标", "比的内容": "目标", "意见": "请补充\n「{值}」的数"}
    form = declaration(tmp_path / "申报表.xlsx", annual_goal="目标" * 500)
    short = declaration(tmp_path / "短.xlsx", annual_goal="办好目标。")
    found = read(book(tmp_path / "口径.xlsx", goal))
    assert isinstance(found, Criteria)

    (long,), (brief,) = (
        [one.text for one in check_file(path, Choice(found.modules)).forms[0].outcome.findings]
        for path in (form, short)
    )

    assert long == "请补充「" + "目标" * 50 + "…」的数。"
    assert brief == "请补充「办好目标」的数。"


def test_what_changes_behind_what_is_quoted_is_another_finding(tmp_path: Path) -> None:
    goal = GOOD | {"对象": "年度目标", "比的内容": "目标", "意见": "请看“{值}”"}
    found = read(
        book(tmp_path / "口径.xlsx", goal, goal | UNASKED | {"编号": "C002", "检查": "人工"})
    )
    assert isinstance(found, Criteria)
    keys = []
    for end in ("甲", "乙"):
        path = declaration(tmp_path / f"{end}.xlsx", annual_goal="目标" * 500 + end)
        record = recorded(check_file(path, Choice(found.modules))).data.forms[0]
        keys.append((finding_key(record, record.findings[0]), manual_key(record.manual[0])))

    assert len({key for pair in keys for key in pair}) == 4


def test_money_is_compared_in_wan_yuan_whatever_a_form_is_written_in(tmp_path: Path) -> None:
    """50 万元: written 500000.00 (元) in the declaration, 50.00 (万元) in the evaluation."""
    money = GOOD | {"对象": "年度资金总额", "检查": "数值", "比的内容": ">=50", "意见": "金额较大"}
    more = money | {"编号": "C002", "比的内容": ">50"}
    found = read(book(tmp_path / "口径.xlsx", money, more))
    assert isinstance(found, Criteria)
    forms = [declaration(tmp_path / "甲.xlsx"), evaluation(tmp_path / "乙.xlsx")]

    said = [
        [one.rule.code for form in check_file(path, Choice(found.modules)).forms
         for one in form.outcome.findings]
        for path in forms
    ]  # fmt: skip

    assert said == [["C001"], ["C001"]]


@pytest.mark.parametrize(("level", "found"), [(None, ["error"]), ("提示", ["note"]), ("不用", [])])
def test_rules_of_ours_are_graded_and_switched_off(
    level: str | None, found: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = evaluation(tmp_path / "自评表.xlsx", deducted=True)
    graded = {"N601": level} if level else {}
    path = book(tmp_path / "审核口径.xlsx", GOOD | {"启用": "否"}, levels=graded)

    _, out, _ = run(
        capsys, "check", form, "--criteria", path, "--select", "N601", "--format", "json"
    )

    said = json.loads(out)["files"][0]["forms"][0]["findings"]
    assert [one["severity"] for one in said] == found


EVERYTHING = tuple(
    module(replace(criterion(Asked.MANUAL, "", of=one), code=f"C{at:03}"))
    for at, one in enumerate(OBJECTS.values())
)


def test_every_object_can_be_asked_of_every_published_form() -> None:
    samples = sorted((ROOT / "workbooks" / "samples").glob("*.xlsx"))

    results = [check_file(path, Choice(EVERYTHING)) for path in samples]

    assert len(samples) > 8
    assert [one.path.name for one in results if one.refusal or one.faults or not one.forms] == []
    assert [
        form.outcome.faults for one in results for form in one.forms if form.outcome.faults
    ] == []
    asked = {one.rule.name for result in results for form in result.forms
             for one in form.outcome.manual}  # fmt: skip
    beside = {"政策依据", "测算依据", "指标解释", "评分标准", "指标依据", "备注"}
    assert asked == {f"{name} 人工" for name in OBJECTS if name not in beside}


def test_what_a_layout_does_not_have_is_told_in_its_own_words() -> None:
    judged = [
        form
        for _, grid in layouts.forms()
        for form in check_grid(grid, Choice(EVERYTHING))
        if isinstance(form, CheckedForm)
    ]

    skips = [skip_text(skip) for form in judged for skip in form.outcome.skips]
    assert len(judged) > 30
    assert [form.outcome.faults for form in judged if form.outcome.faults] == []
    assert [told for told in skips if re.search("[a-z]", told)] == []


def test_a_cell_beside_several_rows_is_told_once_and_each_number_is_compared(
    tmp_path: Path,
) -> None:
    """一级指标 stands merged beside its rows; 执行率 is compared in percent, 年度 as a number."""
    first = GOOD | {"对象": "一级指标", "比的内容": "产出", "意见": "请看"}
    rate = GOOD | {"编号": "C002", "对象": "执行率", "检查": "数值", "意见": "执行率 {值}"}
    year = rate | {"编号": "C003", "对象": "年度", "比的内容": "＝2024", "意见": "年度 {值}"}
    rows = (first, rate | {"比的内容": "<100"}, year)
    found = read(book(tmp_path / "口径.xlsx", *rows))
    assert isinstance(found, Criteria)
    form = evaluation(tmp_path / "自评表.xlsx")

    (checked,) = check_file(form, Choice(found.modules)).forms

    assert len({row.category.address for row in checked.reading.form.indicators}) > 1
    assert [one.text for one in checked.outcome.findings if one.rule.code == "C001"] == [
        "「培训场次」请看。"
    ]
    assert [one.rule.code for one in checked.outcome.findings] == ["C003", "C002", "C001"]


def test_readme_and_changelog_say_what_there_is() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    change = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert f"怎么查（{'、'.join(Asked)}）" in readme
    for said in ("jixiao criteria --init", "jixiao criteria --test", "--criteria 审核口径.xlsx"):
        assert said in readme
    assert "`jixiao criteria` 和 `--criteria 审核口径.xlsx`（或设置文件里的 criteria）" in change
