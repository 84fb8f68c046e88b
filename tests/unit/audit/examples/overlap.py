"""Patients counted twice: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, again, put

OVERLAP = {
    "same_patient": Example(
        [again],
        found(
            "error",
            "patients:patient1_again",
            "patient_id",
            "female, 21 years, chemotherapy index transplant",
            expected="another patient",
            beside=("patients:patient1",),
        ),
    ),
    "case_in_a_series": Example(
        [
            put(
                "documents",
                1,
                kind="observational",
                authors_as_reported="Reporter1 A; Helper1 B; Other C",
            )
        ],
        found(
            "note",
            "documents:report1",
            "authors_as_reported",
            "trialists1",
            beside=("documents:trialists1",),
        ),
    ),
    "family_pooled_twice": Example(
        [add("pool_rows")],
        found(
            "error",
            "pool_rows:trial1.q1z2",
            "primary",
            "trial1, cr_or_cri",
            beside=("pool_rows:trial1.q1",),
        ),
    ),
    "trial_in_two_families": Example(
        [put("studies", 1, trial_identifier="NCT00000001")],
        found("error", "studies:trial1", "family_id", "NCT00000001: trial1, trial2"),
        found("error", "studies:trial2", "family_id", "NCT00000001: trial1, trial2"),
    ),
}
