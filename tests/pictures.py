"""Draws the README's pictures from the demo book: `python -m tests.pictures`.

Needs LibreOffice and pdftoppm (poppler).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent.parent / "pictures"
PAGES = {"dashboard": "首页", "problems": "问题"}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run([sys.executable, "-m", "jxc_xl", "demo", work], check=True, stdout=subprocess.DEVNULL)
        profile = f"-env:UserInstallation=file://{work}/profile"
        convert = ["--convert-to", "pdf:calc_pdf_Export", "--outdir", folder, str(work / "演示店.xlsx")]
        subprocess.run(["soffice", "--headless", profile, *convert], check=True, capture_output=True)
        pages = _pages(work / "演示店.pdf")
        for name, title in PAGES.items():
            _draw(work / "演示店.pdf", pages[title], PICTURES / name)


def _pages(pdf: Path) -> dict[str, int]:
    """Return the first page of each sheet: its footer says which sheet it is."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    first: dict[str, int] = {}
    for number, page in enumerate(text.split("\f"), 1):
        last = [line.split()[0] for line in page.splitlines() if line.split()][-1:]
        for title in last:
            first.setdefault(title, number)
    return first


def _draw(pdf: Path, page: int, target: Path) -> None:
    drawn = ["-r", "90", "-f", str(page), "-l", str(page), "-singlefile", "-png", str(pdf), str(target)]
    subprocess.run(["pdftoppm", *drawn], check=True)


if __name__ == "__main__":
    if not shutil.which("soffice"):
        sys.exit("LibreOffice (soffice) is needed")
    main()
