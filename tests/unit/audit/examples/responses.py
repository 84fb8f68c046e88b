"""Responses and MRD: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, put

RESPONSES = {
    "remission_present_before": Example(
        [put("assessments", result_as_reported="3% of blasts")],
        found(
            "warning",
            "assessments:report1.a2",
            "response",
            "complete remission",
            beside=("assessments:report1.a1",),
        ),
    ),
    "relapses_counted": Example(
        [put("characteristics", 7, value="4", as_reported="4")],
        # i2 is the relapse of the timeline
        found(
            "error",
            "characteristics:report1.h8",
            "value",
            "4",
            expected="1 relapses",
            beside=("timeline:report1.i2",),
        ),
    ),
    "partial_response_blasts": Example(
        [put("assessments", response="pr")],
        found(
            "error",
            "assessments:report1.a1",
            "term_as_reported",
            "relapse (64% of blasts)",
            expected="5% to 25% marrow blasts",
        ),
    ),
    "remission_with_blasts": Example(
        [put("assessments", 1, result_as_reported="12% of blasts")],
        found(
            "error",
            "assessments:report1.a2",
            "term_as_reported",
            "complete remission (12% of blasts)",
            expected="below 5% marrow blasts",
        ),
    ),
    "remission_with_mrd": Example(
        [
            put(
                "assessments",
                2,
                comparator="equal",
                result_as_reported="1.8%",
                response="mrd_positive",
            )
        ],
        found(
            "warning",
            "assessments:report1.a2",
            "term_as_reported",
            "complete remission (MRD 1.8%)",
            expected="MRD below 1%",
            beside=("assessments:report1.a3",),
        ),
    ),
    "therapy_remission_with_mrd": Example(
        [put("therapies", response="cr", response_as_reported="CR", mrd_as_reported="1.8%")],
        found(
            "warning",
            "therapies:report1.t1",
            "response_as_reported",
            "CR (MRD 1.8%)",
            expected="MRD below 1%",
        ),
    ),
    "remission_with_growing_disease": Example(
        [
            add(
                "assessments",
                1,
                compartment="extramedullary",
                method="pet_ct",
                response="progressive_disease",
                result_as_reported="",
                term_as_reported="new masses",
            )
        ],
        found(
            "warning",
            "assessments:report1.a2",
            "term_as_reported",
            "complete remission; new masses",
            expected="no remission",
            beside=("assessments:report1.a2z6",),
        ),
    ),
    "response_without_kind": Example(
        [
            put(
                "assessments",
                1,
                response="response",
                result_as_reported="",
                term_as_reported="excellent response",
            )
        ],
        found("note", "assessments:report1.a2", "term_as_reported", "excellent response"),
    ),
    "terms_differ": Example(
        [
            add(
                "assessments",
                1,
                response="no_response",
                term_as_reported="no response",
                result_as_reported="",
            )
        ],
        found(
            "error",
            "assessments:report1.a2",
            "response",
            "complete remission; no response",
            beside=("assessments:report1.a2z6",),
        ),
    ),
    "mrd_contradicted": Example(
        [
            add(
                "assessments",
                2,
                comparator="equal",
                result_as_reported="2.68×10^-5",
                response="not_reported",
            )
        ],
        found(
            "error",
            "assessments:report1.a3",
            "term_as_reported",
            "MRD negative; 2.68×10^-5",
            beside=("assessments:report1.a3z6",),
        ),
    ),
    "mrd_counted_by_morphology": Example(
        [
            put(
                "assessments",
                term_as_reported="MRD-positive relapse",
                result_as_reported="3% of blasts",
            )
        ],
        found("error", "assessments:report1.a1", "method", "MRD-positive relapse (3% of blasts)"),
    ),
    "molecular_by_cells": Example(
        [put("assessments", term_as_reported="molecular relapse")],
        found("warning", "assessments:report1.a1", "term_as_reported", "molecular relapse"),
    ),
    "mrd_rose": Example(
        [
            put(
                "assessments",
                2,
                comparator="equal",
                result_as_reported="0.1%",
                response="mrd_positive",
            ),
            add(
                "assessments", 2, sequence=0, timeline_id="report1.i2", result_as_reported="0.001%"
            ),
        ],
        # 0.001% before, 0.1% now
        found(
            "warning",
            "assessments:report1.a3",
            "result_as_reported",
            "0.1%",
            expected="near 1e-05",
            beside=("assessments:report1.a3z6",),
        ),
    ),
    "level_repeated": Example(
        [
            put(
                "assessments",
                2,
                comparator="equal",
                result_as_reported="0.1%",
                response="mrd_positive",
            ),
            add("assessments", 2, sequence=9, timeline_id="report1.i9"),
        ],
        found(
            "note",
            "assessments:report1.a3z6",
            "result_as_reported",
            "0.1%",
            beside=("assessments:report1.a3",),
        ),
    ),
    "negative_unqualified": Example(
        [put("assessments", 2, sensitivity_as_reported="")],
        found("note", "assessments:report1.a3", "sensitivity_as_reported", "MRD negative"),
    ),
    "antigen_lost": Example(
        [
            add("assessments", 1, marker="CD22", comparator="equal", result_as_reported="64%"),
            add(
                "assessments",
                1,
                sequence=9,
                marker="CD22",
                comparator="not_detected",
                term_as_reported="CD22 negative",
            ),
        ],
        found(
            "warning",
            "assessments:report1.a2z7",
            "result_as_reported",
            "CD22 64%; CD22 negative",
            beside=("assessments:report1.a2z6",),
        ),
    ),
    "given_together": Example(
        [
            put("therapies", 1, response="cr", response_as_reported="remission"),
            put(
                "therapies", 2, role="concomitant", therapy_class="steroid", as_reported="steroids"
            ),
        ],
        found(
            "note",
            "therapies:report1.t2",
            "response_as_reported",
            "remission; with steroids",
            beside=("therapies:report1.t3",),
        ),
    ),
    "level_below_method": Example(
        [
            put(
                "assessments",
                2,
                comparator="equal",
                result_as_reported="2.68×10^-5",
                sensitivity_as_reported="",
                response="mrd_positive",
            )
        ],
        found("note", "assessments:report1.a3", "result_as_reported", "2.68×10^-5"),
    ),
}
