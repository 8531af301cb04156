"""The log of the server: it is there before anything that can fail, also an import."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import sys
from collections.abc import Iterator
from pathlib import Path

from jxc_xl import __version__
from jxc_xl.entry.setup import places

LOG = logging.getLogger(__name__)
LARGEST, KEPT = 1 << 20, 3


@contextlib.contextmanager
def logged(folder: Path, what: str) -> Iterator[None]:
    """Log what is done, and why it ended if it failed."""
    start_log(folder)
    LOG.info("%s: jxc_xl %s, Python %s, %s", what, __version__, sys.version.split()[0], sys.prefix)
    try:
        yield
    except BaseException:
        LOG.exception("%s cannot be served", what)
        raise


def start_log(folder: Path) -> None:
    """Log to a file of limited size; where it cannot be written, serve without."""
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Shared(folder / places.LOG, maxBytes=LARGEST, backupCount=KEPT, encoding="utf8")
    said = "%(asctime)s %(process)d %(levelname)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=said, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)


class _Shared(logging.handlers.RotatingFileHandler):
    """A log that several servers write, one for each Excel; one that another holds is rotated another time."""

    def rotate(self, source: str, dest: str) -> None:
        """Rename the full log."""
        with contextlib.suppress(OSError):
            super().rotate(source, dest)
