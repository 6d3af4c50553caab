import subprocess
import sys

WELL_SPELT = """
import sys
from intents.understanding.stored import matcher_for_key
data = open(sys.argv[1], "rb").read()
found = matcher_for_key(data, data[8:40])
assert found is not None and found.read("I lost my badge").candidates
print(",".join(name for name in ("rapidfuzz", "json", "random", "hashlib", "unicodedata") if name in sys.modules))
"""


def test_a_well_spelt_message_is_read_without_loading_more_than_it_needs(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from tests.intents.understanding.lessons_for_tests import matcher

    place = tmp_path / "matcher.bin"
    place.write_bytes(matcher().to_bytes())
    done = subprocess.run(
        [sys.executable, "-c", WELL_SPELT, str(place)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
