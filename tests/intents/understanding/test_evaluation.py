import json

import pytest

from intents.understanding import evaluate, labelled_messages, plain_values, report
from intents.understanding.evaluation import Share, UnreadableMessagesError
from tests.intents.understanding.lessons_for_tests import matcher

LINES = [
    json.dumps(
        {"id": "1", "text": "I lost my badge", "label": "badge", "acceptable": ["badge"], "kind": "plain"}
    ),
    json.dumps(
        {"id": "2", "text": "I lost my badge", "label": "salary", "acceptable": ["salary"], "kind": "wrong"}
    ),
    json.dumps({"id": "3", "text": "good morning everyone", "label": "out_of_scope", "kind": "oos"}),
    "",
    json.dumps(
        {
            "id": "4",
            "text": "I lost my badge. Also please book my vacation in July",
            "label": "badge",
            "acceptable": ["badge", "holiday"],
            "labels": ["badge", "holiday"],
            "kind": "multi",
        }
    ),
]


def test_every_figure_is_counted() -> None:
    found = evaluate(labelled_messages(LINES), matcher().read)
    assert found.best == Share(hits=3, of=4)
    assert found.best_in_scope == Share(hits=2, of=3)
    assert found.outside_noticed == Share(hits=1, of=1)
    assert found.refused_wrongly == Share(hits=0, of=3)
    assert found.both_found == Share(hits=1, of=1)
    assert found.false_alarms == Share(hits=0, of=3)
    assert found.confirmed.hits + found.chosen.hits + found.rephrased.hits == 4
    assert dict(found.by_kind)["wrong"] == Share(hits=0, of=1)
    assert sum(held.right.of for held in found.calibration) == 4
    assert ("salary", "badge", 1) in found.confusion
    assert [miss.message.id for miss in found.misses] == ["2"]


def test_the_report_has_the_misses_only_when_asked_for() -> None:
    found = evaluate(labelled_messages(LINES), matcher().read)
    assert "2: badge" not in report(found)
    assert "2: badge" in report(found, errors=True)


def test_plain_values_are_json() -> None:
    values = plain_values(evaluate(labelled_messages(LINES), matcher().read))
    assert json.loads(json.dumps(values))["best"]["hits"] == 3


def test_no_messages_are_no_division_by_zero() -> None:
    assert "0 messages" in report(evaluate((), matcher().read))


def test_the_interval_is_wilsons() -> None:
    low, high = Share(hits=9, of=10).interval
    assert (round(low, 1), round(high, 1)) == (59.6, 98.2)


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "line 1: not JSON"), ("[]", "line 1: not an object"), ('{"text": "x"}', "line 1: label is missing"),
     ('{"text": "x", "label": "y", "acceptable": "y"}', "line 1: acceptable is not a list")],
)  # fmt: skip
def test_a_bad_line_is_named_with_what_is_wrong(line: str, said: str) -> None:
    with pytest.raises(UnreadableMessagesError, match=said):
        labelled_messages([line])
