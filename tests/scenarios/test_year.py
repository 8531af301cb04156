"""The shop that is shipped with the program, counted again from its files (see `tests.year` for the whole year)."""

from __future__ import annotations

from pathlib import Path

import pytest

import jxc_xl.template
from tests import year
from tests.scenarios.recount import Files

SHOP = Path(jxc_xl.template.__file__).parent / "shop"
FILES = Files(SHOP / "sales.csv.gz", SHOP / "receipts.csv.gz", SHOP / "charges.csv.gz")


@pytest.mark.parametrize("allows_negative", [False, True], ids=["covered", "negative"])
def test_three_months_of_a_real_shop_are_what_a_second_count_finds(tmp_path: Path, *, allows_negative: bool) -> None:
    """Quantities, stock, cost of sales and revenue, both methods, and every row left out with its reason."""
    assert year.run(FILES, tmp_path, allows_negative=allows_negative) == []
