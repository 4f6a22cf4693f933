#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window that gives files to whoever takes them: as a file manager does, by drag and drop.

    giver.py FILE...           a window titled "giver" whose button is dragged
    giver.py --copy TEXT       puts TEXT on the clipboard, and keeps it there

Prints "ready" once it is on the screen; ends with its standard input.
"""
import sys

import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, GObject, Gtk  # noqa: E402


def files():
    return Gdk.FileList.new_from_array([Gio.File.new_for_path(path) for path in sys.argv[1:]])


def give(*_):
    value = GObject.Value()
    value.init(Gdk.FileList.__gtype__)
    value.set_boxed(files())
    return Gdk.ContentProvider.new_for_value(value)


def show(app):
    window = Gtk.ApplicationWindow(application=app, title='giver', decorated=False)
    label = Gtk.Label(label='give', width_request=60, height_request=40)
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.connect('prepare', give)
    label.add_controller(source)
    window.set_child(label)
    window.present()
    if sys.argv[1] == '--copy':
        window.get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes(
            'text/plain;charset=utf-8', GLib.Bytes.new(sys.argv[2].encode())))
    GLib.timeout_add(300, lambda: print('ready', flush=True))
    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, lambda *_: app.quit())


application = Gtk.Application(application_id=None, flags=Gio.ApplicationFlags.NON_UNIQUE)
application.connect('activate', show)
application.run([])
