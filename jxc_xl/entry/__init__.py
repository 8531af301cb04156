"""Where people and programs come in: thin, no logic; the only place that catches errors."""
