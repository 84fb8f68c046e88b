"""Claims and references: an error of each kind, and the finding that follows."""

from tests.unit.audit.examples.example import Example, found
from tests.unit.audit.spoiling import add, put

CITATIONS = {
    "claim_not_supported": Example(
        [put("claims", value_as_reported="12.0%")],
        # 36 of the trial's 100 is the comparator's value: 36.0% fits, 12.0% is nowhere
        found(
            "error",
            "claims:report1.c1",
            "value_as_reported",
            "12.0% v 36.0% [1]",
            beside=("citations:report1.r1", "outcomes:trial1.o2"),
        ),
    ),
    "claim_of_other_measure": Example(
        [put("claims", measure="cr")],
        found(
            "warning",
            "claims:report1.c1",
            "measure",
            "cr 59.2%",
            expected="cr_or_cri",
            beside=("citations:report1.r1", "outcomes:trial1.o1"),
        ),
    ),
    "author_wrong": Example(
        [put("claims", author_named_as_reported="Wiley")],
        found(
            "error",
            "claims:report1.c1",
            "author_named_as_reported",
            "Wiley",
            expected="Trialistb T",
            beside=("citations:report1.r1",),
        ),
    ),
    "author_by_given_name": Example(
        [
            put("claims", author_named_as_reported="Trilby"),
            put("author_given_names", given_name="Trilby", family_name="Trialistb"),
        ],
        found(
            "note",
            "claims:report1.c1",
            "author_named_as_reported",
            "Trilby",
            expected="Trialistb T",
            beside=("citations:report1.r1",),
        ),
    ),
    "author_misprinted": Example(
        [put("claims", author_named_as_reported="Trilaistb et al.")],
        found(
            "note",
            "claims:report1.c1",
            "author_named_as_reported",
            "Trilaistb et al.",
            expected="Trialistb T",
            beside=("citations:report1.r1",),
        ),
    ),
    "figure_without_reference": Example(
        [put("claims", reference_as_reported="")],
        # 71/120 = 59.2%
        found("warning", "claims:report1.c1", "reference_as_reported", "59.2%"),
    ),
    "reference_twice": Example(
        [add("citations", reference_number=2)],
        found(
            "warning",
            "citations:report1.r1z2",
            "cited_document_id",
            "2: 2010",
            beside=("citations:report1.r1",),
        ),
    ),
    "first_author_wrong": Example(
        [put("citations", first_author_as_reported="Stock")],
        found(
            "error",
            "citations:report1.r1",
            "first_author_as_reported",
            "Stock",
            expected="Trialistb T",
            beside=("documents:trialists1",),
        ),
    ),
    "year_wrong": Example(
        [put("citations", year_as_reported="2012")],
        found(
            "error",
            "citations:report1.r1",
            "year_as_reported",
            "2012",
            expected="2010",
            beside=("documents:trialists1",),
        ),
    ),
    "cited_before_published": Example(
        [put("citations", year_as_reported="2100")],
        # the report is of 2099
        found("error", "citations:report1.r1", "year_as_reported", "2100"),
    ),
    "title_before_its_subject": Example(
        [put("documents", 1, title="Inotuzumab and SARS-CoV-2")],
        found(
            "warning",
            "citations:report1.r1",
            "year_as_reported",
            "2010: SARS-CoV-2",
            expected="2020 or later",
            beside=("documents:trialists1",),
        ),
    ),
    "volume_in_two_years": Example(
        [put("documents", 3, container_title="Journal of Trials 1", volume="1", year="2011")],
        # volume 1 of 2010 and of 2011
        found(
            "warning",
            "citations:report1.r1",
            "year_as_reported",
            "Journal of Trials 1 2010;1",
            beside=("documents:trialists1",),
        ),
        found(
            "warning",
            "citations:report2.r1",
            "year_as_reported",
            "Journal of Trials 1 2010;1",
            beside=("documents:trialists2",),
        ),
    ),
    "reference_incomplete": Example(
        [put("documents", 1, volume="")],
        found("note", "citations:report1.r1", "as_reported", "2010"),
    ),
    "mark_without_reference": Example(
        [put("citation_contexts", reference_as_reported="[811]")],
        found("note", "citation_contexts:report1.x1", "reference_as_reported", "[811]"),
    ),
    "cited_out_of_order": Example(
        [
            add("citations", reference_number=2),
            put("citation_contexts", reference_number=2),
            add("citation_contexts", reference_number=1),
        ],
        # 2 is cited before 1
        found("note", "citation_contexts:report1.x1z2", "reference_number", "1"),
    ),
    "cited_off_subject": Example(
        [put("documents", 1, title="Cytokines in influenza")],
        found(
            "warning",
            "citation_contexts:report1.x1",
            "subject",
            "efficacy of inotuzumab",
            beside=("citations:report1.r1", "documents:trialists1"),
        ),
    ),
    "cited_for_opposite": Example(
        [
            put("claims", population_as_reported="Ph-negative"),
            put("documents", 1, title="Inotuzumab in Ph-positive leukaemia"),
        ],
        found(
            "error",
            "claims:report1.c1",
            "reference_number",
            "Ph-negative [1]",
            beside=("citations:report1.r1", "documents:trialists1"),
        ),
    ),
    "cited_for_other_protocol": Example(
        [
            put("citation_contexts", subject="protocol", cited_for="trial AALL15P1"),
            put("documents", 1, title="Results of Interfant-06"),
        ],
        found(
            "error",
            "citation_contexts:report1.x1",
            "cited_for",
            "trial AALL15P1",
            beside=("citations:report1.r1", "documents:trialists1"),
        ),
    ),
    "cited_for_other_transplant": Example(
        [
            put("citation_contexts", subject="protocol"),
            put("documents", 1, title="Autologous transplantation in lymphoma"),
        ],
        found(
            "warning",
            "citation_contexts:report1.x1",
            "cited_for",
            "efficacy of inotuzumab",
            expected="allogeneic transplantation",
            beside=("citations:report1.r1", "documents:trialists1"),
        ),
    ),
}
