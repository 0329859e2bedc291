"""What is remembered of texts, and how much of it at most."""

from __future__ import annotations

from workbooks.values import memory
from workbooks.values.memory import KEPT, LONG_ONES_KEPT, LONGEST_KEPT, Memory, remembered


def counting(asked: list[str]) -> Memory[int]:
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    return Memory(length)


def test_a_text_is_looked_at_once() -> None:
    asked: list[str] = []
    answers = counting(asked)

    assert [answers["绩效"], answers["目标"], answers["绩效"]] == [2, 2, 2]
    assert asked == ["绩效", "目标"]


def test_it_never_holds_more_than_so_many() -> None:
    answers = counting([])

    assert [answers[str(number)] for number in range(3 * KEPT)]
    assert 0 < len(answers) <= KEPT


def test_of_long_texts_only_the_last_few_are_kept() -> None:
    asked: list[str] = []
    answers = counting(asked)
    texts = [str(number) * LONGEST_KEPT for number in range(10, 11 + LONG_ONES_KEPT)]

    told = [answers[text] for text in (*texts, texts[-1], texts[0])]

    assert told == [2 * LONGEST_KEPT] * len(told)
    assert len(answers) == 0
    assert asked == [*texts, texts[0]]


def test_emptied_it_asks_again() -> None:
    asked: list[str] = []
    answers = counting(asked)
    long = "长" * (LONGEST_KEPT + 1)
    told = [answers["绩效"], answers[long]]
    answers.forget()

    assert [answers["绩效"], answers[long]] == told
    assert asked == ["绩效", long] * 2


def test_an_error_is_not_kept() -> None:
    def odd(text: str) -> int:
        return int(text)

    answers = Memory(odd)
    for _ in range(2):
        try:
            answers["一"]
        except ValueError:
            continue
        raise AssertionError("no error")
    assert not answers


def test_examples_of_what_is_remembered_are_run_as_tests() -> None:
    asked = remembered(legend)

    assert asked("绩效") == 2
    assert globals()["__test__"] == {"legend": legend}
    assert "remembered" in vars(memory)


def legend(text: str) -> int:
    """How long a text is.

    >>> legend("绩效")
    2
    """
    return len(text)
