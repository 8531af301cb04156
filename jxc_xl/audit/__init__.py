"""Audit (核对): what stands in the workbook against what it should be by the ledger and the rules."""
