"""``python -m visualcortex``: the commands."""

from visualcortex.cli import app

if __name__ == "__main__":
    app()
