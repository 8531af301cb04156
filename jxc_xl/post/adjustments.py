"""Adjustments (调整): opening stock, other goods in and out, write-offs, assembly and disassembly, revaluation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain, tell
from jxc_xl.post.amounts import gross
from jxc_xl.post.bundles import Component, component_qty, made_of, odd_lines, times
from jxc_xl.post.shape import Line, shaped
from jxc_xl.problems import Found, Problem
from jxc_xl.terms import Movement

MADE = ("assembly", "disassembly")


def adjustments(book: Book) -> Found[pd.DataFrame]:
    """Return the movements of all adjustments.

    Problems:
        P215: an amount beyond 64 bits; P219: components with more than four decimals; P221: no such bundle.
    """
    lines = book.lines["adjustments"]
    is_made, is_revalued = lines["kind"].isin(MADE), lines["kind"] == Movement.REVALUATION
    plain_ones = _plain(book, lines[~is_made & ~is_revalued])
    made = _made(book, lines[is_made])
    revalued = _revalued(lines[is_revalued])
    return Found(pd.concat([plain_ones.result, made.result, revalued]), plain_ones.problems + made.problems)


def _plain(book: Book, lines: pd.DataFrame) -> Found[pd.DataFrame]:
    worth = gross(lines, "qty", "unit_cost", book.settings.money_digits)
    is_in = lines["kind"].isin([Movement.OPENING, Movement.OTHER_IN])
    computed = pd.Series(worth.values, lines.index, dtype="Int64").mask(lines["unit_cost"].isna())
    amount = lines["amount"].fillna(computed).where(is_in)
    qty = plain(lines["qty"]) * np.where(is_in, 1, -1)
    is_large = pd.Series(worth.is_too_large & lines["amount"].isna().to_numpy(bool), lines.index)
    whole = book.lines["adjustments"].index
    problems = tell(book, "adjustments", is_large.reindex(whole, fill_value=False), "P215", "qty")
    line = Line(lines["kind"], lines["adjusted_at"], qty, amount)
    return Found(shaped("adjustments", lines, line, unit_cost=_none(lines)), problems)


def _revalued(lines: pd.DataFrame) -> pd.DataFrame:
    """A change of value, or a new unit cost; no goods move."""
    line = Line(Movement.REVALUATION, lines["adjusted_at"], np.zeros(len(lines), np.int64), lines["amount"])
    return shaped("adjustments", lines, line, unit_cost=lines["unit_cost"].mask(lines["amount"].notna()))


def _made(book: Book, lines: pd.DataFrame) -> Found[pd.DataFrame]:
    """Components become a bundle, or a bundle its components again."""
    bundles = made_of(book, "in_stock")
    whole = book.lines["adjustments"].index
    is_unknown = ~lines["sku"].isin(list(bundles)) & (lines["sku"] != "")
    is_odd = odd_lines(plain(lines["qty"]), lines["sku"], bundles)
    problems: list[Problem] = []
    if len(lines):
        unknown, odd = (mask.reindex(whole, fill_value=False) for mask in (is_unknown, is_odd))
        problems += tell(book, "adjustments", unknown, "P221", "sku", sku=book.lines["adjustments"]["sku"])
        problems += tell(book, "adjustments", odd, "P219", "qty")
    lines = lines[~is_unknown & lines["sku"].isin(list(bundles))]
    nothing = Line(Movement.ASSEMBLY_IN, lines["adjusted_at"].iloc[:0], np.zeros(0, np.int64), _none(lines).iloc[:0])
    empty = shaped("adjustments", lines.iloc[:0], nothing)
    parts = [_line(lines.loc[[at]], bundles[sku]) for at, sku in lines["sku"].items()]
    return Found(pd.concat([empty, *parts]), problems)


def _line(line: pd.DataFrame, components: list[Component]) -> pd.DataFrame:
    """Return the movements of one assembly or disassembly; what comes in weighs by what it lists for."""
    is_assembly = line["kind"].iloc[0] == "assembly"
    qty = int(plain(line["qty"])[0])
    named = {"ref_no": pd.Series(times(line["sku"].iloc[0], qty), line.index)}
    down, up = (Movement.ASSEMBLY_IN, 1), (Movement.ASSEMBLY_OUT, -1)
    whole, part = (down, up) if is_assembly else (up, down)
    own = Line(whole[0], line["adjusted_at"], np.array([qty * whole[1]]), _none(line))
    several = line.loc[line.index.repeat(len(components))].reset_index(drop=True)
    several["sku"] = [component.sku for component in components]
    moved = np.array([component_qty(qty, component) * part[1] for component in components])
    weights = [numbers.half_up_one(qty * component.worth, 10**12) for component in components]
    weight = pd.Series(weights if not is_assembly else pd.NA, several.index, dtype="Int64")
    inner = Line(part[0], several["adjusted_at"], moved, weight)
    named_parts = {"ref_no": pd.Series(named["ref_no"].iloc[0], several.index)}
    both = [
        shaped("adjustments", line, own, unit_cost=_none(line), **named),
        shaped("adjustments", several, inner, unit_cost=_none(several), **named_parts),
    ]
    return pd.concat(both).assign(is_part=True)


def _none(lines: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NA, lines.index, dtype="Int64")
