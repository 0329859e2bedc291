"""What a terminal shows: findings, what was not looked at, and scorecards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.validators.results import (
    broken,
    checked,
    crashed,
    everything,
    published,
    refused,
    result,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from tests.workbooks.layouts import FOLDER, grid
from validators import terminal_text
from validators.checking.check_file import Result
from validators.records.folder_results import (
    Arrival,
    ExpectedListRecord,
    ExpectedRecord,
    FolderRecord,
)
from validators.records.record import recorded
from validators.records.standing import Standing, standing
from validators.records.tally import tally
from validators.reports import scorecard, terminal
from workbooks.files.refusal import Reason, Refusal
from workbooks.reading.read_form import Reading, read_grid


def test_clean_form() -> None:
    assert list(terminal.lines(recorded(published()[0]))) == [
        "2024_新闻宣传专项经费.xlsx",
        "  工作表「自评表」新闻宣传专项经费，2024 年度，总分 96.00（测算 97.14），评级 优",
        "    未发现问题。",
    ]


def test_clean_declaration() -> None:
    assert list(terminal.lines(recorded(published()[4]))) == [
        "2025_业务受理工作经费.xlsx",
        "  工作表「申报表」业务受理工作经费，2025 年度，申报表，13 项指标，不评分",
        "    未发现问题。",
    ]


def test_finding() -> None:
    assert list(terminal.lines(recorded(unexplained()))) == [
        str(Path("退回/扣分未说明.xlsx")),
        "  工作表「自评表」新闻宣传专项经费，2024 年度，总分 96.00（测算 97.14），评级 优",
        "    错误 N601 H18 「H5应用预约功能使用率」得分 6 分，比分值 10 分少 4 分，"
        "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
    ]


def test_unreadable_cell_is_told_with_what_was_not_checked() -> None:
    assert list(terminal.lines(recorded(unreadable())))[2:] == [
        "    读不成 G13「得分」填的是“约16”，读不成数。请只填数字。",
        "    未检查 N601：G13「得分」读不成，有关内容未检查。",
    ]


def test_no_finding_never_hides_what_was_not_looked_at() -> None:
    form = unreadable().forms[0]
    only_skips = replace(form, reading=replace(form.reading, unreadable=()))

    told = list(terminal.lines(recorded(Result(Path("a.xlsx"), (only_skips,)))))

    assert told[2:] == [
        "    未发现问题，但有内容没有检查：",
        "    未检查 N601：G13「得分」读不成，有关内容未检查。",
    ]
    assert standing(only_skips) is Standing.INCOMPLETE


def test_rules_skipped_for_the_same_reason_share_a_line() -> None:
    form = unreadable().forms[0]
    (skip,) = form.outcome.skips
    skips = tuple(replace(skip, rule=replace(skip.rule, code=f"N60{n}")) for n in range(1, 8))
    many = replace(form, outcome=replace(form.outcome, skips=skips))

    told = list(terminal.lines(recorded(Result(Path("a.xlsx"), (many,)))))

    assert told[3:] == [
        "    未检查 N601、N602、N603、N604、N605 等 7 条规则：G13「得分」读不成，有关内容未检查。"
    ]


def test_refusal() -> None:
    assert list(terminal.lines(recorded(refused()))) == [
        "加密.xlsx",
        "  读不成 文件加了密码，打不开。请去掉打开密码后再报送。",
    ]


def test_refused_sheet_beside_a_checked_form() -> None:
    refusal = Refusal(Reason.UNRECOGNISED, "工作表「附表」认不出版式。请确认。")

    told = list(terminal.lines(recorded(replace(published()[0], refusal=refusal))))

    assert told[1] == "  读不成 工作表「附表」认不出版式。请确认。"
    assert told[3] == "    未发现问题。"


def test_fault_of_a_rule() -> None:
    assert list(terminal.lines(recorded(broken())))[2:] == [
        "    未发现问题，但有内容没有检查：",
        "  程序故障（与填报单位无关）：工作表「自评表」的规则 Z999 未能完成，"
        "请把此文件和本行发给维护人。"
        "〔ZeroDivisionError: division by zero〕",
    ]


def test_fault_of_the_whole_file() -> None:
    assert list(terminal.lines(recorded(crashed())))[1:] == [
        "  程序故障（与填报单位无关）：请把此文件发给维护人。",
        "  程序故障的详情：〔KeyError: 'cell'〕",
    ]


def test_summary() -> None:
    assert list(terminal.summary_lines(tally(map(recorded, everything())))) == [
        "共 14 份：2 份需退回修改（有错误或读不成的单元格），1 份未查全（有规则未能检查），"
        "9 份未发现问题，2 份未能核查（打不开或认不出）。",
        "文件 14 个（未能核查 2 个）；错误 1 处，警告 0 处，提示 0 处；读不成 1 处，未检查 1 项。",
        "程序故障 2 处，与填报单位无关，请把有关文件和提示发给维护人。",
    ]


def test_summary_of_nothing() -> None:
    assert next(terminal.summary_lines(tally([]))) == (
        "没有找到可核查的文件。请确认路径，文件应为 Excel 工作簿（.xlsx、.xlsm、.xls、.et）、"
        "网页（.html）或 Word 文档（.docx）。"
    )


def test_submitted_text_cannot_steer_the_terminal() -> None:
    rule = rule_that_says("「{text}」请核实。", text="甲\x1b[2J\n乙\u202e丙\ud800")

    told = list(terminal.lines(recorded(written("a\nb\x07.xlsx", "", rules=(rule,)))))

    assert told[0] == "a b?.xlsx"
    assert told[2] == "    警告 S106 C3 「甲?[2J乙?丙?」请核实。"


def test_own_words_encode_in_gbk() -> None:
    for one in everything():
        for line in terminal.lines(recorded(one)):
            assert line.encode("gbk")
        for form in one.forms:
            for line in scorecard.lines(form):
                assert line.encode("gbk") or not line
    assert "\n".join(terminal.summary_lines(tally(map(recorded, everything())))).encode("gbk")


def test_signs_outside_gbk_stay_as_they_are() -> None:
    rule = rule_that_says("「{text}」请核实。", text="𠮷✓\u00a0①")

    told = list(terminal.lines(recorded(written("a.xlsx", "", rules=(rule,)))))

    assert told[2] == "    警告 S106 C3 「𠮷✓ ①」请核实。"
    assert told[2].encode("gbk", "replace") == "    警告 S106 C3 「?? ①」请核实。".encode("gbk")


def test_scorecard() -> None:
    told = list(scorecard.lines(unexplained().forms[0]))

    assert told[:5] == [
        "工作表「自评表」新闻宣传专项经费，2024 年度，总分 96.00（测算 97.14），评级 优",
        "",
        "三级指标                    年度指标值      实际完成值        分值  自评得分  测算得分"
        "  怎么算的",
        "-" * 114,
        "预算执行率                  -               100.00%          10.00     10.00     10.00"
        "  22.00 ÷ 22.00 = 100.00%",
    ]
    assert told[10] == (
        "H5应用预约功能使用率        ≥80.00(%)       57.14(%)         10.00      6.00      7.14"
        "  57.14 ÷ 80 × 10 = 7.14"
    )
    assert told[13:] == [
        "",
        "总分：自评 96.00，各项自评得分合计 96.00，测算 97.14",
        "评级：自评 优，按自评总分应为 优，按测算总分应为 优",
        "评分办法：上海市评分办法",
    ]


def test_long_names_go_on_below() -> None:
    told = list(scorecard.lines(published()[1].forms[0]))

    assert told[16:19] == [
        "行政许可技术审核工作（检验  ≤10.00(%)       0.88(%)           5.00      5.00      5.00"
        "  0.88 ≤ 10，得满分 5",
        "检测、特种设备及广告审查）",
        "有效驳回率",
    ]


def test_scorecard_fits_a_wide_terminal() -> None:
    for one in published():
        assert max(map(terminal_text.width, scorecard.lines(one.forms[0]))) <= 120


def test_scorecard_of_an_unreadable_score() -> None:
    told = list(scorecard.lines(unreadable().forms[0]))

    assert told[5] == (
        "培训场次                    ≥10(场)         8(场)               20      约16     16.00"
        "  8 ÷ 10 × 20 = 16"
    )
    assert told[-1] == "读不成 G13「得分」填的是“约16”，读不成数。请只填数字。"


def test_scorecard_without_an_actual_says_why_there_is_no_score() -> None:
    one = written("a.xlsx", "| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | | 20 | 16 | 已安排 |")

    told = list(scorecard.lines(one.forms[0]))

    assert told[5:7] == [
        "培训场次                    ≥10(场)         -                   20        16         -"
        "  「实际完成值」没有可用的内",
        "                                                                                        "
        "容，无法测算",
    ]
    assert "总分：自评 95.90，各项自评得分合计 95.90，测算 -" in told


def test_declaration_is_listed_not_scored() -> None:
    told = list(scorecard.lines(published()[4].forms[0]))

    assert told[:6] == [
        "工作表「申报表」业务受理工作经费，2025 年度，申报表，13 项指标，不评分",
        "",
        "申报表只填目标，不评分。读到的指标和目标如下，请核对：",
        "",
        "二级指标            三级指标                                  年度指标值          读作",
        "-" * 106,
    ]
    assert told[6] == (
        "经济成本指标        呼叫系统升级成本                          ≤19500.00(元)"
        "       不超过 19500 元"
    )
    assert len(told) == 6 + 13


def test_of_each_kind_a_screen_takes_ten() -> None:
    lines = [
        ExpectedRecord(
            Arrival.UNEXPECTED, None, f"{n}中心", "经费", "自评表", None, "名单上没有", ()
        )
        for n in range(12)
    ]
    folder = FolderRecord(expected=ExpectedListRecord("名单.xlsx", tuple(lines), ()))

    told = list(terminal.folder_lines(folder, "见核查结果。"))

    assert told[0] == "多报：0中心「经费」自评表，名单上没有。"
    assert told[10:] == ["这样的还有 2 处，见核查结果。"]


def test_totals_name_a_unit_as_it_writes_itself_and_count_what_is_left_out() -> None:
    heads = "| 栏目 | 填写 |\n|---|---|\n| 实施单位 | 甲中心（本级） |\n"
    rule = rule_that_says("请改正。")
    forms = [recorded(written(f"{n}.xlsx", "", (rule,), heads)) for n in range(3)]

    told = list(terminal.statistics(tally(forms), 2))

    assert told[1] == "  甲中心（本级）：3 份，错误 0，警告 3，已改 0"
    errors = [recorded(replace(unexplained(), path=Path(f"{n}.xlsx"))) for n in range(3)]
    assert list(terminal.statistics(tally(errors), 2))[-4:] == [
        "需退回修改的：", "  0.xlsx", "  1.xlsx", "  还有 1 个文件，见 Excel 核查结果的「合计」。",
    ]  # fmt: skip


def test_a_departments_own_form_is_that_of_the_department() -> None:
    """It names no 实施单位: it is counted, compared and sent back by the name of the department."""
    sheet = grid((FOLDER / "department" / "1.md").read_text("utf-8"))
    (read,) = (one for one in read_grid(sheet) if isinstance(one, Reading))
    record = recorded(result("整体.xlsx", checked(read)))

    assert [(one.unit, one.project) for one in record.data.forms] == [("示例镇人民政府",) * 2]
    assert list(tally([record]).units) == ["示例镇人民政府"]
