"""Harms and facts of patients: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, put

HARMS = {
    "answer_without_statement": Example(
        [put("events", term_as_reported="")],
        found("error", "events:report1.e1", "occurred", "no"),
    ),
    "statement_without_answer": Example(
        [put("events", occurred="not_reported")],
        found("note", "events:report1.e1", "occurred", "no VOD"),
    ),
    "characteristic_silent": Example(
        [put("characteristics", 4, value="not_reported")],
        found("error", "characteristics:report1.h5", "value", "not_reported (reported)"),
    ),
    "vod_not_reported": Example(
        [put("events", occurred="not_reported", term_as_reported="")],
        found("note", "events:report1.e1", "term_as_reported", ""),
    ),
    "vod_without_details": Example(
        [put("events", occurred="yes", term_as_reported="VOD")],
        found("note", "events:report1.e1", "grade_as_reported", "VOD"),
    ),
    "essential_not_reported": Example(
        [put("characteristics", 5, value="not_reported")],
        found("note", "characteristics:report1.h6", "value", ""),
    ),
    "specimen_not_reported": Example(
        [put("laboratory", 3, analyte="blasts_specimen_not_stated")],
        found("note", "laboratory:report1.l4", "analyte", "64%"),
    ),
    "sign_missing": Example(
        [put("characteristics", 9, as_reported="CD19+, CD22")],
        found(
            "note",
            "characteristics:report1.h10",
            "as_reported",
            "CD19+, CD22",
            expected="CD22 with + or -",
        ),
    ),
    "phenotype_turned": Example(
        [add("characteristics", 9, as_reported="CD19-, CD22+")],
        # CD19 was + and is -
        found(
            "note",
            "characteristics:report1.h10",
            "as_reported",
            "CD19",
            beside=("characteristics:report1.h10z20",),
        ),
    ),
    "karyotype_malformed": Example(
        [put("characteristics", 8, as_reported="53XY")],
        found("note", "characteristics:report1.h9", "as_reported", "53XY", expected="53,XY"),
    ),
    "mild_with_severe_grade": Example(
        [add("events", 2, event="any_adverse_event", grade_as_reported="mild")],
        found(
            "warning",
            "events:report1.e3z8",
            "grade_as_reported",
            "mild; grade 4 thrombocytopenia",
            expected="not mild",
            beside=("events:report1.e3",),
        ),
    ),
    "event_reported_and_denied": Example(
        [add("events", occurred="yes", term_as_reported="VOD")],
        found(
            "error", "events:report1.e1", "occurred", "no VOD; VOD", beside=("events:report1.e1z8",)
        ),
    ),
    "denied_as_a_whole": Example(
        [add("events", event="any_adverse_event", term_as_reported="no adverse events")],
        found(
            "error",
            "events:report1.e1z8",
            "occurred",
            "no adverse events; thrombocytopenia",
            beside=("events:report1.e3",),
        ),
    ),
    "word_against_value": Example(
        [put("events", 3, grade_as_reported="mild")],
        # CTCAE 5.0: grade 1 is below normal to 10 g/dL
        found(
            "note",
            "events:report1.e4",
            "grade_as_reported",
            "anaemia (9.1 g/dL)",
            expected="10.0 to below 25.0 g/dL",
            beside=("laboratory:report1.l1",),
        ),
    ),
    "harm_not_in_abstract": Example(
        [put("events", 0, locator="Abstract ¶1")],
        found("note", "events:report1.e3", "locator", "thrombocytopenia"),
    ),
}
