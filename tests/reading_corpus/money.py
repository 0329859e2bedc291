"""项目资金 of a project as a layout has it: amounts by line and column, and what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.projects import Project
from tests.reading_corpus.style import Style, Written

KINDS = ("总", "财", "转", "他")
"""Total, fiscal appropriation, carried over, other: what a reader must tell apart."""
COLUMNS = ("初", "全", "执")
_SHARE = Decimal("0.0001")


@dataclass(frozen=True)
class Money:
    """The money of one project on one layout."""

    layout: Layout
    project: Project

    @cached_property
    def style(self) -> Style:
        return Style(self.layout.settings)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The lines of the fund table: kind and printed name; other kinds than KINDS are parts."""
        said = self.layout.settings.get("funds", "总=年度资金总额")
        return dict(part.strip().split("=", 1) for part in said.split(";"))

    @cached_property
    def execution(self) -> int:
        """The points that 执行率 is worth."""
        return int(self.layout.settings.get("execution", "10"))

    @cached_property
    def scored(self) -> bool:
        """Whether the layout has a place for the score of 执行率."""
        return bool({"得", "总.得"} & self.layout.fields())

    @cached_property
    def amounts(self) -> Mapping[tuple[str, str], Decimal]:
        """Money by column (初 全 执) and line; what has no line of its own is fiscal."""
        project, printed = self.project, self.layout.fields()
        halves = {name.removeprefix("年度.") for name in printed if name.startswith("年度.")}
        lines = self.names.keys() | halves
        times = 10000 if self.layout.settings.get("money", "万元") == "元" else 1
        found: dict[tuple[str, str], Decimal] = {}
        wholes = {"初": project.initial, "全": project.annual, "执": project.executed}
        for key, whole in wholes.items():
            carried = min(project.carried, whole) if "转" in lines and key != "初" else Decimal(0)
            other = min(project.other, whole) if "他" in lines else Decimal(0)
            basic = (whole * Decimal("0.6")).quantize(Decimal("0.01"))
            parts = {"总": whole, "转": carried, "他": other, "财": whole - carried - other}
            parts |= {"基": basic, "项": whole - basic}
            found |= {(key, line): amount * times for line, amount in parts.items()}
        return found

    @cached_property
    def rate(self) -> Decimal:
        """执行率 of the total."""
        share = self.amounts["执", "总"] / self.amounts["全", "总"]
        return share.quantize(_SHARE, ROUND_HALF_UP)

    @cached_property
    def score(self) -> Decimal:
        """得分 of 执行率."""
        return (self.rate * self.execution).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def places(self) -> dict[str, Written]:
        """Amounts that stand in places of their own: 资金总额|10."""
        style, amounts = self.style, self.amounts
        found = {f"{line}.{column}": style.money(a) for (column, line), a in amounts.items()}
        found |= {"总.率": style.rate(self.rate), "总.得": style.points(self.score)}
        found |= {"总.分": style.points(Decimal(self.execution))}
        found |= {f"年度.{line}": style.money(amounts["全", line]) for line in KINDS}
        whole, other = amounts["全", "总"] * 3, amounts["全", "他"] * 3
        for half in ("项目", "中期"):
            longer = {"总": whole, "他": other, "财": whole - other}
            found |= {f"{half}.{line}": style.money(amount) for line, amount in longer.items()}
        return found

    def lines(self) -> Iterator[Mapping[str, Written]]:
        """The lines of the fund table; only the total has points."""
        style, dash = self.style, Written(self.layout.settings.get("dash", "—"))
        for kind, name in self.names.items():
            line = {"资金": Written(name.replace("\\n", "\n")), "资金原因": Written()}
            money = {c: self.amounts.get((c, kind), Decimal(0)) for c in COLUMNS}
            line |= {column: style.money(amount) for column, amount in money.items()}
            share = (money["执"] / money["全"]).quantize(_SHARE) if money["全"] else None
            line["率"] = dash if share is None else style.rate(share)
            total = kind == "总"
            line["分"] = style.points(Decimal(self.execution)) if total else dash
            line["得"] = style.points(self.score) if total else dash
            yield line
