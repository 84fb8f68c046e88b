"""Counts, percentages, parts and wholes: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, put

ARITHMETIC = {
    "part_exceeds_whole": Example(
        [
            add(
                "outcomes",
                measure="mrd_negative_of_responders",
                analysis_set="responders",
                events=110,
                n=115,
            )
        ],
        # the part counts 110, its whole 71
        found(
            "error",
            "outcomes:trial1.o1z4",
            "events",
            "110",
            expected="at most 71",
            beside=("outcomes:trial1.o1",),
        ),
    ),
    "parts_add_up": Example(
        [add("outcomes", measure="cr", events=50), add("outcomes", measure="cri", events=30)],
        # 50 + 30 = 80, not 71
        found(
            "error",
            "outcomes:trial1.o1",
            "events",
            "71",
            expected="80",
            beside=("outcomes:trial1.o1z4", "outcomes:trial1.o1z5"),
        ),
    ),
    "denominator_within_parent": Example(
        [
            add(
                "outcomes",
                measure="mrd_negative_of_responders",
                analysis_set="responders",
                events=60,
                n=100,
            )
        ],
        # 71 responders are counted, 100 divided by
        found(
            "error",
            "outcomes:trial1.o1z4",
            "n",
            "100",
            expected="at most 71",
            beside=("outcomes:trial1.o1",),
        ),
    ),
    "percent_of_count": Example(
        [put("outcomes", percent_as_reported="12.3")],
        # 71/120 = 59.17%
        found(
            "error",
            "outcomes:trial1.o1",
            "percent_as_reported",
            "12.3% for 71/120",
            expected="59.2%",
        ),
    ),
    "claim_percent_of_count": Example(
        [
            put(
                "claims",
                value_as_reported="about 20%",
                numerator_as_reported="5",
                denominator_as_reported="32",
            )
        ],
        # 5/32 = 15.625%, 4.4 points from about 20%
        found(
            "error", "claims:report1.c1", "value_as_reported", "about 20% (5/32)", expected="15.6%"
        ),
    ),
    "percent_has_count": Example(
        [
            put(
                "outcomes",
                numerator_basis="not_stated",
                events=None,
                n=34,
                percent_as_reported="64",
            )
        ],
        # 21/34 = 61.8%, 22/34 = 64.7%
        found("warning", "outcomes:trial1.o1", "percent_as_reported", "64% of 34"),
    ),
    "events_within_n": Example(
        [put("outcomes", events=150)],
        found("error", "outcomes:trial1.o1", "events", "150/120", expected="at most 120"),
    ),
    "claim_events_within_n": Example(
        [put("claims", numerator_as_reported="9", denominator_as_reported="7")],
        found("error", "claims:report1.c1", "numerator_as_reported", "9/7", expected="at most 7"),
    ),
    "characteristic_reported_twice": Example(
        [add("characteristics", 6, value="4")],
        found(
            "error",
            "characteristics:report1.h7",
            "value",
            "1; 4",
            beside=("characteristics:report1.h7z20",),
        ),
    ),
    "laboratory_reported_twice": Example(
        [add("laboratory", value_as_reported="7.1 g/dL")],
        found(
            "warning",
            "laboratory:report1.l1",
            "value_as_reported",
            "9.1 g/dL; 7.1 g/dL",
            beside=("laboratory:report1.l1z8",),
        ),
    ),
    "outcome_reported_twice": Example(
        [add("outcomes", events=72)],
        found(
            "error",
            "outcomes:trial1.o1",
            "events",
            "71/120; 72/120",
            beside=("outcomes:trial1.o1z4",),
        ),
    ),
    "status_reported_twice": Example(
        [add("follow_up", on_index="yes")],
        found(
            "error",
            "follow_up:report1.f1",
            "status_as_reported",
            "on_index: no; yes",
            beside=("follow_up:report1.f1z2",),
        ),
    ),
}
