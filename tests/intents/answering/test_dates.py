"""What people type for a date, and what is made of it. Said on Tuesday 24 November 2026 unless a test says otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intents.answering.dates import (
    DateProblem,
    DateReading,
    add_working_days,
    find_dates,
    is_weekend,
    read_date,
    say_date,
    working_days_between,
)

TUESDAY = date(2026, 11, 24)

DAYS = st.dates(date(1950, 1, 1), date(2190, 12, 31))
PIECES = (
    "next", "this", "friday", "sat", "may", "dec", "3", "31", "3rd", "2026", "2026-02-30", "/", "-", ".", "in", "two", "weeks", "a",
    "week", "from", "the", "end", "of", "month", "first", "last", "working", "day", "after", "before", "99999999", "q1", "eow", "w50",
    "tommorow", "ｆｒｉｄａｙ", "1/2", "29", "feb", "\n", "\u200b", "ß", "İ", "½", "today", "ago", "0", "0000", "9999-12-31", "year",
    "every", "by", "until", "https://example.test/3-dec", "(", ")", "“", "’s", "\u0301", "\ud800",
)  # fmt: skip
PHRASES = st.lists(st.sampled_from(PIECES), max_size=9).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)
ANY_TEXT = st.one_of(st.text(), PHRASES)


def reading(text: str, today: date = TUESDAY) -> DateReading:
    read = read_date(text, today)
    assert isinstance(read, DateReading), read
    return read


def problem(text: str, today: date = TUESDAY) -> str:
    read = read_date(text, today)
    assert isinstance(read, DateProblem), read
    return read.sentence


# ---------------------------------------------------------------- one reading

SURE = {
    # figures
    "2026-12-1": "2026-12-01",
    "2026/12/01": "2026-12-01",
    "20261201": "2026-12-01",
    "2026.12.01": "2026-12-01",
    "2026-12-01T10:00:00Z": "2026-12-01",
    "3.12.": "2026-12-03",
    "3.12": "2026-12-03",
    "3.12.2026": "2026-12-03",
    "3. 12. 2026": "2026-12-03",
    "3.12.27": "2027-12-03",
    "25/12/2026": "2026-12-25",
    "12/25/2026": "2026-12-25",
    "05/05/2027": "2027-05-05",
    "2026-W50-5": "2026-12-11",
    "2020-02-03": "2020-02-03",
    # named months
    "3 Dec": "2026-12-03",
    "Dec 3rd": "2026-12-03",
    "dec. 3": "2026-12-03",
    "3rd of December 2027": "2027-12-03",
    "December the 3rd, 2027": "2027-12-03",
    "3dec2026": "2026-12-03",
    "03-DEC-2026": "2026-12-03",
    "3 Dec '27": "2027-12-03",
    "first of january": "2027-01-01",
    "twenty-first of december": "2026-12-21",
    "24 nov": "2026-11-24",
    "23 nov": "2027-11-23",
    "may 5": "2027-05-05",
    "the 15th": "2026-12-15",
    "the 31st": "2026-12-31",
    "24th": "2026-11-24",
    # weekdays
    "friday": "2026-11-27",
    "fri": "2026-11-27",
    "sat": "2026-11-28",
    "this friday": "2026-11-27",
    "coming friday": "2026-11-27",
    "this coming friday": "2026-11-27",
    "next monday": "2026-11-30",
    "next tuesday": "2026-12-01",
    "monday week": "2026-12-07",
    "a week from friday": "2026-12-04",
    "a week on friday": "2026-12-04",
    "two weeks from friday": "2026-12-11",
    "friday in two weeks": "2026-12-11",
    "friday next week": "2026-12-04",
    "next week on friday": "2026-12-04",
    "last friday": "2026-11-20",
    "the day after friday": "2026-11-28",
    # counted
    "in two weeks": "2026-12-08",
    "in a fortnight": "2026-12-08",
    "2 weeks": "2026-12-08",
    "2w": "2026-12-08",
    "a couple of weeks": "2026-12-08",
    "10 days": "2026-12-04",
    "in 10 working days": "2026-12-08",
    "10 business days": "2026-12-08",
    "three weeks from now": "2026-12-15",
    "in two weeks' time": "2026-12-08",
    "within the next 2 weeks": "2026-12-08",
    "48h": "2026-11-26",
    "in 3 months": "2027-02-24",
    "in a year": "2027-11-24",
    "2 weeks ago": "2026-11-10",
    "two weeks from tomorrow": "2026-12-09",
    "2 working days before 30 november": "2026-11-26",
    # near
    "today": "2026-11-24",
    "tonight": "2026-11-24",
    "tomorrow": "2026-11-25",
    "tmrw": "2026-11-25",
    "tmr": "2026-11-25",
    "day after tomorrow": "2026-11-26",
    "eod": "2026-11-24",
    "yesterday": "2026-11-23",
    # parts
    "end of week": "2026-11-27",
    "end of next week": "2026-12-04",
    "eow": "2026-11-27",
    "end of the month": "2026-11-30",
    "eom": "2026-11-30",
    "month end": "2026-11-30",
    "end of next month": "2026-12-31",
    "end of february": "2027-02-28",
    "end of february 2028": "2028-02-29",
    "end of the quarter": "2026-12-31",
    "end of next quarter": "2027-03-31",
    "end of q1": "2027-03-31",
    "end of this year": "2026-12-31",
    "end of next year": "2027-12-31",
    "beginning of january": "2027-01-01",
    "beginning of the month": "2026-12-01",
    "start of next week": "2026-11-30",
    "first Monday of next month": "2026-12-07",
    "last friday of november": "2026-11-27",
    "last day of november": "2026-11-30",
    "last working day of january 2027": "2027-01-29",
    "third working day of december": "2026-12-03",
    "1st of next month": "2026-12-01",
    "new year": "2027-01-01",
    # slips of the finger
    "firday": "2026-11-27",
    "wendesday": "2026-11-25",
    "wensday": "2026-11-25",
    "5 decmber": "2026-12-05",
    "febuary 3": "2027-02-03",
    "tommorow": "2026-11-25",
    "in two wekes": "2026-12-08",
    # other keyboards, other languages
    "Ｆｒｉｄａｙ": "2026-11-27",
    "２０２６－１２－０１": "2026-12-01",
    "2026–12–01": "2026-12-01",
    "in\u00a0two\u2009weeks’ time": "2026-12-08",
    "Freitag": "2026-11-27",
    "3. Dezember": "2026-12-03",
    "morgen": "2026-11-25",
    "demain": "2026-11-25",
    "3 décembre 2026": "2026-12-03",
    "mañana": "2026-11-25",
    "man\u0303ana": "2026-11-25",
    "3 de diciembre de 2026": "2026-12-03",
    "amanhã": "2026-11-25",
    # words around, and parts that confirm each other
    "by friday": "2026-11-27",
    "ideally by the end of next week": "2026-12-04",
    "due date: 2026-12-01": "2026-12-01",
    "no later than 5 December, please": "2026-12-05",
    "starting 1 december": "2026-12-01",
    "friday 5pm": "2026-11-27",
    "17:00 on 3 December": "2026-12-03",
    "EOD Friday": "2026-11-27",
    "w/c 7 dec": "2026-12-07",
    "Fri, 27 Nov": "2026-11-27",
    "tomorrow, 25 November": "2026-11-25",
    "next friday (4 Dec)": "2026-12-04",
    "Thu 03/04/2027": "2027-03-04",
    "Sat 03/04/2027": "2027-04-03",
}


@pytest.mark.parametrize(("typed", "day"), SURE.items())
def test_what_has_one_reading_is_read_and_sure(typed: str, day: str) -> None:
    read = reading(typed)

    assert (read.day.isoformat(), read.alternative, read.sure) == (day, None, True)


NOT_SURE = {
    "next friday": ("2026-11-27", "2026-12-04"),
    "maybe next friday?": ("2026-11-27", "2026-12-04"),
    "nächsten Freitag": ("2026-11-27", "2026-12-04"),
    "03/04/2027": ("2027-04-03", "2027-03-04"),
    "3-12-2026": ("2026-12-03", "2026-03-12"),
    "1/2": ("2027-02-01", "2027-01-02"),
    "tuesday": ("2026-12-01", "2026-11-24"),
    "this tuesday": ("2026-11-24", "2026-12-01"),
    "this monday": ("2026-11-30", "2026-11-23"),
    "monday in two weeks": ("2026-12-07", "2026-12-14"),
    "friday after next": ("2026-12-04", "2026-12-11"),
    "a week from next friday": ("2026-12-04", "2026-12-11"),
    "next week": ("2026-11-30", "2026-12-04"),
    "next wk": ("2026-11-30", "2026-12-04"),
    "the week after next": ("2026-12-07", "2026-12-11"),
    "W50": ("2026-12-07", "2026-12-11"),
    "week 50": ("2026-12-07", "2026-12-11"),
    "2026-W50": ("2026-12-07", "2026-12-11"),
    "next month": ("2026-12-01", "2026-12-31"),
    "december": ("2026-12-01", "2026-12-31"),
    "may": ("2027-05-01", "2027-05-31"),
    "this weekend": ("2026-11-28", "2026-11-29"),
    "mid december": ("2026-12-15", None),
    "early next week": ("2026-11-30", None),
    "friday 28 november": ("2026-11-28", "2026-11-27"),
}


@pytest.mark.parametrize(("typed", "days"), NOT_SURE.items())
def test_what_has_two_readings_offers_the_other(typed: str, days: tuple[str, str | None]) -> None:
    read = reading(typed)

    assert (read.day.isoformat(), read.alternative and read.alternative.isoformat()) == days
    assert not read.sure


def test_a_bracket_that_was_opened_is_closed_in_the_words() -> None:
    assert reading("by Friday (27 Nov)").words == "Friday (27 Nov)"


def test_the_words_are_those_typed_without_what_surrounds_them() -> None:
    read = reading("Hm, by Ｎｅｘｔ   Friday, please")

    assert read.words == "Ｎｅｘｔ   Friday"
    assert (read.start, read.end) == (7, 20)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 27), "2026-11-27"),
        (date(2026, 11, 28), "2026-12-04"),
        (date(2026, 11, 23), "2026-11-27"),
    ],
)
def test_the_end_of_the_week_is_the_friday_to_come(today: date, day: str) -> None:
    assert reading("end of the week", today).day.isoformat() == day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 1, 31), "2027-02-28"),
        (date(2028, 1, 31), "2028-02-29"),
        (date(2026, 12, 15), "2027-01-15"),
    ],
)
def test_a_month_later_is_never_beyond_the_next_month(today: date, day: str) -> None:
    assert reading("in a month", today).day.isoformat() == day


def test_tomorrow_is_the_day_after_the_local_one() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=ZoneInfo("America/Los_Angeles"))

    assert reading("tomorrow", late.date()).day == date(2026, 11, 25)
    assert reading("tomorrow", late.astimezone(ZoneInfo("UTC")).date()).day == date(2026, 11, 26)


def test_29_february_without_a_year_waits_for_one_that_has_it() -> None:
    assert reading("29 feb", date(2027, 6, 1)).day == date(2028, 2, 29)


# ---------------------------------------------------------------- no reading

PROBLEMS = {
    "": "No date given;",
    "   ": "No date given;",
    "asap": "No date found in “asap”;",
    "no idea": "No date found in “no idea”;",
    "15": "No date found in “15”;",
    "12:30": "No date found in “12:30”;",
    "-3 days": "No date found in “-3 days”;",
    "in 5 hours": "No date found in “in 5 hours”;",
    "month": "No date found in “month”;",
    "fridays": "No date found in “fridays”;",
    "remember": "No date found in “remember”;",
    "2026-02-30": "“2026-02-30” cannot be: February 2026 has 28 days, so it has no day 30;",
    "2026-13-01": "“2026-13-01” cannot be: there is no month 13;",
    "30/02/2027": "“30/02/2027” cannot be: February 2027 has 28 days, so it has no day 30;",
    "13/13/2026": "“13/13/2026” cannot be: there is no month 13;",
    "31 nov": "“31 nov” cannot be: November has 30 days, so it has no day 31;",
    "29 feb": "“29 feb” cannot be: February 2027 has 28 days, so it has no day 29;",
    "0000-01-01": "“0000-01-01” cannot be: there is no year 0;",
    "2026-W60": "“2026-W60” cannot be: 2026 has no week 60;",
    "in 99999999 weeks": "“in 99999999 weeks” cannot be: that is beyond the calendar;",
    "monday or tuesday": "Two dates found, “monday” and “tuesday”;",
    "3 dec and 5 dec": "Two dates found, “3 dec” and “5 dec”;",
    "3-5 dec": "“3-5 dec” is more than one day;",
    "3 and 5 dec": "“3 and 5 dec” is more than one day;",
    "in 2-3 weeks": "“2-3 weeks” is more than one day;",
    "not friday": "“not” beside “friday” is not understood;",
    "friday after the audit": "“after the audit” beside “friday” is not understood;",
    "x" * 201: "That is more than a date;",
}


@pytest.mark.parametrize(("typed", "beginning"), PROBLEMS.items())
def test_what_is_no_date_is_refused_with_the_reason_and_an_example(typed: str, beginning: str) -> None:
    assert problem(typed) == f"{beginning} write one day, like 2026-12-08, 8 Dec or in two weeks."


@pytest.mark.parametrize("typed", ["2026-12-08", "8 Dec", "in two weeks"])
def test_the_examples_in_a_refusal_are_read(typed: str) -> None:
    assert typed in problem("asap")
    assert reading(typed).day == date(2026, 12, 8)


def test_a_refusal_shows_no_control_characters() -> None:
    assert "\x1b" not in problem("\x1b[31mred\x07")


# ---------------------------------------------------------------- in a message

FOUND = {
    "Please add Sam by next friday, and remove Kim at the end of next month": (
        ("next friday", "2026-11-27"),
        ("the end of next month", "2026-12-31"),
    ),
    "needs to be live by 5 Dec, announced on 2026-12-03": (
        ("5 Dec", "2026-12-05"),
        ("2026-12-03", "2026-12-03"),
    ),
    "From 2026-12-01 to 2026-12-05": (("2026-12-01", "2026-12-01"), ("2026-12-05", "2026-12-05")),
    "I want the text changed by firday": (("firday", "2026-11-27"),),
    "Sam leaves on Friday": (("Friday", "2026-11-27"),),
    "Our colleague starts Monday and needs a login": (("Monday", "2026-11-30"),),
    "last day is thurs": (("thurs", "2026-11-26"),),
    "He retires in three weeks after a long career": (("in three weeks", "2026-12-15"),),
    "We need this in 10 working days.": (("in 10 working days", "2026-12-08"),),
    "auditors are in until Friday week.": (("Friday week", "2026-12-04"),),
    "copy production over on Thursday 3 Dec after 20:00 UTC": (("Thursday 3 Dec", "2026-12-03"),),
    "due 1 December. Thanks": (("1 December", "2026-12-01"),),
    "please do it by 5 may": (("5 may", "2027-05-05"),),
    "valid until 31 May.": (("31 May", "2027-05-31"),),
    "by the end of the month": (("the end of the month", "2026-11-30"),),
    "by end of Q1": (("end of Q1", "2027-03-31"),),
    "the contract starts tomorrow": (("tomorrow", "2026-11-25"),),
    "due today": (("today", "2026-11-24"),),
    "as of next week": (("next week", "2026-11-30"),),
    "24 h a week from 2026-09-01": (("2026-09-01", "2026-09-01"),),
    "due 03/04/2027": (("03/04/2027", "2027-04-03"),),
}


@pytest.mark.parametrize(("message", "expected"), FOUND.items())
def test_dates_are_found_in_a_message(message: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert tuple((found.words, found.day.isoformat()) for found in find_dates(message, TUESDAY)) == expected


NOTHING = (
    "may I have access?", "we may 5 times", "ticket 5 may be wrong", "May 5 agents be added?", "the cat sat on 3 macros",
    "tickets sat unseen", "march on", "the march report", "the sun is out", "upgraded to version 16.11", "support is 24/7",
    "tickets 20261201 and 471002", "1/2 of the tickets", "the second macro", "from 9-17", "Mon-Fri 09:00-17:00", "a 60/40 split",
    "sev-1 ticket", "in 3 of 5 cases", "no reply in 5 days", "10 tickets in a week", "close after 3 days", "within 2 days",
    "every friday", "on fridays", "since monday it fails", "last friday", "it broke on friday", "I noticed it on Saturday",
    "my Tuesday evening slots", "the weekend team", "Sunday to Thursday", "Monday until Friday", "broken today",
    "see https://example.test/2026/12/01/a and report-2026-12-01.csv", "v3.12.2026", "@march 5", '~"december 5"',
    "2026-12-01 10:12:13 ERROR", "happy new year", "ask Jan 2 times", "remember 5 things", "sundry 3", "manday 3",
    "the EOM report", "end of the thread", "at the end of the quarter", "2 to 9 June", "between 3 and 5 Dec", "I left on 12 May",
    "the answer from 6 Oct", "dated 12 November", "due 2026-02-30", "CVE-2026-12-01", "haven't touched it in two years",
    "I can't do it in the next week", "he was told it would be here by Friday", "Tage, dimanche and 3 mai",
    "release 3 dec", "booked on 3 Dec - 9 Dec", "on Friday to Sunday",
)  # fmt: skip


@pytest.mark.parametrize("message", NOTHING)
def test_what_only_looks_like_a_date_is_left_alone(message: str) -> None:
    assert find_dates(message, TUESDAY) == ()


@pytest.mark.parametrize(
    "message", ["may 3 hosts join?", "we may 3 times", "ticket 3 may be", "May 3 hosts join?"]
)
def test_may_is_a_verb_even_in_spring(message: str) -> None:
    assert find_dates(message, date(2027, 4, 1)) == ()


@pytest.mark.parametrize("message", ["It is on 3 May", "by may 3", "the 3rd of may then", "Leave on May 3."])
def test_may_is_a_month_where_something_says_so(message: str) -> None:
    assert [found.day for found in find_dates(message, date(2027, 4, 1))] == [date(2027, 5, 3)]


# ---------------------------------------------------------------- saying


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (0, "Tuesday 24 November 2026 (today)"),
        (1, "Wednesday 25 November 2026 (tomorrow)"),
        (-1, "Monday 23 November 2026 (yesterday)"),
        (3, "Friday 27 November 2026 (in 3 days)"),
        (7, "Tuesday 1 December 2026 (in 1 week)"),
        (14, "Tuesday 8 December 2026 (in 2 weeks)"),
        (-2, "Sunday 22 November 2026 (2 days ago)"),
        (100, "Thursday 4 March 2027 (in 100 days)"),
        (800, "Thursday 1 February 2029"),
    ],
)
def test_a_day_is_said_in_full_and_with_its_distance(away: int, said: str) -> None:
    assert say_date(TUESDAY + timedelta(days=away), TUESDAY) == said


# ---------------------------------------------------------------- working days


def test_from_a_weekend_the_first_working_day_is_monday_and_the_one_before_is_friday() -> None:
    saturday = date(2026, 11, 28)

    assert is_weekend(saturday)
    assert not is_weekend(TUESDAY)
    assert add_working_days(saturday, 1) == date(2026, 11, 30)
    assert add_working_days(saturday, -1) == date(2026, 11, 27)
    assert add_working_days(saturday, 0) == saturday


@given(day=DAYS, n=st.integers(-60, 60))
def test_working_days_added_are_counted_one_by_one(day: date, n: int) -> None:
    step = timedelta(days=1 if n > 0 else -1)
    slow = day
    left = abs(n)
    while left:
        slow += step
        left -= not is_weekend(slow)

    assert add_working_days(day, n) == slow
    assert working_days_between(day, slow) == n


# ---------------------------------------------------------------- what holds for every text and every day


@given(text=ANY_TEXT, today=st.dates())
@example(text="in 9999 years", today=TUESDAY)
@example(text="next friday", today=date.max)
@example(text="last friday", today=date.min)
@example(text="saturday 9999-12-31", today=TUESDAY)
def test_no_text_and_no_day_raises(text: str, today: date) -> None:
    read = read_date(text, today)

    if isinstance(read, DateReading):
        assert read.words == text[read.start : read.end]
        assert not (read.sure and read.alternative)
        assert read.alternative != read.day
    else:
        assert read.sentence.endswith(".")


@given(
    text=st.one_of(
        ANY_TEXT, st.sampled_from(sorted(FOUND)), st.lists(st.sampled_from(sorted(FOUND))).map("\n".join)
    ),
    today=DAYS,
)
def test_found_dates_are_in_order_and_their_words_are_in_the_text(text: str, today: date) -> None:
    found = find_dates(text, today)

    for one in found:
        assert one.words
        assert one.words == text[one.start : one.end]
    for one, following in pairwise(found):
        assert one.end <= following.start


@given(day=DAYS, today=DAYS)
@example(day=TUESDAY, today=TUESDAY)
def test_what_is_said_is_read_back(day: date, today: date) -> None:
    read = reading(say_date(day, today), today)

    assert (read.day, read.sure) == (day, True)


@given(
    day=DAYS,
    today=DAYS,
    form=st.sampled_from(
        ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%A, %d %b %Y"]
    ),
)
def test_a_full_date_is_read_alike_on_every_day(day: date, today: date, form: str) -> None:
    read = reading(day.strftime(form), today)

    assert (read.day, read.sure) == (day, True)


@given(today=DAYS)
def test_the_end_of_the_month_is_the_day_before_a_first(today: date) -> None:
    day = reading("end of the month", today).day

    assert (day + timedelta(days=1)).day == 1
    assert timedelta(0) <= day - today < timedelta(days=31)


@given(today=DAYS, name=st.sampled_from(["Monday", "tue", "wednesday", "thurs", "fri", "Saturday", "sun"]))
def test_a_weekday_is_one_of_the_next_seven_days(today: date, name: str) -> None:
    day = reading(name, today).day

    assert 1 <= (day - today).days <= 7
    assert day.strftime("%A").lower().startswith(name.lower()[:3])


@given(today=DAYS, days=st.integers(0, 4000), later=st.integers(1, 500))
def test_a_count_moves_with_today(today: date, days: int, later: int) -> None:
    text = f"in {days} days"

    assert reading(text, today + timedelta(days=later)).day - reading(text, today).day == timedelta(
        days=later
    )
