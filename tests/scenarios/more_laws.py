"""Laws held by the mutants alone: what a single posting, or a single close, may change."""

from __future__ import annotations

from jxc_xl.cost.ledger import cost
from jxc_xl.pipeline import Outcome
from tests.scenarios.shops import stand


def check_closed(outcome: Outcome) -> None:
    """The last posting changed no amount of a closed period and put nothing in it."""
    ledger = outcome.ledger
    last = ledger["posting_no"] == ledger["posting_no"].max()
    closes = stand(outcome).query("kind == 'close'")
    assert len(closes), "nothing is closed"
    is_closed = ledger["moved_at"] < closes["moved_at"].max()
    was = cost(outcome.book, ledger[~last]).result.ledger
    before, after = was[is_closed[~last]], ledger[~last & is_closed]
    wrong = after[after["amount"].to_numpy() != before["amount"].to_numpy()]
    assert wrong.empty, f"closed amounts changed:\n{wrong.to_string()}"
    assert ledger[last & is_closed].empty, "posted into a closed period"


def check_switched(outcome: Outcome) -> None:
    """Right after a close the pools hold what is sealed, whatever method comes then."""
    ledger = outcome.ledger
    closes = stand(outcome).query("kind == 'close'")
    for number, lines in closes.groupby("posting_no"):
        held = cost(outcome.book, ledger[ledger["posting_no"] <= number]).result.closing
        due = lines.set_index("sku")["doc_amount"].astype("int64")
        assert held[due.index].to_dict() == due.to_dict(), f"after posting {number}"
    assert not closes["amount"].any(), "a close without debts is worth nothing"


def check_pools(outcome: Outcome) -> None:
    """What pools hold is what all amounts add up to, for each product."""
    costed = cost(outcome.book, outcome.ledger).result
    due = costed.moves["amount"].astype("int64").groupby(costed.moves["sku"]).sum()
    assert costed.closing.sort_index().to_dict() == due.to_dict()
