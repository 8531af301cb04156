"""Bundles (组合): what they are made of, and their lines split into components.

A bundle that is split on sale has no stock of its own: selling it takes its components, which share its revenue by
their list prices; sending it back brings them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain, tell
from jxc_xl.problems import Found, Problem
from jxc_xl.terms import Movement

ONE = 10**numbers.QTY_DIGITS
OF = "×"
"""A sale's movements say which bundle they are of: ``SET×2``."""


class Component(NamedTuple):
    """A component of a bundle: how many of it one bundle has (scaled), and what those list for (×10**6 × scaled)."""

    sku: str
    qty: int
    worth: int


def made_of(book: Book, *kinds: str) -> dict[str, list[Component]]:
    """Return the components of each bundle of some kinds, in the order of their sheet."""
    lines, products = book.lines["bundles"], book.lines["products"]
    price = dict(zip(products["sku"], plain(products["list_price"]).tolist(), strict=True))
    lines = lines[lines["kind"].isin(kinds) & (lines["qty"] > 0).fillna(value=False).astype(bool)]
    found: dict[str, list[Component]] = {}
    for bundle, sku, qty in zip(lines["bundle"], lines["sku"], plain(lines["qty"]).tolist(), strict=True):
        found.setdefault(bundle, []).append(Component(sku, qty, qty * price.get(sku, 0)))
    return found


def times(bundle: str, qty: int) -> str:
    """Return how a movement says which bundle it is of, and how many."""
    return f"{bundle}{OF}{numbers.text_of(abs(qty), numbers.QTY_DIGITS, is_trimmed=True)}"


def shares(amount: int, components: list[Component]) -> list[int]:
    """Share an amount over components by what they list for, by quantity where they list for nothing."""
    worths = [component.worth for component in components]
    return numbers.split(amount, worths if any(worths) else [component.qty for component in components])


def exploded(book: Book, movements: pd.DataFrame) -> Found[pd.DataFrame]:
    """Return movements with those of bundles split on sale replaced by movements of their components.

    Problems:
        P219: a component's quantity would have more than four decimals.
    """
    bundles = made_of(book, "on_sale")
    is_bundle = movements["sku"].isin(list(bundles))
    if not is_bundle.any():
        return Found(movements, [])
    whole = movements[is_bundle]
    parts = [_parts(whole.loc[[at]], bundles[sku]) for at, sku in whole["sku"].items()]
    problems = _told(book, whole, bundles)
    return Found(pd.concat([movements[~is_bundle], *parts]).astype(movements.dtypes.to_dict()), problems)


def _parts(line: pd.DataFrame, components: list[Component]) -> pd.DataFrame:
    """Return one line's components; the line may have no amount."""
    qty, amount = int(line["qty"].iloc[0]), line["doc_amount"].iloc[0]
    parts = line.loc[line.index.repeat(len(components))].assign(
        sku=[component.sku for component in components],
        qty=[component_qty(qty, component) for component in components],
        is_part=True,
    )
    if pd.notna(amount):
        parts["doc_amount"] = pd.array(shares(int(amount), components), dtype="Int64")
    if line["kind"].iloc[0] == Movement.SALE:
        parts["ref_no"] = times(line["sku"].iloc[0], qty)
    return parts


def component_qty(bundles: int, component: Component) -> int:
    """Return how much of a component so many bundles have, signed as they are."""
    return numbers.half_up_one(bundles * component.qty, ONE)


def _told(book: Book, lines: pd.DataFrame, bundles: Mapping[str, list[Component]]) -> list[Problem]:
    key = str(lines["sheet"].iloc[0])
    pairs = zip(lines["row"].tolist(), lines["sku"], lines["qty"].tolist(), strict=True)
    odd = {row for row, sku, qty in pairs if is_odd(qty, bundles[sku])}
    return tell(book, key, book.lines[key]["row"].isin(odd), "P219", "qty") if odd else []


def is_odd(bundles: int, components: list[Component]) -> bool:
    """Tell whether some component's quantity would have more than four decimals."""
    return any(bundles * component.qty % ONE for component in components)


def odd_lines(qty: np.ndarray, skus: pd.Series, bundles: Mapping[str, list[Component]]) -> pd.Series:
    """Tell which lines of bundles cannot be split exactly."""
    pairs = zip(qty.tolist(), skus, strict=True)
    return pd.Series([is_odd(one, bundles.get(sku, [])) for one, sku in pairs], skus.index, dtype=bool)
