#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Eighteen real price lists, one market day after the other: each is imported into a hub whose clock stands on
that day and confirmed on the glass of two screens; hub and screens start anew every day, and in the end the last
day's table stands exactly.

usage: days.py HUB SCREEN LISTS
"""

import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import programs  # noqa: E402

SCREENS = {"entrance-1": "entrance", "aisle-1": "aisle"}


def painted_up_to(hub, position):
    """Both screens have the position in the state that their glass is drawn from, and were drawn."""
    reports = hub.painted()
    return all(reports.get(name, {}).get("position") == position for name in SCREENS)


def live(hub, screens, display, program, state):
    for name in SCREENS:
        screens.append(programs.Screen(program, hub, name, display, state / name))


def one_day(hub, day, path, program, display, state):
    hub.clock = f"{day}T08:00:00+08:00"
    screens = []
    hub.start()
    try:
        live(hub, screens, display, program, state)
        hub.run("import", "--hub", hub.url, "--market", hub.market, "--basis", "average", "--sure", str(path))
        position = hub.call("GET", "/records?kind=market")["position"]
        programs.until(f"{day} on both glasses", lambda: painted_up_to(hub, position), 30)
        return hub.painted()
    finally:
        for screen in screens:
            screen.stop()
        hub.stop()


def table_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {(name.strip(), grade.strip()): round(float(price) * 100) for name, grade, price in rows}


def table_on_board(hub):
    names = {record["id"]: record["value"]["name"]["zh-Hans"] for record in hub.records("product")}
    return {(names[value["product"]], value["grade"]["zh-Hans"]): value["low_fen"]
            for value in (record["value"] for record in hub.records("price"))}



def main():
    hub_program, screen_program, lists = sys.argv[1:4]
    paths = sorted(pathlib.Path(lists).glob("*.csv"))
    if not paths:
        print(f"1..0 # SKIP no price lists in {lists}")
        return
    print(f"1..{len(paths) + 1}")
    display = programs.Display()
    with programs.folder() as folder:
        hub = programs.Hub(hub_program, str(folder / "hub")).add_market()
        hub.clock = f"{paths[0].stem}T07:00:00+08:00"
        hub.start()
        hub.publish([("screen", name, {"name": name, "layout": layout, "panel_mm": [1210, 680], "distance_m": 5})
                     for name, layout in SCREENS.items()], dangling=True)
        hub.stop()
        try:
            for number, path in enumerate(paths, 1):
                reports = one_day(hub, path.stem, path, screen_program, display, folder)
                seen = ", ".join(f"{name} {one['visible']} now, {one['later']} later" for name, one in reports.items())
                programs.report(number, True, f"{path.stem} is on the glass", seen)
            hub.start()
            wanted, found = table_of(paths[-1]), table_on_board(hub)
            hub.stop()
            wrong = [f"{key}: {price} became {found.get(key)}" for key, price in wanted.items() if found.get(key) != price]
            programs.report(len(paths) + 1, not wrong and len(found) == len(wanted), "the last day's table is exact",
                            "\n".join(wrong))
        finally:
            display.close()


if __name__ == "__main__":
    main()
