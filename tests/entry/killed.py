"""Carries out commands in children that a test may kill.

Imports once, then forks for each line ``COMMAND BOOK`` it is given.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jxc_xl.entry.work import How, carry_out
from jxc_xl.pipeline import Do


def main() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        command, book = line.rstrip("\n").split(" ", 1)
        child = os.fork()
        if not child:
            carry_out(Path(book), Do(command), How())
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
