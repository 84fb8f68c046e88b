"""Run every malformed variant in a copy of the project and say how each command ended.

    python -m bench.hostile [WORD]     only the variants whose title holds WORD

Leaves with 1 unless every variant ends with a status of failure, without a traceback, with a
message that names the place, with nothing changed on disk, in time.
"""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from bench.hostile.run import Outcome, run
from bench.hostile.variants import all_variants


def main() -> int:
    """Run the variants, print a line for each that fails and a count of each family."""
    os.environ["MPLBACKEND"] = "agg"
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [number for number, variant in enumerate(all_variants()) if word in variant.title]
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        outcomes = [_shown(outcome) for outcome in pool.map(run, chosen)]
    failed = [outcome for outcome in outcomes if outcome.faults]
    for family in dict.fromkeys(outcome.family for outcome in outcomes):
        of_family = [outcome for outcome in outcomes if outcome.family == family]
        refused = sum(not outcome.faults for outcome in of_family)
        slowest = max(outcome.seconds for outcome in of_family)
        print(f"{family}: {refused} of {len(of_family)} refused as they should be, "
              f"the slowest in {slowest:.1f} s")  # fmt: skip
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} variants refused as they should be")
    return int(bool(failed))


def _shown(outcome: Outcome) -> Outcome:
    status = "FAIL" if outcome.faults else "pass"
    print(f"{status}  {outcome.title}: {'; '.join(outcome.faults) or outcome.message}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
