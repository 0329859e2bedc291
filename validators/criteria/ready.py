"""Criteria that come with the program, as rows of a workbook: models, and those of a district for
declarations. None is used until somebody writes them into a workbook of his own."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from validators.criteria.read import (
    AGAINST,
    CODE,
    FORMS,
    GROUP,
    HEADS,
    LEVEL,
    NO,
    OBJECT,
    OPINION,
    PASSED,
    RAISED,
    SCOPE,
    TEST,
    USED,
    YES,
)

EXAMPLES, DECLARATION = "example_criteria.toml", "declaration_criteria.toml"
"""One of each test, switched off; and what a district's reviewers asked of declarations."""

_KEYS = {
    CODE: "code",
    FORMS: "forms",
    OBJECT: "object",
    SCOPE: "scope",
    TEST: "test",
    AGAINST: "against",
    LEVEL: "level",
    GROUP: "group",
    OPINION: "opinion",
    RAISED: "raised",
    PASSED: "passed",
}


def ready(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one of the two, by the headings of the workbook."""
    text = (files("validators") / "criteria" / name).read_text("utf-8")
    used = NO if name == EXAMPLES else YES
    return tuple(
        tuple(used if head == USED else row.get(_KEYS[head], "").strip() for head in HEADS)
        for row in tomllib.loads(text)["criterion"]
    )
