"""What a reviewer accepted, and what of his 复核表 does not count, in every format."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.commands import outputs
from tests.thinned import thinned
from tests.validators.json_schema import VALIDATOR
from tests.validators.pages import Element, page
from tests.validators.reports.html.test_report import HOSTILE
from tests.validators.results import published, refused, unexplained, unreadable
from tests.validators.reviews import CHANGED, GONE, REASON, TROUBLE, reviewed
from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.records.standing import Standing
from validators.records.tally import next_step, tally
from validators.reports import entries
from validators.review.applied import Reviewed
from validators.review.lapsed_text import MOST, review_lines

UNIT = "上海市市场监督管理局行政服务中心"
PROJECT = "新闻宣传专项经费"
SENTENCE = (
    "「H5应用预约功能使用率」得分 6 分，比分值 10 分少 4 分，"
    "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。"
)
SAID = ["错误", REASON, "审核员", "2025-03-01"]


def written(path: Path, *results: Result, others: tuple[Result, ...] = (), **said: str) -> Path:
    """A report of some files whose first finding is accepted, and of others."""
    records, ended = reviewed(*results, **said)
    with outputs.collecting(path, None) as report:
        for record in (*records, *map(recorded, others)):
            report.add(record)
        report.write("", ended)
    return path


def of_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def of_page(path: Path) -> Element:
    return page(path.read_text("utf-8"))


def of_workbook(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def test_csv(tmp_path: Path) -> None:
    rows = of_csv(written(tmp_path / "r.csv", unexplained()))

    where = ["自评表", UNIT, PROJECT, "2024"]
    assert rows == [
        ["已核准", "N601", "H18", str(Path("退回/扣分未说明.xlsx")), *where, SENTENCE, *SAID, ""],
        ["没有采用", *[""] * 7, TROUBLE, *[""] * 5],
        ["不再适用", "", "G20", "旧.xlsx", "自评表", "", "甲项目", "", "培训场次",
         "复核", REASON, "", "", CHANGED],
        ["不再适用", "N601", "H18", "旧.xlsx", "自评表", "", PROJECT, "", SENTENCE, *SAID, GONE],
    ]  # fmt: skip


def test_page(tmp_path: Path) -> None:
    told = of_page(written(tmp_path / "r.html", unexplained(), others=(published()[4],)))

    accepting = f"核准理由：{REASON}（审核员，2025-03-01）"
    (standings,) = told.all("ul", "standings")
    assert standings.text == "1 ◎ 已核准 1 √ 未发现问题"
    assert told.all("p", "lead")[0].text == "共 2 份：1 份的问题均已核准，1 份未发现问题。"
    assert told.all("p", "next")[0].text == (
        "下一步：没有需要退回或核实的表，已核准的 1 处仍然列出，供备查。"
    )
    assert told.all("p", "counts")[0].text == (
        "文件 2 个（未能核查 0 个）；错误 0 处，警告 0 处，提示 0 处；"
        "读不成 0 处，未检查 0 项。另有已核准 1 处。"
    )
    assert told.all("p", "trouble")[0].text == (
        "复核表有 3 处没有采用或不再适用，列在全部文件之后。"
    )
    choices = [part.attributes["value"] for part in told.all("input")[1:]]
    assert choices == ["已核准", "未发现问题"]
    assert [card.all("li", "entry")[0].text for card in told.all("article", "file")] == [
        f"◎ 已核准 （错误） H18 N601 {SENTENCE} {accepting}",
        "√ 未发现问题",
    ]
    (section,) = [
        part for part in told.all("section") if part.attributes.get("aria-labelledby") == "review"
    ]
    assert "hidden" not in section.attributes
    assert [entry.text for entry in section.all("li", "entry")] == [
        f"▲ 没有采用 {TROUBLE}",
        f"▲ 不再适用 （复核） G20 旧.xlsx 自评表 甲项目 培训场次 审核意见：{REASON} {CHANGED}",
        f"▲ 不再适用 （错误） H18 N601 旧.xlsx 自评表 {PROJECT} {SENTENCE} {accepting} {GONE}",
    ]


def test_a_page_without_a_review_shows_nothing_of_one(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    with outputs.collecting(path, None) as report:
        report.add(recorded(unexplained()))
        report.write()

    told = of_page(path)

    hidden = [part for part in told.all("section") if "hidden" in part.attributes]
    assert [part.attributes["aria-labelledby"] for part in hidden] == ["review"]
    assert told.all("article", "review") == []
    assert "已核准" not in told.all("form")[0].text


def test_workbook(tmp_path: Path) -> None:
    book = of_workbook(written(tmp_path / "r.xlsx", unexplained(), others=(unreadable(),)))

    rows = [list(row) for row in book["核准"].iter_rows(min_row=4, values_only=True)]
    name = str(Path("退回/扣分未说明.xlsx"))
    day = SAID[1:]
    assert rows == [
        ["已核准", "错误", "N601", "H18", name, "自评表", PROJECT, SENTENCE, *day, None],
        ["没有采用", *[None] * 6, TROUBLE, *[None] * 4],
        ["不再适用", "复核", None, "G20", "旧.xlsx", "自评表", "甲项目", "培训场次", REASON,
         None, None, CHANGED],
        ["不再适用", "错误", "N601", "H18", "旧.xlsx", "自评表", PROJECT, SENTENCE, *day, GONE],
    ]  # fmt: skip
    assert book["核准"]["A4"].number_format == '"◎ "@'
    assert book["问题清单"]["A1"].value == (
        "没有待处理的问题，已核准的 1 处见「核准」。另有 1 处读不成，见「未检查与读不成」。"
    )
    (rule,) = [row for row in book["规则说明"].iter_rows(min_row=3) if row[0].value == "N601"]
    assert (rule[2].value, rule[2].hyperlink) == (0, None)
    assert [row[0].value for row in book["汇总"].iter_rows(min_row=5)] == ["已核准", "退回修改"]


def test_the_first_of_a_rule_is_the_first_that_waits(tmp_path: Path) -> None:
    first, second = unexplained(), unexplained()
    book = of_workbook(written(tmp_path / "r.xlsx", first, others=(second,)))

    sheet = book["问题清单"]
    (back,) = [row[2] for row in book["规则说明"].iter_rows(min_row=3) if row[0].value == "N601"]

    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == ["N601"]
    assert (back.value, back.hyperlink.location) == (1, "'问题清单'!A3")


def test_json(tmp_path: Path) -> None:
    data = json.loads(written(tmp_path / "r.json", unexplained()).read_bytes())

    VALIDATOR.validate(data)
    assert data["files"][0]["forms"][0]["findings"][0]["accepted"] == {
        "reason": REASON,
        "reviewer": "审核员",
        "date": "2025-03-01",
    }
    assert data["summary"]["accepted"] == 1
    assert data["review"]["troubles"] == [TROUBLE]
    assert [lapsed["why"] for lapsed in data["review"]["lapsed"]] == [CHANGED, GONE]


FORMULAS = ("=1+1", '=HYPERLINK("http://a","b")', "+1", "-5", "@SUM(A1)", "http://example.org/a")


@pytest.mark.parametrize("text", thinned([*HOSTILE, *FORMULAS, "坏\ud800\u202e"]))
def test_what_a_reviewer_writes_is_shown_and_nothing_else(tmp_path: Path, text: str) -> None:
    plain, told = (
        of_page(written(tmp_path / "r.html", unexplained(), reason=said, reviewer=said))
        for said in ("甲", text)
    )
    table = of_csv(written(tmp_path / "r.csv", unexplained(), reason=text, reviewer=text))
    sheet = of_workbook(written(tmp_path / "r.xlsx", unexplained(), reason=text, reviewer=text))
    data = written(tmp_path / "r.json", unexplained(), reason=text, reviewer=text).read_bytes()

    assert [part.tag for part in told.all()] == [part.tag for part in plain.all()]
    assert [dict(part.attributes) for part in told.all("li")] == [
        dict(part.attributes) for part in plain.all("li")
    ]
    whole = "\ud800" not in text
    (remark, *_) = told.all("p", "remark")
    assert not whole or remark.raw == f"核准理由：{text}（{text}，2025-03-01）"
    for cell in (table[0][10], table[0][11], table[2][10]):
        assert not cell.startswith(("=", "+", "-", "@"))
        assert not text.startswith(("=", "+", "-", "@")) or cell == f"'{text}"
    cells = [sheet["核准"][name] for name in ("I4", "J4", "I6", "I7")]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)] * 4
    assert not whole or [cell.value for cell in cells] == [text] * 4
    said = json.loads(data)["files"][0]["forms"][0]["findings"][0]["accepted"]
    assert not whole or said["reason"] == text


def test_a_list_that_no_browser_could_bear_is_counted_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = of_page(written(tmp_path / "r.html", unexplained()))
    monkeypatch.setattr("validators.reports.html.report.MOST_SIGNS", 400)

    told = of_page(written(tmp_path / "r.html", unexplained()))

    assert len(whole.all("article", "review")) == 3
    assert len(told.all("article", "review")) == 1
    assert "还有 2 处没有列出。" in told.text
    assert "复核表有 3 处没有采用或不再适用" in told.text


def test_every_standing_has_its_word() -> None:
    assert list(entries.STANDINGS) == list(Standing)
    assert len({(word.text, word.tone) for word in entries.STANDINGS.values()}) == len(Standing)


def test_what_is_to_be_done_is_told_first() -> None:
    records, _ = reviewed(unexplained())

    both = tally([*records, recorded(refused())])

    assert next_step(both) == "下一步：处理 1 份未能核查的。改好后再核查一次。"


def test_a_screen_lists_no_more_than_anybody_reads() -> None:
    troubles = tuple(f"「复核」第 {row} 行" for row in range(MOST + 2))

    told = list(review_lines(Reviewed(troubles, ())))
    some = list(review_lines(Reviewed(troubles[:MOST], ())))

    assert told[0] == f"复核表有 {MOST + 2} 处没有采用："
    assert told[1 : MOST + 1] == ["  " + one for one in troubles[:MOST]] == some[1:]
    assert told[MOST + 1 :] == ["  另有 2 处，这里不逐条列出；核查结果（--report）里都有。"]
