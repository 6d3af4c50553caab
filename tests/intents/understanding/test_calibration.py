from intents.understanding.calibration import level_of_refusing, steepness_of

SURE_AND_RIGHT = [((1.0, 0.0), 0)] * 20
SURE_AND_OFTEN_WRONG = [((3.0, 0.0), 0)] * 10 + [((3.0, 0.0), 1)] * 8


def test_confidence_becomes_steeper_where_it_was_too_modest() -> None:
    assert steepness_of(SURE_AND_RIGHT) > 1


def test_confidence_stays_as_it_is_where_it_was_too_high() -> None:
    assert steepness_of(SURE_AND_OFTEN_WRONG) == 1


def test_nothing_held_back_changes_nothing() -> None:
    assert steepness_of([]) == 1


def test_the_level_of_refusing_rises_until_hardly_anything_is_refused_that_belongs_here() -> None:
    leaning_out = [((0.0, 0.5), 0)] * 10
    leaning_in = [((2.0, 0.0), 0)] * 10
    assert level_of_refusing(leaning_out, 1, 1.0) > 0.6
    assert level_of_refusing(leaning_in, 1, 1.0) == 0.28
