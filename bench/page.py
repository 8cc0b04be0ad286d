#!/usr/bin/python3
"""The home page and a State's page over HTTP: beside nginx, which serves the same bytes as files with the
same headers, and beside Fastify over better-sqlite3 (page.mjs), whose answer is the same to the byte. All
over loopback, in turn, the order changing. One thread of wrk takes a core itself, so rates scatter: what
counts are the ratios of each round, and the CPU time of a request. Then memory after many requests of random
days, and a day of 2011 beside one of this year, none of them kept from an earlier request.

bench/page.py BUILD FOLDER; FASTIFY: a folder that has its packages; ROUNDS, REQUESTS."""
import datetime
import http.client
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

build, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
here = pathlib.Path(__file__).resolve().parent
ROUNDS = int(os.environ.get("ROUNDS", "7"))
REQUESTS = int(os.environ.get("REQUESTS", "100000"))
PAGES = {"/": "index.html", "/states/LAO": "lao.html"}
CONNECTIONS = (2, 64)
RATE, CPU, P99, MEMORY = 0.5, 6, 4, 64  # of nginx's rate; times Fastify's CPU; times nginx's p99; MiB
HZ = os.sysconf("SC_CLK_TCK")
KEPT_HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control",
                "vary")
processes, missed = [], False


def say(line, good=True):
    global missed
    missed = missed or not good
    print(line + ("" if good else " MISSED"), flush=True)


def start(*command, port=None, **more):
    """A server; its port is the last number of its first line where none is given."""
    process = subprocess.Popen(command, stdout=None if port else subprocess.PIPE, text=True, **more)
    processes.append(process)
    if port is None:
        said = process.stdout.readline().split("://")[-1].replace("127.0.0.1", "")
        port = int(re.findall(r"\d+", said)[-1])
    return {"process": process, "port": port}


def get(port, path):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path, headers={"Accept-Encoding": "identity"})
    reply = line.getresponse()
    body = reply.read()
    line.close()
    if reply.status != 200:
        sys.exit(f"page: {path} of port {port}: {reply.status}")
    return body, {name.lower(): value for name, value in reply.getheaders()}


def family(pid):
    """A process and those it started: nginx has workers."""
    own = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [one for child in own for one in family(child)]


def cpu_s(server):
    """CPU time so far."""
    total = 0
    for pid in family(server["process"].pid):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += sum(map(int, fields[11:13]))
    return total / HZ


def memory_mib(server, what="VmRSS"):
    status = pathlib.Path(f"/proc/{server['process'].pid}/status").read_text()
    return int(re.search(what + r":\s+(\d+)", status)[1]) / 1024


def wrk(server, path, connections, *more, seconds=2):
    """Requests a second, p99 in ms, CPU of a request in µs, requests."""
    before = cpu_s(server)
    address = f"http://127.0.0.1:{server['port']}{path}"
    said = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
                           "--timeout", "30s", *more, address],
                          capture_output=True, text=True, check=True).stdout
    spent = cpu_s(server) - before
    if re.search("Non-2xx|Socket errors", said):
        sys.exit(f"page: {path}: {said}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    n = int(re.search(r"(\d+) requests in", said)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), p99, spent / n * 1e6, n


def nginx(headers):
    port = next(p for p in range(21000, 22000) if not busy(p))
    also = "".join(f'add_header {name} "{headers[name]}";' for name in KEPT_HEADERS if name in headers)
    places = "".join(f"{kind}_temp_path {folder}/tmp/{kind};" for kind in
                     ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"""daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
worker_processes auto; events {{ worker_connections 1024; }}
http {{ access_log off; sendfile off; output_buffers 1 64k; keepalive_requests 1000000;
open_file_cache max=10;
default_type "text/html; charset=utf-8"; server_tokens off; etag on; {places}
server {{ listen 127.0.0.1:{port}; root {folder}/www; {also}
location = /states/LAO {{ alias {folder}/www/lao.html; }} }} }}""")
    return start("nginx", "-c", folder / "nginx.conf", "-e", folder / "nginx.log", port=port)


def busy(port):
    try:
        http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        return True
    except OSError:
        return False


def fastify():
    place = pathlib.Path(os.environ.get("FASTIFY", folder / "fastify"))
    if not (place / "node_modules").is_dir():
        if not shutil.which("npm"):
            print("page: no npm here, so not compared with Fastify", file=sys.stderr)
            return None
        place.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(here / "fastify" / name, place)
        done = subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=place,
                              env=os.environ | {"npm_config_nodedir": "/usr"})  # better-sqlite3 is compiled
        if done.returncode:
            print("page: npm could not bring Fastify, so not compared with it", file=sys.stderr)
            return None
    pages = [f"{path}={folder}/www/{name}" for path, name in PAGES.items()]
    return start("node", here / "page.mjs", folder / "fastify.db", *pages, cwd=place)


def beside(ours, others, path, connections):
    """In turn; medians, and of each round's ratios."""
    servers = {"paraph": ours} | others
    rounds = {name: [] for name in servers}
    for name, server in servers.items():
        wrk(server, path, connections, seconds=1)
    for i in range(ROUNDS):
        names = list(servers)
        for name in names[i % len(names):] + names[:i % len(names)]:
            rounds[name].append(wrk(servers[name], path, connections))
    middle = {name: [statistics.median(r[k] for r in all) for k in range(3)] for name, all in rounds.items()}
    rate, p99, cpu = middle["paraph"]
    say(f"page {path}: {connections} connections: {rate:.0f} a second, {cpu:.1f} µs of CPU,"
        f" p99 {p99:.2f} ms")
    for name in others:
        ratio = [[a[k] / b[k] for a, b in zip(rounds["paraph"], rounds[name])] for k in range(3)]
        got = [statistics.median(r) for r in ratio]
        their_rate, their_p99, their_cpu = middle[name]
        line = (f"  {name}: {their_rate:.0f} a second, {their_cpu:.1f} µs, p99 {their_p99:.2f} ms;"
                f" rate {got[0]:.2f} ({min(ratio[0]):.2f} to {max(ratio[0]):.2f}),"
                f" CPU {1 / got[2]:.1f} times less,"
                f" p99 {got[1]:.2f} times")
        if name == "nginx":
            late = connections == 64
            say(line + f" (reach: rate {RATE}" + (f", p99 at most {P99} times)" if late else ")"),
                got[0] >= RATE and (not late or got[1] <= P99))
        else:
            say(line + f" (reach: CPU {CPU} times less)", 1 / got[2] >= CPU)


def days_script(first, n, name):
    """wrk asks for one day after another: more of them than pages are kept, so none is a kept one."""
    (folder / name).write_text(f"""local day = {first} - 1
function request()
	day = day + 1
	if day >= {first} + {n} then day = {first} end
	return wrk.format("GET", wrk.path .. os.date("!?on=%Y-%m-%d", day * 86400))
end
""")
    return "-s", str(folder / name)


def past(ours):
    then = (datetime.date(2011, 1, 1) - datetime.date(1970, 1, 1)).days
    now = int(time.time()) // 86400 - 364
    for path in PAGES:
        ratio, spent = [], {}
        for i in range(ROUNDS):
            turn = [("2011", days_script(then, 365, "then.lua")), ("now", days_script(now, 365, "now.lua"))]
            for name, script in turn[::1 if i % 2 else -1]:
                spent.setdefault(name, []).append(wrk(ours, path, 2, *script)[2])
            ratio.append(spent["2011"][-1] / spent["now"][-1])
        got = statistics.median(ratio)
        then_us, now_us = (statistics.median(spent[name]) for name in ("2011", "now"))
        say(f"page {path}: a day of 2011 {then_us:.0f} µs of CPU, of the last year {now_us:.0f}, each written"
            f" anew: {got:.2f} times (reach: at most 1.1)", got <= 1.1)


def random_days(ours):
    (folder / "random.lua").write_text("""
local paths = {"/", "/states/LAO", "/states", "/obligations", "/facts", "/ar/", "/fr/states/BIH"}
function request()
	local day = 14200 + math.random(0, 6500)
	return wrk.format("GET", paths[math.random(#paths)] .. os.date("!?on=%Y-%m-%d", day * 86400))
end
""")
    n = 0
    while n < REQUESTS:
        n += wrk(ours, "/", 64, "-s", str(folder / "random.lua"), seconds=5)[3]
    now, most = memory_mib(ours), memory_mib(ours, "VmHWM")
    say(f"page: after {n} requests of random days {now:.0f} MiB, at most {most:.0f}"
        f" (reach: less than {MEMORY})", most < MEMORY)


def main():
    db = folder / "ccm.db"
    if not db.exists():
        subprocess.run([build / "paraph", "init", "--pack", "ccm", "--db", db], check=True,
                       capture_output=True)
    for name in ("www", "tmp"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name).chmod(0o755)
    folder.chmod(0o755)
    ours = start(build / "paraph", "--db", db, "serve", "--listen", "127.0.0.1:0")
    for path, name in PAGES.items():
        body, headers = get(ours["port"], path)
        (folder / "www" / name).write_bytes(body)
    others = {"nginx": nginx(headers)}
    for _ in range(50):
        if busy(others["nginx"]["port"]):
            break
        time.sleep(0.1)
    peer = fastify()
    if peer:
        others["Fastify"] = peer
    for path, name in PAGES.items():
        wanted = (folder / "www" / name).read_bytes()
        for who, server in others.items():
            if get(server["port"], path)[0] != wanted:
                sys.exit(f"page: {who} does not give the same {path}")
        print(f"page {path}: {len(wanted)} bytes, the same of all")
        for connections in CONNECTIONS:
            beside(ours, others, path, connections)
    past(ours)
    random_days(ours)


try:
    for tool in ("wrk", "nginx"):
        if not shutil.which(tool):
            sys.exit(f"page: no {tool} here; scripts/setup check installs it")
    main()
finally:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
sys.exit(missed)
