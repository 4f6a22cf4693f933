# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the relay's store on both engines, and the roles on PostgreSQL.

 1. both engines have the same tables and columns     3. the roles: one owns and migrates, one works
 2. every table of tenants is split and walled
"""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

import flow
import postgres
import relaylib

# Read before the tenant is known. Another one here is a decision.
OPEN = {"meta", "signing_key", "directory", "host", "due", "process", "held", "challenge", "publication", "store_key", "erased_tenant",
        "alert_due", "pass", "mailbox_due"}

story = flow.Story()
server = postgres.Postgres()
folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-schema."))
store = server.new_database()
base = "base1"

story.at_end(server.remove)
story.at_end(lambda: shutil.rmtree(folder, ignore_errors=True))


def relay(command, code=0, **settings):
    done = subprocess.run([str(relaylib.PROGRAM), command], capture_output=True, text=True, timeout=60,
                          env=relaylib.environment(directory=folder, **settings))
    assert done.returncode == code, (command, done)
    return done.stdout + done.stderr


def rows(sql):
    return [tuple(line.split("|")) for line in server.sql(sql, base).splitlines()]


@story.step
def test_alike():
    """both engines have the same tables and columns, in kind too"""
    relay("migrate", store=store)
    relay("migrate")
    kinds = {"INTEGER": "bigint", "TEXT": "text", "BLOB": "bytea"}
    with sqlite3.connect(folder / "relay.sqlite") as lite:
        tables = [name for name, in lite.execute("select name from sqlite_schema where type = 'table'")]
        ours = {(table, column[1], kinds[column[2]], bool(column[3]))
                for table in tables for column in lite.execute(f"pragma table_info ({table})")}
    theirs = {(table, column, kind, null == "NO") for table, column, kind, null in rows(
        "select c.table_name, column_name, data_type, is_nullable from information_schema.columns c"
        " join pg_class on relname = c.table_name where c.table_schema = 'public' and not relispartition")}
    assert len(ours) > 80 and ours == theirs, ours ^ theirs


@story.step
def test_walls():
    """each table of tenants is split by tenant, keyed by it first, and walled for its owner too"""
    found = rows("select relname, relrowsecurity and relforcerowsecurity, relkind, (select attname from"
                 " pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0] where indrelid ="
                 " pg_class.oid and indisprimary) from pg_class where relnamespace = 'public'::regnamespace"
                 " and relkind in ('r', 'p') and not relispartition")
    walled = {row for row in found if row[0] not in OPEN}
    assert {row[0] for row in found} >= OPEN and len(walled) > 10
    assert all(row[1:] == ("t", "p", "tenant_id") for row in walled), walled
    # Parts are reached through their table only.
    assert rows("select count(*) from information_schema.role_table_grants join pg_class on relname = table_name"
                " where grantee = 'palier_relay' and relispartition") == [("0",)]


@story.step
def test_roles():
    """the relay works under a role that owns nothing, passes no wall and cannot migrate"""
    assert rows("select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = 'palier_relay'") \
        == [("f",)]
    server.sql("create role worker login in role palier_relay")
    worker = server.url(base, "worker")
    assert server.sql("select count(*) from tenant", base, "worker") == "0"
    assert "up to date" in relay("migrate", store=worker, store_owner=store)
    empty = server.new_database()
    refused = relay("migrate", code=1, store=empty.replace("owner@", "worker@"))
    assert "permission denied" in refused, refused
    assert "up to date" in relay("migrate", store=empty.replace("owner@", "worker@"), store_owner=empty)
    # Whoever may pass the wall, the relay does not start as: it takes the other role.
    server.sql("alter role palier_relay bypassrls")
    refused = relay("migrate", code=1, store=store)
    server.sql("alter role palier_relay nobypassrls")
    assert "passes row level security" in refused, refused
    away = relay("migrate", code=1, store="postgresql://owner@/nothing?host=" + os.fspath(folder))
    assert "connection" in away, away


if __name__ == "__main__":
    story.run()
