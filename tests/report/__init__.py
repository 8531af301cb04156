"""Reports: each figure worked out a second time, with plain pandas, from the ledger and the entries."""
