"""`python -m jxc_xl` is `jxc`."""

from __future__ import annotations

from jxc_xl.entry.cli import main

main()
