"""Sentences of a unit come back in its replies, with and without scripts, and are its own."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.store.complaints import Reply
from app.store.desks import ReplyTemplate
from tests.complaints.town import Town

TEXT = "依据《消防法》第十三条，验收申请受理后十个工作日内现场核查，有问题请打 19900001234 找周某棠。"


def test_a_sentence_is_kept_without_numbers_changed_and_dropped(town: Town) -> None:
    liaison = town.officer("liaison")
    page = liaison.submit(liaison.get("/desk/sentences"), name="消防验收", text=TEXT)
    assert "存好了“消防验收”" in page.text
    row = db.session.scalars(select(ReplyTemplate)).one()
    assert "19900001234" not in row.text
    assert liaison.submit(page, "/desk/sentences", name="消防验收", text="另一段", status=422).errors == [
        "已经有一条叫这个名字，请换一个。"
    ]
    edit = liaison.get(f"/desk/sentences/{row.id}")
    stale = edit.form()
    liaison.submit(edit, text="改成这样。")
    assert liaison.client.post(f"/desk/sentences/{row.id}", data=stale).status_code in {303, 409}
    assert "改成这样。" in town.officer("handler").get("/desk/sentences").main
    town.officer("liaison2").get(f"/desk/sentences/{row.id}", status=404)
    page = liaison.submit(liaison.get("/desk/sentences"), "/drop")
    assert "还没有常用语句" in page.main


def test_a_sentence_goes_behind_what_is_written_and_hands_nothing_in(town: Town) -> None:
    number = town.matter("handling")
    handler = town.officer("handler")
    handler.submit(handler.get("/desk/sentences"), name="消防验收", text="依据《消防法》第十三条。")
    row = db.session.scalars(select(ReplyTemplate)).one()
    page = handler.get(f"/complaints/{number}/reply")
    assert "插入“消防验收”" in page.buttons
    page = handler.submit(page, public="我们已经约好时间。", insert=str(row.id))
    assert page.form()["public"] == "我们已经约好时间。\n依据《消防法》第十三条。"
    assert not page.errors
    assert town.complaint(number).state == "handling"
    assert db.session.scalars(select(Reply)).first() is None
    foreign = town.officer("liaison2")
    foreign.submit(foreign.get("/desk/sentences"), name="别家的", text="别家的语句。")
    other = db.session.scalars(select(ReplyTemplate.id).where(ReplyTemplate.name == "别家的")).one()
    handler.submit(page, insert=str(other), status=404)
