"""`evidence pool --as-r`: the calls as metafor's and meta's manuals write them."""

import pytest
from typer.testing import CliRunner

from evidence.cli import app

# Viechtbauer 2010, JSS 36(3), works with these trials as dat.bcg; here its first three.
COUNTS = "study,ai,n1i,ci,n2i\nAronson 1948,4,123,11,139\nFerguson 1949,6,306,29,303\n"
DATA = """dat <- data.frame(
  study = c("Aronson 1948", "Ferguson 1949"),
  ai = c(4, 6),
  n1i = c(123, 306),
  ci = c(11, 29),
  n2i = c(139, 303))"""
ONE_ARM = "study,xi,ni\nA,3,20\nB,9,30\n"
ARMS = "ai=ai, n1i=n1i, ci=ci, n2i=n2i"
RATIOS = "study,estimate,low,high\nA,0.8,0.6,1.07\nB,0.7,0.5,0.98\n"


@pytest.fixture
def script(tmp_path):
    def of(text, *options):
        path = tmp_path / "studies.csv"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["pool", str(path), "--as-r", *options])

    return of


def test_the_whole_script(script):
    result = script(COUNTS, "--measure", "RR", "--tau2-method", "DL", "--test", "knapp_hartung")
    lines = result.output.splitlines()
    assert lines[0].startswith("# evidence pool: 0.") and lines[0].endswith("k = 2")
    assert lines[1] == "library(metafor)"
    assert result.output.split("library(metafor)\n")[1] == (
        f"{DATA}\n"
        f'dat <- escalc(measure="RR", {ARMS}, data=dat, add=1/2, to="only0")\n'
        'res <- rma(yi, vi, data=dat, slab=study, method="DL", test="knha")\n'
        "res\n"
        "predict(res, transf=exp)\n"
        "exp(coef(res) + c(-1, 1) * qt(0.975, df=res$k - 1) * sqrt(res$tau2 + res$se^2))"
        " # prediction interval\n"
    )


@pytest.mark.parametrize(
    ("text", "options", "call"),
    [
        (COUNTS, "OR --model common", 'rma(yi, vi, data=dat, slab=study, method="EE", test="z")'),
        (COUNTS, "RR --level 0.9 --test t",
         'rma(yi, vi, data=dat, slab=study, method="REML", test="t", level=90)'),
        (COUNTS, "RR --test knapp_hartung_ad_hoc", 'method="REML", test="adhoc")'),
        (COUNTS, "RR --test knapp_hartung_wider",
         'meta::metagen(yi, sqrt(vi), data=dat, studlab=study, method.tau="REML", common=FALSE, '
         'method.random.ci="HK", adhoc.hakn.ci="ci", level.ma=0.95)'),
        (COUNTS, "OR --zero-policy if0all",
         f'escalc(measure="OR", {ARMS}, data=dat, add=1/2, to="if0all")'),
        (COUNTS, "OR --zero-policy treatment_arm",
         'escalc(measure="OR", ai=ai + add1, bi=n1i - ai + add1, ci=ci + add2, '
         'di=n2i - ci + add2, data=dat, add=1/2, to="none")'),
        (COUNTS, "OR --model mantel_haenszel",
         f'rma.mh(measure="OR", {ARMS}, data=dat, slab=study)'),
        (COUNTS, "OR --model peto", f"rma.peto({ARMS}, data=dat, slab=study)"),
        (COUNTS, "OR --model glmm",
         f'rma.glmm(measure="OR", {ARMS}, data=dat, slab=study, model="UM.FS", method="ML", '
         'test="z")'),
        (COUNTS, "OR --model conditional --test t",
         f'rma.glmm(measure="OR", {ARMS}, data=dat, slab=study, model="CM.EL", method="ML", '
         'test="t")'),
        (ONE_ARM, "PLO --model glmm",
         'rma.glmm(measure="PLO", xi=xi, ni=ni, data=dat, slab=study, method="ML", test="z")'),
        (ONE_ARM, "PLO", "predict(res, transf=transf.ilogit)"),
        (ONE_ARM, "PAS", 'escalc(measure="PAS", xi=xi, ni=ni, data=dat, add=1/2, to="none")'),
        (ONE_ARM, "PFT",
         "predict(res, transf=transf.ipft.hm, targs=list(ni=dat$ni[!is.na(dat$yi)]))"),
        (RATIOS, "HR", "conv.wald(out=estimate, ci.lb=low, ci.ub=high, data=dat, transf=log)"),
        (RATIOS, "MD", "conv.wald(out=estimate, ci.lb=low, ci.ub=high, data=dat)"),
        (RATIOS.replace("high", "high,level").replace("7\n", "7,0.9\n").replace("8\n", "8,\n"),
         "HR", "transf=log, level=ifelse(is.na(dat$level), 95, 100 * dat$level))"),
        ("study,yi,vi\nA,0.1,0.02\nB,0.3,\n", "GEN", "  vi = c(0.02, NA))"),
        ('study,xi,ni\n"A ""b"" \\",3,20\nB,9,30\n', "PR", r'study = c("A \"b\" \\", "B")'),
    ],
)  # fmt: skip
def test_the_call_of_each_model(script, text, options, call):
    result = script(text, "--measure", *options.split())
    assert result.exit_code == 0, result.output
    assert call in result.output


def test_counts_and_ratios_together_are_filled_in_one_after_the_other(script):
    text = "study,ai,n1i,ci,n2i,estimate,low,high\nA,4,123,11,139,,,\nB,,,,,0.8,0.6,1.07\n"
    lines = script(text, "--measure", "RR").output.splitlines()
    assert "  estimate = c(NA, 0.8)," in lines and "  ai = c(4, NA)," in lines
    made = [line for line in lines if line.startswith("dat <- ")]
    assert [line.split("(")[0] for line in made] == [
        "dat <- data.frame", "dat <- escalc", "dat <- conv.wald"
    ]  # fmt: skip


def test_what_cannot_be_pooled_has_no_call(script):
    refused = script("study,xi,ni\nA,11,10\n", "--measure", "PLO")
    assert refused.exit_code == 1 and "row 2 (A): xi is above ni" in refused.output
    refused = script(ONE_ARM, "--measure", "PLO", "--model", "beta_binomial")
    assert refused.exit_code == 1 and "neither metafor nor meta" in refused.output
