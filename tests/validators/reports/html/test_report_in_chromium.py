"""The web page in a real browser: filtering, printing, a phone, no script, hostile text."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.validators.reports.html.test_report import HOSTILE, hostile
from tests.validators.results import (
    broken,
    everything,
    published,
    refused,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from tests.validators.reviews import REASON, reviewed
from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.reports.html import report
from validators.rule import Severity

pytestmark = pytest.mark.chromium

CENTRE = "上海市市场监督管理局行政服务中心"


@dataclass
class Opened:
    """A page, and what it did beside being shown."""

    page: Any
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The entries that can be seen, each on one line."""
        # Not the inner texts: those of what is below the screen are not laid out yet.
        shown = self.page.locator("li.entry:visible").all_text_contents()
        return [" ".join(text.split()) for text in shown]

    def counts(self) -> dict[str, str]:
        """The number beside each box."""
        choices = self.page.locator("label.choice").all()
        return {
            choice.locator("input").get_attribute("value"): choice.locator("output").inner_text()
            for choice in choices
        }

    def search(self, words: str) -> None:
        """Type the words and go on to the next control."""
        self.page.get_by_label("查找").fill(words)
        self.page.get_by_label("查找").press("Tab")

    def told(self) -> str:
        return str(self.page.locator("#shown").inner_text())


def shown(browser: Any, path: Path, **settings: Any) -> Opened:
    opened = Opened(browser.new_page(**settings))

    def asked(dialog: Any) -> None:
        opened.dialogs.append(dialog.message)
        dialog.accept()

    def failed(request: Any) -> None:
        if request.failure == "csp":  # told of, but never made
            opened.requests.remove(request.url)

    opened.page.on("dialog", asked)
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("requestfailed", failed)
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(path.as_uri())
    return opened


def written_page(folder: Path, *results: Result) -> Path:
    path = folder / "核查结果.html"
    with report.collecting(path) as told:
        for one in results:
            told.add(recorded(replace(one, path=folder / one.path)))
        told.write()
    return path


def reviewed_page(folder: Path, *results: Result, reason: str = REASON) -> Path:
    """The first finding of each is accepted; some of the 复核表 does not count."""
    path = folder / "核查结果.html"
    placed = (replace(one, path=folder / one.path) for one in results)
    records, ended = reviewed(*placed, reason=reason, reviewer=reason)
    with report.collecting(path) as told:
        for record in records:
            told.add(record)
        told.write("", ended)
    return path


def of_unit(name: str, unit: str, severity: Severity = Severity.WARNING) -> Result:
    rule = rule_that_says("「{text}」请核实。", severity, text=name)
    heads = f"| 栏目 | 填写 |\n|---|---|\n| 实施单位 | {unit} |\n"
    return written(f"{name}.xlsx", "", (rule,), heads)


@pytest.fixture
def some(tmp_path: Path) -> Path:
    """Two units with a warning, a note and an unreadable cell; others; one clean form."""
    return written_page(
        tmp_path,
        of_unit("培训", "甲中心"),
        of_unit("ＡＢＣ会议", "甲中心", Severity.NOTE),
        of_unit("宣传", "乙中心"),
        unreadable(),
        unexplained(),
        refused(),
        published()[4],
    )


def test_everything_is_listed_at_first(browser: Any, some: Path) -> None:
    told = shown(browser, some)

    assert told.told() == "全部列出：7 个文件，8 条。"
    assert told.counts() == {
        "错误": "1",
        "警告": "2",
        "提示": "1",
        "读不成": "1",
        "未能核查": "1",
        "未检查": "1",
        "未发现问题": "1",
    }
    assert len(told.lines()) == 7
    assert told.page.locator(".file:visible").count() == 7
    assert told.page.get_by_label("实施单位").locator("option").all_inner_texts() == [
        "全部单位",
        *sorted([CENTRE, "甲中心", "乙中心", "某某中心", "（没有写单位）"], key=_in_browser_order),
    ]
    assert (told.requests, told.complaints) == ([some.as_uri()], [])


def _in_browser_order(name: str) -> int:
    return ["（没有写单位）", "甲中心", "某某中心", CENTRE, "乙中心"].index(name)


def test_filter_by_unit(browser: Any, some: Path) -> None:
    told = shown(browser, some)

    told.page.get_by_label("实施单位").select_option("甲中心")

    assert told.lines() == [
        "▲ 警告 C3 S106 「培训」请核实。",
        "○ 提示 C3 S106 「ＡＢＣ会议」请核实。",
    ]
    assert told.told() == "只列出单位为甲中心的：2 个文件，2 条；全部共 7 个文件，8 条。"
    assert told.counts() == {
        "错误": "0",
        "警告": "1",
        "提示": "1",
        "读不成": "0",
        "未检查": "0",
        "未发现问题": "0",
        "未能核查": "0",
    }
    assert told.page.locator(".file:visible").count() == 2


def test_filter_by_severity(browser: Any, some: Path) -> None:
    told = shown(browser, some)

    told.page.get_by_role("checkbox", name="读不成").uncheck()
    of_one_form = [line for line in told.lines() if "G13" in line]
    for word in ("提示", "未检查", "未发现问题", "未能核查"):
        told.page.get_by_role("checkbox", name=word).uncheck()

    assert of_one_form == ["◇ 未检查 N601 G13「得分」读不成，有关内容未检查。"]
    assert [line.split()[:4] for line in told.lines()] == [
        ["▲", "警告", "C3", "S106"],
        ["▲", "警告", "C3", "S106"],
        ["■", "错误", "H18", "N601"],
    ]
    assert told.told() == ("只列出级别为错误、警告的：3 个文件，3 条；全部共 7 个文件，8 条。")
    assert told.counts()["提示"] == "1"


def test_filter_by_words_of_any_width_and_all_at_once(browser: Any, some: Path) -> None:
    told = shown(browser, some)

    told.search("abc s106")
    by_words = (told.lines(), told.told())
    told.search("甲中心 培训.xlsx")
    by_head = told.lines()
    told.page.get_by_role("checkbox", name="警告").uncheck()
    nothing = (told.lines(), told.told(), told.page.locator(".file:visible").count())
    told.page.get_by_role("button", name="全部列出").click()
    told.page.locator("#shown:not(.partly)").wait_for()

    assert by_words == (
        ["○ 提示 C3 S106 「ＡＢＣ会议」请核实。"],
        "只列出含有“abc s106”的：1 个文件，1 条；全部共 7 个文件，8 条。",
    )
    assert by_head == ["▲ 警告 C3 S106 「培训」请核实。"]
    assert nothing == (
        [],
        "只列出级别为错误、提示、读不成、未能核查、未检查、未发现问题，含有“甲中心 培训.xlsx”的："
        "0 个文件，0 条；全部共 7 个文件，8 条。",
        0,
    )
    assert (told.told(), len(told.lines())) == ("全部列出：7 个文件，8 条。", 7)


def test_the_list_follows_while_somebody_types(browser: Any, some: Path) -> None:
    told = shown(browser, some)

    told.page.get_by_label("查找").press_sequentially("加密")
    told.page.locator("#shown.partly").wait_for()

    assert told.told() == "只列出含有“加密”的：1 个文件，1 条；全部共 7 个文件，8 条。"


def test_a_rule_is_one_click_away(browser: Any, some: Path) -> None:
    told = shown(browser, some)

    told.page.get_by_role("link", name="N601").first.click()

    assert told.page.locator("#N601").bounding_box()["y"] < 720
    assert told.page.evaluate("document.querySelector(':target').id") == "N601"
    assert told.requests == [some.as_uri()]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(browser: Any, tmp_path: Path, text: str) -> None:
    told = shown(browser, written_page(tmp_path, hostile(text)))

    told.page.get_by_label("实施单位").select_option(index=1)
    told.search(text)
    told.page.mouse.move(200, 500)

    message = hostile(text).forms[0].outcome.findings[0].text
    assert told.page.locator("p.said").last.text_content() == message
    assert (told.dialogs, told.complaints) == ([], [])
    assert told.requests == [(tmp_path / "核查结果.html").as_uri()]


def test_what_was_accepted_is_shown_and_filtered(browser: Any, tmp_path: Path) -> None:
    path = reviewed_page(tmp_path, unexplained(), of_unit("培训", "甲中心"))
    told = shown(browser, path)

    at_first = (told.told(), told.counts())
    told.search("培训.xlsx")
    by_words = told.lines()
    told.search("")
    told.page.get_by_role("checkbox", name="已核准").uncheck()

    beside = "核准理由：经核实，情况属实（经核实，情况属实，2025-03-01）"
    assert at_first == ("全部列出：2 个文件，2 条。", {"已核准": "2"})
    assert by_words[0] == f"◎ 已核准 （警告） C3 S106 「培训」请核实。 {beside}"
    assert [line.split()[1] for line in by_words[1:]] == ["没有采用", "不再适用", "不再适用"]
    assert [line.split()[1] for line in told.lines()] == ["没有采用", "不再适用", "不再适用"]
    assert told.complaints == []


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_reviewer_writes_is_harmless(browser: Any, tmp_path: Path, text: str) -> None:
    path = reviewed_page(tmp_path, unexplained(), reason=text)
    told = shown(browser, path)

    told.search(text)
    told.page.mouse.move(200, 500)

    remark = f"核准理由：{text}（{text}，2025-03-01）"
    assert told.page.locator("p.remark").first.text_content() == remark
    assert (told.dialogs, told.complaints) == ([], [])
    assert told.requests == [path.as_uri()]


RAW = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>"


def test_even_text_that_was_not_escaped_could_not_run(browser: Any, tmp_path: Path) -> None:
    path = written_page(tmp_path, refused())
    spoiled = path.read_text("utf-8").replace("<main>", f"<main>{RAW}")
    head, policy, rest = spoiled.partition('<meta http-equiv="Content-Security-Policy"')
    (tmp_path / "guarded.html").write_text(spoiled, "utf-8")
    (tmp_path / "open.html").write_text(head + rest.partition(">\n")[2], "utf-8")

    guarded, free = (shown(browser, tmp_path / f"{name}.html") for name in ("guarded", "open"))
    for told in (guarded, free):
        told.page.get_by_role("link", name="x", exact=True).click()
        told.page.wait_for_timeout(100)

    assert policy
    assert sorted(free.dialogs) == ["1", "2", "3"]
    assert guarded.dialogs == []
    assert guarded.requests == [(tmp_path / "guarded.html").as_uri()]
    assert guarded.told() == "全部列出：1 个文件，1 条。"


def test_a_file_name_leads_to_its_file_and_nowhere_else(browser: Any, tmp_path: Path) -> None:
    name = "javascript:alert(1)\\a #1%20.xlsx"
    (tmp_path / name).write_bytes(b"submitted")
    told = shown(browser, written_page(tmp_path, replace(refused(), path=Path(name))))

    with told.page.expect_download() as download:
        told.page.locator("h3 a").click()

    assert Path(download.value.path()).read_bytes() == b"submitted"
    assert told.dialogs == []


def test_without_scripts_everything_can_be_read(browser: Any, some: Path) -> None:
    told = shown(browser, some, java_script_enabled=False)

    assert len(told.lines()) == 7
    assert told.page.locator(".file:visible").count() == 7
    assert not told.page.locator("#filters").is_visible()
    assert told.page.locator(".rule:visible").count() == 2


@pytest.mark.parametrize(("wide", "high"), [(1280, 800), (390, 844)], ids=["desk", "phone"])
def test_it_opens_with_what_to_do(browser: Any, tmp_path: Path, wide: int, high: int) -> None:
    path = written_page(tmp_path, *everything(), of_unit("培训", "甲中心"))

    told = shown(browser, path, viewport={"width": wide, "height": high})

    boxes = [told.page.locator(part).bounding_box() for part in ("p.lead", "p.next", ".standings")]
    assert told.page.evaluate("window.scrollY") == 0
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= wide for box in boxes)
    assert all(box["y"] >= 0 and box["y"] + box["height"] <= high for box in boxes)
    assert told.page.locator("p.lead").inner_text().startswith("共 ")
    assert told.page.locator("p.next").inner_text().startswith("下一步：退回 ")


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Any, tmp_path: Path) -> None:
    long = replace(refused(), path=Path("x" * 200 + ".xlsx"))
    path = written_page(tmp_path, hostile("W" * 300), long, *everything())

    told = shown(browser, path, viewport={"width": 390, "height": 844}, is_mobile=True)

    # Cards clip what is too wide for them, so that the page's own width would not tell.
    rightmost = "Math.max(...Array.from(document.querySelectorAll('body *'), part => part"
    assert told.page.evaluate(f"{rightmost}.getBoundingClientRect().right))") <= 390
    assert told.page.evaluate("document.documentElement.scrollWidth") == 390
    assert told.page.evaluate("window.visualViewport.scale") == 1
    assert told.page.locator("p.next").bounding_box()["y"] < 844 / 2


def test_printed_it_has_everything_but_the_filters(
    browser: Any, some: Path, tmp_path: Path
) -> None:
    told = shown(browser, some)
    told.page.emulate_media(media="print")

    assert not told.page.locator("#filters").is_visible()
    assert not told.page.locator("#shown").is_visible()
    assert len(told.lines()) == 7
    borders = told.page.evaluate(
        "['stop', 'care', 'advice', 'unknown'].map(tone => getComputedStyle("
        "document.querySelector(`.entry.${tone}`)).borderLeftStyle)"
    )
    assert borders == ["solid", "double", "dotted", "dashed"]
    printed = _printed(told, tmp_path / "all.pdf")
    assert all(word in printed for word in ("培训.xlsx", "加密.xlsx", "业务受理工作经费", "依据"))
    assert "查找" not in printed


def test_what_was_filtered_is_printed_with_the_filter(
    browser: Any, some: Path, tmp_path: Path
) -> None:
    told = shown(browser, some)
    told.page.get_by_label("实施单位").select_option("甲中心")

    printed = _printed(told, tmp_path / "some.pdf")

    assert "只列出单位为甲中心的：2个文件，2条；全部共7个文件，8条。" in printed
    assert "培训.xlsx" in printed
    assert "加密.xlsx" not in printed


def test_long_reports_print_whole(browser: Any, tmp_path: Path) -> None:
    told = shown(browser, written_page(tmp_path, *[broken()] * 300))

    assert _printed(told, tmp_path / "long.pdf").count("规则Z999程序故障") == 300


def _printed(told: Opened, path: Path) -> str:
    """The text of the printed page without white space."""
    told.page.pdf(path=path, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return "".join(text.stdout.decode().split())
