"""The functions for cells as a page to read: what each gives, and what its arguments are."""

from __future__ import annotations

from collections.abc import Iterator

from macros.vbaproject.wrappers import Argument, Function, functions

_HEAD = (
    "# 公式里可以用的函数\n\n"
    "装了加载项以后，任何工作簿的公式里都能用，算法与 `jixiao score` 是同一套，"
    "评分办法随 `jixiao install --policy` 的选择。算不出时返回一句话，写明缺什么。"
    "本页由函数的说明生成。\n"
)


def markdown() -> str:
    """The page."""
    return "\n".join((_HEAD, *(line for function in functions() for line in _lines(function))))


def _lines(function: Function) -> Iterator[str]:
    names = ", ".join(map(_named, function.arguments))
    yield f"## {function.name}({names})\n\n{function.help}\n\n| 参数 | 填什么 |\n|---|---|"
    yield from (f"| {_named(argument)} | {argument.help} |" for argument in function.arguments)
    yield ""


def _named(argument: Argument) -> str:
    """The name as Excel's own help writes it: in brackets where it may be left out."""
    return f"[{argument.name}]" if argument.optional else argument.name
