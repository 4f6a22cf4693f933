# SPDX-License-Identifier: GPL-3.0-or-later
"""Three PostgreSQL nodes under Patroni, with one etcd, on 127.0.0.1: for tests of a failover."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import postgres

NODE = """
scope: relay
name: n{n}
restapi: {{ listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}" }}
etcd3: {{ host: "127.0.0.1:{etcd}" }}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 1
    retry_timeout: 3
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters: {{ max_connections: 60, wal_level: replica, hot_standby: "on", fsync: "off" }}
  initdb: [ {{ encoding: UTF8 }}, {{ locale-provider: builtin }}, {{ builtin-locale: C.UTF-8 }}, data-checksums ]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: "{folder}/n{n}"
  bin_dir: "{programs}"
  pgpass: "{folder}/pgpass{n}"
  pg_hba: [ "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust", "local all all trust" ]
  authentication: {{ superuser: {{ username: postgres }}, replication: {{ username: repl }}, rewind: {{ username: rew }} }}
  parameters: {{ unix_socket_directories: "{folder}", shared_buffers: 32MB }}
watchdog: {{ mode: 'off' }}
"""


def free_ports(count):
    lines = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [line.getsockname()[1] for line in lines]
    for line in lines:
        line.close()
    return ports


def answers(url):
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_for(true, seconds, what):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what}: not in {seconds} s"
        time.sleep(0.1)


class Cluster:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-patroni."))
        self.folder.chmod(0o755)
        self.prefix = postgres.unprivileged(self.folder)
        if self.prefix:
            shutil.chown(self.folder, "nobody")
        ports = free_ports(8)
        self.etcd_ports, self.rest, self.ports = ports[:2], ports[2:5], ports[5:]
        self.processes = {}
        try:
            self.start()
        except BaseException:
            self.tell()
            self.remove()
            raise

    def start(self):
        client, peer = (f"http://127.0.0.1:{port}" for port in self.etcd_ports)
        self.spawn("etcd", "etcd", "--data-dir", self.folder / "etcd", "--listen-client-urls", client,
                   "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls",
                   peer, "--initial-cluster", f"default={peer}", "--unsafe-no-fsync")
        wait_for(lambda: answers(client + "/health"), 20, "etcd")
        self.start_node(1)
        wait_for(lambda: self.is_role(1, "primary"), 60, "a primary")
        self.start_node(2)
        self.start_node(3)
        wait_for(lambda: self.is_role(2, "replica") and self.is_role(3, "replica"), 90, "two replicas")
        wait_for(lambda: self.is_role(2, "sync") or self.is_role(3, "sync"), 30, "a synchronous standby")
        self.sql("create role owner login createdb createrole")
        self.sql("create database relay owner owner")

    def spawn(self, name, *command):
        log = open(self.folder / f"{name}.log", "ab")
        self.processes[name] = subprocess.Popen([*self.prefix, *command], stdin=subprocess.DEVNULL, stdout=log,
                                                stderr=log)
        log.close()

    def start_node(self, n):
        path = self.folder / f"n{n}.yml"
        path.write_text(NODE.format(n=n, rest=self.rest[n - 1], port=self.ports[n - 1], etcd=self.etcd_ports[0],
                                    folder=self.folder, programs=postgres.find_programs()))
        self.spawn(f"n{n}", "patroni", path)

    def is_role(self, n, role):
        return answers(f"http://127.0.0.1:{self.rest[n - 1]}/{role}")

    def find_primary(self):
        return next((n for n in (1, 2, 3) if self.is_role(n, "primary")), None)

    def sql(self, text):
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", self.url("postgres", "postgres"), "-c", text],
                       check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def url(self, database="relay", role="owner"):
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"postgresql://{role}@{hosts}/{database}?target_session_attrs=read-write&connect_timeout=2"

    def kill_primary(self):
        """Patroni and PostgreSQL both, as a machine that falls."""
        n = self.find_primary()
        pid = int((self.folder / f"n{n}" / "postmaster.pid").read_text().split()[0])
        self.processes[f"n{n}"].kill()
        self.processes.pop(f"n{n}").wait()
        os.kill(pid, signal.SIGKILL)
        return n

    def tell(self):
        """What the servers said last, for whoever reads that they did not start."""
        for path in sorted(self.folder.glob("*.log")):
            for line in path.read_text(errors="replace").splitlines()[-8:]:
                print(f"# {path.name}: {line}")

    def remove(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
