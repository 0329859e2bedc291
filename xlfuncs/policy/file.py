"""A policy's file as it is written: its entries, where each stands, and what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from workbooks.toml_lines import Keys, line_numbers, syntax_error
from workbooks.values.dataclass import dataclass

UNVERIFIED = "待核"
"""The effective date of a value whose document has not been read."""

_BUILT_IN = Path(__file__).parent.parent / "policies"
_HEAD = ("name", "title", "base", "values", "severities")
_FIELDS = {"value": "取值", "since": "生效日期", "source": "出处"}


class PolicyError(ValueError):
    """A policy that cannot be used; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """One value as a file writes it. `origin` is the built-in name or the path of the file."""

    key: str
    value: object
    since: str
    source: str
    origin: str
    line: int

    def trouble(self, told: str) -> PolicyError:
        """The error that this value makes."""
        return trouble(self.origin, self.line, told)


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a policy: `origin` as it was asked for, its data, and the lines of its keys."""

    origin: str
    data: Mapping[str, Any]
    lines: Mapping[Keys, int]

    def trouble(self, told: str, *keys: str) -> PolicyError:
        """The error that the keys make, with their line, or that of the table they stand in."""
        while keys not in self.lines and keys:
            keys = keys[:-1]
        return trouble(self.origin, self.lines.get(keys, 1), told)

    def word(self, key: str, otherwise: str) -> str:
        """`name` or `title`."""
        written = self.data.get(key, otherwise)
        if not isinstance(written, str) or not written.strip():
            raise self.trouble(f"{key} 应为引号里的文字", key)
        return written.strip()

    def entries(self, table: str, known: Mapping[str, str]) -> Iterator[PolicyEntry]:
        """The entries of a table; `known` has the titles of the keys, or is empty for any."""
        written = self.data.get(table, {})
        if not isinstance(written, dict):
            raise self.trouble(f"{table} 应为一张表，每一项写成 [{table}.项目]", table)
        for key, fields in written.items():
            if known and key not in known:
                told = f"{table} 里没有 {key} 这一项，{nearest(key, known)}"
                raise self.trouble(told, table, key)
            yield self._entry(table, key, fields)

    def _entry(self, table: str, key: str, fields: object) -> PolicyEntry:
        path = (table, key)
        if not isinstance(fields, dict):
            told = f"{key} 应写成 [{table}.{key}]，其下写明 value、since 和 source"
            raise self.trouble(told, *path)
        for name in fields:
            if name not in _FIELDS:
                told = f"{key} 里不认识 {name}，应写明 value、since 和 source"
                raise self.trouble(told, *path, name)
        for name, title in _FIELDS.items():
            if name not in fields:
                told = f"{key} 缺少 {name}（{title}），应写明 value、since 和 source"
                raise self.trouble(told, *path)
        since, source = _since(fields["since"]), fields["source"]
        if since is None:
            told = (
                f"{key} 的 since 填的是“{told_of(fields['since'])}”，应为 2024-01-01 这样的日期，"
            )
            raise self.trouble(f"{told}不知道的写“{UNVERIFIED}”", *path, "since")
        if not isinstance(source, str) or not source.strip():
            told = f"{key} 的 source 应写明出处的文件名称，没有核对条文的写明“条款待核”"
            raise self.trouble(told, *path, "source")
        line = self.lines.get((*path, "value"), self.lines.get(path, 1))
        return PolicyEntry(key, fields["value"], since, source.strip(), self.origin, line)


def trouble(origin: str, line: int, told: str) -> PolicyError:
    """An error at a line of a file."""
    return PolicyError(f"评分办法文件 {origin} 第 {line} 行：{told}。")


def nearest(word: str, known: Mapping[str, str]) -> str:
    """What may have been meant by an unknown word, else all that may be written.

    >>> nearest("god", {"good": "良"}), nearest("优", {"good": "良", "fair": "中"})
    ('最接近的是 good（良）', '可以写 good（良）、fair（中）')
    """
    told = {key: f"{key}（{title}）" if title else key for key, title in known.items()}
    spelled = {key.lower(): key for key in known} | {title: key for key, title in known.items()}
    found = get_close_matches(word.lower(), list(spelled), 1)
    return (
        f"最接近的是 {told[spelled[found[0]]]}" if found else f"可以写 {'、'.join(told.values())}"
    )


def told_of(written: object) -> str:
    """A value as an error quotes it: much as it is written, on one line, cut where it is long.

    >>> told_of([Decimal("0.80"), "良", True]), told_of({"产出指标": 50})
    ('[0.80, 良, true]', '{产出指标 = 50}')
    """
    text = " ".join(_spelled(written).split())
    return text if len(text) <= 30 else f"{text[:30]}…"


def _spelled(written: object) -> str:
    if isinstance(written, bool):
        return str(written).lower()
    if isinstance(written, list):
        return f"[{', '.join(map(_spelled, written))}]"
    if isinstance(written, dict):
        return f"{{{', '.join(f'{key} = {_spelled(one)}' for key, one in written.items())}}}"
    return str(written)


def _since(written: object) -> str | None:
    if isinstance(written, date) and not isinstance(written, datetime):
        return written.isoformat()
    if written == UNVERIFIED:
        return UNVERIFIED
    if not isinstance(written, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
        return None
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return None


@cache
def policy_names() -> tuple[str, ...]:
    """The built-in policies."""
    return tuple(sorted(file.stem for file in _BUILT_IN.glob("*.toml")))


def layers(name: str) -> tuple[Layer, ...]:
    """The files of a policy: its own last, what it is based on before it."""
    read = [_layer(name, None)]
    while (base := read[0].data.get("base")) is not None:
        if not isinstance(base, str):
            told = "base 应为引号里的评分办法名称或 .toml 文件"
            raise read[0].trouble(told, "base")
        if is_file(base):  # beside the file that names it, wherever the command is run
            base = str(Path(read[0].origin).parent / base)
        if any(_same(base, layer.origin) for layer in read):
            raise read[0].trouble("base 绕成了圈，应为另一个评分办法", "base")
        read.insert(0, _layer(base, read[0]))
    return tuple(read)


def is_file(name: str) -> bool:
    """Whether a policy's name is that of a file."""
    return name.lower().endswith(".toml")


def _same(one: str, other: str) -> bool:
    if is_file(one) and is_file(other):
        return Path(one).resolve() == Path(other).resolve()
    return one == other


def _layer(name: str, asked_by: Layer | None) -> Layer:
    """One file, read; what keeps it from being found is told at the `base` that asked for it."""
    raw = _raw(name)
    if isinstance(raw, str):
        if asked_by is not None:
            raise asked_by.trouble(f"base 有误，{raw}", "base")
        raise PolicyError(f"{raw}。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise trouble(name, line, "不是 UTF-8 编码的文字，应另存为 UTF-8 编码") from error
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        line, told = syntax_error(str(error), text)
        raise trouble(name, line, told) from error
    layer = Layer(name, data, line_numbers(text))
    if not data:
        raise layer.trouble('文件是空的，至少应写 base = "national"')
    for key in data:
        if key not in _HEAD:
            raise layer.trouble(f"不认识 {key}，{nearest(key, dict.fromkeys(_HEAD, ''))}", key)
    return layer


def _raw(name: str) -> bytes | str:
    """The content of a policy's file, or why there is none."""
    if not is_file(name):
        if name in policy_names():
            return (_BUILT_IN / f"{name}.toml").read_bytes()
        known = "、".join(policy_names())
        return f"没有名为 {name} 的评分办法，现有 {known}，也可以给出 .toml 文件"
    closed = f"评分办法文件 {name} 打不开，请确认它是文件，并且可以读取"
    try:
        path = Path(name)
        if path.exists() and not path.is_file():  # to read a pipe is to wait for ever
            return closed
        return path.read_bytes()
    except FileNotFoundError:
        return f"找不到评分办法文件 {name}，请确认路径"
    except (OSError, ValueError):  # a path with a null sign is no path
        return closed
