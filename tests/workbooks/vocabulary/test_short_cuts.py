"""What spares every start its work on the vocabulary gives what the long way gives."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from workbooks.vocabulary import vocabulary
from workbooks.vocabulary.head_words import folded, head_word
from workbooks.vocabulary.vocabulary import parsed, source

TEXT = Path(vocabulary.__file__).with_name("vocabulary.toml").read_text("utf-8")


def test_the_vocabulary_is_read_as_toml_in_its_order() -> None:
    asked = tomllib.loads(TEXT)

    assert repr(source()) == repr(asked)


def test_it_is_read_without_a_parser_of_toml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary.tomllib, "loads", None)

    assert parsed(TEXT) == source()


@pytest.mark.parametrize(
    "wrong",
    [
        '[heads.unit]\n"单位" = "各地"\n"单位" = "四川"',
        '[heads.unit]\n"单位" = "各地"\n[heads.unit]',
        '[heads.unit]\n"单位" = 各地',
        '[heads.unit]\n"单位" "各地"',
    ],
)
def test_what_is_no_toml_is_refused_as_ever(wrong: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parsed(wrong)


def test_plain_words_are_folded_as_all_others() -> None:
    signs = [chr(code) for code in range(0x4E00, 0xA000)]
    words = [word for sign in signs for word in (sign, f"其中{sign}及", f"一{sign}其中")]

    assert [word for word in words if folded(word) != head_word(word).name] == []
