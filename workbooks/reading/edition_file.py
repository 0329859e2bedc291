"""A file that somebody writes of his own place's forms: checked key by key before it is used."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from workbooks.form_kinds import ALL_KINDS
from workbooks.forms import MoneyUnit
from workbooks.reading.edition import Edition, Editions, built_in, edition_of
from workbooks.toml_lines import Keys, line_numbers, syntax_error
from workbooks.vocabulary.vocabulary import compiled, source

_TEXTS = ("name", "title", "form", "policy", "source", "money_unit")
_LISTS = ("marks", "places")
_SWITCHES = ("general", "rating_beside_total")
_KEYS = (*_TEXTS, *_LISTS, *_SWITCHES, "words")


class EditionError(ValueError):
    """An edition that cannot be used; the message is one Chinese sentence."""


@cache
def with_own(path: Path, policies: Collection[str] = ()) -> Editions:
    """The built-in editions and one of the user's, which is looked at first.

    Raises EditionError, whose text names the file, the line, the key and what may stand there.
    """
    own = _Written(path).edition(policies)
    known = (own, *(edition for edition in built_in() if edition.name != own.name))
    return Editions(known, compiled(source(), *(e.words for e in known if e.words)))


class _Written:
    """The file as it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeError):
            raise EditionError(f"版式文件 {path} 打不开，应为 UTF-8 编码的 .toml 文件。") from None
        try:
            self.data: Mapping[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line, told = syntax_error(str(error), text)
            raise EditionError(f"版式文件 {path} 第 {line} 行：{told}。") from None
        self.lines: Mapping[Keys, int] = line_numbers(text)

    def trouble(self, told: str, *keys: str) -> EditionError:
        """The error that a key makes, with its line, or that of the table it stands in."""
        while keys not in self.lines and keys:
            keys = keys[:-1]
        return EditionError(f"版式文件 {self.path} 第 {self.lines.get(keys, 1)} 行：{told}。")

    def edition(self, policies: Collection[str]) -> Edition:
        """The edition, once everything in the file is what it may be."""
        for key in self.data:
            self._known(key, _KEYS, "版式里没有", key)
        for key in _TEXTS:
            self._text(key)
        self._one_of("form", [kind.name for kind in ALL_KINDS])
        self._one_of("money_unit", [unit.value for unit in MoneyUnit])
        if policies and not self.data["policy"].endswith(".toml"):
            self._one_of("policy", policies)
        for key in _SWITCHES:
            if not isinstance(self.data.get(key, False), bool):
                raise self.trouble(f"{key} 应为 true 或 false", key)
        self._lists()
        self._words()
        return edition_of(self.data)

    def _known(self, key: str, known: Collection[str], told: str, *keys: str) -> None:
        if key in known:
            return
        near = get_close_matches(key, list(known), 1)
        may = f"最接近的是 {near[0]}" if near else f"可以写 {'、'.join(known)}"
        raise self.trouble(f"{told} {key} 这一项，{may}", *keys)

    def _text(self, key: str) -> None:
        written = self.data.get(key)
        if not isinstance(written, str) or not written.strip():
            raise self.trouble(f"缺少 {key}，应为引号里的文字", key)

    def _one_of(self, key: str, allowed: Collection[str]) -> None:
        if self.data[key] not in allowed:
            told = f"{key} 填的是“{self.data[key]}”，应为 {'、'.join(allowed)} 之一"
            raise self.trouble(told, key)

    def _lists(self) -> None:
        places, marks = self.data.get("places"), self.data.get("marks")
        if places is not None and not _is_texts(places):
            raise self.trouble("places 应为方括号里的地名，至少一个", "places")
        if marks is not None and not (
            isinstance(marks, list) and marks and all(map(_is_texts, marks))
        ):
            raise self.trouble('marks 应为 [["栏目", "或此栏目"], ["另一栏目"]] 的样子', "marks")
        if not (places or marks or self.data.get("general")):
            told = "marks、places 和 general 都没有写，什么表都不会按它读"
            raise self.trouble(f"{told}，应至少写一项", "name")

    def _words(self) -> None:
        words = self.data.get("words", {})
        if not isinstance(words, dict):
            raise self.trouble('words 应写成 [words.indicators] 之下的 name = ["栏名"]', "words")
        vocabulary = source()
        for block, roles in words.items():
            known = [name for name in vocabulary if name not in ("near", "patterns")]
            self._known(block, known, "词表里没有", "words", block)
            if not isinstance(roles, dict):
                raise self.trouble(f"words.{block} 应为一张表", "words", block)
            for role, listed in roles.items():
                self._known(role, list(vocabulary[block]), f"{block} 里没有", "words", block, role)
                if not _is_texts(listed):
                    told = f"{role} 应为方括号里的栏目名称，至少一个"
                    raise self.trouble(told, "words", block, role)


def _is_texts(written: object) -> bool:
    return (
        isinstance(written, list)
        and bool(written)
        and all(isinstance(one, str) and one.strip() for one in written)
    )
