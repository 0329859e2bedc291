"""`jixiao read` and `--edition`: what somebody sees who asks how a form was read."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from macros.cli import main
from validators.checking import budget

SAMPLES = Path(__file__).parents[3] / "workbooks" / "samples"
SAMPLE = SAMPLES / "2025申报表_业务受理工作经费.xlsx"
EDITION = """name = "mine"
title = "某地自评表"
form = "SelfEvaluation"
policy = "national"
source = "某地"
money_unit = "万元"
marks = [["年度指标值"]]
"""


def test_every_cell_is_told_with_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["read", str(SAMPLE)])

    told = capsys.readouterr().out
    assert status == 0
    assert "是申报表，版式「上海市财政项目支出绩效目标申报表」，评分办法 shanghai。" in told
    assert "没有读的 0 个。" in told
    assert "没有读：" not in told


def test_a_crowded_workbook_is_refused_as_a_check_refuses_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "FILE", 1)

    assert main(["read", str(SAMPLE)]) == 2
    assert budget.CROWDED in capsys.readouterr().err


def test_a_cell_that_is_not_read_is_told_once_more_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(SAMPLE)
    page = book.active
    page.cell(page.max_row, page.max_column + 1, "待核实")
    file = tmp_path / "form.xlsx"
    book.save(file)

    main(["read", str(file)])

    assert "「待核实」" in capsys.readouterr().out.splitlines()[-2]


def test_the_account_is_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", "--format", "json", str(SAMPLE)])

    (form,) = json.loads(capsys.readouterr().out)
    assert form["form"] == "TargetDeclaration"
    assert {"cell": "A1", "text": "财政项目支出绩效目标申报表", "what": "值"}.items() <= (
        form["cells"][0].items()
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("name =", "nmae ="), "第 1 行：版式里没有 nmae 这一项，最接近的是 name。"),
        (('"SelfEvaluation"', '"Other"'), "第 3 行：form 填的是“Other”，应为"),
        (('[["年度指标值"]]', "[]"), "第 7 行：marks 应为"),
        (('"national"', '"nowhere"'), "第 4 行：policy 填的是“nowhere”，应为"),
        (("marks", "[words.indicators]\nnam = ['细目']\n#"), "第 1 行：marks、places 和 general"),
    ],
)
def test_an_edition_that_cannot_be_used_names_its_line(
    change: tuple[str, str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(EDITION.replace(*change), "utf-8")

    status = main(["check", "--no-ledger", "--edition", str(file), str(SAMPLE)])

    assert status == 2
    assert told in capsys.readouterr().err


def test_words_of_ones_own_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.toml"
    file.write_text(f'{EDITION}[words.indicators]\nname = ["细目"]\n', "utf-8")

    status = main(["check", "--no-ledger", "--edition", str(file), str(SAMPLE)])

    assert status in (0, 1)
    assert "程序故障" not in capsys.readouterr().out
