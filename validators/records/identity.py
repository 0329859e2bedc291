"""What makes a form, a row and a finding the same in a later run, wherever its file lies.

Keys are digests of what is written, never of what was computed of it: another way of scoring makes
no other form. They name no file, so that a folder may be moved and its files renamed; and every
figure of a row counts, so that nothing that was said of it outlives a change.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from validators.records.encoding import encoded
from validators.records.results import FindingRecord, FormRecord, IndicatorRecord

_OURS = frozenset({"computed", "completion", "scored", "verdict", "accepted"})
_ROW = ("cell", "name", "target", "actual", "points", "score", "note")


def digest(*parts: Any) -> str:
    """A short digest of some data that JSON can hold.

    >>> digest("甲", 1) == digest("甲", 1), digest("甲", 1) == digest("甲", "1")
    (True, False)
    """
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def form_key(form: FormRecord) -> str:
    """The key of a form: unit, project, year, kind and sheet.

    A form that names no unit or no project is known by all that is written in it as well.
    """
    named = [form.unit, form.project, form.fiscal_year, form.form, form.sheet]
    if form.unit and form.project:
        return digest(named, None)
    return digest(named, [_written(encoded(form.own.funding)), *map(_row, form.indicators)])


def content_key(form: FormRecord) -> str:
    """The key of what is written in a form, wherever on a sheet its rows stand."""
    rows = [{**_row(indicator), "cell": None} for indicator in form.indicators]
    rating = form.own.rating.reported if form.own.rating else None
    total = form.own.total.reported if form.own.total else None
    return digest("content", _unplaced(_written(encoded(form.own.funding))), rows, total, rating)


def execution_key(form: FormRecord) -> str:
    """The key of the line 年度资金总额 of a self-evaluation."""
    return digest("funding", _written(encoded(form.own.funding)))


def row_key(form: FormRecord, number: int) -> str:
    """The key of an indicator by its number from 0; by number only where its score has no cell."""
    row = _row(form.indicators[number])
    return digest("row", row, None if row["cell"] else number)


def row_names(form: FormRecord) -> dict[str, str]:
    """The name of the indicator whose row a cell stands in, for the cells of findings."""
    rows = {_line(row.cell): row.name or "" for row in form.indicators if row.cell}
    cells = (finding.cell for finding in form.findings if finding.cell)
    return {cell: rows[_line(cell)] for cell in cells if rows.get(_line(cell))}


def finding_key(form: FormRecord, finding: FindingRecord) -> str:
    """The key of a finding: all that was said, and what is written in its rows."""
    said = [finding.code, finding.severity.value, finding.cell, finding.message, finding.facts]
    each = [[one.cell, one.message] for one in finding.cells]
    lines = {_line(cell) for cell, _ in each or [[finding.cell or "", ""]]} - {""}
    beside = [_row(row) for row in form.indicators if _line(row.cell) in lines]
    return digest("finding", said, each, beside)


def manual_key(asked: FindingRecord) -> str:
    """The key of what a reviewer is asked to look at: the question, and all that he sees there.

    Not where it stands, and not how grave it would be.
    """
    return digest("manual", asked.code, asked.message, asked.facts)


def _row(indicator: IndicatorRecord) -> dict[str, Any]:
    told = {name: getattr(indicator, name) for name in _ROW}
    return told | {"score": {"reported": indicator.score.reported}}


def _line(cell: str | None) -> str:
    """The row of an address."""
    return re.sub(r"\D", "", cell or "")


def _written(node: Any) -> Any:
    """What stands in a form, without what this program makes of it."""
    if isinstance(node, dict):
        return {name: _written(part) for name, part in node.items() if name not in _OURS}
    return [_written(part) for part in node] if isinstance(node, list) else node


def _unplaced(node: Any) -> Any:
    """The same without the cells where it stands."""
    if isinstance(node, dict):
        return {name: _unplaced(part) for name, part in node.items() if name != "cell"}
    return [_unplaced(part) for part in node] if isinstance(node, list) else node
