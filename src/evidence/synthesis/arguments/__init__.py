"""What may be given to a public function of synthesis, and the sentence that refuses the rest."""

from evidence.synthesis.arguments.studies import check_studies

__all__ = ["check_studies"]
