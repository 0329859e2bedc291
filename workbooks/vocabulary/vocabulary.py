"""What words forms print for what, in all places: `vocabulary.toml`, compiled once.

A word is looked for in the block it can stand in (heads, goals, money, indicators …), because 得分
or 备注 is one thing in one place and another in the next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from workbooks.values.dataclass import dataclass, field
from workbooks.values.memory import KEPT, remembered
from workbooks.values.regex import regex
from workbooks.vocabulary.head_words import LONGEST, HeadWord, folded, head_word


class Step(IntEnum):
    """How surely a head was understood; the higher, the weaker."""

    EXACT = 0
    SYNONYM = 1
    PATTERN = 2
    PLACE = 3


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word stands for in a block, and by which step it was understood."""

    role: str
    step: Step


Words = Mapping[str, Sense]


@dataclass(frozen=True)
class Vocabulary:
    """The words of every block, folded, and the patterns for words that nobody listed."""

    words: Mapping[str, Words]
    patterns: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    first: Mapping[str, str]
    _kept: dict[tuple[str, str], Sense | None] = field(default_factory=dict, compare=False)
    _guessed: dict[tuple[str, str], Sense | None] = field(default_factory=dict, compare=False)
    _every: dict[str, tuple[tuple[str, Sense], ...]] = field(default_factory=dict, compare=False)

    def sense(self, block: str, text: str) -> Sense | None:
        """What a text stands for in a block: as listed, or without its qualifiers.

        >>> vocabulary().sense("indicators", "*指标值（含单位）").role
        'target'
        >>> vocabulary().sense("indicators", "指标内容").step
        <Step.SYNONYM: 1>
        """
        if len(text) > LONGEST:
            return None
        key = block, text
        if key not in self._kept and not may_be_word(text):
            return None
        if key not in self._kept:
            if len(self._kept) > KEPT:
                self._kept.clear()
            self._kept[key] = self._sense(block, head_word(text))
        return self._kept[key]

    def _sense(self, block: str, word: HeadWord) -> Sense | None:
        words = self.words[block]
        if word.name in words:
            return words[word.name]
        qualified = block in _QUALIFIED and (word.qualifiers or word.years)
        return words.get(word.base) if qualified else None

    def senses(self, text: str) -> tuple[tuple[str, Sense], ...]:
        """What a text stands for, block by block."""
        if len(text) > LONGEST:
            return ()
        kept = self._every.get(text)
        if kept is None:
            if len(self._every) > KEPT:
                self._every.clear()
            self._every[text] = kept = self._senses(text)
        return kept

    def _senses(self, text: str) -> tuple[tuple[str, Sense], ...]:
        if not may_be_word(text) or not self._is_known(head_word(text)):
            return ()
        found = (
            (block, (self.likely if block in _GUESSED else self.sense)(block, text))
            for block in self.words
        )
        return tuple((block, sense) for block, sense in found if sense is not None)

    def _is_known(self, word: HeadWord) -> bool:
        """Whether any block may know a word: hardly a text of a sheet is one."""
        names, guess = self._listed
        return (
            word.name in names
            or word.base in names
            or guess.search(word.base) is not None
            or guess.search(word.name) is not None
        )

    @cached_property
    def _listed(self) -> tuple[frozenset[str], re.Pattern[str]]:
        """The words of all blocks, and what any of the patterns for others fits."""
        patterns = (p.pattern for block in _GUESSED for p, _ in self.patterns.get(block, ()))
        guess = "|".join(f"(?:{pattern})" for pattern in patterns)
        return frozenset().union(*self.words.values()), regex(guess)

    def expressions(self) -> tuple[re.Pattern[str], ...]:
        """Every expression that a text may be put to."""
        each = (pattern for listed in self.patterns.values() for pattern, _ in listed)
        return *each, self._listed[1]

    def likely(self, block: str, text: str) -> Sense | None:
        """The same, and by the patterns for words that are not listed.

        >>> vocabulary().likely("indicators", "本年度目标达成值").role
        'actual'
        """
        if len(text) > LONGEST:
            return None
        key = block, text
        if key not in self._guessed:
            if len(self._guessed) > KEPT:
                self._guessed.clear()
            self._guessed[key] = self.sense(block, text) or self._by_pattern(block, text)
        return self._guessed[key]

    def _by_pattern(self, block: str, text: str) -> Sense | None:
        word = head_word(text)
        if block in _GUESSED and word.name in self.words["other"]:
            return None
        names = dict.fromkeys((word.base, word.name)) if word.base else ()
        for pattern, role in self.patterns.get(block, ()):
            if any(map(pattern.search, names)):
                return Sense(role, Step.PATTERN)
        return None

    def is_label(self, text: str) -> bool:
        """Whether a text is what some form prints, and so nobody's value."""
        return len(text) <= LONGEST and may_be_word(text) and folded(text) in self.labels

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every listed word of every block, near ones aside."""
        return frozenset(
            name
            for words in self.words.values()
            for name, sense in words.items()
            if sense.step is Step.EXACT
        )

    def told(self, block: str, role: str) -> str:
        """The usual word for a role."""
        return self.first[f"{block}.{role}"]


_WORD = regex(r"(?s)[^\W\d_].*[^\W\d_]|^\D*[^\W\d_]\D*$")
_GUESSED = ("heads", "goals")  # blocks whose labels are also known by their pattern
_QUALIFIED = ("indicators", "money")  # elsewhere 中期资金总额 and 资金总额 are two things


@remembered
def may_be_word(text: str) -> bool:
    """Whether a text may be a word at all: figures, dates, and amounts of one sign are none.

    >>> may_be_word("12.50"), may_be_word("2024-1-5"), may_be_word("≥915条"), may_be_word("100%")
    (False, False, False, False)
    >>> [may_be_word(text) for text in ("（1）分值", "1-7月执行数", "(元)", "注1")]
    [True, True, True, True]
    """
    return text[:1].isalpha() or _WORD.search(text) is not None


def compiled(data: Mapping[str, Any], *more: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of a file's data, with what editions add: {block: {role: [words]}}."""
    words: dict[str, dict[str, Sense]] = {}
    first: dict[str, str] = {}
    for block, roles in data.items():
        if block in ("patterns", "near"):
            continue
        words[block] = {}
        for role, listed in roles.items():
            first.setdefault(f"{block}.{role}", next(iter(listed)))
            _add(words[block], role, listed, Step.EXACT)
    for added in more:
        for block, roles in added.items():
            for role, listed in roles.items():
                _add(words[block], role, listed, Step.EXACT)
    for block, roles in data["near"].items():
        for role, listed in roles.items():
            _add(words[block], role, listed, Step.SYNONYM)
    patterns = {
        block: tuple((regex(pattern), role) for pattern, role in listed.items())
        for block, listed in data["patterns"].items()
    }
    return Vocabulary(words, patterns, first)


def _add(words: dict[str, Sense], role: str, listed: Iterable[str], step: Step) -> None:
    for word in listed:
        words.setdefault(folded(word), Sense(role, step))


@cache
def source() -> Mapping[str, Any]:
    """The data of `vocabulary.toml`."""
    return parsed(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))


def parsed(text: str) -> dict[str, Any]:
    """What `tomllib` gives; of plain lines alone, as the vocabulary is, at a tenth of its cost.

    >>> parsed('[heads.unit]\\n"单位" = "各地" # usual') == parsed('[heads.unit]\\n"单位" = "各地"')
    True
    """
    data: dict[str, Any] = {}
    table, ends, headers = data, 0, set[str]()
    for line in _PLAIN_LINE.finditer(text):
        header, word, pattern, told = line.groups()
        if line.start() != ends or header in headers or (word or pattern) in table:
            break
        ends = line.end()
        if header:
            headers.add(header)
            table = data
            for name in header.split("."):
                table = table.setdefault(name, {})
        elif told is not None:
            table[word or pattern] = told
    return data if ends == len(text) else tomllib.loads(text)


_PLAIN_LINE = regex(
    r"""(?:\[([a-z_]+\.[a-z_]+(?:\.[a-z_]+)?)\]"""
    r"""|(?:"([^"\\\n]+)"|'([^'\n]+)') = "([^"\\\n]*)"|#.*)?(?:\n|\Z)"""
)


@cache
def vocabulary() -> Vocabulary:
    """The words of all places, as listed."""
    return compiled(source())
