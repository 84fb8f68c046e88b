"""Authors read into family, given and suffix; every expectation is how the name is catalogued."""

import pytest

from evidence.coded.person_names import author, authors
from evidence.tables.writers.bibtex import to_bibtex
from evidence.tables.writers.ris import to_ris


def person(family, given, suffix=None):
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Smith JA", person("Smith", "JA")),
        ("Smith JA Jr", person("Smith", "JA", "Jr")),
        ("Smith JA, Jr.", person("Smith", "JA", "Jr.")),
        ("Smith Jr JA", person("Smith", "JA", "Jr")),
        ("Smith JA III", person("Smith", "JA", "III")),
        ("Smith JA II", person("Smith", "JA", "II")),
        ("King ML 3rd", person("King", "ML", "3rd")),
        ("Ivanov II", person("Ivanov", "II")),  # initials of Ivan Ivanovich, no suffix
        ("Ivanov V", person("Ivanov", "V")),
        ("Smith, John A., Jr", person("Smith", "John A.", "Jr")),
        ("Smith, Jr, John A.", person("Smith", "John A.", "Jr")),
        ("Smith, Jr., John A.", person("Smith", "John A.", "Jr.")),
        ("St. John D", person("St. John", "D")),
        ("Martin Luther King, Jr.", {"literal": "Martin Luther King, Jr."}),
        ("Jane A. Doe, MD", {"literal": "Jane A. Doe, MD"}),
        ("Smith JA/Jones B", {"literal": "Smith JA/Jones B"}),
        ("García Márquez, Gabriel", person("García Márquez", "Gabriel")),
        ("van Dongen JJM", person("van Dongen", "JJM")),
        ("de la Cruz F", person("de la Cruz", "F")),
        ("D’Ettorre G", person("D’Ettorre", "G")),
        ("Woei-A-Jin FJSH", person("Woei-A-Jin", "FJSH")),
        ("Ribera J-M", person("Ribera", "J-M")),
        ("Rakhmanova Zh", person("Rakhmanova", "Zh")),
        ("Paccagnella M L", person("Paccagnella", "M L")),
        ("US Food and Drug Administration", {"literal": "US Food and Drug Administration"}),
        ("Department of Health, Spain", {"literal": "Department of Health, Spain"}),
        ("GRAALL Study Group A", {"literal": "GRAALL Study Group A"}),
        ("GMALL, Germany", {"literal": "GMALL, Germany"}),
        ("WHO", {"literal": "WHO"}),
        ("Pfizer, Inc.", {"literal": "Pfizer, Inc."}),
        ("Novartis Pharma, Basel", {"literal": "Novartis Pharma, Basel"}),
        (
            "Ministry of Health, Labour and Welfare",
            {"literal": "Ministry of Health, Labour and Welfare"},
        ),
    ],
)
def test_a_name_is_read_into_its_parts(text, name):
    assert author(text) == name


TWO = [person("Smith", "JA"), person("Jones", "B")]


@pytest.mark.parametrize(
    "text",
    [
        "Smith JA; Jones B",
        "Smith JA;Jones B;",
        "Smith JA; and Jones B",
        "Smith JA, Jones B",
        "Smith JA and Jones B",
        "Smith JA & Jones B",
        "Smith JA, and Jones B",
        "Smith, JA, Jones, B",
        "Smith  JA ;\n Jones B",
    ],
)
def test_authors_are_separated_as_reports_separate_them(text):
    assert authors(text) == TWO


@pytest.mark.parametrize("others", ["et al.", "et al", "; et al.", ", et al.", " and others"])
def test_others_stay_as_the_last_name(others):
    assert authors(f"Smith JA; Jones B {others}") == [*TWO, {"literal": "et al."}]


def test_suffixes_between_commas_belong_to_the_name_before():
    assert authors("Smith, J.A., Jr., & Jones, B.") == [
        person("Smith", "J.A.", "Jr."),
        person("Jones", "B."),
    ]


def test_groups_stand_beside_persons_and_are_not_divided():
    assert authors("Smith JA, Jones B, INO-VATE Study Group") == [
        *TWO,
        {"literal": "INO-VATE Study Group"},
    ]
    assert authors("Ministry of Health and Welfare") == [
        {"literal": "Ministry of Health and Welfare"}
    ]


@pytest.mark.parametrize("written", [to_bibtex, to_ris])
def test_the_comma_of_a_group_divides_no_name(written):
    """From the words as reported to the file: one author a name, none that is half a group."""
    reported = "Smith JA; Ministry of Health, Labour and Welfare; Pfizer, Inc."
    names = authors(reported)
    assert names == [
        person("Smith", "JA"),
        {"literal": "Ministry of Health, Labour and Welfare"},
        {"literal": "Pfizer, Inc."},
    ]
    item = {"id": "a", "type": "article-journal", "title": "T", "author": names}
    text = written([item | {"issued": {"date-parts": [[2020]]}}])
    groups = ["{Ministry of Health, Labour and Welfare}", "{Pfizer, Inc.}"]
    if written is to_ris:
        groups = ["AU  - Ministry of Health,, Labour and Welfare\n", "AU  - Pfizer,, Inc.\n"]
    assert all(group in text for group in groups)


def test_authors_that_were_not_seen_are_none():
    assert authors("Authors not seen") == [] == authors("")
    assert authors("GMALL, authors not seen") == [{"literal": "GMALL"}]


SHORT = [person("Xu", "Y"), person("Li", "Z")]


@pytest.mark.parametrize("text", ["Xu Y, Li Z", "Xu Y; Li Z", "Xu Y | Li Z", "Xu Y\nLi Z"])
def test_families_of_two_letters_are_no_initials_of_the_name_before(text):
    assert authors(text) == SHORT


def test_a_suffix_before_the_given_name_is_no_second_author():
    assert authors("Smith, Jr., John A.") == [person("Smith", "John A.", "Jr.")]


@pytest.mark.parametrize("text", ["Smith J1, Jones B2", "Smith J (1), Jones B (2)"])
def test_numbers_of_addresses_make_no_person(text):
    assert authors(text) == [{"literal": text}]
