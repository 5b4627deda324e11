# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with words for people stands in po/POTFILES.in, and no other; every catalogue is whole."""

import re

MARK = re.compile(r'\b(?:_|N_|C_|NC_|P_|MB_N_|mb_tr|Q_)\s*\(\s*"')
TRANSLATABLE = re.compile(r"""translatable=["'](yes|true)""")


def check(tree):
    listed = set()
    for path in tree.paths("po/POTFILES.in"):
        listed = {line.strip() for line in tree.text(path).splitlines() if line.strip() and line[0] != "#"}
    marked = {p for p in tree.paths("app/*.c") if MARK.search(tree.text(p))}
    marked |= {p for p in tree.paths("ui/*.ui") if TRANSLATABLE.search(tree.text(p))}
    complaints = [f"{p}: has words to translate, but is not in po/POTFILES.in" for p in sorted(marked - listed)]
    complaints += [f"po/POTFILES.in: {p} has no words to translate" for p in sorted(listed - marked)]
    for path in tree.paths("po/*.po"):
        text = tree.text(path).split("\n\n", 1)[-1]
        for match in re.finditer(r'^msgid "(.+)"\n(?:msgstr|msgid_plural.*\nmsgstr\[0\]) ""\n(?!")', text, re.M):
            complaints.append(f"{path}: no translation of “{match.group(1)}”")
        if "#, fuzzy" in text:
            complaints.append(f"{path}: has fuzzy translations")
    return complaints


REJECTS = {
    "a file left out": {"po/POTFILES.in": "", "app/net/mb-x.c": 'x = _("Today");\n'},
    "a file without words": {"po/POTFILES.in": "app/net/mb-x.c\n", "app/net/mb-x.c": "int x;\n"},
    "a hole in a catalogue": {"po/POTFILES.in": "",
                              "po/zh_CN.po": 'msgid ""\nmsgstr "x"\n\nmsgid "Today"\nmsgstr ""\n'},
}
