"""What tab completion shows, and what importing costs."""

import subprocess
import sys

import jedi
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import evidence as ev


@pytest.mark.parametrize("name", ev.__all__)
def test_every_public_name_is_there(name):
    assert getattr(ev, name).__doc__
    assert name in dir(ev)


def test_jedi_completes_public_names():
    found = jedi.Interpreter("ev.po", [{"ev": ev}]).complete()
    assert {completion.name for completion in found} == {"pool"}


def test_ipython_completes_public_names():
    shell = InteractiveShell.instance()
    shell.user_ns["ev"] = ev
    with provisionalcompleter():
        found = [completion.text for completion in shell.Completer.completions("ev.for", 6)]
    assert found == ["forest"]


def test_importing_the_package_imports_nothing_heavy():
    heavy = "{'pandas', 'numpy', 'scipy', 'matplotlib'}"
    code = f"import sys, evidence; print(*{heavy} & {{*sys.modules}})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'pol'"):
        _ = ev.pol
