"""The web page without a browser: what it says, and that nothing submitted becomes part of it."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from tests.validators.pages import Element, page
from tests.validators.results import (
    crashed,
    everything,
    published,
    refused,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.reports.html import report as html_report
from validators.reports.html.parts import file_card
from workbooks.files.refusal import Reason, Refusal

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "' onmouseover='alert(3)",
    "</style></script><!--",
    "&lt;b&gt; &amp; ${lead} $lead <!-- list -->",
    "甲\u2028乙\u2029丙",
)


def report(folder: Path, *results: Result, stopped: str = "") -> Element:
    """The page on files in `folder`, which itself lies in `folder`, read back."""
    path = folder / "核查结果.html"
    with html_report.collecting(path) as told:
        for one in results:
            told.add(recorded(replace(one, path=folder / one.path)))
        told.write(stopped)
    return page(path.read_text("utf-8"))


def cards(told: Element) -> list[list[str]]:
    """The lines of each file."""
    return [
        [
            part.text
            for part in card.all()
            if part.tag in ("h3", "h4") or "entry" in part.attributes.get("class", "").split()
        ]
        for card in told.all("article", "file")
    ]


def test_what_the_page_says(tmp_path: Path) -> None:
    told = report(tmp_path, published()[0], unexplained(), unreadable(), refused())

    (lead,), (todo,) = told.all("p", "lead"), told.all("p", "next")
    assert lead.text == (
        "共 4 份：2 份需退回修改（有错误或读不成的单元格），1 份未发现问题，"
        "1 份未能核查（打不开或认不出）。"
    )
    assert todo.text == "下一步：退回 2 份，请单位改正；处理 1 份未能核查的。改好后再核查一次。"
    (standings,) = told.all("ul", "standings")
    assert standings.text == "2 ■ 退回修改 1 √ 未发现问题 1 ■ 未能核查"
    assert cards(told) == [
        [
            f"扣分未说明.xlsx {tmp_path / '退回'}",
            "新闻宣传专项经费 ■ 退回修改",
            "■ 错误 H18 N601 「H5应用预约功能使用率」得分 6 分，比分值 10 分少 4 分，"
            "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
        ],
        [
            f"约数.xlsx {tmp_path}",
            "业务培训经费 ■ 退回修改",
            "■ 读不成 G13 G13「得分」填的是“约16”，读不成数。请只填数字。",
            "◇ 未检查 N601 G13「得分」读不成，有关内容未检查。",
        ],
        [
            f"加密.xlsx {tmp_path}",
            "■ 未能核查 文件加了密码，打不开。请去掉打开密码后再报送。",
        ],
        [
            f"2024_新闻宣传专项经费.xlsx {tmp_path}",
            "新闻宣传专项经费 √ 未发现问题",
            "√ 未发现问题",
        ],
    ]
    facts = told.all("ul", "facts")[0]
    assert facts.text == (
        "实施单位 上海市市场监督管理局行政服务中心 工作表 自评表 年度 2024 "
        "自评总分 96.00 测算总分 97.14 评级 优 执行率 100.00%"
    )


def test_declarations_faults_and_refused_sheets(tmp_path: Path) -> None:
    refusal = Refusal(Reason.UNRECOGNISED, "工作表「附表」认不出版式。")
    beside = replace(published()[0], refusal=refusal)

    told = report(tmp_path, published()[4], crashed(), beside)

    assert cards(told)[:2] == [
        [
            f"崩溃.xlsx {tmp_path}",
            "■ 未能核查 程序故障（与填报单位无关）：请把此文件发给维护人。",
            "◇ 程序故障 程序故障的详情：〔KeyError: 'cell'〕",
        ],
        [
            f"2024_新闻宣传专项经费.xlsx {tmp_path}",
            "■ 未能核查 工作表「附表」认不出版式。",
            "新闻宣传专项经费 √ 未发现问题",
            "√ 未发现问题",
        ],
    ]
    assert told.all("ul", "facts")[-1].text.endswith("年度 2025 总分 申报表，不评分")
    assert [part.attributes["data-unit"] for part in told.all("section", "form")] == [
        "",
        *["上海市市场监督管理局行政服务中心"] * 3,
    ]


def test_rules_are_explained_once_and_linked(tmp_path: Path) -> None:
    told = report(tmp_path, unexplained(), unreadable(), unexplained())

    (rule,) = told.all("article", "rule")
    links = [link.attributes["href"] for link in told.all("a") if "#" in link.attributes["href"]]
    assert rule.attributes["id"] == "N601"
    assert rule.text.startswith(
        "N601 ■ 错误 检查什么 扣了分，却没有填写偏差原因。 为什么 扣分说明绩效目标没有完全实现。"
    )
    assert rule.text.endswith("名称 deduction-unexplained 本次问题 2 处")
    assert links == ["#N601"] * 3


def test_rules_skipped_for_the_same_reason_share_a_line_and_are_all_counted(
    tmp_path: Path,
) -> None:
    form = unreadable().forms[0]
    (skip,) = form.outcome.skips
    skips = tuple(replace(skip, rule=replace(skip.rule, code=f"N60{n}")) for n in (1, 2, 3))
    many = replace(form, outcome=replace(form.outcome, skips=skips))

    told = report(tmp_path, Result(Path("a.xlsx"), (many,)))

    line = told.all("li", "entry")[1]
    assert line.text == "◇ 未检查 N601、N602、N603 G13「得分」读不成，有关内容未检查。"
    assert (line.attributes["data-kind"], line.attributes["data-count"]) == ("未检查", "3")


def test_a_run_that_was_cut_off_is_told_at_the_top(tmp_path: Path) -> None:
    told = report(tmp_path, published()[0], stopped="核查中途停止，还有 3 份没有核查。")

    (lead,) = told.all("p", "lead")
    assert lead.text == "共 1 份：1 份未发现问题。核查中途停止，还有 3 份没有核查。"


def test_files_that_no_browser_could_bear_are_counted_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(tmp_path, unexplained(), published()[0])
    placed = [replace(one, path=tmp_path / one.path) for one in (unexplained(), published()[0])]
    most = max(len(file_card(recorded(one), tmp_path)) for one in placed)
    monkeypatch.setattr(html_report, "MOST_SIGNS", most)

    told = report(tmp_path, *[unexplained()] * 3, *[published()[0]] * 2)

    assert len(cards(whole)) == 2
    assert "没有列出" not in whole.text
    assert len(cards(told)) == 2
    (lead,), (trouble,) = told.all("p", "lead"), told.all("p", "trouble")
    assert lead.text.startswith("共 5 份：3 份需退回修改")
    assert trouble.text.startswith("文件太多，本页有 3 个文件没有列出，")
    assert told.text.count("还有 2 个文件没有列出。") == 1
    assert told.text.count("还有 1 个文件没有列出。") == 1


def hostile(text: str) -> Result:
    """A result that says a hostile text wherever a submission can put one."""
    form = written("a.xlsx", "", (rule_that_says("{text}", text=text),)).forms[0]
    read = form.filing.form
    cells = {
        name: getattr(read, name)._replace(text=text)
        for name in ("project_name", "implementing_unit", "total_score", "rating")
    }
    read = replace(read, sheet=text, **cells)
    spoiled = replace(
        form, reading=replace(form.reading, form=read), filing=replace(form.filing, form=read)
    )
    refusal = Refusal(Reason.UNRECOGNISED, text)
    return Result(Path(text.replace("/", "∕")), (spoiled,), refusal)


@pytest.mark.parametrize("text", HOSTILE)
def test_submitted_text_is_shown_and_nothing_else(tmp_path: Path, text: str) -> None:
    plain, told = (report(tmp_path, hostile(said)) for said in ("甲", text))

    assert [part.tag for part in told.all()] == [part.tag for part in plain.all()]
    assert [list(part.attributes) for part in told.all()] == [
        list(part.attributes) for part in plain.all()
    ]
    (unit, _) = [part.attributes["data-unit"] for part in told.all("section", "form")]
    assert unit == text
    message = hostile(text).forms[0].outcome.findings[0].text
    assert [part.raw for part in told.all("p", "said")] == [text, message]
    assert told.all("bdi", "name")[0].raw == text.replace("/", "∕")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("javascript:alert(1).xlsx", "./javascript%3Aalert(1).xlsx"),
        ("data:text∕html,x", "./data%3Atext∕html%2Cx"),
        ("http:x.xlsx", "./http%3Ax.xlsx"),
        ('"><b>.xlsx', "./%22%3E%3Cb%3E.xlsx"),
        ("甲/a #1%20?.xlsx", "./甲/a%20%231%2520%3F.xlsx"),
        ("a\nb.xlsx", "./a%0Ab.xlsx"),
        ("a\\b.xlsx", "./a%5Cb.xlsx"),
        ("../上一级.xlsx", "./../上一级.xlsx"),
        ("=1+1.xlsx", "./%3D1%2B1.xlsx"),
    ],
)
def test_any_file_name_is_a_way_from_the_page(tmp_path: Path, name: str, target: str) -> None:
    told = report(tmp_path, replace(refused(), path=Path(name)))

    assert [link.attributes["href"] for link in told.all("a")] == [target]


def test_names_that_are_no_text_or_turn_it_around(tmp_path: Path) -> None:
    names = ("坏\udce9.xlsx", "a\u202excod.xlsx")

    told = report(tmp_path, *(replace(refused(), path=Path(name)) for name in names))

    replaced = "〔原文有不能显示的字符，以□代替〕"
    assert [name.text for name in told.all("bdi", "name")] == [
        f"坏□.xlsx{replaced}",
        f"a□xcod.xlsx{replaced}",
    ]
    assert [link.attributes["href"] for link in told.all("a")] == ["./a\u202excod.xlsx"]


def test_only_its_own_script_and_style_may_run(tmp_path: Path) -> None:
    told = report(tmp_path, *everything())

    (script,), (style,) = told.all("script"), told.all("style")
    (policy,) = [part for part in told.all("meta") if "http-equiv" in part.attributes]
    digests = [b64encode(sha256(part.raw.encode()).digest()).decode() for part in (style, script)]
    assert policy.attributes == {
        "http-equiv": "Content-Security-Policy",
        "content": f"default-src 'none'; style-src 'sha256-{digests[0]}'; "
        f"script-src 'sha256-{digests[1]}'; base-uri 'none'; form-action 'none'",
    }
    names = {name for part in told.all() for name in part.attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "style")]
    assert re.findall(r"https?:|//[a-z]|@import|url\(", style.raw + script.raw) == []


def test_same_results_same_bytes(tmp_path: Path) -> None:
    report(tmp_path, *everything())
    before = (tmp_path / "核查结果.html").read_bytes()

    report(tmp_path, *everything())

    assert (tmp_path / "核查结果.html").read_bytes() == before


def test_controls_have_labels_and_headings_go_down_in_steps(tmp_path: Path) -> None:
    told = report(tmp_path, *everything())

    (root,) = told.all("html")
    labelled = {label.attributes.get("for") for label in told.all("label")}
    controls = [part for part in told.all() if part.tag in ("select", "input")]
    wrapped = [part for label in told.all("label") for part in label.all("input")]
    levels = [int(part.tag[1]) for part in told.all() if re.fullmatch("h[1-6]", part.tag)]
    assert root.attributes["lang"] == "zh-CN"
    assert all(part in wrapped or part.attributes["id"] in labelled for part in controls)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    (status,) = [part for part in told.all("p") if part.attributes.get("role") == "status"]
    assert status.attributes["aria-live"] == "polite"


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report(tmp_path, refused())
    before = (tmp_path / "核查结果.html").read_bytes()

    def full(self: object, file: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("validators.reports.spooled.SpooledText.copy_to", full)
    with pytest.raises(OSError, match="no space left"):
        report(tmp_path, unexplained())

    assert [path.name for path in tmp_path.iterdir()] == ["核查结果.html"]
    assert (tmp_path / "核查结果.html").read_bytes() == before
