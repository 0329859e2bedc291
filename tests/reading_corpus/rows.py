"""The rows of the indicator table as a layout has them, with what it lays between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.projects import Project, Row, worth
from tests.reading_corpus.style import Style, Written

OF_PROJECT = (
    *("项目名称", "单位名称", "年度目标", "年度.总", "主管部门", "实施单位"),
    *("项目编码", "完成情况", "总.初", "总.全", "总.执", "总.率", "总.得", "总得分"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the indicator table, or a banner across it; `groups` says what it belongs to."""

    places: Mapping[str, Written] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    banner: str = ""


@dataclass(frozen=True)
class Rows:
    """The indicators of one project; `number` counts the projects of a table of many."""

    layout: Layout
    project: Project
    number: int = 0

    @cached_property
    def settings(self) -> Mapping[str, str]:
        return self.layout.settings

    @cached_property
    def style(self) -> Style:
        return Style(self.settings)

    @cached_property
    def printed(self) -> frozenset[str]:
        return self.layout.fields()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """With the points of the layout, and costs as a level of their own where it has it so."""
        rows = self.project.rows
        if "cost" in self.settings:
            cost = [row for row in rows if row.subcategory == "成本"]
            own = [replace(row, category="成本", subcategory="经济成本") for row in cost]
            rows = (*own, *(row for row in rows if row not in cost))
        rows = worth(rows, int(self.settings.get("worth", "90")))
        return (self._execution(), *rows) if "execrow" in self.settings else rows

    def _execution(self) -> Row:
        """执行率 as the first indicator, as some places print it instead of scoring the money."""
        project = self.project
        share = project.executed / project.annual
        rate, score = share.quantize(Decimal("0.0001")), (share * 10).quantize(Decimal("0.01"))
        note = "部分合同尾款按约定次年支付；已列入下年度预算，并督促按期验收。" if rate < 1 else ""
        name = "预算执行率"
        bound = ("≥", "100", "%", "", f"{rate * 100:.2f}")
        return Row("预算执行", name, name, *bound, Decimal(10), score, note)

    def points_of(self, category: str) -> Decimal:
        return Decimal(sum(row.points for row in self.rows if row.category == category))

    def name(self, number: int, row: Row) -> str:
        """三级指标 as printed: 指标1：…, 1、…, …（场）."""
        prefix = "指标1：" if "prefixed" in self.settings else ""
        prefix = self.settings.get("numbered", "").format(number) or prefix
        unit = f"（{row.unit}）" if "unitname" in self.settings and row.measured else ""
        return prefix + row.name + unit

    def targets(self, number: int, row: Row) -> tuple[str, str]:
        """The target at the beginning of the year, and the one that holds."""
        adjusted = "调整" in self.printed and row.measured and row.relation != "="
        if not adjusted or (number % 3 and self.settings.get("adjusted") != "all"):
            return row.value, row.value
        part = Decimal("1.2") if row.relation == "≥" else Decimal("0.8")
        return f"{Decimal(row.value) * part:.2f}", row.value

    def entries(self) -> Iterator[Entry]:
        """The rows of the table, with what else the layout lays between them."""
        before = ""
        for number, row in enumerate(self.rows, 1):
            if "grouprows" in self.settings and row.category != before:
                points = self.points_of(row.category)
                yield Entry(banner=f"{self.style.category(row.category)}（{points:g}分）")
            if "subtotals-first" in self.settings and row.category != before:
                yield self._subtotal(row)
            before = row.category
            yield Entry(self._places(number, row), self._groups(row))
            if number == len(self.rows) or self.rows[number].category != row.category:
                yield from self._after(row)

    def _after(self, row: Row) -> Iterator[Entry]:
        """What stands under the last row of a category: left-over lines, 不适用, 小计."""
        groups = self._groups(row)
        if "leftovers" in self.settings and row.category == "产出":
            for name in ("指标2：", "……"):
                yield Entry({"三级": Written(name)}, groups)
        if "na" in self.settings and row.category == "效益":
            have = {one.subcategory for one in self.rows}
            for kind in [k for k in ("经济效益", "生态效益") if k not in have]:
                word = Written(self.settings["na"])
                places = dict.fromkeys(("三级", "目标", "数值", "实际", "解释"), word)
                places |= {"二级": Written(self.style.subcategory(kind))}
                yield Entry(places, {**groups, "二级": groups["一级"] + kind})
        if "subtotals" in self.settings and "subtotals-first" not in self.settings:
            yield self._subtotal(row)

    def _subtotal(self, row: Row) -> Entry:
        """产出指标|小计|50|49.5."""
        mine = [one for one in self.rows if one.category == row.category]
        sums = {"分值": self.points_of(row.category), "得分": sum(r.score for r in mine)}
        places = {key: self.style.points(Decimal(points)) for key, points in sums.items()}
        places |= {"二级": Written(self.settings["subtotals"])}
        places |= {"一级": Written(self.style.category(row.category))}
        return Entry(places, {**self._groups(row), "二级": f"小计/{row.category}"})

    def _groups(self, row: Row) -> dict[str, str]:
        category = f"{self.number}/{row.category}"
        levels = dict.fromkeys(("二级", "中期二级", "层级"), f"{category}/{row.subcategory}")
        return {"一级": category} | levels | dict.fromkeys(OF_PROJECT, str(self.number))

    def _places(self, number: int, row: Row) -> dict[str, Written]:
        style, (initial, held) = self.style, self.targets(number, row)
        texts = {
            "序": str(number),
            "一级": style.category(row.category, self.points_of(row.category)),
            "二级": style.subcategory(row.subcategory),
            "层级": style.subcategory(row.subcategory),
            "三级": self.name(number, row),
            "目标": style.target(row, initial),
            "关系": row.relation or "定性",
            "单位": row.unit,
            "原因": row.note or self.settings.get("nothing", ""),
        }
        found = {key: Written(text) for key, text in (texts | self._others(number, row)).items()}
        if row.measured and self.settings.get("target") == "cell":
            found["目标"] = style.bare(initial, row.unit)
        found["数值"] = style.bare(initial, row.unit) if row.measured else Written(row.words)
        found["调整"] = Written("")
        if held != initial:
            split = "关系" in self.printed
            found["调整"] = style.bare(held) if split else Written(style.target(row, held))
        found |= {"实际": style.actual(row), "复核值": style.actual(row)}
        found |= {"分值": style.points(row.points), "得分": style.points(row.score)}
        return found | {"复核分": style.points(row.score - (1 if number == 2 else 0))}

    def _others(self, number: int, row: Row) -> dict[str, str]:
        """Columns that no check wants, and those of other years and other people."""
        last = half = longer = row.words
        if row.measured:
            value, part = Decimal(row.value), Decimal("0.9" if row.relation != "≤" else "1.1")
            last = f"{(value * part).quantize(value) if value else value}{row.unit}"
            half = f"{value / 2:.1f}{row.unit}" if row.relation == "≥" else "正常"
            longer = self.style.target(row, f"{value * 3:f}" if row.unit != "%" else row.value)
        return {
            "上年": last,
            "上半年": half if row.measured else "正常推进",
            "预计": "100%",
            "解释": f"考察{row.name}的完成情况",
            "标准": "达到指标值得满分；未达到的，每低1个百分点扣该项分值的5%，扣完为止",
            "依据": "年度工作要点、行业标准",
            "佐证": "工作台账、验收资料",
            "核心": "是" if number < 4 else "否",
            "系数": "100%",
            "编码": f"XD-{number:02}",
            "方向": "反向" if row.relation == "≤" else "正向",
            "科室": "综合科" if number % 2 else "业务科",
            "时限": f"{self.settings.get('year', '2024')}年12月",
            "频次": "按季",
            "备注": "",
            "中期二级": self.style.subcategory(row.subcategory),
            "中期三级": row.name,
            "中期目标": longer,
        }
