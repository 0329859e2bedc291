"""The pieces of the web page: a file with its forms, a rule; every text escaped, no piece kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from typing import assert_never

from validators.checking.catalogue import find
from validators.obligations.completion import ObligationCount, completion_text
from validators.records.folder_results import Arrival, FolderRecord
from validators.records.heading import lights_text
from validators.records.record import Note, Record
from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FormRecord,
    MonitoredRecord,
    since_text,
)
from validators.records.tally import Tally
from validators.reports import entries
from validators.reports.entries import SEVERITIES, STANDINGS, Entry, Where, Word
from validators.reports.obligations_page import lines
from validators.reports.rules_page import section, summary
from validators.reports.terminal import statistics
from validators.reports.workbook import links
from validators.reports.workbook.new_workbook import safe
from validators.rule import Severity
from workbooks.values.dataclass import replace


def html_text(text: str) -> str:
    """A text as the page can show it, between tags and between quotes.

    >>> html_text('<b>"甲"\\u202e')
    '&lt;b&gt;&quot;甲&quot;□〔原文有不能显示的字符，以□代替〕'
    """
    return escape(safe(text))


def file_card(record: Record, folder: Path) -> str:
    """One file with everything that is said of it; linked as seen from the page's `folder`."""
    forms = "".join(_form(form, note) for form, note in record.forms)
    said = _file_name(record, folder) + _of_file(record) + forms
    return f'<article class="file">\n{said}</article>\n'


def word(shown: Word) -> str:
    """A word with its sign, in the colour of its tone."""
    sign = f'<span aria-hidden="true">{shown.tone.sign}</span>'
    return f'<span class="word {shown.tone.value}">{sign} {shown.text}</span>'


def rule_card(code: str, counted: Tally) -> str:
    """The explanation of one rule."""
    name, severity = counted.told.get(code, ("", Severity.NOTE))
    parts = {"": ""}
    module = find(code)
    if module is not None:
        name, severity = module.RULE.name, module.RULE.severity
        parts = {head: section(module, head) for head in ("为什么", "怎么改", "依据")}
        parts = {"检查什么": summary(module)} | parts
    lines = "".join(
        f"<dt>{head}</dt> <dd>{html_text(text)}</dd>\n" for head, text in parts.items() if text
    )
    number = counted.rules[code]
    return (
        f'<article class="rule" id="{html_text(code)}">\n'
        f"<h3>{html_text(code)} {word(SEVERITIES[severity])}</h3>\n"
        f"<dl>\n{lines}<dt>名称</dt> <dd>{html_text(name)}</dd>\n"
        f"<dt>本次问题</dt> <dd>{number} 处</dd>\n</dl>\n</article>\n"
    )


def _file_name(record: Record, folder: Path) -> str:
    """The name of the file after its folder; a link where there is a way from the page to it."""
    *above, name = record.path.parts or ("",)
    where = str(Path(*above)) if above else ""
    target = links.relative(record.opens, folder)
    shown = f'<bdi class="name">{html_text(name)}</bdi>'
    if target is not None:
        shown = f'<a href="{escape(target)}">{shown}</a>'
    return f"<h3>{shown}{' <bdi>' + html_text(where) + '</bdi>' if where else ''}</h3>\n"


def _of_file(record: Record) -> str:
    """What is said of the file beside its forms; found with the unit of its first form."""
    said = (
        *entries.refusals(record),
        *entries.passed_over(record),
        *entries.faults(record),
    )
    units = [form.unit for form, _ in record.forms]
    return _section((units or [None])[0], "", said) if said else ""


def _form(form: FormRecord, note: Note) -> str:
    project = html_text(form.project or "（未填项目名称）")
    facts = "".join(f"<li>{name} {html_text(text)}</li>\n" for name, text in _facts(form, note))
    head = (
        f"<h4><bdi>{project}</bdi> {word(STANDINGS[note.standing])}</h4>\n"
        f'<ul class="facts">\n{facts}</ul>\n'
    )
    return _section(form.unit, head, entries.of_form(form, note))


def _facts(form: FormRecord, note: Note) -> Iterator[tuple[str, str]]:
    yield "实施单位", form.unit or "未填"
    if since := since_text(form):
        yield "与上次比", since
    yield "工作表", form.sheet
    yield "年度", str(form.fiscal_year or "未见")
    match form.own:
        case EvaluatedRecord(funding, total, rating):
            rate = funding.rate.computed
            yield "自评总分", total.reported or note.total or "未填"
            yield "测算总分", total.computed or "无法得出"
            yield "评级", rating.reported or "未填"
            yield "执行率", "无法得出" if rate is None else f"{rate}%"
        case DeclaredRecord():
            yield "总分", f"{form.kind}，不评分"
        case MonitoredRecord(funding, period=period):
            yield "总分", f"{form.kind}，不评分"
            yield "监控期间", f"1-{period}月" if period else "未见"
            to_date = funding.rate.computed
            yield "执行率", "无法得出" if to_date is None else f"{to_date}%"
            yield "序时进度", lights_text(form) or "无法测算"
        case _:
            assert_never(form.own)


def _section(unit: str | None, head: str, said: Iterable[Entry]) -> str:
    lines = "".join(_grouped(said))
    return (
        f'<section class="form" data-unit="{html_text(unit or "")}">\n{head}<ul>\n{lines}</ul>\n'
        "</section>\n"
    )


def _grouped(said: Iterable[Entry]) -> Iterator[str]:
    """Rules that were not applied for the same reason share a line."""
    codes: dict[Entry, list[str]] = {}
    for entry in said:
        codes.setdefault(replace(entry, code=""), []).append(entry.code)
    for entry, rules in codes.items():
        yield _entry(entry, "、".join(map(_rule_link, filter(None, rules))), len(rules))


def review_card(where: Where, entry: Entry) -> str:
    """What of a 复核表 does not count; it may be about a rule that the page does not explain."""
    names = " ".join(f"<bdi>{html_text(name)}</bdi>" for name in where if name)
    said = _entry(entry, html_text(entry.code), 1, f'\n<p class="of">{names}</p>' if names else "")
    return f'<article class="review">\n<ul>\n{said}</ul>\n</article>\n'


MOST_TOGETHER = 300
"""Lines of what is told of all files together that a page shows."""


def folder_section(folder: FolderRecord) -> str:
    """What was found in all files together, and what of the expected ones has come."""
    parts = [
        _entry(entry, html_text(entry.code), 1, _names(where))
        for where, entry in islice(entries.of_folder(folder), MOST_TOGETHER)
    ]
    for shown, where, said in islice(entries.of_expected(folder), MOST_TOGETHER):
        if shown != entries.ARRIVALS[Arrival.HANDED_IN]:
            parts.append(_entry(Entry(shown, "", "", said), "", 1, _names(where)))
    if not parts and folder.expected is None:
        return ""
    lines = len(folder.findings) + (len(folder.expected.lines) if folder.expected else 0)
    counts = entries.arrivals(folder)
    if lines > MOST_TOGETHER:
        counts += "本页只列前面的，其余见 Excel 结果（--report 核查结果.xlsx）。"
    return (
        '<section aria-labelledby="together">\n<h2 id="together">同批比较</h2>\n'
        f"<p>{html_text(counts)}</p>\n<ul>\n{''.join(parts)}</ul>\n</section>\n"
    )


MOST_TOTALS = 30
"""Units, rules and files each in the totals; the Excel report has all."""


def totals(counted: Tally) -> str:
    """By unit and by rule, and what goes back, closed until somebody asks."""
    if not counted.units:
        return ""
    told = statistics(counted, MOST_TOTALS)
    lines = "".join(f"<li>{html_text(line.strip())}</li>\n" for line in told)
    return (
        f'<details class="totals">\n<summary>按单位、按规则的合计，要退回的文件</summary>\n'
        f"<ul>\n{lines}</ul>\n</details>\n"
    )


def obligations(counts: tuple[ObligationCount, ...]) -> str:
    """What must be checked and how far it was, closed until somebody asks."""
    if not counts:
        return ""
    listed = "".join(f"<li>{html_text(line)}</li>\n" for line in lines(counts))
    return (
        f'<details class="totals">\n<summary>{html_text(completion_text(counts))}</summary>\n'
        f"<ul>\n{listed}</ul>\n</details>\n"
    )


def _names(where: Sequence[str]) -> str:
    names = " ".join(f"<bdi>{html_text(name)}</bdi>" for name in where if name)
    return f'\n<p class="of">{names}</p>' if names else ""


def _entry(entry: Entry, rules: str, count: int, names: str = "") -> str:
    kind, remark = entry.word, entry.remark
    level = f'<span class="level">（{html_text(remark.level)}）</span> ' if remark else ""
    where = f'<span class="where">{html_text(entry.cell)}</span> ' if entry.cell else ""
    lines = [("said", entry.message)]
    if remark:
        lines += [("remark", remark.text), ("remark", remark.why)]
    said = "".join(f'\n<p class="{name}">{html_text(text)}</p>' for name, text in lines if text)
    return (
        f'<li class="entry {kind.tone.value}" data-kind="{kind.text}" data-count="{count}">'
        f'{word(kind)} {level}{where}<span class="rules">{rules}</span>{names}{said}</li>\n'
    )


def _rule_link(code: str) -> str:
    return f'<a href="#{html_text(code)}">{html_text(code)}</a>' if find(code) else html_text(code)
