"""The record that `evidence pool` prints."""

import json


def record(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.output)
