"""The fixture is the one that was generated, and its grid does not shrink."""

import hashlib
import lzma
from pathlib import Path

SHA256 = "c06fd49d65782db708aa5edaaa471b5318a8467bb5a25ea8a413b8043c6907ca"
COUNTS = {
    "effects": 636,
    "rma.uni": 2215,
    "metareg": 375,
    "subgroup": 39,
    "rma.mh": 202,
    "rma.peto": 20,
    "leave1out": 180,
    "cumul": 180,
    "influence": 60,
    "leave1out.mh": 38,
    "rma.glmm": 107,
    "selmodel": 36,
    "ci.2x2": 108,
    "gosh": 65,
    "permutest": 16,
    "gosh.mh": 4,
    "robust": 11,
    "ci.prop": 30,
    "ci.rate": 9,
    "regtest": 1114,
    "ranktest": 70,
    "trimfill": 766,
    "fsn": 280,
    "tes": 69,
}


def test_the_fixture_is_pinned():
    packed = (Path(__file__).parent / "metafor.json.xz").read_bytes()
    assert hashlib.sha256(lzma.decompress(packed)).hexdigest() == SHA256


def test_the_grid_does_not_shrink(oracle):
    assert len(oracle.datasets) == 49
    assert oracle.counts() == COUNTS
