"""渠道毛利 Channel margin: what each channel earned in a period after what it took for itself, without tax.

Revenue and cost are those of 毛利, by the channel of each movement, so that all channels together are what 毛利 adds up
to. What was sold without a channel is one line, and so are corrections of cost, which belong to no channel.

A fee is what was entered for the line that was sold; where that is blank, the channel's rate of its revenue.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.numbers import Ints
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import CORRECTIONS, amounts, rates
from jxc_xl.report.margin import SOLD, earned
from jxc_xl.terms import Movement, Text

LINE = ["doc_no", "line_no"]
DIRECT = Text("未填渠道", "no channel named")
CORRECTED = Text("成本更正", "corrections of cost")


def channel_margin(plan: Plan) -> pd.DataFrame:
    """Return one line for each channel through which something was sold or came back, the largest margin first."""
    moves = _moves(plan)
    keys = [moves["is_correction"], moves["channel"]]
    found = pd.DataFrame(earned(moves), moves.index).drop(columns="returned_qty")
    table = found.groupby(keys).sum().join(_sales(plan, moves), how="left")
    table = table.fillna({"orders": 0, "fees": 0}).astype({"orders": np.int64, "fees": np.int64}).reset_index()
    table["margin"] = table["revenue"] - table["cost_of_sales"] - table["fees"]
    table["margin_rate"] = rates(table["margin"], table["revenue"])
    table["name"] = _names(plan, table)
    return table.sort_values(["margin", "channel"], ascending=[False, True], ignore_index=True)[_COLUMNS]


_COLUMNS = ["channel", "name", "orders", "sold_qty", "revenue", "cost_of_sales", "fees", "margin", "margin_rate"]


def _moves(plan: Plan) -> pd.DataFrame:
    """Return the movements of the period that 毛利 counts; corrections of cost have no channel."""
    moves = plan.facts.moves
    is_correction = moves["kind"].isin(CORRECTIONS).to_numpy(bool)
    is_wanted = moves["kind"].isin(SOLD).to_numpy(bool) | (is_correction & (amounts(moves) != 0))
    channel = moves["channel"].mask(is_correction, "")
    is_wanted &= plan.facts.period.is_within(moves["moved_at"])
    found: pd.DataFrame = moves.assign(channel=channel, is_correction=is_correction)[is_wanted]
    return found.reset_index(drop=True)


def _sales(plan: Plan, moves: pd.DataFrame) -> pd.DataFrame:
    """Return orders and fees of each channel; a bundle's movements are one line."""
    sales = moves[moves["kind"] == Movement.SALE]
    revenue = pd.Series(plain(sales["doc_amount"]), sales.index)
    keys = ["is_correction", "channel"]
    lines = sales[[*keys, *LINE]].assign(revenue=revenue).groupby([*keys, *LINE])["revenue"].sum().reset_index()
    lines["fees"] = _fees(plan, lines)
    return lines.groupby(keys).agg(orders=("doc_no", "nunique"), fees=("fees", "sum"))


def _fees(plan: Plan, lines: pd.DataFrame) -> Ints:
    """Return what the channel took of each line sold."""
    entered = plan.facts.book.lines["sales"]
    entered = entered[entered["posting_no"].notna()].drop_duplicates(LINE)
    fee = lines[LINE].astype({"line_no": "Int64"}).merge(entered[[*LINE, "channel_fee"]], on=LINE, how="left")
    channels = plan.facts.book.lines["channels"].drop_duplicates("channel").set_index("channel")
    rate = plain(lines["channel"].map(channels["fee_rate"]).astype("Int64"))
    due = numbers.multiply(lines["revenue"].to_numpy(np.int64), rate, numbers.RATE_DIGITS)
    return np.where(fee["channel_fee"].isna(), due.values, plain(fee["channel_fee"]))


def _names(plan: Plan, table: pd.DataFrame) -> pd.Series:
    """Return the names of channels, and of the lines that have none."""
    channels, lang = plan.facts.book.lines["channels"].drop_duplicates("channel"), plan.facts.book.lang
    known = dict(zip(channels["channel"], channels["name"], strict=True)) | {"": DIRECT.said(lang)}
    name = table["channel"].map(known).astype("str").fillna("")
    return name.mask(table["is_correction"], CORRECTED.said(lang))
