"""What a document line is worth without tax."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.numbers import Product

ONE = 10**numbers.RATE_DIGITS


def gross(lines: pd.DataFrame, qty: str, price: str, money_digits: int) -> Product:
    """Return quantity × price in minor units, rounded half-up."""
    down = numbers.QTY_DIGITS + numbers.PRICE_DIGITS - money_digits
    return numbers.multiply(plain(lines[qty]), plain(lines[price]), down)


def without_tax(amount: np.ndarray, lines: pd.DataFrame) -> np.ndarray:
    """Take the tax out of amounts whose price has it: amount ÷ (1 + rate), rounded half-up."""
    rate = plain(lines["tax_rate"])
    has_tax = (lines["price_has_tax"] == "yes").to_numpy() & (rate != 0)
    net = amount.copy()
    for i in np.flatnonzero(has_tax):
        net[i] = numbers.divide(int(amount[i]), ONE, ONE + int(rate[i]))
    return net
