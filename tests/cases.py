"""Cases that a finance officer can read: Markdown tables that look like the form -> forms.

A case is a heading, tables that change the standard form below, and what must come of it. A row
of the indicator table replaces the standard rows of its 二级指标; after the line
「指标表只有这些行：」 the table replaces all rows. Points, scores and 总分 that are not given are
added up, so that a case shows only what it is about. Blank cells are blank; `（空）` in a 填写
column blanks a heading. 评分办法 in a 栏目 column judges the case by another policy: a built-in
name, or a file in tests/policies.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from validators import wording
from validators.checking.catalogue import RULES
from validators.engine import Outcome, judge
from validators.filing import file
from workbooks.drawing import layout
from workbooks.grid import Grid, Room, Template, position
from workbooks.reading import from_texts, read_form
from workbooks.reading.read_form import Reading
from workbooks.values.decimals import typed
from xlfuncs.policy import load, scoring_law
from xlfuncs.rating import rating

INDICATOR_KEYS = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "level3",
    "年度指标值": "target",
    "实际完成值": "actual",
    "分值": "weight",
    "得分": "score",
    "偏差原因分析及改进措施": "reason",
    "执行情况": "actual",
    "全年预计完成情况": "forecast",
    "偏差原因分析": "reason",
    "完成目标可能性": "possibility",
    "备注": "remark",
}
FUND_KEYS = {
    "项目资金": "name",
    "年初预算数": "initial_budget",
    "全年预算数": "annual_budget",
    "全年执行数": "executed",
    "分数": "weight",
    "执行率(%)": "rate",
    "得分": "score",
    "执行数": "executed",
    "全年预计执行数": "forecast",
}
HEAD_KEYS = {
    "标题": "form",
    "年度": "year",
    "项目名称": "project",
    "主管部门": "department",
    "实施单位": "unit",
    "金额单位": "money_unit",
    "预期目标": "expected_goal",
    "实际完成情况": "actual_completion",
    "总分分值": "total_weight",
    "总分": "total_score",
    "评分等级": "grade",
    "项目性质": "project_nature",
    "项目类别": "project_category",
    "计划开始日期": "start_date",
    "计划完成日期": "end_date",
    "年度总体目标": "annual_goal",
    "监控期间": "period",
    "总体目标": "overall_goal",
    "项目总目标": "overall_goal",
    "年度资金申请总额": "annual_total",
    "当年财政拨款": "annual_current_appropriation",
    "上年结转资金": "annual_carry_over",
    "其他资金": "annual_other",
    "项目资金总额": "project_total",
    "财政资金": "project_fiscal",
    "隐藏的行": "hidden_rows",
    "隐藏的列": "hidden_columns",
    "隐藏的工作表": "hidden",
    "读不成的部分": "unread",
    "数字格式": "formats",
    "行高": "heights",
    "评分办法": "policy",
    "空白表版本": "template",
    "空白表的评分办法": "template_policy",
    "有公式的单元格": "formulas",
    "栏目改名": "renamed",
    "另有单元格": "further",
}
POLICIES = Path(__file__).parent / "policies"


def standard_evaluation() -> dict[str, Any]:
    """A well-formed self-evaluation in which no rule finds anything."""
    rows = (
        ("产出指标", "数量指标", "培训场次", "≥10(场)", "10(场)", "20"),
        ("产出指标", "质量指标", "培训合格率", "≥95.00(%)", "96.00(%)", "20"),
        ("产出指标", "时效指标", "培训按期完成率", "=100.00(%)", "100.00(%)", "10"),
        ("效益指标", "社会效益指标", "政策知晓率", "≥90.00(%)", "92.00(%)", "30"),
        ("满意度指标", "服务对象满意度指标", "参训人员满意度", "≥90.00(%)", "95.00(%)", "10"),
    )
    keys = list(INDICATOR_KEYS.values())[:6]
    fund = {"initial_budget": "50.00", "annual_budget": "50.00", "executed": "49.50"}
    none = {"initial_budget": "0.00", "annual_budget": "0.00", "executed": "0.00"}
    part = {"weight": "-", "score": "-"}
    return {
        "form": "财政项目支出绩效自评表",
        "year": 2024,
        "project": "业务培训经费",
        "department": "某某局",
        "unit": "某某中心",
        "money_unit": "万元",
        "funds": [
            {"name": "年度资金总额：", **fund, "weight": "10.00", "rate": "99.00", "score": "9.90"},
            {"name": "其中：当年财政拨款", **fund, "rate": "99.00", **part},
            {"name": "上年结转资金", **none, "rate": "0.00", **part},
            {"name": "其他资金", **none, "rate": "0.00", **part},
        ],
        "expected_goal": "按计划组织全年业务培训，提高窗口人员的业务能力。",
        "actual_completion": "全年业务培训已按计划办完，窗口人员的业务能力得到提高。",
        "indicators": [
            {**dict(zip(keys, row, strict=True)), "score": row[5], "reason": None} for row in rows
        ],
    }


def standard_declaration() -> dict[str, Any]:
    """A well-formed declaration in which no rule finds anything."""
    rows = (
        ("成本指标", "经济成本指标", "培训费用", "≤400000.00(元)"),
        ("产出指标", "数量指标", "培训场次", "≥10(场)"),
        ("产出指标", "质量指标", "培训合格率", "≥95.00(%)"),
        ("产出指标", "时效指标", "培训按期完成率", "=100.00(%)"),
        ("效益指标", "社会效益指标", "政策知晓率", "≥90.00(%)"),
        ("满意度指标", "服务对象满意度指标", "参训人员满意度", "≥90.00(%)"),
    )
    keys = list(INDICATOR_KEYS.values())[:4]
    return {
        "form": "财政项目支出绩效目标申报表",
        "year": 2025,
        "project": "业务培训经费",
        "project_nature": "其他经常性项目",
        "project_category": "特定目标类",
        "department": "某某局",
        "unit": "某某中心",
        "start_date": "2025-01-01",
        "end_date": "2025-12-31",
        "money_unit": "元",
        "funds": {
            "project_total": None,
            "project_fiscal": None,
            "project_other": None,
            "annual_total": "500,000.00",
            "annual_current_appropriation": "500,000.00",
            "annual_carry_over": "0.00",
            "annual_other": "0.00",
        },
        "overall_goal": None,
        "annual_goal": "按计划组织全年业务培训，提高窗口人员的业务能力。",
        "indicators": [dict(zip(keys, row, strict=True)) for row in rows],
    }


def standard_monitoring() -> dict[str, Any]:
    """A well-formed monitoring report of seven months in which no rule finds anything."""
    rows = (
        ("产出指标", "数量指标", "培训场次", "≥10(场)", "6(场)", "10(场)"),
        ("产出指标", "质量指标", "培训合格率", "≥95.00(%)", "96.00(%)", "96.00(%)"),
        ("产出指标", "时效指标", "培训按期完成率", "=100.00(%)", "100.00(%)", "100.00(%)"),
        ("效益指标", "社会效益指标", "政策知晓率", "≥90.00(%)", "92.00(%)", "92.00(%)"),
        ("满意度指标", "服务对象满意度指标", "参训人员满意度", "≥90.00(%)", "95.00(%)", "95.00(%)"),
    )
    keys = ("level1", "level2", "level3", "target", "actual", "forecast")
    none = dict.fromkeys(("initial_budget", "annual_budget", "executed", "forecast"), "0.00")
    fund = {"initial_budget": "50.00", "annual_budget": "50.00", "executed": "30.00"}
    fund |= {"rate": "60.00", "forecast": "50.00"}
    return {
        "form": "项目支出绩效运行监控表",
        "year": 2024,
        "period": "1-7月",
        "project": "业务培训经费",
        "department": "某某局",
        "unit": "某某中心",
        "money_unit": "万元",
        "funds": [
            {"name": "年度资金总额：", **fund},
            {"name": "其中：当年财政拨款", **fund},
            {"name": "上年结转资金", **none, "rate": "0.00"},
            {"name": "其他资金", **none, "rate": "0.00"},
        ],
        "overall_goal": "按计划组织全年业务培训，提高窗口人员的业务能力。",
        "indicators": [
            {**dict(zip(keys, row, strict=True)), "reason": None, "possibility": "确定能"}
            for row in rows
        ],
    }


KINDS = ("自评表", "申报表", "监控表")
"""The kinds of form that a case can be about; the first where it does not say."""


def kind_of_texts(texts: dict[str, Any]) -> str:
    """Which of them some texts are of."""
    return "申报表" if "annual_goal" in texts else "监控表" if "period" in texts else "自评表"


@dataclass(frozen=True)
class Case:
    """One case: where it is written, the form it makes, and the lines that must come of it."""

    title: str
    texts: dict[str, Any]
    expected: tuple[str, ...]


Table = list[dict[str, str]]


def _tables(text: str) -> list[tuple[str, Table]]:
    """Each Markdown table with the line of prose before it."""
    found: list[tuple[str, Table]] = []
    before, lines = "", []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            lines.append([part.strip() for part in line.strip().strip("|").split("|")])
            continue
        if lines:
            head = lines[0]
            rows = [dict(zip(head, [*row, *[""] * len(head)], strict=False)) for row in lines[2:]]
            found.append((before, rows))
            lines, before = [], ""
        before = line.strip() or before
    return found


def _number(text: object) -> Decimal:
    return typed(str(text)) or Decimal(0)


def _with_indicators(texts: dict[str, Any], rows: Table, whole: bool) -> None:
    new = [{INDICATOR_KEYS[k]: v or None for k, v in row.items()} for row in rows]
    if whole:
        texts["indicators"] = new
        return
    kept = list(texts["indicators"])
    for subcategory in dict.fromkeys(row["level2"] for row in new):
        mine = [row for row in new if row["level2"] == subcategory]
        at = [i for i, row in enumerate(kept) if row["level2"] == subcategory]
        start = at[0] if at else len(kept)
        kept = [row for row in kept if row["level2"] != subcategory]
        kept[start:start] = mine
    texts["indicators"] = kept


def _with_funds(texts: dict[str, Any], rows: Table) -> None:
    for row in rows:
        new = {FUND_KEYS[k]: v or None for k, v in row.items()}
        old = next(
            (f for f in texts["funds"] if f["name"].strip("：") == str(new["name"]).strip("：")),
            None,
        )
        if old is None:
            texts["funds"].append(dict.fromkeys(FUND_KEYS.values()) | new)
        else:
            old |= {key: value for key, value in new.items() if key != "name"}


def _with_heads(texts: dict[str, Any], rows: Table) -> None:
    for row in rows:
        key, value = HEAD_KEYS[row["栏目"]], row["填写"]
        table = (
            texts["funds"] if isinstance(texts["funds"], dict) and key in texts["funds"] else texts
        )
        table[key] = None if value in ("", "（空）") else value


def _total(texts: dict[str, Any]) -> None:
    """总分 and 评分等级, where the case did not give them."""
    parts = [texts["funds"][0], *texts["indicators"]]
    total = sum((_number(part["score"]) for part in parts), Decimal(0))
    texts.setdefault("total_weight", str(sum((_number(p["weight"]) for p in parts), Decimal(0))))
    texts.setdefault("total_score", str(total))
    stands = typed(texts["total_score"] or "")
    texts.setdefault("grade", rating(total if stands is None else stands, load("shanghai")))


def texts_of(text: str) -> dict[str, Any]:
    """The form that the tables of one case describe."""
    before = text.split("|", 1)[0]
    declared, monitored = "申报表" in before, "监控表" in before
    texts = standard_declaration() if declared else standard_evaluation()
    texts = standard_monitoring() if monitored else texts
    for before, rows in _tables(text):
        head = next(iter(rows[0]))
        if head == "一级指标":
            _with_indicators(texts, rows, "只有这些行" in before)
        elif head == "项目资金":
            _with_funds(texts, rows)
        else:
            _with_heads(texts, rows)
    if not declared and not monitored:
        _total(texts)
    return texts


@cache
def cases(markdown: str) -> tuple[Case, ...]:
    """The cases of one file: each `## ` section with its tables and its 应得 lines."""
    found = []
    for section in re.split(r"^## ", markdown, flags=re.M)[1:]:
        title, _, body = section.partition("\n")
        given, marker, expected = body.partition("应得：")
        assert marker, f"{title}: no 应得"
        lines = tuple(line[2:].strip() for line in expected.splitlines() if line.startswith("- "))
        assert lines or expected.strip() == "无", f"{title}: 应得 is neither 无 nor a list"
        found.append(Case(title.strip(), texts_of(given), lines))
    return tuple(found)


def grid_of(texts: dict[str, Any]) -> Grid:
    """The texts of a form laid on a sheet."""
    return _grid(_key(texts))


def read_texts(texts: dict[str, Any]) -> Reading:
    """The texts of a form laid on a sheet and read back from it."""
    return _read(_key(texts))


def _key(texts: dict[str, Any]) -> str:
    """The same texts are laid out, read and judged once, however many tests ask."""
    return json.dumps(texts, sort_keys=True)


@cache
def _grid(key: str) -> Grid:
    texts = json.loads(key)
    make: Any = {
        "自评表": from_texts.self_evaluation,
        "申报表": from_texts.target_declaration,
        "监控表": from_texts.monitoring_report,
    }[kind_of_texts(texts)]
    return in_file(layout.lay_out(make(texts)).grid(), texts)


@cache
def _read(key: str) -> Reading:
    (one,) = read_form.read_grid(_grid(key))
    assert isinstance(one, Reading)
    return one


def in_file(grid: Grid, texts: dict[str, Any]) -> Grid:
    """The sheet with what its file says beside the cells.

    Parts of the file are broken, and a number is shown by a format of its own (D6 50000 #,##0.00,).

    Rows (13、14) or columns (3、8) are hidden, or all of it; it was made from our blank form, of
    which these cells (H6、G20) still hold their formulas.
    """

    def numbers(key: str) -> frozenset[int]:
        return frozenset(int(number) for number in (texts.get(key) or "").split("、") if number)

    def places(key: str) -> frozenset[tuple[int, int]]:
        return frozenset(map(position, filter(None, (texts.get(key) or "").split("、"))))

    version = texts.get("template")
    edition = {
        "自评表": "shanghai-self-evaluation",
        "申报表": "shanghai-target-declaration",
        "监控表": "national-monitoring-report",
    }[kind_of_texts(texts)]
    values, formats = dict(grid.values), dict(grid.formats)
    for line in filter(None, (texts.get("formats") or "").split("；")):
        where, number, formats[position(where)] = line.split(" ", 2)
        values[position(where)] = float(number)
    old, _, new = (texts.get("renamed") or "").partition("→")
    if new:
        values |= {place: new for place, raw in values.items() if raw == old}
    where, _, said = (texts.get("further") or "").partition(" ")
    if said:
        values[position(where)] = said
    return replace(
        grid,
        values=values,
        formats=formats,
        unread=tuple(filter(None, [texts.get("unread")])),
        room=_room(grid, texts.get("heights") or ""),
        template=Template(edition, version, *_law(texts)) if version else None,
        formulas=places("formulas"),
        hidden_rows=numbers("hidden_rows"),
        hidden_columns=numbers("hidden_columns"),
        hidden=texts.get("hidden") == "是",
    )


def _room(grid: Grid, told: str) -> Room:
    """The sizes of the sheet, some rows (14=12、15=12) of another height."""
    own = dict(one.split("=") for one in told.split("、") if one)
    heights = {int(row): float(points) for row, points in own.items()}
    return replace(grid.room, heights={**grid.room.heights, **heights})


def _law(texts: dict[str, Any]) -> tuple[str, str]:
    """The policy that the formulas of a template score by, and what it says."""
    name = texts.get("template_policy")
    return (name, scoring_law(load(name))) if name else ("", "")


def judged(one: Reading, policy: str = "shanghai") -> Outcome:
    """Everything that all rules say of a form."""
    return judge(file(one.form, load(policy)), RULES)


def policy_name(texts: dict[str, Any]) -> str:
    """The policy that a case names: a built-in one, or a file in tests/policies."""
    policy = str(texts.get("policy", "shanghai"))
    return str(POLICIES / policy) if policy.endswith(".toml") else policy


def outcome_of(texts: dict[str, Any]) -> Outcome:
    """Everything that all rules say of a case, by the policy that it names."""
    return _outcome(_key(texts))


@cache
def _outcome(key: str) -> Outcome:
    return judged(_read(key), policy_name(json.loads(key)))


def lines_of(one: Reading, outcome: Outcome) -> tuple[str, ...]:
    """The outcome as a case writes it."""
    assert outcome.faults == ()
    return (
        *(f"读不成 {wording.unreadable_text(cell, one.form)}" for cell in one.unreadable),
        *(f"{f.severity.word} {f.rule.code} {f.cell.address}：{f.text}" for f in outcome.findings),
        *(
            f"试行 {f.severity.word} {f.rule.code} {f.cell.address}：{f.text}"
            for f in outcome.trials
        ),
        *(f"人工 {f.rule.code} {f.cell.address}：{f.text}" for f in outcome.manual),
        *(f"未检查 {skip.rule.code}：{wording.skip_text(skip)}" for skip in outcome.skips),
    )
