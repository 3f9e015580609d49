"""Pages of TimelineJS3 and vis-timeline, with events of the shape of ours, to be measured beside our own."""

import datetime as dt
import gzip
import json
import mimetypes
import random
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "build" / "peers"
PACKAGES = ("@knight-lab/timelinejs@3.9.11", "vis-timeline@8.5.4")
SUBJECTS = "the council,a clerk,two jurors,the harbour master,a judge,the defence,neighbours".split(",")
DEEDS = "asked for a hearing,filed a petition,heard the first witness,set a new date,published the report".split(",")

TIMELINEJS = """<!doctype html><title>TimelineJS3</title>
<link rel="stylesheet" href="/@knight-lab/timelinejs/dist/css/timeline.css">
<script src="/@knight-lab/timelinejs/dist/js/timeline.js"></script>
<div id="t" style="width:100%;height:700px"></div>
<script>fetch("events.json").then(answer => answer.json()).then(events => {
  window.drawn = new TL.Timeline("t", {events}, {font: "/none.css"});
});</script>"""
TIMELINEJS_EVENT = ".tl-timemarker-content-container"
VIS = """<!doctype html><title>vis-timeline</title>
<link rel="stylesheet" href="/vis-timeline/styles/vis-timeline-graph2d.min.css">
<script src="/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"></script>
<div id="t"></div>
<script>fetch("events.json").then(answer => answer.json()).then(events => {
  window.drawn = new vis.Timeline(document.getElementById("t"), new vis.DataSet(events), {maxHeight: 700});
});</script>"""


@dataclass(frozen=True)
class Peer:
    """`event` selects an event that is drawn; `zoom` is what zooms in by one step."""

    name: str
    address: str
    event: str
    zoom: str


@contextmanager
def peers(sizes: Sequence[int]) -> Iterator[list[Peer]]:
    """The pages, served for as long as this lasts; none where there is no npm to get them with."""
    if not sizes or not _is_there():
        yield []
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield [peer for size in sizes for peer in _of_size(address, size)]
    finally:
        server.shutdown()


def _of_size(address: str, size: int) -> list[Peer]:
    zoom = "() => document.querySelector('.tl-menubar-button').click()"
    return [
        Peer(f"TimelineJS3, {size:,} events", f"{address}/timelinejs/{size}/", TIMELINEJS_EVENT, zoom),
        Peer(f"vis-timeline, {size:,} events", f"{address}/vis/{size}/", ".vis-item", "() => window.drawn.zoomIn(0.5)"),
    ]


def _is_there() -> bool:
    if not shutil.which("npm"):
        print("npm is not here: TimelineJS3 and vis-timeline are left out.")
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(FOLDER), *PACKAGES]
    return subprocess.run(command, cwd=FOLDER).returncode == 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body, kind = _answer(self.path)
        packed = gzip.compress(body, 6)
        self.send_response(200 if body else 404)
        for name, value in {
            "Content-Type": kind,
            "Content-Encoding": "gzip",
            "Content-Length": str(len(packed)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *args: object) -> None:
        pass


def _answer(path: str) -> tuple[bytes, str]:
    _, tool, size, *rest = [*path.split("?")[0].split("/"), "", ""]
    if tool in {"timelinejs", "vis"} and size.isdigit():
        if rest[0] == "events.json":
            return json.dumps(_events(tool, int(size))).encode(), "application/json"
        return (TIMELINEJS if tool == "timelinejs" else VIS).encode(), "text/html"
    file = (FOLDER / "node_modules" / path.lstrip("/")).resolve()
    if not file.is_relative_to(FOLDER) or not file.is_file():
        return b"", "text/plain"
    return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _events(tool: str, size: int) -> list[dict[str, object]]:
    """Seeded: the same events in each run, over five years."""
    draw = random.Random(size)
    days = sorted(dt.date(2014, 1, 1) + dt.timedelta(days=draw.randrange(1826)) for _ in range(size))
    words = [f"{draw.choice(SUBJECTS)} {draw.choice(DEEDS)}".capitalize() for _ in days]
    if tool == "vis":
        return [
            {"id": n, "start": day.isoformat(), "content": text}
            for n, (day, text) in enumerate(zip(days, words, strict=True))
        ]
    return [
        {"start_date": {"year": day.year, "month": day.month, "day": day.day}, "text": {"headline": text, "text": text}}
        for day, text in zip(days, words, strict=True)
    ]
