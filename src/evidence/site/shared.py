"""What all pages of one site share."""

from dataclasses import dataclass, field

from evidence.site.chains import Chains, Uses
from evidence.site.figures import Figures
from evidence.site.find_rows import Origins
from evidence.site.pages import Site
from evidence.site.records import Records


@dataclass
class Shared:
    """Records, figures, and which numbers rest on which coded rows so far."""

    records: Records
    origins: Origins
    figures: Figures
    site: Site
    uses: Uses = field(default_factory=Uses)

    def chains(self, file: str, title: str) -> Chains:
        """The chains of a page that is about to be made."""
        return Chains(self.records, self.origins, self.uses, file, title)
