"""Settings and connection: what holds now, where it comes from, and the few things that are changed from here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

from intents.errors import IntakeError
from intents.talk.desk import Connection, Link
from intents.talk.prompt import Option
from tui.beside import beside
from tui.editor import edit_file
from tui.foreign import foreign
from tui.key_table import ACTIONS, keys_in_force
from tui.palette import Command
from tui.services import Services
from tui.settings import ANIMATIONS, Settings
from tui.standing import Checked, Setting, Standing
from tui.widgets.bars import KeyLine, TopLine, keys_of
from tui.widgets.choice_list import ChoiceList
from tui.widgets.lines import Block, Lines

CHECK = "check"
THEME = "theme"
PLAIN = "plain"
ANIMATIONS_ID = "animations"
EDIT = "edit"
ROOMY = 12
"""Rows from which an empty line stands between what holds and what can be changed."""

HOW_TO_CONNECT = (
    "To connect, run `intake login` in a shell, then check here; or set GITLAB_TOKEN before you start. Until then a draft"
    " can be exported, copied, or opened in the browser."
)


class SettingsScreen(Screen[None]):
    """What is set, and the connection."""

    BINDINGS = [
        Binding("escape,q", "close", "back", id="settings.close"),
        Binding("enter", "take", "change", id="settings.take"),
        Binding("up,k", "move(-1)", show=False, id="settings.up"),
        Binding("down,j", "move(1)", show=False, id="settings.down"),
        Binding("pageup", "page(-1)", "scroll", id="settings.page_up"),
        Binding("pagedown,space", "page(1)", "scroll", id="settings.page_down"),
        Binding("c", "check", "check", id="settings.check"),
        Binding("e", "edit", "edit the file", id="settings.edit"),
        Binding("question_mark,f1", "help", "help", id="settings.help"),
        *(Binding(str(n), f"take_number({n})", show=False, id=f"settings.take_{n}") for n in range(1, 10)),
    ]

    def __init__(
        self,
        services: Services,
        standing: Standing,
        *,
        apply: Callable[[Settings], None],
        connected: Callable[[Connection], None],
    ) -> None:
        """Args:
        apply: Has the program look and answer to keys as these settings say.
        connected: Takes a connection that was found only now.
        """
        super().__init__()
        self._services = services
        self._standing = standing
        self._apply = apply
        self._connected = connected
        self._token = ""
        self._noted = ""
        self._checked: Checked | None = None
        self._checking: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """What holds above, what can be changed below."""
        yield TopLine(self._services.catalogue.team, self._services.connection, "settings")
        yield Lines(indent=0, id="settings-facts")
        yield Static("", id="settings-note")
        yield ChoiceList(id="settings-list")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the file anew: it may have been edited elsewhere."""
        self._apply(self._standing.reread())
        self.show()
        self._look_for_token()

    def on_resize(self) -> None:
        """Lay it out for the room there is."""
        self._arrange()

    def on_screen_resume(self) -> None:
        """Back from the colours or from help: the keys may be others."""
        self._show_keys()

    # What is shown.

    def show(self) -> None:
        """Everything, as it is now."""
        facts = self.query_one("#settings-facts", Lines)
        top = facts.scroll_y
        facts.put(Block(body=Content("\n").join(self._facts())))
        facts.scroll_to(y=top, animate=False, immediate=True)
        choices = self.query_one(ChoiceList)
        at = choices.cursor or 0
        choices.show(self._options())
        choices.point(at)
        self._arrange()
        self._show_keys()

    def _facts(self) -> list[Content]:
        connection, catalogue = self._services.connection, self._services.catalogue
        lines = [_title("Connection")]
        if connection.link is Link.PRACTICE:
            lines.append(
                _row("practice", "nothing leaves this machine; issues are files in the folder of drafts")
            )
        else:
            lines.append(_row("GitLab", connection.address or catalogue.host))
            lines.append(_row("token", f"from {self._token}" if self._token else "none was found"))
            if connection.link is Link.NONE and not self._token:
                lines.append(_row("", HOW_TO_CONNECT))
            if self._checked is not None:
                mark = "" if self._checked.fine else "$problem"
                lines.append(
                    _row("checked", ("" if self._checked.fine else "! ") + self._checked.sentence, mark)
                )
            elif self._checking is not None:
                lines.append(_row("checked", "GitLab is being asked ..."))
            else:
                lines.append(_row("checked", "not since the start; who you are there is asked only then"))
        intents = len(catalogue.intents)
        lines.extend(
            (
                _title("Places"),
                _row("catalogue", f"{self._standing.catalogue_file()} ({intents} kinds of request)"),
                _row("drafts", self._standing.data_folder()),
            )
        )
        file = self._standing.file
        if file is not None:
            lines.append(
                _row("settings", f"{file}{'' if file.exists() else ' (made when something is kept)'}")
            )
        problems = self._standing.settings.problems
        lines.extend(_row("", f"! {problem}", "bold $problem") for problem in problems)
        lines.append(_title("Set"))
        listed = ("catalogue", "gitlab", "editor")
        lines.extend(
            _row(setting.name, _said(setting)) for setting in self._standing.all() if setting.name in listed
        )
        lines.append(_title("Keys, by the names under which `keys:` in the settings changes them"))
        keymap = self._standing.settings.keys
        in_force = keys_in_force(keymap)
        for action in ACTIONS:
            if not re.search(r"_[2-9]$", action.id):
                yours = "  (yours)" if action.id in keymap else ""
                lines.append(_row(action.id, f"{in_force[action.id]}  {action.does}{yours}", width=18))
        return lines

    def _options(self) -> tuple[Option, ...]:
        now = {setting.name: _said(setting) for setting in self._standing.all()}
        found = [
            Option(id=THEME, label="Colours", description=now["theme"]),
            Option(id=PLAIN, label="Line mode at every start", description=now["plain"]),
            Option(id=ANIMATIONS_ID, label="Animations", description=now["animations"]),
        ]
        if self._standing.file is not None:
            found.append(Option(id=EDIT, label="Open the settings file in your editor"))
        if self._services.connection.link is not Link.PRACTICE:
            label = "Stop checking" if self._checking is not None else "Check the connection now"
            found.append(Option(id=CHECK, label=label))
        return tuple(found)

    def _arrange(self) -> None:
        choices, note = self.query_one(ChoiceList), self.query_one("#settings-note", Static)
        room = max(1, self.size.height - 2)
        # An empty line sets both parts apart where there is room for one.
        note.display = bool(self._noted) or self.size.height >= ROOMY
        said = len(foreign(self._noted).wrap(max(10, self.size.width - 2))) if note.display else 0
        said = min(said, max(1, room - 2))
        note.styles.height = said
        rows = choices.fit(max(10, self.size.width - 3), room)
        rows = max(1, min(rows, max(room // 2, room - said - 12)))
        choices.styles.height = rows
        self.query_one("#settings-facts").display = room - rows - said > 0

    def _show_keys(self) -> None:
        wanted = [
            ("settings.take", "change"),
            ("settings.check", "stop" if self._checking is not None else "check"),
            ("settings.edit", "edit the file"),
            ("settings.page_down", "scroll"),
            ("settings.help", "help"),
            ("settings.close", "back"),
        ]
        self.query_one(KeyLine).show(keys_of(self, wanted))

    def note(self, sentence: str) -> None:
        """What came of something."""
        self._noted = sentence
        self.query_one("#settings-note", Static).update(foreign(sentence, "bold"))
        self._arrange()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done now."""
        if action == "check":
            return self._services.connection.link is not Link.PRACTICE
        if action == "edit":
            return self._standing.file is not None
        if action == "take_number" and self.is_mounted:
            return isinstance(parameters[0], int) and parameters[0] <= len(self.query_one(ChoiceList).options)
        return True

    def commands(self) -> list[Command]:
        """For the palette."""
        found = [
            Command(title="Colours", words="theme colors dark light contrast look", do=self.choose_theme)
        ]
        if self.check_action("check", ()):
            words = "connect token gitlab login who am I account scopes expiry"
            found.append(Command(title="Check the connection now", words=words, do=self.action_check))
        if self.check_action("edit", ()):
            words = "preferences options configure keys shortcuts yaml editor"
            found.append(
                Command(title="Open the settings file in your editor", words=words, do=self.action_edit)
            )
        found.append(
            Command(title="Back to the talk", words="close return escape undo", do=self.action_close)
        )
        return found

    # What is done.

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Up or down."""
        choices = self.query_one(ChoiceList)
        other = choices.beyond(step)
        if other is not None:
            choices.point(other)

    def action_page(self, pages: int) -> None:
        """Scroll what holds."""
        facts = self.query_one("#settings-facts", Lines)
        facts.by(pages * max(1, facts.size.height - 1))

    def action_help(self) -> None:
        """What can be done here."""
        from tui.screens.help import keys_page

        about = "What holds, and where it comes from: a flag, the environment, the file, or what is usual."
        self.app.push_screen(keys_page(self, "Settings and connection", about, "settings"))

    def action_take_number(self, number: int) -> None:
        """The option of this number."""
        self.query_one(ChoiceList).point(number - 1)
        self.action_take()

    def action_take(self) -> None:
        """The marked option."""
        choices = self.query_one(ChoiceList)
        option = choices.options[choices.cursor or 0].id
        settings = self._standing.settings
        if option == THEME:
            self.choose_theme()
        elif option == PLAIN:
            self._keep("plain", "no" if settings.plain else "yes", "It holds from the next start on.")
        elif option == ANIMATIONS_ID:
            following = ANIMATIONS[(ANIMATIONS.index(settings.animations) + 1) % len(ANIMATIONS)]
            self._keep("animations", following, "")
        elif option == EDIT:
            self.action_edit()
        elif option == CHECK:
            self.action_check()

    def choose_theme(self) -> None:
        """The colours, seen before they are kept."""
        from tui.screens.looks import LooksScreen

        def chosen(name: str | None) -> None:
            if name is not None:
                self._keep("theme", name, "")

        now = self._standing.settings.theme
        connection = self._services.connection
        screen = LooksScreen(team=self._services.catalogue.team, connection=connection, now=now)
        self.app.push_screen(screen, chosen)

    def _keep(self, name: str, value: str, more: str) -> None:
        try:
            settings = self._standing.keep(name, value)
        except IntakeError as error:
            self.note(str(error))
            return
        self._apply(settings)
        self.show()
        setting = next(setting for setting in self._standing.all() if setting.name == name)
        if setting.origin != "file":
            more = f"{setting.origin} says {setting.value} for now, and comes first."
        self.note(f"Kept: {name}: {value}. {more}".strip())

    def action_edit(self) -> None:
        """The file in the person's own editor; read again when it ends."""
        file = self._standing.file
        if file is None:
            return
        try:
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                from tui.settings_file import SKELETON

                file.write_text(SKELETON, encoding="utf-8")
        except OSError as error:
            self.note(f"“{file}” can't be written: {(error.strerror or str(error)).lower()}.")
            return
        problem = ""
        try:
            with self.app.suspend():
                problem = edit_file(file, self._standing.settings)
        except SuspendNotSupported:
            problem = (
                f"This terminal can't be handed to another program. Edit “{file}” elsewhere, then come back."
            )
        self._apply(self._standing.reread())
        self.app.refresh(layout=True)
        self.show()
        wrong = self._standing.settings.problems
        self.note(problem or (wrong[0] if wrong else "The file was read again."))

    @work(group="token", exit_on_error=False)
    async def _look_for_token(self) -> None:
        catalogue = self._services.catalogue
        self._token = await beside(lambda: self._standing.token_source(catalogue))
        self.show()

    def action_check(self) -> None:
        """Ask GitLab; once more: stop waiting for it."""
        if self._checking is not None:
            self._checking.cancel()
            self._checking = None
            self.note("Stopped. Nothing was changed.")
            self.show()
            return
        self._checked = None
        self._checking = self._check()
        self.note("")
        self.show()

    @work(group="check", exit_on_error=False)
    async def _check(self) -> None:
        catalogue = self._services.catalogue
        try:
            checked = await beside(lambda: self._standing.check(catalogue))
            self._token = await beside(lambda: self._standing.token_source(catalogue))
        except Exception as error:  # noqa: BLE001 - a fault here must not leave it asking for ever
            checked = Checked(fine=False, sentence=f"It can't be checked ({type(error).__name__}: {error}).")
        self._checked, self._checking = checked, None
        if checked.fine and self._services.connection.link is Link.NONE:
            # A token that was made since the start: no reason to start anew.
            connection = replace(self._standing.connection(catalogue), me=checked.me)
            self._services = replace(self._services, connection=connection)
            self._connected(connection)
            self.query_one(TopLine).connect(connection)
        self.show()
        self.query_one("#settings-facts", Lines).scroll_to(y=0, animate=False)

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        self.query_one(ChoiceList).point(event.index)
        self.action_take()


def _title(text: str) -> Content:
    return foreign(text, "bold")


def _row(label: str, text: str, style: str = "", width: int = 11) -> Content:
    return foreign("  " + label.ljust(width) + "  ", "$muted") + foreign(text, style)


def _said(setting: Setting) -> str:
    said = setting.value if setting.origin == "default" else f"{setting.value} ({setting.origin})"
    said = said if setting.value else f"not set: {setting.usual}"
    return f"{said} from the next start on" if setting.waits else said
