"""Opens an address in headless Chromium, runs a script in the page, and prints what it returns.

    python3 browser-visit.py ADDRESS [--shot FILE] [--size WIDTHxHEIGHT] [--dark] [-- FLAG…] < SCRIPT

The script is the body of an asynchronous function, run once the page is loaded. Printed is JSON: `result` or `failure`, and
`complaints`, what the page's console was told as errors, violations of its policy included. With `--shot` the page is put
into a PNG file afterwards.
"""

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

TIME_LIMIT = 120


class Browser:
    """Chromium, told what to do over a pair of pipes (the DevTools protocol)."""

    def __init__(self, path, profile, flags):
        inlet, self.outlet = os.pipe()
        self.inlet, outlet = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4, whatever these are here.
        command = 'exec 3<&"$0" 4>&"$1" && shift && exec "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", command, str(inlet), str(outlet), path, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", *flags],
            pass_fds=(inlet, outlet), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(inlet)
        os.close(outlet)
        self.rest = b""
        self.last = 0
        self.complaints = []
        self.loaded = False
        self.session = None

    def receive(self):
        while b"\0" not in self.rest:
            more = os.read(self.inlet, 1 << 20)
            if not more:
                raise EOFError("the browser ended, or the time was over")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        message = json.loads(message)
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(parameters["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] == "error":
            self.complaints.append(" ".join(str(a.get("description", a.get("value"))) for a in parameters["args"]))
        return message

    def ask(self, method, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.outlet, json.dumps(message).encode() + b"\0")
        number = self.last
        while True:
            answer = self.receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def open(self, address, width, height, is_dark):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        failure = self.ask("Page.navigate", url=address).get("errorText")
        if failure:
            raise RuntimeError(f"{address}: {failure}")
        while not self.loaded:
            self.receive()

    def run(self, script):
        answer = self.ask(
            "Runtime.evaluate", expression=f"(async () => {{\n{script}\n}})()", awaitPromise=True, returnByValue=True)
        details = answer.get("exceptionDetails")
        if details:
            return {"failure": details.get("exception", {}).get("description", details["text"])}
        return {"result": answer["result"].get("value")}

    def shoot(self, file):
        picture = self.ask("Page.captureScreenshot", format="png")["data"]
        with open(file, "wb") as output:
            output.write(base64.b64decode(picture))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--shot")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("flags", nargs="*")
    arguments = parser.parse_args()
    width, height = map(int, arguments.size.split("x"))
    path = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if path is None:
        sys.exit("found no Chromium, expected the package chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(path, profile, arguments.flags)
        timer = threading.Timer(TIME_LIMIT, browser.process.kill)
        timer.start()
        try:
            browser.open(arguments.address, width, height, arguments.dark)
            report = browser.run(sys.stdin.read())
            if arguments.shot:
                browser.shoot(arguments.shot)
        except (EOFError, RuntimeError) as error:
            report = {"failure": str(error)}
        finally:
            timer.cancel()
            browser.process.terminate()
            browser.process.wait()
    print(json.dumps(report | {"complaints": browser.complaints}))


main()
