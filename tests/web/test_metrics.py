#!/usr/bin/python3
"""/metrics, read by the parser of Prometheus's own Python client; and --log json: one line a request, and
nothing in it of who asked or of what an address holds. TAP."""
import json
import re
import time

from prometheus_client.parser import text_string_to_metric_families

import kit
import people


def key_of(db, scope):
    return kit.paraph(db, "key", "create", "--scope", scope)[1].strip()


def families(s, key):
    status, head, body = s.get("/metrics", Authorization=f"Bearer {key}")
    if status != 200 or "0.0.4" not in head["content-type"]:
        kit.case("measurements for who has the key", False, (status, head))
    return {f.name: f for f in text_string_to_metric_families(body.decode())}


def value(family, **labels):
    return sum(x.value for x in family.samples if x.name.endswith(("_total", family.name))
               and all(x.labels.get(k) == v for k, v in labels.items()))


def measured(s, db):
    for headers in ({}, {"Authorization": "Bearer nix"}, {"Authorization": f"Bearer {key_of(db, 'acts')}"}):
        status, head, _ = s.get("/metrics", **headers)
        kit.case(f"without its key: {status}", status == (403 if "paraph-" in str(headers) else 401)
                 and (status == 403 or head["www-authenticate"].startswith("Bearer")), head)
    key = key_of(db, "metrics")
    before = families(s, key)
    for path in ("/", "/states", "/states", "/fr/states.csv", "/api/v1/states", "/nix/secret-of-somebody"):
        s.get(path)
    _, head, _ = s.get("/facts")
    s.get("/facts", If_None_Match=head["etag"])
    after = families(s, key)
    for _ in range(50):  # a request counts when its answer has left, which may be after it came
        if value(after["paraph_http_requests"]) >= value(before["paraph_http_requests"]) + 9:
            break
        time.sleep(0.1)
        after = families(s, key)

    def grown(route, status):
        name = "paraph_http_requests"
        which = {"route": route, "status": status}
        return value(after[name], **which) - value(before[name], **which)

    kit.same("requests by route and status",
             [grown("/", "200"), grown("/states", "200"), grown("/api/v1/states", "200"),
              grown("none", "404"), grown("/facts", "200"), grown("/facts", "304")], [1, 3, 1, 1, 1, 1])
    took = after["paraph_http_request_duration_seconds"]
    of = [x for x in took.samples if x.labels["route"] == "/states"]
    buckets = [x for x in of if x.name.endswith("_bucket")]
    counts = [x.value for x in buckets]
    total = next(x.value for x in of if x.name.endswith("_count"))
    kit.case("durations are a histogram", took.type == "histogram" and counts == sorted(counts)
             and counts[-1] == total and buckets[-1].labels["le"] == "+Inf", buckets)
    kit.same("acts on file", value(after["paraph_acts"]),
             float(json.loads(kit.paraph(db, "--format", "json", "act", "verify")[1])[0]["acts"]))
    kit.case("workers", value(after["paraph_workers"]) == 4 and 1 <= value(after["paraph_workers_busy"]) <= 4)
    kit.case("no address, only patterns", "secret-of-somebody" not in str(after))


def logged(s, db):
    link = people.invite(db, "invented@example.org", "administrator")
    s.get(link, User_Agent="Invented/1.0")
    s.get("/states/LAO?q=somebody")
    status, said = s.stop()
    lines = [json.loads(line) for line in said.splitlines()]
    kit.case("one JSON line a request", status == 0 and len(lines) > 8 and all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", x["at"]) for x in lines), said[:2000])
    kit.same("with what was asked and how it went",
             sorted((x["method"], x["route"], x["status"]) for x in lines[-2:]),
             [("GET", "/account/invitation/:", 200), ("GET", "/states/:", 200)])
    for secret in (link.split("/")[-1], "Invented", "127.0.0.1", "somebody", "LAO", "invented@", "paraph-"):
        kit.case(f"nothing of {secret[:12]}", secret not in said, said[:500])


def main():
    with kit.folder() as place:
        db = kit.database(place)
        s = kit.Server(db, None, "--log", "json")
        measured(s, db)
        logged(s, db)
        status, _, said = kit.paraph(db, "serve", "--listen", "127.0.0.1:0", "--log", "text")
        kit.case("another form of log is refused", status == 2 and "say json" in said, said)
    kit.finish()


main()
