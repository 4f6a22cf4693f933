# SPDX-License-Identifier: GPL-3.0-or-later
"""Who read whom stands in the agency's access log, whole whatever happens to the relay.

 1. by the public API, by a sync, by an export, by the operator     3. its owners read it, and only its own
 2. a relay that stops, or is killed, loses nothing of a moment ago
"""

import os
import time

import flow
import relaylib

story = flow.Story()
server = relaylib.Server(requests_per_second=0, key_requests_per_second=0)
OWNER, OTHER = "claire@agence-morel.example", "emile@agence-blanc.example"
device, second = relaylib.Device(), relaylib.Device()
seen = {}
story.at_end(server.kill)


def entries(person=None, token="own", limit=200):
    """The whole log, the newest first."""
    found, after = [], None
    while True:
        path = f"/v1/access-log?limit={limit}" + (f"&person={person}" if person else "") + (f"&after={after}" if after else "")
        status, page, _ = server.call("GET", path, token=token)
        assert status == 200, page
        found += page["entries"]
        after = page["next"]
        if after is None:
            return found


def wait_for(action, count=1, person=None):
    """The newest entries of that action, once there are so many."""
    def look():
        got = [one for one in entries(person) if one["action"] == action]
        return got if len(got) >= count else None
    return flow.wait_for(look, 5, f"{count} × {action}")


def whole():
    done = server.command("verify-log", OWNER)
    assert done.returncode == 0 and done.stdout.startswith("whole: "), done
    return int(done.stdout.split()[1])


@story.step
def test_reading():
    """each way to see a person is written down: who, by what, whom"""
    server.token = server.register(OWNER)
    me = server.call("GET", "/v1/account")[1]["id"]
    made = server.call("POST", "/v1/account/keys", {"name": "CRM", "scopes": ["prospects:read", "prospects:write"]})[1]
    one = server.call("POST", "/v1/prospects", {"company": "Wapiti"})[1]["id"]
    two = server.call("POST", "/v1/prospects", {"company": "Quatrepoint"})[1]["id"]
    assert entries() == []
    seen.update(one=one, two=two)
    assert server.call("GET", f"/v1/prospects/{one}", token=made["key"])[0] == 200
    entry = wait_for("read")[0]
    assert entry["key"] == made["id"] and entry["persons"] == [one] and "account" not in entry, entry
    assert abs(entry["at"] - time.time() * 1000) < 60_000
    assert server.call("GET", "/v1/prospects")[0] == 200
    entry = wait_for("read", 2)[0]
    assert entry["account"] == me and set(entry["persons"]) == {one, two} and "key" not in entry, entry
    assert server.call("PATCH", f"/v1/prospects/{two}", {"city": "Rennes"}, token=made["key"])[0] == 200
    assert wait_for("read", 3)[0]["persons"] == [two]
    device.pull(server)
    entry = wait_for("sync")[0]
    assert entry["account"] == me and set(entry["persons"]) == {one, two}, entry
    assert entry["first"] == 1 and entry["last"] == device.cursor["seq"], entry
    before = len(entries())
    device.pull(server)
    device.sync(server, device.record("setting", key="k", value="v"))
    assert server.call("GET", f"/v1/prospects/{me}")[0] == 404
    time.sleep(0.2)
    assert len(entries()) == before, "nobody was shown"
    assert server.call("GET", f"/v1/persons/{one}/export")[0] == server.call("GET", "/v1/export")[0] == 200
    exports = wait_for("export", 2)
    assert exports[1]["persons"] == [one] and exports[0]["persons"] == []
    for words, stdin in ((("password", OWNER), "une autre phrase bien longue\n"), (("invite", OWNER, "paul@agence-morel.example"), ""),
                         (("plan", OWNER, "growth"), ""), (("budget", OWNER, "40"), "")):
        assert server.command("tenant", *words, stdin=stdin).returncode == 0
    server.token = server.login(OWNER, "une autre phrase bien longue")
    assert [one["action"] for one in entries()[:4]] == ["operator.budget", "operator.plan", "operator.invite", "operator.password"]
    assert whole() == len(entries()) == before + 6
    assert [one["number"] for one in entries(limit=3)] == list(range(before + 6, 0, -1))


@story.step
def test_store():
    """what the operator does to the store as a whole is in each agency's log"""
    before = len(entries())
    assert server.command("rotate-key").returncode == 0
    server.token = server.login(OWNER, "une autre phrase bien longue")
    assert [one["action"] for one in entries()[:len(entries()) - before]] == ["operator.signing_key"]
    done = server.command("backup", server.folder / "copies")
    sqlite = "PALIER_RELAY_STORE" not in server.env
    assert done.returncode == (0 if sqlite else 1), done
    assert server.stop() == 0
    words = (("rotate-master-key",), ("revive",))
    assert all(server.command(*one).returncode == 0 for one in words)
    server.start()
    server.token = server.login(OWNER, "une autre phrase bien longue")
    wanted = ["operator.revive", "operator.master_key", *(["operator.backup"] if sqlite else []), "operator.signing_key"]
    assert [one["action"] for one in entries()[:len(entries()) - before]] == wanted, entries()[:5]
    assert whole() == len(entries())


@story.step
def test_person():
    """of one person: what names it, and what was about all"""
    of_one = entries(seen["one"])
    assert {entry["action"] for entry in of_one} >= {"read", "sync", "export"}
    assert all(set(entry["persons"]) <= {seen["one"]} for entry in of_one)
    assert sum(entry["action"] == "read" for entry in of_one) == 2
    assert server.call("GET", "/v1/access-log?person=x")[0] == server.call("GET", "/v1/access-log?after=x")[0] == 400


@story.step
def test_owners():
    """another agency has a log of its own; who is no owner, and a program, sees none"""
    other = server.register(OTHER)
    assert entries(token=other) == []
    key = server.call("POST", "/v1/account/keys", {"name": "x", "scopes": ["prospects:read"]})[1]["key"]
    assert server.call("GET", "/v1/access-log", token=key)[0] == 403


@story.step
def test_ends():
    """what was read before the relay stops, or a moment before it is killed, is in the log"""
    for end in (lambda: server.stop(), lambda: (time.sleep(0.3), os.kill(server.process.pid, 9), server.process.wait())):
        before = whole()
        for _ in range(40):
            assert server.call("GET", f"/v1/prospects/{seen['one']}")[0] == 200
        end()
        assert whole() > before
        server.start()


if __name__ == "__main__":
    story.run()
