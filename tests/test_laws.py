"""The laws of a ledger, on random shops: nothing is lost, nothing is counted twice, and every figure is the oracle's.

`JXC_EXAMPLES=2000 pytest tests/test_laws.py` runs thousands of shops instead of a few.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jxc_xl.pipeline import Do, Outcome
from tests import oracle
from tests.books import changed, do
from tests.oracle import Move, Rules, half_up
from tests.scenarios.shops import BUNDLES, KIT, SET, Document, Shop, entered, run_shop, shops, shuffled, stand

EXAMPLES = int(os.environ.get("JXC_EXAMPLES", "0"))
LATER = ("seq", "posting_no", "posted_at", "reverses", "hash", "row")
"""What of a ledger line tells when it was posted, not what it says."""


def examples(few: int) -> settings:
    """Run a few examples, or as many as the environment asks for; only then is there time to make a failure small."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = [phase for phase in Phase if phase is not Phase.shrink or EXAMPLES]
    return settings(max_examples=EXAMPLES or few, deadline=None, suppress_health_check=slow, phases=phases)


SHEET = {
    "receipt": "receipts",
    "sale": "sales",
    "customer_return": "returns",
    "supplier_return": "returns",
    "transfer_in": "transfers",
    "transfer_out": "transfers",
    "count": "counts",
    "charge": "charges",
    "expense": "charges",
} | dict.fromkeys(("opening", "other_in", "other_out", "write_off", "revaluation"), "adjustments")
MADE = {"assembly_in", "assembly_out"}
DERIVED = {"cost_adjustment", "close"}
NAMED = {"customer_return": "sale", "supplier_return": "receipt"}
CELLS = {"transfer_out": "from_warehouse", "transfer_in": "to_warehouse"}


class Said(NamedTuple):
    """What an entry line says, worked out from its cells."""

    qty: Fraction
    amount: int | None


def exact(cell: object) -> Fraction:
    return Fraction(str(cell))


PARTS = {(str(row["bundle"]), str(row["sku"])): exact(row["qty"]) for row in BUNDLES}


def without_tax(amount: int, row: Mapping[str, object]) -> int:
    if row.get("price_has_tax") != "yes":
        return amount
    return half_up(Fraction(amount) / (1 + exact(row.get("tax_rate", 0))))


def said(key: str, row: Mapping[str, object], digits: int) -> Said:
    """Return the signed quantity and the amount without tax, in minor units, of one entry line."""
    qty = exact(row.get("qty") or row.get("accepted_qty") or 0)
    price = row.get("unit_cost") if key == "adjustments" else row.get("unit_price")
    amount = None if price is None else without_tax(half_up(qty * exact(price) * 10**digits), row)
    if row.get("kind") == "revaluation":
        return Said(Fraction(0), None if row["amount"] is None else int(str(row["amount"])) * 10**digits)
    if key == "adjustments" and row["kind"] not in {"opening", "other_in"}:
        return Said(-qty, None)
    if key == "sales" or row.get("direction") == "to_supplier":
        return Said(-qty, amount)
    if key == "returns" and amount is not None:
        return Said(qty, -amount)
    return Said(qty, amount)


def moves(ledger: pd.DataFrame) -> list[Move]:
    """Return ledger lines in plain words."""
    found = []
    for line in ledger.to_dict("records"):
        amount = None if pd.isna(line["doc_amount"]) else int(line["doc_amount"])
        ref = None if pd.isna(line["ref_line"]) else (line["ref_no"], int(line["ref_line"]))
        unit_cost = None if pd.isna(line["unit_cost"]) else Fraction(int(line["unit_cost"]), 10**6)
        plain = (line["doc_no"], int(line["line_no"]), line["sku"], Fraction(line["qty"], 10**4), amount, ref)
        at = line["moved_at"].to_pydatetime()
        found.append(Move(line["kind"], at, *plain, line["warehouse"], line["lot"], unit_cost, line["method"]))
    return found


def check_said(plain: Sequence[Move], shop: Shop) -> None:
    """The ledger says what the entry lines say; a bundle's components have its amount between them."""
    digits = int(str(shop.settings["money_digits"]))
    rows = {
        (key, str(row["doc_no"]), int(str(row["line_no"]))): row
        for key, documents in shop.documents
        for row in documents
    }
    worth: dict[tuple[str, str, int], int] = defaultdict(int)
    for move in plain:
        name = SHEET.get(move.kind, ""), move.doc, move.line
        if move.kind not in {"sale", "customer_return", "supplier_return", "receipt"} and name[0] != "adjustments":
            continue
        entry = said(name[0], rows[name], digits)
        if rows[name]["sku"] == SET:
            worth[name] += move.amount or 0
        else:
            assert (move.qty, move.amount) == entry, f"{move} says another thing than {entry}"
    for name, amount in worth.items():
        assert amount == said(name[0], rows[name], digits).amount, name


def rules(outcome: Outcome) -> Rules:
    """Return how the book is costed."""
    products, settings = outcome.book.lines["products"], outcome.book.settings
    own = products["method"].mask(products["method"] == "", settings.method)
    return Rules(dict(zip(products["sku"], own, strict=True)), settings.cost_pool, settings.money_digits)


def same(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    return left.reset_index(drop=True).equals(right.reset_index(drop=True))


def without_time(ledger: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return what ledger lines say, whenever they were posted."""
    return sorted(map(tuple, ledger.drop(columns=list(LATER)).astype("str").to_numpy().tolist()))


def check_self_check(outcome: Outcome) -> None:
    laws = outcome.reports["self_check"]
    assert laws["holds"].all(), laws[~laws["holds"]].to_string()


def check_running_balance(ledger: pd.DataFrame, plain: Sequence[Move], given: Rules) -> None:
    """Nothing on hand is worth nothing, after every movement; under a month-end average when the month is over."""
    amount = ledger["amount"].tolist()
    order = oracle.order(plain, given)
    short = below_zero(plain, given)
    for sku in {move.sku for move in plain}:
        goods = [i for i in order if plain[i].sku == sku and not plain[i].kind.startswith("transfer")]
        if not goods:
            continue
        by_month = "month_average" in {given.methods[sku], *(plain[i].method for i in goods)}
        qty = worth = Fraction(0)
        for i, after in zip(goods, [*goods[1:], None], strict=True):
            qty, worth = qty + plain[i].qty, worth + amount[i]
            if sku in short or (after is not None and is_between(plain[i], plain[after], by_month=by_month)):
                continue
            assert worth >= 0, f"{sku}: worth {worth} after {plain[i]}"
            assert qty or worth == 0, f"{sku}: {worth} left after {plain[i]}"


def below_zero(plain: Sequence[Move], given: Rules) -> set[str]:
    """Return the products of which some pool ever gave what it did not have."""
    short, held = set(), defaultdict[tuple[str, str, str], Fraction](Fraction)
    by_lot = {move.sku for move in plain if "specific" in {move.method, given.methods[move.sku]}}
    for i in oracle.order(plain, given):
        move = plain[i]
        is_carried = given.pool == "warehouse" and given.methods[move.sku] != "month_average"
        if is_carried or not move.kind.startswith("transfer"):
            lot = move.lot if move.sku in by_lot else ""
            held[move.sku, move.warehouse if is_carried else "", lot] += move.qty
            short |= {move.sku} if held[move.sku, move.warehouse if is_carried else "", lot] < 0 else set()
    return short


def is_between(move: Move, after: Move, *, by_month: bool) -> bool:
    """Tell whether a movement is not the end of what belongs together: goods and their charges, or a month."""
    is_one_month = (move.at.year, move.at.month) == (after.at.year, after.at.month) and after.kind != "close"
    return after.kind in {"charge", "cost_adjustment"} or (by_month and is_one_month)


def places(plain: Sequence[Move], given: Rules) -> Iterator[tuple[Move, dict[tuple[str, ...], Fraction], Fraction]]:
    """Yield each movement in order, what is everywhere after it, and what is at its own place."""
    there: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for i in oracle.order(plain, given):
        move = plain[i]
        place = (move.sku, move.warehouse, move.lot if given.methods[move.sku] == "specific" else "")
        there[place] += move.qty
        yield move, there, there[place]


def check_never_below_zero(plain: Sequence[Move], given: Rules) -> None:
    """No warehouse, and no lot where lots are told apart, ever gives what it does not have."""
    for move, there, _ in places(plain, given):
        assert min(there.values()) >= 0, f"below zero after {move}"


def check_counts(plain: Sequence[Move], shop: Shop, given: Rules) -> None:
    """What was counted is what is there after the count, whatever was entered later for the time before."""
    counted = {
        (row["doc_no"], row["line_no"]): row["counted_qty"]
        for key, rows in shop.documents
        if key == "counts"
        for row in rows
    }
    for move, _, held in places(plain, given):
        if move.kind == "count":
            assert held == exact(counted[move.doc, move.line]), f"after {move}"


def check_whole_documents(ledger: pd.DataFrame, documents: Sequence[Document]) -> None:
    """All lines of a document are posted, or none."""
    ledger = ledger[~ledger["kind"].isin(DERIVED)]
    sheet = ledger["kind"].map(SHEET | dict.fromkeys(MADE, "adjustments"))
    lines = set(zip(sheet, ledger["doc_no"], ledger["line_no"], strict=True))
    for key, rows in documents:
        is_in = {(key, row["doc_no"], row["line_no"]) in lines for row in rows}
        assert len(is_in) == 1, f"half of {rows[0]['doc_no']} is posted"


def check_shares(plain: Sequence[Move], shop: Shop) -> None:
    """Each charge is shared by its basis over the goods it is for, and the shares add up to it."""
    digits = int(str(shop.settings["money_digits"]))
    master = {row["sku"]: row for row in shop.products}
    for key, rows in shop.documents:
        row = rows[0]
        shares = [m for m in plain if m.kind in {"charge", "expense"} and m.doc == row["doc_no"]]
        if key != "charges" or not shares:
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
        assert {m.ref: m.amount for m in shares} == {
            (m.doc, m.line): part for m, part in zip(goods, wanted, strict=True)
        }
        is_expensed = shop.settings["freight"] == "expense" and row["charge"] == "freight"
        assert {m.kind for m in shares} == {"expense" if is_expensed else "charge"}


def check_costs(ledger: pd.DataFrame, plain: Sequence[Move], given: Rules) -> None:
    wanted = oracle.cost_all(plain, given)
    wrong = [
        (move, had, due) for move, had, due in zip(plain, ledger["amount"].tolist(), wanted, strict=True) if had != due
    ]
    assert not wrong, "\n".join(f"{move}: {had}, should be {due}" for move, had, due in wrong)


def check_sealed(outcome: Outcome) -> None:
    """A close line says what was on hand then, as was known then."""
    lines = stand(outcome)
    plain = moves(lines)
    for close in [move for move in plain if move.kind == "close"]:
        due = oracle.sealed(plain, rules(outcome), close.at)[close.sku]
        assert close.amount == due, f"{close} is sealed at another amount than {due}"


def check_placed(plain: Sequence[Move], shop: Shop) -> None:
    """A ledger line is about the product, the day, the warehouse and the lot that its entry line names."""
    days = ("received_at", "ordered_at", "returned_at", "moved_at", "counted_at", "adjusted_at")
    rows = {(key, row["doc_no"], row["line_no"]): row for key, documents in shop.documents for row in documents}
    for move in plain:
        key = "adjustments" if move.kind in MADE else SHEET.get(move.kind)
        if key is None or key == "charges":
            continue
        row = rows[key, move.doc, move.line]
        at = next(row[day] for day in days if row.get(day))
        where = row[CELLS.get(move.kind, "warehouse")] if not is_damaged(row) else "HOLD"
        sku = move.sku if row["sku"] in {SET, KIT} else row["sku"]
        lot = row["lot"] or move.lot  # a blank one is found
        assert (move.at, move.sku, move.warehouse, move.lot) == (at, sku, where, lot), f"{move}, entered as {row}"


def is_damaged(row: Mapping[str, object]) -> bool:
    return row.get("condition") == "damaged" and row.get("direction", "from_customer") == "from_customer"


def check_parts(plain: Sequence[Move], shop: Shop) -> None:
    """A bundle moves its components in their quantities, and they move together."""
    rows = {(row["doc_no"], row["line_no"]): row for _, documents in shop.documents for row in documents}
    for move in plain:
        row = rows.get((move.doc, move.line), {})
        bundle = str(row.get("sku", ""))
        if bundle in {SET, KIT} and bundle != move.sku:
            assert abs(move.qty) == exact(row["qty"]) * PARTS[bundle, move.sku], move


def check_back(plain: Sequence[Move]) -> None:
    """No more comes back of a line than went."""
    went = {(move.kind, move.doc, move.line, move.sku): abs(move.qty) for move in plain}
    back: dict[tuple[str, str, int, str], Fraction] = defaultdict(Fraction)
    for move in plain:
        if move.kind in NAMED and move.ref:
            name = (NAMED[move.kind], *move.ref, move.sku)
            back[name] += abs(move.qty)
            assert back[name] <= went[name], f"more came back than went: {move}"


def check_summary(outcome: Outcome) -> None:
    """The movement summary, worked out from the movements alone, ends with what the stock report says."""
    summary, stock = (outcome.reports[key].set_index("sku") for key in ("summary", "stock"))
    for ends, has in (("closing_qty", "on_hand"), ("closing_amount", "amount")):
        due = pd.Series(stock[has]).reindex(summary.index)
        assert summary[ends].to_dict() == due.to_dict(), ends


def check_all(outcome: Outcome, shop: Shop) -> list[Move]:
    """Check every law on a posted book; return its movements in plain words."""
    ledger, given = stand(outcome), rules(outcome)
    plain = moves(ledger)
    check_said(plain, shop)
    check_self_check(outcome)
    check_costs(ledger, plain, given)
    check_shares(plain, shop)
    check_running_balance(ledger, plain, given)
    check_placed(plain, shop)
    check_parts(plain, shop)
    check_back(plain)
    check_sealed(outcome)
    check_summary(outcome)
    assert not {"P511", "P519"} & {problem.code for problem in outcome.problems}
    return plain


@examples(40)
@given(shops(most=18))
def test_after_every_posting_all_laws_hold_and_every_movement_costs_what_the_oracle_says(shop: Shop) -> None:
    for number, outcome in enumerate(run_shop(shop).outcomes):
        plain = check_all(outcome, shop)
        so_far = [document for posting in shop.postings[: number + 1] for document in posting]
        check_whole_documents(stand(outcome), so_far)
        check_counts(plain, shop, rules(outcome))
        if shop.settings["allows_negative"] == "no":
            check_never_below_zero(plain, rules(outcome))


@examples(40)
@given(shops(most=18, with_closes=True))
def test_with_periods_closed_and_methods_changed_in_between_all_laws_hold_and_a_closed_period_never_changes(
    shop: Shop,
) -> None:
    frozen: dict[int, int] = {}
    for outcome in run_shop(shop).outcomes:
        check_all(outcome, shop)
        ledger = outcome.ledger
        amounts = dict(zip(ledger["seq"].tolist(), ledger["amount"].tolist(), strict=True))
        assert frozen == {seq: amounts[seq] for seq in frozen}, "a closed amount changed"
        start = stand(outcome).query("kind == 'close'")["moved_at"].max()
        late = ledger[(ledger["moved_at"] < start) & (ledger["posting_no"] > posting_of_close(outcome))]
        assert late[late["reverses"].isna()].empty, "posted into a closed period"
        frozen = {int(line.seq): int(line.amount) for line in ledger[ledger["moved_at"] < start].itertuples()}


def posting_of_close(outcome: Outcome) -> int:
    closes = stand(outcome).query("kind == 'close'")
    return int(closes["posting_no"].max()) if len(closes) else 0


@examples(10)
@given(
    shops(most=14, allows_negative=False, methods=("fifo", "moving_average", "specific")),
    st.sampled_from(("2026-03-30", "2026-03-31", "2026-04-01")),
)
def test_closing_changes_no_figure_and_reopening_leaves_only_a_trace(shop: Shop, day: str) -> None:
    run = run_shop(shop)
    before = do(run.raw, Do.RECALC)
    ready = do(run.raw, Do.CLOSE, closing=day)
    if not ready.moved or "P512" in {problem.code for problem in ready.problems}:
        return
    raw = changed(run.raw, ready.changes)
    reopened = do(raw, Do.REOPEN, closing=day)
    for outcome in (ready, reopened, do(changed(raw, reopened.changes), Do.RECALC)):
        check_self_check(outcome)
        for key in ("stock", "margin"):
            assert same(outcome.reports[key], before.reports[key]), key
    assert len(reopened.ledger) == len(before.ledger) + 2 * ready.moved
    assert without_time(stand(reopened)) == without_time(stand(before))


SAME = {"P305": "P301"}
"""A line that names a lot nobody knew names, once the same run has posted that lot elsewhere, one that is not there."""


@examples(10)
@given(shops(most=14))
def test_posting_again_posts_nothing_and_a_book_read_back_has_no_new_problem(shop: Shop) -> None:
    run = run_shop(shop)
    again = do(run.raw, Do.POST)
    assert again.moved == 0
    assert len(again.ledger) == len(run.outcomes[-1].ledger)
    for key in ("stock", "summary", "card", "margin"):
        assert same(again.reports[key], run.outcomes[-1].reports[key]), key
    before, after = (
        Counter(SAME.get(problem.code, problem.code) for problem in one.problems if problem.code != "P307")
        for one in (run.outcomes[-1], again)
    )
    assert after <= before
    assert "P517" not in {problem.code for problem in do(run.raw, Do.CHECK).problems}


@examples(15)
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
@given(shops(most=14, allows_negative=True, pools=("product",), methods=("fifo", "moving_average", "month_average")))
def test_a_transfer_changes_no_total(shop: Shop) -> None:
    documents = [document for document in shop.documents if document[0] != "counts" and not is_made(document)]
    with_transfers = do(shop.book(documents), Do.POST)
    without = do(shop.book([document for document in documents if document[0] != "transfers"]), Do.POST)
    for key in ("summary", "margin"):
        assert same(with_transfers.reports[key], without.reports[key]), key
    for name in ("on_hand", "amount", "unit_cost"):
        assert with_transfers.reports["stock"][name].equals(without.reports["stock"][name]), name


def is_made(document: Document) -> bool:
    """Tell whether a document makes goods of others, which must be there, in its warehouse."""
    return any(row.get("kind") in {"assembly", "disassembly"} for row in document[1])
