#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a script can check, one TAP case each.

    rules.py PROJECT

 1  the table of layers names only rows above
 2  own headers are included by their bare name
 3  foreign headers stand only in the rows whose table entry names their library
 4  sources say their licence first
 5  nothing is left open: no mark for later, no dead code
 6  nothing names a machine, a person's folder or a package archive
 7  rules take time and chance as arguments
 8  libraries do not print
 9  words for the user are translated only in session, cli, ui and app
10  files and functions stay small
11  tests can fail: every test program has a check
12  no row sees two headers of one name
13  French messages hold their marks by a no-break space
"""
import pathlib
import re
import sys

TOP = pathlib.Path(sys.argv[1]).resolve()

# The headers of each library of the table in src/meson.build.
HEADERS = {
    'dex': r'libdex\.h',
    'yyjson': r'yyjson\.h',
    'json-glib': r'json-glib/',
    'gmime': r'gmime/',
    'sqlcipher': r'sqlite3\.h|sqlcipher/',
    'sqlite': r'sqlite3\.h',
    'postgresql': r'libpq-fe\.h',
    'curl': r'curl/',
    'openssl': r'openssl/',
    'secret': r'libsecret/',
    'zip': r'zip(conf)?\.h',
    'expat': r'expat\.h',
    'uchardet': r'uchardet',
    'xlsxwriter': r'xlsxwriter',
    'hiredis': r'hiredis/',
    'microhttpd': r'microhttpd\.h',
    'gnutls': r'gnutls/',
    'argon2': r'argon2\.h',
    'cairo': r'cairo',
    'pango': r'pango/',
    'qrencode': r'qrencode\.h',
    'gtk': r'(gtk|gdk|gsk|graphene)',
    'adwaita': r'adwaita\.h',
    'spelling': r'(libspelling|gtksourceview/)',
    'math': r'math\.h',
}
# What comes with a library: a widget draws with cairo and pango.
BRINGS = {'gtk': ['cairo', 'pango', 'math'], 'adwaita': ['gtk', 'cairo', 'pango', 'math'], 'pango': ['cairo']}
# The C library, POSIX and GLib belong to every row; gettext to those that speak.
EVERYWHERE = re.compile(
    r'(assert|ctype|errno|execinfo|fcntl|fenv|float|inttypes|limits|link|locale|math|poll|pwd|sched|setjmp|signal|spawn|stdarg|stdatomic|'
    r'stdbool|stddef|stdint|stdio|stdlib|string|strings|termios|time|unistd|netdb|dlfcn|pthread|grp|libintl)\.h$'
    r'|(sys|net|netinet|arpa|linux)/|glib|gio/|gmodule\.h|gobject/')
# Rows that are pure functions of their arguments, or nearly: see src/ARCHITECTURE.md.
PURE = ('normal', 'policy', 'wire', 'mail', 'model', 'import', 'identity', 'scoring', 'drafting', 'campaign',
        'analytics', 'charts', 'reports')
PROGRAMS = ('cli', 'app', 'relay/main')
SPEAKS = ('session', 'cli', 'ui', 'app')
LINES_OF_A_FILE = 900
LINES_OF_A_FUNCTION = 120


def files(*patterns, under=('src', 'tests')):
    for folder in under:
        for pattern in patterns:
            for path in sorted((TOP / folder).rglob(pattern)):
                if '__pycache__' not in path.parts:
                    yield path


def name_of(path):
    return str(path.relative_to(TOP))


def row_of(path):
    """`relay/store` for src/relay/store/x.c, `model` for src/model/x.c."""
    parts = path.relative_to(TOP / 'src').parts
    return '/'.join(parts[:2]) if parts[0] == 'relay' else parts[0]


def table():
    """{row: (rows it may use, libraries)} in the order of src/meson.build."""
    text = (TOP / 'src/meson.build').read_text(encoding='utf-8')
    body = text[text.index('layers = ['):]
    rows = {}
    for name, rows_used, libraries in re.findall(r"\['([\w/]+)',\s*\[([^\]]*)\],\s*\[([^\]]*)\]\]", body):
        rows[name] = (re.findall(r"'([^']+)'", rows_used), re.findall(r"'([^']+)'", libraries))
    return rows


def code_of(path):
    """The lines without comments and without the text of strings, so that a word in them is no code."""
    text = path.read_text(encoding='utf-8')
    blank = lambda m: re.sub(r'[^\n]', ' ', m[0])
    text = re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)
    return re.sub(r'//[^\n]*', '', text).split('\n')


def layers_point_up():
    above = []
    for row, (used, libraries) in table().items():
        for other in used:
            if other not in above:
                yield f'src/meson.build: {row} uses {other}, which does not stand above it'
        for library in libraries:
            if library not in HEADERS:
                yield f'src/meson.build: {row}: tests/lint/rules.py does not know the headers of {library}'
        above.append(row)


def own_headers():
    for path in files('*.c', '*.h'):
        for n, line in enumerate(path.read_text(encoding='utf-8').split('\n'), 1):
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if found and '/' in found[1]:
                yield f'{name_of(path)}:{n}: "{found[1]}": own headers by their bare name'


def foreign_headers():
    rows = table()
    for path in files('*.c', '*.h', under=('src',)):
        row = row_of(path)
        if row not in rows:
            yield f'{name_of(path)}: the folder {row} has no row in src/meson.build'
            continue
        allowed = {'dex', *rows[row][1]}
        allowed.update(*(BRINGS.get(one, []) for one in rows[row][1]))
        for n, line in enumerate(path.read_text(encoding='utf-8').split('\n'), 1):
            found = re.match(r'\s*#\s*include\s+<([^>]+)>', line)
            if not found or EVERYWHERE.match(found[1]):
                continue
            owners = [key for key, pattern in HEADERS.items() if re.match(pattern, found[1])]
            if not allowed.intersection(owners):
                yield f'{name_of(path)}:{n}: <{found[1]}> is not among the libraries of row {row}'


def one_of_a_name():
    """The first that is found would be taken; and what was compiled before it came would not be compiled anew."""
    names = {row: {path.name for path in (TOP / 'src' / row).glob('*.h')} for row in table()}
    for row, (used, _) in table().items():
        seen = {}
        for one in (*used, row):
            for name in sorted(names[one]):
                if name in seen:
                    yield f'src/{row}: {name} is in {seen[name]} and in {one}'
                seen[name] = one


def licences():
    for path in files('*.c', '*.h', '*.py', '*.sh'):
        first = path.read_text(encoding='utf-8').split('\n')[:2]
        if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in first):
            yield f'{name_of(path)}: no licence in its first line'


def left_open():
    open_ = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b|not implement' r'ed|#\s*if\s+0\b', re.I)
    for path in files('*.c', '*.h', '*.py', '*.sh', '*.sql', '*.blp', '*.build', under=('src', 'tests', 'resources', 'data')):
        for n, line in enumerate(path.read_text(encoding='utf-8', errors='replace').split('\n'), 1):
            found = open_.search(line)
            # Upper-case words only where they are marks; NAF or VCARD values may hold three x.
            if found and (found[0].isupper() or not found[1]):
                yield f'{name_of(path)}:{n}: {line.strip()[:80]}'


def machines():
    patterns = re.compile(r'(?<![\w.$}/])/(?:home|Users|work|workspace)/\w|\b(?:deb|security|archive|ftp)\.(?:debian|ubuntu)\.')
    every = [*files('*', under=('src', 'tests', 'data', 'po', 'resources', '.ci')),
             *(TOP / n for n in ('README.md', 'dev', 'meson.build', 'meson.options'))]
    for path in every:
        if not path.is_file() or path.resolve() == pathlib.Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding='utf-8')
        except UnicodeDecodeError:
            continue
        for n, line in enumerate(text.split('\n'), 1):
            if patterns.search(line):
                yield f'{name_of(path)}:{n}: {line.strip()[:80]}'


def in_rows(rows, pattern):
    pattern = re.compile(pattern)
    for path in files('*.c', '*.h', under=('src',)):
        if row_of(path) in rows:
            for n, line in enumerate(code_of(path), 1):
                if pattern.search(line):
                    yield f'{name_of(path)}:{n}: {line.strip()[:80]}'


def time_and_chance():
    yield from in_rows(PURE, r'\b(g_get_real_time|g_get_monotonic_time|g_date_time_new_now\w*|g_random_\w+|g_uuid_string_random|'
                             r'rand|random|srand|time|gettimeofday|clock_gettime)\s*\(')


def quiet_libraries():
    rows = [row for row in table() if row not in PROGRAMS]
    yield from in_rows(rows, r'\b(g_print|g_printerr|printf|fprintf|puts|putchar|vprintf)\s*\(')


def who_speaks():
    rows = [row for row in table() if row not in SPEAKS]
    yield from in_rows(rows, r'(?<!\w)(_|N_|C_|NC_|ngettext|gettext|g_dngettext|g_dpgettext2?)\s*\(')


def sizes():
    for path in files('*.c', '*.h'):
        lines = path.read_text(encoding='utf-8').split('\n')
        if len(lines) > LINES_OF_A_FILE:
            yield f'{name_of(path)}: {len(lines)} lines'
        start = 0
        for n, line in enumerate(lines, 1):
            if line == '{':
                start = n
            elif line == '}' and start:
                if n - start - 1 > LINES_OF_A_FUNCTION:
                    yield f'{name_of(path)}:{start}: a function of {n - start - 1} lines'
                start = 0


def tests_check():
    check = re.compile(r'g_assert\w*\s*\(|g_test_fail|g_test_expect_message|g_test_trap_assert|LLVMFuzzer')
    for path in files('test-*.c', under=('tests/unit',)):
        if not check.search(path.read_text(encoding='utf-8')):
            yield f'{name_of(path)}: no check in it'


def french_marks():
    """A line must not begin with a colon, nor end with an opening quotation mark."""
    loose = re.compile(r'(?<=[^ \u00a0\u202f"]) [;:!?»](?![\w/])|« ')
    inside = False
    for n, line in enumerate((TOP / 'po' / 'fr.po').read_text(encoding='utf-8').split('\n'), 1):
        inside = line.startswith('msgstr') or (inside and line.startswith('"'))
        if inside and loose.search(line):
            yield f'po/fr.po:{n}: {line[:80]}'


def bins_keep_their_child():
    """Adw.Bin takes its child away itself: a program ended by SIGSEGV as it was quit, where both did."""
    for path in sorted((TOP / 'resources' / 'ui').glob('*/*.blp')):
        found = re.search(r'^template \$\w+ *: *Adw\.Bin \{\n(?:  .*\n|\n)*?  child: \S+ (\w+) \{', path.read_text(encoding='utf-8'), re.M)
        source = TOP / 'src' / 'ui' / (path.stem + '.c')
        text = source.read_text(encoding='utf-8') if found and source.exists() else ''
        if 'gtk_widget_dispose_template' in text and re.search(rf'bind_template_child \([^;]*\b{found[1]}\)', text):
            yield f'{name_of(source)}: gtk_widget_dispose_template() with the child of an Adw.Bin bound'


RULES = [
    ('the table of layers names only rows above', layers_point_up),
    ('own headers are included by their bare name', own_headers),
    ('foreign headers stand only where the table names their library', foreign_headers),
    ('sources say their licence first', licences),
    ('nothing is left open', left_open),
    ('nothing names a machine or a package archive', machines),
    ('rules take time and chance as arguments', time_and_chance),
    ('libraries do not print', quiet_libraries),
    ('only session, cli, ui and app speak to the user', who_speaks),
    ('files and functions stay small', sizes),
    ('every test program has a check', tests_check),
    ('no row sees two headers of one name', one_of_a_name),
    ('a bin takes its bound child away by itself', bins_keep_their_child),
    ('French messages hold their marks by a no-break space', french_marks),
]


def main():
    print('TAP version 14')
    print(f'1..{len(RULES)}')
    bad = 0
    for n, (name, rule) in enumerate(RULES, 1):
        faults = list(rule())
        bad += bool(faults)
        print(f'{"not " if faults else ""}ok {n} {name}')
        for fault in faults[:40]:
            print(f'{name}: {fault}', file=sys.stderr)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
