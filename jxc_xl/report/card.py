"""台账 Stock card: every movement of one product, with the balance after it."""

from __future__ import annotations

import pandas as pd

from jxc_xl.report.facts import Facts, amounts, is_inward, quantities, unit_costs


def card(facts: Facts) -> pd.DataFrame:
    """Return the card of the product asked for, within the period; balances count all that was before."""
    wanted = facts.card_sku or (facts.moves["sku"].min() if len(facts.moves) else "")
    moves = facts.moves[facts.moves["sku"].str.casefold() == wanted.casefold()]
    qty, amount = pd.Series(quantities(moves)), pd.Series(amounts(moves))
    is_in = is_inward(moves)
    balance_qty, balance_amount = qty.cumsum(), amount.cumsum()
    table = moves[["sku", "moved_at", "kind", "doc_no", "line_no", "warehouse"]].reset_index(drop=True)
    table = table.assign(
        in_qty=qty.where(is_in, 0),
        in_amount=amount.where(is_in, 0),
        out_qty=-qty.where(~is_in, 0),
        out_amount=-amount.where(~is_in, 0),
        balance_qty=balance_qty,
        balance_amount=balance_amount,
        unit_cost=unit_costs(balance_amount, balance_qty, facts.book.settings.money_digits),
    )
    within: pd.DataFrame = table[facts.period.is_within(table["moved_at"])].reset_index(drop=True)
    return within
