"""The benchmark runs, and what it asserts holds, on ledgers small enough for every day."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import SECTIONS
from tests.bench.options import Options

SMALL = Options(rows=(2_000,), large=4_000, repeats=1, lines=500)


@pytest.mark.parametrize("section", [*SECTIONS])
def test_a_section_runs_and_its_assertions_hold(section: str, capsys: pytest.CaptureFixture[str]) -> None:
    SECTIONS[section](SMALL)
    assert capsys.readouterr().out
