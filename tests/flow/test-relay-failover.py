# SPDX-License-Identifier: GPL-3.0-or-later
"""Three PostgreSQL nodes under Patroni: the primary falls while devices write and messages leave.

Nothing acknowledged is lost, no message leaves twice; 503 with Retry-After meanwhile; no relay ends;
they recover by themselves. The outage is printed: Patroni's own time to live is 20 s of it.
"""

import shutil
import time

import flow
import postgres_cluster
import relaylib
import writers

COUNT = 300

story = flow.Story()
cluster = postgres_cluster.Cluster()
keys = relaylib.Keys({"store": cluster.url()})
relays = [relaylib.Relay(keys), relaylib.Relay(keys)]
device = relaylib.Device()
sink = relaylib.Sink()

story.at_end(cluster.remove)
story.at_end(lambda: shutil.rmtree(keys.folder, ignore_errors=True))
story.at_end(lambda: [relay.kill() for relay in relays])
story.at_end(sink.stop)


def counts():
    status, answer, _ = relays[0].call("GET", "/v1/counters")
    return answer["messages"] if status == 200 else {"accepted": 0, "uncertain": 0}


@story.step
def test_failover():
    """the primary is killed: nothing acknowledged lost, 503 with Retry-After, and back by itself"""
    sender = device.sender(sink.port)
    due = int(time.time() * 1000) + 2000
    messages = [device.message(sender, n, due_at=due) for n in range(COUNT)]
    device.sync(relays[0], sender, *messages)
    crowd = writers.Crowd(relays, device_count=4)
    flow.wait_for(lambda: len(sink.taken) > COUNT // 10, 20, "the sending to begin")
    cluster.kill_primary()
    time.sleep(1)
    crowd.mark()
    crowd.wait_until_written(90)
    time.sleep(2)
    crowd.stop()
    crowd.check(relays)


@story.step
def test_messages():
    """the messages under way leave once, or are uncertain"""
    flow.wait_for(lambda: counts()["accepted"] + counts()["uncertain"] == COUNT, 60, "the messages to be settled")
    now = counts()
    print(f"# {now['accepted']} accepted, {now['uncertain']} uncertain")
    assert set(sink.taken.values()) == {1}, "sent twice"
    assert now["accepted"] <= len(sink.taken) <= COUNT
    assert now["uncertain"] <= 64, now


if __name__ == "__main__":
    story.run()
