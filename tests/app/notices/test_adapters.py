"""Mail and short messages over real sockets: what arrives, and what the house believes when nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import BadSetting, Settings
from app.notices.adapters import mail, sms
from app.notices.adapters.outgoing import InDoubt, NotSent, Outgoing, Refused
from tests.machinery.outside import Outside
from tests.machinery.stores import settings_for

TEXT = "有一件诉求派给您单位牵头，请按时签收。\n\n编号 QS-20261015-0001\n.\n收到请签收。"
MAIL = Outgoing("mail", "qi@anlan.example", "新派来的诉求", TEXT, "send-1-aa@qisheng")
SMS = Outgoing("sms", "19900000001", "", "【企声】有一件诉求等您裁定。", "send-2-bb@qisheng")


@pytest.fixture
def settings(outside: Outside, tmp_path: Path) -> Settings:
    return settings_for(tmp_path, QISHENG_MAIL_URL=outside.mail_url, QISHENG_SMS_URL=outside.sms_url)


def test_a_mail_arrives_as_it_was_written_in_lines_that_every_server_takes(outside: Outside, settings: Settings) -> None:
    mail.deliver(settings, MAIL)
    ((to, raw),) = outside.mails
    (letter,) = outside.letters()
    assert (to, letter["subject"], letter["from"]) == ("qi@anlan.example", "新派来的诉求", "office@anlan.example")
    assert letter.get_content().splitlines() == TEXT.splitlines()
    assert (letter["message-id"], letter["auto-submitted"]) == ("<send-1-aa@qisheng>", "auto-generated")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


@pytest.mark.parametrize(
    ("answers", "fate"),
    [
        ({"HELLO": "421 later"}, NotSent),
        ({"MAIL": "451 later"}, NotSent),
        ({"RCPT": "450 later"}, NotSent),
        ({"RCPT": "550 nobody here"}, Refused),
        ({"RCPT": ""}, NotSent),
        ({"DATA": "451 later"}, NotSent),
        ({"END": "452 no room"}, NotSent),
        ({"END": "554 no"}, Refused),
        ({"END": ""}, InDoubt),  # it has the text and says nothing any more
    ],
)
def test_only_what_surely_did_not_leave_may_be_tried_again(
    outside: Outside, settings: Settings, answers: dict[str, str], fate: type[Exception]
) -> None:
    outside.mail_answers.update(answers)
    with pytest.raises(fate) as found:
        mail.deliver(settings, MAIL)
    assert "anlan" not in str(found.value)


@pytest.mark.parametrize(
    ("status", "fate"),
    [(429, NotSent), (503, NotSent), (400, Refused), (401, Refused), (302, Refused), (500, InDoubt), (0, InDoubt)],
)
def test_the_gateway_s_answer_decides_in_the_same_way(
    outside: Outside, settings: Settings, status: int, fate: type[Exception]
) -> None:
    outside.sms_answers.append(status)
    with pytest.raises(fate) as found:
        sms.deliver(settings, SMS)
    assert "1990" not in str(found.value)


def test_the_gateway_gets_number_words_and_token_and_can_tell_a_repeat(outside: Outside, settings: Settings) -> None:
    sms.deliver(settings, SMS)
    assert outside.messages == [{"to": "19900000001", "text": "【企声】有一件诉求等您裁定。", "id": "send-2-bb@qisheng"}]
    (heads,) = outside.heads
    assert (heads["Authorization"], heads["Idempotency-Key"]) == ("Bearer secret-token", "send-2-bb@qisheng")


def test_no_password_and_no_letter_goes_to_another_machine_in_clear(
    outside: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LOOPBACK", frozenset())
    url = outside.mail_url.replace("smtp://", "smtp://qisheng:password@")
    with pytest.raises(NotSent):
        mail.deliver(settings_for(tmp_path, QISHENG_MAIL_URL=url), MAIL)
    assert set(outside.said) <= {"EHLO", "QUIT"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_URL", "https://anlan:password@mail.example"),
        ("SMS_URL", "http://:password@sms.example/send"),
        ("SMS_URL", "password"),
        ("DUTY_PHONE", "值班室 password"),
    ],
)
def test_a_setting_that_leads_nowhere_is_refused_without_repeating_it(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as found:
        settings_for(tmp_path, **{f"QISHENG_{name}": value})
    assert f"QISHENG_{name}" in str(found.value)
    assert "password" not in str(found.value)
