"""Tests of the places in a text that a person should look at before it is filed.

Every token here is made up: words and runs of the alphabet in the shape of a token.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.drafting.safe_text import as_log, safe_prose
from intents.drafting.secret_patterns import GITLAB_TOKENS
from intents.drafting.warnings import Sensitive, find_warnings, mask

KEY = "-----BEGIN RSA PRIVATE KEY-----\nNotARealKeyNotARealKey\nNotARealKeyNotARealKey\n-----END RSA PRIVATE KEY-----"
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"

SECRETS = [
    ("glpat-not-a-real-token", "[secret removed]"),
    ("acme-glpat-not-a-real-token.01.abc", "acme-[secret removed]"),
    ("GR1348941not-a-real-token", "[secret removed]"),
    ("_gitlab_session=not-a-real-cookie", "[secret removed]"),
    ("ghp_" + ALPHABET, "[secret removed]"),
    ("github_pat_" + ALPHABET, "[secret removed]"),
    ("AKIANOTAREALKEY00000", "[secret removed]"),
    ("ASIANOTAREALKEY00000", "[secret removed]"),
    ("AIza" + ALPHABET, "[secret removed]"),
    ("xoxb-not-a-real-token", "[secret removed]"),
    ("sk-not-A-real-key-0123456789", "[secret removed]"),
    ("eyJub3RhcmVhbCI6MX0.eyJub3RhcmVhbCI6MX0.not-real", "[secret removed]"),
    ("https://sam:not-real@host.example/x", "https://sam:[secret removed]@host.example/x"),
    ("postgres://:not-real@host/db", "postgres://:[secret removed]@host/db"),
    ("DB_PASSWORD=notreal", "DB_PASSWORD=[secret removed]"),
    ("password: n0treal", "password: [secret removed]"),
    ("**Password:** N0t!real&x", "**Password:** [secret removed]"),
    ('"api_token": "n0t-a-real-token"', '"api_token": "[secret removed]"'),
    ("?private_token=notreal1&page=2", "?private_token=[secret removed]&page=2"),
    ("aws_secret_access_key = " + ALPHABET, "aws_secret_access_key = [secret removed]"),
    ("Authorization: Bearer not-a-real-token", "Authorization: Bearer [secret removed]"),
    ("PRIVATE-TOKEN: not-a-real-token", "PRIVATE-TOKEN: [secret removed]"),
    ("GOCSPX-not-a-real-secret-0123", "[secret removed]"),
    ("AccountKey=" + "n0tReal+" * 6 + "==;EndpointSuffix=x", "[secret removed];EndpointSuffix=x"),
    (
        "https://x.example/c/b?sv=1&sig=" + "n0tReal%2B" * 4 + "&se=2",
        "https://x.example/c/b?sv=1[secret removed]&se=2",
    ),
    ("abc8Q~" + "not.a.real.secret" * 2, "[secret removed]"),
    ("dop_v1_" + "0123456789abcdef" * 4, "[secret removed]"),
    ("hvs." + "not-a-real-token" * 2, "[secret removed]"),
    ("hf_" + ALPHABET, "[secret removed]"),
    ("ATATT3xNotARealTokenNotARealToken", "[secret removed]"),
    ("dckr_pat_not-a-real-token-0123", "[secret removed]"),
    (
        "Private-Lines: 2\n" + "NotARealKeyNotARealKey\n" * 2 + "Private-MAC: 0",
        "[secret removed]Private-MAC: 0",
    ),
    (r"-----BEGIN PRIVATE KEY-----\nNotARealKey\n-----END PRIVATE KEY-----\n", r"[secret removed]\n"),
    (KEY, "[secret removed]"),
    (KEY.rpartition("\n")[0] + "\n\nThe text goes on.", "[secret removed]\n\nThe text goes on."),
    (KEY + "\n" + KEY, "[secret removed]\n[secret removed]"),
]
MAILS = [
    ("jane.doe+x@mail.example is asking", "[mail address removed] is asking"),
    ("<jane@mail.example>", "<[mail address removed]>"),
    ("first\\_last@mail.example, jane_\\@mail.example", "[mail address removed], [mail address removed]"),
    ("write to jane@mail.example.", "write to [mail address removed]."),
]
PHONES = [
    "+49 30 1234567",
    "+1 (555) 234-5678",
    "+44 (0)20 7946 0958",
    "+14155550123",
    "0049 30 1234567",
    "(555) 234-5678",
    "555-234-5678",
    "555.234.5678",
    "01 23 45 67 89",
    "030 1234567",
    "0171/1234567",
]
HARMLESS = [
    "2026-11-24 10:20:30",
    "2026-11-24T10:20:30+02:00",
    "+2026-11-24 10:20",
    "01.02.2026, 03.04.2026 and 01-02-2026",
    "192.168.100.200 and 10.0.0.1:8080",
    "17.4.1 and 2.0.1.4567",
    "#123456789 !12345 &1234567 ticket 12345678",
    "550e8400-e29b-41d4-a716-446655440000",
    "commit 0123456789abcdef0123456789abcdef01234567",
    "Intake reference: `gi7f3a9c2e41b8d6055aa1c0ff`",
    "1700000000 seconds, 1700000000123 ms",
    "@@ -12,7 +12,9 @@",
    "00:11:22:33:44:55 and 0x1f",
    "12,345,678.90 and 1 234 567 890",
    "https://x.example/users/5552345678?page=0049",
    "call of 2026-11-24, phone app version 17.4.1234",
    "ports 8080-9090",
    "password: reset does not work",
    "password: cannot be reset/changed",
    "the secret: it is simple",
    "token: expired",
    "PASSWORD=$SECRET, token: ${CI_JOB_TOKEN}, password=<your password>, api_key={{ key }}",
    "password: ********, token=xxxx",
    "password = None",
    "glpat- tokens and glpat-... are secret",
    "git@host.example:group/project.git",
    "icon@2x.png and user@host and foo@1.2.3",
    "@sam and @group/sub",
    "https://host.example:8080/a:b@c",
    "global-search-2026-improvements-for-everybody",
    "hours 0800-1600 Central, and 0600-1400 UTC",
    "significant=0123456789012345678901234567890123456789",
    "abc8Q is no secret, nor is ~0123456789",
    "job 12345678901 of pipeline #1234567890, sha256:" + "0123456789abcdef" * 4,
    "trigger 36012345678912, view 360123456789, form 360001234567",
    "INV-2026-004711 of 24 Nov 2026, 10:00 - 11:30 UTC+02:00",
    "-----BEGIN CERTIFICATE-----",
]


@pytest.mark.parametrize("prefix", GITLAB_TOKENS)
def test_gitlab_tokens_of_every_kind_are_found(prefix: str) -> None:
    text = f"it says {prefix}-not-a-real-token, and fails"
    (warning,) = find_warnings(text, public=False)
    assert warning.kind is Sensitive.SECRET
    assert GITLAB_TOKENS[prefix] in warning.sentence
    assert mask(text, [warning]) == "it says [secret removed], and fails"


@pytest.mark.parametrize(("text", "masked"), SECRETS + MAILS)
def test_secrets_and_addresses_are_found_and_only_they_are_masked(text: str, masked: str) -> None:
    warnings = find_warnings(text, public=False)
    assert mask(text, warnings) == masked
    assert find_warnings(masked, public=False) == ()


@pytest.mark.parametrize("number", PHONES)
def test_telephone_numbers_are_found(number: str) -> None:
    text = f"Reach her on {number}, please."
    (warning,) = find_warnings(text, public=False)
    assert warning.kind is Sensitive.PHONE
    assert mask(text, [warning]) == "Reach her on [phone number removed], please."


def test_a_plain_number_is_a_telephone_number_behind_a_word_that_says_so() -> None:
    assert (
        mask("phone: 12345678", find_warnings("phone: 12345678", public=False))
        == "phone: [phone number removed]"
    )
    assert find_warnings("order 12345678", public=False) == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_versions_ids_and_sentences_are_left_alone(text: str) -> None:
    assert find_warnings(text, public=True) == ()


@pytest.mark.parametrize("text", [text for text, _ in SECRETS + MAILS])
def test_what_is_found_as_typed_is_found_in_the_finished_text(text: str) -> None:
    kinds = [warning.kind for warning in find_warnings(text, public=False)]
    for finished in (safe_prose(text), as_log(text)):
        assert [warning.kind for warning in find_warnings(finished, public=False)] == kinds


def test_a_warning_knows_its_place() -> None:
    text = "first\n\nkey glpat-not-a-real-token\nand jane@mail.example\n"
    secret, mail = find_warnings(text, public=False)
    assert (secret.line, secret.column, secret.end_column) == (3, 4, 26)
    assert (mail.line, mail.column, mail.end_column) == (4, 4, 21)
    assert text[secret.start : secret.end] == "glpat-not-a-real-token"
    (key,) = find_warnings("a\n" + KEY + "\nb", public=False)
    assert (key.line, key.column, key.end_column) == (2, 0, 31)


def test_the_sentence_is_firmer_in_public_and_never_repeats_the_secret() -> None:
    text = "glpat-not-a-real-token"
    (inside,) = find_warnings(text, public=False)
    (outside,) = find_warnings(text, public=True)
    assert inside.sentence == (
        "Line 1 holds what looks like a GitLab access token. Everybody who can read this project could use it. "
        "Take it out; if it is real, revoke it where it was made."
    )
    assert "This project is public" in outside.sentence
    assert text not in inside.sentence + outside.sentence


def test_addresses_of_the_own_team_are_passed_over() -> None:
    text = "kim@team.example lee@eu.team.example jane@otherteam.example"
    (warning,) = find_warnings(text, public=False, own_domains=["team.example"])
    assert text[warning.start : warning.end] == "jane@otherteam.example"


def test_overlapping_finds_are_one_warning() -> None:
    (warning,) = find_warnings("password=glpat-not-a-real-token", public=False)
    assert (warning.column, warning.end_column) == (9, 31)


def test_warnings_of_another_text_are_refused() -> None:
    with pytest.raises(ValueError, match="not of this text"):
        mask("short", find_warnings("a longer text with jane@mail.example", public=False))


@given(
    st.lists(st.sampled_from([*(text for text, _ in SECRETS + MAILS), *PHONES, *HARMLESS, "\n", " ", "é"]))
)
def test_a_masked_text_has_nothing_left_to_warn_of(pieces: list[str]) -> None:
    text = " ".join(pieces)
    masked = mask(text, find_warnings(text, public=False))
    assert not [
        warning for warning in find_warnings(masked, public=False) if warning.kind is Sensitive.SECRET
    ]


@pytest.mark.parametrize(
    "piece", ["a", "1", "+1 ", "a@", "a.", "://a:", "password=", "sk-", "glpat-", "01 ", "eyJa.", "0 "]
)
def test_long_repetitions_are_read_to_the_end(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + "\nglpat-not-a-real-token"
    assert find_warnings(text, public=False)


def _ordinary() -> st.SearchStrategy[str]:
    """What stands in requests every day: ids, days, times, versions, hashes, addresses of pages and of machines."""
    number = st.integers(0, 10**9)
    small = st.integers(0, 99)
    hexadecimal = st.integers(0, 2**256 - 1).map(lambda n: f"{n:064x}")
    return st.one_of(
        number.map(lambda n: f"#{n}"),
        number.map(lambda n: f"ZD-{n}"),
        st.integers(10**4, 10**8).map(lambda n: f"ticket {n}"),
        number.map(lambda n: f"https://desk.example.com/agent/tickets/{n}"),
        number.map(lambda n: f"group/project!{n}"),
        st.dates().map(lambda day: day.isoformat()),
        st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
        st.dates().map(lambda day: f"{day:%d/%m/%y}"),
        st.datetimes().map(lambda moment: moment.isoformat()),
        st.datetimes().map(lambda moment: f"{moment:%H:%M:%S}"),
        st.tuples(small, small, small).map(lambda v: "v{}.{}.{}-ee".format(*v)),
        st.tuples(small, small, small).map(lambda v: "{}.{}.{}".format(*v)),
        st.tuples(small, small, small, small).map(lambda v: "10.{}.{}.{}:80{:02}".format(*v)),
        hexadecimal,
        hexadecimal.map(lambda h: h[:40]),
        hexadecimal.map(lambda h: h[:8]),
        st.uuids().map(str),
        st.sampled_from(
            ["@kim", "@group/sub", '~"type::bug"', "%17.4", "the token expired", "a password reset"]
        ),
    )


@given(st.lists(_ordinary(), min_size=1, max_size=6), st.sampled_from([", ", " and ", "\n", "; "]))
def test_nothing_of_everyday_gives_a_false_alarm(words: list[str], between: str) -> None:
    text = f"It is about {between.join(words)}."
    assert find_warnings(text, public=None) == ()


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u200b\u200d"])
def test_what_is_broken_up_by_invisible_characters_is_found_and_masked_whole(unseen: str) -> None:
    text = f"a\u200b use gl{unseen}pat-not-a-re{unseen}al-token or sam{unseen}@example.org please"
    warnings = find_warnings(text, public=False)
    assert [warning.kind for warning in warnings] == [Sensitive.SECRET, Sensitive.MAIL]
    assert mask(text, warnings) == "a\u200b use [secret removed] or [mail address removed] please"
