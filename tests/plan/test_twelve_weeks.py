"""The worked shop: every figure of its page comes out, and every report is what its golden file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxc_xl.plan.alert_words import ALERTS
from jxc_xl.plan.clearing import RULES
from jxc_xl.terms import Lang
from tests.plan.twelve_weeks import GOLDEN, KEYS, lines_of, rows_of_page, runs, text_of

pytestmark = pytest.mark.plans
PAGE = (Path(__file__).parents[2] / "docs" / "twelve-weeks.md").read_text("utf8")
FIGURES = rows_of_page(PAGE)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: " ".join(figure[:3]))
def test_a_figure_worked_by_hand_on_the_page_comes_out(figure: list[str]) -> None:
    key, line, column, value, _ = figure
    found = [one[column] for one in lines_of(key) if line in list(one.values())[:4]]
    assert value in found if len(found) > 1 else [value] == found, (line, column)


@pytest.mark.parametrize("key", KEYS)
def test_a_report_is_what_its_golden_file_says(key: str) -> None:
    assert text_of(key) == (GOLDEN / f"{key}.csv").read_text("utf8")


def test_the_page_has_figures_of_every_report_of_what_to_do_and_names_every_report() -> None:
    planned = set(KEYS) - {"stock", "summary", "card", "margin", "prices", "methods", "realisable", "self_check"}
    assert planned <= {key for key, *_ in FIGURES}
    assert [key for key in KEYS if f"`{key}`" not in PAGE] == []


def test_every_kind_of_alert_and_the_rules_of_the_page_fire() -> None:
    assert {line["alert"] for line in lines_of("alerts")} == {words.zh for words in ALERTS.values()}
    fired = {line["action"] for line in lines_of("slow")}
    assert fired == {rule.action.zh for rule in RULES if rule.number in {1, 2, 3, 4, 7, 8}}
    told = {problem.code for problem in runs()[0].problems}
    assert {"P241", "P243"} <= told


@pytest.mark.parametrize("lang", Lang)
def test_figures_are_the_same_in_both_languages(lang: Lang) -> None:
    for key in ("stock", "replenishment", "turnover", "supplier_score"):
        ours, theirs = lines_of(key, lang), lines_of(key)
        words = {"kind", "reason", "remark", "name"}
        assert [{name: line[name] for name in line.keys() - words} for line in ours] == [
            {name: line[name] for name in line.keys() - words} for line in theirs
        ]
