# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs: what a hub knows of a screen that hangs on a wall, and what the screen does when told.

usage: device.py HUB SCREEN
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "lib")]
import programs


def command(hub, what):
    return hub.call("POST", "/screens/entrance/commands", {"do": what})["delivered"]


def picture(hub):
    """Its bytes; None while there is none."""
    connection = hub.connect()
    connection.request("GET", hub.base + "/screens/entrance/picture")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return body if answer.status == 200 else None


def status(hub):
    for one in hub.call("GET", "/screens")["screens"]:
        if one["screen"] == "entrance" and "status" in one:
            return one["status"]
    return None


def check_status(hub):
    def has_size():
        newest = status(hub)
        return newest if newest and (newest["value"]["width_px"], newest["value"]["height_px"]) == (1280, 720) else None

    # The first may be of a window that the display has not yet given its place.
    value = programs.until("the hub hears how large the screen is", has_size)["value"]
    assert value["media"] == {"wanted": 0, "present": 0, "bytes_left": 0} and value["outbox"] == 0, value
    assert value["renderer"] == "cairo" and value["memory_kib"] > 1024 and value["display"] == "on", value
    minutes = hub.call("GET", "/screens/entrance/history")["minutes"]
    assert minutes and minutes[-1]["beats"] >= 1, minutes


def check_pictures(hub):
    assert picture(hub) is None
    assert command(hub, "picture") == 1
    before = programs.until("a picture of the board", lambda: picture(hub))
    assert command(hub, "identify") == 1

    def identity():
        command(hub, "picture")
        now = picture(hub)
        return now if now != before and len(now) < len(before) else None

    programs.until("a picture of what it is called", identity, step=0.3)


def check_restart(hub, screen):
    assert command(hub, "restart") == 1
    assert screen.process.wait(timeout=20) == 75, screen.process.returncode
    programs.until("the stream is gone", lambda: command(hub, "reload") == 0)


def live(hub_program, screen_program, folder, display):
    hub = programs.Hub(hub_program, folder / "data", market="guihua").add_market().start()
    try:
        hub.publish([("screen", "entrance", {"name": "东门", "place": "东门内", "layout": "entrance",
                                             "languages": ["zh-Hans"]})], dangling=True)
        screen = programs.Screen(screen_program, hub, "entrance", display, folder)
        try:
            check_status(hub)
            check_pictures(hub)
            check_restart(hub, screen)
        finally:
            screen.kill()
    finally:
        hub.stop()


def main():
    print("1..1")
    display = programs.Display(1280, 720)
    with programs.folder() as folder:
        try:
            live(*sys.argv[1:3], folder, display)
            programs.report(1, True, "a screen as a device")
        except (AssertionError, programs.Refused, OSError) as error:
            programs.report(1, False, "a screen as a device", repr(error))
        finally:
            display.close()


if __name__ == "__main__":
    main()
