"""One figure set in many ways is found; another figure is not."""

import pytest

from evidence.audit.verify.normalise_text import occurs, plain, run_of, without_reference_marks


def found(piece: str, text: str) -> bool:
    return occurs(piece, run_of(plain(text)))


SAME = [
    ("0.64 × 10^9/l", r"WBC $0.64 \times 10^9/l$, platelets"),
    ("0.64 × 10^9/l", r"WBC 0.64 \times \mathrm{10}^{9}/l, platelets"),
    ("0.64 × 10^9/l", "WBC 0.64 x 10<sup>9</sup>/l, platelets"),
    ("0.64 × 10^9/l", "WBC 0.64\u00a0×\u200910⁹/l, platelets"),
    ("0.64 × 10^9/l", "WBC 0.64 × 109/l, the exponent no longer raised"),
    ("2.68×10^-5", "decreased to 2.68×10^{−5} and"),
    ("0.5 mg/m²", r"on day 8 ($0.5 \text{ mg/m}^2$)"),
    ("0.5 mg/m^2", "on day 8 (0.5 mg/m²)"),
    ("168.000/μL", "(PLT 168.000/µL)"),
    ("18%-44%", "approximately 18%–44% if"),
    ("18%–44%", "approximately 18%‑44% if"),
    ("40,000–50,000", "(platelet count 40,000-50,000)"),
    ("patient's", "the patient’s endogenous"),
    ("prolongation of", "showed prolon-\ngation of"),
    ("complete remission", "a **complete\nremission** (CR)"),
    ("post-transplant", "post-\ntransplant"),
    ("event-free survival", "event–free survival"),
    ("1", "a higher mortality rate.<sup>1</sup>"),
    ("3-5", "efficacy in r/r B-ALL.^{3–5} However"),
    ("Capria S", "Saveria, Capria S.\\*"),
    ("CD22+", "CD22<sup>+</sup> infant ALL"),
    ("in 2015", "NILG in 2015,<sup>5</sup> off-treatment"),
    ("other studies,8", "by other studies,<sup>8</sup> we"),
    ("15, 16", "on days 15, 16"),
    ("5 months", "(5 months vs. 1.8 months)"),
    ("05.09.2019", "performed 05.09.2019., four weeks"),
]

DIFFERENT = [
    ("0.8", "a dose of 10.8 mg"),
    ("0.8", "a dose of 0.85 mg"),
    ("8", "a dose of 0.8 mg"),
    ("0", "a dose of 0.8 mg"),
    ("15.8", "on day 15. 8 patients"),
    ("15, 16", "a limit of 15,16"),
    ("AALL15P1.4", "study AALL15P1.<sup>4</sup>"),
    ("15.8", "a limit of 15 .8"),
    ("815", "on days 8 15"),
    ("8 15", "an 815 bp product"),
    ("109", "of 10^9 cells"),
    ("9", "of 10^9 cells"),
    ("10", "of 10^9 cells"),
    ("10", "of 10⁹ cells"),
    ("10^9", "of 10^6 cells"),
    ("10^-3", "of 10^3 cells"),
    ("19", "CD19 antibody"),
    ("1.3 mg", "given 1,3 mg"),
    ("male", "a female patient"),
    ("CR", "a CRp was seen"),
    ("2 cycles", "12 cycles"),
    ("2", "the year 2015"),
    ("63.000", "63.0001"),
]


@pytest.mark.parametrize(("piece", "text"), SAME)
def test_setting_does_not_matter(piece, text):
    assert found(piece, text)


@pytest.mark.parametrize(("piece", "text"), DIFFERENT)
def test_another_figure_is_not_found(piece, text):
    assert not found(piece, text)


def test_the_second_occurrence_counts_where_the_first_is_part_of_another_number():
    assert found("0.8", "10.8 mg, then 0.8 mg")


def test_a_figure_with_a_reference_mark_within_is_found_without_the_mark():
    text = plain("in remission<sup>4,5</sup> at 10⁹/L [6, 7] since")
    assert occurs("remission at 10^9/L since", run_of(without_reference_marks(text)))
    assert not occurs("remission at 10^9/L since", run_of(text))
