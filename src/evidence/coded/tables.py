"""The coded tables of a review by name: ``coded.doses`` or ``coded["doses"]``."""

from collections.abc import Iterator, Mapping

import pandas as pd

from evidence.coded.settings import Settings
from evidence.errors import EvidenceError


class NoSuchTable(EvidenceError, KeyError, AttributeError):
    """A table that the dictionary does not name."""

    def __str__(self) -> str:
        return str(self.args[0])


class CodedTables(Mapping[str, pd.DataFrame]):
    """Every coded table and code list, read, validated and typed; the mapping cannot be changed.

    The attributes are those that the rules know; a further table of the dictionary is an
    attribute and a key as well.

    Examples
    --------
    >>> coded = CodedTables({"doses": pd.DataFrame({"dose_id": ["d.d1"]})})
    >>> coded.doses is coded["doses"], list(coded)
    (True, ['doses'])
    >>> coded["dosis"]
    Traceback (most recent call last):
    ...
    evidence.coded.tables.NoSuchTable: no table 'dosis' in data/datapackage.json
    """

    # coded tables
    documents: pd.DataFrame
    citations: pd.DataFrame
    citation_contexts: pd.DataFrame
    patients: pd.DataFrame
    characteristics: pd.DataFrame
    therapies: pd.DataFrame
    doses: pd.DataFrame
    assessments: pd.DataFrame
    events: pd.DataFrame
    follow_up: pd.DataFrame
    laboratory: pd.DataFrame
    timeline: pd.DataFrame
    claims: pd.DataFrame
    families: pd.DataFrame
    studies: pd.DataFrame
    arms: pd.DataFrame
    outcomes: pd.DataFrame
    effects: pd.DataFrame
    overlaps: pd.DataFrame
    pool_rows: pd.DataFrame
    published_pools: pd.DataFrame
    audit_decisions: pd.DataFrame
    reader_findings: pd.DataFrame
    claims_of_significance: pd.DataFrame
    claims_of_direction: pd.DataFrame
    claims_read_again: pd.DataFrame
    appraisal: pd.DataFrame
    summary_outcomes: pd.DataFrame
    certainty: pd.DataFrame
    response_definitions: pd.DataFrame
    prisma_items: pd.DataFrame
    swim_items: pd.DataFrame
    screening: pd.DataFrame
    searches: pd.DataFrame
    # code lists
    agents: pd.DataFrame
    analytes: pd.DataFrame
    units: pd.DataFrame
    analysis_sets: pd.DataFrame
    assessment_methods: pd.DataFrame
    author_given_names: pd.DataFrame
    characteristic_items: pd.DataFrame
    event_terms: pd.DataFrame
    outcome_measures: pd.DataFrame
    phases: pd.DataFrame
    populations: pd.DataFrame
    protocol_starts: pd.DataFrame
    published_error_rates: pd.DataFrame
    responses: pd.DataFrame
    subjects: pd.DataFrame
    therapy_classes: pd.DataFrame
    therapy_phases: pd.DataFrame
    timeline_events: pd.DataFrame
    response_categories: pd.DataFrame
    compartments: pd.DataFrame
    dose_comparisons: pd.DataFrame
    pool_exclusions: pd.DataFrame
    measure_parts: pd.DataFrame
    set_parents: pd.DataFrame
    checked_codes: pd.DataFrame
    measure_groups: pd.DataFrame
    dose_limits: pd.DataFrame
    severity_words: pd.DataFrame
    incompatible_responses: pd.DataFrame
    dated_terms: pd.DataFrame
    subject_terms: pd.DataFrame
    opposed_terms: pd.DataFrame
    appraisal_tools: pd.DataFrame
    appraisal_items: pd.DataFrame
    appraisal_judgements: pd.DataFrame
    certainty_domains: pd.DataFrame
    certainty_judgements: pd.DataFrame

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        settings: Settings = Settings(),  # noqa: B008
    ) -> None:
        self._frames = dict(frames)
        self.settings = settings

    def __getitem__(self, name: str) -> pd.DataFrame:
        try:
            return self._frames[name]
        except KeyError:
            raise NoSuchTable(f"no table {name!r} in data/datapackage.json") from None

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):  # asked by copy and pickle before there are frames
            raise AttributeError(name)
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._frames]
