from intents.understanding.spelling import Speller


def test_slips_of_the_finger_are_repaired() -> None:
    speller = Speller(["schedule", "calendly", "macro"])
    assert speller.repairs("scheduel")[0] == "schedule"
    assert speller.repairs("calandly")[0] == "calendly"


def test_a_made_up_word_stays_as_it_is() -> None:
    assert Speller(["schedule", "calendly", "macro"]).repairs("qwertyuiop") == ()


def test_the_more_frequent_of_equal_words_comes_first() -> None:
    assert Speller(["form", "fork"]).repairs("forn") == ("form", "fork")


def test_two_letters_say_too_little() -> None:
    assert Speller(["an", "on", "in"]).repairs("xn") == ()


def test_numbers_and_signs_are_not_repaired() -> None:
    assert Speller(["form"]).repairs("for1") == ()
