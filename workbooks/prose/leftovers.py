"""What the words of a form say beside its figures: placeholders, years, and what is spoken of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from workbooks.forms import Category, Cell, Indicator, SelfEvaluation
from workbooks.values import terms
from workbooks.values.memory import remembered
from workbooks.values.regex import regex


@remembered
def is_placeholder(text: str) -> bool:
    """Whether a text is nothing but what a blank form prints to be written over.

    >>> is_placeholder("指标2："), is_placeholder("……"), is_placeholder("≥XX%")
    (True, True, True)
    >>> is_placeholder("指标体系建设完成率"), is_placeholder("XX局窗口满意度")
    (False, False)
    """
    return terms.PLACEHOLDER.fullmatch(terms.clean(text)) is not None


def is_leftover(row: Indicator) -> bool:
    """Whether a row has a placeholder and nothing else but its category and points."""
    cells = (row.name, row.target, row.actual, row.score, row.note)
    said = [cell.text for cell in cells if cell.text and not cell.blank]
    return bool(said) and all(map(is_placeholder, said))


def is_unscored(row: Indicator) -> bool:
    """Whether a dash stands for a row's points: the indicator is listed and not scored."""
    return row.points.blank and bool(row.points.text)


def offers_grades(text: str) -> bool:
    """Whether a target is a scale of grades to choose from (Hubei prints 优良中低差).

    >>> offers_grades("优良中低差"), offers_grades("优、良、中、差"), offers_grades("优良")
    (True, True, False)
    """
    return bool(terms.scale(text))


def missing_categories(
    rows: Collection[Indicator], wanted: Collection[Category]
) -> tuple[Category, ...]:
    """The wanted categories that no row belongs to, neither by its 一级 nor by its 二级指标."""
    levels = {row.category.text + row.subcategory.text for row in rows}
    printed = [*map(terms.clean, levels)]
    return tuple(
        category
        for category in wanted
        if not any(word in text for text in printed for word in terms.CATEGORY_WORDS[category])
    )


_YEAR = regex(r"(?<![\d年][-—–~至、和及与到])(20\d\d)年度")  # not the end of a span of years


def stray_year(text: str, year: int) -> int | None:
    """The year that a goal states as its own (2023年度) although the form is of another `year`.

    None where the form's year is mentioned too, where the years around it are, or where another
    year is rightly spoken of: compared with, or its 决算, 年报, 审计.

    >>> stray_year("完成2023年度证书采购工作。", 2024), stray_year("完成2024年度证书采购。", 2024)
    (2023, None)
    >>> stray_year("较2023年度增长10%。", 2024), stray_year("完成2023年度企业年报公示。", 2024)
    (None, None)
    >>> stray_year("实施2023-2025年度项目。", 2024), stray_year("2023年度至2025年度实施。", 2024)
    (None, None)
    """
    cleaned = terms.clean(text)
    found = [int(match[1]) for match in _YEAR.finditer(cleaned) if not _of_another(cleaned, match)]
    if not found or str(year) in cleaned or min(found) < year < max(found):
        return None
    return found[0]


def _of_another(text: str, match: re.Match[str]) -> bool:
    clause = re.split("[,。;:]", text[match.end() :])[0][:12]
    before = text[: match.start()].endswith(terms.OTHER_YEARS_BEFORE)
    return before or any(word in clause for word in terms.OTHER_YEARS_AFTER)


def year_in(cell: Cell[str]) -> int | None:
    """The year of a date, however it is typed; None where there is none.

    >>> from workbooks.forms import State
    >>> year_in(Cell(State.READ, "2025年1月1日")), year_in(Cell(State.BLANK))
    (2025, None)
    """
    match = re.search(r"20\d\d", terms.clean(cell.text))
    return int(match[0]) if match else None


def speaks_of(form: SelfEvaluation, words: Collection[str]) -> bool:
    """Whether 实际完成情况, any 偏差原因 or a box for the whole form has one of the words.

    What stands in the 原因 column of 项目资金 speaks of 预算执行 by its place (Sichuan).
    """
    texts = [form.actual_outcome.text, form.deviation_note.text, form.improvement_note.text]
    texts += [row.note.text for row in form.indicators]
    cleaned = [terms.clean(text) for text in (*texts, *_said_of_funds(form))]
    return any(word in text for text in cleaned for word in words)


def _said_of_funds(form: SelfEvaluation) -> Iterator[str]:
    for line in (form.funding.total, *form.funding.parts):
        said = terms.clean(line.note.text).rstrip("。.,;")
        if line.note.value and said not in terms.FILLER_NOTES and not is_placeholder(said):
            yield f"预算执行:{said}"


def says_nothing_was_done(text: str) -> bool:
    """Whether an actual says that there was nothing: 无, 未开展.

    >>> says_nothing_was_done("暂无"), says_nothing_was_done("全年未开展")
    (True, True)
    """
    said = terms.clean(text)
    return said in terms.NOTHING_WORDS or bool(_NOT_DONE.fullmatch(said))


_NOT_DONE = regex("(?:全年|本年度?)?(?:未|没有|尚未)(?:开展|实施|进行|举办|发生|启动|执行|安排)")
