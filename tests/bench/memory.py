"""How much memory a full pass needs over the columns it works on, each method in a fresh process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.ledgers import METHODS, SKEWS, ledger, store
from tests.bench.options import Options
from tests.bench.timing import Table, show

LIMIT = 1024  # MB
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def run(options: Options) -> None:
    """Measure what each method needs, on Linux only."""
    if not CLEAR.exists():
        return
    table: Table = [("ledger", "method", "over the columns, MB")]
    for skew in SKEWS if options.is_full else SKEWS[1:]:
        command = [sys.executable, "-m", "tests.bench.memory", str(options.large), skew]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        table += [(f"{options.large:,} {skew}", *line.split("\t")) for line in said.splitlines()]
    show("Peak memory of a full pass", table)
    assert all(float(row[2].replace(",", "")) <= LIMIT for row in table[1:]), "more than a gigabyte"


def _measure(rows: int, skew: str) -> None:
    book = ledger(rows, skew)
    kept = store(book, 0)
    for name, method in METHODS.items():
        kept.method[:] = method
        before = _status("VmRSS")
        CLEAR.write_text("5", "ascii")  # the high-water mark starts again from here
        kept.cost()
        print(name, f"{(_status('VmHWM') - before) / 1024:,.0f}", sep="\t")


def _status(name: str) -> int:
    """Return a figure of this process in kB."""
    lines = dict(line.split(":", 1) for line in STATUS.read_text("ascii").splitlines())
    return int(lines[name].split()[0])


if __name__ == "__main__":
    _measure(int(sys.argv[1]), sys.argv[2])
