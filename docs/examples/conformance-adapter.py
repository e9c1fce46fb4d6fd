#!/usr/bin/env python3
"""Lets `parley conformance peer` test Parley itself: its contract on one side, --json on the other. Standard library only.

usage: parley conformance peer --parts join,open,room -- conformance-adapter.py PARLEY [ARGUMENT ...]
What to do comes in the environment: PARLEY_PART, PARLEY_RELAY, PARLEY_CODE, PARLEY_ROOM, PARLEY_PASSPHRASE."""
import json
import os
import subprocess
import sys
import threading


def escape(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def show(*words):
    sys.stdout.buffer.write((" ".join(words) + "\n").encode("utf-8"))
    sys.stdout.buffer.flush()


def main():
    part = os.environ["PARLEY_PART"]
    command = [*sys.argv[1:], "open" if part == "open" else "join", "--json", "--ephemeral", "--name", "adapter"]
    if part == "room":
        command += ["--room", os.environ["PARLEY_ROOM"]]
    parley = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii", bufsize=1)

    def tell(**words):
        try:
            parley.stdin.write(json.dumps(words) + "\n")
            parley.stdin.flush()
        except BrokenPipeError:
            pass

    def type_lines():
        for line in sys.stdin:
            tell(type="say", text=line.rstrip("\n"))
        tell(type="leave")

    threading.Thread(target=type_lines, daemon=True).start()
    for line in parley.stdout:
        event = json.loads(line)
        kind = event["type"]
        if kind == "invite":
            show("code", event["code"])
        elif kind == "joined":
            show("safety", event["safety_number"])
            show("open", event["trust"])
        elif kind in ("message", "action"):
            show("text", escape(event["text"]))
        elif kind == "unreadable":
            show("unreadable")
        elif kind == "line" and event["state"] == "delivered":
            show("delivered")
    return parley.wait()


sys.exit(main())
