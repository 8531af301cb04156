"""Answer: what worksheet functions ask, from an index over the costed book."""
