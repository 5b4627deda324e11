# SPDX-License-Identifier: GPL-3.0-or-later
"""The market that the figures ask for: 200 products, one screen, and a hub that holds them."""

import http.client
import json
import subprocess
import tempfile

MARKET = "bench"
TIME = "2026-11-08T07:58:00+08:00"
PRODUCTS = 200
NOTICE = "今天逢8会员日，扫码领券满30减5。" * 4


def texts(text):
    return {"zh-Hans": text}


def product(number):
    return f"p{number:03}"


def price(number, fen):
    return {"product": product(number), "basis": "average", "fen": fen, "low_fen": fen - 50, "high_fen": fen + 50,
            "per": "500g", "samples": 12, "observed_at": TIME, "source": "bench"}


def screen(layout):
    return "screen", "bench", {"name": "Bench", "layout": layout, "languages": ["zh-Hans"], "panel_mm": [1210, 680],
                               "distance_m": 5}


def records():
    yield "market", "market", {
        "name": texts("桂花巷农贸市场"), "time_zone": "Asia/Shanghai", "price_unit": "500g",
        "opening": [{"days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "from": "05:30", "to": "19:30"}],
        "price_jump_percent": 1000}
    yield screen("entrance")
    for number in range(PRODUCTS):
        yield "product", product(number), {
            "name": texts("菜" + "甲乙丙丁戊己庚辛壬癸"[number // 20] + "一二三四五六七八九十"[number % 10]), "order": number,
            "trade": "vegetables", "sold_by": "weight", "staple": number < 27}
    for number in range(PRODUCTS):
        yield "price", product(number) + "@average", price(number, 300 + number)


class Hub:
    def __init__(self, program, speed=0):
        self.data = tempfile.TemporaryDirectory(dir="/var/tmp")
        subprocess.run([program, "market", "add", MARKET, "--data", self.data.name], check=True,
                       stdout=subprocess.DEVNULL)
        # With a standing clock no page turns while a row is watched.
        self.server = subprocess.Popen([program, "--data", self.data.name, "--listen", "127.0.0.1:0",
                                        "--clock", f"{TIME},{speed}"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.url = next(line.split()[-1] for line in self.server.stdout if "http://" in line)
        self.base = f"/v1/markets/{MARKET}"
        self.connection = self.connect()
        changes = [{"kind": k, "id": i, "value": v} for k, i, v in records()]
        self.post(changes)

    def connect(self):
        host, port = self.url.removeprefix("http://").split(":")
        return http.client.HTTPConnection(host, int(port))

    def call(self, method, path, body, connection=None):
        connection = connection or self.connection
        connection.request(method, self.base + path, json.dumps(body),
                           {"Content-Type": "application/json", "Marketboard-By": "import"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text.decode()}")
        return text

    def post(self, changes):
        return self.call("POST", "/changes", {"dangling": True, "changes": [{**c, "sure": True} for c in changes]})

    def put_price(self, number, fen, connection=None):
        return self.call("PUT", f"/records/price/{product(number)}@average?sure=true", price(number, fen), connection)

    def show(self, layout):
        kind, name, value = screen(layout)
        self.post([{"kind": kind, "id": name, "value": value}])

    def notice(self, text):
        self.post([{"kind": "notice", "id": "members", "value": {
            "text": texts(text), "level": "info", "audience": "shoppers"} if text else None}])

    def close(self):
        self.server.terminate()
        self.server.wait()
        self.data.cleanup()
