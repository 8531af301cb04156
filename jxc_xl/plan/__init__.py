"""Plan: what to buy, to ship, to count and to clear, from what was sold and what is there."""
