"""The xlwings VBA module of the add-in: pieces of the wheel's own text that no opened file steers.

The stock module takes its settings from a sheet of the opened workbook, then from a file beside
it, runs code from sheets named *.py, and puts the workbook's folder on Python's path. Here only
the pieces named below go in; settings come from one file of the user, and what is started is a
constant. A function of an add-in can be called by a formula of any opened workbook, and a macro by
a click on its shapes, with arguments: so nothing here takes code, and all but two are private.
Each anchor must be found exactly once, and the whole must be the text that was read:
another xlwings is looked at by a person before it ships.
"""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from macros.ribbon import BUTTONS, UNDO
from macros.vbaproject.modules import Module, standard_module
from macros.vbaproject.server_names import SERVER_ARGUMENTS, TITLE, class_of

SETTINGS = ("APPDATA", r"\jixiao\jixiao.conf")
"""The one place of settings: an environment variable of the user, and the path below it."""

_READ = "e08d8a1c82f8ec165da876d44deeb774ba573b96896cc80bf292228f91aea951"
_CHANGED = """\
Option Explicit
Option Private Module

'Changed for this product: what serves other systems, other ways of starting Python and the
'import of functions is left out; no setting and no code comes from a workbook or its folder;
'the command that starts Python is constant. macros/vbaproject/xlwings_module.py holds each edit.

"""

_NOT_WITHOUT_A_SERVER = """\
            Dim trouble As String
            If Button = "reconnect" Then ResetServer
            trouble = ButtonTrouble()
            If trouble <> "" Then
                MsgBox trouble, vbExclamation
                Exit Sub
            End If
"""

# Where no workbook is open, buttons that need none still need Excel: it is reached through ours.
# A function, because COM is given what a function gives by value, and a variable by reference.
_FRONT = """\
Private Function Front() As Object
    Set Front = ActiveWorkbook
    If Front Is Nothing Then Set Front = ThisWorkbook
End Function
"""


_UNDOABLE = "bool(__import__('macros.excel.score_undo').excel.score_undo.done)"

# Another process than the library would start: one that nobody waits for.
_STARTED = """\
Public Function IsUndoable() As Boolean
    On Error GoTo Gone
    If ButtonTrouble() = "" Then IsUndoable = XLPy.Eval("{undoable}")
Gone:
End Function

Public Function LaunchCommand() As String
    If GetConfig("DEBUG UDFS", False) = True Then Exit Function
    LaunchCommand = \"\"\"\" & GetConfig("INTERPRETER_WIN") & \"\"\" {arguments} \" & ServerNumber()
End Function

Public Function ServerTitle() As String
    ServerTitle = "{title}"
    If GetConfig("DEBUG UDFS", False) <> True Then ServerTitle = ServerTitle & " " & ServerNumber()
End Function
"""


def xlwings_module() -> Module:
    """The module as it ships. Raises ValueError when the installed xlwings is not the one read."""
    stock = stock_text()
    if (found := sha256(stock.encode("ascii")).hexdigest()) != _READ:
        raise ValueError(f"the VBA module of xlwings is not the one that was read: {found}")
    pieces = (
        _header(stock),
        _declarations(stock),
        _run_python(stock),
        _FRONT,
        _command(stock),
        _STARTED.format(arguments=SERVER_ARGUMENTS, title=TITLE, undoable=_UNDOABLE),
        _load(stock),
        _server(stock),
        _settings_path(stock),
        _setting(stock),
        _piece(stock, "Function GetConfigFromFile(", "End Function\n"),
        _file_exists(stock),
        _parent_folder(stock),
        _show_error(stock),
    )
    text = re.sub(r"^(?=Function |Sub )", "Private ", "\n".join(pieces), flags=re.MULTILINE)
    return standard_module(text.replace("\n", "\r\n"))


def stock_text() -> str:
    """The module as the installed wheel holds it, with CRLF."""
    spec = find_spec("xlwings")  # not imported: the text is all that is wanted
    if spec is None or spec.origin is None:
        raise ValueError("xlwings is not installed")
    return (Path(spec.origin).parent / "xlwings_custom_addin.bas").read_bytes().decode("ascii")


def _at(text: str, anchor: str) -> int:
    if text.count(anchor) != 1:
        raise ValueError(f"{text.count(anchor)} times, not once, in xlwings' module: {anchor!r}")
    return text.index(anchor)


def _piece(stock: str, first: str, last: str) -> str:
    """From a text that occurs once to the next `last`, both included, with LF."""
    text = stock.replace("\r\n", "\n")
    start = _at(text, first)
    return text[start : text.index(last, start) + len(last)]


def _swap(text: str, old: str, new: str) -> str:
    start = _at(text, old)
    return text[:start] + new + text[start + len(old) :]


def _cut(text: str, first: str, until: str, instead: str = "") -> str:
    """Without what lies from `first` up to, but not including, `until`."""
    start, end = _at(text, first), _at(text, until)
    if end < start:
        raise ValueError(f"the other way round in xlwings' module: {first!r}, {until!r}")
    return text[:start] + instead + text[end:]


def _header(stock: str) -> str:
    """Its name, version and licence, which must go with it."""
    text = _piece(stock, 'Attribute VB_Name = "xlwings"\n', "SUCH DAMAGE.\n")
    application = """#Const App = "Microsoft Excel" 'Adjust when using outside of Excel\n"""
    return _swap(text, application, _CHANGED)


def _declarations(stock: str) -> str:
    """Two functions of two libraries; Excel 2010 and later only, so always with PtrSafe."""
    text = _piece(
        stock, "    #If Win64 Then\n", '"LoadLibraryA" (ByVal lpLibFileName As String) As Long\n'
    )
    for bits, scope in (("64", ""), ("32", "Private ")):
        for function in ("XLPyDLLNDims", "XLPyDLLVersion"):
            line = f'{scope}Declare PtrSafe Function {function} Lib "xlwings{bits}-'
            start = text.rindex("\n", 0, _at(text, line)) + 1
            text = text[:start] + text[text.index("\n", start) + 1 :]
        activate = f'        Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings{bits}-'
        text = _swap(text, activate, activate.replace("Declare", "Private Declare"))
    text = _swap(text, "        Const XLPyDLLName", "        Private Const XLPyDLLName")
    name = _piece(stock, "Public Const PROJECT_NAME", "\n")
    return text + "\n" + name.replace("Public", "Private").replace("myaddin", "jixiao")


def _run_python(stock: str) -> str:
    """One of the ribbon's functions, always through the server: a Sub, so no formula calls it."""
    text = _piece(stock, "Public Function RunPython(", "End Function\n")
    text = _swap(
        text, "Public Function RunPython(PythonCommand", "Public Sub RunPython(ByVal Button"
    )
    text = _swap(text, "End Function\n", "End Sub\n")
    text = _cut(text, "    ' Public API: Runs", "            XLPy.SetAttr ")
    text = _cut(text, "            RunPython = -1\n", "End Sub\n")
    text = _swap(text, "            GoTo end_err_handling\n", "            Exit Sub\n")
    known = ", _\n             ".join(f'"{button.function}"' for button in (*BUTTONS, UNDO))
    command = '            XLPy.Exec "" & PythonCommand & ""\n'
    named = '                XLPy.Exec "import macros.buttons; macros.buttons." & Button & "()"\n'
    chosen = (
        f"            Select Case Button\n            Case {known}\n{named}            End Select\n"
        "            JxArrived\n"
    )
    text = _swap(text, command, chosen)
    handler = "            On Error GoTo err_handling\n"
    text = _swap(text, "            \n" + handler + "            \n", "")
    handler = _NOT_WITHOUT_A_SERVER + handler
    text = _swap(text, '"BOOK_CALLER", ActiveWorkbook\n', '"BOOK_CALLER", Front()\n')
    return _swap(text, "            XLPy.SetAttr ", handler + "            XLPy.SetAttr ")


def _command(stock: str) -> str:
    """The class of the server that is running: the library starts none itself."""
    text = _piece(stock, "Function XLPyCommand()\n", "End Function\n")
    text = _cut(text, "    'TODO: the whole python", "    Dim DEBUG_UDFS As Boolean\n")
    text = _cut(
        text, '    #If App = "Microsoft Excel" Then\n    Dim wb', "    DEBUG_UDFS = GetConfig"
    )
    text = _cut(text, "    ' /showconsole is", "    If DEBUG_UDFS = True Then\n")
    last = "        XLPyCommand = PYTHON_WIN & tail & Chr(34)\n"
    text = _cut(text, "        ' Spaces in path of python.exe", last)
    before, after = class_of("0" * 12).split("0" * 12)
    return _swap(text, last, f'        XLPyCommand = "{before}" & ServerNumber() & "{after}"\n')


def _server(stock: str) -> str:
    """The running server, for the JX_ functions; without arguments, so it may be public."""
    text = _piece(stock, "Function XLPy()\n", "End Function\n")
    return _swap(text, "Function XLPy()", "Public Function XLPy()")


def _load(stock: str) -> str:
    """The library beside the user's interpreter, by its whole path, never by a search."""
    text = _piece(stock, "Private Sub XLPyLoadDLL()\n", "End Sub\n")
    text = _swap(text, ", CondaCmd As String, CondaPath As String, CondaEnv As String", "")
    text = _cut(text, '    If PYTHON_WIN = "" Then\n', '    If (PYTHON_WIN <> "python" And')
    text = _cut(
        text,
        '(PYTHON_WIN <> "python" And',
        " Then\n        If LoadLibrary(ParentFolder(PYTHON_WIN) +",
    )
    text = _swap(
        text,
        "    If  Then\n",
        '    If InStr(PYTHON_WIN, "\\") > 0 And FileExists(PYTHON_WIN) Then\n',
    )
    missing = (
        "    Else\n"
        '        Err.Raise 1, Description:="No INTERPRETER_WIN in " + GetConfigFilePath()\n'
        "    End If\nEnd Sub\n"
    )
    return _swap(text, "    End If\nEnd Sub\n", missing)


def _settings_path(stock: str) -> str:
    """One fixed place of the user."""
    text = _piece(stock, "Function GetConfigFilePath() As String\n", "End Function\n")
    text = _cut(text, "    #If Mac Then\n", "        GetConfigFilePath = Environ(")
    text = _swap(text, "    #End If\n", "")
    variable, path = SETTINGS
    stock_path = r'"USERPROFILE") & "\.'
    if path != r"\jixiao\jixiao.conf":
        raise ValueError(f"the module makes jixiao\\jixiao.conf of its project's name, not {path}")
    return _swap(text, stock_path, rf'"{variable}") & "\\'[:-1])


def _setting(stock: str) -> str:
    """Read from that place, or the default."""
    text = _piece(stock, "Function GetConfig(configKey", "End Function\n")
    text = _swap(text, ', Optional source As String = ""', "")
    text = _cut(text, "    ' If source is provided", "    Dim configValue As String\n")
    text = _cut(text, "    ' Sheet\n", "    ' User Config\n")
    text = _swap(text, '    If source = "" Or source = "user" Then\n', "")
    for value in ("                GetConfig = configValue\n", "    GetConfig = default\n"):
        indent = value[: len(value) - len(value.lstrip())]
        text = _swap(
            text, f"{value}{indent}GetConfig = ExpandEnvironmentStrings(GetConfig)\n", value
        )
    return _swap(
        text, "        End If\n    End If\n\n    ' Defaults", "        End If\n\n    ' Defaults"
    )


def _file_exists(stock: str) -> str:
    text = _piece(stock, "Function FileExists(ByVal FileSpec", "End Function\n")
    text = _cut(text, "    #If Mac Then\n", "        FileExists = FileExistsOnWindows(FileSpec)\n")
    text = _swap(text, "FileExistsOnWindows(FileSpec)", "Len(Dir(FileSpec)) > 0")
    return _swap(text, "    #End If\n", "")


def _parent_folder(stock: str) -> str:
    text = _piece(stock, "Function ParentFolder(", "End Function\n")
    windows = r'      ParentFolder = Left$(Folder, InStrRev(Folder, "\") - 1)'
    text = _cut(text, "  #If Mac Then\n", windows)
    return _swap(text, "  #End If\n", "")


def _show_error(stock: str) -> str:
    """A box whose first sentence, in Chinese, stands in the add-in's own sheet; no file is read."""
    text = _piece(stock, "Sub ShowError(FileName", "End Sub\n")
    text = _cut(text, "    ' Shows a MsgBox", "            MsgBox Content")
    text = _cut(text, "        #Else\n            Content = Content & vbCrLf", "End Sub\n")
    told = 'ThisWorkbook.Worksheets(1).Range("A2").Value & vbCrLf & vbCrLf & Message, vbCritical'
    return _swap(text, 'Content, vbCritical, "Error"', told)
