"""The forms with nothing filled in, as a clerk finds them in a template."""

from __future__ import annotations

from typing import Any, assert_never

from workbooks.form_kinds import KindName
from workbooks.forms import (
    ABSENT,
    Cell,
    DeclaredFund,
    DeclaredFunding,
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
from workbooks.reading.cell_readers import number, typed_cell
from workbooks.values.dataclass import replace

_BLANK: Cell[Any] = Cell(State.BLANK)
_DASH: Cell[Any] = Cell(State.BLANK, "-")  # points and score of a fund line that has none


def self_evaluation(execution_points: str) -> SelfEvaluation:
    """A self-evaluation of which only the points of 预算执行 are known."""
    parts = (FundKind.FISCAL_APPROPRIATION, FundKind.CARRYOVER, FundKind.OTHER_FUNDS)
    return SelfEvaluation(
        sheet="自评表",
        edition="shanghai-self-evaluation",
        title=Cell(State.READ, "财政项目支出绩效自评表", "财政项目支出绩效自评表"),
        fiscal_year=ABSENT,
        project_name=_BLANK,
        supervising_department=_BLANK,
        implementing_unit=_BLANK,
        funding=Funding(
            Cell(State.READ, "项目资金(万元)", MoneyUnit.WAN_YUAN),
            _fund(FundKind.TOTAL, typed_cell(execution_points, number), _BLANK),
            tuple(_fund(kind, _DASH, _DASH) for kind in parts),
        ),
        expected_goal=_BLANK,
        actual_outcome=_BLANK,
        indicators=(),
        total_points=_BLANK,
        total_score=_BLANK,
        rating=_BLANK,
    )


def target_declaration() -> TargetDeclaration:
    """A declaration without a word of its own."""
    project = (FundKind.TOTAL, FundKind.FISCAL_APPROPRIATION, FundKind.OTHER_FUNDS)
    annual = (project[0], project[1], FundKind.CARRYOVER, project[2])
    return TargetDeclaration(
        sheet="申报表",
        edition="shanghai-target-declaration",
        title=Cell(State.READ, "财政项目支出绩效目标申报表", "财政项目支出绩效目标申报表"),
        fiscal_year=ABSENT,
        project_name=_BLANK,
        project_nature=_BLANK,
        project_category=_BLANK,
        supervising_department=_BLANK,
        implementing_unit=_BLANK,
        start_date=_BLANK,
        end_date=_BLANK,
        funding=DeclaredFunding(
            Cell(State.READ, "项目资金(元)", MoneyUnit.YUAN),
            tuple(DeclaredFund(kind, _BLANK, _BLANK) for kind in project),
            tuple(DeclaredFund(kind, _BLANK, _BLANK) for kind in annual),
        ),
        overall_goal=_BLANK,
        annual_goal=_BLANK,
        indicators=(),
    )


MONTH = 7
"""The month to which most forms are monitored: 1-7月."""


def monitoring_report(month: int = MONTH) -> MonitoringReport:
    """A monitoring report of which only the months are known."""
    kinds = (FundKind.FISCAL_APPROPRIATION, FundKind.CARRYOVER, FundKind.OTHER_FUNDS)
    return MonitoringReport(
        sheet="监控表",
        edition="national-monitoring-report",
        title=Cell(State.READ, "项目支出绩效运行监控表", "项目支出绩效运行监控表"),
        fiscal_year=ABSENT,
        period=Cell(State.READ, str(month), month),
        project_name=_BLANK,
        supervising_department=_BLANK,
        implementing_unit=_BLANK,
        funding=Funding(
            Cell(State.READ, "项目资金(万元)", MoneyUnit.WAN_YUAN),
            _monitored_fund(FundKind.TOTAL),
            tuple(map(_monitored_fund, kinds)),
        ),
        overall_goal=_BLANK,
        indicators=(),
    )


def indicator(kind: KindName) -> Indicator:
    """A row of the table that waits to be filled in; only an evaluation has points and scores."""
    four = (_BLANK, _BLANK, _BLANK, _BLANK)
    match kind:
        case "SelfEvaluation" | "DepartmentEvaluation":
            return Indicator(*four, actual=_BLANK, points=_BLANK, score=_BLANK, note=_BLANK)
        case "TargetDeclaration" | "DepartmentDeclaration":
            return Indicator(*four, actual=ABSENT, points=ABSENT, score=ABSENT, note=ABSENT)
        case "MonitoringReport":
            row = Indicator(*four, actual=_BLANK, points=ABSENT, score=ABSENT, note=_BLANK)
            return replace(row, forecast=_BLANK, possibility=_BLANK)
        case unknown:
            assert_never(unknown)


def _monitored_fund(kind: FundKind) -> Fund:
    return replace(_fund(kind, ABSENT, ABSENT), annual_budget=ABSENT, forecast=_BLANK)


def _fund(kind: FundKind, points: Cell[Any], score: Cell[Any]) -> Fund:
    return Fund(kind, _BLANK, _BLANK, _BLANK, _BLANK, points, _BLANK, score)
