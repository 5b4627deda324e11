# SPDX-License-Identifier: GPL-3.0-or-later
"""What bash offers next on the command lines of the programs.

usage: completion.py COMPLETION HUB SCREEN
"""

import subprocess
import sys

# Line, and what is among that which is offered; without words: files.
CASES = [
    ("HUB ", "market check export backup restore report import media"),
    ("HUB im", "import"),
    ("HUB market ", "add list"),
    ("HUB report plays --", "--from --to --by --csv --data"),
    ("HUB report plays --by ", "hour part"),
    ("HUB import --ba", "--basis"),
    ("HUB import --basis = de", "deal"),
    ("HUB --li", "--listen"),
    ("HUB import pri", ""),
    ("SCREEN --pic", "--picture"),
    ("SCREEN --demo --sp", "--speed"),
]
ASK = """
. "$0"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_marketboard "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
echo "${COMPREPLY[@]}"
"""


def offer(completion, words):
    return subprocess.run(["bash", "-c", ASK, completion, *words], capture_output=True, text=True, check=True,
                          timeout=30).stdout.split()


def main(completion, hub, screen):
    print(f"1..{len(CASES)}")
    failed = 0
    for number, (line, wanted) in enumerate(CASES, 1):
        words = line.replace("HUB", hub).replace("SCREEN", screen).split(" ")
        got = offer(completion, words)
        ok = set(wanted.split()) <= set(got) and bool(wanted) == bool(got) and all(w.startswith(words[-1]) for w in got)
        failed += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {line.strip()}" + ("" if ok else f"\n# {got}"))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
