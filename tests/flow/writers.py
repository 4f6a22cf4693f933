# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that write without a pause while the store's server goes away, and what they must find then."""

import threading
import time
import uuid

import relaylib


class Crowd:
    """Each device writes one record after the other, now to this relay, now to that; a batch that was not
    acknowledged is sent again until it is, as the application does."""

    def __init__(self, relays, device_count):
        self.relays = relays
        self.lock = threading.Lock()
        self.acknowledged = {}  # id → when
        self.refused = []       # (status, Retry-After)
        self.stopping = False
        self.marked = None
        self.faults = []
        self.threads = [threading.Thread(target=self.write, args=(n,), daemon=True) for n in range(device_count)]
        for thread in self.threads:
            thread.start()

    def write(self, n):
        device = relaylib.Device()
        try:
            while not self.stopping:
                self.write_one(device, n)
                n += 1
        except Exception as fault:  # whatever it is, the test is to know
            self.faults.append(fault)

    def write_one(self, device, n):
        record = device.record("setting", key=f"key-{uuid.uuid4()}", value="x")
        body = {"wire": relaylib.WIRE, "device": str(device.id), "batch": str(uuid.uuid4()), "cursor": device.cursor,
                "records": [record]}
        while not self.stopping:
            relay = self.relays[n % len(self.relays)]
            status, answer, headers = relay.call("POST", "/v1/sync", body)
            if status == 200:
                device.cursor = answer["cursor"]
                with self.lock:
                    self.acknowledged[record["id"]] = time.monotonic()
                return
            assert status == 503, (status, answer)
            self.refused.append((status, headers.get("Retry-After")))
            time.sleep(0.1)

    def mark(self):
        """From now on the first acknowledgement is waited for."""
        self.marked = time.monotonic()

    def wait_until_written(self, seconds):
        end = time.monotonic() + seconds
        while not any(at > self.marked for at in list(self.acknowledged.values())):
            assert time.monotonic() < end, f"no write in {seconds} s"
            assert not self.faults, self.faults
            time.sleep(0.05)

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join(60)
        assert not self.faults, self.faults

    def outage(self):
        """The longest time without an acknowledgement, in seconds."""
        times = sorted(self.acknowledged.values())
        return max(after - before for before, after in zip(times, times[1:]))

    def check(self, relays):
        assert all(relay.process.poll() is None for relay in relays), "a relay has ended"
        assert self.refused and all(wait is not None for _, wait in self.refused), "no 503 with Retry-After"
        found = relaylib.Device().pull(relays[-1]).records
        lost = [ident for ident in self.acknowledged if ident not in found]
        assert not lost, f"{len(lost)} of {len(self.acknowledged)} acknowledged records lost"
        print(f"# {len(self.acknowledged)} acknowledged, {len(self.refused)} answers of 503, "
              f"longest time without an acknowledgement {self.outage():.1f} s")
