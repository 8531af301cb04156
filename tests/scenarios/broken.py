"""The program is broken on purpose, and a law must notice: what a mutant is, which laws there are, how they look.

A law is a check of `tests.test_laws` (or `more_laws`), or one of its tests, looked at in a fixed shop. Laws of costing
are looked at by costing the shop's ledger again, posting after posting; laws of posting by posting its last documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pytest

from jxc_xl.cost.ledger import cost
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.tables import RawBook
from tests import test_laws as laws
from tests.books import changed, do
from tests.oracle import Move
from tests.scenarios import more_laws as more
from tests.scenarios.fixed import OWN, SHOPS
from tests.scenarios.shops import Shop, closed, entered, stand

Patch = pytest.MonkeyPatch
Breaks = Callable[[Patch], None]
See = Callable[[str], Iterator[Outcome]]
CLOSE_DAY = "2026-03-10"


class Mutant(NamedTuple):
    """A way to break the program, the law that must notice, and a shop in which it shows."""

    breaks: Breaks
    law: str
    shop: str


class Law(NamedTuple):
    """What is looked at of a shop, by its name, and what must hold of it."""

    see: See
    check: Callable[[Outcome, Shop], None]


class Ready(NamedTuple):
    """A shop as the unbroken program left it: after its first posting, before its last, and what each posting gave."""

    begun: RawBook
    raw: RawBook
    outcomes: list[Outcome]


@cache
def ready(name: str) -> Ready:
    shop = SHOPS[name]
    raw, outcomes, begun = shop.book(), list[Outcome](), shop.book()
    for number, documents in enumerate(shop.postings[:-1]):
        raw = entered(raw, documents)
        outcomes.append(do(raw, Do.POST))
        raw = changed(raw, outcomes[-1].changes)
        begun = raw if number == 0 else begun
        raw = closed(raw, *shop.closes[number]) if shop.closes else raw
    raw = entered(raw, shop.postings[-1])
    return Ready(begun, raw, [*outcomes, do(raw, Do.POST)])


def recosted(name: str) -> Iterator[Outcome]:
    """Yield the shop after each of its postings, costed anew as the pipeline does: what was there, then with more."""
    for outcome in ready(name).outcomes:
        ledger = outcome.ledger
        old = ledger[ledger["posting_no"] < ledger["posting_no"].max()]
        before = cost(outcome.book, old).result
        yield outcome._replace(ledger=cost(outcome.book, ledger, before).result.ledger)


def recosted_at_last(name: str) -> Iterator[Outcome]:
    *_, outcome = recosted(name)
    yield outcome


def posted(name: str) -> Iterator[Outcome]:
    """Make the shop's last posting."""
    yield do(ready(name).raw, Do.POST)


@cache
def posted_and(what: Do) -> See:
    """Make the shop's last posting, and then something else."""

    def see(name: str) -> Iterator[Outcome]:
        raw = ready(name).raw
        outcome = do(raw, Do.POST)
        yield outcome
        yield do(changed(raw, outcome.changes), what)

    return see


def closing(name: str) -> Iterator[Outcome]:
    """Close after the first posting."""
    yield do(ready(name).begun, Do.CLOSE, closing=CLOSE_DAY)


def nothing(name: str) -> Iterator[Outcome]:
    yield ready(name).outcomes[-1]


def costs(outcome: Outcome, _: Shop) -> None:
    ledger = stand(outcome)
    laws.check_costs(ledger, laws.moves(ledger), laws.rules(outcome))


def costs_of(sku: str) -> Callable[[Outcome, Shop], None]:
    """Check the costs of one product, which is made of no other."""

    def check(outcome: Outcome, _: Shop) -> None:
        ledger = stand(outcome)
        ledger = ledger[ledger["sku"] == sku]
        laws.check_costs(ledger, laws.moves(ledger), laws.rules(outcome))

    return check


def running_balance(outcome: Outcome, _: Shop) -> None:
    ledger = stand(outcome)
    laws.check_running_balance(ledger, laws.moves(ledger), laws.rules(outcome))


def counts(outcome: Outcome, shop: Shop) -> None:
    laws.check_counts(laws.moves(stand(outcome)), shop, laws.rules(outcome))


def never_below_zero(outcome: Outcome, _: Shop) -> None:
    laws.check_never_below_zero(laws.moves(stand(outcome)), laws.rules(outcome))


def whole_documents(outcome: Outcome, shop: Shop) -> None:
    laws.check_whole_documents(stand(outcome), shop.documents)


def written(check: Callable[[Sequence[Move], Shop], None]) -> Law:
    """Return a check of what the last posting wrote down as a law."""
    return Law(posted, lambda outcome, shop: check(laws.moves(stand(outcome)), shop))


def alone(check: Callable[[Outcome], None]) -> Callable[[Outcome, Shop], None]:
    return lambda outcome, _: check(outcome)


def own(words: str, what: Do = Do.RECALC) -> Law:
    """Return a line of the book's own self-check as a law: after posting, and when the book is opened again."""

    def check(outcome: Outcome, _: Shop) -> None:
        lines = outcome.reports["self_check"]
        found = lines[lines["law"].str.startswith(words)]
        assert len(found) == 1, f"{len(found)} laws are called {words}"
        assert found["holds"].all(), found.to_string()

    return Law(posted_and(what), check)


def whole(test: Callable[..., None], *rest: object) -> Law:
    """Return a test of `tests.test_laws` as a law of one shop."""
    inner: Callable[..., None] = vars(test)["hypothesis"].inner_test
    return Law(nothing, lambda _, shop: inner(shop, *rest))


class Backwards:
    """Instead of a random order: the last line first."""

    @staticmethod
    def shuffle(lines: list[int]) -> None:
        lines.reverse()


OWN_WORDS = {
    "own quantity": "数量：期初 + 收入 = 发出 + 现存",
    "own amount": "金额：期初 + 收入 = 发出 + 库存金额",
    "own total": "金额：收入 = 发出 + 库存金额",
    "own layers": "成本层合计 = 库存金额",
    "own nothing": "现存为 0 的商品金额为 0",
    "own chain": "流水校验码完整",
    "own shares": "费用分摊之和 = 费用",
    "own margin": "毛利表的销售成本",
    "own methods": "成本对比",
    "own documents": "已过账的单据未被改动",
    "own negative": "任何时候都不出现负库存",
}
"""The lines of the book's self-check that posting can break."""
LAWS: Mapping[str, Law] = {
    "costs": Law(recosted, costs),
    **{f"costs, {method}": Law(recosted, costs_of(sku)) for sku, method in OWN.items()},
    "running balance": Law(recosted, running_balance),
    "pools": Law(recosted_at_last, alone(more.check_pools)),
    "closed": Law(recosted_at_last, alone(more.check_closed)),
    "switched": Law(recosted_at_last, alone(more.check_switched)),
    "closed, posting": Law(posted, alone(more.check_closed)),
    "sealed": Law(closing, alone(laws.check_sealed)),
    "said": written(laws.check_said),
    "shares": written(laws.check_shares),
    "placed": written(laws.check_placed),
    "parts": written(laws.check_parts),
    "back": written(lambda plain, _: laws.check_back(plain)),
    "summary": Law(posted, alone(laws.check_summary)),
    "counts": Law(posted, counts),
    "never below zero": Law(posted, never_below_zero),
    "whole documents": Law(posted, whole_documents),
    "posting twice": whole(laws.test_posting_again_posts_nothing_and_a_book_read_back_has_no_new_problem),
    "undo": whole(laws.test_undo_takes_the_last_posting_back_and_posting_again_gives_the_same),
    "order of entry": whole(laws.test_the_order_of_entry_changes_no_report, Backwards()),
    "transfer": whole(laws.test_a_transfer_changes_no_total),
    "closing": whole(laws.test_closing_changes_no_figure_and_reopening_leaves_only_a_trace, "2026-04-05"),
    "closed, whole": whole(
        laws.test_with_periods_closed_and_methods_changed_in_between_all_laws_hold_and_a_closed_period_never_changes
    ),
    **{name: own(words) for name, words in OWN_WORDS.items()},
    "own reversal": own("红冲与原流水相抵", Do.UNDO),
}


@cache
def seen(see: See, name: str) -> list[Outcome]:
    """Return what there is to see of a shop with the program as it is."""
    return ready(name).outcomes[-1:] if see is posted else list(see(name))


def holds(law: str, shop: str) -> None:
    """Check a law in a shop with the program as it is."""
    for outcome in seen(LAWS[law].see, shop):
        LAWS[law].check(outcome, SHOPS[shop])


def notices(mutant: Mutant, patch: Patch) -> None:
    """Break the program; the law must not hold in the shop."""
    law = LAWS[mutant.law]
    ready(mutant.shop)
    mutant.breaks(patch)
    with pytest.raises(AssertionError):
        _look(law, mutant.shop)


def _look(law: Law, shop: str) -> None:
    for outcome in law.see(shop):
        law.check(outcome, SHOPS[shop])


def of_all(breaks: Breaks, law: str, *shops: str) -> list[Mutant]:
    """Return a mutant that shows in several shops."""
    return [Mutant(breaks, law, shop) for shop in shops]


def looked_at(mutants: Sequence[Mutant]) -> list[tuple[str, str]]:
    """Return each law and shop that some mutants are about."""
    return sorted({(mutant.law, mutant.shop) for mutant in mutants})


def named(mutant: Mutant) -> str:
    return f"{mutant.breaks.__name__}-{mutant.law}-{mutant.shop}"
