"""The law as data: points, bands, thresholds, each with its date and its document."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

from workbooks.forms import Category


class AtMostFormula(StrEnum):
    """How points fall when a ≤ target is exceeded."""

    LINEAR = "linear"
    INVERSE = "inverse"


class Equality(StrEnum):
    """What an = target says of a surplus."""

    SURPLUS_COUNTS = "surplus-counts"
    ANY_DIFFERENCE = "any-difference"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Since when a value holds, and the document that says so."""

    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One place's way of scoring. Rates and bands are ratios, `smallest_budget` is in 元.

    `category_guide` has the points that 一级指标 should have; most places have no such guide.
    """

    name: str
    title: str
    execution_points: Decimal
    execution_floor: Decimal
    total_points: Decimal
    excellent: Decimal
    good: Decimal
    fair: Decimal
    rating_words: tuple[str, ...]
    met_band: Decimal
    partly_met_band: Decimal
    at_most_formula: AtMostFormula
    equality: Equality
    overachievement_noted: Decimal
    overachievement_explained: Decimal
    low_execution: Decimal
    unspent_high: Decimal
    heavy_indicator: Decimal
    short_note: Decimal
    smallest_budget: Decimal
    largest_budget: Decimal
    category_guide: Mapping[Category, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    severities: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))


class PolicyError(ValueError):
    """A policy that cannot be used; the message is one Chinese sentence."""


_VALUE_TYPES = {
    name: kind
    for name, kind in get_type_hints(Policy).items()
    if name not in {"name", "title", "severities", "provenance"}
}
_OPTIONAL = frozenset({"category_guide"})
_SEVERITIES = ("error", "warning", "note", "off")


@cache
def policy_names() -> tuple[str, ...]:
    """The built-in policies."""
    folder = files("xlfuncs") / "policies"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir()))


@cache
def load(name: str) -> Policy:
    """A policy by name, or from a file whose name ends with .toml.

    Raises PolicyError, whose text is a Chinese sentence, when it cannot be used.

    >>> load("shanghai").execution_points, load("shanghai").provenance["good"].since
    (Decimal('10'), '2020-02-25')
    """
    data = _chain(name)
    values: dict[str, Any] = {}
    provenance: dict[str, Provenance] = {}
    severities: dict[str, str] = {}
    for layer in data:
        for key, entry in _table(name, layer, "values").items():
            values[key] = _value(name, key, entry)
            provenance[key] = Provenance(str(entry["since"]), str(entry["source"]))
        severities |= _severities(name, _table(name, layer, "severities"))
    missing = sorted(_VALUE_TYPES.keys() - values.keys() - _OPTIONAL)
    if missing:
        raise PolicyError(f'评分办法 {name} 缺少 {missing[0]}。请补上，或写 base = "national"。')
    return Policy(
        name=str(data[-1].get("name", name)),
        title=str(data[-1].get("title", name)),
        severities=MappingProxyType(severities),
        provenance=MappingProxyType(provenance),
        **values,
    )


def _chain(name: str) -> list[dict[str, Any]]:
    """The policy's own data last, what it is based on before it."""
    chain: list[dict[str, Any]] = []
    seen: set[str] = set()
    following: str | None = name
    while following is not None:
        if following in seen:
            raise PolicyError(f"评分办法 {name} 的 base 绕成了圈。请改正 base。")
        seen.add(following)
        data = _source(following)
        chain.insert(0, data)
        following = data.get("base")
        if not isinstance(following, str | None):
            raise PolicyError(f"评分办法 {name} 的 base 应是评分办法的名称或 .toml 文件。请改正。")
    return chain


def _table(name: str, layer: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = layer.get(key, {})
    if not isinstance(table, dict):
        raise PolicyError(f"评分办法 {name} 的 {key} 应是一张表。请改正。")
    return table


def _source(name: str) -> dict[str, Any]:
    own = Path(name)
    try:
        if name.endswith(".toml"):
            return tomllib.loads(own.read_text("utf-8-sig"))
        if name in policy_names():
            return tomllib.loads(
                (files("xlfuncs") / "policies" / f"{name}.toml").read_text("utf-8")
            )
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"评分办法文件 {name} 打不开。请确认路径和文件编码（UTF-8）。") from error
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"评分办法文件 {name} 写法有误：{error}。请按 TOML 格式改正。") from error
    known = "、".join(policy_names())
    raise PolicyError(f"没有名为 {name} 的评分办法。现有：{known}；也可以给出 .toml 文件。")


def _value(name: str, key: str, entry: Any) -> object:
    kind = _VALUE_TYPES.get(key)
    if kind is None:
        allowed = "、".join(sorted(_VALUE_TYPES))
        raise PolicyError(f"评分办法 {name} 有不认识的项目 {key}。可用的项目：{allowed}。")
    if not isinstance(entry, dict) or not {"value", "since", "source"} <= entry.keys():
        raise PolicyError(f"评分办法 {name} 的 {key} 应写明 value、since 和 source。请补全。")
    value = entry["value"]
    try:
        if kind is Decimal:
            return _decimal(value)
        if key == "category_guide":
            return _guide(value)
        return _word_list(value) if kind == tuple[str, ...] else kind(value)
    except (ValueError, TypeError, InvalidOperation) as error:
        wanted = _wanted(kind)
        raise PolicyError(
            f"评分办法 {name} 的 {key} 填的是“{value}”，应为：{wanted}。请改正。"
        ) from error


def _wanted(kind: Any) -> str:
    """What a value of a policy should be, in words."""
    if kind is Decimal:
        return "不小于 0 的数字"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "、".join(map(str, kind))
    return "词语的列表" if kind == tuple[str, ...] else "一级指标名称和分值的表"


def _word_list(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(value)
    return tuple(map(str, value))


def _guide(value: Mapping[str, object]) -> Mapping[Category, Decimal]:
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return MappingProxyType({Category(name): _decimal(points) for name, points in value.items()})


def _decimal(value: object) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError(value)
    return number


def _severities(name: str, table: Mapping[str, str]) -> Mapping[str, str]:
    for code, severity in table.items():
        if severity not in _SEVERITIES:
            allowed = "、".join(_SEVERITIES)
            raise PolicyError(f"评分办法 {name} 给规则 {code} 定的级别应为：{allowed}。请改正。")
    return table


VALUE_NAMES = tuple(f.name for f in fields(Policy) if f.name in _VALUE_TYPES)
"""The names of all values a policy has, in order."""
