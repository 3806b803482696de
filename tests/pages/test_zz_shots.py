from tests.pages.test_money import *  # noqa
from scheduler.usecases.ledger import Transfer
def test_shots(visit, reader, streets_office):
    made = add_money(add_street(streets_office, "linden"))
    closed(reader, made)
    v = visit("desktop", "zh")
    v.page.goto(f"/money/linden/{made.month}"); v.page.screenshot(path="/tmp/ledger/month.png")
    w = visit("narrow", "zh")
    w.page.goto(f"/money/linden/{made.month}"); w.page.screenshot(path="/tmp/ledger/phone.png")
    w.page.goto("/money/linden"); w.page.screenshot(path="/tmp/ledger/months.png")
    w.page.goto("/"); w.page.screenshot(path="/tmp/ledger/home.png", full_page=True)
