"""A wave from its plan to its closing: promise and times, whom it asks, the sending out, the end."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from app.actor import Actor
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotAllowed, WrongState
from app.sealing import random_id
from app.store.enterprises import Enterprise
from app.store.surveys import Invitation, ResponseDraft, SurveyVersion, Wave
from surveys import policy
from surveys.operations import links, stirring
from surveys.operations.records import record
from surveys.promises import ANONYMOUS
from surveys.strata import Stratum, merged, sector_of

MOST_LISTED = 5000
MOST_NAMED_FAULTS = 10
STALE = "这一期刚刚有人改过，请看最新的再做。"
SENT = "这一期已经发出，不能再改。"
NOBODY = "还没有邀请对象，也没有开公开二维码，发给谁？请先加企业，或者打开公开渠道。"


@dataclass(frozen=True)
class Plan:
    """What is fixed when a wave is made."""

    title: str
    promise: str
    opens_at: datetime
    closes_at: datetime
    has_open_channel: bool


@dataclass(frozen=True)
class Sample:
    """How many enterprises to draw, and from where."""

    number: int
    area: str = ""
    size: str = ""


def make(version: SurveyVersion, plan: Plan, actor: Actor, at: datetime) -> Wave:
    """A wave of *version*; nothing goes out yet."""
    _check(actor)
    if plan.closes_at <= plan.opens_at:
        raise Invalid("截止要晚于开始。", closes_on="截止要晚于开始，请改一个日期")
    if version.valid_until is not None and day_of(plan.closes_at) > version.valid_until:
        said = f"问卷有效期到 {version.valid_until.isoformat()}，截止不能晚于这一天"
        raise Invalid(f"{said}。", closes_on=said)
    wave = Wave(
        id=random_id(), code=links.new_code(), version_id=version.id, title=plan.title, promise=plan.promise,
        opens_at=plan.opens_at, closes_at=plan.closes_at, has_open_channel=plan.has_open_channel, made_by=actor.post_id,
        made_at=at,
    )  # fmt: skip
    wave.secret = links.new_secret()
    db.session.add(wave)
    db.session.flush()
    record(f"wave:{wave.id}", "wave_made", actor, at, promise=plan.promise)
    return wave


def invite_listed(wave: Wave, lines: Sequence[str], actor: Actor, at: datetime) -> int:
    """Ask the enterprises of a list, by credit code or full name; all of them or none. How many are new."""
    _check_open(wave, actor)
    wanted = list(dict.fromkeys(line.strip() for line in lines if line.strip()))[: MOST_LISTED + 1]
    if not wanted or len(wanted) > MOST_LISTED:
        raise Invalid("", lines="请每行写一家企业的名称或信用代码" if not wanted else f"一次最多 {MOST_LISTED} 家")
    found, unknown = [], []
    for word in wanted:
        query = select(Enterprise).where(or_(Enterprise.credit_code == word.upper(), Enterprise.name == word)).limit(2)
        rows = db.session.scalars(query).all()
        if len(rows) == 1:
            found.append(rows[0])
        else:
            unknown.append(word)
    if unknown:
        shown = "、".join(unknown[:MOST_NAMED_FAULTS])
        more = f"等 {len(unknown)} 行" if len(unknown) > MOST_NAMED_FAULTS else ""
        raise Invalid("", lines=f"企业库里对不上：{shown}{more}。请改成全称或信用代码，或者去掉")
    return _invite(wave, found, actor, at)


def invite_sampled(wave: Wave, sample: Sample, actor: Actor, at: datetime) -> int:
    """Draw enterprises from the register, of each stratum its share. How many were drawn."""
    _check_open(wave, actor)
    asked = select(Invitation.enterprise_id).where(Invitation.wave_id == wave.id)
    query = select(Enterprise).where(Enterprise.id.not_in(asked)).order_by(Enterprise.id)
    if sample.area:
        query = query.where(Enterprise.area == sample.area)
    if sample.size:
        query = query.where(Enterprise.size == sample.size)
    frame = db.session.scalars(query).all()
    if not frame:
        raise Invalid("", number="企业库里没有这样的企业可抽了")
    return _invite(wave, drawn(frame, sample.number), actor, at)


def drawn(frame: Sequence[Enterprise], number: int) -> list[Enterprise]:
    """*number* of *frame*: of each stratum its share, the rest by the largest remainders."""
    if number >= len(frame):
        return list(frame)
    dice = secrets.SystemRandom()
    strata: dict[Stratum, list[Enterprise]] = defaultdict(list)
    for one in frame:
        strata[_stratum(one)].append(one)
    shares = {key: number * len(rows) / len(frame) for key, rows in strata.items()}
    quota = {key: int(share) for key, share in shares.items()}
    order = sorted(shares, key=lambda key: (quota[key] - shares[key], key))
    for key in order[: number - sum(quota.values())]:
        quota[key] += 1
    return [one for key, rows in strata.items() for one in dice.sample(rows, quota[key])]


def _stratum(enterprise: Enterprise) -> Stratum:
    return Stratum(enterprise.area, enterprise.size, sector_of(enterprise.trade))


def _invite(wave: Wave, enterprises: Iterable[Enterprise], actor: Actor, at: datetime) -> int:
    asked = set(db.session.scalars(select(Invitation.enterprise_id).where(Invitation.wave_id == wave.id)))
    new = [one for one in enterprises if one.id not in asked]
    for one in new:
        row = Invitation(id=random_id(), wave_id=wave.id, enterprise_id=one.id, **_stratum(one)._asdict())
        row.token_hash = links.hash_of(links.token_of(wave, row))
        db.session.add(row)
    db.session.flush()
    record(f"wave:{wave.id}", "wave_invited", actor, at, number=len(new))
    return len(new)


def launch(wave: Wave, actor: Actor, at: datetime, seen: int | None) -> None:
    """Fix whom it asks and let its links open. In a 匿名 wave strata of fewer than five are merged first."""
    _check_open(wave, actor)
    _check_seen(wave, seen)
    invitations = db.session.scalars(select(Invitation).where(Invitation.wave_id == wave.id)).all()
    if not invitations and not wave.has_open_channel:
        raise Invalid(NOBODY)
    if wave.promise == ANONYMOUS:
        strata = [Stratum(one.area, one.size, one.trade) for one in invitations]
        for one, stratum in zip(invitations, merged(strata), strict=True):
            one.area, one.size, one.trade = stratum
    wave.launched_at = at
    record(f"wave:{wave.id}", "wave_launched", actor, at, number=len(invitations))


def close(wave: Wave, actor: Actor, at: datetime) -> None:
    """End it: what is not sent is dropped; of a 匿名 wave all rows are stirred and secret and hashes destroyed."""
    if wave.closed_at is not None:
        raise WrongState("这一期已经截止了。")
    if wave.promise == ANONYMOUS:
        stirring.stir_wave(wave, at, is_last=True)
        wave.secret = None
        gone = update(Invitation).where(Invitation.wave_id == wave.id).values(token_hash=None)
        db.session.execute(gone.execution_options(synchronize_session=False))
    for draft in db.session.scalars(select(ResponseDraft).where(ResponseDraft.wave_id == wave.id)):
        db.session.delete(draft)
    wave.closed_at = at
    record(f"wave:{wave.id}", "wave_closed", actor, at)


def close_by_hand(wave: Wave, actor: Actor, at: datetime, seen: int | None) -> None:
    """End it before its time."""
    _check(actor)
    _check_seen(wave, seen)
    if wave.launched_at is None:
        raise WrongState("这一期还没有发出。")
    close(wave, actor, at)


def _check(actor: Actor) -> None:
    if not policy.may_manage(actor):
        raise NotAllowed("问卷由营商办的调查岗位和负责人管理。")


def _check_open(wave: Wave, actor: Actor) -> None:
    _check(actor)
    if wave.launched_at is not None:
        raise WrongState(SENT)


def _check_seen(wave: Wave, seen: int | None) -> None:
    if seen is not None and seen != wave.version:
        raise WrongState(STALE)
