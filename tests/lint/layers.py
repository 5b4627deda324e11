# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may know whom: the table of app/README.md, held against every include and call."""

import re

# room: (rooms it may include, libraries it may include). A room may always include itself.
CORE = ("core/base", "core/model", "core/wire", "core/lists")
ROOMS = {
    "core/base": ((), ("glib", "gio")),
    "core/model": (("core/base",), ("glib", "gio")),
    "core/wire": (("core/base", "core/model"), ("glib", "gio", "json-glib", "sodium")),
    "core/lists": (("core/base", "core/model", "core/wire"), ("glib", "gio", "unicode")),
    "store": (CORE, ("glib", "gio")),
    "store/media": (CORE + ("store",), ("glib", "gio", "nettle")),
    "store/sqlite": (CORE + ("store",), ("glib", "gio", "sqlite3")),
    "store/postgres": (CORE + ("store",), ("glib", "gio", "libpq")),
    "net": (CORE + ("store",), ("glib", "gio", "libsoup", "sodium")),
    "media": (CORE, ("glib", "gio", "gst", "gdk", "gdk-pixbuf", "librsvg")),
    "widgets": (CORE + ("store", "net", "media"), ("glib", "gio", "gtk", "pango", "graphene", "gsk", "gdk", "qrencode")),
    "screen": (CORE + ("store", "net", "media", "widgets", "demo"),
               ("glib", "gio", "gtk", "gdk", "gsk", "graphene", "pango", "x11", "libspeechd")),
    "manager": (CORE + ("store", "net", "media", "widgets"),
                ("glib", "gio", "gtk", "gdk", "gsk", "graphene", "pango", "adwaita", "libsecret")),
    "hub": (CORE + ("store", "net"), ("glib", "gio", "libsoup", "systemd", "sodium", "gnutls")),
    "demo": (CORE + ("net",), ("glib", "gio")),
    "scale": (CORE + ("store", "net"), ("glib", "gio")),
}
LIBRARIES = (
    (r"glib.*|gobject/.*|gmodule.*", "glib"), (r"gio/.*", "gio"), (r"gtk/.*", "gtk"), (r"gdk/.*", "gdk"),
    (r"gsk/.*", "gsk"), (r"graphene.*", "graphene"), (r"pango/.*", "pango"), (r"libsoup/.*", "libsoup"),
    (r"json-glib/.*", "json-glib"), (r"sqlite3\.h", "sqlite3"), (r"libpq.*", "libpq"), (r"gst/.*", "gst"),
    (r"libical/.*", "libical"), (r"sodium.*", "sodium"), (r"systemd/.*", "systemd"), (r"unicode/.*", "unicode"),
    (r"qrencode.*", "qrencode"), (r"adwaita.*", "adwaita"), (r"libsecret/.*", "libsecret"),
    (r"gnutls/.*", "gnutls"), (r"nettle/.*", "nettle"), (r"gdk-pixbuf/.*", "gdk-pixbuf"), (r"librsvg/.*", "librsvg"),
    (r"X11/.*", "x11"), (r"libspeechd.*|speech-dispatcher/.*", "libspeechd"),
)
# What no include gives away: (pattern, rooms that may, what it is).
CALLS = (
    (re.compile(r"\b(g_get_real_time|g_date_time_new_now\w*|clock_gettime|gettimeofday|time)\s*\("),
     ("core/base",), "the real clock"),
    (re.compile(r"\bjson_\w+\s*\("), ("core/wire",), "json-glib"),
    (re.compile(r"\bsoup_\w+\s*\("), ("net", "hub"), "libsoup"),
    (re.compile(r"\bsqlite3_\w+\s*\("), ("store/sqlite",), "SQL"),
    (re.compile(r"\bgst_\w+\s*\("), ("media",), "GStreamer"),
    (re.compile(r"\bgtk_\w+\s*\("), ("widgets", "screen", "manager"), "GTK"),
    (re.compile(r"\b(g_usleep|usleep|nanosleep|sleep)\s*\("), (), "sleeping"),
    (re.compile(r"\bg_random_\w+\s*\(|\brand\s*\("), (), "randomness that nobody gave"),
)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
COMMENT = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def room_of(path):
    inside = path.removeprefix("app/")
    fits = [room for room in ROOMS if inside.startswith(room + "/")]
    return max(fits, key=len, default=None)


def library_of(header):
    return next((name for pattern, name in LIBRARIES if re.fullmatch(pattern, header)), None)


def check_include(path, room, number, quoted, header):
    rooms, libraries = ROOMS[room]
    if quoted and header.endswith("-resources.h"):
        return None  # made by the build from a resource list, for the room that asks for it
    if quoted:
        there = room_of("app/" + header)
        base = room.split("/")[0]
        if there is None:
            return f"{path}:{number}: includes {header}, which is in no room"
        own = there == room or (there.startswith(base + "/") or there == base) and base != "core"
        within = there.startswith(room + "/") or room.startswith(there + "/")
        known = any(there == one or there.startswith(one + "/") for one in rooms)
        if not own and not within and not known:
            return f"{path}:{number}: {room} may not know {there} ({header})"
        return None
    library = library_of(header)
    if library and library not in libraries:
        return f"{path}:{number}: {room} may not use {library} ({header})"
    return None


def blank(match):
    return "".join(c if c == "\n" else " " for c in match.group(0))


def check(tree):
    complaints = []
    for path in tree.paths("app/*.c", "app/*.h"):
        room = room_of(path)
        if room is None:
            complaints.append(f"{path}: stands in no room")
            continue
        for number, line in tree.lines(path):
            match = INCLUDE.match(line)
            if match:
                complaints.append(check_include(path, room, number, match.group(1) == '"', match.group(2)))
        for number, line in enumerate(COMMENT.sub(blank, tree.text(path)).splitlines(), 1):
            for pattern, allowed, what in CALLS:
                if pattern.search(line) and not any(room == one or room.startswith(one + "/") for one in allowed):
                    complaints.append(f"{path}:{number}: {room} may not use {what}: {line.strip()}")
    return [c for c in complaints if c]


REJECTS = {
    "GTK in the core": {"app/core/model/mb-x.c": "#include <gtk/gtk.h>\n"},
    "an arrow that points up": {"app/core/base/mb-x.c": '#include "core/wire/mb-json.h"\n'},
    "widgets in the hub": {"app/hub/mb-x.c": '#include "widgets/mb-board-view.h"\n'},
    "SQL outside its folder": {"app/store/memory/mb-x.c": "#include <sqlite3.h>\n"},
    "the real clock in a widget": {"app/widgets/mb-x.c": "x = g_get_real_time ();\n"},
    "JSON walked in a widget": {"app/widgets/mb-x.c": "json_object_get_int_member (o);\n"},
    "a sleep": {"app/net/mb-x.c": "g_usleep (1000);\n"},
    "a file in no room": {"app/attic/mb-x.c": "int x;\n"},
}
