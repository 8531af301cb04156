"""自检 Self-check: every law of conservation, worked out from the ledger and held against what the reports say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import chain, numbers
from jxc_xl.book import plain
from jxc_xl.report.facts import TRANSFERS, Facts, amounts, by_product, is_inward, quantities
from jxc_xl.report.margin import COST_OF_SALES
from jxc_xl.terms import Method, Movement, Text

T = Text
SHOWN_DIGITS = 6


class Law(NamedTuple):
    """One law: its words, by how much it is broken (0 = it holds), the digits of that number, and a detail."""

    words: Text
    difference: int
    digits: int
    detail: Text


def self_check(facts: Facts, reports: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one line a law.

    Args:
        facts: The run.
        reports: Stock, summary and margin as they will be written; methods too, where it was worked out.
    """
    laws = [
        *_conservation(facts, reports["stock"], reports["summary"]),
        *_ledger_laws(facts),
        _margin_law(facts, reports["margin"]),
        *([_methods_law(facts, reports["methods"])] if "methods" in reports else []),
        _entry_law(facts),
        _negative_law(facts),
    ]
    return pd.DataFrame(
        {
            "law": [law.words.said(facts.book.lang) for law in laws],
            "holds": [law.difference == 0 for law in laws],
            "difference": pd.array([_clamped(law) for law in laws], dtype="Int64"),
            "detail": [law.detail.said(facts.book.lang) for law in laws],
        }
    )


def _clamped(law: Law) -> int:
    whole: int = law.difference * 10 ** (SHOWN_DIGITS - law.digits)
    return min(max(whole, -numbers.MAX_INT), numbers.MAX_INT)  # a gap too large to show is still told


def _largest(left: pd.Series, right: pd.Series) -> tuple[int, Text]:
    """Return the largest difference of two figures by product, and whose it is."""
    gap = left.sub(right, fill_value=0).astype(np.int64)
    if not len(gap) or not gap.abs().max():
        return 0, T(f"{len(gap)} 个商品逐一相符", f"each of {len(gap)} products agrees")
    at = int(np.argmax(gap.abs().to_numpy()))
    worst = gap.index[at]
    return int(gap.iloc[at]), T(f"相差最大的商品：{worst}", f"largest for {worst}")


def _conservation(facts: Facts, stock: pd.DataFrame, summary: pd.DataFrame) -> list[Law]:
    """Opening + in = issued + closing, for quantity and money, each product and in total, in ledger and reports."""
    moves, digits = facts.moves, facts.book.settings.money_digits
    qty, amount = by_product(moves, quantities(moves)), by_product(moves, amounts(moves))
    on_hand, worth = (stock.set_index("sku")[name] for name in ("on_hand", "amount"))
    laws = [
        Law(
            T("数量：期初 + 收入 = 发出 + 现存，每个商品", "Quantity: opening + in = issued + on hand, each product"),
            *_split(_largest(qty, on_hand), 4),
        ),
        Law(
            T(
                "金额：期初 + 收入 = 发出 + 库存金额，每个商品",
                "Money: opening + in = issued + stock amount, each product",
            ),
            *_split(_largest(amount, worth), digits),
        ),
        Law(
            T("成本层合计 = 库存金额，每个商品", "Cost layers add up to the stock amount, each product"),
            *_split(_largest(facts.closing, worth), digits),
        ),
        _total_law(facts, worth),
        _period_law(summary, digits),
    ]
    is_odd = (on_hand == 0) & (worth != 0) & ~on_hand.index.isin(_owing(facts))
    detail = T(f"{int(is_odd.sum())} 个商品例外", f"{int(is_odd.sum())} exceptions")
    return [
        *laws,
        Law(
            T("现存为 0 的商品金额为 0", "Nothing on hand is worth nothing"),
            numbers.total(worth[is_odd].abs()),
            digits,
            detail,
        ),
    ]


def _owing(facts: Facts) -> set[str]:
    """Return the products that owe goods in one warehouse or lot while they may have some in another."""
    moves = facts.moves
    is_by_lot = moves["sku"].map(facts.methods) == Method.SPECIFIC
    place = moves["warehouse"] if facts.book.settings.cost_pool == "warehouse" else pd.Series("", moves.index)
    pool = [moves["sku"].to_numpy(object), place.to_numpy(object), moves["lot"].where(is_by_lot, "").to_numpy(object)]
    held = pd.Series(quantities(moves)).groupby(pool).sum()
    return set(held[held < 0].index.get_level_values(0))


def _split(found: tuple[int, Text], digits: int) -> tuple[int, int, Text]:
    return found[0], digits, found[1]


def _total_law(facts: Facts, worth: pd.Series) -> Law:
    """In total: what came in less what went out is what the stock is worth; transfers change nothing."""
    moves = facts.moves[~facts.moves["kind"].isin(TRANSFERS)]
    amount, is_in = amounts(moves), is_inward(moves)
    came, went = numbers.total(amount[is_in]), -numbers.total(amount[~is_in])
    closing = numbers.total(worth)
    digits = facts.book.settings.money_digits
    said = [numbers.text_of(value, digits) for value in (came, went, closing)]
    detail = T("收入 {} − 发出 {} = 库存 {}".format(*said), "in {} − issued {} = stock {}".format(*said))
    return Law(
        T("金额：收入 = 发出 + 库存金额，合计", "Money: in = issued + stock amount, in total"),
        came - went - closing,
        digits,
        detail,
    )


def _period_law(summary: pd.DataFrame, digits: int) -> Law:
    gap = summary["opening_amount"] + summary["in_amount"] - summary["out_amount"] - summary["closing_amount"]
    words = T("收发存：期初 + 收入 − 发出 = 期末", "Movement summary: opening + in − out = closing")
    return Law(words, numbers.total(gap.abs()), digits, T(f"{len(summary)} 行", f"{len(summary)} lines"))


def _ledger_laws(facts: Facts) -> list[Law]:
    """The chain, reversals, and shares of charges."""
    ledger = facts.ledger
    wrong = chain.broken(ledger)
    postings = ledger["posting_no"].nunique()
    laws = [
        Law(
            T("流水校验码完整", "The hash chain is whole"),
            len(wrong),
            0,
            T(f"{postings} 次过账", f"{postings} postings"),
        )
    ]
    reversals = ledger[ledger["reverses"].notna()]
    original = ledger.set_index("seq").loc[reversals["reverses"]]
    gap = reversals["qty"].to_numpy(np.int64) + original["qty"].to_numpy(np.int64)
    detail = T(f"{len(reversals)} 笔红冲", f"{len(reversals)} reversals")
    laws.append(Law(T("红冲与原流水相抵", "A reversal undoes what it reverses"), numbers.total(np.abs(gap)), 4, detail))
    return [*laws, _share_law(facts)]


def _share_law(facts: Facts) -> Law:
    """What was shared, into cost or to expense, is what was charged."""
    moves = facts.moves
    shares = moves[moves["kind"].isin((Movement.CHARGE, Movement.EXPENSE))]
    charges = facts.book.lines["charges"]
    posted = charges[charges["posting_no"].notna()]
    gap = numbers.total(plain(shares["doc_amount"])) - numbers.total(plain(posted["amount"]))
    words = T("费用分摊之和 = 费用", "Charge shares add up to the charges")
    return Law(words, gap, facts.book.settings.money_digits, T(f"{len(posted)} 笔费用", f"{len(posted)} charges"))


def _margin_law(facts: Facts, margin: pd.DataFrame) -> Law:
    """Without a period, the margin report's cost is the ledger's cost of sales."""
    moves = facts.moves
    is_wanted = moves["kind"].isin(COST_OF_SALES).to_numpy() & facts.period.is_within(moves["moved_at"])
    gap = -numbers.total(amounts(moves)[is_wanted]) - numbers.total(margin["cost_of_sales"])
    words = T("毛利表的销售成本 = 流水的销售成本", "The margin report's cost is the ledger's")
    return Law(words, gap, facts.book.settings.money_digits, T(f"{len(margin)} 个商品", f"{len(margin)} products"))


def _methods_law(facts: Facts, methods: pd.DataFrame) -> Law:
    """Under every method, what was there and came in is what left and is there, as its own layers have it."""
    opening, came, went, closing = (plain(methods[f"{name}_amount"]) for name in ("opening", "in", "out", "closing"))
    words = T(
        "成本对比：期初 + 收入 − 发出 = 期末，每种方法", "Costing methods: opening + in − out = closing, under each"
    )
    detail = T(f"{len(methods)} 行", f"{len(methods)} lines")
    gap = numbers.total(np.abs(opening + came - went - closing))
    return Law(words, gap, facts.book.settings.money_digits, detail)


def _entry_law(facts: Facts) -> Law:
    wrong = sum(problem.code in {"P501", "P502", "P503"} for problem in facts.problems)
    words = T("已过账的单据未被改动", "No posted document was changed")
    return Law(words, wrong, 0, T(f"{wrong} 行不符", f"{wrong} lines differ"))


def _negative_law(facts: Facts) -> Law:
    """Unless the book allows it, no product ever goes below zero."""
    moves = facts.moves
    running = pd.Series(quantities(moves)).groupby(moves["sku"].to_numpy(object)).cumsum()
    below = 0 if facts.book.settings.allows_negative else int((running < 0).sum())
    allowed = facts.book.settings.allows_negative
    detail = (
        T("设置允许负库存", "the settings allow it")
        if allowed
        else T(f"{below} 笔低于 0", f"{below} movements below 0")
    )
    return Law(T("任何时候都不出现负库存", "Stock is never below zero"), below, 0, detail)
