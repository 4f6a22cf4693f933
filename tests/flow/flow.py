# SPDX-License-Identifier: GPL-3.0-or-later
"""What the flow tests share: a workspace in a fresh folder, palierctl, an SMTP peer (Postfix's
smtp-sink), and TAP output, one line a case. Only the standard library; only 127.0.0.1."""

import email
import email.policy
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.request

BUILD = pathlib.Path(os.environ["PALIER_BUILD"])
SOURCE = pathlib.Path(os.environ["PALIER_SOURCE"])
SAMPLE = SOURCE / "data" / "sample" / "contacts.csv"
PALIERCTL = BUILD / "src" / "palierctl"
RELAY = BUILD / "src" / "palier-relay"


def environment(**more):
    """French words, French time."""
    env = dict(os.environ)
    env.update(LC_ALL="fr_FR.UTF-8", LANGUAGE="fr", TZ="Europe/Paris")
    env.update(more)
    return env


def note_knocks(listener, knocks):
    """Adds to the list who connects, until the listener is closed; nobody is answered."""
    def listen():
        while True:
            try:
                line, peer = listener.accept()
            except OSError:
                return
            knocks.append(peer)
            line.close()
    threading.Thread(target=listen, daemon=True).start()


def free_port():
    """One below those that the system gives to outgoing connections, of which one could take it before it is listened to."""
    while True:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def wait_for(condition, seconds=20, what="condition"):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


class Result:
    def __init__(self, run):
        self.code = run.returncode
        self.out = run.stdout
        self.words = run.stderr
        self.rows = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]

    @property
    def row(self):
        assert len(self.rows) == 1, f"one JSON line expected: {self.out!r} {self.words!r}"
        return self.rows[0]


class Workspace:
    """A base with a key file, and palierctl over it."""

    def __init__(self, **env):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-flow."))
        self.base = self.folder / "base"
        self.key = self.folder / "key"
        self.env = environment(**env)

    def command(self, *args):
        return [str(PALIERCTL), "--workspace", str(self.base), "--key-file", str(self.key),
                *map(str, args)]

    def ctl(self, *args, stdin="", code=0, timeout=120, **env):
        run = subprocess.run(self.command(*args), input=stdin, capture_output=True, text=True,
                             timeout=timeout, env={**self.env, **env})
        result = Result(run)
        if code is not None:
            assert result.code == code, (
                f"palierctl {' '.join(map(str, args))}: exit {result.code}, {code} expected\n"
                f"{result.out[-2000:]}\n{result.words[-2000:]}")
        return result

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Sink:
    """Postfix's smtp-sink; what it accepts lands in a folder, a file a message."""

    def __init__(self, *options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-sink."))
        self.port = free_port()
        drop = []
        if os.getuid() == 0:
            os.chmod(self.folder, 0o755)
            shutil.chown(self.folder, "nobody")
            drop = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        self.process = subprocess.Popen(
            [*drop, "/usr/sbin/smtp-sink", *options, "-d", "%s", f"127.0.0.1:{self.port}", "100"],
            cwd=self.folder, stderr=subprocess.DEVNULL)
        wait_for(self.answers, 10, "smtp-sink")

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def mails(self):
        found = []
        # their names tell the second and a random number: the order is that of the writing
        for path in sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns):
            # smtp-sink writes its own X- lines first; a file without an empty line is not whole yet
            text = path.read_bytes()
            if b"\n\n" in text or b"\r\n\r\n" in text:
                found.append(email.message_from_bytes(text, policy=email.policy.default))
        return found

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def get(url, data=None, headers=None):
    """(status, body, headers); redirects are not followed, as a test wants to see them."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    request = urllib.request.Request(url, data=data, headers=headers or {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def open_account(url, config, email, password):
    """An account of a relay without a mail server: asked for, and confirmed by the operator."""
    body = json.dumps({"email": email, "password": password, "siret": "73282932000074"}).encode()
    status, answer, _ = get(url + "/v1/accounts/register", body, {"Content-Type": "application/json"})
    assert status == 202, (status, answer)
    subprocess.run([str(RELAY), "tenant", "verify", email, "--config", str(config)], check=True, stdout=subprocess.DEVNULL)


class AgencyRelay:
    """A relay with the account of one agency, which desks join; it starts again on the same port."""

    EMAIL = "claire.morel@example.fr"
    PASSWORD = "une phrase de passe assez longue"

    def __init__(self, folder, **settings):
        self.folder = folder / "relay"
        self.folder.mkdir()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.config = self.folder / "relay.conf"
        values = {"directory": self.folder, "listen": "127.0.0.1", "port": self.port, **settings}
        self.config.write_text("[relay]\n" + "".join(f"{key}={value}\n" for key, value in values.items()))
        self.start()
        open_account(self.url, self.config, self.EMAIL, self.PASSWORD)

    def start(self, **env):
        self.process = subprocess.Popen([str(RELAY), "serve", "--config", str(self.config)],
                                        env=environment(**env), stdout=subprocess.DEVNULL,
                                        stderr=open(self.folder / "log", "ab"))
        wait_for(self.healthy, 20, "the relay")

    def healthy(self):
        assert self.process.poll() is None, "the relay ended"
        try:
            return get(self.url + "/healthz")[0] == 200
        except OSError:
            return False

    def join(self, desk):
        desk.ctl("login", self.url, self.EMAIL, stdin=self.PASSWORD + "\n")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def kill(self):
        kill(self.process)


def set_up(workspace, sink):
    """A base that can send: profile, mailbox."""
    workspace.ctl("init")
    workspace.ctl("profile", "agency_name=Cabinet Morel", "first_name=Claire", "last_name=Morel",
                  "email=claire.morel@example.fr", "phone=+33199001122", "street=4 rue des Halles",
                  "postal_code=35000", "city=Rennes", "siret=73282932000074",
                  "card=CPI 3501 2024 000 000 001", "zones=Rennes",
                  "legal_mentions=Cabinet Morel, SARL au capital de 5 000 €, RCS Rennes 732 829 320",
                  "privacy_url=https://example.fr/confidentialite")
    workspace.ctl("sender", "host=127.0.0.1", f"port={sink.port}", "security=none",
                  "allow_plain_loopback=yes", "from_name=Claire Morel",
                  "from_email=claire.morel@example.fr")


class Story:
    """Cases that build on each other: the first that fails ends the story."""

    def __init__(self):
        self.steps = []
        self.cleanups = []

    def step(self, function):
        self.steps.append(function)
        return function

    def at_end(self, function):
        self.cleanups.append(function)

    def run(self):
        print("TAP version 13")
        print(f"1..{len(self.steps)}", flush=True)
        failed = False
        for number, step in enumerate(self.steps, 1):
            name = (step.__doc__ or step.__name__).strip().splitlines()[0]
            if failed:
                print(f"not ok {number} - {name} (an earlier step failed)", flush=True)
                continue
            try:
                step()
                print(f"ok {number} - {name}", flush=True)
            except Exception:
                failed = True
                for line in traceback.format_exc().splitlines():
                    print("# " + line)
                print(f"not ok {number} - {name}", flush=True)
        for cleanup in reversed(self.cleanups):
            try:
                cleanup()
            except Exception as error:
                print(f"# clean-up: {error}")
        sys.exit(1 if failed else 0)


class Peer:
    """A scripted peer of tests/peers; what it was asked is in its record."""

    def __init__(self, program, *rules, **options):
        handle, name = tempfile.mkstemp(prefix="palier-peer.")
        os.close(handle)
        self.record = pathlib.Path(name)
        words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
        self.process = subprocess.Popen(
            [sys.executable, str(SOURCE / "tests" / "peers" / program), "--record", name, *words, *rules],
            stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        kill(self.process)
        self.process.stdout.close()
        self.record.unlink()

    def entries(self):
        return [json.loads(line) for line in self.record.read_text().splitlines()]

    def messages(self):
        """Those that came whole, whatever was answered then."""
        return [one for one in self.entries() if one["event"] == "message"]

    def recipients(self):
        return ["".join(one["recipients"]) for one in self.messages()]


def kill(process):
    """Ends a process of this test, and waits."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(10)
