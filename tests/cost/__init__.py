"""What goods cost: published worked examples, and rules no textbook has."""
