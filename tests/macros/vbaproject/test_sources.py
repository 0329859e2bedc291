"""The VBA that ships: its style, its names against ribbon and Python, what it must not hold."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from macros.ribbon import BUTTONS, UNDO, custom_ui_2007, custom_ui_2010
from macros.vbaproject import xlwings_module as edits
from macros.vbaproject.addin import modules
from macros.vbaproject.server_names import AT_LOGON, SERVER_ARGUMENTS, class_of
from macros.vbaproject.xlwings_module import stock_text, xlwings_module

SOURCES = sorted((Path(str(files("macros"))) / "vba").iterdir())
SHIPPED = {module.name: module.source for module in modules()}
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
PROCEDURE = re.compile(r"^(Public |Private )?(?:Sub|Function) (\w+)", re.MULTILINE)
DECLARED = re.compile(r"Declare PtrSafe Function (\w+)")

# What the stock module holds and a hostile workbook, or a formula or shape in it, could use.
STOCK_PATHS = [
    "GetConfigFromSheet",
    "GetDirectoryConfigFilePath",
    "GetDirectoryPath",
    "SheetExists",
    ".conf\")",
    ".py",
    "embedded",
    "LICENSE",
    "PYTHONPATH",
    "ADD_WORKBOOK",
    "UDF MODULES",
    "FullName",
    "ActiveWorkbook.",
    "prepare_sys_path",
    "CONDA",
    "WScript",
    "CreateObject",
    "cmd.exe",
    "Kill ",
    "VBProject",
    "USERPROFILE",
]  # fmt: skip


def without_comments(source: str) -> str:
    return "\n".join(line for line in source.split("\r\n") if not line.strip().startswith("'"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_are_ascii_with_crlf_and_option_explicit(path: Path) -> None:
    data = path.read_bytes()

    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"\r\nOption Explicit\r\n" in data


@pytest.mark.parametrize("name", SHIPPED)
def test_modules_keep_to_the_house_style(name: str) -> None:
    code = without_comments(SHIPPED[name])

    for word in ("ActiveSheet", "Selection", "On Error Resume Next", "Evaluate("):
        assert word not in code
    assert "Option Explicit" in code


def test_one_program_is_started_and_it_is_the_user_s_interpreter() -> None:
    started = [
        (name, line.strip())
        for name, source in SHIPPED.items()
        for line in without_comments(source).split("\n")
        if "Shell" in line
    ]

    assert started == [("Server", 'If command <> "" Then Shell command, vbHide')]
    assert re.findall(
        r"^    command = (.*)$", without_comments(SHIPPED["Server"]), re.MULTILINE
    ) == ["LaunchCommand()"]


def test_each_button_is_named_alike_in_ribbon_and_vba() -> None:
    root = ElementTree.fromstring(custom_ui_2010())
    in_ribbon = {
        (button.get("id"), button.get("onAction"), button.get("label"))
        for button in root.iter(f"{UI}button")
    }
    on_cells = [button for menu in root.iter(f"{UI}contextMenu") for button in menu]
    in_vba = re.findall(
        r'Public Sub (\w+)\(ByVal control As Object\)\r\n    RunPython "(\w+)"\r\n'
        r"(?:    OfferUndo\r\n)?End Sub\r\n",
        SHIPPED["Ribbon"],
    )

    assert [(b.get("id"), b.get("onAction")) for b in on_cells] == [("jxExplainHere", "JxExplain")]
    assert {(id_, sub) for id_, sub, _ in in_ribbon} == {
        ("jxExplainHere", "JxExplain"),
        *((b.id, b.sub) for b in BUTTONS),
    }
    assert sorted(in_vba) == sorted((button.sub, button.function) for button in BUTTONS)
    assert len(PROCEDURE.findall(SHIPPED["Ribbon"])) == len(in_vba) == len(BUTTONS) == 19


def test_each_button_has_its_function_in_python() -> None:
    spec = find_spec("macros.buttons")
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text("utf-8"))
    public = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }

    assert {button.function for button in BUTTONS} <= public


def test_the_ribbon_is_well_formed() -> None:
    root = ElementTree.fromstring(custom_ui_2010())
    elements = [element for element in root.iter() if element.get("id")]
    groups = [group.get("label") for group in root.iter(f"{UI}group")]
    buttons = [button for group in root.iter(f"{UI}group") for button in group]

    assert {element.tag.removeprefix(UI) for element in root.iter()} == {
        *("customUI", "ribbon", "tabs", "tab", "group", "button", "contextMenus", "contextMenu")
    }
    assert len({element.get("id") for element in elements}) == len(elements)
    assert [tab.get("label") for tab in root.iter(f"{UI}tab")] == ["绩效评价"]
    for different in ("imageMso", "keytip", "label"):
        assert len({button.get(different) for button in buttons}) == len(buttons)
    assert groups == ["填报", "复核", "帮助"]
    for button in buttons:
        assert set(button.keys()) - {"size"} == {
            *("id", "label", "imageMso", "onAction", "screentip", "supertip", "keytip")
        }
        assert button.get("size", "large") == "large"
        assert button.get("supertip", "").endswith("。")
        assert len(button.get("supertip", "")) < 1024


def test_the_older_ribbon_is_the_same_in_its_own_namespace() -> None:
    newer = ElementTree.fromstring(custom_ui_2010())
    older = ElementTree.fromstring(custom_ui_2007())

    assert {element.tag.split("}")[0] for element in older.iter()} == {
        "{http://schemas.microsoft.com/office/2006/01/customui"
    }
    assert [(e.tag.split("}")[1], e.attrib) for e in older.iter()] == [
        (e.tag.split("}")[1], e.attrib)
        for e in newer.iter()
        if e not in {*newer.iter(f"{UI}contextMenus"), *newer.iter(f"{UI}contextMenu")}
        and e.get("id") != "jxExplainHere"
    ]


def test_every_declared_function_and_every_procedure_is_called() -> None:
    code = "\n".join(map(without_comments, SHIPPED.values()))
    called_from_outside = {button.sub for button in BUTTONS} | {"Auto_Open", "host_WorkbookOpen"}

    for name in set(DECLARED.findall(code)):
        assert len(re.findall(rf"\b{name}\b", code)) > code.count(f"Function {name} Lib"), name
    for _, name in PROCEDURE.findall(code):
        if name not in called_from_outside and not name.startswith("JX_"):  # those, by cells
            own = rf"(?:Sub|Function) {name}\b|^\s*{name} = "
            uses = len(re.findall(rf"\b{name}\b", code))
            assert uses > len(re.findall(own, code, re.MULTILINE)), name


@pytest.mark.parametrize("words", STOCK_PATHS)
def test_each_stock_path_for_an_opened_workbook_is_gone(words: str) -> None:
    stock = without_comments(stock_text()).lower()
    shipped = without_comments(SHIPPED["xlwings"]).lower()

    assert words.lower() in stock
    assert words.lower() not in shipped


def test_the_only_settings_are_two_of_one_file_of_the_user() -> None:
    code = without_comments(SHIPPED["xlwings"])

    assert set(re.findall(r'GetConfig\("([^"]+)"', code)) == {"INTERPRETER_WIN", "DEBUG UDFS"}
    assert re.findall(r'Environ\("?(\w+)', code) == ["APPDATA"]
    assert re.findall(r"Open (\w+) For (\w+)", code) == [("sFile", "Input")]
    assert re.findall(r"GetConfigFromFile\((.+?), ", code) == [
        "GetConfigFilePath()",
        "sFile As String",
    ]


def test_the_command_is_the_interpreter_and_a_constant() -> None:
    code = without_comments(SHIPPED["xlwings"])

    commands = re.findall(r"^ +(?:XLPy|Launch)Command = (.*)$", code, re.MULTILINE)

    assert SERVER_ARGUMENTS.startswith("-I ")  # no current folder, no variables of Python
    before, after = class_of("0" * 12).split("0" * 12)
    assert commands == [
        f'"{AT_LOGON}"',
        f'"{before}" & ServerNumber() & "{after}"',
        f'"""" & GetConfig("INTERPRETER_WIN") & """ {SERVER_ARGUMENTS} " & ServerNumber()',
    ]


def test_no_formula_or_shape_of_an_opened_workbook_can_pass_code() -> None:
    """A cell can call any public function of an add-in, a shape any macro, both with arguments."""
    code = without_comments(SHIPPED["xlwings"])

    public = [name for scope, name in PROCEDURE.findall(code) if scope != "Private "]
    known = re.findall(r'"(\w+)"', code[code.index("Case ") : code.index("XLPy.Exec")])

    assert "Option Private Module" in code
    assert public == ["RunPython", "IsUndoable", "LaunchCommand", "ServerTitle", "XLPy"]
    assert "Public Function XLPy()" in code
    assert "Public Sub RunPython(ByVal Button As String)" in code
    assert known == [button.function for button in (*BUTTONS, UNDO)]
    assert re.findall(r"XLPy\.Exec (.*)", code) == [
        '"import macros.buttons; macros.buttons." & Button & "()"'
    ]


def test_the_licence_goes_with_it() -> None:
    stock, shipped = stock_text(), xlwings_module().source
    start = stock.index("'xlwings is distributed under")
    licence = stock[start : stock.index("SUCH DAMAGE.", start)]

    assert licence in shipped
    assert "'Changed for this product" in shipped


def test_another_text_of_xlwings_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "stock_text", lambda: stock_text().replace("0.37.8", "0.37.9"))

    with pytest.raises(ValueError, match="not the one that was read"):
        xlwings_module()


def test_an_anchor_that_is_not_found_once_stops_the_build() -> None:
    with pytest.raises(ValueError, match="0 times, not once"):
        edits._swap("a b", "c", "d")
    with pytest.raises(ValueError, match="2 times, not once"):
        edits._swap("a b a", "a", "d")
    with pytest.raises(ValueError, match="the other way round"):
        edits._cut("a b c", "c", "a")
