"""The JX_ functions as VBA: the add-in's, which ask Python, and the templates', which ask those.

Made from the hints and docstrings of xlfuncs.udf, from which xlwings makes its own wrapper. Ours
differs in three things: a range goes to Python as its values, in one call and not eleven; no
workbook goes with it, because xlwings would look for code in its sheets; and it is asked only where
it is there and answers (macros/vba/Server.bas).
"""

from __future__ import annotations

import inspect
import re
from typing import get_args, get_type_hints

from macros.vbaproject.modules import RESERVED
from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from xlfuncs import udf

ADDIN = "jixiao.xlam"
NO_ADDIN = "请先安装绩效评价加载项"
NOT_RUN = "绩效评价加载项没有应答，请重新打开 Excel；仍不行，请启用宏，或运行 jixiao doctor"

_LONGEST_LINE, _MOST_CONTINUATIONS, _LONGEST_HELP = 1023, 24, 255
_NAME = regex(r"[A-Za-z][A-Za-z0-9_]{0,254}")
_LIKE_A_CELL = regex(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*(?:[Cc][0-9]*)?")
_OURS = frozenset(
    (
        *("addinmacro", "answer", "given", "inonecolumn", "inuse", "inwizard", "macro"),
        *("noaddin", "notrun", "serveranswer"),
    )
)
"""The names in these modules that an argument would hide."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a function, with its Chinese help."""

    name: str
    help: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A function for cells, with its Chinese help."""

    name: str
    help: str
    arguments: tuple[Argument, ...]


def functions() -> tuple[Function, ...]:
    """Every JX_ function, by name. Raises ValueError for a name or a help that Excel refuses."""
    found = tuple(_described(name) for name in sorted(vars(udf)) if name.startswith("JX_"))
    for function in found:
        refuse_bad_name(function.name, function.help)
        for argument in function.arguments:
            refuse_bad_name(argument.name, argument.help)
    return found


def _described(name: str) -> Function:
    function = getattr(udf, name)
    hints = get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters.values()
    return Function(
        name,
        inspect.getdoc(function) or "",
        tuple(
            Argument(p.name, get_args(hints[p.name])[1]["doc"], p.default is not p.empty)
            for p in parameters
        ),
    )


def refuse_bad_name(name: str, said: str) -> None:
    """Raises ValueError for a name that breaks VBA or a cell, or help that Excel would cut."""
    taken = RESERVED.fullmatch(name) or name.lower() in _OURS
    if taken or not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
        raise ValueError(f"{name!r} cannot name a function or an argument in VBA")
    if not 0 < len(said) <= _LONGEST_HELP:
        raise ValueError(f"the help of {name} has {len(said)} characters")


_ADDIN_PARTS = """\
'Made from xlfuncs/udf.py by macros/vbaproject/wrappers.py. Do not edit.
{functions}
Private Function Answer(ByVal functionName As String, ByVal arguments As Variant) As Variant
    If InWizard() Then
        Answer = ""
    Else
        Answer = ServerAnswer(functionName, arguments)
    End If
End Function

Private Function InWizard() As Boolean
    Dim host As Object
    Set host = Application
    InWizard = Not host.CommandBars("Standard").Controls(1).Enabled
End Function
"""

_FORWARDING_PARTS = """\
'Made from xlfuncs/udf.py by macros/vbaproject/wrappers.py. Do not edit.
{functions}
Private Function AddInMacro(ByVal functionName As String) As String
    Dim host As Object
    Dim book As Object
    Set host = Application
    Set book = host.Workbooks("{addin}")
    AddInMacro = "'" & book.Name & "'!" & functionName
End Function

Private Function NoAddIn() As String
    NoAddIn = {no_addin}
End Function

Private Function NotRun() As String
    NotRun = {not_run}
End Function
"""

_GIVEN = """
Private Function Given(ByVal argument As Variant) As Variant
    Dim cells As Object
    If TypeName(argument) = "Range" Then
        Set cells = argument
        If cells.Areas.Count > 1 Then Given = InOneColumn(cells) Else Given = InUse(cells).Value
    Else
        Given = argument
    End If
End Function

Private Function InUse(ByVal cells As Object) As Object
    Dim used As Object
    Dim rows As Long
    Set InUse = cells
    If cells.Rows.Count < cells.Worksheet.Rows.Count Then Exit Function
    Set used = cells.Worksheet.UsedRange
    rows = used.Row + used.Rows.Count - cells.Row
    Set InUse = cells.Resize(rows, cells.Columns.Count)
End Function

Private Function InOneColumn(ByVal several As Object) As Variant
    Dim held() As Variant
    Dim area As Object
    Dim one As Object
    Dim row As Long
    For Each area In several.Areas
        row = row + InUse(area).Count
    Next
    ReDim held(1 To row, 1 To 1)
    row = 0
    For Each area In several.Areas
        For Each one In InUse(area)
            row = row + 1
            held(row, 1) = one.Value
        Next
    Next
    InOneColumn = held
End Function
"""
"""Whole columns end with what is in use on the sheet. Of several areas, `Value` alone would be the
first area's, and a sum silently too small."""


def addin_module() -> str:
    """The add-in's module, ASCII with CRLF. It needs the module Server beside it."""
    body = "".join(map(_asking, functions()))
    text = _ADDIN_PARTS.format(functions=body)
    return _module("JixiaoFunctions", text + _GIVEN)


def forwarding_module() -> str:
    """The templates' module: each function asks the add-in's, or says why it cannot."""
    body = "".join(map(_forwarding, functions()))
    told = {"no_addin": chinese(NO_ADDIN), "not_run": chinese(NOT_RUN)}
    text = _FORWARDING_PARTS.format(functions=body, addin=ADDIN, **told)
    return _module("JixiaoForwarding", text + _GIVEN)


def _head(function: Function) -> str:
    named = ", ".join(f"Optional {a.name}" if a.optional else a.name for a in function.arguments)
    return f"\nPublic Function {function.name}({named})\n"


def _given(arguments: tuple[Argument, ...]) -> str:
    return ", ".join(f"Given({argument.name})" for argument in arguments)


def _asking(function: Function) -> str:
    name = function.name
    return (
        f"{_head(function)}"
        f'    {name} = Answer("{name}", Array({_given(function.arguments)}))\n'
        "End Function\n"
    )


def _forwarding(function: Function) -> str:
    """An argument left out is left out again: Application.Run takes no placeholder for it.

    The add-in is asked for among the open workbooks first: for one that is not open,
    Application.Run would look for a file of that name, beside a workbook from anywhere.
    """
    name, needed = function.name, tuple(a for a in function.arguments if not a.optional)
    run = f"{name} = Application.Run(macro, "
    lines = [f"    {run}{_given(function.arguments)})"]
    for argument in function.arguments[len(needed) :]:
        lines = [
            f"    If IsMissing({argument.name}) Then",
            f"        {run}{_given(needed)})",
            "    Else",
            *("    " + line for line in lines),
            "    End If",
        ]
    return "\n".join(
        [
            f"{_head(function)}    Dim macro As String",
            "    On Error GoTo Missing",
            f'    macro = AddInMacro("{name}")',
            "    On Error GoTo Failed",
            *lines,
            "    Exit Function",
            "Missing:",
            f"    {name} = NoAddIn()",
            "    Exit Function",
            "Failed:",
            f"    {name} = NotRun()",
            "End Function\n",
        ]
    )


def chinese(text: str) -> str:
    """A text as a VBA expression in ASCII.

    >>> chinese("请运行 x")
    'ChrW(35831) & ChrW(36816) & ChrW(34892) & " x"'
    """
    pieces = re.findall(r"[ !#-~]+|[^ !#-~]", text)
    said = [f'"{p}"' if p[0].isascii() and p != '"' else f"ChrW({ord(p)})" for p in pieces]
    lines = [" & ".join(said[start : start + 8]) for start in range(0, len(said), 8)]
    return " & _\n        ".join(lines)


def _module(name: str, text: str) -> str:
    """A standard module. Raises ValueError for lines that VBA does not take."""
    lines = [f'Attribute VB_Name = "{name}"', "Option Explicit", *text.splitlines()]
    continued = 0
    for line in lines:
        continued = continued + 1 if line.endswith(" _") else 0
        if not line.isascii() or len(line) > _LONGEST_LINE or continued > _MOST_CONTINUATIONS:
            raise ValueError(f"{name}: VBA does not take this line: {line}")
    return "\r\n".join([*lines, ""])
