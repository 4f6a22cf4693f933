# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that have their effect once, by their Idempotency-Key.

 1. the same request gets the same answer, also after a restart     3. many at once: one runs
 2. another request with the key is refused; keys that are none     4. another tenant's key is another
 5. what was answered about a person goes when that person is erased, and asking again brings nobody back
"""

import shutil
import sqlite3
import subprocess
import threading
import uuid

import flow
import relaylib

story = flow.Story()
keys = relaylib.Keys()
relay = relaylib.Relay(keys)
server = relaylib.Server()
SENDER = str(uuid.uuid4())

story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: relay.kill())
story.at_end(server.kill)


def put(secret, key, sender=SENDER, at=None):
    return (at or relay).call("PUT", f"/v1/senders/{sender}/secret", {"secret": secret}, headers={"Idempotency-Key": key})


@story.step
def test_again():
    """the same request again gets the first answer, also from the next process"""
    global relay
    key = str(uuid.uuid4())
    first = put("s", key)
    assert first[0] == 204 and "Idempotent-Replayed" not in first[2]
    status, _, headers = put("s", key)
    assert status == 204 and headers["Idempotent-Replayed"] == "true"
    bad = relay.call("PUT", f"/v1/senders/{SENDER}/secret", {}, headers={"Idempotency-Key": "b"})
    again = relay.call("PUT", f"/v1/senders/{SENDER}/secret", {}, headers={"Idempotency-Key": "b"})
    assert bad[0] == again[0] == 400 and bad[1] == again[1] and again[2]["Idempotent-Replayed"] == "true"
    relay.kill()
    relay = relaylib.Relay(keys)
    status, _, headers = put("s", key)
    assert status == 204 and headers["Idempotent-Replayed"] == "true"


@story.step
def test_other():
    """another body, path or caller's key is another request; what is no key is refused"""
    assert put("s", "one")[0] == 204
    assert put("t", "one")[1]["code"] == "key_reused"
    assert put("s", "one", sender=str(uuid.uuid4()))[0] == 422
    assert put("s", "two")[0] == 204
    for wrong in ("", "k" * 256, "a\tb", "clé"):
        status, problem, _ = put("s", wrong)
        assert status == 400 and problem["code"] == "key_invalid", (wrong, problem)
    assert put("s", "k" * 255)[0] == 204


@story.step
def test_at_once():
    """of many at once one runs: the others wait their turn, and get its answer"""
    got = []
    threads = [threading.Thread(target=lambda: got.append(put("s", "crowd"))) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [answer for answer in got if answer[0] == 204]
    waiting = [answer for answer in got if answer[0] == 409]
    assert len(done) + len(waiting) == 24, got
    assert sum("Idempotent-Replayed" not in headers for _, _, headers in done) == 1
    assert all(problem["code"] == "key_running" and headers["Retry-After"] for _, problem, headers in waiting)
    print(f"# {len(waiting)} came while it ran, {len(done) - 1} after it")


@story.step
def test_tenants():
    """another tenant's key with the same text is another key, and its answer stays its own"""
    for name in ("a@agence-morel.example", "b@agence-blanc.example"):
        server.token = server.register(name)
        device = server.call("GET", "/v1/account/devices")[1]["devices"][0]["id"]
        status, _, headers = server.call("DELETE", f"/v1/account/devices/{uuid.uuid4()}", headers={"Idempotency-Key": "same"})
        assert status == 404 and "Idempotent-Replayed" not in headers
        assert put("s", "mine", at=server)[0] == 204
        assert put("s", "mine", at=server)[2]["Idempotent-Replayed"] == "true" and device


def kept_answers():
    """[(table, length of what is kept)] of all that the server would tell again."""
    sql = " union all ".join(f"select '{table}', length (sealed_answer) from {table} where sealed_answer is not null"
                             for table in ("idempotency", "batch"))
    store = server.env.get("PALIER_RELAY_STORE")
    if store is None:
        with sqlite3.connect(server.folder / "relay.sqlite") as base:
            return base.execute(sql).fetchall()
    # the wall holds for the tables' owner, too
    done = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", store.replace("//owner@", "//postgres@"), "-c", sql],
                          check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return [(table, int(length)) for table, length in (line.split("|") for line in done.stdout.splitlines())]


@story.step
def test_erased():
    """the answer about a person goes with the person, and the same request again brings nobody back"""
    server.token = server.register("c@agence-noir.example")
    add = lambda name: server.call("POST", "/v1/prospects", {"company": name, "city": "Rennes"}, headers={"Idempotency-Key": name})
    before = len(kept_answers())
    gone, stays = add("Quatrepoint")[1]["id"], add("Wapiti")[1]["id"]
    change = lambda: server.call("PATCH", f"/v1/prospects/{gone}", {"city": "Vitré"}, headers={"Idempotency-Key": "change"})
    assert change()[0] == 200 and change()[2]["Idempotent-Replayed"] == "true"
    assert len(kept_answers()) == before + 3
    device = relaylib.Device()
    device.sync(server, device.record("prospect", company="a"), device.record("prospect", company="a"))
    device.sync(server, device.record("prospect", company="Jaguarine " * 400), device.record("prospect", company="b"))
    assert len({length for table, length in kept_answers() if table == "batch"}) == 1, "what a batch was told depends on its content"
    tombstone = {"kind": "prospect", "id": gone, "mark": "0" * 32, "erased": True}
    answer = device.sync(server, tombstone)
    assert not answer["refused"], answer["refused"]
    assert len([one for one in kept_answers() if one[0] == "idempotency"]) == before + 1
    for again in (lambda: add("Quatrepoint"), change):
        status, problem, _ = again()
        assert (status, problem["code"]) == (410, "erased"), problem
    assert add("Wapiti")[1]["id"] == stays
    names = [one["company"] for one in server.call("GET", "/v1/prospects?limit=200")[1]["prospects"]]
    assert "Wapiti" in names and not any("Quatrepoint" in name for name in names), names


if __name__ == "__main__":
    story.run()
