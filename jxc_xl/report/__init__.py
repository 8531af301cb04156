"""Report: the costed ledger answers what sellers ask."""
