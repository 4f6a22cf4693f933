# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator sees of the relay: figures, rules, dashboard, log.

 1. the figures are well formed, and count what was done   3. Prometheus scrapes, and evaluates the rules
 2. the rules fire when they should, and not before         4. the dashboard asks only for what there is
 5. the log: one JSON object a request, of ids only
"""

import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse
import uuid
import pathlib

import flow
import relaylib

RULES = flow.SOURCE / "data" / "relay" / "palier-relay.rules.yml"
RULE_TEST = flow.SOURCE / "tests" / "data" / "relay" / "rules-test.yml"
DASHBOARD = flow.SOURCE / "data" / "relay" / "palier-relay-dashboard.json"

story = flow.Story()
server = relaylib.Server(log_requests="yes")
folder = pathlib.Path(tempfile.mkdtemp(prefix="palier-prometheus."))

story.at_end(server.kill)
story.at_end(lambda: shutil.rmtree(folder, ignore_errors=True))


def scrape():
    return server.call("GET", "/metrics", token=None)[1].decode()


def read(name, labels=""):
    """The sum of a metric's samples whose labels hold @labels."""
    found = re.findall(rf"^{name}(?:{{(.*)}})? (\S+)$", scrape(), re.M)
    return sum(float(value) for all_labels, value in found if labels in all_labels)


@story.step
def test_figures():
    """the figures: the form that promtool takes, every request counted once, in its bucket"""
    token = server.register("claire@agence-morel.example")
    server.token = token
    before = read("palier_http_requests_total", 'route="/v1/messages/{part}"')
    for _ in range(5):
        server.call("GET", f"/v1/messages/{uuid.uuid4()}")
    server.call("GET", "/nothing")
    label = 'route="/v1/messages/{part}",code="404"'
    assert before == 0 and read("palier_http_requests_total", label) == 5
    assert read("palier_http_requests_total", 'method="",route="",code="404"') == 1
    count = read("palier_http_request_duration_seconds_count", 'route="/v1/messages/{part}"')
    most = read("palier_http_request_duration_seconds_bucket", 'route="/v1/messages/{part}",le="+Inf"')
    assert count == most == 5
    assert 0 < read("palier_http_request_duration_seconds_sum", 'route="/v1/messages/{part}"') < 5
    assert read("process_resident_memory_bytes") > 1e6 and read("palier_memory_limit_bytes") > 1e7
    assert read("palier_logins_total", "accepted") == 1 and read("palier_http_connections") >= 1
    text = scrape()
    lint = subprocess.run(["promtool", "check", "metrics"], input=text, text=True, capture_output=True)
    assert lint.returncode == 0 and not lint.stdout and not lint.stderr, lint
    assert "agence-morel" not in text and token not in text


@story.step
def test_rules():
    """the rules are sound; each alert fires in the case that is written down for it"""
    shutil.copy(RULES, folder)
    shutil.copy(RULE_TEST, folder)
    check = subprocess.run(["promtool", "check", "rules", "--lint-fatal", RULES], capture_output=True, text=True)
    assert check.returncode == 0, check
    run = subprocess.run(["promtool", "test", "rules", folder / RULE_TEST.name], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


class Prometheus:
    def __init__(self):
        self.port = flow.free_port()
        target = server.url.removeprefix("http://")
        (folder / "prometheus.yml").write_text(
            "global: { scrape_interval: 1s, evaluation_interval: 1s }\n"
            f"rule_files: [ {RULES.name} ]\n"
            f"scrape_configs: [ {{ job_name: palier-relay, static_configs: [ {{ targets: [ '{target}' ] }} ] }} ]\n",
            encoding="utf-8")
        self.log = open(folder / "log", "wb")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)

    def ask(self, expression):
        """The samples of an expression; [] while it is not there yet."""
        query = urllib.parse.urlencode({"query": expression})
        try:
            status, body, _ = flow.get(f"http://127.0.0.1:{self.port}/api/v1/query?{query}")
        except OSError:
            return []
        answer = json.loads(body) if status in (200, 400, 422) else {"status": "error", "error": body.decode()}
        if answer["status"] != "success":
            assert status == 503, (expression, answer)
            return []
        return answer["data"]["result"]


@story.step
def test_prometheus():
    """Prometheus scrapes the relay and evaluates rules and dashboard over what it got"""
    prometheus = Prometheus()
    story.at_end(lambda: flow.kill(prometheus.process))
    story.at_end(prometheus.log.close)
    flow.wait_for(lambda: prometheus.ask('up{job="palier-relay"} == 1'), 40, "a scrape")
    version = prometheus.ask("palier_build_info")[0]["metric"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version), version
    def work():
        server.call("GET", "/v1/messages")
        return prometheus.ask("palier:http_request_duration_seconds:p95_5m >= 0")
    flow.wait_for(work, 40, "a recording rule")
    assert not prometheus.ask('ALERTS{alertstate="firing"}')
    story.prometheus = prometheus


@story.step
def test_dashboard():
    """the dashboard asks only for what the relay shows or a rule records, in sound expressions"""
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    known = set(re.findall(r"^# TYPE (\S+)", scrape(), re.M)) | set(re.findall(r"record: (\S+)", RULES.read_text())) | {"up"}
    known |= {name + part for name in set(known) for part in ("_bucket", "_sum", "_count")}
    expressions = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(expressions) > 20 and len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    for source in (*expressions, *re.findall(r"expr: (.*)", RULES.read_text())):
        names = set(re.findall(r"\b(?:palier[\w:]+|process_\w+)", source))
        assert names <= known, (source, names - known)
    for expression in expressions:
        story.prometheus.ask(expression.replace("$job", "palier-relay"))
    for panel in board["panels"]:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24, panel["title"]


@story.step
def test_log():
    """a line a request: a JSON object with the fields of the specification, and nothing personal"""
    trace = uuid.uuid4().hex
    server.call("GET", "/t/c/AAAASECRETTOKENAAAA?email=claire%40agence-morel.example", headers={"traceparent": f"00-{trace}-{'2' * 16}-01"})
    log = server.folder / "log"
    flow.wait_for(lambda: trace in log.read_text(), 5, "the line")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    mine = next(line for line in lines if line.get("traceId") == trace)
    assert mine["context"]["route"] == "/t/c/*" and mine["context"]["status"] == 404 and mine["level"] == "INFO", mine
    for line in lines:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["timestamp"]) and line["service"] == "relay", line
        assert set(line) <= {"timestamp", "level", "service", "traceId", "userId", "companyId", "message", "context", "error"}, line
    assert any(line.get("companyId") for line in lines)
    text = log.read_text()
    for secret in ("SECRETTOKEN", "agence-morel", server.token, "127.0.0.1"):
        assert secret not in text, secret


if __name__ == "__main__":
    story.run()
