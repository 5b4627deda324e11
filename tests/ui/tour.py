# SPDX-License-Identifier: GPL-3.0-or-later
"""The README's tour, its commands taken out of it and typed into a shell, one block after the other.

usage: tour.py SOURCE BUILD
"""

import contextlib
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import programs

# A reader waits until the hub listens, begins each block in another second (so that what he began is past
# when he asks for the time, which has no fractions), reads what a stream says for a moment, and sees what is refused.
SHELL = """
set -eu
curl() { command curl --silent --show-error --fail-with-body "$@"; }
watch_stream() { timeout 2 curl --silent "$@" || [ $? -eq 124 ]; }
wait_for_hub() { curl --retry 20 --retry-connrefused http://127.0.0.1:8080/healthz; }
wait_for_second() { local second=$(date +%s); while [ "$(date +%s)" = "$second" ]; do read -r -t 0.05 <> <(:) || true; done; }
trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
"""


def find_blocks(readme):
    tour = re.search(r"^## A tour$(.*?)^## ", readme, re.M | re.S)[1]
    return re.findall(r"^```\n(.*?)^```$", tour, re.M | re.S)


def write_script(blocks, port):
    text = SHELL + "\nwait_for_hub\nwait_for_second\n".join(blocks)
    return text.replace("curl -N", "watch_stream").replace("8080", str(port.number))


def walk(source, build, room, display):
    (room / "build").symlink_to(build)
    (room / "data").symlink_to(pathlib.Path(source) / "data")
    blocks = find_blocks((pathlib.Path(source) / "README.md").read_text("utf-8"))
    port = programs.Port()
    return subprocess.run(["bash", "-c", write_script(blocks, port)], cwd=room, capture_output=True, text=True, timeout=90,
                          env={**display.environment(), "HOME": str(room), "XDG_STATE_HOME": str(room),
                               "GSETTINGS_BACKEND": "memory"})


def main(source, build):
    with programs.folder() as room, contextlib.closing(programs.Display()) as display:
        run = walk(source, build, room, display)
        said = run.stdout + run.stderr
        seen = {
            "no command of the tour fails": run.returncode == 0,
            "the price list comes in": "9 published in 1 transaction, 2 held back" in said,
            "a command is sent to the screen": '"delivered":' in said,
            "the journal is proved": "database and chain are whole" in said,
            "nothing that it publishes is refused": '"status":4' not in said,
            "the past is drawn": (room / "then.png").is_file(),
        }
    print(f"1..{len(seen)}")
    good = [programs.report(number, ok, title, "" if ok else said) for number, (title, ok) in enumerate(seen.items(), 1)]
    return not all(good)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
