"""What the book carries of VBA, made anew: ``python -m jxc_xl.entry.wire``, from the root of the repository.

The wrappers of the worksheet functions come from their signatures, the project from ``vba/``.
"""

from __future__ import annotations

import json
from pathlib import Path

from jxc_xl.entry import wrappers
from jxc_xl.template import codes
from jxc_xl.template.wire.project import vba_project
from jxc_xl.template.wire.sources import Role, module

VBA, WIRE = Path("vba"), Path("jxc_xl/template/wire")
WRAPPERS = "JxcFunctions"


def main() -> None:
    """Write all of it."""
    for path, data in products(Path()).items():
        path.write_bytes(data)


def products(root: Path) -> dict[Path, bytes]:
    """Return what is made, by its path from the root.

    Raises:
        SourceError: Excel would not take a module.
    """
    wrapped = "\r\n".join([*wrappers.module().splitlines(), ""])
    described = json.dumps(wrappers.described(), ensure_ascii=False, indent=1) + "\n"
    return {
        VBA / f"{WRAPPERS}.bas": wrapped.encode(),
        WIRE / "functions.json": described.encode(),
        WIRE / "vbaProject.bin": project(sources(root / VBA) | {WRAPPERS: wrapped}),
    }


def sources(folder: Path) -> dict[str, str]:
    """Return the text of every module; a byte that is not ASCII stays one character, to be told where it is."""
    return {path.stem: path.read_bytes().decode("latin-1") for path in sorted(folder.glob("*.[bc][al]s"))}


def project(texts: dict[str, str]) -> bytes:
    """Return the VBA project: the modules, and an empty one for each sheet."""
    documents = [module(codes.WORKBOOK, Role.WORKBOOK, texts[codes.WORKBOOK])]
    documents += [module(code, Role.SHEET) for code in codes.sheet_codes()]
    names = sorted(texts.keys() - {codes.WORKBOOK})
    return vba_project([*documents, *(module(name, Role.STANDARD, texts[name]) for name in names)])


if __name__ == "__main__":
    main()
