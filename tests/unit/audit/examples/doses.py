"""Doses, days and cycles: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, put

DOSES = {
    "doses_too_close": Example(
        [put("doses", 1, day_of_cycle=4)],
        # day 4 is 3 days after day 1; its words still say day 8
        found(
            "error",
            "doses:report1.d2",
            "day_of_cycle",
            "day 8",
            expected="at least 6 days between doses",
            beside=("doses:report1.d1",),
        ),
    ),
    "planned_not_given": Example(
        [
            put("doses", 2, given="planned"),
            add("doses", 0, given="planned"),
            add("doses", 1, given="planned"),
        ],
        # days 1, 8 and 15 are planned, days 1 and 8 given
        found(
            "note",
            "doses:report1.d1",
            "given",
            "2 doses of cycle 1",
            expected="3 as planned",
            beside=(
                "doses:report1.d2",
                "doses:report1.d3",
                "doses:report1.d1z10",
                "doses:report1.d2z11",
            ),
        ),
    ),
    "cycle_contradicted": Example(
        [add("doses", cycle=3)],
        # the patient's number of cycles is 1
        found(
            "error",
            "doses:report1.d1z10",
            "cycle",
            "cycle 3",
            expected="at most 1 cycles",
            beside=("characteristics:report1.h7",),
        ),
    ),
    "ambiguous_frequency": Example(
        [put("doses", day_as_reported="bi-weekly")],
        found("warning", "doses:report1.d1", "day_as_reported", "bi-weekly"),
    ),
    "cycle_total": Example(
        [put("doses", dose_as_reported="1.8 mg/m²")],
        # 1.8 + 0.5 + 0.5 = 2.8; the label's cycles are 0.8 + 0.5 + 0.5 and 0.5 + 0.5 + 0.5
        found(
            "error",
            "doses:report1.d1",
            "cycle",
            "1.8 + 0.5 + 0.5 mg/m²",
            expected="1.5 or 1.8 mg/m² per cycle",
            beside=("doses:report1.d2", "doses:report1.d3"),
        ),
    ),
    "doses_in_cycle": Example(
        [put("doses", administrations=2)],
        # 2 + 1 + 1 = 4
        found(
            "warning",
            "doses:report1.d1",
            "administrations",
            "4 doses in cycle 1",
            expected="at most 3",
            beside=("doses:report1.d2", "doses:report1.d3"),
        ),
    ),
    "cycles_above_label": Example(
        [put("characteristics", 6, value="9", as_reported="9")],
        found("warning", "characteristics:report1.h7", "value", "9", expected="at most 6 cycles"),
    ),
    "cycles_before_transplant": Example(
        [put("characteristics", 6, value="4", as_reported="4")],
        found(
            "warning",
            "characteristics:report1.h7",
            "value",
            "4",
            expected="at most 3 cycles before a transplant",
        ),
    ),
    "dose_off_label": Example(
        [put("doses", dose_as_reported="1.8 mg/m²")],
        # the label gives 0.8 mg/m² on day 1
        found(
            "error",
            "doses:report1.d1",
            "dose_as_reported",
            "1.8 mg/m²",
            expected="0.8 mg/m² on day 1",
        ),
    ),
    "day_off_label": Example(
        [put("doses", 1, day_of_cycle=18)],
        found(
            "warning",
            "doses:report1.d2",
            "day_as_reported",
            "day 8 (day 18 of the cycle)",
            expected="day 1, 8, 15",
        ),
    ),
}
