import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from intents.understanding.normalise import HANDLE, LINK, MAIL, NUMBER, fold, plain_words, words


def test_full_width_letters_quotes_and_invisible_characters_read_like_plain_ones() -> None:
    assert plain_words(
        "\uff23\uff21\uff2c\uff25\uff2e\uff24\uff2c\uff39 don\u2019t wor\u200bk"
    ) == plain_words("calendly don't work")


def test_composed_and_decomposed_letters_are_one() -> None:
    text = "caf\u00e9 \u00fcber \uac00"
    assert plain_words(unicodedata.normalize("NFD", text)) == plain_words(unicodedata.normalize("NFC", text))


def test_a_dotted_capital_i_reads_like_any_i() -> None:
    assert plain_words("\u0130STANBUL") == ["istanbul"]


def test_a_product_name_inside_japanese_is_a_word_of_its_own() -> None:
    assert "calendly" in plain_words("Calendly\u306e\u4e88\u5b9a\u3092\u5909\u66f4")


def test_what_has_endless_values_becomes_its_kind() -> None:
    assert plain_words("@ann see https://example.test/x 12:30 a@b.test") == [
        HANDLE,
        "see",
        LINK,
        NUMBER,
        MAIL,
    ]


def test_evidence_is_as_typed() -> None:
    assert [word.typed for word in words("The BADGE, \uff2c\uff21\uff30\uff34\uff2f\uff30!")] == [
        "The",
        "BADGE",
        "\uff2c\uff21\uff30\uff34\uff2f\uff30",
    ]


def test_a_possessive_is_the_word_itself() -> None:
    assert plain_words("the customer's ticket") == ["the", "customer", "ticket"]


@given(st.text())
def test_no_text_is_refused_and_folding_twice_changes_nothing(text: str) -> None:
    words(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=60))
def test_both_ways_of_reading_find_the_same_words(text: str) -> None:
    assert [word.plain for word in words(text)] == plain_words(" ".join(text.split()))
