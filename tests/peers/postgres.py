# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL for one test: a cluster of its own on a socket in a folder of its own, gone afterwards.

    postgres.py CMD...    runs CMD with PALIER_TEST_POSTGRES, the address of an empty database

The role that comes in, `owner`, makes databases and roles and is no superuser: walls hold for it.
Run by root, the server drops to nobody.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

SETTINGS = {
    "listen_addresses": "''", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "shared_buffers": "64MB", "max_connections": "60", "wal_level": "minimal", "max_wal_senders": "0",
    "log_min_messages": "fatal",
}


def find_programs():
    """The folder of the newest server: Debian keeps it out of the path."""
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    assert folders or found, "PostgreSQL's server programs are not installed"
    return folders[-1] if folders else pathlib.Path(found).parent


def unprivileged(folder):
    """What goes before a command of the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "env", f"HOME={folder}"]


class Postgres:
    def __init__(self, **settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-pg."))
        self.folder.chmod(0o755)
        self.programs = find_programs()
        self.prefix = unprivileged(self.folder)
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700)
        if self.prefix:
            shutil.chown(self.folder, "nobody")
            shutil.chown(self.data, "nobody")
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "--encoding=UTF8",
                 "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions")
        lines = {**SETTINGS, "unix_socket_directories": f"'{self.folder}'", **settings}
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as out:
            out.writelines(f"{key} = {value}\n" for key, value in lines.items())
        self.start()
        self.sql("create role owner login createdb createrole")
        self.made = 0

    def run(self, program, *args):
        done = subprocess.run([*self.prefix, self.programs / program, *args], cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self):
        # Its output goes to a file: the server keeps what it is given open.
        subprocess.run([*self.prefix, self.programs / "pg_ctl", "-D", self.data, "-l", self.folder / "log",
                        "-w", "start"], cwd=self.folder, check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def sql(self, text, database="postgres", role="postgres"):
        """What a statement gives, a line a row."""
        done = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", role,
                               "-d", database, "-c", text], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def url(self, database="postgres", role="owner"):
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def new_database(self):
        """The address of an empty database."""
        self.made += 1
        self.sql(f"create database base{self.made} owner owner")
        return self.url(f"base{self.made}")

    def remove(self):
        try:
            self.stop("immediate")
        except AssertionError:
            pass
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    server = Postgres()
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        env = {**os.environ, "PALIER_TEST_POSTGRES": server.new_database()}
        return subprocess.run(sys.argv[1:], env=env).returncode
    finally:
        server.remove()


if __name__ == "__main__":
    sys.exit(main())
