"""Study tables that cannot be pooled, and options that do not fit, for ``evidence pool``."""

from collections.abc import Iterator

from bench.hostile.variant import Variant, untouched, written

HEAD = "study,ai,n1i,ci,n2i\n"
ROWS = "Alder,12,120,20,118\nBirch,5,60,9,62\nCedar,31,1240,44,1238\n"
ARMS, ONE_GROUP = "RR", "PLO"

# name: (text, measure, words)
TABLES: dict[str, tuple[str | bytes, str, tuple[str, ...]]] = {
    "empty": ("", ARMS, ("empty",)),
    "blank lines": ("\n\n\n", ARMS, ("empty|header",)),
    "only a header": (HEAD, ARMS, ("no rows",)),
    "no header": (ROWS, ARMS, ("missing",)),
    "a workbook": (b"PK\x03\x04" + b"x" * 60, ARMS, ("workbook",)),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"x" * 60, ARMS, ("workbook",)),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", ARMS, ("row 3|NUL",)),
    "half a UTF-16": (b"\xff\xfea", ARMS, ("cannot be read",)),
    "bytes of no encoding": (b"study,\x81\x8d\n", ARMS, ("cannot be read",)),
    "a NUL": (HEAD.encode() + b"A\0,1,2,3,4\n", ARMS, ("row 2",)),
    "a control character in a name": (HEAD + "A\x1b[0m,1,2,3,4\n", ARMS, ("row 2",)),
    "a quotation mark not closed": (HEAD + '"A,1,2,3,4\n', ARMS, ("row 2",)),
    "text after a quotation": (HEAD + '"A"x,1,2,3,4\n', ARMS, ("row 2",)),
    "a cell of 200,000 letters": (HEAD + "A" * 200_000 + ",1,2,3,4\n", ARMS, ("row 2",)),
    "a row too long": (HEAD + "A,1,2,3,4,5\n", ARMS, ("row 2", "6 cells")),
    "decimal commas not quoted": ("study,yi,vi\nA,0,5,0,1\n", "GEN", ("row 2", "5 cells")),
    "a column twice": ("study,ai,ai,n1i,ci,n2i\nA,1,1,2,3,4\n", ARMS, ("'ai'", "twice")),
    "a column twice as pandas writes it": (
        "study,ai,ai.1,n1i,ci,n2i\nA,1,1,2,3,4\n", ARMS, ("'ai'", "twice")),
    "a merged header": (",Drug,,Placebo,\nStudy,Events,Total,Events,Total\nA,1,2,3,4\n", ARMS,
                        ("merged header", "row 1")),
    "two columns for one": ("study,ai,n.e,Total 1,ci,n2i\nA,1,9,9,3,4\n", ARMS, ("n.e", "Total 1")),
    "a column missing": ("study,ai,n1i,ci\nA,1,2,3\n", ARMS, ("n2i missing",)),
    "columns of another measure": ("study,xi,ni\nA,1,9\n", ARMS, ("ai n1i ci n2i missing",)),
    "means without deviations": ("study,m1i,n1i,m2i,n2i\nA,1,9,1,9\n", "MD", ("sd1i",)),
    "another ratio": ("study,OR,low,high\nA,1,0.5,2\n", ARMS, ("'OR'", "odds_ratio")),
    "patients": ("patient_id,xi,ni\nP1,1,1\n", ONE_GROUP, ("patient_id",)),
    "Patient ID": ("Patient ID,xi,ni\nP1,1,9\n", ONE_GROUP, ("Patient ID",)),
    "case reports": ("study,layer,xi,ni\nA,case report,1,9\n", ONE_GROUP, ("layer",)),
    "sizes of 1": ("study,xi,ni\nA,1,1\nB,0,1\n", ONE_GROUP, ("'ni'",)),
    "several outcomes": ("Name,Outcome Number,Events 1,Total 1,Events 2,Total 2\n"
                         "A,1,1,9,2,9\nA,2,3,9,4,9\n", ARMS, ("Outcome Number",)),
    "several analyses": ("Study,Analysis number,Experimental cases,Experimental N,Control cases,"
                         "Control N\nA,1,1,9,2,9\nA,2,3,9,4,9\n", ARMS, ("Analysis number",)),
    "nothing but totals": (HEAD + "Total,1,9,2,9\n", ARMS, ("row 2", "totals")),
    "nothing but names": (HEAD + "A,,,,\nB,,,,\n", ARMS, ("row 2|no numbers|empty|missing",)),
    "sums under another name": (HEAD + ROWS + "Everybody,48,1420,73,1418\n", ARMS, ("row 5",)),
    "no study with an effect": (HEAD + "A,1,,2,9\n", ARMS, ("n1i missing",)),
    "a percentage column for counts": ("study,events (%),n\nA,12,90\n", ONE_GROUP, ("xi missing",)),
    "names in a column of numbers": ("study,xi,ni\nA,Alder,9\n", ONE_GROUP, ("row 2 (A)", "xi")),
    "a standard error below 0": ("study,yi,sei\nA,0.1,-0.2\n", "GEN", ("row 2 (A)",)),
    "columns of unequal meaning": ("study,HR,lower\nA,0.8,0.6\n", "HR", ("missing",)),
    "a correlation above 1": ("study,ri,ni\nA,1.2,30\n", "ZCOR", ("row 2 (A)",)),
    "a deviation of 0": (
        "study,m1i,sd1i,n1i,m2i,sd2i,n2i\nA,1,0,9,2,1,9\n", "MD", ("row 2 (A)", "sd1i")),
    "a time of 0": ("study,xi,ti\nA,1,0\n", "IRLN", ("row 2 (A)", "ti")),
    "Mantel-Haenszel without counts": (
        "study,ai,n1i,ci,n2i,estimate,low,high\nA,1,9,2,9,,,\nB,,,,,0.8,0.6,1.1\n",
        "RR --model mantel_haenszel", ("row 3 (B)",)),
}  # fmt: skip

# a cell of row 3 and the measure: (column of the table, value, words)
CELLS = [
    ("xi", value, ("row 3 (B)", "xi"))
    for value in ("x", "12%", "12 (10%)", "1/9", "0.5", "1.5", "<5", "10-Mar", "1.2.3", "1,2,3",
                  "-1", "inf", "-inf", "1e400", "#DIV/0!", "=A1+1", "TRUE", "1_0", "0x10", "1+1",
                  "99", "one", "１２x", "1 2", "(3)", "3*", "3?")
] + [
    ("ni", value, ("row 3 (B)", "ni"))
    for value in ("0", "-9", "1.240", "9.5", "n", "12%", "nine", "1e-5", "inf", "10 patients",
                  "10/11", "ten")
]  # fmt: skip

RATIOS = {
    "a lower limit of 0": "0.8,0,1.1",
    "a lower limit below 0": "0.8,-0.2,1.1",
    "limits the wrong way round": "0.8,1.1,0.6",
    "equal limits": "0.8,0.8,0.8",
    "an estimate outside its limits": "1.8,0.6,1.1",
    "an estimate below 0": "-0.8,0.6,1.1",
    "an infinite limit": "0.8,0.6,inf",
    "an interval in one cell": "0.8 (0.6 to 1.1),0.6,1.1",
    "a percentage": "80%,0.6,1.1",
}  # fmt: skip

GIVEN = {
    "a negative variance": ("0.1,-0.2", "GEN"),
    "a variance of 0": ("0.1,0", "GEN"),
    "an infinite effect": ("inf,0.2", "GEN"),
    "an infinite variance": ("0.1,inf", "GEN"),
    "a word for a variance": ("0.1,small", "GEN"),
}

OPTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "an unknown measure": ("--measure nonsense", ("nonsense",)),
    "no measure": ("", ("--measure",)),
    "an unknown model": ("--measure RR --model magic", ("magic",)),
    "an unknown test": ("--measure RR --test magic", ("magic",)),
    "an unknown estimator": ("--measure RR --tau2-method XX", ("XX",)),
    "an unknown zero policy": ("--measure RR --zero-policy some", ("some",)),
    "a level of 95": ("--measure RR --level 95", ("95",)),
    "a level of 0": ("--measure RR --level 0", ("0",)),
    "a level that is no number": ("--measure RR --level high", ("--level",)),
    "a level of nan": ("--measure RR --level nan", ("nan",)),
    "an estimator for Mantel-Haenszel": (
        "--measure RR --model mantel_haenszel --tau2-method DL", ("DL",)),
    "Knapp-Hartung for counts": ("--measure OR --model glmm --test knapp_hartung", ("knapp",)),
    "a zero policy for counts": ("--measure OR --model glmm --zero-policy all", ("all",)),
    "Peto's model for a risk ratio": ("--measure RR --model peto", ("peto",)),
    "an unknown option": ("--measure RR --colour red", ("--colour",)),
}  # fmt: skip


def pool_variants() -> Iterator[Variant]:
    """Yield every study table and every combination of options that is refused."""
    for name, (text, measure, words) in TABLES.items():
        yield _variant(name, text, measure, words)
    for column, value, words in CELLS:
        quoted = f'"{value}"'
        row = f"B,{quoted},50" if column == "xi" else f"B,3,{quoted}"
        yield _variant(f"{column} {value!r}", f"study,xi,ni\nA,1,9\n{row}\n", ONE_GROUP, words)
    for name, row in RATIOS.items():
        text = f"study,estimate,low,high\nA,0.7,0.5,0.98\nB,{row}\n"
        yield _variant(name, text, "HR", ("row 3 (B)",))
    for name, (row, measure) in GIVEN.items():
        yield _variant(name, f"study,yi,vi\nA,0.1,0.2\nB,{row}\n", measure, ("B",))
    for name, (options, words) in OPTIONS.items():
        damage = written("studies.csv", HEAD + ROWS)
        command = ("pool", "{root}/studies.csv", *options.split())
        yield Variant("pool options", name, damage, command, words)
    for name, path in (("no such file", "{root}/none.csv"), ("a folder", "{root}/data")):
        command = ("pool", path, "--measure", "RR")
        yield Variant("pool tables", name, untouched, command, (path.rpartition("/")[2],))


def _variant(name: str, text: str | bytes, options: str, words: tuple[str, ...]) -> Variant:
    command = ("pool", "{root}/studies.csv", "--measure", *options.split())
    return Variant("pool tables", name, written("studies.csv", text), command,
                   ("studies.csv", *words))  # fmt: skip
