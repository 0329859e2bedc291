"""argparse in Chinese: help in columns of Chinese width, and errors as one sentence."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from validators.terminal_text import padded, width, wrapped

CLEAN, FOUND, USAGE, FAULT = 0, 1, 2, 3
"""Exit statuses; of several, the highest stands."""

# What argparse says (CPython 3.11 to 3.14), and how a finance officer reads it.
_SAYINGS = (
    (r"the following arguments are required: (.+)", "还缺少：{}。"),
    (r"unrecognized arguments: (.+)", "不认识：{}。"),
    (r"argument (\S+?): expected (?:one|at least one) argument", "{} 后面要写内容。"),
    (r"argument (\S+?): ignored explicit argument '(.*)'", "{} 后面不写内容，不能是 {}。"),
    (r"argument (\S+?): given twice", "{} 只能写一次。"),
    (r"argument 命令: invalid choice: '(.+?)' .+", "没有命令 {}。"),
    (r"argument (\S+?): invalid int value: '(.+)'", "{} 要写整数，不能是 {}。"),
    (r"argument --jobs: invalid choice: (\S+) .+", "--jobs 要写 1 到 64 的整数，不能是 {}。"),
    (r"argument --month: invalid choice: (\S+) .+", "--month 要写 1 到 12 的整数，不能是 {}。"),
)
_CHOICE = r"argument (\S+?): invalid choice: '(.+?)' \(choose from (.+)\)"

_TEXTS_FROM = 30  # places left of what an option or a command is for


class Parser(argparse.ArgumentParser):
    """A parser whose every word is Chinese; errors end the program with status 2."""

    def __init__(self, **settings: object) -> None:
        super().__init__(
            add_help=False,
            formatter_class=_Formatter,
            allow_abbrev=False,
            **settings,  # type: ignore[arg-type]
        )
        self.color = False  # of CPython 3.14, whose signs would count as places
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.register("action", None, _Once)
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, but what is not known is told by the command that was typed."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """One sentence on standard error."""
        told = f"{translated(message)}{self._meant(message)}"
        self.exit(USAGE, f"命令写得不对：{told}请运行 {self.prog} --help 查看用法。\n")

    def _meant(self, message: str) -> str:
        """What was meant by a word that is not known, if one comes near it."""
        words = re.search(r"invalid choice: '(.+?)'|unrecognized arguments: (-\S+)", message)
        if words is None:
            return ""
        known = list(self._option_string_actions)
        if words[1]:
            known = re.findall(r"[\w-]+", message.partition("choose from")[2])
        near = get_close_matches(words[1] or words[2].partition("=")[0], known, 1)
        return f"是不是 {near[0]}？" if near else ""


class OneCommand:
    """The commands of a parser, of which only the one with this name is made."""

    def __init__(self, commands: Any, name: str) -> None:
        self._commands, self._name, self.made = commands, name, False

    def add_parser(self, name: str, **told: Any) -> Any:
        """The parser of the command, or of another what takes all that is said of it."""
        if name != self._name:
            return _Unmade()
        self.made = True
        return self._commands.add_parser(name, **told)


class _Unmade:
    def __getattr__(self, name: str) -> Callable[..., _Unmade]:
        return lambda *said, **named: self


class _Once(argparse.Action):
    """Keeps what was written; of two, argparse would quietly take the second."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if option_string and getattr(namespace, self.dest, self.default) != self.default:
            raise argparse.ArgumentError(self, "given twice")
        setattr(namespace, self.dest, values)


class _Formatter(argparse.HelpFormatter):
    """Usage without a list of all options, and columns that count Chinese signs as two places."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        if prefix is not None:  # argparse asks for the name of a command's command
            super().add_usage(usage, actions, groups, prefix)
            return
        needed = [self._asked(action) for action in actions if _is_told(action)]
        super().add_usage(" ".join(["%(prog)s", *needed, "[选项]"]), (), (), "用法：")

    def format_help(self) -> str:
        return re.sub(r"(?m)^(参数|选项|命令|动作):$", r"\1：", super().format_help())

    def _asked(self, action: argparse.Action) -> str:
        name = str(action.metavar)
        if action.option_strings:
            return f"{action.option_strings[0]} {name}"
        return {"+": f"{name} …", "?": f"[{name}]", argparse.PARSER: f"{name} …"}.get(
            str(action.nargs), name
        )

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(wrapped(text, width))

    def _format_action(self, action: argparse.Action) -> str:
        below = "".join(map(self._format_action, self._iter_indented_subactions(action)))
        if below:
            return below
        return "\n".join([*self._columns(action), ""])

    def _columns(self, action: argparse.Action) -> Sequence[str]:
        head = f"  {self._head(action)}"
        texts = wrapped(action.help or "", max(self._width - _TEXTS_FROM, 20))
        if width(head) > _TEXTS_FROM - 2:
            texts.insert(0, "")
        lines = [padded("", _TEXTS_FROM) + text for text in texts]
        lines[0] = padded(head, _TEXTS_FROM) + texts[0]
        return [line.rstrip() for line in lines]

    def _head(self, action: argparse.Action) -> str:
        """`-o, --output 汇总.xlsx`: what is typed."""
        choices = action.choices
        name = str(action.metavar or ("|".join(map(str, choices)) if choices else ""))
        return " ".join(filter(None, (", ".join(action.option_strings), name)))


def _is_told(action: argparse.Action) -> bool:
    return not action.option_strings or action.required


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

    >>> translated("the following arguments are required: -o/--output")
    '还缺少：-o。'
    >>> translated("argument --format: invalid choice: 'xml' (choose from 'text', 'json')")
    '--format 不能是 xml，可以是：text、json。'
    """
    short = re.sub(r"(-\w)/--\w+", r"\1", message)
    for pattern, saying in _SAYINGS:
        if match := re.fullmatch(pattern, short, flags=re.S):
            return saying.format(*match.groups())
    if match := re.fullmatch(_CHOICE, short, flags=re.S):
        name, found, choices = match.groups()
        listed = choices.replace("'", "").replace(", ", "、")  # quoted until CPython 3.12
        return f"{name} 不能是 {found}，可以是：{listed}。"
    return ""
