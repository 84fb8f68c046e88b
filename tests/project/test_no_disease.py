"""The package knows no disease, drug or review: their words are in domains, data and review.toml.

A domain may know its field of medicine; every other package knows none.
"""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "evidence"
WORDS = re.compile(
    # this review
    r"ino-?vate|kantarjian|jabbour|bertamini|di_palma|huang_|bondarenko|lattupally|first_218"
    # its drug, and those it is compared with
    r"|inotuzumab|ozogamicin|\bino\b|blina|standard_chemotherapy|cd22|label_limits"
    # its field of medicine
    r"|\bmrd|_mrd|mrd_|marrow|\bvod|_vod|\bsos\b|transplant|hsct|gvhd|chimerism|engraft|graft\b"
    r"|kmt2a|ph_status|karyotype|car_t\b|car t\b|leuk|blast|\beln\b|relaps|remission|philadelphia"
    r"|extramedullary|\bcns\b|cr_or|\bcri\b|\bcrp\b|\bcrh\b|cytopeni|neutrop|bcr_abl|ig_tr"
    r"|metabolic_response|intrathecal|\btki\b|icans",
    re.I,
)


def documentation(tree):
    """Numbers of the lines of docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            yield from range(node.body[0].lineno, node.body[0].end_lineno + 1)


def known(text):
    """Lines of code, without comments and docstrings, that have one of the words."""
    documented = set(documentation(ast.parse(text)))
    code = {
        number: line.split("  # ")[0]
        for number, line in enumerate(text.splitlines(), 1)
        if number not in documented and not line.lstrip().startswith("#")
    }
    return [number for number, line in code.items() if WORDS.search(line)]


PACKAGES = sorted(
    path.name for path in PACKAGE.iterdir() if path.name != "domains" and any(path.rglob("*.py"))
)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_knows_no_disease(package):
    found = [
        f"{path.relative_to(PACKAGE)}, line {number}"
        for path in sorted((PACKAGE / package).rglob("*.py"))
        for number in known(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_words_count_in_code_and_not_in_documentation():
    assert known('"""Of MRD."""\n# vod_sos\nx = 1  # a graft\n') == []
    assert known("x = 1\nevent = 'vod_sos'\n") == [2]
