"""A project written as a layout wants it: the content of every place, and the oracle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from tests.reading_corpus.expected import (
    CATEGORIES,
    SUBCATEGORIES,
    Expected,
    ExpectedRow,
    Reached,
    Sought,
)
from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.projects import Project, Row, worth

_CENT = Decimal("0.01")
_RELATIONS = {"≥": ("AT_LEAST",), "≤": ("AT_MOST",), "=": ("EQUAL",)}
_FUNDS = {"总": "total", "财": "fiscal", "转": "carried", "他": "other"}


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
class Entry:
    """One row of the indicator table, or a banner across it; `groups` says what it belongs to."""

    places: Mapping[str, Written] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A project on one form: head, money lines and rows by their places."""

    head: Mapping[str, Written]
    funds: tuple[Mapping[str, Written], ...]
    entries: tuple[Entry, ...]
    expected: Expected


class Filling:
    """How one layout writes one project. `number` counts the projects of a table of many."""

    def __init__(self, layout: Layout, project: Project, number: int = 0) -> None:
        self.layout, self.settings, self.project = layout, layout.settings, project
        self.number, self.printed = number, layout.fields()
        self.year = int(self.settings.get("year", "2024"))
        self.execution = int(self.settings.get("execution", "10"))
        self.rows = worth(self._arranged(), int(self.settings.get("worth", "90")))

    def filled(self) -> Filled:
        """Everything that the layout wants to know of the project."""
        amounts = self._amounts()
        score = sum(row.score for row in self.rows)
        rate = (amounts["执", "总"] / amounts["全", "总"]).quantize(
            Decimal("0.0001"), ROUND_HALF_UP
        )
        executed = (rate * self.execution).quantize(_CENT, ROUND_HALF_UP)
        total = score + (executed if self._scored_money() else 0)
        head = self._head(total) | self._totals(amounts, rate, executed)
        head |= self._declared(amounts)
        funds = tuple(self._lines(amounts, rate, executed))
        return Filled(head, funds, tuple(self._entries()), self._oracle(amounts, total, rate))

    # -- facts ------------------------------------------------------------------------------

    def _arranged(self) -> tuple[Row, ...]:
        """The rows, with costs as a level of their own where the layout has it so."""
        rows = self.project.rows
        if "cost" not in self.settings:
            return rows
        costs = [
            replace(row, category="成本", subcategory="经济成本")
            for row in rows
            if row.subcategory == "成本"
        ]
        return (*costs, *(row for row in rows if row.subcategory != "成本"))

    def _amounts(self) -> dict[tuple[str, str], Decimal]:
        """Money by column (初 全 执) and line (总 财 转 他), in the unit of the layout."""
        project = self.project
        halves = {name.removeprefix("年度.") for name in self.printed if name.startswith("年度.")}
        lines = self._fund_names().keys() | halves
        times = 10000 if self.settings.get("money", "万元") == "元" else 1
        found: dict[tuple[str, str], Decimal] = {}
        columns = {"初": project.initial, "全": project.annual, "执": project.executed}
        for key, whole in columns.items():
            carried = min(project.carried, whole) if "转" in lines and key != "初" else Decimal(0)
            other = min(project.other, whole) if "他" in lines else Decimal(0)
            parts = {"总": whole, "转": carried, "他": other, "财": whole - carried - other}
            basic = (whole * Decimal("0.6")).quantize(_CENT)
            parts |= {"基": basic, "项": whole - basic}
            found |= {(key, line): amount * times for line, amount in parts.items()}
        return found

    def _fund_names(self) -> dict[str, str]:
        said = self.settings.get("funds", "总=年度资金总额")
        return dict(part.strip().split("=", 1) for part in said.split(";"))

    def _scored_money(self) -> bool:
        return bool({"得", "总.得"} & self.printed)

    # -- places -----------------------------------------------------------------------------

    def _head(self, total: Decimal) -> dict[str, Written]:
        project, place = self.project, self.settings.get("place", "清河县")
        body = place + project.unit
        texts = {
            "项目名称": project.name,
            "主管部门": place + project.department,
            "实施单位": body,
            "单位名称": self.settings.get("body", place + project.department),
            "年度": str(self.year),
            "上年度": str(self.year - 1),
            "年度目标": project.goal,
            "总目标": "三年内持续实施。" + project.goal,
            "完成情况": project.outcome,
            "等级": "优",
            "项目编码": f"5100{self.number:02}24T0000{len(project.name):02}",
            "开始": f"{self.year}-01-01",
            "结束": f"{self.year}-12-31",
            "电话": "0000-8123456",
            "金额单位": self.settings.get("money", "万元"),
            "空": "",
        }
        points = self._points(Decimal(sum(row.points for row in self.rows)) + self._of_money())
        numbers = {"总分值": points, "总得分": self._points(total)}
        return {key: Written(text) for key, text in texts.items()} | numbers

    def _of_money(self) -> int:
        return self.execution if self._scored_money() else 0

    def _totals(
        self, amounts: Mapping[tuple[str, str], Decimal], rate: Decimal, score: Decimal
    ) -> dict[str, Written]:
        """Amounts that stand in places of their own, as in 资金总额|10."""
        found = {f"{line}.{column}": self._money(a) for (column, line), a in amounts.items()}
        worth = {"总.率": self._rate(rate), "总.分": self._points(Decimal(self.execution))}
        return found | worth | {"总.得": self._points(score)}

    def _declared(self, amounts: Mapping[tuple[str, str], Decimal]) -> dict[str, Written]:
        found = {f"年度.{line}": self._money(amounts["全", line]) for line in _FUNDS}
        longer = {f"项目.{line}": self._money(amounts["全", line] * 3) for line in "总他"}
        rest = (amounts["全", "总"] - amounts["全", "他"]) * 3
        longer |= {"项目.财": self._money(rest)}
        later = {key.replace("项目", "中期"): amount for key, amount in longer.items()}
        return found | longer | later

    def _lines(
        self, amounts: Mapping[tuple[str, str], Decimal], rate: Decimal, score: Decimal
    ) -> Iterator[Mapping[str, Written]]:
        """项目资金, a line for each name of the layout; a line 零 has no money."""
        dash = self.settings.get("dash", "—")
        for kind, name in self._fund_names().items():
            line = {"资金": Written(name.replace("\\n", "\n")), "资金原因": Written()}
            money = {c: amounts.get((c, kind), Decimal(0)) for c in "初全执"}
            line |= {column: self._money(amount) for column, amount in money.items()}
            own = (money["执"] / money["全"]).quantize(Decimal("0.0001")) if money["全"] else None
            line["率"] = Written(dash) if own is None else self._rate(own)
            total = kind == "总"
            line["分"] = self._points(Decimal(self.execution)) if total else Written(dash)
            line["得"] = self._points(score) if total else Written(dash)
            yield line

    def _entries(self) -> Iterator[Entry]:
        """The rows of the table, with what else the layout lays between them."""
        before, last = "", self.rows[-1]
        for number, row in enumerate(self.rows, 1):
            if "grouprows" in self.settings and row.category != before:
                yield Entry(banner=f"{self._category(row.category)}（{self._worth(row):g}分）")
            before = row.category
            yield Entry(self._places(number, row), self._groups(row))
            following = last if row is last else self.rows[number]
            if row is last or following.category != row.category:
                yield from self._after(row)

    def _after(self, row: Row) -> Iterator[Entry]:
        """What stands under the last row of a category: left-over lines, 小计, 不适用."""
        groups, settings = self._groups(row), self.settings
        if "leftovers" in settings and row.category == "产出":
            for name in ("指标2：", "……"):
                yield Entry({"三级": Written(name)}, groups)
        if "na" in settings and row.category == "效益":
            word = settings["na"]
            have = {one.subcategory for one in self.rows}
            for kind in {"经济效益": 1, "生态效益": 1}.keys() - have:
                names = ("三级", "目标", "数值", "实际", "解释")
                places = {name: Written(word) for name in names}
                places |= {"二级": Written(self._subcategory(kind))}
                yield Entry(places, groups | {"二级": groups["一级"] + kind})
        if "subtotals" in settings:
            mine = [one for one in self.rows if one.category == row.category]
            points, score = (sum(getattr(one, key) for one in mine) for key in ("points", "score"))
            sums = {"分值": self._points(Decimal(points)), "得分": self._points(Decimal(score))}
            yield Entry({"二级": Written(settings["subtotals"])} | sums, groups | {"二级": "小计"})

    def _groups(self, row: Row) -> dict[str, str]:
        of_category = f"{self.number}/{row.category}"
        of_project = str(self.number)
        whole = ("项目名称", "单位名称", "年度目标", "年度.总", "主管部门", "实施单位", "项目编码")
        groups = {"一级": of_category, "二级": f"{of_category}/{row.subcategory}"}
        groups |= {"中期二级": groups["二级"], "层级": groups["二级"]}
        return groups | dict.fromkeys(whole, of_project)

    def _places(self, number: int, row: Row) -> dict[str, Written]:
        initial, held = self._targets(number, row)
        prefix = "指标1：" if "prefixed" in self.settings else ""
        texts = {
            "序": str(number),
            "一级": self._category(row.category, self._worth(row)),
            "二级": self._subcategory(row.subcategory),
            "层级": self._level(row),
            "三级": prefix + row.name,
            "目标": self._target(row, initial),
            "关系": row.relation or "定性",
            "单位": row.unit,
            "原因": row.note or self.settings.get("nothing", ""),
        }
        found = {key: Written(text) for key, text in texts.items()}
        found["数值"] = self._bare(initial) if row.measured else Written(row.words)
        found["调整"] = Written("")
        if held != initial:
            split = "关系" in self.printed
            found["调整"] = self._bare(held) if split else Written(self._target(row, held))
        found |= {"实际": self._actual(row), "分值": self._points(row.points)}
        found["得分"] = self._points(row.score)
        return found | {key: Written(text) for key, text in self._others(number, row).items()}

    def _others(self, number: int, row: Row) -> dict[str, str]:
        """Columns that no check wants, and those of other years and other people."""
        part = Decimal("0.9") if row.relation == "≥" else Decimal("1.1")
        last = f"{Decimal(row.value) * part:.2f}{row.unit}" if row.measured else row.words
        half = f"{Decimal(row.value) * Decimal('0.5'):.1f}{row.unit}" if row.measured else "已启动"
        review = row.score - (1 if number == 2 else 0)
        return {
            "上年": last,
            "上半年": half if row.relation == "≥" else "正常",
            "预计": "100%",
            "解释": f"考察{row.name}的完成情况",
            "标准": "达到指标值得满分；未达到的，每低1个百分点扣该项分值的5%，扣完为止",
            "依据": "年度工作要点、行业标准",
            "佐证": "工作台账、验收资料",
            "核心": "是" if number < 4 else "否",
            "系数": "100%",
            "复核值": self._actual(row).text,
            "复核分": f"{review:f}",
            "编码": f"XD-{number:02}",
            "方向": "反向" if row.relation == "≤" else "正向",
            "科室": "综合科" if number % 2 else "业务科",
            "时限": f"{self.year}年12月",
            "频次": "按季",
            "备注": "",
            "中期二级": self._subcategory(row.subcategory),
            "中期三级": row.name,
            "中期目标": self._target(row, f"{Decimal(row.value) * 3:f}")
            if row.measured
            else row.words,
        }

    def _targets(self, number: int, row: Row) -> tuple[str, str]:
        """The target at the beginning of the year, and the one that holds."""
        adjusted = "调整" in self.printed and row.relation in "≥≤" and row.measured
        if not adjusted or (number % 3 and self.settings.get("adjusted") != "all"):
            return row.value, row.value
        part = Decimal("1.2") if row.relation == "≥" else Decimal("0.8")
        return f"{Decimal(row.value) * part:.2f}", row.value

    # -- spellings --------------------------------------------------------------------------

    def _category(self, name: str, points: Decimal | None = None) -> str:
        said = self.settings.get(f"name.{name}", name + "指标")
        said = said.removesuffix("指标") if "short" in self.settings else said
        style = self.settings.get("grouppoints", "")
        between = {"line": "\n", "inline": ""}.get(style)
        return said if points is None or between is None else f"{said}{between}（{points:g}分）"

    def _subcategory(self, name: str) -> str:
        said = self.settings.get(f"name.{name}", name + "指标")
        return said.removesuffix("指标") if "short" in self.settings else said

    def _level(self, row: Row) -> str:
        return self._subcategory(row.subcategory)

    def _worth(self, row: Row) -> Decimal:
        return Decimal(sum(one.points for one in self.rows if one.category == row.category))

    def _target(self, row: Row, value: str) -> str:
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
        if style == "bare":
            return f"{row.relation}{value}"
        return f"{row.relation}{value}{unit}"

    def _actual(self, row: Row) -> Written:
        if not row.counted:
            return Written(row.actual)
        style = self.settings.get("actual", "sign")
        if style == "number":
            return self._bare(row.actual)
        if style in ("bracket", "decimals"):
            return Written(f"{Decimal(row.actual):.2f}({row.unit})")
        return Written(row.actual + row.unit)

    def _bare(self, value: str) -> Written:
        text = "numbers" in self.settings and self.settings["numbers"] == "text"
        return Written(value) if text else Written(float(value))

    def _money(self, amount: Decimal) -> Written:
        style, unit = self.settings.get("amounts", "number"), self.settings.get("money", "万元")
        if not amount and "zero" in self.settings:
            return Written(self.settings["zero"])
        if style == "unit":
            return Written(f"{amount:f}{unit}")
        if style == "text":
            return Written(f"{amount:.2f}")
        return Written(float(amount), "#,##0.00" if style == "comma" else "0.00")

    def _rate(self, rate: Decimal) -> Written:
        style = self.settings.get("rate", "text")
        if style == "format":
            return Written(float(rate), "0.00%")
        if style == "number":
            return Written(float(rate * 100), "0.00")
        return Written(f"{rate * 100:.2f}%")

    def _points(self, points: Decimal) -> Written:
        style = self.settings.get("points", "number")
        if style == "text":
            return Written(f"{points:.2f}")
        return Written(float(points), "0.00" if style == "decimals" else "")

    # -- oracle -----------------------------------------------------------------------------

    def _oracle(
        self, amounts: Mapping[tuple[str, str], Decimal], total: Decimal, rate: Decimal
    ) -> Expected:
        head = self._head(total)
        names = (
            "项目名称",
            "主管部门",
            "实施单位",
            "单位名称",
            "年度目标",
            "总目标",
            "完成情况",
            "等级",
        )
        asked = self.printed - set(self.settings.get("unasked", "").split())
        texts = {name: head[name].text for name in names if name in asked}
        texts |= {f"line.{line}": name for line, name in self._fund_names().items()}
        if "年度" in self.printed:
            texts["年度"] = str(self.year)
        numbers: dict[str, Decimal] = {}
        if self.printed & {"总得分"}:
            numbers["总得分"] = total
        for line in {"总": 1, **self._fund_names()}.keys() & _FUNDS.keys():
            for column in "初全执":
                inside = column in self.printed and line in self._fund_names()
                if inside or f"{line}.{column}" in self.printed:
                    numbers[f"{line}.{column}"] = amounts[column, line]
        if {"率", "总.率"} & self.printed:
            numbers["总.率"] = rate
        for line in _FUNDS:
            if f"年度.{line}" in self.printed:
                numbers[f"年度.{line}"] = amounts["全", line]
        rows = tuple(self._expected(number, row) for number, row in enumerate(self.rows, 1))
        return Expected(self.layout.declaration, texts, numbers, rows)

    def _expected(self, number: int, row: Row) -> ExpectedRow:
        printed = self.printed
        prefix = "指标1：" if "prefixed" in self.settings else ""

        def at(place: str) -> bool:
            return place in printed

        return ExpectedRow(
            prefix + row.name,
            self._sought(number, row),
            CATEGORIES[row.category] if at("一级") else None,
            SUBCATEGORIES[row.subcategory] if at("二级") or at("层级") else None,
            self._reached(row) if at("实际") else None,
            row.points if at("分值") else None,
            row.score if at("得分") else None,
            (row.note or None) if at("原因") else None,
        )

    def _sought(self, number: int, row: Row) -> Sought | None:
        if not {"目标", "数值"} & self.printed:
            return None
        if not row.measured:
            return Sought(("DESCRIBED",), None, "", row.words)
        relations = _RELATIONS[row.relation]
        split = "数值" in self.printed
        signless = self.settings.get("target") == "words" and row.relation == "="
        if signless or (split and "关系" not in self.printed):
            relations = ("AT_LEAST", "EQUAL", *relations)
        value = Decimal(self._targets(number, row)[1])
        bare = split or self.settings.get("target") == "bare"
        unit = row.unit if not bare or "单位" in self.printed else ""
        return Sought(tuple(dict.fromkeys(relations)), value, unit)

    def _reached(self, row: Row) -> Reached:
        if not row.counted:
            return Reached(None, "", row.actual)
        unit = "" if self.settings.get("actual") == "number" else row.unit
        return Reached(Decimal(row.actual), unit)
