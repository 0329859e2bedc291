"""A filing and the rules -> an Outcome: the one loop that knows rules can be skipped or break.

A rule that breaks costs what it would have found, of some rows alone where they are to blame.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property, lru_cache, partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from validators.filing import AnyFiling
from validators.rule import Facts, Finding, Hit, Rule, RuleModule, Severity, Undecided, joined
from workbooks.forms import Cell, Form, Indicator, State, every_cell
from workbooks.grid import position
from workbooks.sparing import Fault, spare, sparing
from workbooks.values.dataclass import dataclass, field, fields, replace
from xlfuncs.policy import Policy
from xlfuncs.whole_form import IndicatorWorth

TOTAL_LINE = "funding.total"
"""The path that stands for the whole line 年度资金总额."""


UNREAD = "understanding.unread"
"""The path to the cells of a form that nobody knows what to do with."""


class Obstacle(Enum):
    """Why a rule could not be applied, to the form or to a row."""

    UNREADABLE = "unreadable"
    ABSENT = "absent"
    UNJUDGED = "unjudged"
    UNREAD = "unread"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule that was not applied (未检查), because of these cells.

    `paths` name absent places; `reasons` say for each cell why its row has no computed score.
    """

    rule: Rule
    obstacle: Obstacle
    cells: tuple[Cell[Any], ...]
    paths: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looks:
    """What of a form rules have looked at, by their codes, those on trial among them.

    `used` are the rules that concern the form and ran; of these, `held_up` could look at nothing of
    it, and `in_part` not at all of it. A rule that was switched off, or broke, is in none of them.
    """

    used: frozenset[str] = frozenset()
    held_up: frozenset[str] = frozenset()
    in_part: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in one form, the gravest first, then by cell, and what was not looked at.

    `applied` counts the rules that concern the form: by none, nothing was looked at. `trials` is
    what rules on trial (试行) found; they count for nothing, and what they skip is not told.
    `manual` is what a person shall look at. `looks` tells of every rule whether it looked.
    """

    findings: tuple[Finding, ...]
    skips: tuple[Skip, ...]
    faults: tuple[Fault, ...]
    applied: int
    trials: tuple[Finding, ...] = ()
    manual: tuple[Finding, ...] = ()
    looks: Looks = Looks()


def judge(filing: AnyFiling, rules: Collection[RuleModule]) -> Outcome:
    """The outcome of all given rules that concern this kind of form."""
    findings: list[Finding] = []
    skips: list[Skip] = []
    faults = list(filing.faults)
    trials: list[Finding] = []
    manual: list[Finding] = []
    graded = frozenset(filing.policy.severities.items())
    kind: Any = type(filing.form)
    concerned, needs, used, applied = _concerned(tuple(rules), kind, graded)
    sight = _Sight(filing, needs)
    hindered: dict[str, bool | None] = {}
    # Nearly always nothing stands in the way, and no rule breaks: then all are asked in one go.
    at_once, _ = spare(partial(_hits_of_all, concerned, filing)) if sight.clear else (None, "")
    asked: Sequence[list[Hit | Undecided] | None] = at_once or [None] * len(concerned)
    for (module, severity, trial), hits in zip(concerned, asked, strict=True):
        rule = module.RULE
        if hits == [] and not rule.expects:
            continue
        found, held, fault, left = _tried(module, sight, trial, hits)
        if found:
            grave = _graded(rule, severity, filing.policy)
            made = [Finding(rule, grave(facts), cell, facts) for cell, facts in found]
            (trials if trial else manual if rule.manual else findings).extend(joined(made))
        if fault is not None:
            faults.append(fault)
            hindered[rule.code] = True if fault.cells else None
        if held:
            skips += () if trial else held
            hindered.setdefault(rule.code, left)
    findings.sort(key=_order)
    trials.sort(key=_order)
    said = (tuple(findings), tuple(skips), tuple(faults))
    looks = _looks(filing, concerned, used, hindered)
    return Outcome(*said, applied, tuple(trials), tuple(manual), looks)


_Concerned = tuple[RuleModule, Severity, bool]
"""A rule that concerns a kind of form, how grave it is, and whether it is on trial."""

_Tried = tuple[list[Hit], list[Skip], Fault | None, bool]


def _tried(
    module: RuleModule, sight: _Sight, trial: bool, hits: list[Hit | Undecided] | None
) -> _Tried:
    """What a rule finds, what it could not be applied to, its fault where it breaks, and whether
    anything was left to look at. `hits` are its own where it was asked already."""
    rule, filing = module.RULE, sight.filing
    ready: AnyFiling | None = filing
    held: list[Skip] = []
    if not sight.clear:
        hindrances, ready = sight.hindered(rule.needs)
        held += (Skip(rule, *one) for one in hindrances)
    if ready is None:
        return [], held, None, False
    if rule.expects and not trial:
        held += _expected(filing, rule)
    fault = None
    if hits is None:
        hits, trace = spare(partial(_hits, module, ready))
    if hits is None:
        hits, fault = _hits_of_others(module, ready, trace)
    if not (hits or held):
        return [], held, fault, True
    undecided = [_undecided(rule, hit) for hit in hits if isinstance(hit, Undecided)]
    found = [hit for hit in hits if not isinstance(hit, Undecided)]
    rows = bool(ready.rows) or not any(map(_is_of_rows, rule.needs))
    return found, held + undecided, fault, rows and (bool(found) or not undecided)


def _looks(
    filing: AnyFiling,
    concerned: Sequence[_Concerned],
    used: frozenset[str],
    hindered: Mapping[str, bool | None],
) -> Looks:
    """What was looked at; `hindered` says whether anything was, and None where a rule broke.

    Where a form has no rows, a rule about rows has looked at nothing.
    """
    if not filing.rows:
        by_row = (m.RULE for m, *_ in concerned if any(map(_is_of_rows, m.RULE.needs)))
        hindered = {**dict.fromkeys((rule.code for rule in by_row), False), **hindered}
    if not hindered:
        return Looks(used)
    by_answer = {
        answer: frozenset(code for code, said in hindered.items() if said is answer)
        for answer in (None, False, True)
    }
    return Looks(used - by_answer[None], by_answer[False], by_answer[True])


def _is_of_rows(need: str) -> bool:
    return need.startswith(("row.", "indicators."))


@lru_cache(maxsize=32)
def _concerned(
    rules: tuple[RuleModule, ...], kind: type[Form], graded: frozenset[tuple[str, str]]
) -> tuple[Sequence[_Concerned], frozenset[str], frozenset[str], int]:
    """The rules that concern a kind of form by a policy's severities, their needs, their codes."""
    severities = dict(graded)
    found = [
        (module, severity, _on_trial(module.RULE, severities))
        for module in rules
        if (severity := _severity(module.RULE, severities)) is not None
        and issubclass(kind, module.RULE.forms)
    ]
    needs = frozenset[str]().union(*[module.RULE.needs for module, *_ in found])
    applied = sum(not trial for *_, trial in found)
    return found, needs, frozenset(module.RULE.code for module, *_ in found), applied


def _hits_of_all(concerned: Sequence[_Concerned], filing: AnyFiling) -> list[list[Hit | Undecided]]:
    return [list(module.check(filing)) for module, *_ in concerned]


def _hits(module: RuleModule, filing: AnyFiling) -> list[Hit | Undecided]:
    return list(module.check(filing))


def _hits_of_others(
    module: RuleModule, filing: AnyFiling, trace: str
) -> tuple[list[Hit | Undecided], Fault]:
    """What a rule that broke finds without the rows that it breaks on; its fault names them.

    Nothing where it breaks on more than rows, or is about more than each row.
    """
    needs, sheet = module.RULE.needs, filing.form.sheet
    by_row = any(need.startswith("row.") for need in needs)
    by_row = by_row and not any(need.startswith("indicators") for need in needs)

    def check(rows: tuple[Any, ...]) -> list[Hit | Undecided]:
        return _hits(module, replace(filing, rows=rows))  # type: ignore[arg-type]

    hits, broken, _ = sparing(check, filing.rows if by_row else ())
    if hits is None:
        return [], Fault(module.RULE.code, trace, sheet=sheet)
    cells = tuple(row.name.address or row.target.address for row, _ in broken)
    return hits, Fault(module.RULE.code, trace, sheet=sheet, cells=cells)


def _on_trial(rule: Rule, severities: Mapping[str, str]) -> bool:
    """Whether what a rule finds is told apart and counts for nothing: until a policy grades it."""
    return rule.trial and rule.code not in severities


def _severity(rule: Rule, severities: Mapping[str, str]) -> Severity | None:
    """The rule's severity by those of a policy; None where it switches the rule off."""
    chosen = severities.get(rule.code)
    if chosen is None:
        return rule.severity
    return None if chosen == "off" else Severity(chosen)


def _graded(rule: Rule, severity: Severity, policy: Policy) -> Callable[[Facts], Severity]:
    """How grave each finding of a rule is: a policy that grades it grades every sentence alike."""
    if rule.code in policy.severities:
        return lambda facts: severity
    return lambda facts: rule.lesser.get(facts.get("sentence", ""), severity)


def _undecided(rule: Rule, said: Undecided) -> Skip:
    """What a rule left undecided, as it is told."""
    obstacle = Obstacle.BLANK if said.cells else Obstacle.ABSENT
    obstacle = Obstacle.UNJUDGED if said.reasons else obstacle
    return Skip(rule, obstacle, said.cells, said.paths, said.reasons)


_GRAVITY = {severity: number for number, severity in enumerate(Severity)}


def _order(finding: Finding) -> tuple[int, tuple[int, int], str]:
    """The gravest first, then by cell."""
    place = position(finding.cell.address) if finding.cell.address else (0, 0)
    return _GRAVITY[finding.severity], place, finding.rule.code


def cells_at(form: object, path: str) -> Iterator[Cell[Any]]:
    """The cells that a dotted path leads to; a path through a tuple leads to one in each item.

    A rule for both forms may name a place that only one of them has; in the other it leads nowhere.
    """
    found: list[object] = [form]
    for name in path.split("."):
        there = [getattr(record, name, ()) for record in found]
        found = [item for one in there for item in (one if type(one) is tuple else (one,))]
    for record in found:
        yield from every_cell(record)


def _expected(filing: AnyFiling, rule: Rule) -> Iterator[Skip]:
    """The places that the layout has and the form lacks, and the cells that nobody read: told,
    and the rest is checked.
    """
    if UNREAD in rule.expects:
        unread = filing.form.understanding.unread
        if unread:
            yield Skip(rule, Obstacle.UNREAD, unread)
        return
    cells = [(path, cell) for path in rule.expects for cell in cells_at(filing.form, path)]
    paths = [path for path, cell in cells if cell.state is State.ABSENT and cell.label]
    if paths:
        yield Skip(rule, Obstacle.ABSENT, (), tuple(paths))


def _named(filing: AnyFiling, path: str) -> str:
    """An absent place as it is told: where the total line was not found, that is what is absent."""
    if not path.startswith(f"{TOTAL_LINE}."):
        return path
    names = tuple(cells_at(filing.form, f"{TOTAL_LINE}.name"))
    return TOTAL_LINE if any(name.state is State.ABSENT for name in names) else path


@dataclass(frozen=True)
class _Sight:
    """What of one form cannot be judged: found out once, although sixty rules ask."""

    filing: AnyFiling
    needs: frozenset[str]
    answered: dict[tuple[str, ...], tuple[list[_Hindrance], AnyFiling | None]] = field(
        default_factory=dict
    )
    places: dict[str, tuple[Cell[Any], ...]] = field(default_factory=dict)
    by_column: dict[str, list[tuple[int, str, Cell[Any]]]] = field(default_factory=dict)

    @cached_property
    def clear(self) -> bool:
        """Whether every rule can be applied to all of the form, as nearly always."""
        return not self.troubled and not self.unjudged

    @cached_property
    def troubled(self) -> frozenset[str]:
        """The paths of `Rule.needs` that lead to any cell that is absent or unreadable."""
        return frozenset(filter(self._is_troubled, self.needs))

    def _is_troubled(self, path: str) -> bool:
        if path.startswith(("row.", "indicators.")):
            name = path.partition("|")[0].partition(".")[2]
            if self._columns.isdisjoint(_WORTH_CELLS if name == "worth" else (name,)):
                return False
        return any(map(_is_trouble, self._cells(path)))

    @cached_property
    def _columns(self) -> frozenset[str]:
        """The columns of the indicator table in which any cell is absent or unreadable."""
        columns = zip(*map(_CELLS_OF_A_ROW, self.filing.form.indicators), strict=True)
        return frozenset(
            name
            for name, cells in zip(_COLUMNS, columns, strict=False)
            if not _TROUBLES.isdisjoint(map(_STATE, cells))
        )

    def _cells(self, path: str) -> Iterable[Cell[Any]]:
        if not path.startswith("row."):
            return self.at(path)
        rows, column = self.filing.form.indicators, path.removeprefix("row.")
        return [cell for row in rows for _, cell in _row_cells(row, column)]

    def at(self, path: str) -> tuple[Cell[Any], ...]:
        """The cells of the form that a path leads to."""
        if path not in self.places:
            self.places[path] = tuple(cells_at(self.filing.form, path))
        return self.places[path]

    @cached_property
    def unjudged(self) -> tuple[tuple[Indicator, IndicatorWorth], ...]:
        """The rows that have everything and still no computed score."""
        return tuple((r, worth) for r, worth in self.filing.rows if worth and _unjudged(r, worth))

    def hindered(self, needs: tuple[str, ...]) -> tuple[list[_Hindrance], AnyFiling | None]:
        """Why rules with these needs cannot be applied, to the form or to rows; and what is left.

        Nothing is left where they cannot judge at all.
        """
        if needs not in self.answered:
            found = _hindrances(self, needs)
            self.answered[needs] = found, (_narrowed(self, needs, found) if found else self.filing)
        return self.answered[needs]

    def troubles(self, needs: Iterable[str]) -> list[tuple[str, Cell[Any]]]:
        """The absent and the unreadable cells to which paths lead, each with its path."""
        columns: list[str] = []
        found: list[tuple[str, Cell[Any]]] = []
        for path in filter(self.troubled.__contains__, needs):
            if path.startswith("row."):
                columns.append(path.removeprefix("row."))
            else:
                found += ((path, cell) for cell in self.at(path) if _is_trouble(cell))
        by_row = [one for column in columns for one in self.troubled_rows(column)]
        if len(columns) > 1:
            by_row.sort(key=itemgetter(0))
        return found + [(path, cell) for _, path, cell in by_row]

    def troubled_rows(self, column: str) -> list[tuple[int, str, Cell[Any]]]:
        """The absent and the unreadable cells of a column: their rows' numbers, paths and cells."""
        if column not in self.by_column:
            self.by_column[column] = [
                (number, path, cell)
                for number, row in enumerate(self.filing.form.indicators)
                for path, cell in _row_cells(row, column)
                if _is_trouble(cell)
            ]
        return self.by_column[column]

    @cached_property
    def row_cells(self) -> tuple[frozenset[int], ...]:
        """All cells of each row, each by the `id` that it keeps as long as the form."""
        return tuple(frozenset(map(id, every_cell(row))) for row, _ in self.filing.rows)


_TROUBLES = frozenset({State.ABSENT, State.UNREADABLE})
_STATE = attrgetter("state")
_COLUMNS = tuple(
    name
    for name in (one.name for one in fields(Indicator))
    if name not in ("others", "shared", "causes")
)
_CELLS_OF_A_ROW = attrgetter(*_COLUMNS)


def _is_trouble(cell: Cell[Any]) -> bool:
    return cell.state in _TROUBLES


class _Hindrance(NamedTuple):
    """Why something cannot be applied: a `Skip` of no rule yet."""

    obstacle: Obstacle
    cells: tuple[Cell[Any], ...] = ()
    paths: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def _hindrances(sight: _Sight, needs: tuple[str, ...]) -> list[_Hindrance]:
    """Why rules cannot be applied: to the whole form, or to some of its rows."""
    found: list[_Hindrance] = []
    if not sight.troubled.isdisjoint(needs):
        found += _troubles(sight, needs)
    if sight.unjudged and "row.worth" in needs:
        actuals = tuple(row.actual for row, _ in sight.unjudged)
        reasons = tuple(worth.explanation for _, worth in sight.unjudged)
        found.append(_Hindrance(Obstacle.UNJUDGED, actuals, reasons=reasons))
    return found


def _troubles(sight: _Sight, needs: tuple[str, ...]) -> Iterator[_Hindrance]:
    """The absent and the unreadable cells among those that are needed."""
    cells = sight.troubles(needs)
    absent = {_named(sight.filing, path) for path, cell in cells if cell.state is State.ABSENT}
    unreadable = [cell for _, cell in cells if cell.state is State.UNREADABLE]
    if absent:
        yield _Hindrance(Obstacle.ABSENT, paths=tuple(sorted(absent)))
    if unreadable:
        yield _Hindrance(Obstacle.UNREADABLE, tuple(dict.fromkeys(unreadable)))


_WORTH_CELLS = ("target", "actual", "points")


def _row_cells(row: Indicator, column: str) -> Iterable[tuple[str, Cell[Any]]]:
    """The cells of a row that a path leads to, each with its name: of several names the first."""
    if column == "worth":
        return [(name, getattr(row, name)) for name in _WORTH_CELLS]
    if "|" not in column:
        return [(column, getattr(row, column))]
    names = [name.removeprefix("row.") for name in column.split("|")]
    present = (name for name in names if getattr(row, name).state is not State.ABSENT)
    return [(names[0], getattr(row, next(present, names[0])))]


def _unjudged(row: Indicator, worth: IndicatorWorth) -> bool:
    """Whether everything was there and readable, and still no score could be computed."""
    return (
        worth.score is None
        and worth.met is None
        and all(getattr(row, name).state is State.READ for name in _WORTH_CELLS)
    )


def _narrowed(
    sight: _Sight, needs: tuple[str, ...], found: Collection[_Hindrance]
) -> AnyFiling | None:
    """The filing without the rows that cannot be judged; None when it cannot be judged at all."""
    if any(one.obstacle is Obstacle.ABSENT for one in found):
        return None
    filing, stopped = sight.filing, {id(cell) for one in found for cell in one.cells}
    whole = (path for path in needs if not path.startswith("row."))
    if not all(stopped.isdisjoint(map(id, sight.at(path))) for path in whole):
        return None
    own = zip(filing.rows, sight.row_cells, strict=True)
    rows = tuple(pair for pair, cells in own if stopped.isdisjoint(cells))
    return replace(filing, rows=rows)  # type: ignore[arg-type]
