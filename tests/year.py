"""A year of real orders against a second count: `python -m tests.year SALES.csv[.gz] PURCHASES.csv[.gz]`.

Builds a book as a person would (new, import, post, recalc), says how long each step took, and then counts everything
again from the files with other code: quantities, and what they cost under each method, product by product and sale by
sale; then closes a month and lets freight for its goods arrive late. Exit status 1 if a single figure differs.
"""

from __future__ import annotations

import argparse
import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jxc_xl.adding import Added
from jxc_xl.entry.new import new_book
from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.hosts import files as host
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.schema import SETTINGS, TITLES
from jxc_xl.tables import Column, Patch
from jxc_xl.terms import METHODS as WORDS
from jxc_xl.terms import Lang, Method
from tests import oracle
from tests.scenarios.recount import Files, Recount, recount
from tests.year_close import changed_by_late_freight, tell_methods

METHODS = ("moving_average", "fifo", "month_average")
MOST_TOLD = 20
KIB_A_GIB = 1 << 20
SETTING = {setting.key: (row, setting.title.zh) for row, setting in enumerate(SETTINGS)}


def run(files: Files, folder: Path, *, allows_negative: bool) -> list[str]:
    """Build the book, count again, and return every difference."""
    book = folder / f"year-{'negative' if allows_negative else 'covered'}.xlsx"
    with told("new"):
        new_book(book, Lang.ZH)
    if allows_negative:
        set_(book, "allows_negative", "是")
    steps = [("products", files.sales), ("receipts", files.receipts), ("sales", files.sales)]
    steps += [("charges", files.charges)] if files.charges else []
    added = {key: step_import(book, key, file) for key, file in steps}
    with told("post"):
        outcome = carry_out(book, Do.POST, How())
    print(f"  {outcome.moved} movements; {dict(Counter(problem.code for problem in outcome.problems))}")
    with told("count again, from the files alone"):
        again = recount(files, allows_negative=allows_negative)
    wrong = [*different_rows(added, again), *different_stock(book, again)]
    for method in METHODS:
        set_(book, "method", WORDS[Method(method)].zh)
        with told(f"recalc, {method}"):
            outcome = carry_out(book, Do.RECALC, How())
        with told(f"oracle, {method}"):
            wrong += different_costs(outcome, again, method)
    tell_methods(outcome)
    return [*wrong, *changed_by_late_freight(book)]


@contextmanager
def told(step: str) -> Iterator[None]:
    """Say how long a step took, and the most memory used so far."""
    start = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_GIB
    print(f"{step:<36}{time.perf_counter() - start:8.1f} s   peak {peak:5.2f} GiB", flush=True)


def set_(book: Path, key: str, word: str) -> None:
    """Write one setting, as a person would."""
    row, _ = SETTING[key]
    seen = host.look(book, TITLES)
    value = Column("值", pd.Series([word], dtype="object"))
    host.save(seen, [Patch("tblSettings", np.array([row]), (value,))], now=pd.Timestamp.now().to_pydatetime(), out=None)


def step_import(book: Path, key: str, file: Path) -> Added:
    with told(f"import {key}"):
        added = bring(book, file, key, {}, How())
    one = added.imported
    fresh = {name: len(lines) for name, lines in one.lines.items()}
    why = reasons(added)
    print(f"  {one.rows} rows = {fresh} + {one.known} known + {one.refused} refused {dict(why)}")
    there = sum(fresh.values()) + one.known
    assert one.rows == there + one.refused == there + why.total()
    return added


def reasons(added: Added) -> Counter[str]:
    """Return how many rows were left out for which first reason."""
    errors = [problem for problem in added.problems if problem.is_error]
    return Counter({problem.place.row: problem.code for problem in reversed(errors)}.values())


def different_rows(added: Mapping[str, Added], again: Recount) -> Iterator[str]:
    """Compare what was imported and what was left out, with the reasons."""
    for key, counted in again.reasons.items():
        one = added[key].imported
        said = reasons(added[key])
        said["added"], said["known"] = sum(map(len, one.lines.values())), one.known
        if +said != +counted:
            yield f"rows of {key}: {dict(said)}, counted again {dict(counted)}"


def different_stock(book: Path, again: Recount) -> Iterator[str]:
    """Compare `jxc report BOOK 库存`, as the shell prints it, with what is there by the second count."""
    with told("report 库存 --format csv"):
        words = [sys.executable, "-m", "jxc_xl", "report", str(book), "库存", "--format", "csv"]
        said = subprocess.run(words, capture_output=True, check=True).stdout.decode()
    there = {row["sku"].casefold(): Fraction(row["on_hand"]) for row in csv.DictReader(io.StringIO(said))}
    counted: dict[str, Fraction] = defaultdict(Fraction)
    for move in again.moves:
        counted[move.sku] += move.qty
    yield from different("on hand", there, counted)


def different_costs(outcome: Outcome, again: Recount, method: str) -> Iterator[str]:
    """Compare stock, cost of sales and revenue product by product, and the cost of every sale and return."""
    skus = {move.sku for move in again.moves}
    found = oracle.amounts_by_product(again.moves, dict.fromkeys(skus, method))
    worth, cost = defaultdict[str, int](int), defaultdict[str, int](int)
    lines: dict[tuple[str, str, int], int] = {}
    for move, amount in zip(again.moves, found, strict=True):
        worth[move.sku] += amount
        if move.kind in {"sale", "customer_return"}:
            cost[move.sku] -= amount
            lines[move.kind, move.doc, move.line] = amount
    stock, margin = (
        outcome.reports[key].assign(sku=lambda frame: frame["sku"].str.casefold()) for key in ("stock", "margin")
    )
    yield from different(f"stock, {method}", column(stock, "amount"), worth)
    yield from different(f"cost of sales, {method}", column(margin, "cost_of_sales"), cost)
    yield from different(f"revenue, {method}", column(margin, "revenue"), again.revenue)
    ledger = outcome.ledger[outcome.ledger["kind"].isin(["sale", "customer_return"])]
    keys = zip(ledger["kind"], ledger["doc_no"], ledger["line_no"].astype(int), strict=True)
    yield from different(f"movement, {method}", dict(zip(keys, ledger["amount"].tolist(), strict=True)), lines)
    if not outcome.reports["self_check"]["holds"].all():
        yield f"自检, {method}: {outcome.reports['self_check'].to_string()}"
    print(
        f"  stock {sum(worth.values()) / 100:.2f}, cost of sales {sum(cost.values()) / 100:.2f}, {len(found)} movements"
    )


def column(report: pd.DataFrame, name: str) -> dict[str, int]:
    return dict(zip(report["sku"], report[name].tolist(), strict=True))


def different(what: str, said: Mapping[Any, Any], counted: Mapping[Any, Any]) -> Iterator[str]:
    """Compare figure by figure; what is missing on one side is 0."""
    for key in sorted(set(said) | set(counted), key=str):
        if said.get(key, 0) != counted.get(key, 0):
            yield f"{what} of {key}: {said.get(key, 0)}, counted again {counted.get(key, 0)}"


def main() -> int:
    """Run the comparison over the files named."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("sales", type=Path)
    parser.add_argument("purchases", type=Path)
    parser.add_argument("--charges", type=Path)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the book there")
    parser.add_argument("--allow-negative", action="store_true", help="let stock go below zero")
    asked = parser.parse_args()
    files = Files(asked.sales, asked.purchases, asked.charges)
    with tempfile.TemporaryDirectory() as folder:
        kept = asked.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        wrong = run(files, kept, allows_negative=asked.allow_negative)
    print(*wrong[:MOST_TOLD], f"{len(wrong)} figures differ.", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
