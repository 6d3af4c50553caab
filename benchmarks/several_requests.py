"""Where the weights of `intents/understanding/several.py` come from: `python -m benchmarks.several_requests [--fit]`.

Messages are made from examples that were held back while learning: two or three requests joined in the many ways in
which people join them, and for single ones the examples as they are, broken into lines, with greetings and with a
sentence of chatter. The catalogue is learned three times, each time without one third of it. Weights are fitted on
two thirds and measured on the last. Fitting needs scikit-learn; measuring does not.
"""

import argparse
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intents.understanding import Lessons, Matcher, Topic, learn  # noqa: E402
from intents.understanding.requests import ask_of, splits  # noqa: E402
from intents.understanding.several import WEIGHTS, signs  # noqa: E402

FOLDS = 3
BLOCK = 30
"""Examples in a row that stay together: neighbours were written in one go and resemble each other."""
Held = Sequence[tuple[str, str]]
"""Pairs of (topic, message)."""

_GREETING = re.compile(
    r"^(?:hi|hello|hey|good morning|morning|dear|hola)\b[^,.!\n]{0,25}[,.!\n]+\s*", re.IGNORECASE
)
_POLITE = re.compile(
    r"^(?:(?:can|could|would|will) (?:you|someone|anyone|we|i)\b(?: please| pls| kindly)?|please|pls|kindly"
    r"|i(?:'d| would) like (?:you )?to|(?:i|we) (?:need|want) (?:you )?to|need to|(?:i|we) need|i want)\b[\s,]*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.!]*(?:\b(?:please|pls|thanks|thank you|thx|cheers|asap|many thanks)\b[\s!.:)]*)+$", re.IGNORECASE
)
_VERB = re.compile(
    r"^(?:add|update|change|remove|fix|create|delete|make|set|put|give|move|rename|edit|switch|take)\b\s+(?:me |us )?",
    re.IGNORECASE,
)
_BARE = (". ", ". ", ". ", "! ", "? ", ".\n", "\n", "\n\n", "... ", " - ", " -- ", "; ", " / ")
_FOLLOWING = (
    ". Also ", ". Also, ", ". also ", "\nAlso ", "\n\nAlso, ", ". Plus ", ". Another thing: ", ". Another thing, ",
    ". One more thing: ", ". one more thing - ", ". Oh and ", ". oh, and ", ". And ", ". And also ",
    ". While you're at it, ", ". while you are at it ", ". On top of that, ", ". Besides, ", ". Separately, ", ". BTW ",
    ". By the way, ", " PS: ", "\n\nPS ", ". Second thing: ", ". Second, ", ". Secondly, ", ". Different topic: ",
    ". Unrelated: ", ". Unrelated, but ", ". Apart from that, ", ". Finally, ", ". Lastly, ", ". In addition, ",
    ". Additionally ", ". Next: ", ". Then ", ". Furthermore, ", ". Other thing: ", ". Also unrelated: ", ". Two: ",
)  # fmt: skip
_JOINED = (
    " and ", " and ", " and ", " and ", ", and ", ", and ", ", ", ", ", " and also ", ", also ", ", plus ", ", oh and ",
    " plus ", " also ", " + ", " & ", " and then ", " then ", ", then ", " as well as ", " and while you're at it ",
    " while you're at it ", " and btw ", " btw ", ", btw ", " and on top of that ", " and additionally ", " and please ",
    ", and please ", ", please also ", ", could you also ", " and can you ", " and could you ", " e também ",
    " und außerdem ", " y también ", " et aussi ", " and one more thing, ", " and another thing ",
)  # fmt: skip
_ASKED = (
    ". Could you also ", ". Can you also ", ". I also need to ", ". We also need to ", ". Please also ",
    ". I'd also like to ", ", I also need to ", ". I would like also to ",
)  # fmt: skip
_LISTED = (
    "- {}\n- {}", "* {}\n* {}", "1. {}\n2. {}", "1) {} 2) {}", "1) {}, 2) {}", "(1) {} (2) {}", "two things: {} and {}",
    "Two things: {}. {}", "Two requests: 1) {} 2) {}", "First {}. Second, {}", "first {}, second {}",
    "first: {}; second: {}", "• {}\n• {}", "a) {} b) {}", "One: {}. Two: {}", "Firstly {}, secondly {}",
)  # fmt: skip
_CHATTER = (
    "Long day here.", "Hope you had a good weekend!", "I was out last week.", "I spent an hour on this.",
    "Sorry for the noise.", "I checked the handbook.", "Not sure I am in the right place.", "I know you are busy.",
    "I asked my manager and he said to come here.", "This is not urgent at all.", "It's for the audit next week.",
    "We are three people on shift today.", "Nobody could tell me.", "I hope this is the right place to ask.",
    "Ticket is open since Monday.", "I tried it twice.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A message that was made, and what is seen at its cuts."""

    kind: str
    """pairs, single, outside, background, or same: two jobs of one topic, which stay together."""
    names: tuple[str, ...]
    cuts: tuple[tuple[tuple[float, ...], str, str], ...]
    """For each cut between different topics its signs and the topics of both sides."""

    def holds(self, cut: tuple[tuple[float, ...], str, str]) -> bool:
        return cut[1] in self.names and cut[2] in self.names


def _lowered(text: str) -> str:
    return text if text[:2].isupper() or text[:2] in ("I ", "I'") else text[:1].lower() + text[1:]


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bare(text: str) -> str:
    return _CLOSING.sub("", text.strip()).rstrip(" .!;,")


def joined(first: str, second: str, rng: random.Random) -> str:
    """Two requests in one message, the second often shortened, as one would type them."""
    first = _bare(_GREETING.sub("", first) if rng.random() < 0.6 else first)
    second = _GREETING.sub("", second.strip())
    short = _POLITE.sub("", second)
    way = rng.random()
    if way < 0.30:
        second = second if rng.random() < 0.7 else _raised(short)
        made = first + rng.choice(_BARE) + (second if rng.random() < 0.75 else _lowered(second))
    elif way < 0.55:
        second = second if rng.random() < 0.5 else short
        made = first + rng.choice(_FOLLOWING) + (_lowered(second) if rng.random() < 0.8 else second)
    elif way < 0.82:
        second = short if rng.random() < 0.7 else second
        if rng.random() < 0.12:
            second = _bare(_VERB.sub("", second)) + rng.choice((" too", " as well", ""))
        made = first + rng.choice(_JOINED) + _lowered(second)
    elif way < 0.88:
        made = first + rng.choice(_ASKED) + _lowered(short)
    elif way < 0.92:
        end = rng.choice((" too", " as well", ", also"))
        made = f"{first}{rng.choice(('. ', ', ', ' and ', chr(10)))}{_lowered(_bare(short))}{end}."
    else:
        one, two = first, _bare(second)
        if rng.random() < 0.5:
            one, two = _POLITE.sub("", one), _POLITE.sub("", two)
        made = rng.choice(_LISTED).format(one, two)
        if rng.random() < 0.3:
            made = rng.choice(("Hi team,\n", "hey, ", "Hello, ", "Hi! ")) + made
    if rng.random() < 0.15:
        made = made.rstrip(". ") + rng.choice(
            (" thanks", ". Thanks!", " pls", ". Thank you", "\nCheers\nSam", " please")
        )
    if rng.random() < 0.1:
        made = rng.choice(("Hi, ", "hey ", "Hello team, ", "Hi all!\n", "morning! ")) + made
    if rng.random() < 0.12:
        made = made.lower()
    return made.replace(",", "").replace(".", "") if rng.random() < 0.05 else made


def single(text: str, rng: random.Random) -> str:
    """One request as people break it up: lines, greetings, signatures, lists."""
    way = rng.random()
    sentences = re.split(r"(?<=[.!?;:])\s+", text)
    if len(sentences) > 1 and way < 0.45:
        text = sentences[0] + "".join(rng.choice(("\n", "\n\n", " ", "\n")) + one for one in sentences[1:])
    if way < 0.08 and text.count(", ") >= 2:
        head, *items = text.split(", ")
        text = f"{head}:\n" + "\n".join(rng.choice(("- ", "* ")) + item for item in items)
    if rng.random() < 0.15:
        text = rng.choice(("Hi team,\n", "Hello,\n\n", "Hey!\n", "Hi all, ", "Dear support ops,\n\n")) + text
    if rng.random() < 0.12:
        ends = (
            "\nThanks!",
            "\n\nThanks in advance",
            "\nThank you, Kim",
            "\n\nCheers\nSam",
            " Thanks for your help.",
        )
        text = text.rstrip() + rng.choice(ends)
    return text


def _short(held: Held, rng: random.Random, most: int) -> tuple[str, str]:
    while True:
        name, text = rng.choice(held)
        length = len(text.split())
        if 3 <= length <= most and (length <= 13 or rng.random() < 0.5):
            return name, text


def pairs(
    held: Held, count: int, rng: random.Random, alike: set[frozenset[str]]
) -> list[tuple[str, tuple[str, ...]]]:
    """Messages of two different requests, one in ten of three."""
    made: list[tuple[str, tuple[str, ...]]] = []
    while len(made) < count:
        most = 30 if rng.random() < 0.15 else 20
        (one, first), (two, second) = _short(held, rng, most), _short(held, rng, most)
        if one == two or frozenset((one, two)) in alike:
            continue
        message, names = joined(first, second, rng), (one, two)
        if rng.random() < 0.1:
            three, third = _short(held, rng, 14)
            if three in names:
                continue
            message, names = joined(message, third, rng), (one, two, three)
        made.append((message, names))
    return made


def same(held: Held, count: int, rng: random.Random) -> list[tuple[str, tuple[str, ...]]]:
    """Messages of two requests of one topic."""
    made: list[tuple[str, tuple[str, ...]]] = []
    while len(made) < count:
        (one, first), (two, second) = _short(held, rng, 18), _short(held, rng, 18)
        if one == two:
            made.append((joined(first, second, rng), (one,)))
    return made


def background(
    held: Held, count: int, rng: random.Random, chatter: Sequence[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """One request beside a sentence that asks for nothing."""
    made: list[tuple[str, tuple[str, ...]]] = []
    for _ in range(count):
        name, text = _short(held, rng, 24)
        said = rng.choice(_CHATTER) if rng.random() < 0.4 else _raised(rng.choice(chatter)).rstrip(".") + "."
        ways = (
            f"{said} {text}",
            f"{_bare(text)}. {said}",
            f"{said} {_lowered(text)}",
            f"{_bare(text)}, {_lowered(said)}",
        )
        made.append((rng.choice(ways), (name,)))
    return made


def folded(lessons: Lessons, fold: int) -> tuple[Lessons, Held, Held]:
    """The lessons without one fold; what was held back of the topics, and of elsewhere."""

    def part(topics: Sequence[Topic], keep: bool) -> tuple[Topic, ...]:
        return tuple(
            replace(
                topic,
                examples=tuple(
                    text for at, text in enumerate(topic.examples) if (at // BLOCK % FOLDS != fold) is keep
                ),
            )
            for topic in topics
        )

    def flat(topics: Sequence[Topic]) -> Held:
        return [(topic.name, text) for topic in topics for text in topic.examples]

    rest = replace(lessons, topics=part(lessons.topics, True), elsewhere=part(lessons.elsewhere, True))
    return rest, flat(part(lessons.topics, False)), flat(part(lessons.elsewhere, False))


def messages(
    matcher: Matcher, inside: Held, outside: Held, fold: int, alike: set[frozenset[str]]
) -> list[Made]:
    """All made messages of a fold with the signs at their cuts."""
    rng = random.Random(fold)
    easy = [(name, text) for name, text in inside if matcher.rank(text).candidates[0].name == name]
    chatter = [text for _, text in outside if "?" not in text and 2 < len(text.split()) < 9]
    kinds: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "pairs": pairs(inside, 1500, rng, alike) + pairs(easy, 1000, rng, alike),
        "single": [(single(text, rng), (name,)) for name, text in inside],
        "outside": [(single(text, rng), (name,)) for name, text in outside],
        "background": background(inside, 600, rng, chatter),
        "same": same(easy, 300, rng),
    }
    return [
        Made(kind=kind, names=names, cuts=tuple(_cuts(matcher, ask_of(text))))
        for kind, made in kinds.items()
        for text, names in made
    ]


def _cuts(matcher: Matcher, text: str) -> list[tuple[tuple[float, ...], str, str]]:
    whole, tried = matcher.rank(text), splits(text)
    found: list[tuple[tuple[float, ...], str, str]] = []
    for split in tried:
        left, right = matcher.rank(split.left), matcher.rank(split.right)
        names = left.candidates[0].name, right.candidates[0].name
        if names[0] != names[1]:
            found.append((tuple(map(float, signs(split, len(tried), whole, left, right))), *names))
    return found


def _odds(weights: Sequence[float], cut: tuple[tuple[float, ...], str, str]) -> float:
    return sum(weight * sign for weight, sign in zip(weights, cut[0], strict=True))


def fitted(made: Sequence[Made], rounds: int = 4) -> list[float]:
    """Weights by logistic regression. The true cut of a pair is the one that looks best by the weights of the round before."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

    weights = [0.0] * len(WEIGHTS)
    weights[1] = 1.0
    for _ in range(rounds):
        seen: list[tuple[float, ...]] = []
        true: list[int] = []
        say: list[float] = []
        for one in made:
            if one.kind == "pairs":
                right = [cut for cut in one.cuts if one.holds(cut)]
                if not right:
                    continue
                best = max(right, key=lambda cut: _odds(weights, cut))
                wrong = [cut for cut in one.cuts if not one.holds(cut)]
                seen += [best[0], *(cut[0] for cut in wrong)]
                true += [1, *(0 for _ in wrong)]
                say += [1.0, *(0.3 for _ in wrong)]
            else:
                seen += [cut[0] for cut in one.cuts]
                true += [0 for _ in one.cuts]
                say += [{"same": 0.5, "background": 1.0}.get(one.kind, 2.0) for _ in one.cuts]
        model = LogisticRegression(C=1.0, max_iter=3000, fit_intercept=False)
        model.fit(seen, true, sample_weight=say)
        weights = [float(weight) for weight in model.coef_[0]]
    return weights


def measured(made: Sequence[Made], weights: Sequence[float]) -> str:
    """At what level how many pairs are found, by how many single messages are taken apart there."""
    best = [(one, max(one.cuts, key=lambda cut: _odds(weights, cut))) for one in made if one.cuts]
    counts = {kind: sum(one.kind == kind for one in made) for kind in ("pairs", "background", "same")}
    singles = sum(one.kind in ("single", "outside") for one in made)
    apart = sorted(
        (_odds(weights, cut) for one, cut in best if one.kind in ("single", "outside")), reverse=True
    )
    rows: list[str] = []
    for rate in (0.004, 0.01, 0.02):
        level = apart[int(singles * rate)]
        over = [(one, cut) for one, cut in best if _odds(weights, cut) > level]
        others = [
            f"{kind} {100 * sum(one.kind == kind for one, _ in over) / counts[kind]:.1f}"
            for kind in ("background", "same")
        ]
        found = 100 * sum(one.kind == "pairs" and one.holds(cut) for one, cut in over) / counts["pairs"]
        rows.append(
            f"  {100 * rate:.1f} % of single ones apart at {level:5.2f}: found {found:.1f}, apart: {', '.join(others)}"
        )
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalogue", type=Path, default=ROOT / "intents.yaml")
    parser.add_argument("--fit", action="store_true", help="fit the weights anew and print them")
    given = parser.parse_args()
    from intents.catalogue.reader import read_catalogue
    from intents.understanding.from_catalogue import lessons_of

    lessons = lessons_of(read_catalogue(given.catalogue))
    alike = {frozenset(pair.topics) for pair in lessons.look_alikes if "macros" in " ".join(pair.topics)}
    folds: list[list[Made]] = []
    for fold in range(FOLDS):
        rest, inside, outside = folded(lessons, fold)
        folds.append(messages(learn(rest), inside, outside, fold, alike))
    everything = [one for fold in folds for one in fold]
    print("the weights in use")
    print(measured(everything, WEIGHTS))
    if given.fit:
        for fold in range(FOLDS):
            others = [one for number, made in enumerate(folds) if number != fold for one in made]
            print(f"fitted without third {fold + 1}, measured on it")
            print(measured(folds[fold], fitted(others)))
        weights = fitted(everything)
        print("fitted on all")
        print(measured(everything, weights))
        print([round(weight, 2) for weight in weights])


if __name__ == "__main__":
    main()
