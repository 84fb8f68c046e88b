"""Inputs of published analyses, and what it means to agree with a printed number."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

FIXTURE = Path(__file__).parents[1] / "reference" / "metafor.json.xz"


@pytest.fixture(scope="session")
def trials():
    """Return the raw table or the moderators of a data set of the reference fixture, as floats."""
    document = json.loads(lzma.decompress(FIXTURE.read_bytes()))
    tables = {dataset["id"]: dataset for dataset in document["datasets"]}

    def read(name, part="input"):
        return {
            column: np.array(values) if isinstance(values[0], str) else np.array(values, float)
            for column, values in tables[name][part].items()
        }

    return read


@pytest.fixture
def prints():
    """Assert that numbers, rounded as in the paper, are the printed ones."""

    def check(values, printed, decimals):
        values = np.atleast_1d(np.asarray(values, float))
        # half a unit of the last printed digit, and the rounding of the binary numbers
        np.testing.assert_allclose(
            values, np.atleast_1d(printed), rtol=0, atol=0.5 * 10.0**-decimals * (1 + 1e-9)
        )

    return check
