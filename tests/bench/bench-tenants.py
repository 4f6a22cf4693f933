#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one request costs the relay when it serves 10,000 agencies beside 10, and the memory for it.

Each request is another agency's, drawn at random, with its own access token; cost is the relay's own
processor time, in rounds by turns.
"""
import os
import pathlib
import re
import secrets
import statistics
import subprocess
import time

from benchlib import BUILD, folder, row
from relaybench import Relay

FEW, MANY = 10, 10_000
ROUNDS, SECONDS = 7, 2
PATHS = ('/v1/account', '/v1/counters', '/v1/account/devices')
SCRIPT = """
local tokens = {{}}
for line in io.lines("{tokens}") do tokens[#tokens + 1] = "Bearer " .. line end
local paths = {{ {paths} }}
math.randomseed(7)
request = function()
  return wrk.format("GET", paths[math.random(#paths)], {{ ["Authorization"] = tokens[math.random(#tokens)] }})
end
"""


class Served:
    """A relay with so many agencies, that has answered each of them once."""

    def __init__(self, top, count):
        key = secrets.token_hex(32)
        top = pathlib.Path(top, str(count))
        top.mkdir()
        self.relay = None
        directory = top / 'relay'
        directory.mkdir(mode=0o700)
        run = subprocess.run([BUILD / 'tests/bench/tenants-pass', directory, key, str(count)], check=True, capture_output=True, text=True)
        (top / 'tokens').write_text(run.stdout, encoding='utf-8')
        self.script = top / 'load.lua'
        self.script.write_text(SCRIPT.format(tokens=top / 'tokens', paths=', '.join(f'"{path}"' for path in PATHS)), encoding='utf-8')
        self.relay = Relay(top, master_key=key, requests_per_second=0, connections_per_address=256)
        self.relay.wait()
        self.idle = self.memory()

    def memory(self):
        """Anonymous memory in MiB."""
        status = pathlib.Path(f'/proc/{self.relay.process.pid}/status').read_text(encoding='utf-8')
        return int(re.search(r'RssAnon:\s+(\d+)', status)[1]) / 1024

    def spent(self):
        stat = pathlib.Path(f'/proc/{self.relay.process.pid}/stat').read_text(encoding='utf-8').rsplit(')', 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf('SC_CLK_TCK')

    def cost(self):
        """Microseconds of processor time a request."""
        before = self.spent()
        run = subprocess.run(['wrk', '-t1', '-c8', f'-d{SECONDS}s', '-s', self.script, f'http://127.0.0.1:{self.relay.port}'],
                             capture_output=True, text=True, check=True)
        if re.search(r'Non-2xx|Socket errors', run.stdout):
            raise SystemExit(run.stdout)
        return (self.spent() - before) * 1e6 / int(re.search(r'(\d+) requests in', run.stdout)[1])


def main():
    with folder() as top:
        few, many = Served(top, FEW), Served(top, MANY)
        try:
            rounds = [(many.cost(), few.cost()) for _ in range(ROUNDS)]
            middle = [statistics.median(one[n] for one in rounds) for n in (0, 1)]
            row(f'a request among {MANY:,} agencies', f'{middle[0]:.0f} µs', f'{FEW} agencies {middle[1]:.0f} µs',
                statistics.median(a / b for a, b in rounds))
            row('relay: memory at the start', f'{few.idle:.1f} MiB', '', few.idle)
            row(f'relay: memory with {MANY:,} agencies served', f'{many.memory():.1f} MiB', f'{FEW} agencies {few.memory():.1f} MiB', many.memory())
        finally:
            few.relay.stop()
            many.relay.stop()


main()
