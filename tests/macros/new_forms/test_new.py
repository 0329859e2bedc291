"""`jixiao new`: blank forms of one's own policy, and what is told where another one judges them."""

from __future__ import annotations

import openpyxl
import pytest

from macros.cli import main
from tests import drawn
from tests.thinned import paired
from validators.checking.check_file import Choice, check_file
from workbooks.files.open_file import open_workbook
from workbooks.grid import OURS_FROM
from workbooks.reading.from_texts import published_forms
from xlfuncs.policy import load, scoring_law

FORM = published_forms()[0]


def run(capsys, *arguments):
    status = main(["new", *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out, told.err


@pytest.mark.parametrize(
    ("form", "ending"), paired(["自评表", "申报表", "监控表"], ["xlsx", "xlsm"])
)
def test_a_blank_form_of_a_policy(form, ending, tmp_path, capsys):
    target = tmp_path / f"新.{ending}"

    status, out, _ = run(capsys, form, "--policy", "hubei", "-o", target)

    assert (status, out) == (0, f"空白的{form}已写入 {target}，公式按湖北省评分办法。\n")
    grid = open_workbook(target)[0]
    assert grid.sheet == form
    if form == "自评表":
        assert (grid.template.policy, grid.template.law) == ("hubei", scoring_law(load("hubei")))
        sheet = openpyxl.load_workbook(target).worksheets[0]
        assert sheet["F6"].value == 20
        assert "100" in sheet["F74"].value


def test_without_a_choice_it_is_an_evaluation_by_shanghai(tmp_path, capsys):
    status, out, _ = run(capsys, "-o", tmp_path / "新.xlsx")

    assert (status, "上海市评分办法" in out) == (0, True)


@pytest.mark.parametrize(
    ("name", "policy", "told"),
    [
        ("新.xls", "hubei", "空白表要写成 .xlsx 或 .xlsm 文件，不能写成 新.xls。请改文件名。"),
        ("已有.xlsx", "hubei", "已经存在，没有覆盖"),
        ("没有/新.xlsx", "hubei", "写不了"),
        ("新.xlsx", "没有这种", "没有"),
    ],
)
def test_what_cannot_be_made(name, policy, told, tmp_path, capsys):
    (tmp_path / "已有.xlsx").write_bytes(b"")

    status, out, err = run(capsys, "--policy", policy, "-o", tmp_path / name)

    assert (status, out) == (2, "")
    assert told in err
    assert (tmp_path / "已有.xlsx").read_bytes() == b""


@pytest.mark.parametrize(("policy", "told"), [("shanghai", []), ("hubei", ["S113"])])
def test_another_policy_than_the_templates_own_is_told(policy, told, tmp_path):
    drawn.write(FORM, tmp_path / "form.xlsx")

    found = check_file(tmp_path / "form.xlsx", Choice(policy=policy)).forms[0].outcome.findings

    assert [one.rule.code for one in found if one.rule.code == "S113"] == told


def test_the_steps_are_nobodys_content(tmp_path):
    drawn.write(FORM, tmp_path / "form.xlsx")

    grid = open_workbook(tmp_path / "form.xlsx")[0]

    assert max(column for _, column in grid.values) < OURS_FROM
    assert grid.hidden_columns == frozenset()
    (form,) = check_file(tmp_path / "form.xlsx", Choice()).forms
    assert form.reading.form.hidden == ()


def test_hidden_columns_of_any_other_workbook_are_told(tmp_path):
    """What makes the steps ours is the property of the file, not where or what they are."""
    drawn.write(FORM, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    for name in book.custom_doc_props.names:
        del book.custom_doc_props[name]
    sheet = book.worksheets[0]
    sheet["AC13"] = "另有指标"
    book.save(tmp_path / "other.xlsx")

    found = check_file(tmp_path / "other.xlsx", Choice()).forms[0].outcome.findings

    assert "S111" in [one.rule.code for one in found]
