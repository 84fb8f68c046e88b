"""The rows of one patient without an error."""

from datetime import date, timedelta

FIRST_DAY = date(2000, 1, 3)


def _day(offset: int) -> str:
    day = FIRST_DAY + timedelta(offset)
    return f"{day.day} {day:%B} {day.year}"


def patient_rows(i: int) -> dict[str, list[dict]]:
    """One report of one patient: diagnosis, relapse, inotuzumab by the label, remission,
    transplant.
    """
    doc, start = f"report{i}", 900 + 40 * (i % 200)
    of_case = {"document_id": doc, "patient_id": f"patient{i}", "locator": "Case ¶3"}
    facts = {
        "age": str(20 + i % 40),
        "sex": ("male", "female")[i % 2],
        "ph_status": "negative",
        "kmt2a_status": "negative",
        "cd22": "positive",
        "consent": "yes",
        "index_cycles": "1",
        "relapse_number": "1",
        "karyotype": "46,XY",
        "immunophenotype": "CD19+, CD22+",
    }
    timing = {"age": "at_diagnosis", "consent": "not_stated"}

    def entry(k, event, when="", relation="on", anchor="", convention=""):
        return {
            **of_case,
            "timeline_id": f"{doc}.i{k}",
            "sequence": k,
            "event": event,
            "description": event,
            "when_as_reported": when,
            "relation": relation,
            "anchor_id": f"{doc}.i{anchor}" if anchor else "",
            "day_convention": convention,
            "basis": "reported",
        }

    def dose(k, day, amount, agent="inotuzumab_ozogamicin", therapy=2):
        return {
            **of_case,
            "dose_id": f"{doc}.d{k}",
            "therapy_id": f"{doc}.t{therapy}",
            "agent": agent,
            "cycle": 1 if therapy == 2 else None,
            "day_as_reported": f"day {day}",
            "day_of_cycle": day,
            "dose_as_reported": amount,
            "administrations": 1,
            "given": "given",
        }

    def seen(k, evaluation, time, **cells):
        return {
            **of_case,
            "assessment_id": f"{doc}.a{k}",
            "sequence": k,
            "phase": "on_index",
            "timeline_id": f"{doc}.i{time}",
            "compartment": "marrow",
            "method": "morphology",
            "comparator": "equal",
            "response": "not_applicable",
            "is_mrd": "no",
            "evaluation": evaluation,
            **cells,
        }

    def value(k, analyte, text):
        return {
            **of_case,
            "laboratory_id": f"{doc}.l{k}",
            "analyte": analyte,
            "phase": "on_index",
            "time_as_reported": f"day {k + 1}",
            "value_as_reported": text,
        }

    def event(k, name, occurred, phase, term, grade="", onset=""):
        return {
            **of_case,
            "event_id": f"{doc}.e{k}",
            "event": name,
            "occurred": occurred,
            "phase": phase,
            "term_as_reported": term,
            "grade_as_reported": grade,
            "onset_as_reported": onset,
        }

    return {
        "documents": [
            {
                "document_id": doc,
                "role": "report",
                "kind": "case_report",
                "authors_as_reported": f"Reporter{i} A; Helper{i} B",
                "title": "A case",
                "container_title": f"Journal of Cases {i}",
                "year": "2099",
                "volume": "1",
                "received_as_reported": _day(start + 600),
                "accepted_as_reported": _day(start + 640),
            }
        ],
        "patients": [{**of_case, "label": doc}],
        "characteristics": [
            {
                **of_case,
                "characteristic_id": f"{doc}.h{k}",
                "item": item,
                "timing": timing.get(item, "at_index"),
                "value": text,
                "as_reported": text,
                "basis": "reported",
            }
            for k, (item, text) in enumerate(facts.items(), 1)
        ],
        "therapies": [
            {
                **of_case,
                "therapy_id": f"{doc}.t{k}",
                "sequence": k,
                "role": "line",
                "phase": "salvage",
                "therapy_class": name,
                "response": "not_reported",
            }
            for k, name in enumerate(("chemotherapy", "index", "transplant"), 1)
        ],
        "doses": [
            dose(1, 1, "0.8 mg/m²"),
            dose(2, 8, "0.5 mg/m²"),
            dose(3, 15, "0.5 mg/m²"),
            dose(4, 1, "300 mg/m²", "cyclophosphamide", 1),
            dose(5, 2, "1200 cGy", "radiotherapy", 3),
        ],
        "timeline": [
            entry(1, "diagnosis", _day(start - 800)),
            entry(2, "relapse", _day(start - 30)),
            entry(3, "index_start", _day(start)),
            entry(4, "index_dose", "day 8", "after", 3, "day_1"),
            entry(5, "index_dose", "day 15", "after", 3, "day_1"),
            entry(6, "response", "day 28", "after", 3, "day_1"),
            entry(7, "transplant", _day(start + 60)),
            entry(8, "engraftment", "day +17", "after", 7, "day_0"),
            entry(9, "follow_up", "16 months", "after", 7),
            entry(10, "publication", _day(start + 600)),
        ],
        "assessments": [
            seen(
                1,
                0,
                2,
                result_as_reported="64% of blasts",
                term_as_reported="relapse",
                response="relapse",
            ),
            seen(
                2,
                1,
                6,
                result_as_reported="2% of blasts",
                term_as_reported="complete remission",
                response="cr",
            ),
            seen(
                3,
                1,
                6,
                method="flow_cytometry",
                comparator="not_detected",
                sensitivity_as_reported="10^-5",
                term_as_reported="MRD negative",
                response="mrd_negative",
                is_mrd="yes",
            ),
        ],
        "events": [
            event(1, "vod_sos", "no", "on_index", "no VOD"),
            event(2, "vod_sos", "no", "after_transplant", "no VOD"),
            event(3, "thrombocytopenia", "yes", "on_index", "thrombocytopenia", "grade 4"),
            event(4, "anaemia", "yes", "on_index", "anaemia", "moderate"),
        ],
        "laboratory": [
            value(1, "haemoglobin", "9.1 g/dL"),
            value(2, "platelets", "12 × 10^9/L"),
            value(3, "white_blood_cells", "2400/μL"),
            value(4, "marrow_blasts", "64%"),
        ],
        "transplants": [
            {
                **of_case,
                "transplant_id": f"{doc}.s1",
                "number": 1,
                "timing": "after_index",
                "date_as_reported": _day(start + 60),
                "donor": "matched_unrelated",
            }
        ],
        "follow_up": [
            {
                **of_case,
                "follow_up_id": f"{doc}.f1",
                "length_as_reported": "16 months",
                "counted_from_as_reported": "transplant",
                "until_as_reported": "",
                "status_as_reported": "alive in remission",
                "alive": "yes",
                "on_index": "no",
                "timeline_id": f"{doc}.i9",
            }
        ],
    }
