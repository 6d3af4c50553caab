from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from intents.understanding import Lessons, matcher_from_bytes
from intents.understanding.lessons import lessons_key
from intents.understanding.stored import METHOD, matcher_for_key
from tests.intents.understanding.lessons_for_tests import LESSONS, matcher

DATA = matcher().to_bytes()


def test_a_stored_matcher_reads_as_before() -> None:
    found = matcher_from_bytes(DATA, LESSONS)
    assert found is not None
    for text in ("I lost my badge", "lpatop", "", "book a vacation and fix the payslip"):
        assert found.read(text) == matcher().read(text)
    assert found.to_bytes() == DATA


@given(st.integers(min_value=0, max_value=len(DATA) - 1))
@settings(deadline=None)
def test_a_file_cut_off_anywhere_is_not_used(length: int) -> None:
    assert matcher_from_bytes(DATA[:length], LESSONS) is None


@given(st.integers(min_value=0, max_value=len(DATA) - 1), st.integers(min_value=1, max_value=255))
@settings(deadline=None)
def test_a_file_with_one_wrong_byte_is_not_used(place: int, change: int) -> None:
    wrong = bytearray(DATA)
    wrong[place] ^= change
    assert matcher_from_bytes(bytes(wrong), LESSONS) is None


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_foreign_bytes_are_not_used(data: bytes) -> None:
    assert matcher_from_bytes(data, LESSONS) is None


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_a_foreign_body_with_a_right_checksum_is_not_used(body: bytes) -> None:
    from binascii import crc32
    from struct import pack

    key = lessons_key(LESSONS, METHOD)
    head = DATA[:8] + key + pack("<I", crc32(body))
    assert matcher_for_key(head + body, key) is None


def test_other_lessons_or_another_method_do_not_take_the_file() -> None:
    fewer = Lessons(topics=LESSONS.topics[:3], elsewhere=LESSONS.elsewhere)
    assert matcher_from_bytes(DATA, fewer) is None
    assert matcher_from_bytes(DATA, replace(LESSONS, terms=())) is None
    assert matcher_for_key(DATA, lessons_key(LESSONS, METHOD + 1)) is None
