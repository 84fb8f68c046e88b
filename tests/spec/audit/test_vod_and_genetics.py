"""Veno-occlusive disease, specimens, phenotypes and karyotypes as reported."""

import pandas as pd
import pytest

from evidence.domains.haematology.audit.harms.completeness import (
    specimen_not_reported,
    vod_not_reported,
    vod_without_details,
)
from evidence.domains.haematology.audit.harms.genetics import (
    karyotype_malformed,
    phenotype_turned,
    sign_missing,
)
from tests.spec.audit.small_tables import PLACE, rows

VOD = {
    **PLACE,
    "event": "vod_sos",
    "phase": "on_index",
    "occurred": "not_reported",
    "term_as_reported": "",
    "onset_as_reported": "",
    "grade_as_reported": "",
}
PHASES = rows({"code": "on_index", "label": "On inotuzumab"})


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([{}], 1),
        ([{}, {}], 1),  # one finding a phase
        ([{"occurred": "no"}], 0),
        ([{}, {"occurred": "no"}], 0),
        ([{}, {"occurred": "no", "phase": "after_transplant"}], 1),
        ([{"term_as_reported": "VOD prophylaxis"}], 0),
        ([{"event": "death"}], 0),
    ],
)
def test_vod_is_answered_for_each_phase(cells: list[dict], found: int) -> None:
    events = rows(*({"event_id": f"e{n}"} | VOD | cell for n, cell in enumerate(cells)))
    noted = vod_not_reported({"events": events, "phases": PHASES}, {})
    words = "the drug's boxed warning is not answered for on inotuzumab"
    assert noted["how"].tolist() == [words] * found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"occurred": "yes"}, 1),
        ({"occurred": "yes", "onset_as_reported": "day 12"}, 0),
        ({"occurred": "no"}, 0),
        ({"occurred": "yes", "event": "death"}, 0),
    ],
)
def test_a_vod_has_its_onset(cells: dict, found: int) -> None:
    assert len(vod_without_details({"events": rows({"event_id": "e1"} | VOD | cells)}, {})) == found


def test_a_share_of_blasts_has_its_specimen() -> None:
    unnamed = "blasts_specimen_not_stated"
    values = [("l1", "p", unnamed), ("l2", "p", unnamed), ("l3", "q", "marrow_blasts")]
    laboratory = pd.DataFrame(values, columns=["laboratory_id", "patient_id", "analyte"])
    laboratory = laboratory.assign(document_id="report", locator="¶ 1", value_as_reported="64%")
    noted = specimen_not_reported({"laboratory": laboratory}, {})
    assert noted["sources"].tolist() == ["laboratory:l1 laboratory:l2"]


def described(item: str, *texts: str) -> dict[str, pd.DataFrame]:
    facts = [{"characteristic_id": f"h{n}", "as_reported": text} for n, text in enumerate(texts)]
    return {"characteristics": rows(*facts, **PLACE, item=item)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CD19+, CD22", ["CD22 with + or -"]),
        ("CD19+, CD22 +", []),
        ("CD19+, CD22dim", []),
        ("CD19, CD22", []),  # a list without any sign
        ("TdT+, HLA-DR", ["HLA-DR with + or -"]),
        ("", []),
    ],
)
def test_each_marker_has_its_sign(text: str, expected: list) -> None:
    assert sign_missing(described("immunophenotype", text), {})["expected"].tolist() == expected
    assert sign_missing(described("other", text), {}).empty


@pytest.mark.parametrize(
    ("texts", "markers"),
    [
        (("CD19+, CD22+", "CD19-, CD22+"), ["CD19"]),
        (("CD19+, CD22+", "CD19-, CD22-"), ["CD19, CD22"]),
        (("CD19+", "CD19+"), []),
        (("CD19+", "CD19dim"), []),
        (("CD19+", "CD20-"), []),
    ],
)
def test_a_marker_has_the_same_sign(texts: tuple, markers: list) -> None:
    noted = phenotype_turned(described("immunophenotype", *texts), {})
    assert noted["reported"].tolist() == markers


@pytest.mark.parametrize(
    ("text", "expected"),
    [("53XY", ["53,XY"]), ("46X", ["46,X"]), ("46,XY", []), ("normal", []), ("6XY", [])],
)
def test_a_karyotype_has_its_comma(text: str, expected: list) -> None:
    assert karyotype_malformed(described("karyotype", text), {})["expected"].tolist() == expected
    assert karyotype_malformed(described("other", text), {}).empty
