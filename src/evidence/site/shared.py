"""What all pages of one site share."""

from dataclasses import dataclass, field

from evidence.site.figures import Figures
from evidence.site.links.chains import Chains, Uses
from evidence.site.links.find_rows import Origins
from evidence.site.records import Records
from evidence.site.template import Site


@dataclass
class Shared:
    """Records, figures, and which numbers rest on which coded rows so far."""

    records: Records
    origins: Origins
    figures: Figures
    site: Site
    uses: Uses = field(default_factory=Uses)
    titles: dict[str, str] = field(default_factory=dict)

    def chains(self, file: str, title: str, *, beside: bool = True) -> Chains:
        """The chains of a page that is about to be made.

        Parameters
        ----------
        beside : a page of sentences has every chain itself; a page of lists leads to the page that
            has it, or to the coded row.
        """
        self.titles[file] = title
        return Chains(self.records, self.origins, self.uses, file, title, beside)
