"""Names of authors, as a sentence has them."""

import pytest

from evidence.audit.claims.authors import spelling


@pytest.mark.parametrize(
    ("named", "authors", "labels", "wanted"),
    [
        ("Tremblay and colleagues", "Tremblay D; Seah C", "", "right"),
        ("Britains and collaborators", "Betraíns A; Godinas L", "", "misprint"),
        ("Hagop", "Kantarjian HM; DeAngelo DJ", "", "wrong"),  # a given name that nobody coded
        ("INO-VATE", "Kantarjian HM", "INO-VATE 2016", "right"),
    ],
)
def test_names_of_authors(named, authors, labels, wanted):
    assert spelling(named, authors, labels) == wanted


def test_a_given_name_is_no_wrong_author():
    assert spelling("Hagop", "Kantarjian HM", "", "Kantarjian") == "given_name"
    assert spelling("Hagop", "Papayannidis C", "", "Kantarjian") == "wrong"
