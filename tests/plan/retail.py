"""Forecasts of a real shop against others: `python -m tests.plan.retail SALES.csv[.gz] [--theirs FILE] [--write FILE]`.

SALES is UCI Online Retail. Its sales of goods are added up by product and week, whole weeks from the file's first day;
the last 8 are held out. A product begins with its first sale. Products sold in at least 10 of the other weeks are
compared, and once more all that can be forecast. Errors are means over products (RMSSE, MASE; products of which the
demand never changed have none), misses over units of all products and weeks (WAPE), and misses of the weeks' totals.

Others' forecasts come from a file made in an environment of its own (statsforecast needs an older pandas):

    python -m venv sf && sf/bin/pip install statsforecast
    python -m tests.plan.retail SALES.csv.gz --write weeks.csv
    sf/bin/python theirs.py weeks.csv theirs.csv
    python -m tests.plan.retail SALES.csv.gz --theirs theirs.csv

where theirs.py is

    import sys
    import pandas as pd
    from statsforecast import StatsForecast
    from statsforecast.models import TSB, AutoETS, Naive
    weeks = pd.read_csv(sys.argv[1], dtype={"unique_id": str})
    models = [TSB(0.2, 0.2), AutoETS(season_length=1)]
    made = StatsForecast(models=models, freq=1, fallback_model=Naive()).forecast(df=weeks, h=8)
    made.to_csv(sys.argv[2], index=False)
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.plan import accuracy
from jxc_xl.plan.candidates import Name, candidates
from jxc_xl.plan.forecast import forecast
from jxc_xl.plan.series import CYCLE, Every, Floats, Series
from jxc_xl.read.orders import NON_GOODS
from tests.bench.timing import Table, show

HELD_OUT = 8
OFTEN = 10  # weeks with demand
REPEATS = 5


class Weeks(NamedTuple):
    """Demand by week: known, and what followed; NaN before a product's first sale."""

    codes: list[str]
    first: date
    known: Floats
    followed: Floats


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.plan.retail", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sales", type=Path, metavar="SALES")
    parser.add_argument("--theirs", type=Path, metavar="FILE", help="forecasts: unique_id, ds, a column a model")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the known weeks: unique_id, ds, y")
    options = parser.parse_args(arguments)
    weeks = read(options.sales)
    if options.write:
        write(weeks, options.write)
    theirs = pd.read_csv(options.theirs, dtype={"unique_id": str}) if options.theirs else pd.DataFrame()
    compare(f"products sold in at least {OFTEN} weeks", often(weeks), theirs)
    compare("all products with demand", weeks, theirs)


def read(sales: Path) -> Weeks:
    """Return weekly sales of all products with demand in the known weeks."""
    columns = ["StockCode", "Quantity", "InvoiceDate"]
    rows = pd.read_csv(sales, usecols=columns, dtype={"StockCode": str}, parse_dates=["InvoiceDate"])
    first, last = (day.normalize() for day in (rows["InvoiceDate"].min(), rows["InvoiceDate"].max()))
    rows = rows.assign(sku=rows["StockCode"].str.strip().str.upper(), week=(rows["InvoiceDate"] - first).dt.days // 7)
    whole = ((last - first).days + 1) // 7
    rows = rows[(rows["Quantity"] > 0) & (rows["week"] < whole) & ~rows["sku"].map(is_no_goods).astype(bool)]
    units = rows.pivot_table(index="sku", columns="week", values="Quantity", aggfunc="sum", fill_value=0)
    demand = units.reindex(columns=range(whole), fill_value=0).to_numpy(np.float64)
    known, followed = demand[:, :-HELD_OUT], demand[:, -HELD_OUT:]
    known = np.where(np.cumsum(known, axis=1) > 0, known, np.nan)
    rows_kept = ~np.isnan(known[:, -1])
    codes = [str(code) for code in units.index[rows_kept]]
    return Weeks(codes, first.date(), known[rows_kept], followed[rows_kept])


def is_no_goods(sku: str) -> bool:
    """Tell codes that are no goods, by the setting's default."""
    return any(fnmatchcase(sku, pattern.strip()) for pattern in NON_GOODS.default.split(","))


def often(weeks: Weeks) -> Weeks:
    """Return the products sold in many weeks."""
    return take(weeks, (weeks.known > 0).sum(axis=1) >= OFTEN)


def take(weeks: Weeks, rows: np.ndarray) -> Weeks:
    """Return some of the products."""
    codes = [code for code, is_taken in zip(weeks.codes, rows, strict=True) if is_taken]
    return weeks._replace(codes=codes, known=weeks.known[rows], followed=weeks.followed[rows])


def compare(title: str, weeks: Weeks, theirs: pd.DataFrame) -> None:
    """Print how wrong each was."""
    series = Series(weeks.known, Every.WEEK, weeks.first)
    seconds = least_seconds(series)
    ours = forecast(series, HELD_OUT)
    has = ~np.isnan(ours.values[:, 0])
    kept = take(weeks, has)
    plain = candidates(kept.known, [kept.known.shape[1]], HELD_OUT, CYCLE[Every.WEEK])
    table: Table = [("forecast", "RMSSE", "MASE", "WAPE", "weeks' totals")]
    table += [line("ours", ours.values[has], kept), line("ours, default only", plain[Name.MEDIAN][0], kept)]
    table += [line(name, plain[name][0], kept) for name in (Name.NAIVE, Name.MA8)]
    if Name.SEASONAL_NAIVE in plain:
        table += [line(Name.SEASONAL_NAIVE, plain[Name.SEASONAL_NAIVE][0], kept)]
    else:
        table += [("seasonal naive", *["needs two years"] * 4)]
    table += [line(name, values, kept) for name, values in others(theirs, kept.codes)]
    show(f"{title}: {len(kept.codes):,} of {len(weeks.codes):,} forecast, all in {seconds:.3f} CPU s", table)
    print("  chosen:", dict(Counter(ours.names[has].tolist()).most_common()))


def least_seconds(series: Series) -> float:
    """Return the CPU seconds all forecasts take, choosing included."""
    found = []
    for _ in range(REPEATS + 1):  # the first run warms up
        start = time.process_time()
        forecast(series, HELD_OUT)
        found.append(time.process_time() - start)
    return min(found[1:])


def others(theirs: pd.DataFrame, codes: list[str]) -> Iterator[tuple[str, Floats]]:
    """Return others' forecasts of some products, cut at 0 like ours."""
    for name in theirs.columns.difference(["unique_id", "ds"], sort=False):
        values = theirs.pivot_table(index="unique_id", columns="ds", values=name).loc[codes].to_numpy(np.float64)
        yield str(name), np.maximum(values, 0)


def line(name: str, values: Floats, weeks: Weeks) -> tuple[str, ...]:
    """Return a line of the table."""
    by = accuracy.scale(weeks.known)
    rmsse, mase = (measure(weeks.followed, values, by) for measure in (accuracy.rmsse, accuracy.mase))
    sums, forecast_sums = weeks.followed.sum(axis=0), values.sum(axis=0)
    wape = np.abs(values - weeks.followed).sum() / sums.sum()
    totals = np.abs(sums - forecast_sums).sum() / sums.sum()
    return name, *(f"{figure:.4f}" for figure in (np.nanmean(rmsse), np.nanmean(mase), wape, totals))


def write(weeks: Weeks, file: Path) -> None:
    """Write the known weeks as statsforecast reads them."""
    row, week = np.nonzero(~np.isnan(weeks.known))
    frame = pd.DataFrame({"unique_id": np.array(weeks.codes)[row], "ds": week, "y": weeks.known[row, week]})
    frame.to_csv(file, index=False)


if __name__ == "__main__":
    main()
