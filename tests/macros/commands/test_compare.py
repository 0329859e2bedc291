"""`jixiao compare`: two versions of a form, or two folders of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from macros.cli import main
from tests.cases import standard_declaration, standard_evaluation
from tests.season import declaration, evaluation


def rows(*, changed: bool) -> list[dict[str, Any]]:
    """The standard indicators; or one renamed, one changed, one dropped and one added."""
    found = [dict(each) for each in standard_evaluation()["indicators"]]
    if changed:
        found[0]["level3"] = "业务培训场次"
        found[1]["target"] = "≥90.00(%)"
        found[3]["level3"] = "窗口服务好评率"
    return found


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    top = tmp_path_factory.mktemp("两版")
    evaluation(top / "原" / "甲.xlsx", indicators=rows(changed=False))
    evaluation(top / "新" / "甲.xlsx", indicators=rows(changed=True))
    return top / "原", top / "新"


CHANGES = [
    "  改名 「培训场次」→「业务培训场次」“≥10(场)”",
    "  改指标值 「培训合格率」“≥95.00(%)”→“≥90.00(%)”",
    "  减少 「政策知晓率」“≥90.00(%)”",
    "  增加 「窗口服务好评率」“≥90.00(%)”",
]


def test_what_was_renamed_changed_dropped_and_added(
    versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["compare", *map(str, versions)])

    first, *changes, last = capsys.readouterr().out.splitlines()
    assert status == 1
    assert first == (
        "「业务培训经费」2024 年度自评表（甲.xlsx） → 「业务培训经费」2024 年度自评表（甲.xlsx）："
        "2 项相同"
    )
    assert changes == CHANGES
    assert last == "比较了 1 对表：改名 1 项，改指标值 1 项，减少 1 项，增加 1 项。"


def pointed(*points: str | None) -> list[dict[str, Any]]:
    """The standard indicators with other points."""
    found = rows(changed=False)
    return [{**row, "weight": told} for row, told in zip(found, points, strict=True)]


FULL = ("20", "15", "15", "30", "10")


@pytest.mark.parametrize(
    ("before", "after", "same", "told"),
    [
        (FULL, ("20.00", "15", "15", "30", "10"), 5, []),
        (
            FULL,
            ("25", "15", "15", "25", "10"),
            3,
            [
                "  改分值 「培训场次」20 分→25 分",
                "  改分值 「政策知晓率」30 分→25 分",
            ],
        ),
        (FULL, ("30", "15", "15", "30", "10"), 4, ["  改分值 「培训场次」20 分→30 分"]),
        (FULL, ("20", None, "15", "30", "10"), 4, ["  改分值 「培训合格率」15 分→没有填"]),
        (
            FULL,
            ("40", "30", "30", "60", "20"),
            5,
            ["  分值合计 90 分→180 分，各项按比例相同"],
        ),
        ((None,) * 5, FULL, 5, []),
    ],
)
def test_points_that_were_changed(
    before: tuple[str | None, ...],
    after: tuple[str | None, ...],
    same: int,
    told: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sides = [
        evaluation(tmp_path / side / "甲.xlsx", indicators=pointed(*points))
        for side, points in (("原", before), ("新", after))
    ]

    status = main(["compare", *map(str, sides)])

    first, *changes, last = capsys.readouterr().out.splitlines()
    assert first.endswith(f"：{same} 项相同")
    assert changes == told
    count = sum("改分值" in line for line in told)
    assert status == int(count > 0)
    counted = f"改分值 {count} 项" if count else "指标没有不同"
    assert last == f"比较了 1 对表：{counted}。"


def test_points_and_target_of_an_indicator_that_was_renamed_and_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = rows(changed=True)
    changed[0]["weight"], changed[1]["weight"] = "22", "13"
    evaluation(tmp_path / "原.xlsx", indicators=rows(changed=False))
    evaluation(tmp_path / "新.xlsx", indicators=changed)

    main(["compare", str(tmp_path / "原.xlsx"), str(tmp_path / "新.xlsx")])

    first, *changes, last = capsys.readouterr().out.splitlines()
    assert first.endswith("：2 项相同")
    assert changes == [
        *CHANGES[:2],
        "  改分值 「培训合格率」20 分→13 分",
        "  改分值 「培训场次」→「业务培训场次」20 分→22 分",
        *CHANGES[2:],
    ]
    assert last.endswith("改名 1 项，改指标值 1 项，改分值 2 项，减少 1 项，增加 1 项。")


def test_as_data(versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    main(["compare", *map(str, versions), "--format", "json"])

    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert (pair["same"], pair["before"]["fiscal_year"]) == (2, 2024)
    assert [one["kind"] for one in pair["differences"]] == ["改名", "改指标值", "减少", "增加"]
    assert pair["differences"][2] == {
        "kind": "减少",
        "before": {"name": "政策知晓率", "target": "≥90.00(%)", "cell": "G16", "points": "30"},
        "after": None,
    }


def test_equal_forms_have_no_difference(
    versions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(versions[0]), str(versions[0] / "甲.xlsx")]) == 0
    assert capsys.readouterr().out.endswith("：5 项相同\n比较了 1 对表：指标没有不同。\n")


def test_folders_are_paired_by_project_and_the_rest_is_told(
    versions: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration(tmp_path / "申报.xlsx", indicators=standard_declaration()["indicators"][:2])
    declaration(tmp_path / "另一项目.xlsx", project="另一项目")

    status = main(["compare", str(versions[0]), str(tmp_path)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 2
    assert lines[0].endswith("「业务培训经费」2025 年度申报表（申报.xlsx）：1 项相同")
    assert lines[-2:] == [
        "没有比较：「另一项目」2025 年度申报表（另一项目.xlsx），原表里没有同一项目的表。",
        "比较了 1 对表：减少 4 项，增加 1 项。",
    ]


def test_what_cannot_be_read_is_told(
    versions: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    evaluation(tmp_path / "好.xlsx")

    assert main(["compare", str(versions[0]), str(tmp_path)]) == 2
    assert "坏.xlsx：" in capsys.readouterr().err
    assert main(["compare", str(versions[0]), str(tmp_path / "坏.xlsx")]) == 2
    assert "坏.xlsx 里没有绩效表单可以比较。" in capsys.readouterr().err
    assert main(["compare", str(versions[0]), str(tmp_path / "没有.xlsx")]) == 2
