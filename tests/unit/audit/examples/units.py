"""Values and units: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import put

UNITS = {
    "radiation_impossible": Example(
        [put("doses", 4, dose_as_reported="1200 Gy")],
        # 1200 cGy are 12 Gy
        found("error", "doses:report1.d5", "dose_as_reported", "1200 Gy", expected="at most 60 Gy"),
    ),
    "dose_above_limit": Example(
        [put("doses", 3, dose_as_reported="200 mg/kg")],
        # the limit of code list dose_limits, in mg/kg
        found(
            "error",
            "doses:report1.d4",
            "dose_as_reported",
            "200 mg/kg of cyclophosphamide",
            expected="at most 60 mg/kg",
        ),
    ),
    "absolute_dose": Example(
        [put("doses", dose_as_reported="1.3 mg")],
        found("warning", "doses:report1.d1", "dose_as_reported", "1.3 mg", expected="mg/m²"),
    ),
    "dose_not_reported": Example(
        [put("doses", dose_as_reported="")],
        found("note", "doses:report1.d1", "dose_as_reported", ""),
    ),
    "laboratory_implausible": Example(
        [put("laboratory", value_as_reported="79 g/dL")],
        # the range of code list analytes
        found(
            "error",
            "laboratory:report1.l1",
            "value_as_reported",
            "79 g/dL",
            expected="2.0 to 25.0 g/dL",
        ),
    ),
    "unit_missing": Example(
        [put("laboratory", 1, value_as_reported="0.9×10^9")],
        found("warning", "laboratory:report1.l2", "value_as_reported", "0.9×10^9"),
    ),
    "thousands_by_dot": Example(
        [put("laboratory", 1, value_as_reported="168.000/μL")],
        found(
            "warning",
            "laboratory:report1.l2",
            "value_as_reported",
            "168.000/μL",
            expected="168000/μL",
        ),
    ),
    "decimal_marks_mixed": Example(
        [put("doses", dose_as_reported="1,3 mg")],
        found("note", "doses:report1.d1", "dose_as_reported", "1,3 mg"),
    ),
    "ratio_in_copies": Example(
        [put("assessments", 2, method="bcr_abl1_pcr", result_as_reported="0.03 copies")],
        found("error", "assessments:report1.a3", "result_as_reported", "0.03 copies"),
    ),
    "superscript_lost": Example(
        [put("assessments", 2, result_as_reported="10-3")],
        found("note", "assessments:report1.a3", "result_as_reported", "10-3", expected="10^-3"),
    ),
    "share_above_one": Example(
        [put("assessments", result_as_reported="164% of blasts")],
        found(
            "error",
            "assessments:report1.a1",
            "result_as_reported",
            "164% of blasts",
            expected="at most 100%",
        ),
    ),
    "cells_not_named": Example(
        [put("doses", 3, dose_as_reported="1×10^6 /kg")],
        found("note", "doses:report1.d4", "dose_as_reported", "1×10^6 /kg"),
    ),
    "age_implausible": Example(
        [put("characteristics", value="170")],
        found("error", "characteristics:report1.h1", "value", "170", expected="at most 110 years"),
    ),
}
