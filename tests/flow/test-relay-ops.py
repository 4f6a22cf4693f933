# SPDX-License-Identifier: GPL-3.0-or-later
"""The relay as an operator runs it: TLS, behind a proxy, as a service, its settings.

 1. TLS 1.3 alone; a new certificate by SIGHUP       5. `check` names each fault and its remedy
 2. behind a proxy: whose address counts, HSTS       6. the unit is hardened, the manual whole
 3. behind nginx, as data/relay/nginx.conf has it
 4. a service: ready, alive, reloading, stopping; SIGTERM ends what is under way
 7. IPv6
"""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.request

import flow
import relaylib

story = flow.Story()
folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-ops."))
story.at_end(lambda: shutil.rmtree(folder, ignore_errors=True))


def make_certificate(name):
    """A certificate for localhost that says who it is."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", folder / "key.new", "-out", folder / "cert.new"], check=True, capture_output=True)
    os.replace(folder / "key.new", folder / "key.pem")
    os.replace(folder / "cert.new", folder / "cert.pem")


def shake_hands(port, least=ssl.TLSVersion.TLSv1_2, most=ssl.TLSVersion.TLSv1_3):
    """(version, subject's name) of a connection, which stays open."""
    context = ssl.create_default_context(cafile=folder / "cert.pem")
    context.minimum_version, context.maximum_version = least, most
    line = context.wrap_socket(socket.create_connection(("127.0.0.1", port), 5), server_hostname="localhost")
    return line, line.version(), dict(one[0] for one in line.getpeercert()["subject"])["commonName"]


def ask(line, path="/healthz", host="localhost", more=""):
    line.settimeout(10)
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode())
    return line.recv(65536).decode()


@story.step
def test_tls():
    """TLS 1.3 and nothing else; SIGHUP takes a new certificate, and a broken one changes nothing"""
    make_certificate("one")
    server = relaylib.Server(tls_certificate=folder / "cert.pem", tls_key=folder / "key.pem")
    story.at_end(server.kill)
    port = int(server.url.rsplit(":", 1)[1])
    line, version, name = shake_hands(port)
    answer = ask(line)
    assert version == "TLSv1.3" and name == "one" and answer.startswith("HTTP/1.1 200 ")
    assert re.search(r"^Strict-Transport-Security: max-age=\d{8}", answer, re.M), answer
    assert not re.search(r"Access-Control-Allow", ask(line, "/v1/meta", more="Origin: https://evil.example\r\n"))
    try:
        shake_hands(port, most=ssl.TLSVersion.TLSv1_2)
        raise AssertionError("TLS 1.2 was taken")
    except ssl.SSLError:
        pass
    with socket.create_connection(("127.0.0.1", port), 5) as plain:
        plain.settimeout(5)
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        try:
            assert b"200 OK" not in plain.recv(4096)
        except OSError:
            pass
    make_certificate("two")
    server.process.send_signal(signal.SIGHUP)
    def renewed():
        try:
            return shake_hands(port)[2] == "two"
        except ssl.SSLError:
            return False
    flow.wait_for(renewed, 10, "the new certificate")
    assert ask(line).startswith("HTTP/1.1 200 "), "the connection of before was cut"
    keep = (folder / "cert.pem").read_bytes()
    (folder / "cert.pem").write_text("no certificate", encoding="utf-8")
    server.process.send_signal(signal.SIGHUP)
    log = server.folder / "log"
    flow.wait_for(lambda: "the certificate stays as it was" in log.read_text(), 10, "a word about it")
    (folder / "cert.pem").write_bytes(keep)
    assert shake_hands(port)[2] == "two"
    assert server.stop() == 0


def spend(client, count, **settings):
    """(statuses, headers of an answer) of a relay that allows each address ten requests, and one more a second."""
    server = relaylib.Server(requests_per_second=1, **settings)
    try:
        return [server.call("GET", "/v1/meta", token=None, headers={"X-Forwarded-For": client(n)})[0] for n in range(count)], \
            server.call("GET", "/healthz", token=None)[2]
    finally:
        server.kill()


@story.step
def test_proxy():
    """X-Forwarded-For counts from a proxy that is trusted, and from nobody else; https outside means HSTS"""
    each = lambda n: f"203.0.113.7, 198.51.100.{n}"
    statuses, headers = spend(each, 15, trusted_proxies="10.0.0.1, 127.0.0.1", public_url="https://relais.example.fr")
    assert set(statuses) == {200} and "Strict-Transport-Security" in headers, statuses
    statuses, headers = spend(each, 15)
    assert 429 in statuses and "Strict-Transport-Security" not in headers, statuses
    statuses, _ = spend(lambda n: f"198.51.100.{n}, 203.0.113.7", 15, trusted_proxies="127.0.0.1")
    assert 429 in statuses, "what the proxy's peer claims was believed"
    statuses, _ = spend(lambda n: f"nonsense{n}", 15, trusted_proxies="127.0.0.1")
    assert 429 in statuses


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@story.step
def test_ipv6():
    """on ::1, where the system has it, all is as on 127.0.0.1; on :: an IPv4 proxy is known by its IPv4 address; a net of 64 bits is one peer"""
    if not has_ipv6():
        print("# this system has no ::1")
        return
    server = relaylib.Server(listen="::1")
    story.at_end(server.kill)
    port = int(server.url.rsplit(":", 1)[1])
    assert server.url == f"http://[::1]:{port}", server.url
    token = server.register("claire@agence-morel.example")
    assert server.call("GET", "/v1/account", token=token)[1]["email"] == "claire@agence-morel.example"
    assert server.call("GET", "/healthz", token=None, headers={"Host": f"[::2]:{port}"})[0] == 421
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
        raise AssertionError("it listens elsewhere, too")
    except ConnectionRefusedError:
        pass
    space = flow.Workspace()
    story.at_end(space.remove)
    space.ctl("init")
    space.ctl("add", "--set", "company=Agence du Port", "--set", "email=contact@agence-du-port.example")
    space.ctl("account", "login", server.url, "claire@agence-morel.example", stdin="une phrase de passe assez longue\n")
    space.ctl("sync")
    server.token = token
    assert [one["kind"] for one in relaylib.Device().pull(server).records.values()].count("prospect") == 1
    each = lambda n: f"2001:db8:0:{n + 1:x}::1"
    assert set(spend(each, 15, listen="::1", trusted_proxies="::1")[0]) == {200}
    one_net = lambda n: f"2001:db8::{n + 1:x}"
    assert 429 in spend(one_net, 15, listen="::1", trusted_proxies="::1")[0]
    assert 429 in spend(each, 15, listen="::1")[0]
    both = {"listen": "::", "hosts": "127.0.0.1", "at": "127.0.0.1"}
    assert set(spend(each, 15, trusted_proxies="127.0.0.1", **both)[0]) == {200}
    assert 429 in spend(each, 15, trusted_proxies="::1", **both)[0]


class Nginx:
    """nginx over the site that the project ships, with this machine's ports and files in it."""

    def __init__(self, port, relay_port):
        site = (flow.SOURCE / "data" / "relay" / "nginx.conf").read_text(encoding="utf-8")
        for what, other in ((r"127\.0\.0\.1:8025", f"127.0.0.1:{relay_port}"), (r"  listen \[::\].*\n", ""),
                            (r"listen 443", f"listen 127.0.0.1:{port}"), (r"server_name \S+;", "server_name localhost;"),
                            (r"/etc/ssl/\S+/fullchain", f"{folder}/cert"), (r"/etc/ssl/\S+/privkey", f"{folder}/key")):
            site, count = re.subn(what, other, site)
            assert count == 1, what
        temporary = " ".join(f"{kind}_temp_path {folder}/nginx-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config = folder / "nginx.conf"
        config.write_text(f"daemon off;\npid {folder}/nginx.pid;\nevents {{}}\nhttp {{\n{temporary}\n{site}}}\n", encoding="utf-8")
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", config, "-e", folder / "nginx.log"], stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def smuggle(port, headers, body):
    """The statuses that come back for one request with another hidden in it."""
    line, got = shake_hands(port)[0], b""
    with line:
        line.settimeout(1.5)
        try:
            line.sendall(f"POST /v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n{body}".encode())
            while part := line.recv(65536):
                got += part
        except OSError:
            pass
    return re.findall(rb"HTTP/1\.1 (\d{3}) ", got)


@story.step
def test_nginx():
    """behind nginx: TLS, the reader's address, a stream at once, no figures outside, no request inside another"""
    make_certificate("proxy")
    port = flow.free_port()
    server = relaylib.Server(public_url=f"https://localhost:{port}", trusted_proxies="127.0.0.1")
    story.at_end(server.kill)
    nginx = Nginx(port, int(server.url.rsplit(":", 1)[1]))
    story.at_end(nginx.stop)
    def answers():
        try:
            return ask(shake_hands(port)[0])
        except OSError:
            return ""
    assert "Strict-Transport-Security" in flow.wait_for(answers, 10, "nginx")
    assert ask(shake_hands(port)[0], "/metrics").startswith("HTTP/1.1 404 ")
    token = server.register("claire@agence-morel.example")
    line = shake_hands(port)[0]
    started = time.monotonic()
    got = ask(line, "/v1/events", more=f"Authorization: Bearer {token}\r\n")
    while "event: changed" not in got:
        got += line.recv(4096).decode()
    assert time.monotonic() - started < 3 and "text/event-stream" in got
    line.close()
    body, hidden = '{"email":"a@b.fr","password":"x"}', "GET /v1/messages HTTP/1.1\r\nHost: localhost\r\n\r\n"
    chunked = f"{len(body):x}\r\n{body}\r\n0\r\n\r\n"
    for headers, content in ((f"Content-Length: {len(chunked + hidden)}\r\nTransfer-Encoding: chunked\r\n", chunked + hidden),
                             ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunked + hidden),
                             ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunked + hidden),
                             ("Transfer-Encoding: xchunked\r\n", chunked + hidden),
                             (f"Content-Length: {len(body)}\r\nContent-Length: {len(body + hidden)}\r\n", body + hidden),
                             (f"Content-Length: {len(body)}\r\nX: y\r\n Transfer-Encoding: chunked\r\n", body)):
        statuses = smuggle(port, headers, content)
        assert len(statuses) <= 1, (headers, statuses)
    assert b'route="/v1/messages"' not in b"".join(
        row for row in server.call("GET", "/metrics", token=None)[1].splitlines() if row.startswith(b"palier_http_requests_total"))


@story.step
def test_service():
    """the manager hears: ready, alive, reloading, stopping; SIGTERM answers what is under way and refuses the rest"""
    words = []
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(folder / "notify"))
    manager.settimeout(0.2)
    def hear(word, seconds=10):
        end = time.monotonic() + seconds
        while not any(word in one for one in words):
            assert time.monotonic() < end, (word, words)
            try:
                words.append(manager.recv(4096).decode())
            except TimeoutError:
                pass
    os.environ.update(NOTIFY_SOCKET=str(folder / "notify"), WATCHDOG_USEC="1000000")
    try:
        server = relaylib.Server()
    finally:
        del os.environ["NOTIFY_SOCKET"], os.environ["WATCHDOG_USEC"]
    story.at_end(server.kill)
    hear("READY=1")
    hear("WATCHDOG=1", 5)
    words.clear()
    server.process.send_signal(signal.SIGHUP)
    hear("RELOADING=1\nMONOTONIC_USEC=")
    hear("READY=1")
    # Logins take a tenth of a second each on two threads: a row of them is under way when the signal comes.
    account = {"email": "claire@agence-morel.example", "password": "une phrase de passe assez longue"}
    server.register(**account)
    statuses = []
    def log_in():
        try:
            request = urllib.request.Request(server.url + "/v1/login", json.dumps(account).encode(),
                                             {"Content-Type": "application/json"}, method="POST")
            with relaylib.OPENER.open(request, timeout=30) as answer:
                statuses.append(answer.status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
        except OSError:
            statuses.append(0)
    threads = [threading.Thread(target=log_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    started = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    hear("STOPPING=1")
    assert server.process.wait(20) == 0 and time.monotonic() - started < 15
    for thread in threads:
        thread.join()
    # 0: not yet accepted when the door closed; what had begun was answered
    assert set(statuses) <= {200, 503, 0} and 200 in statuses, statuses


def check(*lines, **environment):
    config = folder / "relay.conf"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run = subprocess.run([relaylib.PROGRAM, "check", "--config", config], capture_output=True, text=True,
                         env={**os.environ, **environment}, timeout=20)
    return run.returncode, run.stdout + run.stderr


@story.step
def test_check():
    """check: secrets are masked, each fault has a remedy, and the status says whether there is one"""
    make_certificate("three")
    home = folder / "home"
    home.mkdir(mode=0o700)
    secret, good = "ab" * 32, [f"directory = {home}", "public_url = https://relais.example.fr"]
    code, words = check(*good, f"master_key = {secret}", f"tls_certificate = {folder}/cert.pem", f"tls_key = {folder}/key.pem")
    assert code == 0 and "problem" not in words and secret not in words and "master_key = ********" in words, words
    other = folder / "other.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", other], check=True, capture_output=True)
    open_key = folder / "master.key"
    open_key.write_text(secret, encoding="utf-8")
    open_key.chmod(0o644)
    cases = [
        ([*good], "master.key"),
        ([f"directory = {folder}/missing", f"master_key = {secret}"], "does not exist"),
        ([*good, "master_key = short"], "problem"),
        ([*good, f"master_key_file = {open_key}"], "others may read it"),
        ([*good, f"master_key = {secret}", "listen = 0.0.0.0"], "in clear"),
        ([*good, f"master_key = {secret}", f"tls_key = {folder}/key.pem"], "go together"),
        ([*good, f"master_key = {secret}", f"tls_certificate = {folder}/cert.pem", f"tls_key = {other}"], "not the key"),
        ([*good, f"master_key = {secret}", f"tls_certificate = {open_key}", f"tls_key = {other}"], str(open_key)),
        ([*good, f"master_key = {secret}", f"tls_certificate = {folder}/none", f"tls_key = {other}"], f"{folder}/none"),
    ]
    for lines, wanted in cases:
        code, words = check(*lines)
        assert code == 1 and wanted in words and "problem:" in words and "remedy:" in words, (lines, code, words)
        assert secret not in words
    for lines, wanted in ((["prot = 1"], "relay.conf:1: unknown key: prot"), (["port = x"], "must be a number"), (["nonsense"], "no key = value")):
        code, words = check(*lines)
        assert code == 1 and wanted in words, (lines, code, words)


@story.step
def test_unit():
    """the units are hardened as systemd measures it; the manual knows every setting"""
    for name in ("palier-relay", "palier-relay-backup"):
        unit = flow.BUILD / "data" / f"{name}.service"
        run = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=15", unit], capture_output=True, text=True)
        level = re.search(r"exposure level .*?: ([\d.]+)", run.stdout)
        assert run.returncode == 0 and level and float(level[1]) <= 1.5, run.stdout[-1500:] + run.stderr
    manual = (flow.SOURCE / "data" / "man" / "palier-relay.1").read_text(encoding="utf-8")
    settings = re.findall(r"^(\w+) = ", check()[1], re.M)
    assert len(settings) > 15
    missing = [name for name in settings if not re.search(rf"(?<!\w){name}(?!\w)", manual)]
    assert not missing, missing


if __name__ == "__main__":
    story.run()
