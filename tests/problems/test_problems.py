from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from jxc_xl.terms import Lang
from tests.problems.shell import lines_of
from tests.problems.specimens import FILES, load, problems_of

LIVE = {"H020", "H021", "H022", "H024", "H025", "H026", "H027"}
"""What goes wrong in a program that has to be there for it."""
IN_BOOKS = [path for path in FILES if path.stem.startswith("P")]
ON_DISK = [
    pytest.param(path, marks=[pytest.mark.office] if path.stem in LIVE else [])
    for path in FILES
    if path.stem.startswith("H")
]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("path", IN_BOOKS, ids=lambda path: path.stem)
def test_a_specimen_has_its_problem_and_no_other(path: Path, lang: Lang) -> None:
    specimen = load(path)
    problems = problems_of(specimen, lang)
    lines = [problem.line(lang) for problem in problems if problem.code == specimen.code]
    assert lines == specimen.says[lang].splitlines()
    assert Counter(problem.code for problem in problems) == Counter((specimen.code, *specimen.also))


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("path", ON_DISK, ids=lambda path: path.stem)
def test_a_file_that_cannot_be_worked_with_is_told_in_both_languages(path: Path, lang: Lang, tmp_path: Path) -> None:
    specimen = load(path)
    said = lines_of(specimen, lang, tmp_path)
    assert list(said) == list(Lang)
    assert said[lang] == specimen.says[lang]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_specimen_tells_its_story(path: Path) -> None:
    about = load(path).about
    assert about[:1].isupper()
    assert about.endswith(".")
