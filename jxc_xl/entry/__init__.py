"""Where people and programs come in: thin, no logic; the only place that catches errors."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start a thread a core, for matrices we do not have
