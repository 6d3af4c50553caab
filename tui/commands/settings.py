"""`intake settings`: what is set, where that comes from, and which keys do what."""

from __future__ import annotations

from tui.commands.flags import add_catalogue, add_json, add_tracker, options, parser
from tui.commands.output import Exit, complain, show, show_json
from tui.key_table import ACTIONS, keys_in_force
from tui.standing import Setting, Standing


def run(arguments: list[str]) -> int:
    """Print the settings as they hold now, and what is wrong with their file."""
    flags = parser("intake settings", "What is set, and where that comes from. Nothing is changed.")
    flags.add_argument("--keys", action="store_true", help="every action with its id and its keys")
    add_catalogue(flags)
    add_tracker(flags)
    add_json(flags)
    given = flags.parse_args(arguments)
    standing = Standing(options(given))
    settings = standing.settings
    if given.json:
        show_json(_as_object(standing))
    elif given.keys:
        in_force = keys_in_force(settings.keys)
        width = max(len(action.id) for action in ACTIONS)
        for action in ACTIONS:
            mark = "  (yours)" if action.id in settings.keys else ""
            show(f"{action.id:<{width}}  {in_force[action.id]}: {action.does}{mark}")
    else:
        for line in settings_lines(standing):
            show(line)
    for problem in settings.problems:
        complain(problem)
    return Exit.PROBLEMS if settings.problems else Exit.DONE


def settings_lines(standing: Standing) -> list[str]:
    """What is set, a line each."""
    there = standing.file is not None and standing.file.exists()
    lines = [f"file        {standing.file}{'' if there else ' (not there yet)'}"]
    lines += [f"{setting.name:<10}  {said_of(setting)}" for setting in standing.all()]
    keys = standing.settings.keys
    lines += [f"keys        {name}: {given} (file)" for name, given in keys.items()]
    if not keys:
        lines.append("keys        the usual ones (`intake settings --keys` lists them)")
    return lines


def said_of(setting: Setting) -> str:
    """A setting's value with where it comes from."""
    if not setting.value:
        return f"not set: {setting.usual}"
    return f"{setting.value} ({setting.origin})"


def _as_object(standing: Standing) -> dict[str, object]:
    settings = standing.settings
    return {
        "file": str(standing.file),
        "settings": {
            setting.name: {"value": setting.value, "origin": setting.origin} for setting in standing.all()
        },
        "keys": {
            action: {
                "keys": keys.split(",") if keys != "," else [keys],
                "origin": "file" if action in settings.keys else "default",
            }
            for action, keys in keys_in_force(settings.keys).items()
        },
        "problems": list(settings.problems),
    }
