"""Mail by SMTP: `smtps://user:password@host` or `smtp://host:587`, with `?from=office@example.gov.cn`.

`smtp://` begins in clear and must change to TLS before anything is said, but for this machine itself.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

from app.config import LOOPBACK, Settings
from app.notices.adapters.outgoing import InDoubt, NotSent, Outgoing, Refused

SECONDS = 10  # for each word of the conversation
PORTS = {"smtp": 587, "smtps": 465}
FOR_GOOD = range(500, 600)


def deliver(settings: Settings, message: Outgoing) -> None:
    """Hand *message* to the server; raises NotSent, Refused or InDoubt, none of which names an address."""
    try:
        server = _connected(settings.mail_url)
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(type(error).__name__) from None
    try:
        _address(server, _sender(settings.mail_url), message.to)
        _hand_over(server, _written(settings.mail_url, message))
    finally:
        server.close()


def sender_of(url: str) -> str:
    """The address that mail comes from, as the setting says; "" where it says none."""
    return parse_qs(urlsplit(url).query).get("from", [""])[0]


def is_private(url: str) -> bool:
    """Whether nobody between here and the server can read: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.hostname in LOOPBACK or parse_qs(parts.query).get("tls", [""])[0] != "none"


def _sender(url: str) -> str:
    return sender_of(url) or f"qisheng@{urlsplit(url).hostname}"


def _connected(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and host not in LOOPBACK and is_private(url):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _address(server: smtplib.SMTP, sender: str, to: str) -> None:
    """Nothing has left before the text itself goes over."""
    try:
        answers = [server.mail(sender)[0], server.rcpt(to)[0]]
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(type(error).__name__) from None
    if answers[1] in FOR_GOOD:
        raise Refused(f"SMTP {answers[1]}")
    if any(code >= 300 for code in answers):
        raise NotSent(f"SMTP {max(answers)}")


def _hand_over(server: smtplib.SMTP, text: bytes) -> None:
    try:
        code, _ = server.data(text)
    except smtplib.SMTPDataError as error:  # refused before the text was asked for
        raise NotSent(f"SMTP {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise InDoubt(type(error).__name__) from None
    if code in FOR_GOOD:
        raise Refused(f"SMTP {code}")
    if code >= 300:
        raise NotSent(f"SMTP {code}")


def _written(url: str, message: Outgoing) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = _sender(url), message.to, message.subject
    mail["Date"], mail["Message-ID"] = formatdate(localtime=True), f"<{message.message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="base64")
    return mail.as_bytes(policy=SMTP)  # lines end as the protocol has it
