# SPDX-License-Identifier: GPL-3.0-or-later
"""Interface files are well-formed XML, of the template that their name says, and in a resource list."""

import xml.etree.ElementTree as ET


def check(tree):
    complaints = []
    lists = "".join(tree.text(p) for p in tree.paths("resources/*.xml"))
    for path in tree.paths("ui/*.ui", "resources/*.xml", "data/*.xml", "data/*.xml.in"):
        try:
            root = ET.fromstring(tree.text(path))
        except ET.ParseError as error:
            complaints.append(f"{path}: {error}")
            continue
        if not path.endswith(".ui"):
            continue
        name = path.rsplit("/", 1)[1].removesuffix(".ui")
        wanted = "".join(part.capitalize() for part in name.split("-"))
        template = root.find("template")
        if template is not None and template.get("class") != wanted:
            complaints.append(f"{path}: holds {template.get('class')}, not {wanted}")
        if path.removeprefix("ui/") not in lists:
            complaints.append(f"{path}: stands in no resource list")
    return complaints


REJECTS = {
    "half a file": {"ui/shared/mb-x.ui": "<interface><template class='MbX'>"},
    "another's template": {"ui/shared/mb-x.ui": "<interface><template class='MbY'/></interface>"},
    "a file nobody packs": {"ui/shared/mb-x.ui": "<interface><template class='MbX'/></interface>"},
}
