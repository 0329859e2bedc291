"""What each place's policy makes of the same figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbooks.values.decimals import rounded
from workbooks.values.target import Tier, read_actual, read_target
from xlfuncs.execution import execution_rate, execution_score
from xlfuncs.indicator import Unjudged, explained, share
from xlfuncs.policy import AtMostFormula, Equality, load, policy_names
from xlfuncs.rating import rating, rating_word
from xlfuncs.reported_score import band_scores, in_band


def scored(place: str, target: str, actual: str) -> tuple[str, bool]:
    """The score out of 10, and whether the target was met."""
    found = share(read_target(target), read_actual(actual), load(place))
    assert not isinstance(found, Unjudged)
    return str(rounded(found.earned * 10)), found.met


@pytest.mark.parametrize(
    ("target", "actual", "national", "hubei"),
    [
        ("≤10(天)", "9(天)", "10.00", "10.00"),
        ("≤10(天)", "10(天)", "10.00", "10.00"),
        ("≤10(天)", "10.01(天)", "9.99", "9.99"),
        ("≤10(天)", "12.5(天)", "7.50", "8.00"),
        ("≤10(天)", "15(天)", "5.00", "6.67"),
        ("≤10(天)", "20(天)", "0.00", "5.00"),
        ("≤10(天)", "100(天)", "0.00", "1.00"),
        ("<10(天)", "16(天)", "4.00", "6.25"),
        ("≤0(起)", "1(起)", "0.00", "0.00"),
        ("≥10(场)", "8(场)", "8.00", "8.00"),
        ("=10(场)", "8(场)", "8.00", "8.00"),
        ("=10(场)", "12(场)", "10.00", "10.00"),
    ],
)
def test_hubei_turns_the_formula_round(target: str, actual: str, national: str, hubei: str) -> None:
    assert scored("national", target, actual)[0] == national
    assert scored("hubei", target, actual)[0] == hubei


def test_the_sum_in_hubei() -> None:
    found = share(read_target("≤5(天)"), read_actual("8(天)"), load("hubei"))
    assert not isinstance(found, Unjudged)

    told = explained(found.reckoning, Decimal(10), rounded(found.earned * 10))

    assert told == "5 ÷ 8 × 10 = 6.25"


@pytest.mark.parametrize(
    ("executed", "national", "hubei"),
    [
        ("100", "10.00", "20.00"),
        ("120", "10.00", "20.00"),
        ("99.74", "9.97", "19.95"),
        ("90", "9.00", "18.00"),
        ("50", "5.00", "10.00"),
        ("0", "0.00", "0.00"),
    ],
)
def test_execution_is_worth_20_in_hubei(executed: str, national: str, hubei: str) -> None:
    rate = execution_rate(Decimal(100), Decimal(executed))
    assert rate is not None
    policies = load("national"), load("hubei")

    scores = [str(rounded(execution_score(rate, p.execution_points, p))) for p in policies]

    assert scores == [national, hubei]
    assert policies[1].total_points - policies[1].execution_points == 80


@pytest.mark.parametrize("place", ["hubei", "jiangxi"])
@pytest.mark.parametrize(
    ("score", "tier", "inside", "national"),
    [
        ("10.00", Tier.MET, True, True),
        ("8.00", Tier.MET, True, True),
        ("7.99", Tier.MET, False, False),
        ("8.00", Tier.PARTLY_MET, False, False),
        ("7.99", Tier.PARTLY_MET, True, True),
        ("6.00", Tier.PARTLY_MET, True, True),
        ("5.99", Tier.PARTLY_MET, True, False),
        ("5.00", Tier.PARTLY_MET, True, False),
        ("4.99", Tier.PARTLY_MET, False, False),
        ("5.99", Tier.NOT_MET, False, True),
        ("5.00", Tier.NOT_MET, False, True),
        ("4.99", Tier.NOT_MET, True, True),
        ("0", Tier.NOT_MET, True, True),
    ],
)
def test_bands_of_hubei_and_jiangxi(
    place: str, score: str, tier: Tier, inside: bool, national: bool
) -> None:
    assert in_band(Decimal(score), tier, Decimal(10), load(place)) is inside
    assert in_band(Decimal(score), tier, Decimal(10), load("national")) is national


@pytest.mark.parametrize("place", ["hubei", "jiangxi"])
def test_what_a_tier_computes_to(place: str) -> None:
    scores = [scored(place, "流程规范", actual)[0] for actual in ("达成", "部分达成", "未达成")]

    assert scores == ["10.00", "8.00", "5.00"]
    assert band_scores(Tier.PARTLY_MET, Decimal(6), load(place)) == (3, Decimal("4.8"))


@pytest.mark.parametrize("place", ["hebei", "tianjin"])
@pytest.mark.parametrize(
    ("target", "actual", "score", "met", "national"),
    [
        ("=10(场)", "10(场)", "10.00", True, ("10.00", True)),
        ("=10(场)", "10.00(场)", "10.00", True, ("10.00", True)),
        ("=10(场)", "10.01(场)", "9.99", False, ("10.00", True)),
        ("=10(场)", "12(场)", "8.00", False, ("10.00", True)),
        ("=10(场)", "20(场)", "0.00", False, ("10.00", True)),
        ("=10(场)", "9(场)", "9.00", False, ("9.00", False)),
        ("=0(起)", "0(起)", "10.00", True, ("10.00", True)),
        ("=0(起)", "1(起)", "0.00", False, ("0.00", False)),
        ("≥10(场)", "12(场)", "10.00", True, ("10.00", True)),
        ("≤10(天)", "8(天)", "10.00", True, ("10.00", True)),
    ],
)
def test_any_difference_counts_in_hebei_and_tianjin(
    place: str, target: str, actual: str, score: str, met: bool, national: tuple[str, bool]
) -> None:
    assert scored(place, target, actual) == (score, met)
    assert scored("national", target, actual) == national


@pytest.mark.parametrize(
    ("total", "national", "shanxi", "final"),
    [
        ("100", "优", "优", "合格"),
        ("90", "优", "优", "合格"),
        ("89.99", "良", "优", "合格"),
        ("80", "良", "优", "合格"),
        ("79.99", "中", "良", "合格"),
        ("70", "中", "良", "合格"),
        ("69.99", "中", "中", "合格"),
        ("60", "中", "中", "合格"),
        ("59.99", "差", "差", "不合格"),
        ("0", "差", "差", "不合格"),
    ],
)
def test_ratings(total: str, national: str, shanxi: str, final: str) -> None:
    places = ("national", "shanxi", "shanghai-final-account")

    words = [rating(Decimal(total), load(place)) for place in places]

    assert words == [national, shanxi, final]


def test_words_of_the_final_account() -> None:
    final = load("shanghai-final-account")

    assert [rating_word(word, final) for word in ("合格", "不合格", "优")] == [
        "合格",
        "不合格",
        None,
    ]


def test_nothing_else_differs_from_the_national_policy() -> None:
    national = load("national")
    changed = {
        place: {key: getattr(load(place), key) for key in load(place).provenance if key in VALUES
                and getattr(load(place), key) != getattr(national, key)}
        for place in policy_names()
    }  # fmt: skip

    assert changed == {
        "guangxi": {},
        "hebei": {"equality": Equality.ANY_DIFFERENCE},
        "hubei": {
            "execution_points": 20,
            "partly_met_band": Decimal("0.5"),
            "at_most_formula": AtMostFormula.INVERSE,
        },
        "jiangxi": {"partly_met_band": Decimal("0.5")},
        "national": {},
        "shanghai": {},
        "shanghai-final-account": {"rating_words": ("合格", "不合格"), "rating_bounds": (60,)},
        "shanxi": {"rating_bounds": (80, 70, 60)},
        "sichuan": {},
        "ningxia": {},
        "tianjin": {"equality": Equality.ANY_DIFFERENCE},
    }
    assert {
        place: load(place).severities for place in policy_names() if load(place).severities
    } == {"guangxi": {"N605": "error"}, "ningxia": {"S107": "off"}}


VALUES = load("national").provenance.keys()


def test_sichuan_asks_for_a_reason_below_90_percent() -> None:
    sichuan = load("sichuan")

    assert sichuan.low_execution == Decimal("0.9")
    assert sichuan.provenance["low_execution"].origin == "sichuan"
