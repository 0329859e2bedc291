"""Seeded projects as somebody would have filled them in, some of them with one known defect."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

TOPICS = (
    *("消费维权", "特种设备安全", "食品抽检", "药品监管", "计量校准", "知识产权保护", "质量提升"),
    *("窗口服务", "政务公开", "档案管理", "企业登记", "信用修复", "广告监测", "价格监督"),
    *("农村公路养护", "中小学营养改善", "社区养老", "残疾人康复", "图书流通", "防汛物资"),
)
_COUNTED = (
    ("业务培训场次", "场"),
    ("宣传资料印制数量", "份"),
    ("现场检查次数", "次"),
    ("检测样品批次", "批"),
    ("信息发布条数", "条"),
    ("设备购置数量", "台"),
    ("档案装订数量", "册"),
    ("服务企业数量", "家"),
)
_RATES = ("验收合格率", "问题整改率", "资料归档率", "咨询答复率", "设备完好率", "抽检覆盖率")
_DAYS = ("事项办结时限", "投诉处理时限", "报告出具时限")
_DESCRIBED = ("社会影响", "公众知晓情况", "长效管理机制健全性", "行业规范程度")
_CAUSES = ("因场地临时维修", "由于供货方延迟交付", "受台风天气影响", "因机构调整人员不足")
_MEASURES = (
    "下一年度将提前落实备用场地。",
    "今后将加强合同管理并按月督促。",
    "已安排明年一季度补办。",
)


@dataclass
class Row:
    """One indicator, as typed."""

    category: str
    subcategory: str
    name: str
    target: str
    actual: str
    points: float
    score: float | str
    note: str = ""


@dataclass
class Filled:
    """One self-evaluation, as typed; `funds` has budget, budget, executed, rate of each line."""

    project: str
    department: str
    unit: str
    funds: list[list[float]]
    execution_score: float
    goal: str
    outcome: str
    rows: list[Row]
    total: float = 0.0
    rating: str = "优"
    seeded: list[tuple[str, str]] = field(default_factory=list)


def fill(random: Random) -> Filled:
    """A form in which everything fits, with 22 to 28 indicators and an occasional deduction."""
    topic = random.choice(TOPICS)
    budget = random.randrange(1000, 90000) / 100
    carried = random.randrange(0, int(budget * 10)) / 100
    executed = round(budget * random.choice((1, 0.99, 0.985, 0.97)), 2)
    used = round(min(carried, executed), 2)
    rows = _rows(random, random.randrange(22, 29))
    lines = [(budget, executed), (budget - carried, executed - used), (carried, used), (0, 0)]
    funds = [
        [round(b, 2), round(b, 2), round(e, 2), round(e / b * 100, 2) if b else 0] for b, e in lines
    ]
    said = [f"{row.name}{row.actual}" for row in rows if row.subcategory == "数量指标"]
    measures = random.choice(("完善工作机制", "加强统筹协调", "细化任务分工"))
    form = Filled(
        project=f"{random.randrange(2018, 2024)}年{topic}专项经费（{random.randrange(1, 99)}期）",
        department=f"{random.choice('东西南北')}{random.choice('江河湖山')}市市场监督管理局",
        unit=f"{topic}服务中心",
        funds=funds,
        execution_score=round(min(funds[0][2] / funds[0][1], 1) * 10, 2),
        goal=f"围绕{topic}工作，{measures}，按计划完成各项任务，保障{topic}平稳运行。",
        outcome=f"本年度围绕{topic}工作，{measures}。其中"
        + "，".join(said)
        + "，各项工作按计划推进。",
        rows=rows,
    )
    form.total = round(form.execution_score + sum(float(row.score) for row in rows), 2)
    form.rating = "优" if form.total >= 90 else "良"
    return form


def _rows(random: Random, count: int) -> list[Row]:
    kinds = [*sorted(random.choices((0, 1, 2, 3), (9, 6, 3, 4), k=count - 2)), 3, 4]
    subjects = [t + a for t in TOPICS for a in ("", "专项", "基础", "联合")]
    names = random.sample(subjects, count)
    points = [90.0 - 3.0 * (count - 1)] + [3.0] * (count - 1)
    return [
        _row(random, kind, name, worth)
        for kind, name, worth in zip(kinds, names, points, strict=True)
    ]


def _row(random: Random, kind: int, subject: str, points: float) -> Row:
    short = random.random() < 0.08
    if kind == 3:
        name = subject + random.choice(_DESCRIBED)
        return Row("效益指标", "社会效益指标", name, "有所提升", "达成指标", points, points)
    if kind == 2:
        name = subject + random.choice(_DAYS)
        return Row("产出指标", "时效指标", name, "≤5.00(工作日)", "5.00(工作日)", points, points)
    if kind == 0:
        name, unit = random.choice(_COUNTED)
        target = random.randrange(2, 400) * 5
        heads, style = ("产出指标", "数量指标"), random.choice(("{:.2f}({})", "{}{}"))
    else:
        unit, target, style = "%", random.choice((90, 95, 98, 100)), "{:.2f}({})"
        heads = ("产出指标", "质量指标")
        name = random.choice(_RATES)
        if kind == 4:
            heads, name = ("满意度指标", "服务对象满意度指标"), "服务对象满意度"
    actual = int(target * 0.8) if short else target
    if kind == 0 and not short:
        actual = round(target * random.choice((1, 1, 1.06, 1.12)))
    score = round(min(actual / target, 1) * points, 2)
    note = f"{random.choice(_CAUSES)}，{random.choice(_MEASURES)}" if short else ""
    typed = style.format(target, unit), style.format(actual, unit)
    return Row(*heads, subject + name, f"≥{typed[0]}", typed[1], points, score, note)
