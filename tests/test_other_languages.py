"""One-liners in other languages, with the names of products in them: the right kind is offered, or named alone.

The examples are English. What such a message shares with them is names, and words that the languages share.
"""

from __future__ import annotations

import pytest
from talking import read

from intents.understanding import Decision

SAID = {
    "German": (
        ("Bitte meine Zeiten in Calendly ändern", "calendly"),
        ("Kann jemand das Zendesk Macro für Refunds anpassen?", "macros_global"),
        ("Ich brauche Zugriff auf Zendesk Explore", "everything_else"),
        ("Mein Foto auf der Support Team Page ist alt", "team_page"),
        ("Neues Macro in Zendesk Federal anlegen", "macros_federal"),
    ),
    "Spanish": (
        ("Necesito cambiar mis horas en Calendly", "calendly"),
        ("Por favor añadir una macro nueva en Zendesk", "macros_global"),
        ("Quitar mi nombre del round robin de Calendly", "calendly"),
        ("Actualizar mi foto en la team page", "team_page"),
        ("macro de Zendesk Federal con error de texto, corregir", "macros_federal"),
    ),
    "French": (
        ("Merci de changer mes horaires dans Calendly", "calendly"),
        ("Je voudrais modifier une macro Zendesk", "macros_global"),
        ("Ma photo sur la team page est vieille", "team_page"),
        ("Le trigger Zendesk ne marche plus", "fix"),
        ("Ajouter une macro dans Zendesk US Federal", "macros_federal"),
    ),
    "Portuguese": (
        ("Preciso mudar meus horários no Calendly", "calendly"),
        ("Favor atualizar a macro do Zendesk", "macros_global"),
        ("Minha foto na team page está errada", "team_page"),
        ("O trigger do Zendesk não funciona mais", "fix"),
        ("Criar macro nova no Zendesk Federal", "macros_federal"),
    ),
    "Japanese": (
        ("Calendlyの時間を変更したい", "calendly"),
        ("Zendeskのマクロ（macro）を修正してください", "macros_global"),
        ("チームページ team page の写真を更新", "team_page"),
        ("Zendesk Federalのmacroを追加", "macros_federal"),
        ("PagerDutyのbotが動かない", "fix"),
    ),
}


@pytest.mark.parametrize(
    ("text", "intent"), [pair for pairs in SAID.values() for pair in pairs], ids=lambda value: value
)
def test_a_product_name_is_enough_to_be_offered_the_right_kind(text: str, intent: str) -> None:
    reading = read((text,))
    offered = [candidate.name for candidate in reading.candidates]
    assert intent in offered, (reading.decision, offered)


@pytest.mark.parametrize(
    "text",
    [
        "Wo kann man hier gut zu Mittag essen?",
        "¿Alguien quiere tomar un café esta tarde?",
        "Quel temps fait-il chez vous aujourd'hui ?",
        "Alguém viu o jogo ontem à noite?",
        "今日の天気はどうですか",
    ],
)
def test_what_names_nothing_of_ours_is_not_named_alone(text: str) -> None:
    assert read((text,)).decision is not Decision.CONFIRM
