"""From coded tables to derived tables, figures, manuscript tables and executed notebooks."""

import sys

# jsonschema, which nbformat imports, would compile 39 grammars of web addresses (two seconds) for
# formats that no notebook has; it does without where there is no such module.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
