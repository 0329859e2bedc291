"""argparse in Chinese: help headings, and errors as one sentence that says what to do."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import NoReturn

CLEAN, FOUND, USAGE, FAULT = 0, 1, 2, 3
"""Exit statuses; of several, the highest stands."""

# What argparse says (CPython 3.11 to 3.14), and how a finance officer reads it.
_SAYINGS = (
    (r"the following arguments are required: (.+)", "还缺少：{}。"),
    (r"unrecognized arguments: (.+)", "不认识：{}。"),
    (r"argument (\S+?): expected (?:one|at least one) argument", "{} 后面要写内容。"),
    (r"argument 命令: invalid choice: '(.+?)' .+", "没有命令 {}。"),
    (r"argument (\S+?): invalid int value: '(.+)'", "{} 要写整数，不能是 {}。"),
    (r"argument --jobs: invalid choice: (\S+) .+", "--jobs 要写 1 到 64 的整数，不能是 {}。"),
    (
        r"argument (\S+?): invalid choice: '(.+?)' \(choose from (.+)\)",
        "{} 不能是 {}，可以是：{}。",
    ),
    (r"ambiguous option: (\S+) could match (.+)", "{} 不明确，可能是：{}。"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose every word is Chinese; errors end the program with status 2."""

    def __init__(self, **settings: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=_Formatter,
            allow_abbrev=False,
            **settings,  # type: ignore[arg-type]
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """One sentence on standard error."""
        self.exit(
            USAGE, f"命令写得不对：{translated(message)}请运行 {self.prog} --help 查看用法。\n"
        )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def refuse(message: str) -> int:
    """Says on standard error why nothing was done; the exit status of wrong usage."""
    print(message, file=sys.stderr)
    return USAGE


def print_json(data: object) -> None:
    """Data for another program: always UTF-8, never the code page of a console."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(json.dumps(data, ensure_ascii=False, indent=1))


def translated(message: str) -> str:
    """What argparse complains of, in Chinese.

    >>> translated("the following arguments are required: PATH")
    '还缺少：PATH。'
    """
    for pattern, saying in _SAYINGS:
        if match := re.fullmatch(pattern, message, flags=re.S):
            return saying.format(*match.groups())
    return ""
