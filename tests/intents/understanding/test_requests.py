from intents.understanding.requests import ask_of, splits


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


def test_a_list_of_many_things_is_tried_at_few_places() -> None:
    assert len(splits("one thing, " * 100)) == 10
