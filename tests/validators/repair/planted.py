"""Filled forms in which everything fits, and one slip of the pen put into each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from tests.benchmarks.filled import Filled, fill
from tests.cases import read_texts
from workbooks.forms import every_cell
from workbooks.reading.read_form import Reading
from workbooks.values.decimals import typed

FUNDS = ("年度资金总额：", "其中：当年财政拨款", "上年结转资金", "其他资金")
KINDS = (
    *("initial_budget", "annual_budget", "executed", "rate", "fund_score"),
    *("weight", "score", "total_weight", "total_score", "grade"),
)
"""Which kind of cell is spoiled, each as often as the others."""
ADJUSTED = 0.5
"""Forms whose budget was adjusted in the year."""


@dataclass(frozen=True)
class Planted:
    """A form with one wrong cell, what stood there, and its text before and now."""

    reading: Reading
    texts: dict[str, Any]
    cell: str
    right: str
    wrong: str


def texts_of(form: Filled) -> dict[str, Any]:
    """A filled form as somebody typed it."""
    funds = [
        {
            "name": name,
            "initial_budget": f"{line[0]:.2f}",
            "annual_budget": f"{line[1]:.2f}",
            "executed": f"{line[2]:.2f}",
            "rate": f"{line[3]:.2f}",
            "weight": "-",
            "score": "-",
        }
        for name, line in zip(FUNDS, form.funds, strict=True)
    ]
    funds[0] |= {"weight": "10.00", "score": f"{form.execution_score:.2f}"}
    rows = [
        {
            "level1": row.category,
            "level2": row.subcategory,
            "level3": row.name,
            "target": row.target,
            "actual": row.actual,
            "weight": f"{row.points:.2f}",
            "score": f"{row.score:.2f}",
            "reason": row.note or None,
        }
        for row in form.rows
    ]
    return {
        "form": "财政项目支出绩效自评表",
        "year": 2024,
        "project": form.project,
        "department": form.department,
        "unit": form.unit,
        "money_unit": "万元",
        "funds": funds,
        "expected_goal": form.goal,
        "actual_completion": form.outcome,
        "indicators": rows,
        "total_weight": "100",
        "total_score": f"{form.total:.2f}",
        "grade": form.rating,
    }


def slip(random: Random, text: str) -> str:
    """A number as a slip of the pen makes it: a wrong digit, two swapped, one lost or doubled, or
    the point moved."""
    while True:
        digits = [at for at, sign in enumerate(text) if sign.isdigit()]
        at = random.choice(digits)
        match random.randrange(5):
            case 0:
                wrong = text[:at] + random.choice("0123456789") + text[at + 1 :]
            case 1:
                other = random.choice(digits)
                signs = list(text)
                signs[at], signs[other] = signs[other], signs[at]
                wrong = "".join(signs)
            case 2:
                wrong = text[:at] + text[at + 1 :]
            case 3:
                wrong = text[:at] + text[at] + text[at:]
            case _:
                whole, _, rest = text.partition(".")
                wrong = f"{whole}{rest[:1]}.{rest[1:]}" if rest else f"{whole}0"
        if typed(wrong) is not None and typed(wrong) != typed(text):
            return wrong


def planted(random: Random) -> Planted:
    """One form with one wrong cell."""
    texts = texts_of(fill(random))
    if random.random() < ADJUSTED:
        _adjust(random, texts["funds"])
    kind = random.choice(KINDS)
    if kind in ("total_weight", "total_score", "grade"):
        holder: dict[str, Any] = texts
    elif kind in ("weight", "score"):
        holder = random.choice(texts["indicators"])
    elif kind == "fund_score":
        holder, kind = texts["funds"][0], "score"
    else:
        holder = random.choice([line for line in texts["funds"] if typed(line[kind])])
    right = holder[kind]
    before = read_texts(texts)
    holder[kind] = "中" if kind == "grade" else slip(random, right)
    reading = read_texts(texts)
    return Planted(reading, texts, _differing(before, reading), right, holder[kind])


def _adjust(random: Random, funds: list[dict[str, Any]]) -> None:
    """Another 年初预算数 than 全年预算数, in the first of the parts and in the total."""
    more = random.randrange(100, 9000)
    for line in funds[:2]:
        line["initial_budget"] = f"{Decimal(line['initial_budget']) + Decimal(more) / 100:.2f}"


def _differing(one: Reading, other: Reading) -> str:
    """The cell in which two readings of a form differ."""
    before, after = every_cell(one.form), every_cell(other.form)
    (cell,) = {a.address for b, a in zip(before, after, strict=True) if a.text != b.text}
    return cell
