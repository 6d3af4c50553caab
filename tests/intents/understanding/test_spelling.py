from intents.understanding.spelling import Speller, dearest


def words(speller: Speller, typed: str) -> tuple[str, ...]:
    """What may be meant, and is near enough without any neighbour."""
    return tuple(word for cost, word in speller.repairs(typed) if cost <= dearest(typed))


def test_slips_of_the_finger_are_repaired() -> None:
    speller = Speller(["schedule", "calendly", "macro"])
    assert words(speller, "scheduel")[0] == "schedule"
    assert words(speller, "calandly")[0] == "calendly"


def test_a_made_up_word_stays_as_it_is() -> None:
    assert Speller(["schedule", "calendly", "macro"]).repairs("qwertyuiop") == ()


def test_the_more_frequent_of_equal_words_comes_first() -> None:
    assert words(Speller(["form", "fork"]), "forn") == ("form", "fork")


def test_short_words_are_repaired_to_frequent_words_only() -> None:
    rare = [f"{a}{b}{c}zzz" for a in "bcdfghjklm" for b in "aeiou" for c in "npqrst"]
    assert words(Speller(["have", "the", *rare]), "ahve") == ("have",)
    assert words(Speller([*rare, "cane"]), "xane") == ()


def test_swapped_letters_are_likelier_than_wrong_ones() -> None:
    assert words(Speller(["than", "that", "hart"]), "htat")[0] == "that"
    assert words(Speller(["from", "form"]), "fomr")[0] == "form"


def test_two_letters_say_too_little() -> None:
    assert Speller(["an", "on", "in"]).repairs("xn") == ()


def test_numbers_and_signs_are_not_repaired() -> None:
    assert Speller(["form"]).repairs("for1") == ()
