"""How a layout spells facts: targets, actual values, money, points, names of levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.reading_corpus.projects import Row


@dataclass(frozen=True, slots=True)
class Written:
    """The content of one cell: a number with its format, a text, or nothing."""

    raw: str | float | None = None
    number_format: str = ""

    @property
    def text(self) -> str:
        """What stands there when it is a part of a text."""
        if isinstance(self.raw, float):
            return f"{self.raw:g}"
        return self.raw or ""


@dataclass(frozen=True, slots=True)
class Style:
    """The settings of a layout that say how something is written."""

    settings: Mapping[str, str]

    def category(self, name: str, points: Decimal | None = None) -> str:
        """产出指标, 产出, 项目产出; with its points where the layout prints them so."""
        said = self._level(name)
        if self.settings.get("vertical"):
            said = "\n".join(said)
        style = self.settings.get("grouppoints", "")
        between = {"line": "\n", "inline": ""}.get(style)
        return said if points is None or between is None else f"{said}{between}（{points:g}分）"

    def subcategory(self, name: str) -> str:
        """数量指标, 数量."""
        return self._level(name)

    def _level(self, name: str) -> str:
        usual = name if name.startswith("预算执行") else name + "指标"
        said = self.settings.get(f"name.{name}", usual)
        return said.removesuffix("指标") if "short" in self.settings else said

    def target(self, row: Row, value: str) -> str:
        """≥10场, ≥10（场）, 不少于10场, 95%以上."""
        if not row.measured:
            return row.words
        style, unit = self.settings.get("target", "sign"), row.unit
        if style == "bracket":
            return f"{row.relation}{value}（{unit}）"
        if style == "decimals":
            return f"{row.relation}{Decimal(value):.2f}({unit})"
        if style == "words":
            said = {"≥": f"不少于{value}{unit}", "≤": f"不超过{value}{unit}", "=": f"{value}{unit}"}
            return f"{value}%以上" if row.relation == "≥" and unit == "%" else said[row.relation]
        return f"{row.relation}{value}" if style == "bare" else f"{row.relation}{value}{unit}"

    def actual(self, row: Row) -> Written:
        """12场, 12.00(场), 12, or words."""
        if not row.counted:
            return Written(row.actual)
        style = self.settings.get("actual", "sign")
        if style == "number":
            return self.bare(row.actual, row.unit)
        if style in ("bracket", "decimals"):
            return Written(f"{Decimal(row.actual):.2f}({row.unit})")
        return Written(row.actual + row.unit)

    def bare(self, value: str, unit: str = "") -> Written:
        """A number alone; 95 under % may be 0.95 that is shown as 95%."""
        if self.settings.get("numbers") == "text":
            return Written(value)
        if unit == "%" and self.settings.get("percents") == "format":
            decimals = len(value.partition(".")[2])
            code = f"0.{'0' * decimals}%" if decimals else "0%"
            return Written(float(Decimal(value) / 100), code)
        return Written(float(value))

    def money(self, amount: Decimal) -> Written:
        """An amount in the unit of the layout."""
        style, unit = self.settings.get("amounts", "number"), self.settings.get("money", "万元")
        if not amount and "zero" in self.settings:
            return Written(self.settings["zero"])
        if style == "unit":
            return Written(f"{amount:f}{unit}")
        if style == "text":
            return Written(f"{amount:.2f}")
        return Written(float(amount), "#,##0.00" if style == "comma" else "0.00")

    def rate(self, rate: Decimal) -> Written:
        """99.00%, or a number that is shown so, or 99.00 under (%)."""
        style = self.settings.get("rate", "text")
        if style == "format":
            return Written(float(rate), "0.00%")
        if style == "number":
            return Written(float(rate * 100), "0.00")
        return Written(f"{rate * 100:.2f}%")

    def points(self, points: Decimal) -> Written:
        """分值, 得分."""
        style = self.settings.get("points", "number")
        if style == "text":
            return Written(f"{points:.2f}")
        if style == "worded":
            return Written(f"{points:f}分")
        return Written(float(points), "0.00" if style == "decimals" else "")
