"""Forms written down as plain texts (JSON, case tables) -> forms, as somebody would type them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from workbooks.forms import (
    ABSENT,
    Cell,
    DeclaredFund,
    DeclaredFunding,
    Form,
    Fund,
    Funding,
    FundKind,
    Indicator,
    MoneyUnit,
    MonitoringReport,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import typed_cell
from workbooks.values import terms
from workbooks.values.dataclass import replace
from workbooks.values.dates import month_of

Texts = Mapping[str, Any]
"""One form as the JSON files under `samples/` hold it."""

_FUND_KINDS = {
    "年度资金总额": FundKind.TOTAL,
    "当年财政拨款": FundKind.FISCAL_APPROPRIATION,
    "上年结转资金": FundKind.CARRYOVER,
    "其他资金": FundKind.OTHER_FUNDS,
}
_DECLARED_FUNDS = {
    "project_total": (FundKind.TOTAL, "项目资金总额："),
    "project_fiscal": (FundKind.FISCAL_APPROPRIATION, "其中：财政资金"),
    "project_other": (FundKind.OTHER_FUNDS, "其他资金"),
    "annual_total": (FundKind.TOTAL, "年度资金申请总额："),
    "annual_current_appropriation": (FundKind.FISCAL_APPROPRIATION, "其中：当年财政拨款"),
    "annual_carry_over": (FundKind.CARRYOVER, "上年结转资金"),
    "annual_other": (FundKind.OTHER_FUNDS, "其他资金"),
}


@cache
def published_forms() -> tuple[Form, ...]:
    """The nine published forms: four self-evaluations of 2024, five declarations of 2025.

    Source: the documents that 上海市市场监督管理局行政服务中心 published.
    """
    texts = files("workbooks") / "samples" / "target_declarations_2025.json"
    declarations = json.loads(texts.read_text("utf-8"))
    return (*published_evaluations(), *map(target_declaration, declarations))


@cache
def published_evaluations() -> tuple[SelfEvaluation, ...]:
    """The four self-evaluations of 2024 among them."""
    texts = files("workbooks") / "samples" / "self_evaluations_2024.json"
    return tuple(map(self_evaluation, json.loads(texts.read_text("utf-8"))))


def self_evaluation(texts: Texts) -> SelfEvaluation:
    """A self-evaluation from its texts."""
    funds = [_fund(fund) for fund in texts["funds"]]
    return SelfEvaluation(
        sheet="自评表",
        edition="shanghai-self-evaluation",
        title=_words(texts["form"]),
        fiscal_year=Cell(State.READ, f"（{texts['year']}年度）", int(texts["year"])),
        project_name=_words(texts["project"]),
        supervising_department=_words(texts["department"]),
        implementing_unit=_words(texts["unit"]),
        funding=Funding(
            _money_unit(texts),
            next(fund for fund in funds if fund.kind is FundKind.TOTAL),
            tuple(fund for fund in funds if fund.kind is not FundKind.TOTAL),
        ),
        expected_goal=_words(texts["expected_goal"]),
        actual_outcome=_words(texts["actual_completion"]),
        indicators=tuple(map(_indicator, texts["indicators"])),
        total_points=typed_cell(texts["total_weight"], cell_readers.number),
        total_score=typed_cell(texts["total_score"], cell_readers.number),
        rating=_words(texts["grade"]),
    )


def target_declaration(texts: Texts) -> TargetDeclaration:
    """A declaration from its texts."""
    funds = {
        key: DeclaredFund(kind, _words(name), typed_cell(texts["funds"][key], cell_readers.number))
        for key, (kind, name) in _DECLARED_FUNDS.items()
    }
    return TargetDeclaration(
        sheet="申报表",
        edition="shanghai-target-declaration",
        title=_words(texts["form"]),
        fiscal_year=Cell(State.READ, f"（{texts['year']}年度）", int(texts["year"])),
        project_name=_words(texts["project"]),
        project_nature=_words(texts["project_nature"]),
        project_category=_words(texts["project_category"]),
        supervising_department=_words(texts["department"]),
        implementing_unit=_words(texts["unit"]),
        start_date=_words(texts["start_date"]),
        end_date=_words(texts["end_date"]),
        funding=DeclaredFunding(
            _money_unit(texts),
            tuple(fund for key, fund in funds.items() if key.startswith("project_")),
            tuple(fund for key, fund in funds.items() if key.startswith("annual_")),
        ),
        overall_goal=_words(texts["overall_goal"]),
        annual_goal=_words(texts["annual_goal"]),
        indicators=tuple(map(_indicator, texts["indicators"])),
    )


def monitoring_report(texts: Texts) -> MonitoringReport:
    """A monitoring report from its texts."""
    funds = [_fund({"weight": None, "score": None, **fund}) for fund in texts["funds"]]
    told, month = texts["period"], month_of(texts["period"] or "")
    state = State.READ if month else State.BLANK if told else State.ABSENT
    return MonitoringReport(
        sheet="监控表",
        edition="national-monitoring-report",
        title=_words(texts["form"]),
        fiscal_year=Cell(State.READ, f"（{texts['year']}年度）", int(texts["year"])),
        period=Cell(state, told or "", month),
        project_name=_words(texts["project"]),
        supervising_department=_words(texts["department"]),
        implementing_unit=_words(texts["unit"]),
        funding=Funding(
            _money_unit(texts),
            next(fund for fund in funds if fund.kind is FundKind.TOTAL),
            tuple(fund for fund in funds if fund.kind is not FundKind.TOTAL),
        ),
        overall_goal=_words(texts["overall_goal"]),
        indicators=tuple(map(_monitored, texts["indicators"])),
    )


def _monitored(texts: Texts) -> Indicator:
    remark = typed_cell(texts.get("remark"), cell_readers.words)._replace(label="备注")
    plain = _indicator({key: text for key, text in texts.items() if key not in _SCORES})
    return replace(
        plain,
        forecast=typed_cell(texts.get("forecast"), cell_readers.actual),
        possibility=typed_cell(texts.get("possibility"), cell_readers.possibility),
        others=(remark,) if remark.text else (),
    )


_SCORES = ("weight", "score")


def _words(text: str | None) -> Cell[str]:
    return typed_cell(text, cell_readers.words)


def _money_unit(texts: Texts) -> Cell[MoneyUnit]:
    unit = texts["money_unit"]
    return Cell(State.READ, f"项目资金({unit})", MoneyUnit(unit))


def _fund(texts: Texts) -> Fund:
    return Fund(
        _FUND_KINDS.get(terms.fold(texts["name"]), FundKind.PART),
        _words(texts["name"]),
        typed_cell(texts["initial_budget"], cell_readers.number),
        typed_cell(texts["annual_budget"], cell_readers.number),
        typed_cell(texts["executed"], cell_readers.number),
        typed_cell(texts["weight"], cell_readers.number),
        typed_cell(texts["rate"], cell_readers.percent),
        typed_cell(texts["score"], cell_readers.number),
        forecast=typed_cell(texts["forecast"], cell_readers.number)
        if "forecast" in texts
        else ABSENT,
    )


def _indicator(texts: Texts) -> Indicator:
    def cell(key: str, reader: cell_readers.Reader[Any]) -> Cell[Any]:
        return typed_cell(texts[key], reader) if key in texts else ABSENT

    return Indicator(
        cell("level1", cell_readers.category),
        cell("level2", cell_readers.subcategory),
        cell("level3", cell_readers.words),
        cell("target", cell_readers.target),
        cell("actual", cell_readers.actual),
        cell("weight", cell_readers.number),
        cell("score", cell_readers.number),
        cell("reason", cell_readers.words),
    )
