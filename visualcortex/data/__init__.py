"""Real inputs and weights that arrive with installed packages; files are checked before they are read."""
