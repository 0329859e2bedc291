"""A self-evaluation held against what was said of the year in its middle: X710, X711, X712."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.validators.across.test_year import codes, told, uncompared
from validators.across.extract import Extract, KeptRow
from validators.across.index import Index, Line
from validators.records.folder_results import FolderRecord, PlaceRecord
from workbooks.form_kinds import KINDS, KindName
from workbooks.values.target import read_target


class Run:
    """An index that a test fills with forms of one project."""

    def __init__(self) -> None:
        self.index = Index()

    def add(self, kind: KindName, *rows: KeptRow, executed: str | None = None, **more: Any) -> Run:
        period, word = more.pop("period", None), KINDS[kind].word
        said = {"year": 2025, "project": "培训经费", "path": f"{word}{period or ''}.xlsx"} | more
        amount = None if executed is None else Decimal(executed)
        self.index.lines.append(
            Line(
                PlaceRecord(said["path"], "表", 1),
                kind,
                word,
                "甲中心",
                "某局",
                said["project"],
                said["year"],
                None,
                said["path"],
                kept=self.index.extracts.put(Extract(rows, executed=amount)),
                period=period,
            )
        )
        return self


def row(actual: str, *, target: str = "≥200人", forecast: str = "", possible: str = "") -> KeptRow:
    aim = read_target(target)
    return KeptRow(
        "产出指标", "数量指标", "培训人数", target, aim.relation, aim.value, aim.unit, actual,
        None, None, "", "D9", forecast=forecast, possibility=possible,
    )  # fmt: skip


def pair(end: KeptRow, then: KeptRow, spent: tuple[str | None, str | None] = ("20", "10")) -> Run:
    """A self-evaluation, and the report of its first seven months."""
    run = Run().add("SelfEvaluation", end, executed=spent[0])
    return run.add("MonitoringReport", then, executed=spent[1], period=7)


def of(run: Run) -> FolderRecord:
    return told(run)  # type: ignore[arg-type]


def test_what_came_as_it_was_said_is_silent() -> None:
    record = of(pair(row("210人"), row("110人", forecast="200人", possible="确定能")))

    assert (record.findings, record.uncompared) == ((), ())


@pytest.mark.parametrize(
    ("end", "possible", "found"),
    [
        ("199人", "确定能", ["X710"]),
        ("200人", "确定能", []),
        ("199人", "有可能", []),
        ("部分完成", "确定能", []),
        ("", "确定能", []),
    ],
)
def test_certain_in_august_and_missed_in_december(
    end: str, possible: str, found: list[str]
) -> None:
    assert codes(of(pair(row(end), row("110人", possible=possible)))) == found


def test_the_sentence_names_both_papers_and_both_numbers() -> None:
    record = of(pair(row("150人"), row("110人", possible="确定能")))

    (found,) = record.findings
    assert found.message == (
        "「培训经费」（甲中心，自评表.xlsx）的「培训人数」年末为“150人”，没有达到“≥200人”；"
        "1-7月的监控表（监控表7.xlsx）选“确定能”完成，当时为“110人”。"
        "建议在偏差原因里写明后来发生了什么。"
    )
    assert [place.cell for place in found.places] == ["D9", ""]


@pytest.mark.parametrize(
    ("spent", "found"),
    [
        (("10.00", "10.01"), ["X711"]),
        (("10.00", "10.00"), []),
        (("10.00", "9.99"), []),
        (("10", "10.4"), []),
        (("10", "10.6"), ["X711"]),
    ],
)
def test_the_year_cannot_have_spent_less_than_a_part_of_it(
    spent: tuple[str, str], found: list[str]
) -> None:
    assert codes(of(pair(row("200人"), row("110人"), spent))) == found


def test_money_that_one_of_them_does_not_say_is_told() -> None:
    (message,) = uncompared(of(pair(row("200人"), row("110人"), ("10", None))))

    assert message == (
        "「培训经费」（甲中心，自评表.xlsx）的执行数没有与监控表（监控表7.xlsx）比较："
        "监控表没有执行数，或没有写金额单位。"
    )


@pytest.mark.parametrize(
    ("end", "forecast", "found"),
    [
        ("160人", "200人", []),
        ("159人", "200人", ["X712"]),
        ("240人", "200人", []),
        ("241人", "200人", ["X712"]),
        ("150人", "能完成", []),
        ("150人", "", []),
    ],
)
def test_a_forecast_that_was_more_than_a_fifth_off(
    end: str, forecast: str, found: list[str]
) -> None:
    assert codes(of(pair(row(end), row("110人", forecast=forecast)))) == found


@pytest.mark.parametrize(
    ("target", "other", "found"),
    [
        ("≤5%", "≥95%", []),
        ("≤60%", "≥95%", ["X712"]),
        ("≤60%", "20集", []),
    ],
)
def test_a_forecast_of_100_percent_that_says_it_will_be_met_is_no_number(
    target: str, other: str, found: list[str]
) -> None:
    end, then = row("3%", target=target), row("2%", target=target, forecast="100%")
    beside = row("", target=other, forecast="100%")._replace(name="又一项")
    run = Run().add("SelfEvaluation", end, executed="20")

    record = of(run.add("MonitoringReport", then, beside, executed="10", period=7))

    assert codes(record) == found


def test_the_latest_of_several_reports_counts_and_they_are_no_doubles() -> None:
    run = Run().add("SelfEvaluation", row("150人"), executed="20")
    run.add("MonitoringReport", row("40人", possible="确定能"), executed="5", period=3)
    run.add("MonitoringReport", row("110人", possible="有可能"), executed="10", period=7)

    assert (codes(of(run)), uncompared(of(run))) == ([], [])


def test_an_evaluation_without_a_report_is_told_where_others_have_one() -> None:
    run = pair(row("200人"), row("110人"))
    run.add("SelfEvaluation", row("200人"), project="别的项目", path="别的.xlsx", executed="1")

    assert uncompared(of(run)) == [
        "1 份自评表没有与监控表比较，没有同一单位、同一项目的表："
        "「别的项目」（甲中心，别的.xlsx）。"
    ]


def test_without_any_report_nothing_is_asked() -> None:
    run = Run().add("SelfEvaluation", row("150人"), executed="20")

    assert (of(run).findings, of(run).uncompared) == ((), ())


def test_a_report_of_another_year_is_not_compared() -> None:
    run = Run().add("SelfEvaluation", row("150人"), executed="20")
    run.add("MonitoringReport", row("110人", possible="确定能"), executed="30", year=2024)

    assert (of(run).findings, of(run).uncompared) == ((), ())
