"""The server that Excel starts, and that ends with it: ``pythonw -P -m jxc_xl.entry.server {CLSID}``."""

from __future__ import annotations

import sys

from jxc_xl.entry.setup.safe_path import leave_folder


def main(clsid: str) -> None:
    """Serve under a class. Nothing is imported before the folder is left, and nothing fails before there is a log."""
    leave_folder()
    from jxc_xl.entry.server_log import logged  # noqa: PLC0415
    from jxc_xl.entry.setup.places import log_folder  # noqa: PLC0415
    from jxc_xl.entry.setup.windows import ThisMachine  # noqa: PLC0415

    with logged(log_folder(ThisMachine()), clsid):
        from jxc_xl.entry.serving import serve  # noqa: PLC0415

        serve(clsid)


if __name__ == "__main__":
    main(sys.argv[1])
