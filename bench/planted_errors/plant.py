"""Errors to plant in coded tables, one function a kind; each returns the changed tables and the
keys it touched.

A planter chooses among rows that no finding concerns yet, so that what it plants is the only error
there.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.audit.core.findings import KEYS, Frames
from evidence.harmonise.dates import MONTHS


@dataclass(frozen=True)
class Planted:
    """A copy of the coded tables with one error, which of their keys it
    touched, and what was done.
    """

    tables: Frames
    keys: frozenset[str]
    change: str


@dataclass(frozen=True)
class Planter:
    """A kind of error, the check that is meant to find it, and the function that plants it."""

    kind: str
    check: str
    plant: Callable[[Frames, frozenset[str], np.random.Generator], Planted | None]


def changed(coded: Frames, table: str, row: int, column: str, value) -> Planted:
    """One cell changed."""
    frame = coded[table].copy()
    key, before = frame.loc[row, KEYS[table]], frame.loc[row, column]
    frame.loc[row, column] = value
    return Planted(
        {**coded, table: frame},
        frozenset([f"{table}:{key}"]),
        f"{table} {key}, {column}: {before} to {value}",
    )


def one_of(
    rows: pd.DataFrame, table: str, used: frozenset[str], rng: np.random.Generator
) -> int | None:
    """Index of a row that no finding concerns."""
    free = rows.index[[f"{table}:{key}" not in used for key in rows[KEYS[table]]]]
    return int(rng.choice(free)) if len(free) else None


def swapped(text: str, rng: np.random.Generator) -> str:
    """The text with two neighbouring, different digits of its figure swapped.

    >>> swapped("73.8", np.random.default_rng(0)) in ("37.8", "78.3")
    True
    """
    figure = re.match(r"[\d.,]*", text).end()
    places = [i for i, character in enumerate(text[:figure]) if character.isdigit()]
    pairs = [(i, j) for i, j in itertools.pairwise(places) if text[i] != text[j]]
    if not pairs:
        return text
    i, j = pairs[rng.integers(len(pairs))]
    return text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]


def substituted(
    table: str, column: str, pattern: str, replacement: str, where: str = ""
) -> Callable:
    """Plants ``replacement`` for ``pattern`` in one cell of a column."""

    def plant(coded, used, rng):
        rows = coded[table].query(where) if where else coded[table]
        row = one_of(
            rows[[bool(re.search(pattern, text)) for text in rows[column]]], table, used, rng
        )
        return (
            None
            if row is None
            else changed(
                coded,
                table,
                row,
                column,
                re.sub(pattern, replacement, coded[table].loc[row, column]),
            )
        )

    return plant


def digits_swapped(table: str, column: str, where: str) -> Callable:
    """Plants two swapped digits in one cell of a column."""

    def plant(coded, used, rng):
        rows = coded[table].query(where)
        row = one_of(rows[rows[column].str.contains(r"\d.*\d", regex=True)], table, used, rng)
        if (
            row is None
            or (value := swapped(coded[table].loc[row, column], rng))
            == coded[table].loc[row, column]
        ):
            return None
        return changed(coded, table, row, column, value)

    return plant


def replaced(table: str, column: str, value: str, where: str) -> Callable:
    """Plants a value in one cell of a column."""

    def plant(coded, used, rng):
        row = one_of(coded[table].query(where), table, used, rng)
        return None if row is None else changed(coded, table, row, column, value)

    return plant


def anywhere(plant: Callable) -> Callable:
    """The planter, also on rows that some finding concerns already."""
    return lambda coded, used, rng: plant(coded, frozenset(), rng)


def denominator_changed(coded, used, rng):
    outcomes = coded["outcomes"]
    rows = outcomes[
        outcomes["events"].gt(0).fillna(False)
        & outcomes["n"].notna()
        & (outcomes["percent_as_printed"] != "")
        & (outcomes["numerator_basis"] == "printed")
        & (outcomes["unit"] == "")
    ]
    row = one_of(rows, "outcomes", used, rng)
    n = int(outcomes.loc[row, "n"])
    return changed(coded, "outcomes", row, "n", round(n * rng.uniform(1.1, 1.5)) + 1)


def denominator_below_events(coded, used, rng):
    outcomes = coded["outcomes"]
    row = one_of(
        outcomes[outcomes["events"].gt(2).fillna(False) & outcomes["n"].notna()],
        "outcomes",
        used,
        rng,
    )
    return changed(coded, "outcomes", row, "n", int(outcomes.loc[row, "events"]) - 1)


def claim_denominator_changed(coded, used, rng):
    claims = coded["claims"]
    row = one_of(
        claims[
            claims["denominator_as_printed"].str.fullmatch(r"\d+")
            & claims["value_as_printed"].str.contains("%")
        ],
        "claims",
        used,
        rng,
    )
    return (
        None
        if row is None
        else changed(
            coded,
            "claims",
            row,
            "denominator_as_printed",
            str(int(claims.loc[row, "denominator_as_printed"]) + int(rng.integers(10, 60))),
        )
    )


def date_shifted(coded, used, rng):
    """One dated entry is moved to the other side of another dated entry of its patient."""
    timeline = coded["timeline"]
    dated = timeline[
        timeline["when_as_printed"].str.contains(
            r"^(?:in |In )?(?:\d{1,2} )?(?:" + "|".join(MONTHS) + r"),? \d{4}$",
            case=False,
            regex=True,
        )
    ]
    patients = dated.groupby("patient_id")["sequence"].transform("size")
    row = one_of(dated[patients > 2], "timeline", used, rng)
    if row is None:
        return None
    own = dated[dated["patient_id"] == dated.loc[row, "patient_id"]]
    years = own["when_as_printed"].str.extract(r"(\d{4})")[0].astype(int)
    later, year = own["sequence"] > own.loc[row, "sequence"], years[row]
    target = (
        years[later].min() + 1
        if (later.any() and rng.random() < 0.5)
        or not (own["sequence"] < own.loc[row, "sequence"]).any()
        else years[own["sequence"] < own.loc[row, "sequence"]].max() - 1
    )
    return changed(
        coded,
        "timeline",
        row,
        "when_as_printed",
        timeline.loc[row, "when_as_printed"].replace(
            str(year), str(target + int(rng.integers(0, 3)) * (1 if target > year else -1))
        ),
    )


def interval_changed(coded, used, rng):
    """The printed number of months or days beside a printed date is changed."""
    timeline = coded["timeline"]
    both = timeline["when_as_printed"].str.contains(r"\d+ months?\b.*\d{4}", regex=True) & (
        timeline["anchor_id"] != ""
    )
    row = one_of(timeline[both], "timeline", used, rng)
    if row is None:
        return None
    text = timeline.loc[row, "when_as_printed"]
    months = int(re.search(r"(\d+) months?", text).group(1)) + int(
        rng.choice([-5, -4, -3, 3, 4, 5, 6, 7, 10])
    )
    return (
        changed(
            coded,
            "timeline",
            row,
            "when_as_printed",
            re.sub(r"\d+ month", f"{months} month", text, count=1),
        )
        if months > 0
        else None
    )


def transplant_date_shifted(coded, used, rng):
    transplants = coded["transplants"]
    row = one_of(
        transplants[transplants["date_as_printed"].str.contains(r"\d{4}", regex=True)],
        "transplants",
        used,
        rng,
    )
    if row is None:
        return None
    text = transplants.loc[row, "date_as_printed"]
    year = int(re.search(r"\d{4}", text).group())
    return changed(
        coded,
        "transplants",
        row,
        "date_as_printed",
        text.replace(str(year), str(year + int(rng.choice([-2, -1, 1, 2])))),
    )


def reference_swapped(supported: frozenset[str]) -> Callable:
    """A claim that its study supports is given another reference of the same list."""

    def plant(coded, used, rng):
        claims = coded["claims"]
        row = one_of(
            claims[claims["claim_id"].isin(supported) & claims["reference_number"].notna()],
            "claims",
            used,
            rng,
        )
        if row is None:
            return None
        citations = coded["citations"][
            coded["citations"]["document_id"] == claims.loc[row, "document_id"]
        ]
        own = citations.loc[
            citations["reference_number"] == claims.loc[row, "reference_number"],
            "cited_document_id",
        ]
        others = citations.loc[~citations["cited_document_id"].isin(own), "reference_number"]
        return changed(coded, "claims", row, "reference_number", int(rng.choice(others)))

    return plant


def entry_repeated(coded, used, rng):
    """One entry of a list is made another entry of the same list."""
    citations = coded["citations"]
    row = one_of(citations, "citations", used, rng)
    others = citations[
        (citations["document_id"] == citations.loc[row, "document_id"])
        & (citations["cited_document_id"] != citations.loc[row, "cited_document_id"])
    ]
    other = others.loc[int(rng.choice(others.index))]
    planted = changed(coded, "citations", row, "cited_document_id", other["cited_document_id"])
    return Planted(
        planted.tables, planted.keys | {f"citations:{other['citation_id']}"}, planted.change
    )


def first_author_changed(coded, used, rng):
    citations = coded["citations"]
    row = one_of(citations, "citations", used, rng)
    others = citations.loc[
        citations["first_author_as_printed"].str[:4]
        != citations.loc[row, "first_author_as_printed"][:4],
        "first_author_as_printed",
    ]
    return changed(coded, "citations", row, "first_author_as_printed", str(rng.choice(others)))


def year_changed(coded, used, rng):
    citations = coded["citations"]
    row = one_of(citations[citations["year_as_printed"] != ""], "citations", used, rng)
    return changed(
        coded,
        "citations",
        row,
        "year_as_printed",
        str(int(citations.loc[row, "year_as_printed"]) - int(rng.integers(1, 6))),
    )


def patient_duplicated(coded, used, rng):
    """One patient is reported again, under a new key, at most a year older."""
    patients = coded["patients"]
    old = str(rng.choice(patients["patient_id"]))
    new, tables, keys = f"{old}_again", dict(coded), set()
    for name, frame in coded.items():
        if "patient_id" not in frame or name not in KEYS:
            continue
        own = frame[frame["patient_id"] == old]
        copies = own.assign(**{KEYS[name]: own[KEYS[name]] + "b"}).assign(patient_id=new)
        copies = copies.assign(
            **{
                column: copies[column].where(copies[column] == "", copies[column] + "b")
                for column in ("timeline_id", "anchor_id", "therapy_id")
                if column in copies and column != KEYS[name]
            }
        )
        keys |= {f"{name}:{key}" for key in copies[KEYS[name]]}
        tables[name] = pd.concat([frame, copies], ignore_index=True)
    return Planted(tables, frozenset(keys), f"{old} again")


def antigen_denied(coded, used, rng):
    """An antigen that was seen by itself is not found at a later assessment."""
    rows = coded["assessments"]
    seen = rows["marker"].str.fullmatch(r"CD\d+") & rows["comparator"].isin(["detected", "equal"])
    row = one_of(rows[seen], "assessments", used, rng)
    if row is None:
        return None
    later = rows.loc[[row]].assign(
        assessment_id=rows.loc[row, "assessment_id"] + "b",
        sequence=rows["sequence"].max() + 1,
        comparator="not_detected",
    )
    return Planted(
        {**coded, "assessments": pd.concat([rows, later], ignore_index=True)},
        frozenset(f"assessments:{key}" for key in later["assessment_id"]),
        f"{rows.loc[row, 'marker']} of {rows.loc[row, 'patient_id']} is lost",
    )


def protocol_of_later_years(coded, used, rng):
    """The first therapy of a patient is by a protocol that began years later."""
    dated = coded["timeline"].query("event == 'diagnosis'")
    dated = dated[dated["when_as_printed"].str.contains(r"\b\d{4}\b", regex=True)]
    rows = coded["therapies"]
    first = rows[rows["patient_id"].isin(dated["patient_id"])].drop_duplicates("patient_id")
    row = one_of(first, "therapies", used, rng)
    if row is None:
        return None
    planted = changed(coded, "therapies", row, "protocol", "PLANTED 2099")
    planted.tables["therapies"].loc[row, "phase"] = "first_line"
    starts = coded["protocol_starts"].assign(named="PLANTED", first_enrolment="January 2099")
    return Planted({**planted.tables, "protocol_starts": starts}, planted.keys, planted.change)


PERCENT_ROWS = (
    "numerator_basis == 'printed' and percent_as_printed != '' and unit == '' and not "
    "events.isna() and not n.isna()"
)
INTERVAL_ROWS = (
    "low_as_printed != '' and percent_as_printed != '' and unit == '' and not events.isna() "
    "and not n.isna()"
)
FLOW_ROWS = (
    "is_mrd == 'yes' and method == 'flow_cytometry' and comparator == 'equal' and "
    "sensitivity_as_printed == ''"
)
HARM_ROWS = (
    "occurred == 'yes' and phase == 'on_inotuzumab' and document_id != 'lattupally_letter' and "
    "not locator.str.contains('Abstract|Summary|Message')"
)
TURNED_TO_ABSENT = "direction == 'present' and measure == 'cr_or_cri'"
RATIO_ROWS = "low_as_printed != '' and effect_measure != 'risk_difference'"
MARROW_ROWS = (
    "compartment == 'marrow' and is_mrd == 'no' and method in ['morphology', "
    "'flow_cytometry'] and marker not in ['CD22'] and response not in ['cr', 'pr']"
)


def planters(supported: frozenset[str]) -> tuple[Planter, ...]:
    """Every planter; ``supported`` are the claims whose citation can be swapped."""
    return (
        Planter(
            "unit slip",
            "laboratory_implausible",
            substituted("laboratory", "value_as_printed", r"\s*g/dL$", " g/L"),
        ),
        Planter(
            "unit slip",
            "laboratory_implausible",
            substituted("laboratory", "value_as_printed", r"/μL$", " × 10^9/L"),
        ),
        Planter(
            "unit slip",
            "laboratory_implausible",
            substituted("laboratory", "value_as_printed", r"^(\d\d[\d.]*)%$", r"\1"),
        ),
        Planter(
            "unit slip",
            "unit_missing",
            substituted("laboratory", "value_as_printed", r"\s*(?:g/dL|g/L|/[lL])$", ""),
        ),
        Planter(
            "unit slip",
            "radiation_impossible",
            substituted("doses", "dose_as_printed", r"cGy", "Gy"),
        ),
        Planter(
            "unit slip",
            "dose_above_limit",
            substituted(
                "doses", "dose_as_printed", r"mg/m²$", "mg/kg", "agent != 'inotuzumab_ozogamicin'"
            ),
        ),
        Planter(
            "unit slip",
            "dose_above_limit",
            substituted(
                "doses", "dose_as_printed", r"mg/m²$", "g/m²", "agent != 'inotuzumab_ozogamicin'"
            ),
        ),
        Planter(
            "unit slip",
            "dose_above_limit",
            substituted("doses", "dose_as_printed", r"^(\d+) mg$", r"\1 g"),
        ),
        Planter(
            "unit slip",
            "absolute_dose",
            substituted(
                "doses",
                "dose_as_printed",
                r"mg/m(?:²|\^2)$",
                "mg",
                "agent == 'inotuzumab_ozogamicin'",
            ),
        ),
        Planter(
            "swapped digits",
            "percent_of_count",
            digits_swapped("outcomes", "percent_as_printed", PERCENT_ROWS),
        ),
        Planter(
            "swapped digits",
            "proportion_interval",
            digits_swapped("outcomes", "low_as_printed", INTERVAL_ROWS),
        ),
        Planter(
            "swapped digits",
            "proportion_interval",
            digits_swapped("outcomes", "high_as_printed", INTERVAL_ROWS),
        ),
        Planter(
            "swapped digits",
            "ratio_off_centre",
            digits_swapped("effects", "low_as_printed", RATIO_ROWS),
        ),
        Planter(
            "swapped digits",
            "ratio_off_centre",
            digits_swapped("effects", "high_as_printed", RATIO_ROWS),
        ),
        Planter(
            "swapped digits",
            "dose_off_label",
            digits_swapped(
                "doses",
                "dose_as_printed",
                (
                    "agent == 'inotuzumab_ozogamicin' and given == 'given' and "
                    "dose_as_printed.str.contains('m')"
                ),
            ),
        ),
        Planter("shifted dates", "order_of_events", date_shifted),
        Planter("shifted dates", "interval_recomputed", interval_changed),
        Planter("shifted dates", "time_reported_twice", transplant_date_shifted),
        Planter("changed denominators", "percent_of_count", denominator_changed),
        Planter("changed denominators", "events_within_n", denominator_below_events),
        Planter("changed denominators", "claim_percent_of_count", claim_denominator_changed),
        Planter("swapped citations", "claim_not_supported", reference_swapped(supported)),
        Planter(
            "turned directions",
            "claim_not_supported",
            replaced("claims_of_direction", "direction", "lower", "direction == 'higher'"),
        ),
        Planter(
            "turned directions",
            "claim_not_supported",
            replaced("claims_of_direction", "direction", "absent", TURNED_TO_ABSENT),
        ),
        Planter("swapped citations", "reference_twice", entry_repeated),
        Planter("swapped citations", "first_author_wrong", first_author_changed),
        Planter("swapped citations", "year_wrong", year_changed),
        Planter(
            "dropped negations",
            "statement_without_answer",
            replaced(
                "events", "occurred", "not_reported", "occurred == 'no' and term_as_printed != ''"
            ),
        ),
        Planter(
            "dropped negations",
            "answer_without_statement",
            anywhere(
                replaced(
                    "events",
                    "occurred",
                    "no",
                    "occurred == 'not_reported' and term_as_printed == ''",
                )
            ),
        ),
        Planter(
            "dropped negations",
            "characteristic_silent",
            replaced(
                "characteristics",
                "value",
                "not_reported",
                "value in ['no', 'negative'] and basis != 'not_reported'",
            ),
        ),
        Planter(
            "dropped negations",
            "characteristic_silent",
            replaced(
                "characteristics",
                "value",
                "no",
                (
                    "value == 'not_reported' and basis == 'not_reported' and "
                    "item.str.startswith('prior')"
                ),
            ),
        ),
        Planter(
            "changed responses",
            "remission_with_blasts",
            replaced(
                "assessments",
                "response",
                "cr",
                MARROW_ROWS
                + " and result_as_printed.str.contains('^(?:[1-9][0-9])(?:[.][0-9]+)?%')",
            ),
        ),
        Planter("duplicated patients", "same_patient", patient_duplicated),
        Planter("lost antigens", "antigen_lost", antigen_denied),
        Planter("anachronisms", "protocol_before_it_began", protocol_of_later_years),
        Planter(
            "hidden causes",
            "given_together",
            replaced(
                "therapies",
                "therapy_class",
                "steroid",
                "agents == 'ursodeoxycholic_acid' and document_id != 'lattupally_letter'",
            ),
        ),
        Planter(
            "hidden causes",
            "level_below_method",
            substituted("assessments", "result_as_printed", r"^\d.*$", "3×10^-5", FLOW_ROWS),
        ),
        Planter(
            "off the label",
            "cycles_before_transplant",
            replaced("characteristics", "value", "5", "item == 'inotuzumab_cycles'"),
        ),
        Planter(
            "harms left out",
            "harm_not_in_abstract",
            replaced("events", "grade_as_printed", "grade 4", HARM_ROWS),
        ),
        Planter(
            "swapped citations",
            "author_by_given_name",
            replaced(
                "claims",
                "author_named_as_printed",
                "Hagop",
                "author_named_as_printed == 'INO-VATE'",
            ),
        ),
        Planter(
            "rounded p values",
            "p_reported_as_zero",
            substituted("effects", "p_as_printed", r"^.*\d.*$", "0.000"),
        ),
        Planter(
            "rounded p values",
            "p_reported_as_zero",
            substituted("claims", "p_as_printed", r"^.*\d.*$", "p = 0.00"),
        ),
    )
