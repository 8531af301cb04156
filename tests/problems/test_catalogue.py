"""Every message of the catalogue, read aloud."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from jxc_xl.catalogue import CATALOGUE
from jxc_xl.terms import Lang, Text
from tests.problems.specimens import FILES, load

SERIES = re.compile(r"[PH]\d{3}")
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”])[,;:!?.()]|[,;:!?.](?=[\u4e00-\u9fff“])")
"""Punctuation of another script beside a Chinese character."""
PROGRAMMERS = re.compile(r"\b(invalid|illegal|null|nan|exception|error code|failed|must)\b", re.IGNORECASE)
COUNTED = re.compile(r"\{(lines|rows|cells)\} [a-z]+s\b")
"""A number before a plural: "1 lines"."""
SHELL = re.compile(r"\{[^}]*\}|--map \"[^\"]*\"|\.xls[xm]")
"""What is typed as it stands, in any language."""
ENDS_BY_A_FACT = {"P201", "P123"}
"""The hint at the nearest code ends the sentence."""
OF_PYTHON = re.compile(r"\d\.0\b|00:00|[<>{}\[\]]|NaT|None|\bnan\b|Timestamp|Text\(|\de\+")
TEXTS = [
    pytest.param(code, text, id=f"{code}-{part}")
    for code, kind in CATALOGUE.items()
    for part, text in (("what", kind.what), ("fix", kind.fix))
]


def placeholders(words: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(words) if name is not None})


def test_every_code_has_a_specimen_and_no_specimen_is_stray() -> None:
    assert sorted(path.stem for path in FILES) == sorted(CATALOGUE)


def test_codes_are_of_the_known_series() -> None:
    assert all(SERIES.fullmatch(code) for code in CATALOGUE)


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_both_languages_name_the_same_values(code: str, text: Text) -> None:
    assert placeholders(text.zh) == placeholders(text.en), code


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_a_message_is_made_of_whole_sentences(code: str, text: Text) -> None:
    if code in ENDS_BY_A_FACT and "{hint}" in text.zh:
        assert text.zh.endswith("{hint}")
        assert text.en.endswith("{hint}")
    else:
        assert text.zh.endswith("。")
        assert text.en.endswith(".")
    assert text.en[0].isupper() or text.en[0] in "{“", text.en
    assert "  " not in text.zh + text.en


@pytest.mark.parametrize(("code", "text"), TEXTS)
def test_a_message_is_written_for_people(code: str, text: Text) -> None:
    """No programmers' words, no plural that breaks at one, no half-width signs in Chinese."""
    assert not PROGRAMMERS.search(text.en), code
    assert not re.search("非法|无效|异常|请确保", text.zh), code
    assert not COUNTED.search(text.en), code
    assert not HALF_WIDTH.search(SHELL.sub("", text.zh)), code


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_people_read_shows_plain_values(path: Path, lang: Lang) -> None:
    """Numbers as people write them, days as 2026-03-05, nothing of Python."""
    for line in load(path).says[lang].splitlines():
        assert not OF_PYTHON.search(line), line
        place, code, what, fix = line.split("  ")
        assert place
        assert code == path.stem
        assert what
        assert fix
