"""Run cases with known answers through the engine: ``python -m tests.cases FILE.json [ID ...]``.

One line a case: ``pass id``, ``fail id: field got X expected Y``, ``skip id: policy …``, ``unchecked id: field``. The
exit status is 0 only if none failed and nothing was left unchecked.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.cases.reading import read_cases
from tests.cases.running import verdict


def main(arguments: list[str]) -> int:
    """Run a file's cases, or those named; return the exit status."""
    if not arguments:
        print(__doc__)
        return 2
    file, *ids = arguments
    cases = [case for case in read_cases(Path(file)) if not ids or case.id in ids]
    counts: Counter[str] = Counter()
    for case in cases:
        found = verdict(case)
        counts[found.word] += 1
        print(found.line, flush=True)
    unchecked = f", {counts['unchecked']} unchecked" if counts["unchecked"] else ""
    print(f"{counts['pass']} passed, {counts['fail']} failed, {counts['skip']} skipped{unchecked}")
    return int(counts["pass"] + counts["skip"] != len(cases) or not cases)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
