"""What plan says of a real shop, against a second count: `python -m tests.plan.online_shop SALES RECEIPTS`.

SALES is UCI Online Retail (or the part of it the demo ships), RECEIPTS the purchases made up for it: date, sku, qty,
unit_cost; .csv or .csv.gz. Invoices that begin with C are returns, other negative rows write-offs, rows without a price
counts that found something; codes that are no goods are left out. Every movement costs what the product's purchases
cost on average, so that amounts are known without any costing. Some products are oversold, as they are in the file.

Prints the figures, and every figure that a recount in plain loops finds different; exit status 1 if there is one.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from jxc_xl.plan.ageing import ageing
from jxc_xl.plan.classes import abc, xyz
from jxc_xl.plan.pairs import LEAST_BASKETS, best_partners, pairs
from jxc_xl.plan.slow import WINDOW, slow
from jxc_xl.plan.turnover import activity, rates, sums
from jxc_xl.read.orders import NON_GOODS
from tests.plan import recount
from tests.plan.moves import CENTS, QTY, Move, framed

WEEK = 7
FAST = "A"  # a fast mover is a product of class A
SHOWN = 5


class Shop(NamedTuple):
    """A shop's movements and the products of its orders, and the days they span."""

    moves: list[Move]
    lines: list[tuple[str, str]]
    first: dt.date
    last: dt.date


def read(sales: Path, receipts: Path) -> Shop:
    """Return the shop of two files."""
    bought = list(_rows(receipts))
    costs = _costs(bought)
    moves = [_receipt(row) for row in bought]
    lines = []
    for row in _rows(sales):
        sku, qty = row["StockCode"].strip().upper(), int(row["Quantity"])
        if qty and not any(fnmatchcase(sku, code.strip()) for code in NON_GOODS.default.split(",")):
            moves.append(_movement(row, sku, qty, costs.get(sku, Fraction(0))))
            if moves[-1].kind == "sale":
                lines.append((row["InvoiceNo"], sku))
    days = [move.day for move in moves]
    return Shop(moves, lines, min(days), max(days))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as text:
        yield from csv.DictReader(text)


def _costs(bought: Iterable[Mapping[str, str]]) -> dict[str, Fraction]:
    """Return the average unit cost of each product, in cents."""
    units, worth = Counter[str](), defaultdict[str, Fraction](Fraction)
    for row in bought:
        units[row["sku"]] += int(row["qty"])
        worth[row["sku"]] += int(row["qty"]) * Fraction(row["unit_cost"]) * CENTS
    return {sku: worth[sku] / units[sku] for sku in units}


def _receipt(row: Mapping[str, str]) -> Move:
    worth = recount.half_up(int(row["qty"]) * Fraction(row["unit_cost"]) * CENTS)
    return Move("receipt", dt.date.fromisoformat(row["date"]), row["sku"], int(row["qty"]) * QTY, worth, worth)


def _movement(row: Mapping[str, str], sku: str, qty: int, cost: Fraction) -> Move:
    price = Fraction(row["UnitPrice"])
    kind = "customer_return" if row["InvoiceNo"].startswith("C") else "write_off" if qty < 0 else "sale"
    signed = qty if kind == "write_off" else -qty
    if kind == "sale" and price <= 0:
        kind, signed = "count", qty
    revenue = recount.half_up(qty * price * CENTS) if kind in {"sale", "customer_return"} else 0
    day = dt.date.fromisoformat(row["InvoiceDate"][:10])
    return Move(kind, day, sku, signed * QTY, recount.half_up(signed * cost), revenue)


def differences(shop: Shop, least: int = LEAST_BASKETS, days: int = WINDOW) -> dict[str, list[str]]:
    """Return, by subject, what plan and the recount say differently; every subject has been looked at."""
    table = framed(shop.moves)
    found: dict[str, list[str]] = {}
    with told(found, "turnover"):
        turned, again = turnovers(shop, table), recount.turned(shop.moves, shop.first, shop.last)
        found["turnover"] = unlike(records(turned), {sku: list(turn) for sku, turn in again.items()})
    for subject, values in (("ABC", turned["revenue"]), ("ABC by margin", turned["revenue"] - turned["cost_of_sales"])):
        with told(found, subject):
            found[subject] = classes(values)
    with told(found, "XYZ"):
        found["XYZ"] = variations(shop)
    with told(found, "ageing"):
        ages = recount.ages(shop.moves, shop.last)
        wanted = {sku: [*age[:3], *age.buckets] for sku, age in ages.items()}
        found["ageing"] = unlike(records(show_ages(ageing(table, pd.Timestamp(shop.last)))), wanted)
    with told(found, "slow movers"):
        lying = slow(table, pd.Timestamp(shop.last), days)
        figures = records(lying[["on_hand", "amount", "sold_qty"]])
        found["slow movers"] = unlike(figures, recount.slow(shop.moves, shop.last, days, 0))
        print(f"  {len(lying):,} slow movers tie up {lying['amount'].sum() / CENTS:,.2f}")
    with told(found, "pairs"):
        found["pairs"] = bundles(shop, least, lying.index, turned["revenue"])
    return found


@contextmanager
def told(found: dict[str, list[str]], subject: str) -> Iterator[None]:
    """Say how a subject went and how long plan and recount took together."""
    start = time.perf_counter()
    yield
    print(f"{subject}: {len(found[subject])} differences, {time.perf_counter() - start:.1f} s", flush=True)


def records(table: pd.DataFrame) -> dict[str, list[int | None]]:
    return {str(sku): [None if pd.isna(value) else int(value) for value in line] for sku, *line in table.itertuples()}


def unlike(ours: Mapping[str, Iterable[object]], again: Mapping[str, Iterable[object]]) -> list[str]:
    """Return what differs, in words; that something was compared at all is also asked for."""
    pairs_of = {key: (list(ours.get(key, ())), list(again.get(key, ()))) for key in {**ours, **again}}
    wrong = [f"{key}: {one} is not {other}" for key, (one, other) in pairs_of.items() if one != other]
    return wrong if again else ["nothing to compare"]


def turnovers(shop: Shop, table: pd.DataFrame) -> pd.DataFrame:
    days = (shop.last - shop.first).days + 1
    found = sums(table, pd.Timestamp(shop.first), pd.Timestamp(shop.last))
    whole = rates(found.sum().to_frame().T, days).iloc[0]
    line = ", ".join(f"{name} {value / 10**6:,.3f}" for name, value in whole.items())
    print(f"  the shop in {days} days: {line}, active {(activity(found) or 0) / 10**6:.3f}")
    return found.join(rates(found, days))


def classes(values: pd.Series) -> list[str]:
    graded = abc(values)["abc"]
    worth = values.groupby(graded).sum()
    parts = (f"{grade} {(graded == grade).sum():,} bring {worth.get(grade, 0) / CENTS:,.2f}" for grade in "ABC")
    print("  " + ", ".join(parts))
    again = recount.classed({str(sku): int(value) for sku, value in values.items()})
    wrong = unlike({str(sku): grade for sku, grade in graded.items()}, again)
    return wrong if graded.loc[values == values.max()].iloc[0] == "A" else [*wrong, "the largest product is not A"]


def variations(shop: Shop) -> list[str]:
    """Return what differs in XYZ over whole weeks."""
    whole = ((shop.last - shop.first).days + 1) // WEEK
    weeks: dict[str, list[int]] = defaultdict(lambda: [0] * whole)
    for move in shop.moves:
        week = (move.day - shop.first).days // WEEK
        if move.kind == "sale" and week < whole:
            weeks[move.sku][week] -= move.qty
    found = xyz(pd.DataFrame(list(weeks.values()), list(weeks), dtype="int64"))
    print("  " + ", ".join(f"{grade} {(found['xyz'] == grade).sum():,}" for grade in "XYZ"))
    again = {}
    for sku, qty in weeks.items():
        square = Fraction(statistics.pvariance(qty)) * whole**2 / sum(qty) ** 2
        grade = "X" if square <= Fraction(1, 4) else "Y" if square <= 1 else "Z"
        again[sku] = [round(float(square) ** 0.5 * 10**6), grade]
    ours = {str(sku): [round(float(line[0])), line[1]] for sku, *line in found.itertuples()}
    return unlike(ours, again)


def show_ages(found: pd.DataFrame) -> pd.DataFrame:
    money = found.drop(columns=["on_hand", "age_days"]).sum() / CENTS
    days = (found["age_days"] * found["on_hand"]).sum() / found["on_hand"].sum()
    print(f"  {days:.1f} days on average; " + ", ".join(f"{name} {value:,.2f}" for name, value in money.items()))
    return found


def bundles(shop: Shop, least: int, lying: pd.Index, revenue: pd.Series) -> list[str]:
    """Return what differs in pairs, and show the strongest, and partners for slow movers."""
    lines = pd.DataFrame(shop.lines, columns=["doc_no", "sku"], dtype="str")
    start = time.process_time()
    found = pairs(lines, least=least)
    seconds = time.process_time() - start
    graded = abc(revenue)["abc"]
    partners = best_partners(pairs(lines, list(lying), least), graded.index[graded == FAST])
    print(f"  {lines['doc_no'].nunique():,} baskets, {len(found) // 2:,} pairs in {seconds:.2f} CPU s")
    print(f"  partners for {len(partners):,} of {len(lying):,} slow movers")
    for title, table in (("strongest", found), ("for slow movers", partners.reset_index())):
        print(f"  {title}:")
        best = table.sort_values(["lift", "sku"], ascending=[False, True]).head(SHOWN)
        for pair in best.itertuples():
            print(f"    {pair.sku} + {pair.partner}: {pair.baskets} baskets, lift {int(str(pair.lift)) / 10**6:.2f}")
    figures = {f"{one} + {other}": line for one, other, *line in found.itertuples(index=False)}
    again = {f"{one} + {other}": pair for (one, other), pair in recount.paired(shop.lines, least).items()}
    return unlike(figures, again)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.plan.online_shop")
    parser.add_argument("sales", type=Path, metavar="SALES")
    parser.add_argument("receipts", type=Path, metavar="RECEIPTS")
    options = parser.parse_args(arguments)
    found = differences(read(options.sales, options.receipts))
    for subject, wrong in found.items():
        for line in wrong[:SHOWN]:
            print(f"{subject}: {line}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
