"""A project written as a layout wants it: the content of every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.reading_corpus.expected import Expected
from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.money import Money
from tests.reading_corpus.oracle import expected
from tests.reading_corpus.projects import Project
from tests.reading_corpus.rows import Entry, Rows
from tests.reading_corpus.style import Written


@dataclass(frozen=True, slots=True)
class Filled:
    """A project on one form: head, money lines and rows by their places, and the oracle."""

    head: Mapping[str, Written]
    funds: tuple[Mapping[str, Written], ...]
    entries: tuple[Entry, ...]
    expected: Expected


def fill(layout: Layout, project: Project, number: int = 0) -> Filled:
    """Everything that a layout wants to know of a project."""
    money, rows = Money(layout, project), Rows(layout, project, number)
    total = sum(row.score for row in rows.rows) + (money.score if money.scored else 0)
    points = sum(row.points for row in rows.rows) + (money.execution if money.scored else 0)
    texts = head_texts(layout, project, number)
    head = {key: Written(text) for key, text in texts.items()} | money.places()
    head |= {"总分值": rows.style.points(Decimal(points)), "总得分": rows.style.points(total)}
    right = expected(layout, texts, money, rows, total)
    return Filled(head, tuple(money.lines()), tuple(rows.entries()), right)


def head_texts(layout: Layout, project: Project, number: int) -> dict[str, str]:
    """The texts outside the tables."""
    settings = layout.settings
    place, year = settings.get("place", "清河县"), int(settings.get("year", "2024"))
    return {
        "项目名称": project.name,
        "主管部门": place + project.department,
        "实施单位": place + project.unit,
        "单位名称": settings.get("body", place + project.department),
        "年度": str(year),
        "上年度": str(year - 1),
        "年度目标": project.goal,
        "总目标": "三年内持续实施。" + project.goal,
        "完成情况": project.outcome,
        "等级": "优",
        "项目编码": f"5100{number:02}24T0000{len(project.name):02}",
        "开始": f"{year}-01-01",
        "结束": f"{year}-12-31",
        "电话": "0000-8123456",
        "金额单位": settings.get("money", "万元"),
        "空": "",
    }
