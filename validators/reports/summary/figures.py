"""What a summary says in figures, from the tables of `validators.frames`: sums, never judgements.

Self-evaluations and declarations are counted and summed apart, and a form that was handed in twice
is counted once. All money is in 万元.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, assert_never

from validators.frames import Frames
from workbooks.form_kinds import ALL_KINDS, CountedAs, KindName
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import rounded
from workbooks.values.terms import clean
from xlfuncs.execution import execution_rate

if TYPE_CHECKING:
    import pandas as pd

NO_UNIT = "（未填实施单位）"
EXECUTION = "预算执行"
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in 万元 over some forms, and how many of them say theirs and do not."""

    amount: Decimal
    missing: int
    known: int = 0

    @property
    def said(self) -> Decimal | None:
        """The amount; None where no form says one, which is not the same as nought."""
        return self.amount if self.known else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Some forms in figures.

    `execution_rate` is that of all self-evaluations that say both amounts, `average` (2 decimals)
    the mean of the `scored` ones. `ratings` counts the words of the ratings, 优 first; a
    self-evaluation without one is in no count. `reviewed_average` is the mean of the 复核总分 that
    the `reviewed` ones have; there are none without a 复核表. `accepted` findings (已核准) are
    neither errors nor warnings nor notes. `monitored` projects have a monitoring report, which
    is in no sum and no average.
    """

    declarations: int
    declared: Sum
    declared_years: tuple[int, ...]
    evaluations: int
    budget: Sum
    executed: Sum
    evaluated_years: tuple[int, ...]
    execution_rate: Decimal | None
    scored: int
    average: Decimal | None
    reviewed: int
    reviewed_average: Decimal | None
    ratings: tuple[tuple[str, int], ...]
    deducted: Decimal
    errors: int
    warnings: int
    notes: int
    accepted: int
    monitored: int = 0

    @property
    def problems(self) -> int:
        """错误 and 警告 that nobody has accepted; 提示 are advice, and are not published."""
        return self.errors + self.warnings

    @property
    def unrated(self) -> int:
        """Self-evaluations without a rating."""
        return self.evaluations - sum(count for _, count in self.ratings)


@dataclass(frozen=True, slots=True)
class Loss:
    """Points that a kind of indicator lost; `reached` is the share of all, with those before."""

    kind: str
    points: Decimal
    reached: Decimal


def _names() -> tuple[list[KindName], list[KindName], list[KindName]]:
    """The names of the kinds that count as declared, evaluated and monitored projects."""
    declared: list[KindName] = []
    evaluated: list[KindName] = []
    monitored: list[KindName] = []
    for kind in ALL_KINDS:
        match kind.counted_as:
            case CountedAs.DECLARED_PROJECT:
                declared.append(kind.name)
            case CountedAs.EVALUATED_PROJECT:
                evaluated.append(kind.name)
            case CountedAs.MONITORED_PROJECT:
                monitored.append(kind.name)
            case CountedAs.EVALUATED_DEPARTMENT | CountedAs.DECLARED_DEPARTMENT:
                pass  # its money is that of the projects once more
            case _:
                assert_never(kind.counted_as)
    return declared, evaluated, monitored


DECLARED, EVALUATED, MONITORED = _names()


def counted(projects: pd.DataFrame) -> pd.DataFrame:
    """The forms that are counted: each project's once."""
    return projects[~projects["duplicate"]]


def figures(projects: pd.DataFrame) -> Figures:
    """Some forms in figures: each project is summed once, findings are those of all forms.

    So they are what a check of the same files counts.
    """
    own = counted(projects)
    declared = own[own["form"].isin(DECLARED)]
    evaluated = own[own["form"].isin(EVALUATED)]
    whole = evaluated.dropna(subset=["annual_budget_wan_yuan", "executed_wan_yuan"])
    scores, settled = (list(evaluated[kind].dropna()) for kind in ("score", "total_reviewed"))
    return Figures(
        len(declared),
        _sum(declared["declared_wan_yuan"]),
        _years(declared),
        len(evaluated),
        _sum(evaluated["annual_budget_wan_yuan"]),
        _sum(evaluated["executed_wan_yuan"]),
        _years(evaluated),
        execution_rate(
            sum(whole["annual_budget_wan_yuan"], _ZERO), sum(whole["executed_wan_yuan"], _ZERO)
        ),
        len(scores),
        _mean(scores),
        len(settled),
        _mean(settled),
        _ratings(evaluated["rating"].dropna()),
        _sum(evaluated["deducted"]).amount,
        int(projects["errors"].sum()),
        int(projects["warnings"].sum()),
        int(projects["notes"].sum()),
        int(projects["accepted"].sum()),
        len(own[own["form"].isin(MONITORED)].drop_duplicates(["unit", "project", "fiscal_year"])),
    )


def units(projects: pd.DataFrame) -> Iterator[tuple[str, Figures]]:
    """Each 实施单位 with its figures, by name; one name however it is spaced."""
    names = projects["unit"].fillna(NO_UNIT)
    # Full-width brackets sort behind every name.
    for _, own in projects.groupby(names.where(names == NO_UNIT, names.map(clean))):
        yield str(names[own.index[0]]), figures(own)


def deducted(found: Frames) -> pd.DataFrame:
    """The indicators of counted forms that lost points, those that lost most first.

    Of equal losses, the lower share of its points comes first.
    """
    keys = counted(found.projects)[["file", "number"]]
    rows = found.indicators.dropna(subset=["deducted"]).merge(keys, on=["file", "number"])
    rows = rows[rows["deducted"] > _ZERO]
    rows = rows.assign(share=rows["score"] / rows["points"])
    return rows.sort_values(
        ["deducted", "share"], ascending=[False, True], kind="stable", ignore_index=True
    )


def losses(rows: pd.DataFrame, projects: pd.DataFrame) -> tuple[Loss, ...]:
    """Points lost by 二级指标 and by 预算执行, the most first; what has none is left out."""
    lost: defaultdict[str, Decimal] = defaultdict(Decimal)
    for subcategory, name, points in zip(
        rows["subcategory"], rows["category"].fillna(rows["name"]), rows["deducted"], strict=True
    ):
        lost[subcategory if isinstance(subcategory, str) else str(name)] += points
    lost[EXECUTION] += sum(projects["execution_deducted"].dropna(), _ZERO)
    total, before = sum(lost.values(), _ZERO), _ZERO
    told = []
    for kind, points in sorted(lost.items(), key=lambda item: -item[1]):
        if points:
            before += points
            told.append(Loss(kind, points, before / total))
    return tuple(told)


def _mean(scores: Sequence[Decimal]) -> Decimal | None:
    return rounded(sum(scores, _ZERO) / len(scores)) if scores else None


def _sum(amounts: pd.Series[Any]) -> Sum:
    known = amounts.dropna()
    return Sum(sum(known, _ZERO), len(amounts) - len(known), len(known))


def _years(projects: pd.DataFrame) -> tuple[int, ...]:
    return tuple(sorted({int(year) for year in projects["fiscal_year"].dropna()}))


RATINGS = ("优", "良", "中", "差")


def _ratings(words: pd.Series[str]) -> tuple[tuple[str, int], ...]:
    """优, 良, 中, 差 with their counts, unless only other words occur; then these."""
    counts = Counter(words)
    others = [word for word in counts if word not in RATINGS]
    usual = RATINGS if len(others) < len(counts) or not counts else ()
    return tuple((word, counts[word]) for word in (*usual, *others))
