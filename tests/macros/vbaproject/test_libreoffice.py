"""LibreOffice compiles the add-in's modules and runs them: no Excel, but another reading of VBA."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from macros.ribbon import BUTTONS
from macros.vbaproject import wrappers
from macros.vbaproject.addin import TEXTS, modules
from macros.vbaproject.modules import Module, ModuleKind, standard_module
from macros.vbaproject.packages import with_vba
from macros.vbaproject.server_names import SERVER_ARGUMENTS, class_of, title_of
from macros.vbaproject.xlwings_module import SETTINGS, xlwings_module
from tests.macros.vbaproject.workbooks import HOSTILE, plain_workbook

pytestmark = pytest.mark.libreoffice
RUNNER = Path(__file__).with_name("basic_runner.py")

SERVER = [
    "Private said As String",
    "Public Function CallUDF(script, fname, args)",
    "    Called",
    '    CallUDF = script & "." & fname & "(" & Join(args, "|") & ")"',
    "End Function",
    "Public Function Module(path)",
    '    said = said & "Module " & path & ";"',
    "    Module = path",
    "End Function",
    "Public Sub SetAttr(owner, key, value)",
    '    said = said & "SetAttr " & owner & "." & key & " " & value.Name & ";"',
    "End Sub",
    "Public Sub Exec(statement)",
    '    said = said & "Exec " & statement & ";"',
    "End Sub",
    "Public Function Heard() As String",
    "    Heard = said",
    '    said = ""',
    "End Function",
]
STAND_IN = """\
Private server As StubServer
Public Function XLPy()
    If server Is Nothing Then Set server = New StubServer
    Set XLPy = server
End Function
Public Function Pressed(ByVal Button As String) As String
    Select Case Button
{cases}
    Case Else
        RunPython Button
    End Select
    Pressed = XLPy.Heard()
End Function
"""
ON_WINDOWS = "'From here on"
WATCHED = """\
Private calls As Long
Private probes As Long
Private launches As Long
Private seconds As Double
Private gone As Boolean
Private broken As Boolean
"""
STAGE = """\
Public Function Scene(ByVal later As Double, ByVal isGone As Boolean, ByVal isBroken As Boolean)
    seconds = seconds + later
    gone = isGone
    broken = isBroken
End Function
Public Function Counted() As String
    Counted = probes & " probes, " & calls & " calls, " & launches & " starts"
    probes = 0
    calls = 0
    launches = 0
End Function
Public Function Started() As String
    StartServer
End Function
Public Function Reset() As String
    ResetServer
    Reset = IsOwed()
End Function
Public Sub Called()
    calls = calls + 1
    If broken Then Err.Raise 1000
End Sub
Private Function Clock() As Double
    Clock = 1000 + seconds
End Function
Private Sub Pass()
    seconds = seconds + 0.5
End Sub
Private Sub Launch()
    launches = launches + 1
End Sub
Private Function IsAnswering() As Boolean
    probes = probes + 1
    IsAnswering = Not gone
End Function
Private Function GetCurrentProcessId() As Long
    GetCurrentProcessId = 8000
End Function
"""
FUNCTIONS = [
    "Public Function JX_SCORE(target, actual, points)",
    '    JX_SCORE = XLPy.CallUDF("xlfuncs.udf", "JX_SCORE", Array(target, actual, points))',
    "End Function",
]


# LibreOffice compiles on the first call of a public function; private ones are found from then on.
PROBE = ["Public Function Ready() As Boolean", "    Ready = True", "End Function"]


def text(name: str, lines: list[str]) -> str:
    return "\r\n".join([f'Attribute VB_Name = "{name}"', "Option Explicit", *lines, ""])


def on_64_bits(module: Module) -> Module:
    """The module without its #If blocks, which LibreOffice does not read: Win64 is taken."""
    lines, taken = [], True
    for line in module.source.split("\r\n"):
        match line.split():
            case ["#If", "Win64", "Then"]:
                taken = True
            case ["#Else"]:
                taken = False
            case ["#End", "If"]:
                taken = True
            case _ if taken:
                lines.append(line)
    resolved = "\r\n".join(lines)
    assert "#If" not in resolved
    return Module(module.name, module.kind, resolved)


def stubbed() -> list[Module]:
    """The add-in's modules with a stand-in for the one function that loads the library."""
    cases = "\n".join(
        f'    Case "{button.sub}"\n        {button.sub} Nothing' for button in BUTTONS
    )
    stand_in = STAND_IN.format(cases=cases).replace("\n", "\r\n")
    source = on_64_bits(xlwings_module()).source
    start = source.index("Public Function XLPy()")
    end = source.index("End Function\r\n", start) + len("End Function\r\n")
    declared = source.index("Public Sub RunPython")
    source = (
        source[:declared]
        + "Private server As StubServer\r\n"
        + source[declared:start]
        + (stand_in.split("\r\n", 1)[1] + source[end:])
    )
    classy = "\r\n".join(
        ['Attribute VB_Name = "StubServer"', *ModuleKind.CLASS.attributes, *SERVER, ""]
    )
    return [
        *(watched(m) if m.name == "Server" else m for m in modules() if m.name != "xlwings"),
        standard_module(source),
        standard_module(text("Functions", FUNCTIONS)),
        Module("StubServer", ModuleKind.CLASS, classy),
    ]


def refused(source: str) -> str:
    """The templates' module where the add-in is open and its functions do not run."""
    start = source.index("Private Function AddInMacro(")
    there = source[start : source.index("End Function", start)]
    return source.replace(there, there.split("\r\n")[0] + "\r\n").replace(
        "Application.Run(macro, Given(target))", "1 / Len(macro)"
    )


def watched(module: Module) -> Module:
    """The module Server with a clock, a probe and a start that a test directs and counts."""
    lines = [line for line in module.source.split("\r\n") if not line.startswith("Private Declare")]
    text = "\n".join(lines)
    head, rest = text[: text.index(ON_WINDOWS)].split("Private server As Object\n")
    return standard_module(
        f"{head}{WATCHED}Private server As Object\n{rest}{STAGE}".replace("\n", "\r\n")
    )


def body(source: str) -> str:
    """A text without its attributes, which LibreOffice keeps elsewhere."""
    lines = source.replace("\r", "").split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def on_libreoffice(source: str) -> str:
    """The add-in's functions, but for one expression that only Excel can evaluate."""
    wizard = re.compile(r"    Set host = Application\r\n    InWizard = .*\r\n")
    source, found = wizard.subn("    InWizard = False\r\n", source)
    assert found == 1
    return source


@cache
def python_with_uno() -> str | None:
    for name in (sys.executable, "/usr/bin/python3", shutil.which("libreoffice-python") or ""):
        if name and Path(name).exists():
            done = subprocess.run([name, "-c", "import uno"], capture_output=True)
            if done.returncode == 0:
                return name
    return None


def ran(workbook: bytes, calls: list[Any], folder: Path, **variables: str) -> dict[str, Any]:
    """What LibreOffice holds and answers; skips with the reason where it cannot be asked."""
    python = python_with_uno()
    if python is None or not shutil.which("soffice"):
        pytest.skip("LibreOffice or its UNO for Python is not installed: .ci/run installs both")
    file = folder / "twin.xlsm"
    file.write_bytes(workbook)
    done = subprocess.run(
        [python, str(RUNNER), str(file)],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **variables},
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_all_modules_are_listed_with_their_text(tmp_path: Path) -> None:
    shipped = [*map(on_64_bits, modules()), standard_module(text("Probe", PROBE))]

    held = ran(with_vba(plain_workbook(), shipped), [["Probe", "Ready", []]], tmp_path)

    assert sorted(held["modules"]) == sorted([m.name for m in shipped] + ["Sheet1"])
    for module in shipped:
        assert body(module.source) in body(held["modules"][module.name])
    assert held["results"] == [True]


def test_functions_and_buttons_run_against_a_stub(tmp_path: Path) -> None:
    calls: list[Any] = [["Functions", "JX_SCORE", ["≥15", 14.0, 10.0]]]
    calls += [["xlwings", "Pressed", [button.sub]] for button in BUTTONS]
    calls += [["xlwings", "Pressed", ["score_form(); import os"]]]

    results = ran(with_vba(plain_workbook(), stubbed()), calls, tmp_path)["results"]

    told = "Module xlwings._xlwindows;SetAttr xlwings._xlwindows.BOOK_CALLER twin.xlsm;"
    run = "Exec import macros.buttons; macros.buttons.{}();"
    assert results == [
        "xlfuncs.udf.JX_SCORE(≥15|14|10)",
        *(told + run.format(button.function) for button in BUTTONS),
        told,
    ]


@pytest.mark.parametrize(
    ("front", "book"), [("Nothing", "twin.xlsm"), ("Received", "received.xlsx")]
)
def test_a_button_without_a_workbook_hands_over_the_add_ins_own(
    front: str, book: str, tmp_path: Path
) -> None:
    """The workbook in front, as Excel says it, is put before LibreOffice's own."""
    lines = ["Private Function ActiveWorkbook() As Object", "    Set ActiveWorkbook = {}"]
    own = "\r\n".join([*lines, "End Function", ""]).format(
        front if front == "Nothing" else "New Received"
    )
    received = ["Public Property Get Name()", f'    Name = "{book}"', "End Property"]
    classy = "\r\n".join(
        ['Attribute VB_Name = "Received"', *ModuleKind.CLASS.attributes, *received, ""]
    )
    shipped = [
        Module(m.name, m.kind, m.source + own) if m.name == "xlwings" else m for m in stubbed()
    ]
    shipped.append(Module("Received", ModuleKind.CLASS, classy))
    calls = [["Functions", "JX_SCORE", ["a", 1.0, 1.0]], ["xlwings", "Pressed", ["JxBulk"]]]

    results = ran(with_vba(plain_workbook(), shipped), calls, tmp_path)["results"]

    assert results[1] == (
        f"Module xlwings._xlwindows;SetAttr xlwings._xlwindows.BOOK_CALLER {book};"
        "Exec import macros.buttons; macros.buttons.check_folder();"
    )


@pytest.mark.parametrize("source", [wrappers.addin_module(), wrappers.forwarding_module()])
def test_a_range_is_given_as_the_values_of_all_its_areas(source: str, tmp_path: Path) -> None:
    held = [
        "Public Function Held(ByVal where As String) As String",
        "    Dim found, row",
        "    found = Given(Range(where))",
        "    If Not IsArray(found) Then",
        '        Held = "one " & found',
        "    Else",
        "        For row = LBound(found, 1) To UBound(found, 1)",
        '            Held = Held & found(row, LBound(found, 2)) & "|"',
        "        Next",
        "    End If",
        "End Function",
    ]
    module = standard_module("\r\n".join([source, *held, ""]))
    calls = [[module.name, "Held", [where]] for where in ("B2", "B2:B3", "A1,B2:B3")]
    beside = [m for m in stubbed() if m.name not in ("JixiaoFunctions", "Functions")]
    sheets = {"自评表": {"A1": "甲", "B2": "乙", "B3": "丙"}}

    results = ran(with_vba(plain_workbook(sheets), [*beside, module]), calls, tmp_path)["results"]

    assert results == ["one 乙", "乙|丙|", "甲|乙|丙|"]


def test_every_function_reaches_the_server(tmp_path: Path) -> None:
    asking = standard_module(on_libreoffice(wrappers.addin_module()))
    beside = [module for module in stubbed() if module.name != asking.name]
    functions = wrappers.functions()
    given = [[f"a{n}" for n, _ in enumerate(function.arguments)] for function in functions]
    calls = [[asking.name, f.name, values] for f, values in zip(functions, given, strict=True)]

    results = ran(with_vba(plain_workbook(), [*beside, asking]), calls, tmp_path)["results"]

    assert results == [
        f"xlfuncs.udf.{function.name}({'|'.join(values)})"
        for function, values in zip(functions, given, strict=True)
    ]


def test_a_template_without_the_addin_says_so(tmp_path: Path) -> None:
    forwarding = standard_module(wrappers.forwarding_module())
    calls = [[forwarding.name, f.name, ["a"] * len(f.arguments)] for f in wrappers.functions()]

    results = ran(with_vba(plain_workbook(), [forwarding]), calls, tmp_path)["results"]

    assert results == [wrappers.NO_ADDIN] * len(calls)


SHEET = {"文字": TEXTS}
NO_ANSWER, NOT_YET = TEXTS["A3"], TEXTS["A4"]
ANSWER = "xlfuncs.udf.JX_TARGET(a)"


def played(steps: list[tuple[Any, ...]], folder: Path) -> list[Any]:
    """What each step gives: ask, press, or one of the directions of STAGE."""
    asking = standard_module(on_libreoffice(wrappers.addin_module()))
    beside = [module for module in stubbed() if module.name != asking.name]
    known = {"ask": [asking.name, "JX_TARGET", ["a"]], "trouble": ["Server", "ButtonTrouble", []]}
    calls = [known.get(step) or ["Server", step, list(arguments)] for step, *arguments in steps]
    given = ran(with_vba(plain_workbook(SHEET), [*beside, asking]), calls, folder)["results"]
    return [
        one
        for one, (step, *_) in zip(given, steps, strict=True)
        if step not in ("Scene", "Started")
    ]


def test_one_probe_and_then_no_call_for_a_minute(tmp_path: Path) -> None:
    gone, later = ("Scene", 0.0, True, False), ("Scene", 59.0, True, False)
    back = ("Scene", 2.0, False, False)

    given = played(
        [
            *(gone, ("ask",), ("ask",), ("Counted",)),
            *(later, ("ask",), ("trouble",), ("Counted",)),
            *(back, ("ask",), ("Counted",)),
        ],
        tmp_path,
    )

    assert given == [
        *(NO_ANSWER, NO_ANSWER, "1 probes, 0 calls, 0 starts"),
        *(NO_ANSWER, NO_ANSWER, "0 probes, 0 calls, 0 starts"),
        *(ANSWER, "1 probes, 1 calls, 0 starts"),
    ]


def test_a_call_that_fails_is_made_once(tmp_path: Path) -> None:
    given = played(
        [("Scene", 0.0, False, True), ("ask",), ("ask",), ("Counted",)],
        tmp_path,
    )

    assert given == [NO_ANSWER, NO_ANSWER, "1 probes, 1 calls, 0 starts"]


def test_a_formula_starts_nothing_and_a_button_waits_three_seconds(tmp_path: Path) -> None:
    gone = ("Scene", 0.0, True, False)

    given = played(
        [
            *(gone, ("Started",), ("ask",), ("Counted",)),
            *(("trouble",), ("Scene", 0.0, False, False), ("trouble",), ("ask",), ("Counted",)),
        ],
        tmp_path,
    )

    assert given[:3] == [NOT_YET, "1 probes, 0 calls, 1 starts", NOT_YET]
    assert given[3:5] == ["", ANSWER]
    assert given[5].endswith(" 1 calls, 0 starts")


def test_a_server_that_never_comes_is_given_up_and_a_button_tries_anew(tmp_path: Path) -> None:
    given = played(
        [
            *(("Scene", 0.0, True, False), ("Started",), ("Scene", 31.0, True, False)),
            *(("ask",), ("ask",), ("Counted",), ("Reset",), ("Counted",), ("ServerNumber",)),
            *(("Scene", 1.0, False, False), ("ask",), ("IsOwed",)),
        ],
        tmp_path,
    )

    assert given == [
        *(NO_ANSWER, NO_ANSWER, "1 probes, 0 calls, 1 starts"),
        *("False", "2 probes, 0 calls, 1 starts", "00001F400001"),
        *(ANSWER, True),
    ]


LINKED = """\
Private changed As String
Public Function LinkSources(ByVal kind)
    LinkSources = Array("D:\\office\\Jixiao.xlam", "C:\\own\\jixiao.xlam", _
        "C:\\my-jixiao.xlam", "C:\\a.xlsx")
End Function
Public Sub ChangeLink(link, place, kind)
    changed = changed & link & ">" & place & ";"
End Sub
Public Function Told() As String
    Told = changed
End Function
"""
ASKED = [
    "Public Function Changed() As String",
    "    Dim book As Object",
    "    Set book = New Linked",
    "    Repoint book",
    "    Changed = book.Told()",
    "End Function",
]


def test_links_to_the_add_in_of_another_desk_are_pointed_to_this_one(tmp_path: Path) -> None:
    """What the class of the workbook is told, when Excel opens one."""
    here = '"C:\\own\\jixiao.xlam"'
    (opening,) = [module for module in modules() if module.name == "Opening"]
    own = opening.source.replace("ThisWorkbook.FullName", here)
    head, rest = LINKED.replace("\n", "\r\n").split("\r\n", 1)
    classy = "\r\n".join(
        [
            'Attribute VB_Name = "Linked"',
            *ModuleKind.CLASS.attributes,
            "Option Explicit",
            head,
            rest,
        ]
    )
    beside = [m for m in stubbed() if m.name != "Opening"]
    shipped = [*beside, standard_module(own), Module("Linked", ModuleKind.CLASS, classy)]
    shipped.append(standard_module(text("Asked", ASKED)))

    results = ran(with_vba(plain_workbook(), shipped), [["Asked", "Changed", []]], tmp_path)

    assert results["results"] == ["D:\\office\\Jixiao.xlam>C:\\own\\jixiao.xlam;"]
    (events,) = [module for module in modules() if module.name == "ThisWorkbook"]
    assert "host_WorkbookOpen(ByVal Wb As Workbook)\r\n    Repoint Wb\r\n" in events.source


def test_a_whole_column_is_given_as_far_as_it_is_used(tmp_path: Path) -> None:
    held = [
        "Public Function Many(ByVal where As String) As Long",
        "    Dim found",
        "    found = Given(Range(where))",
        "    Many = UBound(found, 1) - LBound(found, 1) + 1",
        "End Function",
    ]
    module = standard_module("\r\n".join([wrappers.forwarding_module(), *held, ""]))
    calls = [[module.name, "Many", [where]] for where in ("A:A", "A:B", "A1:B9", "A:A,B:B")]

    results = ran(
        with_vba(plain_workbook({"表": {"A1": "甲", "B5": "乙"}}), [module]), calls, tmp_path
    )

    assert results["results"] == [5, 5, 9, 10]


def test_an_add_in_that_does_not_run_is_another_thing_than_none(tmp_path: Path) -> None:
    there = refused(wrappers.forwarding_module())

    results = ran(
        with_vba(plain_workbook(), [standard_module(there)]),
        [["JixiaoForwarding", "JX_TARGET", ["a"]]],
        tmp_path,
    )

    assert results["results"] == [wrappers.NOT_RUN]


@pytest.mark.parametrize("name", [module.name for module in modules()])
def test_a_broken_module_is_noticed(name: str, tmp_path: Path) -> None:
    broken = [
        Module(m.name, m.kind, m.source + "Sub Torn(\r\n") if m.name == name else m
        for m in [*map(on_64_bits, modules()), standard_module(text("Probe", PROBE))]
    ]

    held = ran(with_vba(plain_workbook(), broken), [["Probe", "Ready", []]], tmp_path)

    assert held["results"] == [False]  # the empty value of its type: nothing was run


@pytest.mark.parametrize("server", ["", "True"])
def test_settings_come_from_the_user_and_not_from_a_hostile_workbook(
    server: str, tmp_path: Path
) -> None:
    """On this system the path's backslashes are part of one file name; what is read is the same."""
    variable, below = SETTINGS
    (tmp_path / f"appdata{below}").write_text(
        f'"INTERPRETER_WIN","C:\\jixiao\\pythonw.exe"\n"DEBUG UDFS","{server or False}"\n'
    )
    (tmp_path / "jixiao.conf").write_text('"INTERPRETER_WIN","C:\\evil\\python.exe"\n')
    (tmp_path / "json.py").write_text("raise SystemExit('evil')\n")
    beside = [watched(m) if m.name == "Server" else on_64_bits(m) for m in modules()]
    shipped = [*beside, standard_module(text("Probe", PROBE))]
    calls: list[Any] = [["Probe", "Ready", []]]
    calls += [["xlwings", name, []] for name in ("XLPyCommand", "LaunchCommand", "ServerTitle")]
    place = {variable: str(tmp_path / "appdata")}

    held = ran(with_vba(plain_workbook(HOSTILE), shipped), calls, tmp_path, **place)

    number = "00001F400000"
    assert held["results"][1:] == (
        ["{506e67c3-55b5-48c3-a035-eed5deea7d6d}", "", "jixiao server"]
        if server
        else [
            class_of(number),
            rf'"C:\jixiao\pythonw.exe" {SERVER_ARGUMENTS} {number}',
            title_of(number),
        ]
    )
