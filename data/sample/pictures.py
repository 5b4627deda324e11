# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample market's pictures: drawings as they stand, a stall for each trade with its goods on it, and a certificate
for each that a batch has. All of them are SVG; a file is known by its digest."""

import hashlib
import re
from xml.sax.saxutils import escape

# By trade: what lies on the counter, and the awning over it.
STALLS = {
    "vegetables": ("greens", "#4fae6a"), "pork": ("pork", "#e2725f"), "poultry-eggs": ("eggs", "#ffc34d"),
    "aquatic": ("fish", "#5c9fd0"), "dried": ("shiitake", "#a36d40"), "cooked": ("duck", "#c9682a"),
    "fruit": ("oranges", "#f08a3c"), "bean-noodle": ("tofu", "#8ec9ff"),
}
DRAWINGS = ("basket", "duck", "eggs", "fish", "greens", "oranges", "pork", "shiitake", "tofu")
CERTIFICATES = {
    "conformity": ("承诺达标合格证", "#2f7d4f"), "quarantine": ("动物检疫合格证明", "#1f5f99"),
    "meat-quality": ("肉品品质检验合格证", "#8a3a2a"), "voucher": ("进货凭证", "#4a4a4a"),
}
GOODS = re.compile(r'<g id="goods">(.*)</g>\s*</svg>', re.S)
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
FIRST_LINE, LINE = 262, 54  # of a certificate, in its own pixels


class Pictures:
    def __init__(self, folder):
        self.folder, self.files, self.records = folder, [], []

    def read(self, name):
        return (self.folder / f"{name}.svg").read_text("utf-8")

    def add(self, identity, name, text, **file):
        """Returns the id of the media record, made of what the picture is."""
        data = text.encode()
        digest = hashlib.sha256(data).hexdigest()
        self.files.append({"sha256": digest, **file, "text": text})
        self.records.append({"kind": "media", "id": identity, "value": {
            "name": name, "type": "image", "sha256": digest, "bytes": len(data)}})
        return identity

    def add_drawings(self):
        for name in DRAWINGS:
            self.add(f"picture-{name}", f"{name}.svg", self.read(name), shown=True)
        for trade in STALLS:
            self.add(f"stall-{trade}", f"stall-{trade}.svg", self.stall(trade), shown=True)

    def stall(self, trade):
        goods, awning = STALLS[trade]
        shown = GOODS.search(self.read(goods)).group(1)
        return self.read("stall").replace("@GOODS@", shown).replace("@AWNING@", awning)

    def inside_of_stall(self, trade):
        """What stands in the drawing of a stall, to stand beside others."""
        return INSIDE.search(self.stall(trade)).group(1)

    def add_certificate(self, lot, kind, number, facts):
        """facts: pairs of what is said and what of it."""
        title, colour = CERTIFICATES[kind]
        lines = "".join(f'<text x="76" y="{FIRST_LINE + LINE * i}">{escape(said)}　{escape(of)}</text>'
                        for i, (said, of) in enumerate(facts))
        text = self.read("certificate")
        for name, value in (("COLOUR", colour), ("TITLE", title), ("NUMBER", number), ("LINES", lines)):
            text = text.replace(f"@{name}@", value)
        return self.add(f"certificate-{lot.lower()}-{kind}", f"{title}（样张）", text)
