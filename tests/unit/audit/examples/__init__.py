"""One error for every check, planted in tables in which it finds nothing."""

from tests.unit.audit.examples.arithmetic import ARITHMETIC
from tests.unit.audit.examples.chronology import CHRONOLOGY
from tests.unit.audit.examples.citations import CITATIONS
from tests.unit.audit.examples.doses import DOSES
from tests.unit.audit.examples.harms import HARMS
from tests.unit.audit.examples.intervals import INTERVALS
from tests.unit.audit.examples.overlap import OVERLAP
from tests.unit.audit.examples.responses import RESPONSES
from tests.unit.audit.examples.units import UNITS

EXAMPLES = (
    ARITHMETIC | INTERVALS | UNITS | DOSES | CHRONOLOGY | HARMS | RESPONSES | CITATIONS | OVERLAP
)
