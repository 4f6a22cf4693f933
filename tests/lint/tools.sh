#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# tools.sh PROJECT BUILD: what well-known tools say of the tree, one TAP case each.
#
#  1  C and Blueprint files are formatted
#  2  shell scripts are clean (shellcheck)
#  3  every file that speaks to the user is listed for translation
#  4  the French translation is complete
#  5  desktop file, metainfo and man pages are valid
#  6  palier and palierctl are linked with SQLCipher alone, the relay with SQLite alone
set -u
top=$1 build=$2
cd "$top" || exit 1
export LC_ALL=C.UTF-8
out=$(mktemp) || exit 1
trap 'rm -f "$out" "$out.pot"' EXIT
n=0 bad=0

# check NAME FUNCTION: passes when the function succeeds and prints nothing.
check() {
	n=$((n + 1))
	if "$2" >"$out" 2>&1 && [ ! -s "$out" ]; then echo "ok $n $1"
	else bad=1; echo "not ok $n $1"; head -40 "$out" >&2
	fi
}

format() { sh tests/lint/format.sh . --check; }

shell_scripts() { find tests data -name '*.sh' -exec shellcheck -S warning dev .ci/run {} +; }

speakers() {
	grep -lErs '(^|[^[:alnum:]_])(_|C_|N_|NC_|ngettext) ?\(' src --include='*.[ch]' --include='*.blp' resources |
		sort -u | while read -r f; do grep -qx "$f" po/POTFILES.in || echo "$f is not in po/POTFILES.in"; done
	grep -v '^#' po/POTFILES.in | while read -r f; do [ -z "$f" ] || [ -f "$f" ] || echo "po/POTFILES.in names $f, which is not there"; done
}

translation() {
	grep -qv '^#' po/POTFILES.in || return 0
	xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
		--keyword=g_dngettext:2,3 --add-comments -o "$out.pot" -f po/POTFILES.in 2>&1 | grep -v 'extension .* is unknown'
	for f in $(grep -v '^#' po/LINGUAS); do
		msgfmt --check -o /dev/null "po/$f.po"
		msgfmt --statistics -o /dev/null "po/$f.po" 2>&1 | grep -E 'fuzzy|untranslated'
		msgcmp "po/$f.po" "$out.pot" 2>&1 | grep -v '^msgcmp: found'
	done
	return 0
}

metadata() {
	for f in "$build"/data/*.desktop; do [ ! -f "$f" ] || desktop-file-validate "$f" || return 1; done
	for f in "$build"/data/*.metainfo.xml; do [ ! -f "$f" ] || appstreamcli validate --no-net "$f" >&3 2>&1 || appstreamcli validate --no-net "$f"; done
	for f in data/*.1; do [ ! -f "$f" ] || ! have_man || man --warnings -E UTF-8 -l -Tutf8 -Z "$f" >/dev/null || return 1; done
}
have_man() { command -v man >/dev/null; }

links() {
	for f in palier palierctl; do
		[ -x "$build/src/$f" ] || continue
		ldd "$build/src/$f" | grep -q libsqlcipher || echo "$f is not linked with SQLCipher"
		ldd "$build/src/$f" | grep libsqlite3 && echo "$f is linked with plain SQLite too: its data could be in clear"
	done
	[ -x "$build/src/palier-relay" ] || return 0
	ldd "$build/src/palier-relay" | grep -q libsqlite3 || echo 'palier-relay is not linked with SQLite'
	ldd "$build/src/palier-relay" | grep libsqlcipher
	return 0
}

exec 3>/dev/null
echo 'TAP version 14'
echo '1..6'
check 'C and Blueprint files are formatted' format
check 'shell scripts are clean' shell_scripts
check 'every file that speaks is listed for translation' speakers
check 'the French translation is complete' translation
check 'desktop file, metainfo and man pages are valid' metadata
check 'only one SQLite in each program' links
exit "$bad"
