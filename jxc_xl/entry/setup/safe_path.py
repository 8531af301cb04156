"""Away from the folder a program was started in, before it imports anything.

Python looks for modules in that folder first, and Excel starts Python in the folder it is in itself, often a
workbook's. A ``pandas.py`` that somebody has put beside a workbook would be run instead of pandas. Excel's command says
``-P``, which keeps the folder out; this keeps it out whoever starts the server, and however.
"""

from __future__ import annotations

import os
import sys


def leave_folder() -> None:
    """Take the current folder off the path of modules and go elsewhere, so that nothing holds a workbook's folder."""
    sys.path[:] = without(sys.path, os.getcwd())  # noqa: PTH109 (pathlib is not imported yet)
    os.chdir(sys.prefix)


def without(path: list[str], folder: str) -> list[str]:
    """Return a path of modules without a folder, under whatever name: empty, relative, in other case."""
    here = _plain(folder)
    return [entry for entry in path if _plain(entry) != here]


def _plain(folder: str) -> str:
    return os.path.normcase(os.path.realpath(folder))
