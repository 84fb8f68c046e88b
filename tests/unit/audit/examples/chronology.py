"""Dates, ages and follow-up: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, put

CHRONOLOGY = {
    "age_against_dates": Example(
        [add("characteristics", timing="at_index", value="60")],
        # 21 years at diagnosis, 800 days = 2.19 years before: 23.19 to 24.19
        found(
            "error",
            "characteristics:report1.h1z20",
            "value",
            "60",
            expected="23.2 to 24.2 years",
            beside=("characteristics:report1.h1", "timeline:report1.i1", "timeline:report1.i3"),
        ),
    ),
    "status_out_of_date": Example(
        [
            put("follow_up", until_as_reported="currently"),
            put("documents", received_as_reported="1 May 2031"),
        ],
        found(
            "warning",
            "follow_up:report1.f1",
            "until_as_reported",
            "16 months, currently",
            expected="a status near 1 May 2031",
            beside=("timeline:report1.i9",),
        ),
    ),
    "follow_up_after_submission": Example(
        [put("documents", received_as_reported="1 May 2001")],
        found(
            "error",
            "follow_up:report1.f1",
            "length_as_reported",
            "16 months",
            expected="not after 1 May 2001",
            beside=("timeline:report1.i9",),
        ),
    ),
    "follow_up_without_start": Example(
        [put("follow_up", counted_from_as_reported="")],
        found("note", "follow_up:report1.f1", "counted_from_as_reported", "16 months"),
    ),
    "follow_up_without_length": Example(
        [put("follow_up", length_as_reported="")],
        found("note", "follow_up:report1.f1", "length_as_reported", "alive in remission"),
    ),
    "publication_order": Example(
        [put("documents", received_as_reported="1 May 2098")],
        # day 1580 after 3 January 2000 is 1 May 2004
        found("error", "documents:report1", "received_as_reported", "1 May 2098; 1 May 2004;"),
    ),
    "interval_recomputed": Example(
        [put("timeline", 8, when_as_reported="16 months later, in May 1999")],
        # 16 months, half a month either way, after 29 September 2002
        found(
            "error",
            "timeline:report1.i9",
            "when_as_reported",
            "16 months later, in May 1999",
            expected="2004-01-14 to 2004-02-13",
            beside=("timeline:report1.i7",),
        ),
    ),
    "order_of_events": Example(
        [put("timeline", 1, when_as_reported="5 May 1990")],
        # the diagnosis is of 2000; days count from the first dose, i3
        found(
            "error",
            "timeline:report1.i2",
            "sequence",
            "5 May 1990: relapse",
            expected="not before report1.i1",
            beside=("timeline:report1.i1", "timeline:report1.i3"),
        ),
    ),
    "time_reported_twice": Example(
        [put("assessments", time_as_reported="1 May 2020")],
        # day 910 after 3 January 2000
        found(
            "error",
            "assessments:report1.a1",
            "time_as_reported",
            "1 May 2020",
            expected="1 July 2002",
            beside=("timeline:report1.i2",),
        ),
    ),
    "transplant_dated_twice": Example(
        [put("transplants", date_as_reported="1 May 2020")],
        # day 1000 after 3 January 2000
        found(
            "error",
            "transplants:report1.s1",
            "date_as_reported",
            "1 May 2020",
            expected="29 September 2002",
            beside=("timeline:report1.i7",),
        ),
    ),
    "day_convention_open": Example(
        [put("timeline", 3, day_convention="")],
        found("note", "timeline:report1.i4", "day_convention", "day 8"),
    ),
    "day_counts_differ": Example(
        [put("timeline", 5, day_convention="day_0")],
        # the doses of a cycle count from day 1
        found(
            "note",
            "timeline:report1.i6",
            "day_convention",
            "day 28; day 1",
            beside=("doses:report1.d1",),
        ),
    ),
    "first_dose_undated": Example(
        [put("timeline", 2, when_as_reported="")],
        found("note", "timeline:report1.i3", "when_as_reported", ""),
    ),
    "start_and_end_in_one_year": Example(
        [
            add("timeline", event="therapy_start", when_as_reported="in 2015", sequence=11),
            add("timeline", event="therapy_end", when_as_reported="since 2015", sequence=12),
        ],
        found(
            "note",
            "timeline:report1.i1z21",
            "when_as_reported",
            "since 2015",
            beside=("timeline:report1.i1z20",),
        ),
    ),
    "protocol_before_it_began": Example(
        [
            put("therapies", 0, phase="first_line", protocol="PROTOCOL 2080"),
            put("protocol_starts", named="PROTOCOL", first_enrolment="May 2080"),
        ],
        found(
            "warning",
            "therapies:report1.t1",
            "protocol",
            "PROTOCOL 2080",
            expected="a protocol that enrolled by 2080-05-01",
            beside=("timeline:report1.i1",),
        ),
    ),
}
