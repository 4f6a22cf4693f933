#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# format.sh PROJECT [--check]: formats every C and Blueprint file, or tells which are not formatted.
set -eu
cd "$1"
case ${2:-} in ''|--check) ;; *) echo "format.sh: $2: only --check is known" >&2; exit 2 ;; esac
status=0

# Blueprint files one by one: the tool's words are of use only when something is wrong.
blueprints() {
	[ ! -d resources ] || find resources -name '*.blp' | sort | while read -r f; do
		if [ -z "$1" ]; then blueprint-compiler format -f "$f" >/dev/null
		else blueprint-compiler format "$f" >/dev/null 2>&1 || echo "$f: not formatted (./dev fmt)"
		fi
	done
}

if [ -n "${2:-}" ]; then
	find src tests -name '*.[ch]' -print0 | xargs -0r -P 2 -n 40 clang-format --dry-run -Werror 2>&1 | grep -E 'error:' && status=1
	wrong=$(blueprints check)
	[ -z "$wrong" ] || { echo "$wrong"; status=1; }
else
	find src tests -name '*.[ch]' -print0 | xargs -0r -P 2 -n 40 clang-format -i
	blueprints ''
fi
exit "$status"
