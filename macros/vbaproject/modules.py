"""VBA modules as text, and everything that Excel would refuse or garble, refused here by name."""

from __future__ import annotations

import re
from enum import Enum
from importlib.resources import files

from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex

_LONGEST_LINE, _LONGEST_NAME, _MOST_CONTINUATIONS = 1023, 31, 24
_NAME = regex(r"[A-Za-z][A-Za-z0-9_]*")
_VB_NAME = regex(r'Attribute VB_Name = "(.*)"')
RESERVED = regex(
    "and|any|as|boolean|byref|byte|byval|call|case|close|const|currency|date|debug|declare|dim|do|"
    "double|each|else|elseif|empty|end|enum|erase|error|event|exit|false|for|friend|function|get|"
    "global|gosub|goto|if|implements|in|input|integer|is|len|let|lib|like|line|lock|long|loop|lset|"
    "me|mod|name|new|next|not|nothing|null|object|on|open|option|optional|or|paramarray|preserve|"
    "print|private|property|public|put|raiseevent|redim|rem|resume|return|rset|seek|select|set|"
    "single|static|step|stop|string|sub|then|to|true|type|until|variant|wend|while|with|write|xor",
    re.IGNORECASE,
)
"""Words of VBA: they name nothing."""
_LIBRARIES = frozenset(("excel", "office", "stdole", "vba"))


def _attributes(base: str, predeclared: bool, customizable: bool) -> str:
    lines = (
        f'Attribute VB_Base = "0{{{base}}}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        f"Attribute VB_PredeclaredId = {predeclared}",
        f"Attribute VB_Exposed = {predeclared}",
        "Attribute VB_TemplateDerived = False",
        f"Attribute VB_Customizable = {customizable}",
    )
    return "\n".join(lines)


class ModuleKind(Enum):
    """What a module is; the value holds the attributes that must follow its VB_Name, as lines."""

    STANDARD = ""
    CLASS = _attributes("FCFB3D2A-A0FA-1068-A738-08002B3371B5", False, False)
    WORKBOOK = _attributes("00020819-0000-0000-C000-000000000046", True, True)
    SHEET = _attributes("00020820-0000-0000-C000-000000000046", True, True)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The lines that must follow VB_Name."""
        return tuple(self.value.splitlines())

    @property
    def is_document(self) -> bool:
        """Whether it belongs to a workbook or a sheet, by its code name."""
        return self in (ModuleKind.WORKBOOK, ModuleKind.SHEET)


@dataclass(frozen=True, slots=True)
class Module:
    """A module as it stands in the file: ASCII, CRLF, its attributes first."""

    name: str
    kind: ModuleKind
    source: str

    def __post_init__(self) -> None:
        """Raises ValueError, naming module and line, for what VBA would not take."""
        refuse_bad_name(self.name)
        _refuse_bad_text(self.name, self.source)
        lines = self.source.split("\r\n")
        wanted = (f'Attribute VB_Name = "{self.name}"', *self.kind.attributes)
        if tuple(lines[: len(wanted)]) != wanted:
            raise ValueError(f"{self.name}: a {self.kind.name} module begins with {wanted}")
        if lines[len(wanted)].startswith("Attribute "):
            raise ValueError(f"{self.name}: one attribute too many: {lines[len(wanted)]}")
        _refuse_long_lines(self.name, lines)


def standard_module(source: str) -> Module:
    """A standard module, named as its first line says.

    >>> standard_module('Attribute VB_Name = "Tidy"\\r\\nOption Explicit\\r\\n').name
    'Tidy'
    """
    named = _VB_NAME.match(source)
    if named is None:
        raise ValueError(f'no Attribute VB_Name = "..." in the first line: {source[:40]!r}')
    return Module(named[1], ModuleKind.STANDARD, source)


def shipped(file: str) -> str:
    """The text of a file of macros/vba, its line ends as they are."""
    return (files("macros") / "vba" / file).read_bytes().decode("ascii")


def document_module(code_name: str, kind: ModuleKind) -> Module:
    """The empty module of a workbook or a sheet, which each of them must have."""
    file = "ThisWorkbook" if kind is ModuleKind.WORKBOOK else "Sheet1"
    named = f'VB_Name = "{file}"'
    return Module(
        code_name, kind, shipped(f"{file}.cls").replace(named, f'VB_Name = "{code_name}"')
    )


def refuse_bad_name(name: str) -> None:
    """Raises ValueError for what cannot name a module or a project."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise ValueError(f"{name!r}: letters, digits and _, {_LONGEST_NAME} at most")
    if RESERVED.fullmatch(name) or name.lower() in _LIBRARIES:
        raise ValueError(f"{name!r} is a word of VBA or a library that Excel has loaded")


def _refuse_bad_text(name: str, source: str) -> None:
    lone = re.search(r"\r(?!\n)|(?<!\r)\n", source)
    if lone or not source.endswith("\r\n"):
        raise ValueError(f"{name}: every line ends with CRLF, the last one too")
    if odd := re.search(r"[^\t\r\n\x20-\x7e]", source):
        line = source.count("\n", 0, odd.start()) + 1
        raise ValueError(f"{name}, line {line}: {odd[0]!r} is not printable ASCII")


def _refuse_long_lines(name: str, lines: list[str]) -> None:
    continued = 0
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"{name}, line {number}: {len(line)} characters")
        continued = continued + 1 if re.search(r"\s_\s*$", line) else 0
        if continued > _MOST_CONTINUATIONS:
            raise ValueError(f"{name}, line {number}: {continued} continuations")
