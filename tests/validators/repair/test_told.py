"""The smallest change stands beside its finding wherever findings are told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from macros.excel.check_view import listing
from tests.season import evaluation
from tests.validators.json_schema import VALIDATOR
from tests.validators.pages import page
from validators.checking.check_file import Choice, check_file
from validators.records.encoding import decoded, encoded
from validators.records.form_results import file_record
from validators.records.results import FileRecord

CHANGE = "最少改动：改 G18「总分」为 99.90，其余都相符（按勾稽关系推算，请对照原件）。"


def test_every_output_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = evaluation(tmp_path / "报送" / "自评表.xlsx", total_score="98.90")
    paths = [tmp_path / f"核查结果{ending}" for ending in (".xlsx", ".html", ".csv", ".json")]
    reports = [word for path in paths for word in ("--report", str(path))]

    main(
        ["check", str(form.parent), *reports, "--level", "提示", "--return", str(tmp_path / "退回")]
    )

    assert CHANGE in capsys.readouterr().out
    book = openpyxl.load_workbook(paths[0])
    assert any(CHANGE in str(cell.value) for row in book["问题清单"].rows for cell in row)
    assert CHANGE in page(paths[1].read_text("utf-8")).all("main")[0].text
    with paths[2].open(encoding="utf-8-sig", newline="") as file:
        assert any(CHANGE in cell for row in csv.reader(file) for cell in row)
    data = json.loads(paths[3].read_bytes())
    VALIDATOR.validate(data)
    (finding,) = data["files"][0]["forms"][0]["findings"]
    change = {"cell": "G18", "label": "总分", "before": "98.90", "value": "99.90"}
    assert finding["repair"] == {"message": CHANGE, "choices": [[change]]}
    assert CHANGE not in finding["message"]
    (copy,) = (tmp_path / "退回").rglob("*_退回修改.xlsx")
    book = openpyxl.load_workbook(copy)
    assert CHANGE in book["自评表"]["G18"].comment.text
    assert any(CHANGE in str(cell.value) for row in book["修改清单"].rows for cell in row)


def test_the_button_tells_it(tmp_path: Path) -> None:
    forms = check_file(evaluation(tmp_path / "自评表.xlsx", total_score="98.90"), Choice()).forms

    told = listing("自评表", forms)

    assert any(CHANGE in word for line in told.lines for word in line)


def test_a_record_keeps_it(tmp_path: Path) -> None:
    data = file_record(check_file(evaluation(tmp_path / "表.xlsx", total_score="98.90"), Choice()))

    assert data.forms[0].findings[0].repair is not None
    assert decoded(FileRecord, json.loads(json.dumps(encoded(data)))) == data
