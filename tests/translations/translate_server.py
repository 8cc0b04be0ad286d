#!/usr/bin/python3
"""A stand-in for a translating server, for the tests alone: speaks LibreTranslate's POST /translate on
loopback and translates nothing. It gives the words back in capitals, marks as they are; to the paragraph
that begins "Cluster munitions reach" it answers with a mark of its own. Prints its port."""
import http.server
import json
import re


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = 200, {}
        if self.path != "/translate" or sorted(asked) != ["format", "q", "source", "target"]:
            status, answer = 400, {"error": "POST /translate {q,source,target,format}"}
        else:
            parts = re.split(r'(<x id="\d+"/>|&[a-z]+;)', asked["q"])
            words = [p if p[:1] in "<&" else p.upper() for p in parts]
            answer = {"translatedText": "".join(words)}
            if "Cluster munitions reach" in asked["q"]:
                answer = {"translatedText": "<x id=\"9\"/>"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
