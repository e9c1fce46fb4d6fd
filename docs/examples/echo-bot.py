#!/usr/bin/env python3
"""Says back what the other side says, until it leaves. Standard library only.

usage: echo-bot.py PARLEY [ARGUMENT ...]     such as: echo-bot.py parley open --relay relay.example.org
Prints the invite; ends with Parley's exit code."""
import json
import subprocess
import sys


def main():
    parley = subprocess.Popen(
        [*sys.argv[1:], "--json", "--name", "echo"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii", bufsize=1)

    def tell(**command):
        # ASCII, one object a line.
        try:
            parley.stdin.write(json.dumps(command) + "\n")
            parley.stdin.flush()
        except BrokenPipeError:
            pass

    for line in parley.stdout:
        event = json.loads(line)
        kind = event["type"]
        if kind == "invite":
            print("invite", event["code"], flush=True)
        elif kind == "joined":
            print("joined", event["trust"], flush=True)
        elif kind == "message" and event["text"] == "bye":
            tell(type="leave")
        elif kind == "message" and event["text"]:
            tell(type="say", text=event["text"])
        elif kind == "blocked":
            # A bot trusts nobody anew.
            tell(type="leave")
        elif kind == "closed":
            print("closed", event["code"], flush=True)
        # What it does not know, a bot passes over: types may be added.
    return parley.wait()


sys.exit(main())
