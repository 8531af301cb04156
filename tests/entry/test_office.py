"""A posted book in a real spreadsheet program: it prints, and what LibreOffice saves is still a book."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.entry.shop import SALES, SHORT, entered, jxc

pytestmark = pytest.mark.office


def convert(book: Path, kind: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{book.stem}.{kind.partition(':')[0]}"


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = entered(tmp_path_factory.mktemp("office"), SALES + SHORT)
    assert jxc("post", book).status == 1
    return book


def test_every_sheet_of_a_posted_book_prints(posted: Path, tmp_path: Path) -> None:
    assert convert(posted, "pdf:calc_pdf_Export", tmp_path).stat().st_size > 10_000


def test_a_book_saved_by_libreoffice_goes_on(posted: Path, tmp_path: Path) -> None:
    saved = convert(posted, "xlsx", tmp_path)
    said = jxc("post", saved, "--json")
    assert said.status == 1, said
    answer = json.loads(said.out)
    assert answer["movements"] == 0
    assert [problem["code"] for problem in answer["problems"] if problem["severity"] == "error"] == ["P301"]
    reports = [json.loads(jxc("report", book, "库存", "--format", "json").out) for book in (posted, saved)]
    assert reports[0] == reports[1]
    assert jxc("undo", saved).status == 0
