"""Pairs: which products are bought together, so that a slow one can be sold with a fast one.

Two products that many people buy are often in the same basket without having to do with each other. So a pair is
judged by its **lift**: in how many baskets both are, over how many that would be if they had nothing to do with each
other. A lift seen in a handful of baskets is chance: below a stated number of baskets no pair is told at all.

With thousands of products there are millions of pairs, of which few occur. So for one product after another the
contents of its baskets are laid out and counted: memory is that of the order lines and one number a product. A product
that is itself in too few baskets is left out before anything is counted, since no pair of it can be in more.

Source:
    Agrawal and Srikant, Fast Algorithms for Mining Association Rules, VLDB 1994 (support, and why rare items can be
    left out); Brin et al., SIGMOD 1997 (lift, there called interest).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.numbers import Ints
from jxc_xl.report.facts import WHOLE, ratios

LEAST_BASKETS = 20


def pairs(lines: pd.DataFrame, wanted: Collection[str] | None = None, least: int = LEAST_BASKETS) -> pd.DataFrame:
    """Return what is bought together with some products more often than chance has it.

    Args:
        lines: Order lines of what was really sold: ``doc_no``, the basket, and ``sku``; a product that stands on
            several lines of a basket is in it once.
        wanted: The products asked for; None = all.
        least: The fewest baskets a pair must be in, >= 1.

    Returns:
        One line a pair, by ``sku``, the largest lift first, then the most baskets, then ``partner``; a pair of two
        wanted products from both sides:
        ``baskets``: Baskets with both (support); ``sku_baskets`` and ``partner_baskets``: with either.
        ``confidence``: Share of the product's baskets that have the partner, Int64, scaled by 10**6.
        ``lift``: Int64, scaled by 10**6, above one before it is rounded.
    """
    baskets = _baskets(lines, least)
    asked = range(len(baskets.skus)) if wanted is None else np.flatnonzero(baskets.skus.isin(list(wanted))).tolist()
    found = [_beside(baskets, item, least) for item in asked]
    item = np.repeat(np.array(asked, np.int64), [len(one.partner) for one in found])
    partner = np.concatenate([one.partner for one in found]) if found else item
    both = np.concatenate([one.both for one in found]) if found else item
    return _measured(baskets, item, partner, both)


def best_partners(found: pd.DataFrame, fast: Collection[str]) -> pd.DataFrame:
    """Return, for each product that has one, the fast-moving partner of the largest lift, by product.

    Args:
        found: As from `pairs`.
        fast: The products that sell well.
    """
    return found[found["partner"].isin(list(fast))].drop_duplicates("sku").set_index("sku")


class _Baskets(NamedTuple):
    """Who is in which basket, from both sides; products are numbered in order of their codes.

    Attributes:
        skus: The products.
        number: How many baskets there are.
        of_item: Baskets, product after product, and where each product's begin.
        of_basket: Products, basket after basket, and where each basket's begin.
    """

    skus: pd.Index
    number: int
    of_item: _Rows
    of_basket: _Rows


class _Rows(NamedTuple):
    """Lists of numbers, one after another, and where each begins."""

    values: Ints
    starts: Ints


class _Beside(NamedTuple):
    """Partners of a product, and in how many baskets both are."""

    partner: Ints
    both: Ints


def _baskets(lines: pd.DataFrame, least: int) -> _Baskets:
    """Number baskets and products; those in too few baskets are left out."""
    basket, documents = pd.factorize(lines["doc_no"])
    item, skus = pd.factorize(lines["sku"], sort=True)
    held = np.unique(item * len(documents) + basket) if len(documents) else np.zeros(0, np.int64)
    item, basket = held // max(len(documents), 1), held % max(len(documents), 1)
    size = np.bincount(item, minlength=len(skus))
    is_kept = size >= least
    number = np.cumsum(is_kept) - 1
    item, basket = number[item[is_kept[item]]], basket[is_kept[item]]
    return _Baskets(
        pd.Index(skus[is_kept], dtype=object),
        len(documents),
        _rows(item, basket, int(is_kept.sum())),
        _rows(basket, item, len(documents)),
    )


def _rows(owner: Ints, values: Ints, count: int) -> _Rows:
    order = np.argsort(owner, kind="stable")
    return _Rows(values[order], np.searchsorted(owner[order], np.arange(count + 1)))


def _beside(baskets: _Baskets, item: int, least: int) -> _Beside:
    """Return what is in the baskets of one product, except itself, often enough and more often than chance has it."""
    first, last = baskets.of_item.starts[item : item + 2]
    held = baskets.of_item.values[first:last]
    start, size = baskets.of_basket.starts[held], np.diff(baskets.of_basket.starts)[held]
    offset = np.repeat(start - np.cumsum(size) + size, size)
    count = np.bincount(baskets.of_basket.values[offset + np.arange(len(offset))], minlength=len(baskets.skus))
    each = np.diff(baskets.of_item.starts)
    is_pair = (count >= least) & (count * baskets.number > each * len(held))
    is_pair[item] = False
    partner = np.flatnonzero(is_pair)
    return _Beside(partner, count[partner])


def _measured(baskets: _Baskets, item: Ints, partner: Ints, both: Ints) -> pd.DataFrame:
    each = np.diff(baskets.of_item.starts)
    found = pd.DataFrame(
        {
            "sku": baskets.skus[item],
            "partner": baskets.skus[partner],
            "baskets": both,
            "sku_baskets": each[item],
            "partner_baskets": each[partner],
        }
    )
    found["confidence"] = ratios(found["baskets"], found["sku_baskets"], WHOLE)
    found["lift"] = ratios(found["baskets"] * baskets.number, found["sku_baskets"] * found["partner_baskets"], WHOLE)
    order = ["sku", "lift", "baskets", "partner"]
    return found.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
