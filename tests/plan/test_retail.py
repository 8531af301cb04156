"""The tool that measures forecasts on a real shop, on a small made-up one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.plan import retail

WEEKS = 22
SOLD = {"10001": [3 + week % 4 for week in range(WEEKS)], "10002": [0, 0, *([5, 0, 9, 2] * 5)]}


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    days = pd.Timestamp("2024-01-03 09:30") + pd.to_timedelta([7 * week for week in range(WEEKS)], "D")
    rows = [(code, units, day) for code, sold in SOLD.items() for units, day in zip(sold, days, strict=True)]
    rows += [("POST", 50, days[3]), ("10001", -40, days[4]), (" 10002", 1, days[5])]
    rows += [("10001", 1000, days[-1] + pd.Timedelta(days=9))]  # in a week that is not whole
    rows += [("10003", 7, days[-1])]  # without demand in the known weeks
    file = tmp_path / "sales.csv"
    pd.DataFrame(rows, columns=["StockCode", "Quantity", "InvoiceDate"]).to_csv(file, index=False)
    return file


def test_weeks_are_whole_and_of_goods_sold_from_a_products_first_sale(sales: Path) -> None:
    weeks = retail.read(sales)
    assert weeks.codes == ["10001", "10002"]
    assert weeks.known.shape == (2, WEEKS - retail.HELD_OUT)
    assert weeks.followed[0].tolist() == SOLD["10001"][-8:]
    assert pd.isna(weeks.known[1]).tolist() == [True, True] + [False] * 12
    assert weeks.known[1, 5] == SOLD["10002"][5] + 1


def test_the_table_tells_each_error(sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written, theirs = tmp_path / "weeks.csv", tmp_path / "theirs.csv"
    retail.main([str(sales), "--write", str(written)])
    known = pd.read_csv(written, dtype={"unique_id": str})
    assert known.groupby("unique_id").size().to_dict() == {"10001": 14, "10002": 12}
    nought = [(code, week, -1.0) for code in SOLD for week in range(14, 22)]
    pd.DataFrame(nought, columns=["unique_id", "ds", "Nought"]).to_csv(theirs, index=False)
    retail.main([str(sales), "--theirs", str(theirs)])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[-2:] for line in lines if line[:1] == ["Nought"]] == [["1.0000", "1.0000"]] * 2
    assert "ours" in [line[0] for line in lines if line]
