"""Write the golden files anew: ``python -m tests.plan.twelve_weeks``. Look at what changed before committing it."""

from __future__ import annotations

from tests.plan.twelve_weeks import GOLDEN, KEYS, text_of


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for key in KEYS:
        (GOLDEN / f"{key}.csv").write_text(text_of(key), "utf8")


if __name__ == "__main__":
    main()
