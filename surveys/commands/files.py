"""`flask surveys import` and `flask surveys export`: questionnaires from a file, and into one."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from app.actor import Actor, Role
from app.auth.posts import actors, living
from app.clock import day_of, now
from app.commands.answers import refuse, tell
from app.database import db
from app.store.people import Post
from app.store.surveys import Survey, SurveyVersion
from surveys import policy, profile
from surveys.commands.definitions import DEFINITION
from surveys.findings import BadDefinition
from surveys.linting import lint
from surveys.operations import authoring


@click.command("import")
@click.argument("file", type=DEFINITION)
def import_file(file: Path) -> None:
    """Take the questionnaire in FILE (SurveyJS-profile JSON) into the house, as a draft.

    Prints {"survey": its number, "title", "items": how many, "new": false where the same questionnaire is there already,
    "findings": what `surveys lint` says of it}. A file that is no definition leaves nothing behind: {"errors": [{"path",
    "text"}]} and exit 1. The draft is entered under the survey officer's post, or the office head's.
    """
    try:
        questionnaire = profile.read(file.read_bytes())
    except BadDefinition as bad:
        tell({"errors": [{"path": one.path, "text": one.text} for one in bad.findings]}, ok=False)
        return
    definition = profile.write(questionnaire)
    found = db.session.scalars(select(Survey).where(Survey.definition == definition).order_by(Survey.id)).first()
    survey = found or authoring.make(definition, _officer(), now())
    db.session.commit()
    findings = [{"rule": one.rule, "severity": one.severity, "path": one.path, "text": one.text} for one in lint(questionnaire)]
    tell({
        "survey": survey.id, "title": survey.title, "items": len(questionnaire.by_name), "new": found is None,
        "findings": findings,
    })  # fmt: skip


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--survey", "survey_id", type=int, help="Its number; without it the one that was changed last.")
@click.option("--number", type=int, help="A published version of it; without it the draft as it stands.")
def export_file(file: Path, survey_id: int | None, number: int | None) -> None:
    """Write a questionnaire to FILE as SurveyJS-profile JSON; `surveys import` of it gives the same.

    Prints {"survey", "title", "items"}.
    """
    query = select(Survey).order_by(Survey.changed_at.desc(), Survey.id.desc())
    survey = db.session.scalars(query.where(Survey.id == survey_id) if survey_id else query).first()
    if survey is None:
        refuse("没有这份问卷。" if survey_id else "还没有问卷。")
    definition = survey.definition if number is None else _published(survey, number)
    try:
        file.write_text(definition, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {file}: {error.strerror}") from error
    questionnaire = profile.read(definition)
    tell({"survey": survey.id, "title": questionnaire.title, "items": len(questionnaire.by_name)})


def _published(survey: Survey, number: int) -> str:
    query = select(SurveyVersion.definition).where(SurveyVersion.survey_id == survey.id, SurveyVersion.number == number)
    return db.session.scalars(query).first() or refuse(f"这份问卷没有第 {number} 版。")


def _officer() -> Actor:
    """Whoever answers for questionnaires: under a post of his, a draft from a file is entered."""
    day = day_of(now())
    roles = [str(role) for role in policy.MANAGERS]
    posts = db.session.scalars(select(Post).where(Post.role.in_(roles), living(day)).order_by(Post.id)).all()
    may = [actor for actor in actors(posts, day) if policy.may_manage(actor)]
    if not may:
        refuse("还没有调查岗位，也没有营商办负责人，问卷没有人管，没有导入。")
    return min(may, key=lambda actor: (actor.role != Role.SURVEY_OFFICER, actor.post_id or 0))


COMMANDS: list[click.Command] = [import_file, export_file]
