"""The documents say what is true now."""

from __future__ import annotations

import re
from pathlib import Path

from tests.reference import PATH, reference

ROOT = Path(__file__).parent.parent
MOST_LINES = 300
OVERVIEW_LINES = 150


def test_the_reference_is_current() -> None:
    assert PATH.read_text(encoding="utf8") == reference(), "run `poe docs`"


def test_no_module_is_longer_than_the_house_likes() -> None:
    long = [path.name for path in (ROOT / "jxc_xl").rglob("*.py") if path.read_text("utf8").count("\n") > MOST_LINES]
    assert [name for name in long if name not in {"entry.py", "catalogue.py", "reports.py"}] == [], (
        "tables of facts may be longer"
    )


def test_the_overview_stays_short() -> None:
    assert (ROOT / "ARCHITECTURE.md").read_text("utf8").count("\n") <= OVERVIEW_LINES


def test_files_that_documents_name_are_there() -> None:
    for name in ("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text("utf8")
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"
