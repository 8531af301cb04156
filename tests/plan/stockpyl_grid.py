"""What stockpyl makes of 1,000 random products: `python -m tests.plan.stockpyl_grid > tests/plan/stockpyl_grid.csv`.

stockpyl (MIT licence, L. Snyder) is a test oracle only. It asks for Sphinx 4.5 and some fifty packages more at run
time, so it is no dependency of the tests: its answers are kept as a file. To make them again, in an environment of its
own:

    python -m venv sp
    sp/bin/pip install numpy scipy networkx matplotlib tqdm tabulate jsonpickle
    sp/bin/pip install --no-deps stockpyl==1.0.2
    sp/bin/python -m tests.plan.stockpyl_grid > tests/plan/stockpyl_grid.csv

What goes in is scaled as the book scales it (quantities by 10**4, prices and rates by 10**6, money in cents); what
comes out is as stockpyl says it. A service level is a ratio of its costs of being short (p) and of holding (h):
p ÷ (p + h).

    eoq                     eoq.economic_order_quantity at the first price
    lot_qty, _tier, _cost   eoq.economic_order_quantity_with_all_units_discounts
    reorder_point           rq.r_q_eoqss_approximation: continuous review, L days
    order_up_to             newsvendor.newsvendor_normal: a base stock reviewed every R days, L days under way
    variable_point          the same for the mean and deviation of demand over a lead time of L ± lead_deviation days,
                            which stockpyl leaves to its user
"""

from __future__ import annotations

import csv
import math
import random
import sys

from stockpyl import eoq, newsvendor, rq  # type: ignore[import-not-found]  # see above

SEED, PRODUCTS = 20261124, 1000
QTY, MILLION, CENTS = 10**4, 10**6, 100


def asked(rng: random.Random) -> dict[str, int]:
    """Return one product, scaled."""
    demand = round(10 ** rng.uniform(1.5, 5) * QTY)
    price = round(10 ** rng.uniform(0, 2.5) * MILLION)
    second = round(price * rng.uniform(0.85, 0.995))
    from_second = rng.randint(2, 2000) * QTY
    return {
        "demand": demand,
        "order_cost": rng.randint(200, 40_000),
        "holding_rate": rng.randint(30_000, 600_000),
        "price_1": price,
        "price_2": second,
        "price_3": round(second * rng.uniform(0.85, 0.995)),
        "from_2": from_second,
        "from_3": from_second + rng.randint(1, 4000) * QTY,
        "service": rng.randint(510_000, 999_900),
        "deviation": round(demand / 365 * rng.uniform(0.1, 3)),
        "lead_days": rng.randint(1, 60),
        "lead_deviation": rng.randint(0, 10),
        "review_days": rng.randint(1, 30),
    }


def answered(product: dict[str, int]) -> dict[str, float]:
    """Return what stockpyl says of it."""
    year, mean, deviation = product["demand"] / QTY, product["demand"] / QTY / 365, product["deviation"] / QTY
    cost, rate = product["order_cost"] / CENTS, product["holding_rate"] / MILLION
    prices = [product[f"price_{tier}"] / MILLION for tier in (1, 2, 3)]
    breaks = [0.0, product["from_2"] / QTY, product["from_3"] / QTY]
    lot = eoq.economic_order_quantity_with_all_units_discounts(cost, rate, year, breaks, prices)
    short, lead = product["service"] / MILLION, product["lead_days"]
    costs = (1 - short, short)
    together = math.sqrt(lead * deviation**2 + mean**2 * product["lead_deviation"] ** 2)
    waits = lead + product["review_days"] - 1
    return {
        "eoq": eoq.economic_order_quantity(cost, rate * prices[0], year)[0],
        "lot_qty": float(lot[0]),
        "lot_tier": lot[1] + 1,
        "lot_cost": lot[2],
        "reorder_point": float(rq.r_q_eoqss_approximation(*costs, 1, mean, deviation, lead)[0]),
        "order_up_to": float(newsvendor.newsvendor_normal(*costs, mean, deviation, waits)[0]),
        "variable_point": float(newsvendor.newsvendor_normal(*costs, mean * lead, together)[0]),
    }


def main() -> None:
    rng = random.Random(SEED)  # noqa: S311 (parameters of a test)
    products = [asked(rng) for _ in range(PRODUCTS)]
    rows = [product | answered(product) for product in products]
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
