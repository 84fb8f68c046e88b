"""Are doses and shares of cells possible in their units?"""

import numpy as np
import pandas as pd

from evidence.audit.checks.units.thresholds import PROJECT
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, short_text, shown
from evidence.audit.core.reported_numbers import FLOAT_NOISE, percentages
from evidence.harmonise.doses import HIGHEST_RADIATION_GY

# Body surface in m² that an absolute dose may imply, from infant to very large adult; a threshold
# of this project.
BODY_SURFACE_M2 = (0.2, 3.0)


@check(
    "units",
    severity="error",
    says="A dose of radiation is possible in Gy.",
    threshold=f"{HIGHEST_RADIATION_GY:g} Gy, {PROJECT}",
)
def radiation_impossible(coded: Frames, derived: Frames) -> pd.DataFrame:
    values = derived["doses"][["dose_id", "value", "unit"]]
    rows = coded["doses"].merge(values, on="dose_id", validate="one_to_one")
    rows = rows[(rows["unit"] == "Gy") & (rows["value"] > HIGHEST_RADIATION_GY)]
    likely = [
        f"{short_text(value / 100)} Gy ({short_text(value)} cGy)"
        if value / 100 <= HIGHEST_RADIATION_GY
        else ""
        for value in rows["value"]
    ]
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        expected=f"at most {HIGHEST_RADIATION_GY:g} Gy",
        how="more than any course of radiotherapy in leukaemia",
        likely_intended=likely,
    )


@check(
    "units",
    severity="warning",
    says="Inotuzumab is given by body surface.",
    threshold=f"body surface of {BODY_SURFACE_M2[0]:g} to {BODY_SURFACE_M2[1]:g} m², {PROJECT}",
)
def absolute_dose(coded: Frames, derived: Frames) -> pd.DataFrame:
    columns = ["dose_id", "compared_with_label", "value", "implied_body_surface_m2"]
    rows = coded["doses"].merge(derived["doses"][columns], on="dose_id", validate="one_to_one")
    rows = rows[rows["compared_with_label"] == "absolute_dose"]
    surface = rows["implied_body_surface_m2"]
    how = np.where(
        surface.notna(),
        "the label's dose implies a body surface of " + shown(surface, "{:.2f} m²"),
        "no label dose for its day, so no body surface follows",
    )
    smallest, largest = BODY_SURFACE_M2
    possible = surface.between(smallest - FLOAT_NOISE, largest + FLOAT_NOISE)
    impossible = surface.notna() & ~possible
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        expected="mg/m²",
        how=how,
        likely_intended=np.where(impossible, "mg/m²", ""),
        severity=np.where(impossible, "error", "warning"),
    )


@check("units", severity="error", says="A ratio of transcripts is not given in copies.")
def ratio_in_copies(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    rows = rows[
        (rows["method"] == "bcr_abl1_pcr") & rows["result_as_reported"].str.contains("copies")
    ]
    return noted(
        "assessments",
        rows,
        "result_as_reported",
        expected="a ratio or a percentage, with its scale",
        how="a ratio of transcripts has no unit of copies; "
        "whether it is on the international scale is not reported",
    )


@check("units", severity="error", says="A share of cells is at most 100%.")
def share_above_one(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    rows = rows[percentages(rows["result_as_reported"]) > 100]
    return noted(
        "assessments", rows, "result_as_reported", expected="at most 100%", how="a share of cells"
    )
