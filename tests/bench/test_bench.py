"""The benchmark runs, and what it asserts holds, on ledgers small enough for every day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import stages
from tests.bench.__main__ import SECTIONS
from tests.bench.options import Options
from tests.entry import shop

SMALL = Options(rows=(2_000,), large=4_000, repeats=1, lines=500)


@pytest.mark.parametrize("section", [*SECTIONS])
def test_a_section_runs_and_its_assertions_hold(section: str, capsys: pytest.CaptureFixture[str]) -> None:
    SECTIONS[section](SMALL)
    assert capsys.readouterr().out


def test_the_stages_of_a_run_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stages.run(shop.entered(tmp_path)) > 0
    assert "in all" in capsys.readouterr().out
