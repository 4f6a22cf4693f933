#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# headless.sh CMD...: CMD on a virtual display, with a session bus and a home of its own.
# Xvfb picks a free display by itself (-displayfd), so runs side by side never clash.
set -eu
t=$(mktemp -d /tmp/headless.XXXXXX); chmod 700 "$t"
trap 'kill $wp $xp 2>/dev/null || :; wait $wp $xp 2>/dev/null || :; rm -rf "$t"' EXIT
trap "exit 129" HUP; trap "exit 130" INT; trap "exit 143" TERM
mkfifo "$t/fd"; wp=
Xvfb -displayfd 3 -screen 0 ${DEV_SCREEN:-1280x800x24} -nolisten tcp -noreset +extension GLX >"$t/xvfb.log" 2>&1 3>"$t/fd" & xp=$!
read -r d <"$t/fd" || { cat "$t/xvfb.log" >&2; exit 1; }
mkdir -m 700 "$t/run" "$t/home" "$t/home/.config" "$t/home/.config/gtk-4.0"
printf "[Settings]\ngtk-font-name=%s\ngtk-icon-theme-name=Adwaita\ngtk-enable-animations=%s\ngtk-cursor-blink=0\n" "${DEV_FONT:-Cantarell 11}" "${DEV_ANIMATIONS:-0}" >"$t/home/.config/gtk-4.0/settings.ini"
unset WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS
export DISPLAY=:$d XDG_RUNTIME_DIR=$t/run GDK_BACKEND=x11 GSK_RENDERER=${GSK_RENDERER:-cairo}
export HOME=$t/home XDG_CONFIG_HOME=$t/home/.config XDG_DATA_HOME=$t/home/.local/share XDG_CACHE_HOME=$t/home/.cache
export GSETTINGS_BACKEND=${GSETTINGS_BACKEND:-memory} ADW_DISABLE_PORTAL=1
if command -v openbox >/dev/null; then openbox >"$t/wm.log" 2>&1 & wp=$!; fi
set +e
# What the services of the bus have to say is no output of CMD.
exec 4>&1
dbus-run-session -- sh -c 'exec "$@" >&4 4>&-' sh "$@" >&2
