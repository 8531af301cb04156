"""Run the benchmark: ``poe bench``, ``poe bench --rows 100000 --full``, ``poe bench late memory``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from tests.bench import answers, batch, exactness, files, formulas, full_pass, late, memory
from tests.bench.options import Options

SECTIONS: dict[str, Callable[[Options], None]] = {
    "exactness": exactness.run,
    "full_pass": full_pass.run,
    "late": late.run,
    "memory": memory.run,
    "answers": answers.run,
    "files": files.run,
    "formulas": formulas.run,
    "batch": batch.run,
}


def main() -> None:
    """Run the sections asked for, all of them by default."""
    usual = Options()
    parser = argparse.ArgumentParser(prog="poe bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=" ".join(SECTIONS))
    parser.add_argument("--rows", type=int, nargs="+", default=usual.rows, help="ledger sizes for the comparison")
    parser.add_argument("--large", type=int, default=usual.large, help="ledger size for late entries and memory")
    parser.add_argument("--repeats", type=int, default=usual.repeats, help="the least CPU time of so many counts")
    parser.add_argument("--full", action="store_true", help="everything at the large size as well")
    parser.add_argument("--lines", type=int, default=usual.lines, help="rows of the book that is read")
    asked = parser.parse_args()
    options = Options(tuple(asked.rows), asked.large, asked.repeats, asked.full, asked.lines)
    start = time.perf_counter()
    for name in asked.sections or SECTIONS:
        SECTIONS[name](options)
    print(f"\n{time.perf_counter() - start:.0f} s in all")


if __name__ == "__main__":
    main()
