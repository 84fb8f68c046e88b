"""The columns of RevMan's four CSV tables.

That there are four, and what each row is: Cochrane's RevMan Knowledge Base, "Data extraction
templates" and "Populate study data" (https://documentation.cochrane.org/revman-kb). It does not
print the columns. They are those of Cochrane's data packages, as programs name them that read and
write these files: ``Study``, ``Data source`` and ``Char: ...`` of study information; ``Domain
(judgement): ...`` and ``Domain (support): ...`` of risk of bias (R package meta, ``read.cdir``);
arms and results after a writer of such packages. Not tried in RevMan itself.
"""

INFORMATION = (
    "Study",
    "Data source",
    "Char: Methods",
    "Char: Participants",
    "Char: Interventions",
    "Char: Outcomes",
    "Char: Notes",
)
ARMS = ("Study", "Arm", "Description", "Intervention")
RESULTS = (
    *("Study", "Outcome", "Data type", "Effect measure", "Arm", "Reference arm", "Sample size"),
    *("Cases", "Mean", "SD", "SE", "Variance", "CI level", "CI start", "CI end", "Exp mean"),
    *("Exp CI start", "Exp CI end", "t-test", "z-test", "P value", "Covariance method"),
    *("Covariance", "Other arm 1", "Other arm 2", "Correlation arm 1", "Correlation arm 2"),
    *("Correlation", "Other mean", "Other SE", "Other variance", "Other CI level"),
    *("Other CI start", "Other CI end", "Other exp mean", "Other exp CI start"),
    *("Other exp CI end", "Other t-test", "Other z-test", "Other P value", "Footnotes"),
)
JUDGED, SUPPORTED = "Domain (judgement): ", "Domain (support): "
FILES = ("study-information.csv", "study-arms.csv", "study-results.csv", "risk-of-bias.csv")
# Codes of effect measures -> RevMan's words for ratios, whose estimate stands in the Exp columns
RATIOS = {"hazard_ratio": "HR", "odds_ratio": "OR", "risk_ratio": "RR", "rate_ratio": "Rate ratio"}
