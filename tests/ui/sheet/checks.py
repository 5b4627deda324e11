# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be true of every picture of a board, checked against the description of what was drawn.

A check is a function of a picture that yields complaints; CHECKS has all of them, REJECTS for each one a change of a
good picture that it must complain of.
"""

import collections
import dataclasses
import math
import re

LEAST_CONTRAST = 7
REFERENCE = 1920  # pixels, by which floors are told
FLOOR, LED_FLOOR = 18, 24  # the smallest type in which a Han character is still one
DIM, FAILURE = "#9aaba1", "#9d1a10"
FONTS = {"zh-hans": "Noto Sans CJK SC", "zh-hant": "Noto Sans CJK TC", "en": "Noto Sans CJK SC"}
FIGURE = re.compile(r"\d+(\.\d+)?")
UNIT = re.compile(r"元/|元起|¥/")
TIME = re.compile(r"\d\d:\d\d|昨日价|昨日價|昨天|[Yy]esterday|^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$")
NO_FIGURE = re.compile(r"更新中|未报价|未報價|休市|[Uu]pdat|[Nn]ot quoted|[Cc]losed|[Nn]o price")
RUNNING = "MbTickerBand"  # a notice longer than its line moves through it
OVER_ALL = "MbAlarmView"
BAR = "MbBarBand"  # says what the rows of a page have in common
PRICES = "MbPricesZone"
PRICED = ("full", "failure", "yesterday", "dim", "waiting")  # states in which there are figures
CORNER = "MbHonestyCorner"  # on a narrow glass it has its dots alone
SAME_LINE = 2  # pixels by which ink that belongs on one line may differ


@dataclasses.dataclass
class Thing:
    """A line of a description: a zone, a text, a drawing."""

    what: str
    zone: str
    record: str
    x: float
    y: float
    width: float
    height: float
    shown: float
    size: float
    weight: float
    language: str
    font: str
    colour: str
    ground: str
    point: float
    text: str

    @classmethod
    def read(cls, names, line):
        row = dict(zip(names, line.split("\t")))
        numbers = ("x", "y", "width", "height", "shown", "size", "weight", "point")
        return cls(**{name: (math.nan if value == "-" else float(value)) if name in numbers else value
                      for name, value in row.items()})

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height

    def holds(self, other):
        return self.x - 1 <= other.x and other.right <= self.right + 1 and \
            self.y - 1 <= other.y and other.bottom <= self.bottom + 1


@dataclasses.dataclass
class Screen:
    """What is known of the glass without looking at it."""

    width: int
    height: int
    panel_mm: tuple
    distance_m: float
    languages: tuple
    led: bool = False
    elder: bool = False
    rotation: int = 0
    fills_lines: bool = False  # its layout's lines fill the glass, from however far they are read


class Picture:
    def __init__(self, screen, state, description, names):
        """names: of products, by price record: {"price/spinach@average": {"zh-hans": "菠菜"}}"""
        head, *lines = description.splitlines()
        self.screen, self.state, self.names = screen, state, names
        self.things = [turn_back(Thing.read(head.split("\t"), line), screen) for line in lines]
        self.texts = [thing for thing in self.things if thing.what == "text"]
        self.zones = [thing for thing in self.things if thing.what == "zone"]

    def rows(self):
        """The texts of each price row that stands on it."""
        rows = collections.defaultdict(list)
        for text in self.texts:
            if text.record.startswith(("price/", "quote/")):
                rows[text.record].append(text)
        return rows


def turn_back(thing, screen):
    """Where it would stand if the panel hung upright."""
    x, y, width, height = thing.x, thing.y, thing.width, thing.height
    if screen.rotation == 90:
        thing.x, thing.y, thing.width, thing.height = y, screen.width - x - width, height, width
    elif screen.rotation == 180:
        thing.x, thing.y = screen.width - x - width, screen.height - y - height
    elif screen.rotation == 270:
        thing.x, thing.y, thing.width, thing.height = screen.height - y - height, x, height, width
    return thing


def smallest_type(screen):
    """Pixels of the font that a shopper can still read: distance / 200, and no less than strokes need."""
    long_px, long_mm = max(screen.width, screen.height), max(screen.panel_mm)
    floor = LED_FLOOR if screen.led else FLOOR * long_px / max(REFERENCE, long_px)
    if screen.fills_lines:
        return floor
    by_distance = screen.distance_m * 1000 / (150 if screen.elder else 200) * long_px / long_mm
    return max(floor if long_px >= REFERENCE else 0, by_distance) - 1  # whole pixels, rounded twice


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def large_enough(picture):
    least = smallest_type(picture.screen)
    for text in picture.texts:
        if text.size < least:
            yield f"“{text.text}” is {text.size:.0f} px, less than {least:.1f}"


def spaceless(text):
    return re.sub(r"[\s()（）]", "", text)


def names_whole(picture):
    for text in picture.texts:
        if "…" in text.text or "..." in text.text:
            yield f"“{text.text}” is cut by dots"
        if text.shown < 100 and text.zone != RUNNING:
            yield f"only {text.shown:.0f} % of “{text.text}” is shown"
    for record, row in picture.rows().items():
        said = spaceless("".join(text.text for text in row))
        languages = {text.language for text in row}
        name = next((picture.names[record][language] for language in languages
                     if language in picture.names.get(record, {})), "")
        if spaceless(name) not in said:
            yield f"{record}: “{name}” stands there as “{said}”"


def contrast_enough(picture):
    for text in picture.texts:
        if text.ground == "picture":
            yield f"“{text.text}” stands on a picture"
        elif contrast(text.colour, text.ground) < LEAST_CONTRAST:
            yield f"“{text.text}”: {text.colour} on {text.ground} is {contrast(text.colour, text.ground):.1f}:1"


def figure_of(row):
    figures = [text for text in row if FIGURE.fullmatch(text.text) and text.weight == 700]
    return max(figures, key=lambda text: text.size, default=None)


def decimals_aligned(picture):
    columns = collections.defaultdict(set)
    for row in picture.rows().values():
        figure = figure_of(row)
        if figure:
            columns[round(min(text.x for text in row) / 20), row[0].zone].add((round(figure.x + figure.point), figure.text))
    for found in columns.values():
        points = [point for point, _ in found]
        if max(points) - min(points) > SAME_LINE:
            yield "decimal points stand at " + ", ".join(f"{point} ({text})" for point, text in sorted(found))


def units_said(picture):
    said_once = any(UNIT.search(text.text) for text in picture.texts
                    if text.record == "-" and text.zone in ("MbPricesZone", BAR))
    for record, row in picture.rows().items():
        words = " ".join(text.text for text in row)
        if not said_once and not UNIT.search(words) and not NO_FIGURE.search(words):
            yield f"{record}: “{words}” has no unit"


def ages_told(picture):
    for record, row in picture.rows().items():
        figure = figure_of(row)
        if figure and figure.colour == DIM and not any(TIME.search(text.text) for text in row):
            yield f"{record}: {figure.text} is dim and does not say since when"


def right_nation(picture):
    languages = {language.lower() for language in picture.screen.languages}
    found = {text.language for text in picture.texts if text.zone != RUNNING}  # which ends its line in its language
    if len(found) > 1:
        yield f"one page in {sorted(found)}"
    for text in picture.texts:
        if text.language not in languages:
            yield f"“{text.text}” is tagged {text.language}, on a screen for {sorted(languages)}"
        elif text.font != FONTS[text.language]:
            yield f"“{text.text}” ({text.language}) is drawn in {text.font}"


def no_zone_empty(picture):
    alarm, rows = any(text.zone == OVER_ALL for text in picture.texts), picture.rows()
    for i, thing in enumerate(picture.things):
        if thing.what != "zone" or thing.zone == CORNER:
            continue
        if (thing.zone == OVER_ALL and not alarm) or (thing.zone == BAR and not rows):
            continue
        inside = picture.things[i + 1:i + 2]
        if not inside or inside[0].what == "zone":
            yield f"{thing.zone} at {thing.x:.0f},{thing.y:.0f} is empty"
    if not picture.texts:
        yield "nothing is said at all"


def state_shown(picture):
    """What a state has to look like, whatever the layout."""
    figures = [figure for figure in map(figure_of, picture.rows().values()) if figure]
    if picture.state in PRICED and not figures and any(thing.zone == PRICES for thing in picture.things):
        yield "no row stands in the list"
    if picture.state == "failure" and not any(text.ground == FAILURE for text in picture.texts):
        yield "an open failure stands in no block"
    if picture.state == "emergency" and {text.zone for text in picture.texts} != {OVER_ALL}:
        yield "the emergency does not have the glass to itself"
    if picture.state in ("yesterday", "dim") and any(figure.colour != DIM for figure in figures):
        yield "an old figure is not dim"
    if picture.state == "updating" and figures:
        yield f"{figures[0].text} is too old to stand there"
    if picture.state in ("full", "failure", "waiting") and any(figure.colour == DIM for figure in figures):
        yield "a figure of today is dim"


def apart(picture):
    """No ink over other ink, and none beyond the glass."""
    screen = picture.screen
    across = screen.rotation in (90, 270)
    glass = Thing("glass", "", "", 0, 0, *((screen.height, screen.width) if across else (screen.width, screen.height)),
                  *[None] * 9)
    texts = [text for text in picture.texts if text.shown > 0 and text.width > 0]
    for i, one in enumerate(texts):
        if one.zone != RUNNING and not glass.holds(one):
            yield f"“{one.text}” reaches beyond the glass"
        for other in texts[i + 1:]:
            across_px = min(one.right, other.right) - max(one.x, other.x)
            down_px = min(one.bottom, other.bottom) - max(one.y, other.y)
            if across_px > SAME_LINE and down_px > SAME_LINE and RUNNING not in (one.zone, other.zone):
                yield f"“{one.text}” and “{other.text}” stand over each other"


CHECKS = {
    "the smallest text is as large as the distance asks for": large_enough,
    "every name is whole": names_whole,
    "every text stands out 7:1": contrast_enough,
    "decimal points stand under each other": decimals_aligned,
    "every row says its unit": units_said,
    "a dim figure says since when": ages_told,
    "every character has its nation's form": right_nation,
    "no zone is empty": no_zone_empty,
    "the state is what it is": state_shown,
    "no text stands over another": apart,
}


def of(picture, **wanted):
    """The first text that has all these."""
    for text in picture.texts:
        if all(getattr(text, name) == value for name, value in wanted.items()):
            return text
    raise AssertionError(f"the good picture has no text with {wanted}")


def drop(picture, matches):
    picture.things = [thing for thing in picture.things if not matches(thing)]
    picture.texts = [text for text in picture.texts if not matches(text)]


def spoil_size(picture):
    of(picture, zone="MbTestsZone").size = 12


def spoil_dots(picture):
    of(picture, zone="MbHeaderBand").text += "…"


def spoil_cut(picture):
    of(picture, zone="MbTestsZone").shown = 80


def spoil_name(picture):
    text = next(text for row in picture.rows().values() for text in row if not FIGURE.search(text.text))
    text.text = text.text[:1]


def spoil_colour(picture):
    of(picture, zone="MbBarBand").colour = "#808080"


def spoil_point(picture):
    figure_of(next(iter(picture.rows().values()))).x += 12


def spoil_unit(picture):
    row = next(iter(picture.rows()))
    drop(picture, lambda thing: thing.record == row and UNIT.search(thing.text))


def spoil_age(picture):
    row = next(iter(picture.rows().values()))
    figure_of(row).colour = DIM


def spoil_nation(picture):
    of(picture, zone="MbPricesZone").font = "Noto Sans CJK TC"


def spoil_language(picture):
    of(picture, zone="MbPricesZone").language = "zh-hant"


def spoil_zone(picture):
    drop(picture, lambda thing: thing.zone == "MbPromotionZone" and thing.what != "zone")


def spoil_place(picture):
    one, other = picture.texts[:2]
    one.x, one.y = other.x, other.y


def spoil_failure(picture):
    for text in picture.texts:
        text.ground = "#0f1f1a" if text.ground == FAILURE else text.ground


def spoil_state(picture):
    picture.state = "emergency"


def spoil_freshness(picture):
    picture.state = "yesterday"


def spoil_rows(picture):
    drop(picture, lambda thing: thing.record.startswith(("price/", "quote/")))


def spoil_figure(picture):
    picture.state = "updating"


REJECTS = {
    state_shown: (spoil_failure, spoil_state, spoil_freshness, spoil_figure, spoil_age, spoil_rows),
    large_enough: (spoil_size,), names_whole: (spoil_dots, spoil_cut, spoil_name), contrast_enough: (spoil_colour,),
    decimals_aligned: (spoil_point,), units_said: (spoil_unit,), ages_told: (spoil_age,),
    right_nation: (spoil_nation, spoil_language), no_zone_empty: (spoil_zone,), apart: (spoil_place,),
}
