"""Every case with a known answer, and the runner itself: what is wrong is told, and nothing is passed over."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cases import __main__ as shell
from tests.cases import entries, schedule
from tests.cases.reading import Case, Facts, case_of, read_cases
from tests.cases.running import verdict

HERE = Path(__file__).parent
SHARED = read_cases(HERE / "costing_cases.json")
MORE = read_cases(HERE / "more_cases.json")
SKIPPED: dict[str, str] = {}
"""The cases of the copy that ask for a policy we refuse: their ids, and the policy. There is none."""

IN = {"op": "in", "ref": "i", "qty": "3", "unit_cost": "2", "date": "2024-01-01"}
OUT = {"op": "out", "ref": "o", "qty": "1", "date": "2024-01-02"}


def made(*events: Facts, expect: Facts | None = None, method: str = "fifo", **more: object) -> Case:
    return case_of({"id": "own", "method": method, "events": list(events), "expect": expect or {}, **more})


@pytest.mark.parametrize("case", [*SHARED, *MORE], ids=lambda case: case.id)
def test_the_known_answer_comes_out(case: Case) -> None:
    found = verdict(case)
    wanted = f"skip {case.id}: policy {SKIPPED[case.id]}" if case.id in SKIPPED else f"pass {case.id}"
    assert found.line == wanted


def test_the_copy_is_whole() -> None:
    text = json.loads((HERE / "costing_cases.json").read_text("utf-8"))
    assert len(SHARED) == text["count"] == 58
    assert len({case.id for case in [*SHARED, *MORE]}) == len(SHARED) + len(MORE)


@pytest.mark.parametrize(
    "case", [*MORE, *(case for case in SHARED if "error" in case.expect)], ids=lambda case: case.id
)
def test_every_figure_made_wrong_is_told_with_what_came_out(case: Case) -> None:
    wrong = list[str]()
    expect = spoiled(case.expect, wrong)
    line = verdict(case_of(vars_of(case) | {"expect": expect})).line
    assert line.startswith(f"fail {case.id}: ")
    assert [one for one in wrong if f"expected {one}" not in line] == []


def spoiled(expect: Facts, wrong: list[str]) -> Facts:
    """Return an expectation with every figure one too high; note what each is now."""
    return {field: _spoiled(field, value, wrong) for field, value in expect.items()}


def _spoiled(field: str, value: object, wrong: list[str]) -> object:
    if field == "checkpoints" and isinstance(value, list):
        return [spoiled(point, wrong) for point in value]
    if isinstance(value, dict):
        return {name: _spoiled(name, one, wrong) for name, one in value.items()}
    if isinstance(value, list):
        queue = [[raised(qty), cost] for qty, cost in value]
        wrong.append(f"[{', '.join(f'{qty} @ {cost}' for qty, cost in queue)}]")
        return queue
    if not isinstance(value, str) or field == "wh":
        return value
    wrong.append(raised(value))
    return wrong[-1]


def raised(value: str) -> str:
    """Return a wrong figure, or for a reason of refusal another one."""
    if "_" in value:
        return "closed_period"
    return str(Fraction(value) + 1)


def vars_of(case: Case) -> Facts:
    return {"id": case.id, "method": case.method, "policy": case.policy, "events": case.events, "expect": case.expect}


def test_a_wrong_figure_of_the_calculator_is_told_as_derived() -> None:
    said = {"final_qty": "2", "final_value": "5", "final_cogs": {"o": "2"}}
    found = verdict(made(IN, OUT, expect={"qty": "2"}, derived_by_our_calculator=said))
    assert found.line == "fail own: derived value got 4 expected 5; at once derived value got 4 expected 5"


def test_the_calculator_is_not_asked_where_the_source_speaks() -> None:
    said = {"final_qty": "9", "final_cogs": {"o": "9"}}
    assert (
        verdict(made(IN, OUT, expect={"qty": "2", "cogs": {"o": "2"}}, derived_by_our_calculator=said)).word == "pass"
    )


@pytest.mark.parametrize(
    ("case", "name"),
    [
        (made(IN, expect={"turnover": "3"}), "expect.turnover"),
        (made(IN, expect={"wh": {"MAIN": {"colour": "3"}}}), "expect.wh.MAIN.colour"),
        (made(IN, expect={"balance_after": {"i": {"age": "3"}}}), "expect.balance_after.i.age"),
        (made(IN, expect={"lots": {"L": {"age": "3"}}}, method="specific"), "expect.lots.L.age"),
        (made(IN, expect={"checkpoints": [{"entered": 1, "mood": "3"}]}), "after 1 expect.mood"),
        (made(IN, expect={"qty_dp": 2}), "expect.qty_dp"),
        (made(IN, OUT | {"qty": "9"}, expect={"error": {"o": "bad_mood"}}), "expect.error.o=bad_mood"),
        (made(IN, {"op": "assemble", "date": "2024-01-01"}), "op assemble"),
        (made(IN | {"colour": "red"}), "in.colour (event 1)"),
        (made(IN, policy={"mood": "good"}), "policy.mood"),
        (made(IN, derived_by_our_calculator={"final_mood": "good"}), "derived final_mood"),
        (made(IN, surprise=1), "surprise"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_nobody_checks_is_named(case: Case, name: str) -> None:
    found = verdict(case)
    assert (found.word, found.differences) == ("unchecked", ())
    assert name in found.unchecked


@pytest.mark.parametrize(
    ("policy", "more"),
    [
        ("negative=last_rate_bin", {"policy": {"negative": "last_rate_bin"}}),
        ("negative=reset", {"policy": {"negative": "reset"}}),
        ("landed=remaining", {"policy": {"landed": "remaining"}}),
        ("return_out=fifo", {"policy": {"return_out": "fifo"}}),
        ("method=lifo", {"method": "lifo"}),
        ("round=0.05", {"policy": {"round": "0.05"}}),
    ],
)
def test_a_policy_we_refuse_is_skipped_and_named(policy: str, more: Facts) -> None:
    assert verdict(made(IN, OUT, expect={"qty": "0"}, **more)).line == f"skip own: policy {policy}"


@pytest.mark.parametrize(
    ("event", "error", "told"),
    [
        (OUT | {"qty": "4"}, {}, "error.o got P301 expected none"),
        (OUT, {"o": "insufficient_stock"}, "error.o got none expected insufficient_stock"),
        (OUT | {"qty": "4"}, {"o": "no_matching_lot"}, "error.o got P301 expected no_matching_lot"),
    ],
)
def test_a_refusal_is_expected_or_wrong(event: Facts, error: Facts, told: str) -> None:
    assert told in verdict(made(IN, event, expect={"error": error})).differences


def test_a_figure_of_what_was_never_posted_is_nothing() -> None:
    found = verdict(made(IN, expect={"cogs": {"x": "1"}, "in_value": {"x": "1"}, "unit_cost": "2"}))
    assert found.differences[:2] == ("cogs.x got nothing expected 1", "in_value.x got nothing expected 1")


def test_nothing_on_hand_keeps_its_last_unit_cost() -> None:
    assert verdict(made(IN, OUT | {"qty": "3"}, expect={"qty": "0", "value": "0", "unit_cost": "2"})).word == "pass"


def test_a_third_may_differ_by_half_a_millionth_and_a_whole_figure_by_nothing() -> None:
    third = IN | {"qty": "3", "unit_cost": "100/3"}
    assert verdict(made(third, OUT, expect={"cogs": {"o": "100/3"}, "value": "200/3"})).word == "pass"
    assert verdict(made(third, OUT, expect={"cogs": {"o": "33.333334"}})).word == "fail"


def test_a_supplier_return_at_the_current_cost_names_no_receipt() -> None:
    events = [
        IN,
        IN | {"ref": "j", "unit_cost": "4"},
        {"op": "return_out", "ref": "b", "of": "i", "qty": "2", "date": "2024-01-03"},
    ]
    wanted = {"current": "6", "original": "4"}
    for policy, cost in wanted.items():
        case = made(*events, expect={"cogs": {"b": cost}}, method="moving_average", policy={"return_out": policy})
        assert verdict(case).word == "pass"


def test_an_equal_share_goes_through_the_engines_own_sharing() -> None:
    case = next(case for case in SHARED if case.id == "odoo-lc-split-bases")
    charges = [entry for entry in entries.entries(case) if entry.op == "landed"]
    assert [len(entry.rows) for entry in charges] == [1, 1, 1, 1]
    assert [entry.rows[0].row["basis"] for entry in charges] == ["weight", "quantity", "weight", "volume"]
    assert charges[0].weights == {"A1": 2.0, "A2": 1.0}


def test_an_amount_that_no_price_of_six_decimals_gives_is_typed_as_an_amount() -> None:
    (entry,) = entries.entries(made(IN | {"unit_cost": "131/3"}))
    assert (entry.rows[0].sheet, entry.rows[0].row["amount"]) == ("adjustments", 131.0)


def test_entry_order_decides_where_no_time_is_given() -> None:
    events = [OUT, IN | {"date": "2024-01-02"}, IN | {"date": "2024-01-02", "time": "08:00"}, IN]
    in_order = sorted(range(4), key=schedule.moments(made(*events)).__getitem__)
    assert in_order == [3, 0, 1, 2]


def test_the_shell_tells_a_line_a_case_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = (
        {"id": name, "method": "fifo", "events": [IN], "expect": {"value": worth}}
        for name, worth in (("a", "6"), ("b", "7"))
    )
    other = {"id": "c", "method": "lifo", "events": [IN]}
    odd = {"id": "d", "method": "fifo", "events": [IN], "expect": {"mood": "7"}}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": [good, bad, other, odd]}), "utf-8")
    assert shell.main([str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "pass a",
        "fail b: value got 6 expected 7; at once value got 6 expected 7",
        "skip c: policy method=lifo",
        "unchecked d: expect.mood; at once expect.mood",
        "1 passed, 1 failed, 1 skipped, 1 unchecked",
    ]
    assert shell.main([str(file), "a", "c"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed, 1 skipped"
    assert [shell.main([str(file), "d"]), shell.main([str(file), "no such id"]), shell.main([])] == [1, 1, 2]
