"""The three real months the demo ships, counted again; the whole year by hand: `python -m tests.plan.online_shop`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import jxc_xl.template
from jxc_xl.plan.ageing import BUCKETS, ageing
from jxc_xl.plan.classes import abc
from jxc_xl.plan.pairs import pairs
from jxc_xl.plan.slow import slow
from jxc_xl.plan.turnover import sums
from tests.plan.moves import framed
from tests.plan.online_shop import Shop, differences, read

FILES = Path(jxc_xl.template.__file__).parent / "shop"
FEW = 8  # the demo has one product in twelve, and so few baskets with two of them
DAYS = 30


@pytest.fixture(scope="module")
def shop() -> Shop:
    return read(FILES / "sales.csv.gz", FILES / "receipts.csv.gz")


@pytest.fixture(scope="module")
def found(shop: Shop) -> dict[str, list[str]]:
    return differences(shop, FEW, DAYS)


@pytest.mark.parametrize("subject", ["turnover", "ABC", "ABC by margin", "XYZ", "ageing", "slow movers", "pairs"])
def test_a_recount_in_plain_loops_finds_the_same(found: dict[str, list[str]], subject: str) -> None:
    assert found[subject] == []


def test_the_shop_has_every_class_of_product_and_its_largest_is_a(shop: Shop) -> None:
    revenue = sums(framed(shop.moves), pd.Timestamp(shop.first), pd.Timestamp(shop.last))["revenue"]
    graded = abc(revenue)["abc"]
    assert set(graded) == {"A", "B", "C"}
    assert graded[revenue == revenue.max()].tolist() == ["A"]
    assert set(graded[revenue <= 0]) == {"C"}


def test_the_shops_money_is_in_its_buckets_to_the_cent(shop: Shop) -> None:
    old = ageing(framed(shop.moves), pd.Timestamp(shop.last))
    amounts = [sum(move.amount for move in shop.moves if move.sku == sku) for sku in old.index]
    assert old[list(BUCKETS)].sum(axis=1).tolist() == amounts
    assert (old[list(BUCKETS)].sum() > 0).sum() >= 3, "three months of purchases are in three buckets at least"


def test_the_shop_has_slow_movers_and_pairs_of_real_lift(shop: Shop) -> None:
    assert (slow(framed(shop.moves), pd.Timestamp(shop.last), DAYS)["amount"] > 0).sum() > 5
    lines = pd.DataFrame(shop.lines, columns=["doc_no", "sku"], dtype="str")
    told = pairs(lines, least=FEW)
    assert len(told) > 100
    assert told["baskets"].min() >= FEW
    assert told["lift"].min() > 10**6
