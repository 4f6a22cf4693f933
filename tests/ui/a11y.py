# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program tells assistive technology: its accessibles, all of them by one call.

Asking for each child, name and state by itself takes a second for every hundred of them on a busy
machine, and the window may change meanwhile; the cache of AT-SPI gives the tree as it is at one
moment. What changes while a node is held (get_name(), the states) is asked for anew.
"""
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PREFIX = 'org.a11y.atspi.'
NOWHERE = '/org/a11y/atspi/null'
ROOT = '/org/a11y/atspi/accessible/root'
TIMEOUT_MS = 15000
SHOWING = int(Atspi.StateType.SHOWING)


def role_name(role):
    return Atspi.role_get_name(Atspi.Role(role))


class Node:
    """One accessible, as it was when the tree was taken."""

    def __init__(self, tree, item):
        (_, self.path), _, (_, self.parent_path), self.index, self.count, interfaces, self.name, role, _, states = item
        self.tree, self.children, self.parent = tree, [], None
        self.interfaces = [name.removeprefix(PREFIX) for name in interfaces]
        self.role = role_name(role)
        self.states = states[0] | states[1] << 32

    def __eq__(self, other):
        return isinstance(other, Node) and self.path == other.path

    def __hash__(self):
        return hash(self.path)

    def call(self, interface, method, arguments=None):
        answer = self.tree.call(self.path, PREFIX + interface, method, arguments)
        return answer[0] if len(answer) == 1 else answer

    def get(self, interface, name):
        return self.tree.call(self.path, 'org.freedesktop.DBus.Properties', 'Get',
                              GLib.Variant('(ss)', (PREFIX + interface, name)))[0]

    # ---- as it was
    def get_role_name(self):
        return self.role

    def get_interfaces(self):
        return self.interfaces

    def get_parent(self):
        return self.parent

    def get_child_count(self):
        return len(self.children)

    def get_child_at_index(self, index):
        return self.children[index]

    def is_showing(self):
        return bool(self.states >> SHOWING & 1)

    # ---- as it is
    def get_name(self):
        return self.get('Accessible', 'Name')

    def has_state(self, name):
        low, high = self.call('Accessible', 'GetState')
        return bool((low | high << 32) >> int(getattr(Atspi.StateType, name.upper())) & 1)

    def get_text(self):
        if 'Text' not in self.interfaces:
            return self.get_name()
        return self.call('Text', 'GetText', GLib.Variant('(ii)', (0, self.get('Text', 'CharacterCount'))))

    def set_text(self, text):
        return self.call('EditableText', 'SetTextContents', GLib.Variant('(s)', (text,)))

    def get_extents(self):
        """x, y, width, height in the window."""
        return self.call('Component', 'GetExtents', GLib.Variant('(u)', (int(Atspi.CoordType.WINDOW),)))

    def get_actions(self):
        """Their names; none where the node has gone since."""
        if 'Action' not in self.interfaces:
            return []
        try:
            return [self.call('Action', 'GetName', GLib.Variant('(i)', (i,)))
                    for i in range(self.get('Action', 'NActions'))]
        except GLib.Error:
            return []

    def do_action(self, index):
        return self.call('Action', 'DoAction', GLib.Variant('(i)', (index,)))


class Tree:
    """The accessibles of the program of a process; nothing until it is on the bus."""

    def __init__(self, pid):
        self.pid, self.name = pid, None
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0,
                                    TIMEOUT_MS, None).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def ask_bus(self, method, arguments=None):
        return self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
                                  arguments, None, 0, TIMEOUT_MS, None).unpack()[0]

    def find_name(self):
        for name in self.ask_bus('ListNames'):
            if name.startswith(':') and self.ask_bus('GetConnectionUnixProcessID',
                                                     GLib.Variant('(s)', (name,))) == self.pid:
                return name
        return None

    def call(self, path, interface, method, arguments=None):
        return self.bus.call_sync(self.name, path, interface, method, arguments, None, 0, TIMEOUT_MS, None).unpack()

    def take(self):
        """The root of what the cache has by now."""
        items = self.call('/org/a11y/atspi/cache', PREFIX + 'Cache', 'GetItems')[0]
        nodes = {node.path: node for node in (Node(self, item) for item in items)}
        for node in nodes.values():
            node.parent = nodes.get(node.parent_path)
            if node.parent:
                node.parent.children.append(node)
        for node in nodes.values():
            node.children.sort(key=lambda child: child.index)
        return nodes.get(ROOT)

    def complete(self, path, known=()):
        """Asks for children that nobody asked for yet: only then has the cache got them. What went away meanwhile has
        none."""
        try:
            children = self.call(path, PREFIX + 'Accessible', 'GetChildren')[0]
        except GLib.Error as error:
            if not error.matches(Gio.dbus_error_quark(), Gio.DBusError.UNKNOWN_METHOD):
                raise
            return
        for _, child in children:
            if child not in known:
                self.complete(child)

    def read(self, thorough=False):
        """The root, with all that is below it; None while the program is not on the bus.

        thorough: asks every node for children; the counts of the cache do not know of some popovers.
        """
        self.name = self.name or self.find_name()
        if self.name is None:
            return None
        root = self.take()
        missing = [node for node in walk(root) if thorough or node is root or node.count > len(node.children)]
        for node in missing:
            self.complete(node.path, {child.path for child in node.children})
        return self.take() if len(missing) > 1 or not root.children else root


def walk(root):
    """Every node below root that is on the screen, in reading order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(child for child in reversed(node.children) if child.is_showing())
