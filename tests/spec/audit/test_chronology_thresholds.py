"""Times that cannot be reconciled, and statuses older than they say."""

import pandas as pd
import pytest

from evidence.audit.checks.chronology.ages import age_against_dates
from evidence.audit.checks.chronology.follow_up import (
    follow_up_after_submission,
    publication_order,
    status_out_of_date,
)
from evidence.audit.checks.chronology.order import interval_recomputed, order_of_events
from evidence.coded.settings import Index, Settings
from evidence.coded.tables import CodedTables
from tests.spec.audit.small_tables import PLACE, rows

Tables = dict[str, pd.DataFrame]


def timeline(*entries: tuple[str, str, str], **cells: str) -> tuple[Tables, Tables]:
    """Entries of a timeline: event, first and last day that it can mean."""
    coded = rows(
        *(
            {
                "timeline_id": f"report.i{number}",
                "sequence": number,
                "event": event,
                "description": event,
                "when_as_reported": earliest,
            }
            for number, (event, earliest, _) in enumerate(entries, 1)
        ),
        **PLACE,
        when_inferred="",
        relation="on",
        anchor_id="",
    )
    spans = rows(
        *(
            {
                "timeline_id": f"report.i{number}",
                "date_earliest": earliest,
                "date_latest": latest,
                "sources": f"timeline:report.i{number}",
            }
            for number, (_, earliest, latest) in enumerate(entries, 1)
        ),
        day_low=float("nan"),
        day_high=float("nan"),
    )
    return {"timeline": coded}, {"timeline": spans}


def followed(received: str, until: str = "currently") -> tuple[Tables, Tables]:
    """A status of 1 to 31 January 2020 in a report received on a day."""
    coded, derived = timeline(("follow_up", "2020-01-01", "2020-01-31"))
    status = {"follow_up_id": "report.f1", "timeline_id": "report.i1", "until_as_reported": until}
    document = {
        "document_id": "report",
        "received_as_reported": received,
        "accepted_as_reported": "",
        "published_as_reported": "",
    }
    follow_up = rows(status, **PLACE, length_as_reported="8 months")
    return {**coded, "follow_up": follow_up, "documents": rows(document)}, derived


@pytest.mark.parametrize(
    ("received", "until", "found"),
    [
        ("30 March 2020", "currently", 0),  # 59 days after 31 January 2020
        ("31 March 2020", "currently", 0),  # 60 days
        ("1 April 2020", "currently", 1),  # 61 days
        ("1 April 2020", "at present", 1),
        ("1 April 2020", "at the last visit", 0),
    ],
)
def test_a_current_status_is_at_most_60_days_old(received: str, until: str, found: int) -> None:
    assert len(status_out_of_date(*followed(received, until))) == found


@pytest.mark.parametrize(
    ("received", "found"),
    [("31 December 2019", 1), ("1 January 2020", 0), ("January 2020", 0), ("December 2019", 1)],
)
def test_follow_up_ends_before_submission(received: str, found: int) -> None:
    assert len(follow_up_after_submission(*followed(received))) == found


@pytest.mark.parametrize(
    ("age", "found"),
    [
        ("40", 1),  # 40 at diagnosis is 40 to below 41; two years later 42 to below 43
        ("41", 0),  # two years of days are 1.999 years: 41 is possible on the day
        ("42", 0),
        ("43", 1),
        ("41 to 42", 0),
        ("43 to 44", 1),
        ("41.8", 1),
        ("42.5", 0),
    ],
)
def test_ages_are_as_far_apart_as_their_dates(age: str, found: int) -> None:
    coded, derived = timeline(
        ("diagnosis", "2010-01-01", "2010-01-01"), ("index_start", "2012-01-01", "2012-01-01")
    )
    ages = rows(
        {"characteristic_id": "report.h1", "timing": "at_diagnosis", "value": "40"},
        {"characteristic_id": "report.h2", "timing": "at_index", "value": age},
        **PLACE,
        item="age",
    )
    assert len(age_against_dates({**coded, "characteristics": ages}, derived)) == found
    # The same of a review whose day 0 is another event; the first dose then says nothing.
    other = Settings(index=Index(event="admission"))
    tables = {**coded, "characteristics": ages}
    assert age_against_dates(CodedTables(tables, other), derived).empty
    tables["timeline"] = coded["timeline"].replace({"event": {"index_start": "admission"}})
    assert len(age_against_dates(CodedTables(tables, other), derived)) == found


@pytest.mark.parametrize(
    ("latest", "found"), [("2020-01-09", 1), ("2020-01-10", 0), ("2020-01-11", 0)]
)
def test_an_event_is_not_before_the_one_before_it(latest: str, found: int) -> None:
    tables = timeline(
        ("relapse", "2020-01-10", "2020-01-20"), ("index_start", "2020-01-01", latest)
    )
    assert len(order_of_events(*tables)) == found


@pytest.mark.parametrize(
    ("when", "found"),
    [
        # 8 months after 1 January 2020 are 7.5 to 8.5 months: 16 August to 16 September
        ("8 months later, in July 2020", 1),
        ("8 months later, in August 2020", 0),
        ("8 months later, in September 2020", 0),
        ("8 months later, in October 2020", 1),
        ("8 months later", 0),
    ],
)
def test_an_interval_is_good_to_half_a_unit(when: str, found: int) -> None:
    coded, derived = timeline(
        ("index_start", "2020-01-01", "2020-01-01"), ("relapse", "2020-08-16", "2020-09-16")
    )
    entries = coded["timeline"].assign(day_convention="", basis="reported")
    entries.loc[1, ["when_as_reported", "relation", "anchor_id"]] = [when, "after", "report.i1"]
    assert len(interval_recomputed({"timeline": entries}, derived)) == found


@pytest.mark.parametrize(
    ("accepted", "found"),
    [("1 May 2020", 0), ("30 April 2020", 1), ("May 2020", 0), ("April 2020", 1), ("", 0)],
)
def test_a_report_is_received_before_it_is_accepted(accepted: str, found: int) -> None:
    document = {
        "document_id": "report",
        "locator": "",
        "received_as_reported": "1 May 2020",
        "accepted_as_reported": accepted,
        "published_as_reported": "",
    }
    assert len(publication_order({"documents": rows(document)}, {})) == found
