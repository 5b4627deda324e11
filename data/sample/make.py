#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the sample market's records from its tables: make.py SOURCES LAYOUTS TARGETS.

hall.ndjson is what stands before the day begins, prices.ndjson the prices on which the market closed the
evening before, day.ndjson what the day's script changes, each line with its time, media.ndjson the pictures. The same tables give the
same bytes on every machine: whatever is dealt out is dealt by a digest, not by chance.
"""

import collections
import datetime
import json
import pathlib
import sys
import zlib

import pictures

DAY = datetime.date(2026, 11, 8)
EVE = "17:40"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
CHINA = {"zh-Hans": "中国", "zh-Hant": "中國", "en": "China"}
WHOLESALE = {"zh-Hans": "城南批发行", "zh-Hant": "城南批發行", "en": "South Gate Wholesale"}
LABORATORY = {"zh-Hans": "桂香检测实验室", "zh-Hant": "桂香檢測實驗室", "en": "Osmanthus Testing Laboratory"}
QUICK_TESTER, LABORATORY_TESTER = "市场快检室", "桂香检测实验室"
SURNAMES = "李周陈何谭肖邓彭胡刘曾颜向谢蒋廖段易屈龙"
GIVEN_NAMES = ("春溪", "秋棠", "冬青", "夏禾", "木兰", "石榴", "云杉", "雨荷", "松果", "柳烟", "桂子", "竹影")
CERTIFICATES = {
    "vegetables": ("conformity",), "fruit": ("conformity",), "aquatic": ("conformity",),
    "pork": ("quarantine", "meat-quality"), "poultry-eggs": ("quarantine",),
    "dried": ("voucher",), "cooked": ("voucher",), "bean-noodle": ("voucher",),
}
APPEAL_HOURS = 4
FARMERS, FARMERS_AREA = 40, "K"  # stalls without a merchant, for those who sell what they grow
GOODS_A_STALL, GOODS_ON_A_SCREEN = 2, 5  # as many as the small glass has rows


def deal(n, *key):
    """A number below n that depends on the key alone."""
    return zlib.crc32("/".join(map(str, key)).encode()) % n


def texts(row, prefix=""):
    return {language: row[prefix + language] for language in LANGUAGES}


def day(offset=0):
    return (DAY + datetime.timedelta(days=offset)).isoformat()


def moment(clock, offset=0):
    return f"{day(offset)}T{clock}:00+08:00"


def minutes(clock):
    return int(clock[:2]) * 60 + int(clock[3:])


def clock_of(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def said(**members):
    """Leaves out what nobody said."""
    return {name: value for name, value in members.items() if value not in ("", None, [])}


class Sample:
    def __init__(self, folder, layouts):
        self.folder, self.layouts = folder, layouts
        self.pictures = pictures.Pictures(folder / "pictures")
        self.words = {(row["list"], row["key"]): texts(row) for row in self.table("words")}
        self.products = {row["id"]: row for row in self.table("products")}
        self.producers = {row["id"]: row for row in self.table("producers")}
        self.origins = {row["id"]: row for row in self.table("origins")}
        self.hall, self.prices, self.day = [], [], []
        self.stalls = {}  # id: (what its record says, its goods)
        self.batches = {}  # (stall, product, day): id
        self.tests = {}  # (stall, product, item): (id, what its record says)

    def table(self, name):
        lines = (self.folder / f"{name}.tsv").read_text("utf-8").splitlines()
        head, *rows = (line.split("\t") for line in lines if not line.startswith("#"))
        for row in rows:
            if len(row) != len(head):
                sys.exit(f"{name}.tsv: {len(row)} columns, not {len(head)}: {row}")
            yield dict(zip(head, row))

    def word(self, of, key):
        return self.words[of, key] if key else None

    def records(self, name):
        with open(self.folder / f"{name}.ndjson", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def add(self, kind, identity, value):
        self.hall.append({"kind": kind, "id": identity, "value": value})

    def happen(self, at, kind, identity, value):
        self.day.append({"at": at, "kind": kind, "id": identity, "value": json.loads(json.dumps(value))})

    def shipped_layouts(self):
        """Those that come with the program, as every new market has them."""
        changes = json.loads(self.layouts.read_text("utf-8"))["changes"]
        return [{name: change[name] for name in ("kind", "id", "value")} for change in changes if change["kind"] == "layout"]

    # What is sold

    def add_products(self):
        for order, row in enumerate(self.products.values(), 1):
            by_weight = row["per"] in ("kg", "500g", "50g")
            value = said(
                name=texts(row), order=order, trade=row["trade"], plu=1000 + order,
                sold_by="weight" if by_weight else "piece", piece_word=self.word("piece", row["piece"]),
                staple=order <= 27 or None, shortage_class=int(row["class"]), aliases=row["aliases"].split(),
                hint=row["hint"] == "hint" or None)
            self.add("product", row["id"], value)
            figures = {"fen": int(row["fen"]), "low_fen": int(row["low"]), "high_fen": int(row["high"])}
            self.add_price(row["id"], None, figures)

    def add_price(self, product, stall, figures):
        row = self.products[product]
        value = said(
            product=product, grade=self.word("grade", row["grade"]), stall=stall,
            basis="stall" if stall else "average", **figures, per=row["per"], observed_at=moment(EVE, -1),
            source="stall" if stall else "office")
        identity = f"{product}@stall@{stall}" if stall else f"{product}@average"
        self.prices.append({"kind": "price", "id": identity, "value": value})

    # Who sells it

    def add_stalls(self, with_screens):
        free = collections.Counter()
        deck = {trade: [p["id"] for p in self.products.values() if p["trade"] == trade] for trade in CERTIFICATES}
        dealt = collections.Counter()

        def deal_goods(trade, n):
            goods = [deck[trade][(dealt[trade] + i) % len(deck[trade])] for i in range(n)]
            dealt[trade] += n
            return goods

        for n, row in enumerate(self.table("merchants"), 1):
            count, trade = int(row["stalls"]), row["trade"]
            goods = row["goods"].split() or deal_goods(trade, GOODS_A_STALL * count)
            about = self.merchant(n, row)
            for i in range(count):
                free[row["area"]] += 1
                stall = f"{row['area'].lower()}-{free[row['area']]:03}"
                n_goods = GOODS_ON_A_SCREEN if stall in with_screens else GOODS_A_STALL
                own = [goods[(GOODS_A_STALL * i + j) % len(goods)] for j in range(min(n_goods, len(goods)))]
                self.add_stall(stall, trade, about, own)
        for i in range(1, FARMERS + 1):
            goods = deal_goods("vegetables", GOODS_A_STALL)
            self.add_stall(f"{FARMERS_AREA.lower()}-{i:03}", "vegetables", {}, goods)

    def merchant(self, n, row):
        """What the office has on its books, the same at each of a merchant's stalls."""
        name = row["zh-Hans"]
        surname = name[1] if name[0] == "老" else name[0] if name[1] == "记" else SURNAMES[n % len(SURNAMES)]
        people = [{"name": surname + GIVEN_NAMES[deal(len(GIVEN_NAMES), "person", n, i)],
                   "expires": day(20 + deal(340, "health", n, i))} for i in range(1 + deal(2, "people", n))]
        # An S is in no real number of these kinds, and no telephone number begins with 0.
        licences = [{"kind": "business", "number": f"92430400MASAMP{n:04}",
                     "expires": day(200 + deal(3000, "business", n))}]
        if row["trade"] not in ("vegetables", "fruit"):
            licences.append({"kind": "food", "number": f"JY1430400SAMP{n:03}",
                             "expires": day(40 + deal(1600, "food", n))})
        return said(
            merchant=texts(row), phone=f"0734-0001{n:03}", licences=licences, health_certificates=people,
            rating=float(row["rating"]), pledge=self.word("pledge", row["pledge"]), picture=f"stall-{row['trade']}")

    def add_stall(self, stall, trade, about, goods):
        area, number = stall[0].upper(), int(stall[2:])
        value = {"number": f"{area}区{number}号", "area": f"{area}区", "trade": trade, **about}
        if about:
            value["pay_url"] = f"https://pay.guihua.example/{stall}?fen={{fen}}&ref={{ref}}"
        self.stalls[stall] = (value, list(dict.fromkeys(goods)))

    def put_up_stalls(self):
        for stall, (value, goods) in self.stalls.items():
            self.add("stall", stall, value)
            for product in goods:
                row = self.products[product]
                low, high, grain = int(row["low"]), int(row["high"]), 10 if int(row["fen"]) < 2000 else 50
                fen = low + grain * deal((high - low) // grain + 1, "price", product, stall)
                self.add_price(product, stall, {"fen": fen})

    # Where it comes from

    def batch(self, stall, product, offset=0):
        """The batch of a product that a stall got on a day, made when it is first asked for."""
        key = (stall, product, offset)
        if key not in self.batches:
            self.batches[key] = self.add_batch(*key)
        return self.batches[key]

    def add_batch(self, stall, product, offset):
        row = self.products[product]
        producer = self.producers[row["from"]]
        origin = self.origins[producer["origin"]]
        trade = row["trade"]
        count = sum(1 for other in self.batches if other[0] == stall) + 1
        lot = f"GH{day(offset).replace('-', '')}-{stall.upper().replace('-', '')}-{count}"
        local = origin["province"] == "湖南"
        slaughtered = trade == "pork" or trade == "poultry-eggs" and "egg" not in product
        harvested = trade in ("vegetables", "fruit")
        value = said(
            lot=lot, product=product, stall=stall,
            origin={"country": CHINA, **{part: {language: origin[part + suffix] for language, suffix in
                                                zip(LANGUAGES, ("", "-Hant", "-en"))}
                                         for part in ("province", "city", "county")}},
            producer=texts(producer), supplier=None if local else WHOLESALE,
            harvested_on=day(offset - (1 if local else 3)) if harvested else None,
            slaughtered_on=day(offset) if slaughtered else None,
            arrived_at=moment(clock_of(150 + deal(150, "arrived", lot)), offset),
            grams=1000 * (20 + deal(60 if trade in ("vegetables", "fruit") else 30, "grams", lot) * 5))
        value["certificates"] = [self.certificate(kind, value) for kind in self.certificates(product)]
        identity = lot.lower()
        self.add("batch", identity, value)
        return identity

    def certificates(self, product):
        return ("conformity",) if "egg" in product.split("-") else CERTIFICATES[self.products[product]["trade"]]

    def certificate(self, kind, batch):
        number = f"SAMPLE-{kind[:1].upper()}-{deal(10 ** 6, kind, batch['lot']):06}"
        area, place = self.stalls[batch["stall"]][0]["number"], batch["origin"]
        facts = [("品名", self.products[batch["product"]]["zh-Hans"]), ("数量", f"{batch['grams'] // 1000}公斤"),
                 ("产地", "".join(place[part]["zh-Hans"] for part in ("province", "city", "county"))),
                 ("生产者", batch["producer"]["zh-Hans"]), ("批号", batch["lot"]), ("到达", batch["arrived_at"][:10]),
                 ("摊位", area)]
        return {"kind": kind, "number": number,
                "media": self.pictures.add_certificate(batch["lot"], kind, number, facts)}

    def add_deliveries(self):
        """Every merchant has had its first goods this morning."""
        seen = set()
        for stall, (value, goods) in self.stalls.items():
            phone = value.get("phone")
            if phone and phone not in seen:
                seen.add(phone)
                self.batch(stall, goods[0])

    # What the tests say

    def add_tests(self):
        items = {record["id"]: record["value"] for record in self.records("market") if record["kind"] == "test-item"}
        for n, row in enumerate(self.table("tests"), 1):
            key, offset = (row["stall"], row["product"], row["item"]), int(row["day"])
            identity, _ = self.tests.get(key, (f"test-{DAY.day + offset:02}-{n:02}", None))
            goods = self.stalls[row["stall"]][1]
            if row["product"] not in goods:
                goods.append(row["product"])
            value = self.test(row, items[row["item"]], offset)
            if offset < 0:
                self.add("test", identity, value)
                continue
            self.tests[key] = identity, value
            self.happen(value["tested_at"], "test", identity, value)
        self.add_handling()

    def test(self, row, item, offset):
        limit = {**item["limit"], **({"value": row["limit"]} if row["limit"] else {})} if "limit" in item else None
        self.check_conclusion(row, limit)
        laboratory = bool(row["report"])
        appeals = row["conclusion"] == "fail" and not laboratory
        return said(
            kind="laboratory" if laboratory else "quick", product=row["product"], stall=row["stall"],
            batch=self.batch(row["stall"], row["product"], offset), item=item["name"], method=item["method"],
            value=row["value"], unit=item.get("unit"), limit=limit, conclusion=row["conclusion"],
            sampled_at=moment(row["sampled"], offset), tested_at=moment(row["tested"], offset),
            tester=LABORATORY_TESTER if laboratory else QUICK_TESTER,
            report={"number": row["report"], "laboratory": LABORATORY} if laboratory else None,
            appeal_until=moment(clock_of(minutes(row["tested"]) + APPEAL_HOURS * 60), offset) if appeals else None)

    @staticmethod
    def check_conclusion(row, limit):
        """A table that contradicts itself does not build."""
        beyond = row["value"] == "positive"
        if limit:
            value, most = float(row["value"]), float(limit["value"])
            beyond = value > most or limit["op"] == ">=" and value == most
        if beyond == (row["conclusion"] == "pass"):
            sys.exit(f"tests.tsv: {row['value']} does not say {row['conclusion']}: {row}")

    def add_handling(self):
        for row in self.table("handling"):
            identity, value = self.tests[row["stall"], row["product"], row["item"]]
            at = moment(row["time"])
            step = said(state=row["state"], at=at, grams=int(1000 * float(row["kg"] or 0)) or None, note=texts(row))
            if "disposal" not in value and value["kind"] == "quick":  # what is off sale has no price
                self.happen(at, "price", f"{row['product']}@stall@{row['stall']}", None)
            value.setdefault("disposal", []).append(step)
            self.happen(at, "test", identity, value)

    # What the screens tell

    def add_shows(self):
        for line in self.records("shows"):
            at = line.pop("at", None)
            if at:
                self.happen(at, **{("identity" if name == "id" else name): line[name] for name in line})
            else:
                self.hall.append(line)
            if "left" in line["value"].get("coupon", {}):
                self.give_coupons(line["id"], line["value"])

    def give_coupons(self, identity, value):
        """They go while their hours last, and some remain."""
        total = value["coupon"]["left"]
        begin, end = map(minutes, value["when"]["daily"][0])
        minute, left = begin, total
        while (minute := minute + 8 + deal(16, "coupon", identity, minute)) < end:
            gone = (total - 3) * (minute - begin) // (end - begin)
            left = min(left, total - gone + deal(5, "left", identity, minute))
            value["coupon"]["left"] = left
            self.happen(moment(clock_of(minute)), "promotion", identity, value)

    def add_scales(self):
        for row in self.table("scales"):
            self.add("scale", row["id"], said(
                stall=row["stall"], model=row["model"], serial=row["serial"], calibrated_until=row["calibrated"]))

    def make(self):
        hall = self.records("market")
        self.hall += self.shipped_layouts() + hall
        self.add_products()
        self.add_stalls({record["value"]["stall"] for record in hall if "stall" in record["value"]})
        self.add_tests()
        self.add_deliveries()
        self.put_up_stalls()
        self.add_shows()
        self.add_scales()
        self.pictures.add_drawings()
        self.hall += self.pictures.records
        self.day.sort(key=lambda line: line["at"])


def write(path, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def main(source, layouts, target):
    sample = Sample(pathlib.Path(source), pathlib.Path(layouts))
    sample.make()
    for name, lines in (("hall", sample.hall), ("prices", sample.prices), ("day", sample.day), ("media", sample.pictures.files)):
        write(pathlib.Path(target) / f"{name}.ndjson", lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
