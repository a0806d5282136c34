"""Opens page.html of a folder in headless Chromium, and prints what the page reports.

    python3 browser-page.py FOLDER [FLAG…]

The folder is served on this machine only. The page reports by a POST to /report; its body is printed, and the browser is
ended. What the browser says goes to standard error. Exits with 1 if the browser ends, or 120 s are over, before that.
"""

import http.server
import shutil
import subprocess
import sys
import tempfile
import threading

TIME_LIMIT = 120


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        self.server.report = body
        self.server.reported.set()

    def log_message(self, *arguments):
        pass


def main():
    folder, *flags = sys.argv[1:]
    browser = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit("found no Chromium, expected the package chromium")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *arguments: Handler(*arguments, directory=folder))
    server.reported = threading.Event()
    server.report = None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as profile:
        process = subprocess.Popen(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--enable-logging=stderr", f"--user-data-dir={profile}", *flags,
             f"http://127.0.0.1:{server.server_port}/page.html"],
            stdout=sys.stderr, stderr=subprocess.PIPE, text=True, errors="replace")
        said = []

        def read():
            # To its end, or the browser waits for room.
            for line in process.stderr:
                said.append(line)
                if len(said) > 1000:
                    del said[:500]
            server.reported.set()

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        server.reported.wait(TIME_LIMIT)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(10)
    if server.report is None:
        sys.exit("the page reported nothing:\n" + "".join(said[-40:]))
    sys.stdout.buffer.write(server.report)


main()
