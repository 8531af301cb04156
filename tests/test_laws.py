"""The laws of a ledger, on random shops: nothing is lost, nothing is counted twice, and every figure is the oracle's.

`JXC_EXAMPLES=2000 pytest tests/test_laws.py` runs thousands of shops instead of a few.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jxc_xl.pipeline import Do, Outcome
from tests import oracle
from tests.books import changed, do
from tests.oracle import Move, half_up
from tests.scenarios.shops import Document, Shop, entered, run_shop, shops, shuffled, stand

EXAMPLES = int(os.environ.get("JXC_EXAMPLES", "0"))
LATER = ("seq", "posting_no", "posted_at", "reverses", "hash", "row")
"""What of a ledger line tells when it was posted, not what it says."""


def examples(few: int) -> settings:
    """Run a few examples, or as many as the environment asks for; only then is there time to make a failure small."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = [phase for phase in Phase if phase is not Phase.shrink or EXAMPLES]
    return settings(max_examples=EXAMPLES or few, deadline=None, suppress_health_check=slow, phases=phases)


class Said(NamedTuple):
    """What an entry line says, worked out from its cells."""

    qty: Fraction
    amount: int | None


def exact(cell: object) -> Fraction:
    return Fraction(str(cell))


def without_tax(amount: int, row: Mapping[str, object]) -> int:
    if row.get("price_has_tax") != "yes":
        return amount
    return half_up(Fraction(amount) / (1 + exact(row.get("tax_rate", 0))))


def said(key: str, row: Mapping[str, object], digits: int) -> Said:
    """Return the signed quantity and the amount without tax, in minor units, of one entry line."""
    qty = exact(row.get("qty") or row.get("accepted_qty") or 0)
    price = row.get("unit_cost") if key == "adjustments" else row.get("unit_price")
    amount = None if price is None else without_tax(half_up(qty * exact(price) * 10**digits), row)
    if key == "adjustments" and row["kind"] not in {"opening", "other_in"}:
        return Said(-qty, None)
    if key == "sales" or row.get("direction") == "to_supplier":
        return Said(-qty, amount)
    if key == "returns" and amount is not None:
        return Said(qty, -amount)
    return Said(qty, amount)


SHEET = {
    "receipt": "receipts",
    "sale": "sales",
    "customer_return": "returns",
    "supplier_return": "returns",
} | dict.fromkeys(("opening", "other_in", "other_out", "write_off"), "adjustments")


def moves(ledger: pd.DataFrame, shop: Shop) -> list[Move]:
    """Return ledger lines in plain words, quantities and amounts taken from the entries, not from the ledger."""
    digits = int(str(shop.settings["money_digits"]))
    entries = {
        (key, row["doc_no"], row["line_no"]): said(key, row, digits)
        for key, rows in shop.documents
        for row in rows
        if key in SHEET.values()
    }
    found = []
    for line in ledger.to_dict("records"):
        own = Said(Fraction(line["qty"], 10**4), None if pd.isna(line["doc_amount"]) else int(line["doc_amount"]))
        if line["kind"] in SHEET:
            entry = entries[SHEET[line["kind"]], line["doc_no"], line["line_no"]]
            assert own == entry, f"{line['doc_no']} says {entry}, the ledger {own}"
        ref = None if pd.isna(line["ref_line"]) else (line["ref_no"], int(line["ref_line"]))
        at = line["moved_at"].to_pydatetime()
        found.append(
            Move(line["kind"], at, line["doc_no"], int(line["line_no"]), line["sku"], *own, ref, line["warehouse"])
        )
    return found


def methods(shop: Shop) -> dict[str, str]:
    return {str(row["sku"]): str(row["method"] or shop.settings["method"]) for row in shop.products}


def same(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    return left.reset_index(drop=True).equals(right.reset_index(drop=True))


def without_time(ledger: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return what ledger lines say, whenever they were posted."""
    return sorted(map(tuple, ledger.drop(columns=list(LATER)).astype("str").to_numpy().tolist()))


def check_self_check(outcome: Outcome) -> None:
    laws = outcome.reports["self_check"]
    assert laws["holds"].all(), laws[~laws["holds"]].to_string()


def check_running_balance(ledger: pd.DataFrame, plain: Sequence[Move]) -> None:
    """Nothing on hand is worth nothing, after every movement; goods in add value and goods out take it."""
    amount = ledger["amount"].tolist()
    for sku in {move.sku for move in plain}:
        mine = [i for i, move in enumerate(plain) if move.sku == sku]
        mine = [mine[i] for i in oracle.in_order([plain[i] for i in mine])]
        goods = [i for i in mine if not plain[i].kind.startswith("transfer")]
        if not goods:
            continue
        qty = worth = Fraction(0)
        lowest = min(sum((plain[i].qty for i in goods[: n + 1]), Fraction(0)) for n in range(len(goods)))
        for i, after in zip(goods, [*goods[1:], None], strict=True):
            qty, worth = qty + plain[i].qty, worth + amount[i]
            is_between = after is not None and plain[after].kind == "charge"
            if lowest >= 0 and not qty and not is_between:
                assert worth == 0, f"{sku}: {worth} left after {plain[i]}"
            if lowest >= 0:
                assert worth >= 0, f"{sku}: worth {worth} after {plain[i]}"


def check_never_below_zero(plain: Sequence[Move]) -> None:
    """No warehouse ever gives what it does not have."""
    places: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for i in oracle.in_order(plain):
        places[plain[i].sku, plain[i].warehouse] += plain[i].qty
        assert min(places.values()) >= 0, f"below zero after {plain[i]}"


def check_counts(plain: Sequence[Move], shop: Shop) -> None:
    """What was counted is what is there after the count."""
    counted = {
        (row["doc_no"], row["line_no"]): row["counted_qty"]
        for key, rows in shop.documents
        if key == "counts"
        for row in rows
    }
    places: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for i in oracle.in_order(plain):
        move = plain[i]
        places[move.sku, move.warehouse] += move.qty
        if move.kind == "count":
            assert places[move.sku, move.warehouse] == exact(counted[move.doc, move.line]), f"after {move}"


def check_whole_documents(ledger: pd.DataFrame, documents: Sequence[Document]) -> None:
    """All lines of a document are posted, or none."""
    sheet = ledger["kind"].map(
        SHEET | {"transfer_in": "transfers", "transfer_out": "transfers", "count": "counts", "charge": "charges"}
    )
    lines = set(zip(sheet, ledger["doc_no"], ledger["line_no"], strict=True))
    for key, rows in documents:
        is_in = {(key, row["doc_no"], row["line_no"]) in lines for row in rows}
        assert len(is_in) == 1, f"half of {rows[0]['doc_no']} is posted"


def check_shares(ledger: pd.DataFrame, plain: Sequence[Move], shop: Shop) -> None:
    """Each charge is shared by its basis over the goods it is for, and the shares add up to it."""
    digits = int(str(shop.settings["money_digits"]))
    master = {row["sku"]: row for row in shop.products}
    posted_in = dict(zip(zip(ledger["kind"], ledger["doc_no"], strict=True), ledger["posting_no"], strict=True))
    for key, rows in shop.documents:
        row = rows[0]
        if key != "charges" or ("charge", row["doc_no"]) not in posted_in:
            continue
        goods = sorted(
            (
                m
                for m in plain
                if m.kind == "receipt" and m.doc == row["receipt_no"] and row["receipt_line"] in {None, m.line}
            ),
            key=lambda m: m.line,
        )
        base = {
            "value": [Fraction(m.amount or 0) for m in goods],
            "weight": [m.qty * exact(master[m.sku]["weight"] or 0) for m in goods],
            "volume": [m.qty * exact(master[m.sku]["volume"] or 0) for m in goods],
        }.get(str(row["basis"]), [m.qty for m in goods])
        wanted = oracle.shares(
            half_up(exact(row["amount"]) * 10**digits), base if any(base) else [m.qty for m in goods]
        )
        given = {m.ref: m.amount for m in plain if m.kind == "charge" and m.doc == row["doc_no"]}
        assert given == {(m.doc, m.line): part for m, part in zip(goods, wanted, strict=True)}


def check_costs(ledger: pd.DataFrame, plain: Sequence[Move], shop: Shop) -> None:
    wanted = oracle.amounts_by_product(plain, methods(shop))
    wrong = [
        (move, had, due) for move, had, due in zip(plain, ledger["amount"].tolist(), wanted, strict=True) if had != due
    ]
    assert not wrong, "\n".join(f"{move}: {had}, should be {due}" for move, had, due in wrong)


@examples(40)
@given(shops(most=18))
def test_after_every_posting_all_laws_hold_and_every_movement_costs_what_the_oracle_says(shop: Shop) -> None:
    outcomes = run_shop(shop).outcomes
    for number, outcome in enumerate(outcomes):
        ledger = stand(outcome)
        plain = moves(ledger, shop)
        check_self_check(outcome)
        check_costs(ledger, plain, shop)
        check_shares(ledger, plain, shop)
        check_whole_documents(ledger, [document for posting in shop.postings[: number + 1] for document in posting])
        check_running_balance(ledger, plain)
        if shop.settings["allows_negative"] == "no":
            check_never_below_zero(plain)
        if not number:
            check_counts(plain, shop)


@examples(10)
@given(shops(most=14))
def test_posting_again_posts_nothing_and_a_book_read_back_has_no_new_problem(shop: Shop) -> None:
    run = run_shop(shop)
    again = do(run.raw, Do.POST)
    assert again.moved == 0
    assert len(again.ledger) == len(run.outcomes[-1].ledger)
    for key in ("stock", "summary", "card", "margin"):
        assert same(again.reports[key], run.outcomes[-1].reports[key]), key
    before, after = (Counter(problem.code for problem in one.problems) for one in (run.outcomes[-1], again))
    assert after <= before


@examples(10)
@given(shops(most=14))
def test_undo_takes_the_last_posting_back_and_posting_again_gives_the_same(shop: Shop) -> None:
    first = Shop(shop.products, shop.postings[:-1], shop.settings)
    before = run_shop(first)
    raw = entered(before.raw if shop.postings[:-1] else shop.book(), shop.postings[-1])
    posted = do(raw, Do.POST)
    raw = changed(raw, posted.changes)
    if posted.moved:
        undone = do(raw, Do.UNDO)
        raw = changed(raw, undone.changes)
        check_self_check(undone)
        if before.outcomes:
            assert same(undone.reports["summary"], before.outcomes[-1].reports["summary"])
        else:
            assert undone.reports["summary"].empty
        again = do(raw, Do.POST)
        check_self_check(again)
        assert without_time(stand(again)) == without_time(stand(posted))
        for key in ("stock", "summary", "card", "margin"):
            assert same(again.reports[key], posted.reports[key]), key


@examples(10)
@given(shops(most=14), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_no_report(shop: Shop, random: object) -> None:
    lines = sum(len(rows) for _, rows in shop.documents)
    order = list(range(lines))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight = do(shop.book(shop.documents), Do.POST)
    mixed = do(shop.book(shuffled(shop.documents, order)), Do.POST)
    assert without_time(stand(mixed)) == without_time(stand(straight))
    for key in ("stock", "summary", "card", "margin", "self_check"):
        assert same(mixed.reports[key], straight.reports[key]), key
    codes = [Counter(problem.code for problem in one.problems) for one in (straight, mixed)]
    assert codes[0] == codes[1]


@examples(10)
@given(shops(most=14, allows_negative=True))
def test_a_transfer_changes_no_total(shop: Shop) -> None:
    documents = [document for document in shop.documents if document[0] != "counts"]
    with_transfers = do(shop.book(documents), Do.POST)
    without = do(shop.book([document for document in documents if document[0] != "transfers"]), Do.POST)
    for key in ("summary", "margin"):
        assert same(with_transfers.reports[key], without.reports[key]), key
    for name in ("on_hand", "amount", "unit_cost"):
        assert with_transfers.reports["stock"][name].equals(without.reports["stock"][name]), name
