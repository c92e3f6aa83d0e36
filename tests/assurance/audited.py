"""Run in a process of its own: decide the example orders under an audit hook and print what happened meanwhile.

A hook cannot be taken away again, so that it must not be set in the process of the tests.
"""

import json
import sys
from pathlib import Path

from exportrules import explain, load, to_json
from exportrules.loading import Rules

QUIET = ("open", "import", "exec", "compile", "subprocess", "socket", "os.", "shutil", "ctypes", "marshal", "pickle",
         "urllib", "winreg", "sqlite3", "tempfile", "glob", "pathlib", "webbrowser", "ftplib", "smtplib")  # fmt: skip


def main():
    orders = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    if sys.argv[4] == "json":
        # views of cases that leave much open take long and do nothing else
        orders = [case for case in orders if case["id"].endswith(("india", "canada", "russia"))]
    generate, warm, view = sys.argv[2] == "generated", sys.argv[3] == "warm", sys.argv[4]
    rules = load()
    if not generate:
        rules = Rules(rules.sources, generate=False)
    show = {"decide": lambda decision: decision.floor, "explain": explain, "json": to_json}[view]
    # modules that are imported late are those of the first answer of a process, not of each
    for case in orders if warm else orders[:1]:
        show(rules.decide(case))
    seen = []

    def hook(event, arguments):
        if event.startswith(QUIET):
            seen.append(f"{event} {arguments[:1]!r:.80}")

    sys.addaudithook(hook)
    for case in orders:
        show(rules.decide(case))
    found, seen[:] = list(seen), []
    sys.stdout.write(json.dumps(found))


main()
