"""Draws the README's pictures from the demo book: `python -m tests.pictures`.

Needs LibreOffice and pdftoppm (poppler).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from jxc_xl.template.ribbon_model import Button, Menu
from jxc_xl.template.ribbon_words import GROUPS
from jxc_xl.terms import Text

PICTURES = Path(__file__).parent.parent / "pictures"
PAGES = {"dashboard": "首页", "problems": "问题", "replenishment": "补货"}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "ribbon.svg").write_text(ribbon(), encoding="utf8")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run([sys.executable, "-m", "jxc_xl", "demo", work], check=True, stdout=subprocess.DEVNULL)
        profile = f"-env:UserInstallation=file://{work}/profile"
        convert = ["--convert-to", "pdf:calc_pdf_Export", "--outdir", folder, str(work / "演示店.xlsm")]
        subprocess.run(["soffice", "--headless", profile, *convert], check=True, capture_output=True)
        pages = _pages(work / "演示店.pdf")
        for name, title in PAGES.items():
            _draw(work / "演示店.pdf", pages[title], PICTURES / name)


TOP, LINE, PLACES = 58, 26, 3
INK, FAINT, BLUE = "#22313A", "#7C868C", "#1A6FB5"


def ribbon() -> str:
    """Return the ribbon tab as it is defined, drawn: groups, buttons and their words in both languages."""
    drawn: list[str] = []
    left = 16.0
    for group in GROUPS:
        wide = 0.0
        for start in range(0, len(group.controls), PLACES):
            column = group.controls[start : start + PLACES]
            here = max(_width(control.label) for control in column) + 40
            for place, control in enumerate(column):
                drawn.append(_button(left + wide, TOP + place * LINE, control))
            wide += here
        wide = max(wide, _width(group.label) + 24)
        drawn.append(_text(left + wide / 2, TOP + PLACES * LINE + 18, _both(group.label), FAINT, "middle"))
        left += wide + 10
        drawn.append(
            f'<line x1="{left - 8}" y1="40" x2="{left - 8}" y2="{TOP + PLACES * LINE + 22}" stroke="#D5DEE1"/>'
        )
    tab = _text(24, 24, "进销存 · JXC", BLUE, "start")
    size = f'width="{left}" height="{TOP + PLACES * LINE + 32}"'
    frame = f'<rect {size} rx="6" fill="#F8FAFB" stroke="#D5DEE1"/>'
    font = "font-family=\"'Microsoft YaHei','Noto Sans CJK SC',Calibri,sans-serif\" font-size=\"12\""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{frame}{tab}{"".join(drawn)}</svg>\n'


def _button(x: float, y: float, control: Button | Menu) -> str:
    mark = f'<rect x="{x + 6}" y="{y - 10}" width="12" height="12" rx="3" fill="#CFE3E6"/>'
    more = " ▾" if isinstance(control, Menu) else ""
    words = _text(x + 24, y, _both(control.label) + more, INK, "start")
    return f"<g><title>{escape(control.icon)}</title>{mark}{words}</g>"


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'


def _both(label: Text) -> str:
    return label.zh if label.zh == label.en else f"{label.zh} {label.en}"


def _width(label: Text) -> float:
    """Return about how wide a label is drawn: a Chinese character is as wide as its font is high."""
    return sum(12 if character > "\u2e80" else 6.4 for character in _both(label))


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
