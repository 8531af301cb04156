"""Cost: every movement of the ledger gets its amount."""
