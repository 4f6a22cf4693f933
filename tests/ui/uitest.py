# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window: AT-SPI finds, presses, writes and reads (a11y.py); XTest types, clicks and drags.

Run under `./dev headless`, or by `./dev test`. A test of this kind:

    from uitest import App, Story
    with App([program, '--workspace', folder]) as app:
        story = Story(app)

        @story.step('the import page opens')
        def _():
            app.press(app.find('button', 'Import'))
    sys.exit(story.end())

uiagent.so ($UIAGENT), preloaded into the program, tells exact positions and gives the focus, which
GTK's AT-SPI bridge does not (see uiagent.c). Widgets are found by role and accessible name.
"""
import itertools
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from gi.repository import Gio, GLib

import a11y

AGENT = os.environ.get('UIAGENT', '')
AGENT_NAME = 'fr.immo_ai.Palier.UiAgent'
ROWS = '(a(iiiiiiiiiubs))'
# One look in so many asks every accessible for its children.
THOROUGH = 4
WRITABLE = ('text', 'password text', 'spin button', 'entry')
PRESS = ('click', 'toggle', 'activate', 'default.activate')


class NotFound(AssertionError):
    """What was waited for did not come in time."""


def state(node, name):
    return node.has_state(name)


def text_of(node):
    return node.get_text()


def turn_main_loop():
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)


def wait(condition, timeout=20, what='condition'):
    """The first true value of condition(); NotFound after timeout seconds."""
    end = time.monotonic() + timeout
    while True:
        try:
            value = condition()
            if value:
                return value
        except GLib.Error:          # an object that went away meanwhile
            pass
        if time.monotonic() > end:
            raise NotFound(f'waited {timeout} s for {what}')
        turn_main_loop()
        time.sleep(0.02)


def sanitizers_of(program):
    """The sanitizer's library, which has to be loaded before anything else that is preloaded."""
    out = subprocess.run(['ldd', program], capture_output=True, text=True, check=False).stdout
    return re.findall(r'lib[at]san\.so\S* => (\S+)', out)


class App:
    """A running program and its window. `start` is the seconds from its start to a mapped window."""

    def __init__(self, argv, env=None, log=None, agent=AGENT):
        preload = ' '.join([*sanitizers_of(argv[0]), agent] if agent else [])
        # Sizes, pages and columns of an earlier run are no part of a test.
        self.folder = tempfile.TemporaryDirectory()
        self.state = pathlib.Path(self.folder.name)
        self.log = open(log, 'w', encoding='utf-8') if log else None
        began = time.monotonic()
        self.process = subprocess.Popen(argv, stdout=self.log or sys.stderr, stderr=self.log and subprocess.STDOUT,
                                        env={**os.environ, 'LD_PRELOAD': preload,
                                             'XDG_STATE_HOME': self.folder.name, **(env or {})})
        try:
            self.window = wait(self._find_window, 30, 'a mapped window')
            self.start = time.monotonic() - began
            self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
            self.tree_of_window = a11y.Tree(self.process.pid)
            wait(self._is_on_bus, 20, 'the program on the accessibility bus')
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended with {self.process.returncode}')

    def _is_on_bus(self):
        self._alive()
        root = self.tree_of_window.read()
        return root and root.children

    def _find_window(self):
        self._alive()
        out = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                             capture_output=True, text=True, check=False).stdout.split()
        return out[-1] if out else None

    def close(self):
        """Ends the program; its exit status (None if it had to be killed)."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None
        finally:
            self.folder.cleanup()
            if self.log:
                self.log.close()

    # ---- finding
    def walk(self, within=None, thorough=False):
        """Every accessible on the screen, or below a node, in reading order, as it is now."""
        root = self.tree_of_window.read(thorough)
        nodes = list(a11y.walk(root)) if root else []
        if within is None:
            return nodes
        now = next((node for node in nodes if node == within), None)
        return list(a11y.walk(now)) if now else []

    def all(self, role=None, name=None, within=None, thorough=False):
        """Those with a role and a name (text, or a compiled pattern to search for)."""
        for node in self.walk(within, thorough):
            if role and node.role != role:
                continue
            if name is not None and not (name.search(node.name) if isinstance(name, re.Pattern) else node.name == name):
                continue
            yield node

    def find(self, role=None, name=None, within=None, timeout=20):
        tries = itertools.count(1)

        def look():
            self._alive()
            return next(self.all(role, name, within, thorough=next(tries) % THOROUGH == 0), None)
        return wait(look, timeout, f'{role} {name!r}')

    def gone(self, role=None, name=None, timeout=20):
        wait(lambda: next(self.all(role, name), None) is None, timeout, f'{role} {name!r} to go')

    def tree(self):
        """What is on the screen as indented lines, for the message of a failing test."""
        lines = []
        for node in self.walk(thorough=True):
            depth, up = 0, node.parent
            while up is not None:
                depth, up = depth + 1, up.parent
            lines.append(f'{"  " * depth}{node.role} {node.name!r}')
        return '\n'.join(lines)

    # ---- acting
    @staticmethod
    def actions(node):
        return node.get_actions()

    def press(self, node):
        """By the accessible action where there is one (also of a part, as in a switch row), else the mouse."""
        for part in a11y.walk(node):
            names = self.actions(part)
            for want in PRESS:
                if want in names:
                    assert part.do_action(names.index(want)), f'{want} refused'
                    return
        self.click(node)

    def action(self, node, name):
        return node.do_action(self.actions(node).index(name))

    def set_text(self, node, text):
        assert node.set_text(text)
        wait(lambda: text_of(node) == text, 3, f'the text {text!r}')

    def entry(self, title):
        """The entry of that title in the dialog that is open."""
        def look():
            dialog = next(self.all('dialog'))
            return next((node for node in self.all(name=title, within=dialog)
                         if node.role in WRITABLE and 'EditableText' in node.interfaces), None)
        return wait(look, 20, f'the entry {title}')

    def write(self, title, text):
        """Types into an entry instead of what it holds, and leaves it."""
        self.focus(self.entry(title))
        self.key('ctrl+a')
        self.keys(text)
        self.key('Tab')

    def choose(self, title, down):
        """An entry of a combo row, so many below the one that is chosen."""
        self.focus(self.find('combo box', title))
        self.focused('combo box', title)
        self.key('space')
        self.focused('list item')
        self.key(*['Down'] * down)
        self.key('Return')
        self.focused('combo box', title)

    def name_file(self, path):
        """In the dialog that asks for a file."""
        name = self.find('text', 'Name:')
        self.set_text(name, str(path))
        self.press(self.find('button', 'Save'))

    def save_as(self, path):
        """In the dialog that asks for a file; once the file is there."""
        self.name_file(path)
        wait(path.exists, 20, f'the file {path}')

    @staticmethod
    def key(*keys):
        subprocess.run(['xdotool', 'key', '--delay', '12', *keys], check=True)

    @staticmethod
    def keys(text):
        """Types text key by key (capitals with accents come out small: use set_text for these)."""
        subprocess.run(['xdotool', 'type', '--delay', '30', text], check=True)

    # ---- the agent
    def agent(self, method, arguments=None, answer='(b)'):
        return self.bus.call_sync(f'{AGENT_NAME}.p{self.process.pid}', '/agent', AGENT_NAME, method, arguments,
                                  GLib.VariantType(answer), Gio.DBusCallFlags.NONE, 10000, None).unpack()[0]

    def widgets(self, node):
        """[(index, row)] of the agent's list for an accessible: those with the same AT-SPI extents, outer first."""
        extents = node.get_extents()
        found = [(i, row) for i, row in enumerate(self.agent('Widgets', None, ROWS)) if row[1:5] == extents]
        if not found:
            raise NotFound(f'{node.role} {node.name!r} is not on the screen')
        return found

    def widget(self, node):
        return self.widgets(node)[0]

    def menu_item(self, label):
        """An item of an open menu: these have no accessible name."""
        def look():
            rows = self.agent('Widgets', None, ROWS)
            for node in self.all('menu item', thorough=True):
                extents = node.get_extents()
                if any(r[1:5] == extents and r[11].replace('_', '') == label for r in rows):
                    return node
            return None
        return wait(look, 5, f'menu item {label!r}')

    def focus(self, node):
        """A box that a button fills has its extents, too: the innermost that takes the keyboard is meant. A dialog
        that is about to close lets nothing behind it have the keyboard yet, and what is scrolled stands elsewhere
        for the agent than it did for AT-SPI."""
        def look():
            try:
                return any(self.agent('Focus', GLib.Variant('(i)', (index,))) for index, _ in reversed(self.widgets(node)))
            except NotFound:
                return False
        wait(look, 5, f'{node.role} {node.name!r} to take the keyboard')

    def focused(self, role=None, name=None):
        """The accessible of that role and name, once the keyboard is at it or within it."""
        def look():
            return next((node for node in self.all(role, name)
                         if any(state(part, 'focused') for part in a11y.walk(node))), None)
        return wait(look, 20, f'the keyboard at {role} {name!r}')

    def resize(self, width, height):
        assert self.agent('Resize', GLib.Variant('(ii)', (width, height)))
        self.settle()

    def settle(self):
        """Another layout makes some accessibles anew: waits until two looks in a row are alike."""
        looks = [None]

        def is_settled():
            looks.append([node.path for node in self.walk()])
            return looks[-1] == looks[-2]
        wait(is_settled, 10, 'the window to come to rest')

    def activate(self, action, parameter=None):
        """A named action of the window; a text parameter is given as it is."""
        text = '' if parameter is None else GLib.Variant('s', parameter).print_(True)
        assert self.agent('Activate', GLib.Variant('(ss)', (action, text))), f'no action {action}'

    def turn(self):
        """Milliseconds of the main loop's longest turn since this was asked last. Finding and reading widgets costs
        the program turns of its own: nothing of the kind may stand between."""
        return self.agent('Turn', None, '(i)') / 1000

    def shot(self, path):
        """The window alone, as it draws itself; between two frames there may be nothing to take."""
        wait(lambda: self.agent('Shot', GLib.Variant('(s)', (str(path),))), 5, f'a picture for {path}')

    @staticmethod
    def screenshot(path, window='root'):
        """The whole screen, popovers and dialogs included, or an X window as it stands there."""
        subprocess.run(['import', '-window', window, str(path)], check=True)

    # ---- the mouse
    def point(self, node):
        """Screen coordinates of the middle of node; a click there really reaches it."""
        def look():
            row = self.widget(node)[1]
            return row if row[10] else None
        row = wait(look, 3, f'{node.role} {node.name!r} to be reachable by the mouse')
        out = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', str(row[9])],
                             capture_output=True, text=True, check=True).stdout
        window = dict(line.split('=') for line in out.split())
        return int(window['X']) + row[5] + row[7] // 2, int(window['Y']) + row[6] + row[8] // 2

    def click(self, node, button=1):
        self.click_at(*self.point(node), button)

    @staticmethod
    def click_at(x, y, button=1):
        subprocess.run(['xdotool', 'mousemove', str(x), str(y), 'click', str(button)], check=True)

    def still_point(self, node):
        """Its point() once it does not move any more."""
        points = [None]

        def is_still():
            points.append(self.point(node))
            return points[-1] == points[-2]
        wait(is_still, 10, 'a widget to stand still')
        return points[-1]

    def drag(self, start, end):
        """From one still_point() to another, in small moves as a hand does: GTK takes no leap for a drag. It is let
        go once the program has had turns enough to see it begin and to take it."""
        (x1, y1), (x2, y2) = start, end
        steps = ['mousemove', str(x1), str(y1), 'sleep', '0.1', 'mousedown', '1']
        for i in range(1, 11):
            steps += ['sleep', '0.02', 'mousemove', str(x1 + (x2 - x1) * i // 10), str(y1 + (y2 - y1) * i // 10)]
        subprocess.run(['xdotool', *steps], check=True)
        for _ in range(10):
            self.turn()
            time.sleep(0.02)
        subprocess.run(['xdotool', 'mouseup', '1'], check=True)


class Story:
    """The steps of a test, one TAP case each; after a failure the rest is not run but counts as failed."""

    def __init__(self, app=None, pictures=None):
        self.app, self.pictures = app, pictures
        self.count = self.failed = 0

    def step(self, name):
        def run(function):
            self.count += 1
            if self.failed:
                print(f'not ok {self.count} {name} (not reached)', flush=True)
                return
            try:
                function()
                print(f'ok {self.count} {name}', flush=True)
            except Exception:           # a step may fail in any way: it is the test's result
                self.failed = self.count
                print(f'not ok {self.count} {name}', flush=True)
                self.explain()
        return run

    def explain(self):
        traceback.print_exc()
        if self.app and self.app.process.poll() is None:
            print(self.app.tree(), file=sys.stderr)
        if self.pictures:
            App.screenshot(os.path.join(self.pictures, 'failed.png'))

    def end(self):
        print(f'1..{self.count}', flush=True)
        return 1 if self.failed else 0
