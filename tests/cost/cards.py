"""Stock cards as tests: what is entered, line by line, and what each line must be worth.

    1  03-01  in 10 @ 6
    2  03-01  in 10 @ 7
    3  03-02  freight 10 on 1 by quantity
    4  03-05  out 12                      -> 84.00
    closing 8 = 56.00

A line's first word is its number; others name it by that. ``->`` is the cost of what leaves, or the value of what
comes in. The card is entered in a book, posted, and read back.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from jxc_xl.pipeline import Do, Outcome
from jxc_xl.terms import Lang
from tests.books import do, raw_book

LINE = re.compile(
    r"(?P<no>\d+)\s+(?P<day>\d\d-\d\d)\s+(?P<what>\w+) (?P<qty>[\d.]+)(?: @ (?P<price>[\d.]+))?"
    r"(?: (?:on|of) (?P<ref>\d+))?(?: by (?P<basis>\w+))?(?:\s+-> (?P<worth>-?[\d.]+))?"
)
CLOSING = re.compile(r"closing (?P<qty>-?[\d.]+) = (?P<worth>-?[\d.]+)")
Row = dict[str, object]


def differences(text: str, method: str, **settings: str) -> list[str]:
    """Return where the program's figures differ from a card's."""
    lines = [match.groupdict() for match in map(LINE.match, map(str.strip, text.splitlines())) if match]
    rows: dict[str, list[Row]] = {"products": [{"sku": "A", "name": "a", "method": method}]}
    for line in lines:
        sheet, row = _entered(line)
        rows.setdefault(sheet, []).append(row)
    outcome = do(raw_book(rows, Lang.ZH, **settings), Do.POST)
    digits = outcome.book.settings.money_digits
    ledger = outcome.ledger.set_index("doc_no")
    found = [str(problem.facts) for problem in outcome.problems if problem.is_error]
    for line in lines:
        if line["worth"] and line["no"] in ledger.index:
            worth = Decimal(abs(int(ledger["amount"][line["no"]]))).scaleb(-digits)
            if worth != Decimal(line["worth"]):
                found.append(f"line {line['no']}: {worth}, should be {line['worth']}")
    return found + _closing(text, outcome)


def _closing(text: str, outcome: Outcome) -> list[str]:
    wanted = CLOSING.search(text)
    assert wanted, "a card says what is left"
    stock = outcome.reports["stock"].iloc[0]
    qty = Decimal(int(stock["on_hand"])).scaleb(-4)
    worth = Decimal(int(stock["amount"])).scaleb(-outcome.book.settings.money_digits)
    is_same = (qty, worth) == (Decimal(wanted["qty"]), Decimal(wanted["worth"]))
    found = [] if is_same else [f"closing {qty} = {worth}, should be {wanted['qty']} = {wanted['worth']}"]
    laws = outcome.reports["self_check"]
    return found + laws.loc[~laws["holds"], "law"].tolist()


def _entered(line: dict[str, str]) -> tuple[str, Row]:
    """Return the sheet and the row of one line of a card."""
    at = dt.datetime.fromisoformat(f"2026-{line['day']}")
    qty, price = float(line["qty"]), None if line["price"] is None else float(line["price"])
    row: Row = {"doc_no": line["no"], "line_no": 1, "sku": "A", "qty": qty, "unit_price": price or 1}
    charge = {"charged_at": at, "amount": qty, "basis": line["basis"], "receipt_no": line["ref"]}
    sheets: dict[str, tuple[str, Row]] = {
        "in": ("receipts", {"received_at": at, "accepted_qty": qty, "unit_price": price}),
        "freight": ("charges", charge),
        "out": ("sales", {"ordered_at": at}),
        "back": ("returns", {"returned_at": at, "direction": "from_customer", "original_no": line["ref"]}),
        "bought_back": ("returns", {"returned_at": at, "direction": "to_supplier"}),
        "count": ("counts", {"counted_at": at, "counted_qty": qty}),
    }
    adjustment = ("adjustments", {"adjusted_at": at, "kind": line["what"], "unit_cost": price})
    sheet, own = sheets.get(line["what"], adjustment)
    return sheet, row | own
