"""Learning: what a search finds, from a model and what it is shown to arrays."""
