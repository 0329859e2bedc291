"""Rules on trial (试行): told apart in every output, and counted nowhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from macros.excel import check_view as marking
from tests.cases import read_texts, texts_of
from tests.validators.pages import page
from tests.validators.results import INDICATORS, checked, result
from validators.checking.check_file import CheckedForm
from validators.checking.checked_policy import policy_of
from validators.engine import judge
from validators.filing import file
from validators.records.record import recorded
from validators.records.standing import Standing
from validators.reports.returned.marks import goes_back
from validators.rule import Severity
from validators.rules import i317_hollow_indicator
from workbooks.drawing import layout
from workbooks.drawing.draw_form import draw
from workbooks.forms import SelfEvaluation

HOLLOW = f"{INDICATORS}| 效益指标 | 社会效益指标 | 社会效益明显 | ≥95(%) | 95(%) | 30 | 30 | |\n"
MESSAGE = (
    "「社会效益明显」没有说明考察哪个数，「年度指标值」却写“≥95(%)”，完成多少无从计算。"
    "请核实，写明考察的数，或改为定性指标。"
)
COUNTED = """base = "national"
[severities.I317]
value = "error"
since = "待核"
source = "本区要求"
"""


def hollow() -> CheckedForm:
    return checked(read_texts(texts_of(HOLLOW)), (i317_hollow_indicator,))


def test_it_counts_nowhere() -> None:
    form = hollow()
    record = recorded(result("表.xlsx", form))

    ((told, note),) = record.forms
    assert form.outcome.findings == ()
    assert (told.findings, [(one.code, one.trial) for one in told.trials]) == (
        (),
        [("I317", True)],
    )
    assert note.standing is not Standing.ASK
    assert not goes_back(record)


def test_a_policy_makes_it_count(tmp_path: Path) -> None:
    path = tmp_path / "本区.toml"
    path.write_text(COUNTED, "utf-8")
    form = read_texts(texts_of(HOLLOW)).form

    outcome = judge(file(form, policy_of(str(path))), (i317_hollow_indicator,))

    assert [(one.rule.code, one.severity) for one in outcome.findings] == [("I317", Severity.ERROR)]
    assert outcome.trials == ()


def test_excel_lists_it_and_colours_nothing() -> None:
    form = hollow()
    grid = layout.lay_out(form.reading.form).grid()

    (line,) = [one for one in marking.listing("自评表", [form]).lines if one[0] == "试行"]
    assert line == ("试行", "I317", "D16", MESSAGE)
    assert marking.colours([form], grid) == ()


def test_every_format_tells_it_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    form = read_texts(texts_of(HOLLOW)).form
    assert isinstance(form, SelfEvaluation)
    draw(form, tmp_path / "表.xlsx")
    reports = [tmp_path / f"核查结果{ending}" for ending in (".xlsx", ".html", ".csv", ".json")]
    asked = [word for path in reports for word in ("--report", str(path))]

    status = main(["check", str(tmp_path / "表.xlsx"), "--level", "提示", *asked])

    shown = capsys.readouterr().out
    data = json.loads(reports[3].read_bytes())
    (told,) = data["files"][0]["forms"]
    book = openpyxl.load_workbook(reports[0])
    cells = [page_entry.attributes["data-kind"] for page_entry in entries_of(reports[1])]
    rows = list(csv.reader(reports[2].read_text("utf-8-sig").splitlines()))
    assert status == 0
    assert "试行的规则另外提出（不计入，供核实）：" in shown
    assert f"试行 I317 D16 {MESSAGE}" in shown
    assert "错误 0 处，警告 0 处，提示 0 处" in shown
    assert (told["findings"], [one["code"] for one in told["trials"]]) == ([], ["I317"])
    assert told["trials"][0]["trial"] is True
    assert data["summary"]["warnings"] == 0
    assert [cell.value for cell in book["试行"][3]][:3] == ["试行", "I317", "D16"]
    assert "试行" in cells
    assert [row[:3] for row in rows if row[0] == "试行"] == [["试行", "I317", "D16"]]


def entries_of(path: Path) -> list[object]:
    return page(path.read_text("utf-8")).all("li", "entry")
