"""Write the template workbooks: ``python -m jxc_xl.template.build FOLDER``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from jxc_xl.schema import Lang
from jxc_xl.template.book import build


def main(args: Sequence[str] | None = None) -> None:
    """Write ``jxc_zh.xlsm`` and ``jxc_en.xlsm`` into a folder."""
    parser = argparse.ArgumentParser(description="Write the template workbooks of both languages.")
    parser.add_argument("folder", type=Path, help="where to write them")
    folder: Path = parser.parse_args(args).folder
    folder.mkdir(parents=True, exist_ok=True)
    for lang in Lang:
        build(folder / f"jxc_{lang}.xlsm", lang)


if __name__ == "__main__":
    main()
