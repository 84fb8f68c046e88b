"""Totals and counts of a cycle against the label."""

import math

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, short_text, shown, sources_of
from evidence.audit.core.reported_numbers import FLOAT_NOISE
from evidence.domains.haematology.audit.doses.schedule import label_limit, label_totals
from evidence.domains.haematology.audit.doses.thresholds import LABEL
from evidence.harmonise.doses import TOLERANCE


def given_in_cycles(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["doses"].merge(
        derived["doses"][["dose_id", "value", "kind"]], on="dose_id", validate="one_to_one"
    )
    scheduled = rows["agent"].isin(coded["dose_schedule"]["agent"])
    rows = rows[scheduled & (rows["given"] == "given") & rows["cycle"].notna()]
    return rows.assign(
        number=rows["administrations"].fillna(1).astype(int),
        amount=rows["value"] * rows["administrations"].fillna(1).astype(int),
    )


@check(
    "doses",
    severity="error",
    says="The doses of a cycle add up to no more than the label's total.",
    threshold=f"{LABEL}, {TOLERANCE:.0%} above",
)
def cycle_total(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = given_in_cycles(coded, derived)
    rows = rows[rows["kind"] == "per_surface"]
    keys = ["patient_id", "therapy_id", "cycle"]
    groups = (
        rows.groupby(keys, sort=False)
        .agg(
            total=("amount", "sum"),
            members=("dose_id", " ".join),
            terms=("value", lambda values: " + ".join(map(short_text, values))),
        )
        .reset_index()
    )
    highest = max(label_totals(coded), default=math.nan)
    groups = groups[groups["total"] > highest * (1 + TOLERANCE) + FLOAT_NOISE]
    rows = rows.drop_duplicates(keys).merge(groups, on=keys, validate="one_to_one")
    expected = f"{' or '.join(map(short_text, label_totals(coded)))} mg/m² per cycle"
    return noted(
        "doses",
        rows,
        "cycle",
        reported="{terms} mg/m²",
        expected=expected,
        how=rows["terms"].astype(str) + " = " + rows["total"].map(short_text),
        sources=sources_of("doses", rows["members"].astype(str)),
    )


@check(
    "doses",
    severity="warning",
    says="A cycle has no more doses than on the label.",
    threshold=LABEL,
)
def doses_in_cycle(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = given_in_cycles(coded, derived)
    keys = ["patient_id", "therapy_id", "cycle"]
    groups = (
        rows.groupby(keys, sort=False)
        .agg(doses=("number", "sum"), members=("dose_id", " ".join))
        .reset_index()
    )
    most = label_limit(coded, "doses_in_a_cycle")
    rows = rows.drop_duplicates(keys).merge(
        groups[groups["doses"] > most], on=keys, validate="one_to_one"
    )
    return noted(
        "doses",
        rows,
        "administrations",
        reported="{doses} doses in cycle {cycle}",
        expected=f"at most {most:g}",
        how="the label's number of doses in a cycle",
        sources=sources_of("doses", rows["members"]),
    )


@check(
    "doses", severity="warning", says="There are no more cycles than on the label.", threshold=LABEL
)
def cycles_above_label(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["characteristics"]
    rows = rows[rows["item"] == "index_cycles"]
    cycles = pd.to_numeric(rows["value"], errors="coerce").astype(float)
    most = label_limit(coded, "cycles")
    rows = rows[cycles > most]
    return noted(
        "characteristics",
        rows,
        "value",
        reported=rows["as_reported"],
        expected=f"at most {most:g} cycles",
        how="the label's number of cycles",
    )


@check(
    "doses",
    severity="warning",
    says="A patient for transplant has no more cycles than the label gives before it.",
    threshold=LABEL,
)
def cycles_before_transplant(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["characteristics"]
    rows = rows[rows["item"] == "index_cycles"]
    cycles = pd.to_numeric(rows["value"], errors="coerce").astype(float)
    therapies = coded["therapies"]
    # A transplant that followed, or one that inotuzumab was to lead to.
    drug = therapies[therapies["therapy_class"] == "index"]
    first = drug.groupby("patient_id")["sequence"].min()
    followed = therapies[
        (therapies["therapy_class"] == "transplant")
        & (therapies["sequence"] > therapies["patient_id"].map(first))
    ]
    meant = pd.concat([followed, drug[drug["phase"] == "bridging"]])["patient_id"]
    most = label_limit(coded, "cycles_before_transplant")
    rows = rows[
        (cycles > most) & (cycles <= label_limit(coded, "cycles")) & rows["patient_id"].isin(meant)
    ]
    return noted(
        "characteristics",
        rows,
        "value",
        reported=rows["as_reported"],
        expected=f"at most {most:g} cycles before a transplant",
        how="the label's number of cycles before a transplant",
    )


@check(
    "doses", severity="error", says="Doses are as far apart as the label asks for.", threshold=LABEL
)
def doses_too_close(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = given_in_cycles(coded, derived)
    rows = rows[rows["day_of_cycle"].notna()].sort_values(
        ["patient_id", "therapy_id", "cycle", "day_of_cycle"], kind="stable"
    )
    before = rows.groupby(["patient_id", "therapy_id", "cycle"], sort=False)[
        ["day_of_cycle", "dose_id"]
    ].shift()
    gap = (rows["day_of_cycle"] - before["day_of_cycle"]).astype(float)
    least = label_limit(coded, "days_between_doses")
    bad = gap < least
    rows, gap = rows.join(before.add_suffix("_before"))[bad], gap[bad]
    return noted(
        "doses",
        rows,
        "day_of_cycle",
        reported=rows["day_as_reported"],
        expected=f"at least {least:g} days between doses",
        how=shown(gap, "{:g} days after the dose before"),
        sources="doses:{dose_id} doses:{dose_id_before}",
    )
