"""What goes back to a unit: which files, which cells, and what the list says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.validators.results import (
    crashed,
    published,
    refused,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from validators.checking.catalogue import RULES
from validators.checking.check_file import Result
from validators.records.record import Record, recorded
from validators.records.results import FindingRecord
from validators.reports.returned.marks import MOST_LINES, certain, goes_back, listing, marks
from validators.rule import Severity
from validators.rules import s104_actual_missing
from workbooks.files import xlsx
from workbooks.reading.read_form import read_grid
from workbooks.returned_copy.annotate import CellMark, list_workbook
from workbooks.returned_copy.marked_styles import Look


def record(result: Result) -> Record:
    return recorded(result)


def rows(one: Record, apart: str | None = None) -> list[list[str | int]]:
    return [[entry.value for entry in line.entries] for line in listing(one, apart).lines]


def told(one: Record, apart: str | None = None) -> tuple[str, str]:
    """The first line and the remark."""
    made = listing(one, apart)
    return str(made.lead.entries[0].value), str(made.remarks[0].entries[0].value)


def finding(severity: Severity) -> Result:
    return written("表.xlsx", "", rules=(rule_that_says("请看。", severity),))


def test_what_goes_back() -> None:
    results = [
        unexplained(),
        unreadable(),
        refused(),
        crashed(),
        published()[4],
        *map(finding, Severity),
    ]

    back = [goes_back(record(one)) for one in results]

    assert back == [True, True, True, False, False, True, True, False]


def test_an_error_is_marked_with_code_sentence_and_what_to_do() -> None:
    one = record(unexplained())

    (sheet,) = {form.sheet for form, _ in one.forms}
    ((cell, message),) = [
        (said.cell, said.message) for form, _ in one.forms for said in form.findings
    ]
    assert marks(one) == (CellMark(sheet, cell, f"错误 N601：{message}", Look.STOP),)
    assert message.endswith("请填写扣分的原因和改进措施。")


def test_each_cell_of_a_joint_finding_has_its_own_comment_and_the_list_one_line() -> None:
    two = "\n".join(
        f"| 产出指标 | 数量指标 | {name} | ≥10(场) | | 1 | 1 | |" for name in ("甲", "乙")
    )
    one = record(written("空着.xlsx", two, (s104_actual_missing,)))

    assert [(mark.cell, mark.text) for mark in marks(one)] == [
        ("E13", "错误 S104：「甲」的「实际完成值」没有填写。请补填后再报送。"),
        ("E14", "错误 S104：「乙」的「实际完成值」没有填写。请补填后再报送。"),
    ]
    assert [row[2:6] for row in rows(one)] == [
        ["E13", "错误", "S104",
         "2 项的「实际完成值」没有填写：E13「甲」、E14「乙」。请补填后再报送。"],
    ]  # fmt: skip


def test_a_cell_that_could_not_be_read_is_marked_with_the_reason() -> None:
    one = record(unreadable())

    (mark,) = marks(one)

    assert mark.look is Look.UNKNOWN
    assert "填的是“约16”" in mark.text


def test_advice_marks_no_cell_and_comes_last_in_the_list() -> None:
    rules = (
        rule_that_says("建议。", Severity.NOTE),
        rule_that_says("请核实。", Severity.WARNING),
        rule_that_says("请改。", Severity.ERROR),
    )

    one = record(written("表.xlsx", "", rules=rules))

    assert [mark.text for mark in marks(one)] == ["错误 S106：请改。", "警告 S106：请核实。"]
    assert [(row[0], row[3], row[5]) for row in rows(one)] == [
        (1, "错误", "请改。"),
        (2, "警告", "请核实。"),
        (3, "提示", "建议。"),
    ]


def test_a_row_of_the_list() -> None:
    one = record(unexplained())
    (line,) = listing(one).lines

    values = [entry.value for entry in line.entries]

    (mark,) = marks(one)
    assert values == [
        1,
        mark.sheet,
        mark.cell,
        "错误",
        "N601",
        mark.text.removeprefix("错误 N601："),
        "扣了分，却没有填写偏差原因。",
        "",
    ]
    assert line.entries[2].place == (mark.sheet, mark.cell)
    assert line.entries[3].look is Look.STOP


def test_units_are_cited_only_what_is_certain() -> None:
    """Whose article nobody has looked up stays in RULES.md and `jixiao explain`."""
    sources = [certain(module.RULE.source) for module in RULES]

    assert not any("条款待核" in source for source in sources)
    assert certain("填表要求；《办法》（财预〔2020〕10号），条款待核") == "填表要求"
    assert certain("填表要求；本区通知第三条") == "填表要求；本区通知第三条"


def test_the_first_line_says_what_to_do() -> None:
    both = (rule_that_says("请改。", Severity.ERROR), rule_that_says("请核实。"))

    leads = [
        told(record(one), apart)[0]
        for apart in (None, "不能标注。")
        for one in (
            finding(Severity.ERROR),
            finding(Severity.WARNING),
            written("表.xlsx", "", rules=both),
        )
    ]

    assert leads == [
        "请改正 1 处；改完后保存，把本文件重新报送。",
        "请核实 1 处：有误的改正，无误的在「处理情况」写明理由；然后把本文件重新报送。",
        "请改正 1 处，核实 1 处；改完后保存，把本文件重新报送。",
        "请照本清单在原文件里改正 1 处，改完后把原文件重新报送。",
        "请照本清单核实 1 处；原文件有误的，改正后重新报送。",
        "请照本清单在原文件里改正 1 处，核实 1 处，改完后把原文件重新报送。",
    ]


def test_a_file_that_could_not_be_checked_says_why() -> None:
    one = record(refused())

    assert marks(one) == ()
    assert told(one, "") == (
        "这份文件没有核查成。请照下面的说明处理，然后重新报送。",
        "原文件：加密.xlsx。",
    )
    assert rows(one, "") == [
        [1, "", "全文件", "读不成", "", "文件加了密码，打不开。请去掉打开密码后再报送。", "", ""]
    ]


def test_what_is_unreadable_may_hide_more() -> None:
    remark = told(record(unreadable()))[1]

    assert "「读不成」的格改好以后，可能还会查出别的问题。" in remark


def test_apart_from_the_file_there_are_no_links() -> None:
    (line,) = listing(record(unexplained()), "不能标注。").lines

    assert line.entries[2].place is None


def test_submitted_text_is_made_fit_for_a_cell() -> None:
    bad = rule_that_says("甲{word}乙", Severity.ERROR, word="\x07" + "长" * 40_000)

    one = record(written("表.xlsx", "", rules=(bad,)))

    (mark,) = marks(one)
    assert mark.text.startswith("错误 S106：甲□长")
    assert len(mark.text) < 32_767
    assert mark.text.endswith("字〕")
    assert str(rows(one)[0][5]).startswith("甲□长")


def test_a_name_that_steers_the_text_is_shown_harmless() -> None:
    one = replace(record(refused()), path=Path("\u202egpj.=1+1\n.xlsx"))

    assert told(one, "")[1].startswith("原文件：□gpj.=1+1\n.xlsx")


def with_findings(one: Record, findings: tuple[FindingRecord, ...]) -> Record:
    (form,) = one.data.forms
    return replace(one, data=one.data._replace(forms=(form._replace(findings=findings),)))


@pytest.mark.slow
def test_a_list_ends_somewhere_and_says_so() -> None:
    one = record(finding(Severity.ERROR))
    one = with_findings(one, one.data.forms[0].findings * (MOST_LINES + 3))

    made = rows(one)

    assert len(made) == MOST_LINES + 1
    assert made[-1][5] == "后面还有 3 处没有列出，请先改正以上各处。"
    assert told(one)[0].startswith(f"请改正 {MOST_LINES + 3} 处")


def test_a_list_of_whatever_the_rules_may_say_is_no_form() -> None:
    one = record(finding(Severity.ERROR))
    (said,) = one.data.forms[0].findings
    every = (
        said._replace(code=module.RULE.code, message=sentence)
        for module in RULES
        for sentence in module.RULE.sentences.values()
    )
    one = with_findings(one, tuple(every))
    raw = list_workbook(listing(one, "不能标注。"))

    (grid,) = xlsx.grids(raw)

    assert len(grid.values) > 6 * len(RULES)
    assert list(read_grid(grid)) == []
