"""Codes that a check asks for, as the code list ``checked_codes`` names them."""

from evidence.audit.core.findings import Frames


def checked_codes(coded: Frames, use: str) -> dict[str, str]:
    """What a finding says of each code that has this use, in the order of the code list.

    Parameters
    ----------
    coded : coded tables; a review without the code list has no such code. use : as in the list.

    >>> import pandas as pd
    >>> codes = pd.DataFrame({"use": ["grave_harm"], "item": ["death"], "words": [""]})
    >>> checked_codes({"checked_codes": codes}, "grave_harm"), checked_codes({}, "grave_harm")
    ({'death': ''}, {})
    """
    if "checked_codes" not in coded:
        return {}
    rows = coded["checked_codes"]
    rows = rows[rows["use"] == use]
    return dict(zip(rows["item"], rows["words"], strict=True))
