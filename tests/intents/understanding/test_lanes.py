from hypothesis import given
from hypothesis import strategies as st

from intents.understanding.lanes import Lanes

NUMBERS = st.lists(st.integers(min_value=-(2**50), max_value=2**50), min_size=1, max_size=30)


def row(numbers: list[int]) -> int:
    return Lanes(len(numbers)).together(enumerate(numbers))


@given(NUMBERS, st.integers(min_value=0, max_value=2**10))
def test_rows_add_up_and_multiply_lane_by_lane(numbers: list[int], times: int) -> None:
    lanes = Lanes(len(numbers))
    found = lanes.apart(row(numbers) * times + row(numbers[::-1]))
    wanted = [one * times + other for one, other in zip(numbers, numbers[::-1], strict=True)]
    assert all(0 <= one - other <= 1 for one, other in zip(wanted, found, strict=True))


def test_lanes_that_are_not_named_hold_nothing() -> None:
    lanes = Lanes(4)
    assert lanes.apart(lanes.together([(2, 7)])) == (0, 0, 7, 0)
