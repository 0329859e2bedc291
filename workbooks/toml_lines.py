"""Where the keys of a TOML text stand, which `tomllib` does not tell, and what breaks one."""

from __future__ import annotations

import re

from workbooks.values.regex import regex

Keys = tuple[str, ...]
"""A key with the tables it stands in, the outermost first."""

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER = regex(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = regex(rf"[ \t]*({_DOTTED})[ \t]*=")
_BLOCK = regex(r'"""|\'\'\'')


def line_numbers(text: str) -> dict[Keys, int]:
    """The line (1 for the first) of every table and key that begins a line of a valid document.

    A key inside {…} has no line of its own: look for the table it stands in instead.

    >>> line_numbers('base = "national"\\n[values.good]\\nvalue = 80')
    {('base',): 1, ('values',): 2, ('values', 'good'): 2, ('values', 'good', 'value'): 3}
    """
    found: dict[Keys, int] = {}
    table: Keys = ()
    block: str | None = None  # the quotation marks of a text of several lines that is still open
    for number, line in enumerate(text.split("\n"), 1):
        inside = block is not None
        for mark in _BLOCK.findall(line):
            block = mark if block is None else None if mark == block else block
        if inside:
            continue
        if header := _HEADER.match(line):
            table = keys = _parts(header[1])
        elif key := _KEY.match(line):
            keys = (*table, *_parts(key[1]))
        else:
            continue
        for length in range(1, len(keys) + 1):
            found.setdefault(keys[:length], number)
    return found


def _parts(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(_NAME, dotted))


# What tomllib says (CPython 3.11 to 3.14), and how somebody reads it who never heard of TOML.
_SAYINGS = (
    (r"Expected '=' after a key", "项目名称后面应为等号"),
    (r"Invalid initial character for a key|Invalid statement|Invalid key", "应为英文的项目名称"),
    (r"Invalid value", "等号后面应为数、引号里的文字，或方括号里的列表"),
    (r"Unterminated string|Illegal character '\\[nr]'|Expected \"'", "引号没有配对"),
    (r"Unescaped|Escaped|Invalid hex", "引号里的反斜杠应写两遍"),
    (r"Illegal character|Found invalid character", "这里有不能用的字符"),
    (r"Cannot (?:overwrite|declare|mutate|redefine)|Duplicate", "同一项写了两遍，应只写一遍"),
    (r"Unclosed array|Unclosed inline|Expected '\]'", "括号没有配对"),
    (r"Expected newline or end of document", "一行只能写一项，这里有多余的内容"),
    (r"Invalid date or datetime", "没有这样的日期"),
)
_PLACE = regex(r"\(at line (\d+), column (\d+)\)")


def syntax_error(message: str, text: str) -> tuple[int, str]:
    """The line where a text is no TOML, and what is wrong there, from what `tomllib` says.

    >>> syntax_error("Expected '=' after a key in a key/value pair (at line 1, column 5)", "")
    (1, '第 5 列不合 TOML 写法，项目名称后面应为等号')
    """
    known = (told for pattern, told in _SAYINGS if re.match(pattern, message))
    told = next(known, "应检查等号、引号和括号")
    if place := _PLACE.search(message):
        return int(place[1]), f"第 {place[2]} 列不合 TOML 写法，{told}"
    if "end of document" not in message:
        return 1, "文件里有过长的数，或层次过多的括号，读不下去"
    lines = text.rstrip("\r\n").split("\n")
    return len(lines), f"第 {len(lines[-1]) + 1} 列不合 TOML 写法，{told}"
