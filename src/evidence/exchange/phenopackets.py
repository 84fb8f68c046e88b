"""The cases as phenopackets, version 2: what happened, what did not, nothing where nothing is said.

Schema: https://phenopacket-schema.readthedocs.io/en/latest/, Jacobsen et al., Nat Biotechnol
2022;40:817, doi:10.1038/s41587-022-01357-4. Codes are those of the review's code lists under the
prefix ``review``: no ontology is looked up.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from evidence.coded.labels import labels
from evidence.errors import EvidenceError

PREFIX = "review"
# ECO:0000033 of the Evidence and Conclusion Ontology, https://www.evidenceontology.org
AUTHORS_STATEMENT = ("ECO:0000033", "author statement supported by traceable reference")
SILENT = ("", "not_reported", "not_applicable", "not_stated")
Frames = Mapping[str, pd.DataFrame]
Row = Any  # a named tuple of a frame


class ExtraMissing(EvidenceError, ImportError):
    """A part of the package that needs more than is installed."""


def _library() -> Any:
    try:
        import phenopackets
    except ImportError:
        raise ExtraMissing(
            "phenopackets need a further library: pip install 'evidencekit[exchange]'"
        ) from None
    return phenopackets


def phenopacket_files(coded: Frames, derived: Frames, created: datetime) -> dict[str, str]:
    """A phenopacket a patient, as JSON.

    Parameters
    ----------
    coded, derived : the review's tables. created : when, for the packet's metadata.

    Returns
    -------
    Text by name of the file: treatments with the doses that were given and the response to them,
    complications that occurred or are said not to have occurred (``excluded``), laboratory values
    on the scale of their analyte, assessments. Each has its place in the report.

    Raises
    ------
    ExtraMissing : the library is not installed.
    """
    from google.protobuf.json_format import MessageToJson

    packets = _Packets(_library(), coded, derived, created)
    return {
        f"{patient.patient_id}.json": MessageToJson(packets.of(patient)) + "\n"
        for patient in coded["patients"].itertuples()
    }


class _Packets:
    """What is the same for every patient: the library, the tables, labels and references."""

    def __init__(self, library: Any, coded: Frames, derived: Frames, created: datetime) -> None:
        self._new, self._coded, self._derived = library, coded, derived
        self._created = created
        self._documents = coded["documents"].set_index("document_id")
        doses = derived["doses"]
        self._given = doses[(doses["given"] == "given") & doses["value"].notna()]

    def of(self, patient: Row) -> Any:
        """The phenopacket of a patient."""
        return self._new.Phenopacket(
            id=patient.patient_id,
            subject=self._subject(patient.patient_id),
            phenotypic_features=map(self._feature, self._rows("events", patient)),
            measurements=[*self._laboratory(patient), *self._assessments(patient)],
            medical_actions=self._actions(patient),
            meta_data=self._about(patient),
        )

    def _rows(self, table: str, patient: Row, derived: bool = False) -> Iterator[Row]:
        frame = self._derived[table] if derived else self._coded[table]
        rows = frame[frame["patient_id"] == patient.patient_id]
        if table == "events":
            rows = rows[~rows["occurred"].isin(SILENT)]
        return rows.itertuples()

    def _subject(self, patient: str) -> Any:
        rows = self._coded["characteristics"]
        sex = rows.loc[(rows["patient_id"] == patient) & (rows["item"] == "sex"), "value"]
        code = next((value for value in sex if value not in SILENT), "unknown_sex")
        known = {"male": self._new.MALE, "female": self._new.FEMALE}
        return self._new.Individual(
            id=patient,
            sex=known.get(code, self._new.UNKNOWN_SEX),
            vital_status=self._alive(patient),
        )

    def _alive(self, patient: str) -> Any:
        rows = self._coded["follow_up"]
        states = set(rows.loc[rows["patient_id"] == patient, "alive"]) - {*SILENT}
        if not states:
            return None
        status = self._new.VitalStatus
        return status(status=status.DECEASED if "no" in states else status.ALIVE)

    def _class(self, vocabulary: str, code: str) -> Any:
        label = labels(self._coded, vocabulary).get(code, code)
        return self._new.OntologyClass(id=f"{PREFIX}:{vocabulary}.{code}", label=label)

    def _reference(self, document: str, locator: str) -> Any:
        row = self._documents.loc[document]
        address = f"DOI:{row['doi']}" if row["doi"] else f"{PREFIX}:{document}"
        return self._new.ExternalReference(id=address, description=locator)

    def _feature(self, event: Row) -> Any:
        code, label = AUTHORS_STATEMENT
        return self._new.PhenotypicFeature(
            type=self._class("event_terms", event.event),
            excluded=event.occurred == "no",
            description="; ".join(filter(None, [event.term_as_reported, event.onset_as_reported])),
            evidence=[
                self._new.Evidence(
                    evidence_code=self._new.OntologyClass(id=code, label=label),
                    reference=self._reference(event.document_id, event.locator),
                )
            ],
        )

    def _laboratory(self, patient: Row) -> Iterator[Any]:
        """Values on their analyte's scale; a range has no single value and is left out."""
        places = self._coded["laboratory"].set_index("laboratory_id")["locator"]
        for row in self._rows("laboratory", patient, derived=True):
            if pd.isna(row.low) or row.low != row.high:
                continue
            yield self._new.Measurement(
                assay=self._class("analytes", row.analyte),
                description=f"{row.value_as_reported}; {places[row.laboratory_id]}",
                value=self._new.Value(quantity=self._quantity(row.low, row.unit)),
            )

    def _assessments(self, patient: Row) -> Iterator[Any]:
        for row in self._rows("assessments", patient):
            if row.response in SILENT:
                continue
            words = [row.term_as_reported, row.result_as_reported, row.locator]
            yield self._new.Measurement(
                assay=self._class("assessment_methods", row.method),
                description="; ".join(filter(None, words)),
                value=self._new.Value(ontology_class=self._class("responses", row.response)),
            )

    def _quantity(self, value: float, unit: str) -> Any:
        words = self._new.OntologyClass(id=f"{PREFIX}:unit.{unit or '1'}", label=unit or "1")
        return self._new.Quantity(unit=words, value=float(value))

    def _actions(self, patient: Row) -> Iterator[Any]:
        for row in self._rows("therapies", patient):
            for agent in filter(None, map(str.strip, row.agents.split(";"))):
                yield self._new.MedicalAction(
                    treatment=self._new.Treatment(
                        agent=self._agent(agent), dose_intervals=self._doses(row.therapy_id, agent)
                    ),
                    response_to_treatment=(
                        None if row.response in SILENT else self._class("responses", row.response)
                    ),
                )

    def _agent(self, agent: str) -> Any:
        return self._class("agents", agent)

    def _doses(self, therapy: str, agent: str) -> Iterable[Any]:
        doses = self._given[
            (self._given["therapy_id"] == therapy) & (self._given["agent"] == agent)
        ]
        return [
            self._new.DoseInterval(quantity=self._quantity(row.value, row.unit))
            for row in doses.itertuples()
        ]

    def _about(self, patient: Row) -> Any:
        """Metadata; what has no evidence of its own in the schema is named with its place here."""
        about = self._new.MetaData(
            created_by="evidencekit",
            phenopacket_schema_version="2.0",
            resources=[
                self._new.Resource(
                    id=PREFIX,
                    name="Code lists of the review",
                    url="data/vocabulary",
                    version="as exported",
                    namespace_prefix=PREFIX,
                    iri_prefix="data/vocabulary/",
                ),
                self._new.Resource(
                    id="eco",
                    name="Evidence and Conclusion Ontology",
                    url="http://purl.obolibrary.org/obo/eco.owl",
                    version="not reported",
                    namespace_prefix="ECO",
                    iri_prefix="http://purl.obolibrary.org/obo/ECO_",
                ),
            ],
            external_references=[
                self._reference(row.document_id, f"therapies:{row.therapy_id}: {row.locator}")
                for row in self._rows("therapies", patient)
            ],
        )
        about.created.FromDatetime(self._created)
        return about
