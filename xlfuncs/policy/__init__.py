"""The law as data: points, bands, thresholds, each with its date and its document.

This folder knows the keys of a 评分办法, kinds of values, and where they stand in a TOML file. It
must not know a form. A `Policy` goes to all that computes a score, and to `validators.filing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workbooks.forms import Category
from workbooks.values.dataclass import MISSING, dataclass, field, fields
from workbooks.values.decimals import plain
from xlfuncs.policy import values as kinds
from xlfuncs.policy.file import PolicyEntry, PolicyError, is_file, layers, policy_names, told_of
from xlfuncs.policy.values import PolicyKey, ValueKind, value_text

__all__ = [
    "KEYS",
    "SEVERITIES",
    "AtMostFormula",
    "Equality",
    "Policy",
    "PolicyError",
    "Provenance",
    "ReviewDeviation",
    "load",
    "policy_names",
    "scoring_law",
]


class AtMostFormula(StrEnum):
    """How points fall when a ≤ target is exceeded."""

    LINEAR = "linear"
    INVERSE = "inverse"

    @property
    def told(self) -> str:
        """The formula as a person reads it."""
        return {"linear": "(1－超出÷目标)×分值", "inverse": "目标÷实际×分值"}[self.value]


class Equality(StrEnum):
    """What an = target says of a surplus."""

    SURPLUS_COUNTS = "surplus-counts"
    ANY_DIFFERENCE = "any-difference"

    @property
    def told(self) -> str:
        """The meaning as a person reads it."""
        return {"surplus-counts": "超过即得满分", "any-difference": "不相等即为偏差"}[self.value]


class ReviewDeviation(StrEnum):
    """What 偏离度 of a reviewed row is."""

    OF_POINTS = "of-points"
    OF_OWN_SCORE = "of-own-score"
    OF_VALUES = "of-values"

    @property
    def told(self) -> str:
        """The definition as a person reads it."""
        return {
            "of-points": "自评得分与复核得分之差÷分值",
            "of-own-score": "（自评得分－复核得分）÷自评得分",
            "of-values": "复核完成值－自评完成值",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Since when a value holds, the document that says so, and the file and line that quote it.

    `since` is an ISO date, or 待核 where nobody has read the document.
    """

    since: str
    source: str
    origin: str
    line: int


def _key(title: str, kind: ValueKind) -> dict[str, PolicyKey]:
    return {"key": PolicyKey(title, kind)}


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Policy:
    """One place's way of scoring. Rates and bands are ratios, budgets are in 元.

    `rating_bounds` has one bound less than there are `rating_words`; `category_guide` the points
    that 一级指标 should have, and most places have no such guide. `provenance` knows the values by
    their names and the severities by the codes of their rules.
    """

    name: str
    title: str
    execution_points: Decimal = field(metadata=_key("预算执行的分值（分）", kinds.POINTS))
    execution_floor: Decimal = field(metadata=_key("执行率低于此数不得分，0 为不设", kinds.RATE))
    total_points: Decimal = field(metadata=_key("总分（分）", kinds.POINTS))
    rating_words: tuple[str, ...] = field(metadata=_key("评分等级", kinds.WORDS))
    rating_bounds: tuple[Decimal, ...] = field(
        metadata=_key("评分等级的分界线，达到即评此级（分）", kinds.BOUNDS)
    )
    met_band: Decimal = field(metadata=_key("达成的得分下限，占分值的比例", kinds.RATE))
    partly_met_band: Decimal = field(metadata=_key("部分达成的得分下限，占分值的比例", kinds.RATE))
    at_most_formula: AtMostFormula = field(
        metadata=_key("≤ 指标超过目标时的算法", kinds.choice(AtMostFormula))
    )
    equality: Equality = field(metadata=_key("= 指标超过目标时", kinds.choice(Equality)))
    overachievement_noted: Decimal = field(metadata=_key("达到目标的几倍起提示", kinds.MULTIPLE))
    overachievement_explained: Decimal = field(
        metadata=_key("达到目标的几倍起应说明原因", kinds.MULTIPLE)
    )
    low_execution: Decimal = field(metadata=_key("执行率低于此数应说明原因", kinds.RATE))
    unspent_high: Decimal = field(metadata=_key("未执行比例高于此数时提示", kinds.RATE))
    heavy_indicator: Decimal = field(metadata=_key("单个指标达到此分值时提示（分）", kinds.POINTS))
    little_spent: Decimal = field(metadata=_key("执行率低于此数而指标几乎得满分时提出", kinds.RATE))
    nearly_full: Decimal = field(metadata=_key("得分达到分值的此比例即几乎得满分", kinds.RATE))
    names_alike: Decimal = field(
        metadata=_key("两项指标名称相同的部分达到此比例即相近", kinds.RATE)
    )
    short_note: Decimal = field(metadata=_key("偏差说明少于此字数时提示（字）", kinds.COUNT))
    smallest_budget: Decimal = field(
        metadata=_key("全年预算小于此数时金额单位可疑（元）", kinds.YUAN)
    )
    largest_budget: Decimal = field(
        metadata=_key("全年预算达到此数时金额单位可疑（元）", kinds.YUAN)
    )
    review_deviation: ReviewDeviation = field(
        metadata=_key("复核表的偏离度", kinds.choice(ReviewDeviation))
    )
    review_deviation_noted: Decimal = field(
        metadata=_key("偏离度（按比例的）超过此数时标出", kinds.RATE)
    )
    progress_red: Decimal = field(metadata=_key("监控：进度低于此数为红灯", kinds.RATE))
    progress_yellow: Decimal = field(metadata=_key("监控：进度低于此数为黄灯", kinds.RATE))
    progress_blue: Decimal = field(metadata=_key("监控：进度达到此数为蓝灯", kinds.MULTIPLE))
    monitoring_month: Decimal = field(
        metadata=_key("监控：表上没有写明期间时按几月算，0 为不推定", kinds.MONTH)
    )
    category_guide: Mapping[Category, Decimal] = field(
        default_factory=lambda: _NOTHING, metadata=_key("一级指标的参考分值（分）", kinds.GUIDE)
    )
    severities: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: _NOTHING)


KEYS: Mapping[str, PolicyKey] = MappingProxyType(
    {f.name: f.metadata["key"] for f in fields(Policy) if "key" in f.metadata}
)
"""Every value of a policy: its title and what it may be, in order."""

_TITLES = {name: key.title for name, key in KEYS.items()}
_NEEDED = [f.name for f in fields(Policy) if f.name in KEYS and f.default_factory is MISSING]
SEVERITIES = ("error", "warning", "note", "off")
"""What a policy may make of a rule; off switches it off."""

# The value of the first is less than that of the second.
_RISING = (
    ("execution_points", "total_points"),
    ("partly_met_band", "met_band"),
    ("overachievement_noted", "overachievement_explained"),
    ("smallest_budget", "largest_budget"),
    ("progress_red", "progress_yellow"),
)


@cache
def load(name: str) -> Policy:
    """A policy by name, or from a file whose name ends with .toml.

    Raises PolicyError, whose text is one Chinese sentence, when it cannot be used.

    >>> load("shanghai").execution_points, load("shanghai").provenance["execution_points"].since
    (Decimal('10'), '2024-01-01')
    """
    read = layers(name)
    own = read[-1]
    entries = [entry for layer in read for entry in layer.entries("values", _TITLES)]
    graded = [entry for layer in read for entry in layer.entries("severities", {})]
    values = {entry.key: _value(entry) for entry in entries}
    severities = {entry.key: _severity(entry) for entry in graded}
    missing = [key for key in _NEEDED if key not in values]
    if missing:
        told = f"缺少 {missing[0]}（{_TITLES[missing[0]]}）等 {len(missing)} 项"
        raise own.trouble(f'{told}，应补上，或写 base = "national" 沿用全国默认', "values")
    _fit(values, entries)
    stem = Path(name).stem if is_file(name) else name
    called = own.word("name", stem)
    provenance = {
        e.key: Provenance(e.since, e.source, e.origin, e.line) for e in (*entries, *graded)
    }
    return Policy(
        name=called,
        title=own.word("title", called),
        severities=MappingProxyType(severities),
        provenance=MappingProxyType(provenance),
        **values,
    )


def _value(entry: PolicyEntry) -> Any:
    kind = KEYS[entry.key].kind
    value = kind.read(entry.value)
    if value is None:
        told = f"{entry.key} 填的是“{told_of(entry.value)}”，应为：{kind.wanted}"
        raise entry.trouble(told)
    return value


def _severity(entry: PolicyEntry) -> str:
    if not isinstance(entry.value, str) or entry.value not in SEVERITIES:
        told = f"规则 {entry.key} 的级别填的是“{told_of(entry.value)}”"
        words = "error（错误）、warning（警告）、note（提示）或 off（不检查）"
        raise entry.trouble(f"{told}，应为 {words}")
    return entry.value


def _fit(values: Mapping[str, Any], entries: Sequence[PolicyEntry]) -> None:
    """Raises where two values do not fit together, at the one that was written last."""

    def trouble(told: str, *keys: str) -> PolicyError:
        return next(entry for entry in reversed(entries) if entry.key in keys).trouble(told)

    for low, high in _RISING:
        if values[low] >= values[high]:
            told = (
                f"{low} 为 {value_text(values[low])}，应小于 {high} 的 {value_text(values[high])}"
            )
            raise trouble(told, low, high)
    words, bounds = values["rating_words"], values["rating_bounds"]
    if len(bounds) != len(words) - 1:
        told = f"rating_words 有 {len(words)} 个等级（{value_text(words)}），rating_bounds 应有"
        told += f" {len(words) - 1} 条分界线，现有 {len(bounds)} 条（{value_text(bounds)}）"
        raise trouble(told, "rating_words", "rating_bounds")
    if bounds[0] > values["total_points"]:
        told = f"rating_bounds 最高为 {value_text(bounds[0])}，应不大于 total_points 的"
        raise trouble(
            f"{told} {value_text(values['total_points'])}", "rating_bounds", "total_points"
        )


_SCORING = (
    *("execution_points", "execution_floor", "total_points", "rating_words", "rating_bounds"),
    *("met_band", "partly_met_band", "at_most_formula", "equality"),
)
"""The values that scores depend on."""


def scoring_law(policy: Policy) -> str:
    """What a policy says of scores, as one text: two that say the same score alike.

    >>> scoring_law(load("shanghai")) == scoring_law(load("national"))
    True
    >>> scoring_law(load("hubei")) == scoring_law(load("national"))
    False
    """
    return "；".join(f"{key}={_plainly(getattr(policy, key))}" for key in _SCORING)


def _plainly(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(map(_plainly, value))
    return plain(value) if isinstance(value, Decimal) else str(value)
