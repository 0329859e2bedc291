"""The JSON of `jixiao check`: its contract, held by its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tests.validators.json_schema import SCHEMA, VALIDATOR
from tests.validators.results import (
    broken,
    crashed,
    everything,
    published,
    refused,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from tests.workbooks.layouts import FOLDER, grid
from validators.checking.check_file import CheckedForm, Choice, Result, check_grid
from validators.obligations.completion import State
from validators.records.record import recorded
from validators.records.tally import tally
from validators.reports import json_report
from validators.reports.json_report import as_data
from workbooks.files.refusal import Reason, Refusal


def data(*results: Result) -> Any:
    """The report after a journey through text."""
    return json.loads(
        json.dumps(as_data(map(recorded, results), None), ensure_ascii=False, allow_nan=False)
    )


def form_of(one: Result) -> Any:
    return data(one)["files"][0]["forms"][0]


def test_schema_is_sound_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def objects(node: Any) -> Any:
        if isinstance(node, dict):
            yield from [node] if "properties" in node and "required" in node else []
            for part in node.values():
                yield from objects(part)

    closed = list(objects(SCHEMA))
    assert len(closed) == 41
    assert all(one["additionalProperties"] is False for one in closed)
    assert all(set(one["required"]) <= set(one["properties"]) for one in closed)
    optional = {name for one in closed for name in set(one["properties"]) - set(one["required"])}
    of_run = {"not_read", "passed_over", "since", "together"}
    of_form = {"unread", "set_apart", "heads", "gone", "trials", "manual", "project_code"}
    of_form |= {"initial_target"}
    of_many = {"findings", "expected", "counts", "why", "places", "cell"}
    of_finding = {"cells", "trial", "answer", "change", "advice", "repair", "group"}
    of_fault = {"sheet", "cells"}
    of_review = {"by_rule", "requester", "until", "actual", "reason", "deviation", "verdict"}
    of_funding = {"annual_budget_cell", "executed_cell"}
    of_funding |= {"annual_for_projects", "executed_for_projects"}
    known = of_funding | of_run | of_form | of_many | of_finding | of_fault | of_review
    of_account = {state.name.lower() for state in State} | {"obligations"}
    of_rules = {"unused", "held_up", "in_part"}
    of_account |= {"period", "forecast", "possibility", "causes", "remark", "progress", "light"}
    assert optional | {"findings", "expected"} == known | of_account | of_rules


@pytest.mark.parametrize("one", everything(), ids=lambda one: one.path.name)
def test_every_kind_of_result_keeps_to_the_schema(one: Result) -> None:
    VALIDATOR.validate(data(one))


def test_all_results_together_keep_to_the_schema() -> None:
    VALIDATOR.validate(data(*everything()))
    VALIDATOR.validate(data())


def test_schema_refuses_a_declaration_with_a_total() -> None:
    wrong = data(published()[4])
    wrong["files"][0]["forms"][0]["total"] = {"reported": "1", "summed": "1", "computed": "1"}

    with pytest.raises(ValidationError):
        VALIDATOR.validate(wrong)


def test_head_and_summary() -> None:
    told = as_data(map(recorded, everything()), "shanghai")

    assert {key: told[key] for key in ("tool", "policy")} == {
        "tool": "jixiao",
        "policy": "shanghai",
    }
    keys = ["tool", "schema", "version", "policy", "files", "obligations"]
    keys += ["summary", "review", "stopped"]
    assert (list(told), told["schema"]) == (keys, 2)
    assert told["summary"] == {
        "found": 14,
        "files": 14,
        "not_read": 0,
        "passed_over": 0,
        "ignored": 0,
        "checked": 12,
        "refused": 2,
        "errors": 1,
        "warnings": 0,
        "notes": 0,
        "accepted": 0,
        "standings": {
            "return": 2,
            "ask": 0,
            "incomplete": 1,
            "advised": 0,
            "accepted": 0,
            "clean": 9,
            "refused": 2,
        },
    }


def test_self_evaluation() -> None:
    told = form_of(published()[1])

    rows = told.pop("indicators")
    assert "R503" in told.pop("unused")  # it is judged here by N601 and S113 alone
    assert told == {
        "sheet": "自评表",
        "form": "SelfEvaluation",
        "kind": "自评表",
        "edition": "shanghai-self-evaluation",
        "policy": "shanghai",
        "fiscal_year": 2024,
        "project": "行政许可管理经费",
        "department": "上海市市场监督管理局",
        "unit": "上海市市场监督管理局行政服务中心",
        "money_unit": "万元",
        "funding": {
            "initial_budget": "61.19",
            "annual_budget": "61.19",
            "executed": "60.58",
            "rate": {"reported": "99.00", "computed": "99.00"},
            "score": {"reported": "9.90", "computed": "9.90"},
            "points": "10.00",
            "scored": True,
            "verdict": None,
            "annual_budget_cell": "D6",
            "executed_cell": "E6",
        },
        "parts": [],
        "total": {"reported": "98.62", "summed": "98.62", "computed": "98.77"},
        "rating": {"reported": "优", "stated": "优", "computed": "优"},
        "rules": 2,
        "findings": [],
        "skips": [],
        "unreadable": [],
    }
    assert len(rows) == 17
    assert rows[12] == {
        "cell": "G26",
        "category": "效益指标",
        "subcategory": "社会效益指标",
        "name": "行政许可改革方案落实率",
        "target": "≥90.00(%)",
        "relation": "AT_LEAST",
        "value": "90.00",
        "unit": "%",
        "actual": "85.00(%)",
        "points": "5.00",
        "score": {"reported": "4.72", "computed": "4.72"},
        "completion": "0.9444",
        "scored": True,
        "note": rows[12]["note"],
        "verdict": None,
    }


def test_declaration() -> None:
    told = form_of(published()[4])

    assert (told["form"], told["total"], told["rating"]) == ("TargetDeclaration", None, None)
    assert told["funding"]["project"][0] == {"kind": "TOTAL", "cell": "C6", "amount": None}
    assert told["funding"]["annual"] == [
        {"kind": "TOTAL", "cell": "F6", "amount": "144208.00"},
        {"kind": "FISCAL_APPROPRIATION", "cell": "F7", "amount": "144208.00"},
        {"kind": "CARRYOVER", "cell": "F8", "amount": "0.00"},
        {"kind": "OTHER_FUNDS", "cell": "F9", "amount": "0.00"},
    ]
    assert told["indicators"][0] == {
        "cell": "F13",
        "category": "成本指标",
        "subcategory": "经济成本指标",
        "name": "呼叫系统升级成本",
        "target": "≤19500.00(元)",
        "relation": "AT_MOST",
        "value": "19500.00",
        "unit": "元",
        "actual": None,
        "points": None,
        "score": {"reported": None, "computed": None},
        "completion": None,
        "scored": False,
        "note": None,
        "verdict": None,
    }


def test_totals_of_the_published_forms() -> None:
    told = [form["total"]["reported"] for form in map(form_of, published()[:4])]

    assert told == ["96.00", "98.62", "98.79", "96.47"]


def test_finding() -> None:
    assert form_of(unexplained())["findings"] == [
        {
            "code": "N601",
            "name": "deduction-unexplained",
            "severity": "error",
            "cell": "H18",
            "message": "「H5应用预约功能使用率」得分 6 分，比分值 10 分少 4 分，"
            "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
            "facts": {
                "name": "H5应用预约功能使用率",
                "score": "6.00",
                "points": "10.00",
                "difference": "4.00",
            },
            "accepted": None,
        }
    ]


def test_unreadable_and_skips() -> None:
    told = form_of(unreadable())

    assert told["unreadable"] == [
        {"cell": "G13", "text": "约16", "reason": "G13「得分」填的是“约16”，读不成数。请只填数字。"}
    ]
    assert told["skips"] == [{"code": "N601", "reason": "G13「得分」读不成，有关内容未检查。"}]
    assert told["indicators"][0]["score"] == {"reported": None, "computed": "16.00"}
    assert told["total"]["summed"] is None


def test_refused_file() -> None:
    assert data(refused())["files"] == [
        {
            "path": "加密.xlsx",
            "outcome": "refused",
            "refusal": {
                "reason": "encrypted",
                "message": "文件加了密码，打不开。请去掉打开密码后再报送。",
            },
            "forms": [],
            "faults": [],
        }
    ]


def test_refused_sheet_beside_a_checked_form_leaves_the_file_checked() -> None:
    refusal = Refusal(Reason.UNRECOGNISED, "工作表「附表」认不出版式。")

    told = data(replace(published()[0], refusal=refusal))

    assert told["files"][0]["outcome"] == "checked"
    assert told["files"][0]["refusal"]["reason"] == "unrecognised"
    assert (told["summary"]["checked"], told["summary"]["refused"]) == (1, 0)


def test_faults() -> None:
    (of_rule,) = data(broken())["files"][0]["faults"]
    (of_file,) = data(crashed())["files"][0]["faults"]

    assert of_rule["trace"].splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert (of_rule["code"], of_rule["message"]) == (
        "Z999",
        "程序故障（与填报单位无关）：工作表「自评表」的规则 Z999 未能完成，"
        "请把此文件和本行发给维护人。",
    )
    assert of_file == {
        "code": None,
        "message": "程序故障（与填报单位无关）：请把此文件发给维护人。",
        "trace": "Traceback (most recent call last):\n  …\nKeyError: 'cell'\n",
    }


def test_facts_of_every_type() -> None:
    facts: Any = {
        "score": Decimal("1E+3"),
        "count": 2,
        "cells": ("G3", Decimal("0.50")),
        "year": None,
    }
    rule = rule_that_says("请核实。", **facts)

    told = data(written("a.xlsx", "", rules=(rule,)))

    VALIDATOR.validate(told)
    assert told["files"][0]["forms"][0]["findings"][0]["facts"] == {
        "score": "1000",
        "count": 2,
        "cells": ["G3", "0.50"],
        "year": None,
    }


def test_path_is_as_given_with_slashes_and_always_writable() -> None:
    paths = [Path("甲") / "乙 #1.xlsx", Path("坏\udce9.xlsx")]

    told = data(*(replace(refused(), path=path) for path in paths))

    assert [one["path"] for one in told["files"]] == ["甲/乙 #1.xlsx", "坏?.xlsx"]


def test_unknown_kind_of_indicator_is_told_as_written() -> None:
    told = form_of(
        written("a.xlsx", "| 产出 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | 20 | |")
    )
    other = form_of(
        written("a.xlsx", "| 产出指标 | 特色指标 | 培训场次 | ≥10(场) | 10(场) | 0 | 0 | |")
    )

    assert told["indicators"][0]["category"] == "产出指标"
    assert "特色指标" in [row["subcategory"] for row in other["indicators"]]


@pytest.mark.parametrize("count", [0, 1, 14])
@pytest.mark.parametrize("pretty", [False, True])
def test_written_as_the_records_come_it_is_the_same_object(count: int, pretty: bool) -> None:
    records = [recorded(one) for one in everything()[:count]]
    stream = json_report.JsonStream("shanghai", pretty=pretty)
    parts = [stream.opening()]
    for record in records:
        parts.append(stream.worded(record))
        stream.took(record)
    parts.append(stream.ending(tally(records)))

    told = as_data(records, "shanghai")
    assert json.loads("".join(parts)) == told
    if count and pretty:
        assert "".join(parts) == json.dumps(told, ensure_ascii=False, indent=1)
    if not pretty:
        lines = "".join(parts).split("\n")
        assert [line.strip(" ,") for line in lines if line.startswith("  {")] == [
            json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in told["files"]
        ]


@pytest.mark.parametrize("folder", ["department_declaration", "department", "declaration"])
def test_each_kind_of_form_keeps_to_the_schema(folder: str) -> None:
    laid = grid((FOLDER / folder / "1.md").read_text("utf-8"))
    forms = tuple(one for one in check_grid(laid, Choice()) if isinstance(one, CheckedForm))

    told = data(Result(Path("表.xlsx"), forms=forms))

    VALIDATOR.validate(told)
