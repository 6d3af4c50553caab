"""A small catalogue's lessons: enough to learn from in a fraction of a second, and about another team than the packaged one."""

from functools import cache

from intents.understanding import Lessons, LookAlike, Matcher, Topic, learn

HOLIDAY = Topic(
    name="holiday",
    title="Days off",
    keywords=("holiday", "vacation", "day off"),
    examples=(
        "I want to take next Friday off",
        "please book my vacation in July",
        "how many holidays do I have left, I'd like to take two",
        "cancel my day off on Monday",
        "I need a week of vacation",
    ),
)
LAPTOP = Topic(
    name="laptop",
    title="A new laptop",
    keywords=("laptop", "notebook"),
    examples=(
        "my laptop is broken, I need a new one",
        "order a laptop for the new colleague",
        "the screen of my notebook is cracked",
        "I'd like a bigger laptop",
        "please replace the keyboard of my laptop",
    ),
)
BADGE = Topic(
    name="badge",
    title="A badge for the door",
    keywords=("badge", "key card"),
    examples=(
        "I lost my badge",
        "the door doesn't open with my key card",
        "we need a badge for a visitor tomorrow",
        "please activate my new badge for the second floor",
        "my key card stopped working",
    ),
)
SALARY = Topic(
    name="salary",
    title="Pay",
    keywords=("payslip",),
    examples=(
        "there is a mistake in my payslip",
        "where do I find my payslip",
        "my salary was not paid this month",
        "change my bank account for the salary",
        "the bonus is missing on my payslip",
    ),
)
CHATTER = Topic(
    name="chatter",
    title="Chatter",
    examples=(
        "good morning everyone",
        "who wants lunch",
        "haha that was funny",
        "is it raining outside",
        "thank you all",
    ),
)
LESSONS = Lessons(
    topics=(HOLIDAY, LAPTOP, BADGE, SALARY),
    elsewhere=(CHATTER,),
    synonyms=(("vacation", "leave"), ("laptop", "computer")),
    terms=(("PTO", "day off"),),
    look_alikes=(
        LookAlike(
            topics=("laptop", "badge"),
            ask="Is it the laptop or the badge?",
            choices=(("laptop", "The laptop"), ("badge", "The badge")),
        ),
    ),
)


@cache
def matcher() -> Matcher:
    """The matcher of these lessons, learned once."""
    return learn(LESSONS)
