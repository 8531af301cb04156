"""Costs as written in the ledger against what the rules give, and closed balances against what they were sealed at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.audit.few import few
from jxc_xl.book import Book, plain
from jxc_xl.ledger import open_from
from jxc_xl.problems import Problem
from jxc_xl.terms import Movement


def audit_costs(book: Book, costed: pd.DataFrame) -> list[Problem]:
    """Compare the ledger's amounts as read with those worked out anew.

    Args:
        book: The book as read.
        costed: The same ledger in order of ``seq``, costed anew.

    Problems:
        P510: a product's amounts differ; P519: one in a closed period does.
    """
    written = book.lines["ledger"].sort_values("seq", kind="stable", ignore_index=True)
    had, due = plain(written["amount"]), plain(costed["amount"])
    wrong = np.flatnonzero((had != due) | written["amount"].isna().to_numpy())
    if not len(wrong):
        return []
    start = open_from(written)
    is_closed = (written["moved_at"] < start).to_numpy() if start is not None else np.zeros(len(written), bool)
    problems = [_problem(book, "P519", written.iloc[row], (had[row], due[row]), 1) for row in wrong[is_closed[wrong]]]
    rest = pd.Series(wrong[~is_closed[wrong]])
    first = rest.groupby(written["sku"].to_numpy(object)[rest], sort=False).agg(["first", "size"])
    for row, lines in zip(first["first"].tolist(), first["size"].tolist(), strict=True):
        problems.append(_problem(book, "P510", written.iloc[row], (had[row], due[row]), lines))
    return few(problems)


def _problem(book: Book, code: str, line: pd.Series, amounts: tuple[int, int], lines: int) -> Problem:
    had, due = (numbers.text_of(int(amount), book.settings.money_digits) for amount in amounts)
    facts = {"sku": line["sku"], "lines": lines, "written": had, "due": due}
    return Problem(code, book.place("ledger", int(line["row"]), "amount"), facts)


def unsealed_balances(moves: pd.DataFrame) -> pd.DataFrame:
    """Return the close lines whose sealed balance is not what the ledger gives: with ``due``.

    Args:
        moves: Movements that stand, costed, by product and in order.
    """
    amount = moves["amount"].astype("int64")
    is_close = (moves["kind"] == Movement.CLOSE).to_numpy()
    if not is_close.any():
        return moves.iloc[:0].assign(due=pd.Series(dtype="int64"))
    before = amount.groupby(moves["sku"].to_numpy(object)).cumsum() - amount
    closes = moves[is_close].assign(due=before[is_close])
    wrong: pd.DataFrame = closes[(closes["due"] != closes["doc_amount"]).astype(bool)]
    return wrong


def audit_closes(book: Book, moves: pd.DataFrame) -> list[Problem]:
    """Compare what closed periods were sealed at with what they work out at now.

    Problems:
        P511: a closed balance is another one.
    """
    digits = book.settings.money_digits
    return few(
        [
            Problem(
                "P511",
                book.place("ledger", int(line["row"]), "doc_amount"),
                {
                    "sku": line["sku"],
                    "period": line["doc_no"],
                    "sealed": numbers.text_of(int(line["doc_amount"]), digits),
                    "due": numbers.text_of(int(line["due"]), digits),
                },
            )
            for line in unsealed_balances(moves).to_dict("records")
        ]
    )
