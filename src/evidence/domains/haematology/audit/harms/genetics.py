"""Phenotype and karyotype as reported."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, sources_of

PHENOTYPE_ITEM = "immunophenotype"
# A marker of an immunophenotype and the sign after it.
MARKER = r"\b(CDc?\d+(?:[a-c](?![a-z]))?|TdT|SMIg|HLA-DR)\s*([+-]|dim)?"


def _signs(coded: Frames) -> pd.DataFrame:
    """Each marker of each immunophenotype with the sign reported after it."""
    rows = coded["characteristics"]
    rows = rows[(rows["item"] == PHENOTYPE_ITEM) & (rows["as_reported"] != "")]
    found = (
        rows["as_reported"]
        .str.extractall(MARKER)
        .set_axis(["marker", "sign"], axis=1)
        .reset_index(level=1, drop=True)
    )
    return rows.join(found, how="inner").reset_index(drop=True)


@check("responses", severity="note", says="Every marker of a phenotype has its sign.")
def sign_missing(coded: Frames, derived: Frames) -> pd.DataFrame:
    signs = _signs(coded)
    signed = signs["sign"].notna().groupby(signs["characteristic_id"]).transform("any")
    rows = signs[signed & signs["sign"].isna()].drop_duplicates("characteristic_id")
    return noted(
        "characteristics",
        rows,
        "as_reported",
        expected="{marker} with + or -",
        how="a marker of the list has no sign",
    )


@check("responses", severity="note", says="A change of phenotype is reported as a change.")
def phenotype_turned(coded: Frames, derived: Frames) -> pd.DataFrame:
    signs = _signs(coded)
    signs = signs[signs["sign"].isin(["+", "-"])]
    turned = signs[signs.groupby(["patient_id", "marker"])["sign"].transform("nunique") > 1]
    groups = turned.groupby("patient_id", sort=False).agg(
        markers=("marker", lambda m: ", ".join(dict.fromkeys(m))),
        members=("characteristic_id", lambda k: " ".join(dict.fromkeys(k))),
    )
    rows = turned.drop_duplicates("patient_id").merge(
        groups, on="patient_id", validate="one_to_one"
    )
    return noted(
        "characteristics",
        rows,
        "as_reported",
        reported=rows["markers"],
        expected="the same sign, or a statement on the change",
        how="the signs differ between two examinations",
        sources=sources_of("characteristics", rows["members"]),
    )


@check(
    "responses",
    severity="note",
    says="A karyotype is written in its nomenclature.",
    threshold="ISCN",
)
def karyotype_malformed(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["characteristics"]
    rows = rows[
        (rows["item"] == "karyotype")
        & rows["as_reported"].str.contains(r"^\d{2}[XY]{1,2}", regex=True)
    ]
    return noted(
        "characteristics",
        rows,
        "as_reported",
        expected=rows["as_reported"].str.replace(r"^(\d{2})([XY])", r"\1,\2", regex=True),
        how="the nomenclature of karyotypes has a comma and the gained chromosomes",
    )
