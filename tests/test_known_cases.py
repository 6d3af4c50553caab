"""What went wrong for users of other tools, a line each, and the test that shows what happens here.

Or the reason why it is otherwise. The names are those of tests anywhere below this folder.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A case that is met in another way than was asked for there."""

    reason: str
    tests: tuple[str, ...]


NETWORK = {
    "c72: the issue is stored, the answer comes too late": (
        "test_a_time_out_is_unknown_and_the_issue_is_found_once_it_is_there",
        "test_whoever_persists_gets_one_issue",
    ),
    "c74: a moved project refuses to be written to (405)": (
        "test_a_moved_project_is_filed_in_on_the_persons_word",
        "test_what_is_wrong_with_each_tracker_is_told",
    ),
    "c76: too many requests, try again in two minutes": (
        "test_too_many_requests_are_neither_slept_on_nor_repeated",
        "test_every_form_of_too_many_requests",
    ),
    "c78: the token expires between start and filing": (
        "test_every_refusal_of_gitlab",
        "test_whoever_gives_up_keeps_every_word_and_never_gets_two",
        "test_nothing_that_goes_wrong_shows_it",
    ),
    "c80: a certificate that the server signed itself": (
        "test_a_certificate_nobody_vouches_for_is_named_and_stays_refused",
        "test_a_ca_file_of_ones_own_is_used",
        "test_every_trouble_of_the_network",
    ),
    "c82: a server that takes the connection and never answers": ("test_every_trouble_of_the_network",),
    "c84: a label that is not known": (
        "test_a_label_that_the_project_does_not_have_is_not_made_by_a_slip_of_the_catalogue",
        "test_refused_is_1_and_the_draft_is_kept",
    ),
    "c86: a text too long for the address of a page": (
        "test_a_text_that_is_too_long_is_left_to_be_pasted",
        "test_no_address_is_too_long",
    ),
}
STORAGE = {
    "c109: the disk is full while a draft is saved over an older one": (
        "test_a_full_disk_leaves_the_older_draft_and_one_sentence",
        "test_a_full_disk_keeps_the_older_draft_and_everything_else_goes_on",
    ),
    "c111: the home folder is read-only": (
        "test_on_the_screen_the_whole_way_can_be_gone_and_is_told_of_once",
        "test_line_by_line_the_whole_way_can_be_gone_and_is_told_of_once",
        "test_a_data_folder_that_cannot_be_does_not_stop_the_filing",
    ),
    "c112: a folder with spaces and letters of any script": Otherwise(
        "Drafts are data and not state: the folder is that of XDG_DATA_HOME.",
        ("test_a_named_folder_is_used_whatever_its_name", "test_a_data_folder_that_cannot_be_is_told"),
    ),
    "c115: a draft that is empty or cut in the middle": (
        "test_a_broken_draft_is_set_aside_and_told_of_once",
        "test_on_the_screen_drafts_that_cannot_be_read_are_told_of_once_and_the_rest_is_offered",
        "test_line_by_line_drafts_that_cannot_be_read_are_told_of_once",
    ),
    "c118: no keyring service": (
        "test_a_keyring_is_asked_last_and_one_without_a_service_is_no_trouble",
        "test_a_keyring_that_cannot_be_asked_is_told_of",
    ),
    "c120: the filing fails after the draft was removed": ("test_an_end_that_cannot_be_written_leaves_the_draft",),
}  # fmt: skip
TEMPLATE = {
    "c35: lines in an answer that GitLab would run": Otherwise(
        "There is no way to have them run: the template's own stay, and labels are the catalogue's.",
        (
            "test_lines_that_gitlab_would_have_run_are_named",
            "test_what_reaches_the_server_runs_and_calls_no_more_than_was_shown",
            "test_the_templates_actions_stand_last_in_a_paragraph_of_their_own",
        ),
    ),
    "c38: everybody is called by an answer": (
        "test_whoever_is_called_by_many_names_is_called_only_after_a_word_of_consent",
        "test_everybody_and_groups_in_the_persons_words_are_not_called",
    ),
    "c41: a template with front matter, a byte order mark and other line ends": Otherwise(
        "GitLab reads nothing in a template's front matter; it is left out, and labels are the catalogue's.",
        ("test_byte_order_mark_line_ends_and_front_matter_are_no_part_of_it",),
    ),
    "c43: hints of a template and an empty answer": (
        "test_hints_for_whoever_fills_it_in_go",
        "test_a_section_without_an_answer_is_marked_and_reported",
    ),
    "c46: the project has no template of that name": (
        "test_a_template_that_could_not_be_read_is_told_of",
        "test_a_template_that_cannot_be_read_never_stops_a_filing",
        "test_the_templates_that_there_are_are_named_where_the_one_wanted_is_not",
    ),
    "c48: started outside of any clone": (
        "test_a_template_is_read_and_one_that_is_not_there_is_none",
        "test_the_projects_own_template_is_filled_and_its_actions_run",
    ),
    "c51: a title of 256 characters": (
        "test_a_title_that_is_too_long_is_reported_and_never_cut",
        "test_titles_are_counted_in_code_points",
    ),
    "c53: a label with a comma in the catalogue": (
        "test_a_fault_is_named_with_its_line_its_key_and_what_to_do",
    ),
    "c55: a label that would be made by filing": (
        "test_what_is_wrong_with_each_tracker_is_told",
        "test_a_label_that_the_project_does_not_have_is_not_made_by_a_slip_of_the_catalogue",
    ),
}
INPUT = {
    "c01: several lines are pasted": (
        "test_a_paste_is_in_the_box_whole_and_is_not_sent",
        "test_a_paste_is_in_the_box_as_it_was_and_sends_nothing",
    ),
    "c04: a paste ends with a line's end": ("test_a_paste_is_in_the_box_as_it_was_and_sends_nothing",),
    "c05: a paste with the line ends of another system": ("test_clean_keeps_words_and_lines_and_nothing_that_acts",),
    "c07: Shift+Enter that arrives as Enter": ("test_shift_enter_of_a_plain_terminal_shows_the_draft_first",),
    "c09: a line is broken by a key that every terminal can send": (
        "test_a_line_is_broken_by_ctrl_j_and_what_terminals_send_for_shift_enter",
    ),
    "c10: a line of a million letters is pasted": (
        "test_a_line_of_a_million_letters_is_refused_in_words_and_typing_goes_on",
    ),
    "c13: one key too many chooses to leave": (
        "test_one_down_too_many_keeps_the_draft",
        "test_the_draft_survives_leaving_it_by_the_last_option",
    ),
    "c15: three wrong answers in a row": ("test_back_works_from_a_wrong_answer_and_ways_out_are_offered",),
    "c17: going back from a wrong answer": ("test_back_works_from_a_wrong_answer_and_ways_out_are_offered",),
    "c19: Shift+Enter as newer terminals send it": ("test_a_line_is_broken_by_every_key_that_may_mean_it",),
}  # fmt: skip
RENDERED_AND_TERMINAL = {
    "c20: brackets, everywhere": (
        "test_odd_text_is_shown_literally_everywhere",
        "test_brackets_are_shown_as_they_are_typed_from_the_box_to_the_draft",
        "test_what_a_server_says_is_not_obeyed",
        "test_nothing_is_given_to_a_widget_that_would_read_it_as_markup",
    ),
    "c21: a title full of brackets": ("test_odd_text_is_shown_literally_everywhere",),
    "c24: a heading with a bracket in the rendered text": ("test_odd_text_is_shown_literally_everywhere",),
    "c27: wide letters and joined signs beside a border": (
        "test_words_of_any_width_keep_the_layout_and_stay_whole",
        "test_wide_letters_keep_the_border_between_the_two_forms_straight",
        "test_a_sign_of_several_characters_is_not_torn",
    ),
    "c29: words from right to left": (
        "test_words_of_any_width_keep_the_layout_and_stay_whole",
        "test_words_in_any_script_are_kept_in_their_order",
    ),
    "c32: a hint of two lines": ("test_a_hint_of_two_lines_takes_one",),
    "c33: a task list": ("test_a_task_list_is_shown_and_sent_as_it_is",),
    "c90: ended by a signal": ("test_a_signal_finds_the_words_kept_and_the_terminal_restored",),
    "c92: no input": (
        "test_without_input_it_ends_at_once_and_says_how_to_go_on",
        "test_no_input_on_a_terminal_does_not_open_a_screen",
    ),
    "c95: a dumb terminal": ("test_lines_without_any_escape",),
    "c96: no colours": (
        "test_nothing_is_written_in_the_colour_of_its_ground",
        "test_without_colour_none_is_sent",
        "test_without_colour_the_mark_and_errors_are_still_seen",
        "test_every_pair_of_colours_can_be_read",
    ),
    "c98: a window of one cell and back": (
        "test_a_window_of_one_cell_and_back_keeps_the_place",
        "test_a_storm_of_sizes_with_a_dialog_open_keeps_everything",
        "test_a_window_too_small_for_the_talk_says_so",
    ),
    "c101: the mouse afterwards": ("test_the_mouse_leaves_no_codes_behind",),
    "c102: a keyboard without function keys": ("test_every_action_is_listed_without_a_function_key",),
    "c103: a request from the beginning to the end in lines": (
        "test_a_piped_conversation_files_into_the_practice_tracker",
        "test_every_conversation_goes_the_same_way_by_lines",
    ),
    "c106: an editor with arguments": (
        "test_the_own_editor_runs_with_its_arguments_and_the_screen_is_whole_behind_it",
        "test_an_editor_that_fails_loses_nothing",
    ),
    "c108: back from the editor": (
        "test_the_own_editor_runs_with_its_arguments_and_the_screen_is_whole_behind_it",
    ),
}
CASES: dict[str, tuple[str, ...] | Otherwise] = {
    **NETWORK,
    **STORAGE,
    **TEMPLATE,
    **INPUT,
    **RENDERED_AND_TERMINAL,
}


@cache
def _defined() -> frozenset[str]:
    """The names of all tests."""
    names: set[str] = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                names.add(node.name)
    return frozenset(names)


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_shown_by_a_test(case: str) -> None:
    shown = CASES[case]
    tests = shown.tests if isinstance(shown, Otherwise) else shown
    assert tests
    assert set(tests) <= _defined(), set(tests) - _defined()
