import pytest

from intents.understanding.requests import TRIED, ask_of, splits


def test_quoted_mail_signature_and_log_do_not_count() -> None:
    text = "> old mail about a laptop\nMy badge is lost.\nERROR: nothing here\nCheers\nAnn, laptop team"
    assert ask_of(text) == "My badge is lost."


def test_a_message_of_nothing_but_quotes_is_read_as_it_is() -> None:
    assert ask_of("> my badge is lost\n> please help") == "> my badge is lost\n> please help"


def test_words_at_the_cut_belong_to_no_side() -> None:
    cut = splits("I lost my badge. Also, can you book my vacation")[0]
    assert (cut.left, cut.right) == ("I lost my badge.", "book my vacation")
    assert cut.another
    assert cut.ended


def test_one_word_is_no_request() -> None:
    assert splits("badge, please") == ()


def test_of_many_places_the_likelier_ones_are_tried() -> None:
    text = f"{'one thing, ' * 40}another one. Also the other thing, please"
    assert any(cut.right == "the other thing, please" for cut in splits(text))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("my badge is lost; book my vacation", "book my vacation"),
        ("my badge is lost\n- book my vacation", "book my vacation"),
        ("1) my badge is lost 2) book my vacation", "book my vacation"),
        ("my badge is lost, oh and please book my vacation", "book my vacation"),
        ("my badge is lost while you're at it book my vacation", "book my vacation"),
        ("my badge is lost - one more thing: book my vacation", "book my vacation"),
        ("my badge is lost… book my vacation", "book my vacation"),
        ("my badge is lost + book my vacation", "book my vacation"),
        ("mon badge est perdu et aussi mes vacances", "mes vacances"),
        ("perdi o crachá e também quero férias", "quero férias"),
        ("Ausweis weg und außerdem Urlaub buchen", "Urlaub buchen"),
    ],
)
def test_the_ways_to_join_two_requests_are_known(text: str, right: str) -> None:
    assert right in [cut.right for cut in splits(text)]


def test_a_word_that_points_back_stays_with_its_side() -> None:
    assert splits("my badge is broken, it does not open the door")[0].right == "it does not open the door"


def test_a_list_of_many_things_is_tried_at_few_places() -> None:
    assert len(splits("one thing, " * 100)) == TRIED
