"""The VBA of the JX_ functions, read as text."""

from __future__ import annotations

import re

import pytest

from macros.vbaproject import functions_page, wrappers

ADDIN, FORWARDING = wrappers.addin_module(), wrappers.forwarding_module()
MODULES = pytest.mark.parametrize("module", [ADDIN, FORWARDING], ids=["addin", "forwarding"])


def said(expression: str) -> str:
    """What a VBA expression of ChrW calls and literals gives."""
    text = ""
    for part in re.sub(r" _\r?\n", " ", expression).split(" & "):
        code = re.fullmatch(r"ChrW\((\d+)\)", part.strip())
        text += chr(int(code[1])) if code else part.strip().strip('"')
    return text


def assigned(module: str, name: str) -> str:
    (expression,) = re.findall(
        rf"^    {name} = (ChrW(?:.|\r\n        )*)\r\n", module, re.MULTILINE
    )
    return said(expression)


@MODULES
def test_a_module_is_what_vba_takes(module: str) -> None:
    lines = module.split("\r\n")

    assert re.fullmatch(r'Attribute VB_Name = "Jixiao[A-Za-z]{1,25}"', lines[0])
    assert lines[1] == "Option Explicit"
    assert lines[-1] == ""
    assert module.isascii()
    assert not re.search(r"\r(?!\n)|(?<!\r)\n", module)
    assert max(map(len, lines)) < 1024
    assert not any(word in module for word in ("ActiveSheet", "Selection", "Resume Next"))
    assert not any(word in module for word in ("ActiveWorkbook", "ThisWorkbook", "Caller"))


@MODULES
def test_every_function_is_there_and_nothing_else_is_public(module: str) -> None:
    names = [function.name for function in wrappers.functions()]

    assert re.findall(r"^Public \w+ (\w+)", module, re.MULTILINE) == names
    assert "JX_EVALUATE" in names
    private = {
        "Answer",
        "InWizard",
        "NoAddIn",
        "NotRun",
        "AddInMacro",
        "Given",
        "InOneColumn",
        "InUse",
    }
    assert set(re.findall(r"^Private Function (\w+)", module, re.MULTILINE)) < private


def test_what_is_said_in_chinese() -> None:
    assert assigned(FORWARDING, "NoAddIn") == "请先安装绩效评价加载项"
    assert assigned(FORWARDING, "NotRun").startswith("绩效评价加载项没有应答")
    assert said(wrappers.chinese('引号"和\n空格 x 。')) == '引号"和\n空格 x 。'


def test_templates_forward_by_name_and_leave_out_what_was_left_out() -> None:
    names = [function.name for function in wrappers.functions()]
    run = re.findall(r"(JX_\w+) = Application\.Run\(macro, (.*)\)\r\n", FORWARDING)

    assert sorted({name for name, _ in run}) == names
    assert [arguments for name, arguments in run if name == "JX_EXECUTION_SCORE"] == [
        "Given(budget), Given(executed)",
        "Given(budget), Given(executed), Given(points)",
    ]
    optional = [a for f in wrappers.functions() for a in f.arguments if a.optional]
    assert FORWARDING.count("IsMissing") == len(optional) == 6


def test_templates_ask_only_an_add_in_that_is_open() -> None:
    bodies = re.findall(r"^Public Function (JX_\w+)(.*?)^End Function", FORWARDING, re.M | re.S)

    assert [name for name, _ in bodies] == [function.name for function in wrappers.functions()]
    for name, body in bodies:
        found, run = body.index(f'macro = AddInMacro("{name}")'), body.index("Application.Run(")
        assert body.index("On Error GoTo Missing") < found < run
    assert FORWARDING.count("jixiao.xlam") == 1
    assert 'host.Workbooks("jixiao.xlam")' in FORWARDING


def test_every_function_and_argument_stands_on_the_page() -> None:
    page = functions_page.markdown()

    said = re.findall(r"^## (JX_\w+)\((.*)\)\n\n(.+)\n", page, re.M)
    assert [(name, text) for name, _, text in said] == [
        (function.name, function.help) for function in wrappers.functions()
    ]
    assert {name: names for name, names, _ in said}["JX_EXECUTION_SCORE"] == (
        "budget, executed, [points]"
    )
    assert page.count("| target | 年度指标值，如 ≥15.00(条) |") == 6


@pytest.mark.parametrize(
    "name",
    [
        "date",
        "Type",
        "name",
        "Next",
        "A1",
        "AB12",
        "R1C1",
        "r",
        "C3",
        "指标",
        "_x",
        "InUse",
        "macro",
        "Any",
        "step",
        "",
    ],
)
def test_names_that_break_vba_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        wrappers.refuse_bad_name(name, "帮助")


@pytest.mark.parametrize("said", ["", "长" * 256])
def test_help_that_excel_would_cut_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="the help of"):
        wrappers.refuse_bad_name("target", said)
