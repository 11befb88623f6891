"""Answering by section: kept after each, checked whole at the end, one response a link."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.doors import public
from app.clock import now
from app.database import db
from app.errors import NotFound
from app.web.forms import TOO_OLD
from surveys.checking import check
from surveys.definition import COMMENT, Answer, Page
from surveys.entries import from_form
from surveys.filling import fill
from surveys.forms.answer import PREFIX, SectionForm
from surveys.operations import answering, drafts
from surveys.operations.answering import Visit, visit
from surveys.operations.drafts import Draft
from surveys.promises import PROMISES
from surveys.views.answer.blueprint import answer_pages, drawn
from surveys.views.answer.section import section_of

ASKED_MORE = "因为您这样选，这一节多了一题，请接着答。"


@answer_pages.get("/s/<token>")
@public
def section(token: str) -> ResponseReturnValue:
    """The section that is open; a link that is spent, early or late says so."""
    found = visit(token)
    if (stage := found.stage(now())) != "open":
        return _elsewhere(found, stage)
    draft = drafts.load(token)
    name = request.args.get("at") or draft.page
    return _page(found, draft, SectionForm(), name)


@answer_pages.post("/s/<token>")
@public
def send(token: str) -> ResponseReturnValue:
    """Keep what was answered, and go on, back, or to the end."""
    found = visit(token)
    if (stage := found.stage(now())) != "open":
        return _elsewhere(found, stage)
    form, draft = SectionForm(), drafts.load(token)
    page = _page_of(found, draft, form.page.data or "")
    typed = _typed(page)
    draft = Draft({**_without(draft.answers, page), **typed}, page.name)
    if not form.validate():
        form.form_errors.append(TOO_OLD) if "csrf_token" not in form.errors else None
        return _page(found, draft, form, page.name), 422
    return _take(found, draft, form, page)


def _take(found: Visit, draft: Draft, form: SectionForm, page: Page) -> ResponseReturnValue:
    go = request.form.get("go", "next")
    if go not in {"back", "keep"}:
        return _onward(found, draft, form, page)
    asked = section_names(found, draft.answers)
    at = asked.index(page.name) if page.name in asked else 0
    _keep(found, draft if go == "keep" else Draft(draft.answers, asked[max(0, at - 1)]))
    if go == "keep":  # by script: the section as it now is, for questions may have come or gone
        return _page(found, draft, form, page.name)
    return redirect(url_for(".section", token=found.token), 303)


def _onward(found: Visit, draft: Draft, form: SectionForm, page: Page) -> ResponseReturnValue:
    shown = set(request.form.getlist("shown"))
    faults = check(found.questionnaire, draft.answers, page.name)
    if here := {name: fault for name, fault in faults.items() if name in shown}:
        _keep(found, draft)
        return _page(found, draft, form, page.name, here), 422
    if _asks_more(found, draft, page, shown):
        _keep(found, draft)
        return redirect(url_for(".section", token=found.token, more=1), 303)
    asked = section_names(found, draft.answers)
    if page.name not in asked or page.name == asked[-1]:
        return _finish(found, draft, form)
    _keep(found, Draft(draft.answers, asked[asked.index(page.name) + 1]))
    return redirect(url_for(".section", token=found.token), 303)


def _finish(found: Visit, draft: Draft, form: SectionForm) -> ResponseReturnValue:
    """The whole form once more, by the rules alone; whatever is wrong is shown where it stands."""
    if faults := check(found.questionnaire, draft.answers):
        _keep(found, draft)
        wrong = next(page for page in found.questionnaire.pages if any(item.name in faults for item in page.items))
        return _page(found, draft, form, wrong.name, faults), 422
    if answering.submit(found, draft.answers, now()):
        db.session.commit()
    else:
        db.session.rollback()
    return redirect(url_for(".done", token=found.token), 303)


@answer_pages.get("/s/<token>/done")
@public
def done(token: str) -> ResponseReturnValue:
    """Thanks, as often as it is opened; to the questions where nothing was sent yet."""
    found = visit(token)
    if not found.is_spent:
        return redirect(url_for(".section", token=token), 303)
    return _thanks(found)


def _thanks(found: Visit) -> ResponseReturnValue:
    return drawn("done", wave=found.wave, promise=PROMISES[found.wave.promise])


def _elsewhere(found: Visit, stage: str) -> ResponseReturnValue:
    if stage == "spent":
        if request.method == "POST":
            return redirect(url_for(".done", token=found.token), 303)
        return drawn("spent", wave=found.wave, promise=PROMISES[found.wave.promise])
    return drawn("closed", wave=found.wave, stage=stage)


def _page(found: Visit, draft: Draft, form: SectionForm, name: str, faults: dict[str, str] | None = None) -> str:
    shown = section_of(found.questionnaire, draft.answers, name, faults or {})
    form.page.data = shown.page.name
    return drawn("section", visit=found, wave=found.wave, version=found.wave.of_version, section=shown, form=form,
        promise=PROMISES[found.wave.promise], more=ASKED_MORE if "more" in request.args else "",
    )  # fmt: skip


def _page_of(found: Visit, draft: Draft, name: str) -> Page:
    asked = section_names(found, draft.answers)
    name = name if name in asked else asked[0]
    return next(page for page in found.questionnaire.pages if page.name == name)


def section_names(found: Visit, answers: dict[str, Answer]) -> list[str]:
    """The sections that these answers lead through."""
    return list(fill(found.questionnaire, answers).pages)


def _typed(page: Page) -> dict[str, Answer]:
    return from_form(page.items, lambda name: request.form.getlist(PREFIX + name))


def _without(answers: dict[str, Answer], page: Page) -> dict[str, Answer]:
    """What was said elsewhere; of what this page showed only what it sends counts, so that an answer can be taken back."""
    shown = set(request.form.getlist("shown"))
    names = {item.name for item in page.items if item.name in shown}
    return {key: value for key, value in answers.items() if key.removesuffix(COMMENT) not in names}


def _asks_more(found: Visit, draft: Draft, page: Page, shown: set[str]) -> bool:
    """Whether these answers let questions appear in this section that were not on the page that was sent."""
    visible = fill(found.questionnaire, draft.answers).visible
    return any(item.name in visible and item.name not in shown for item in page.items)


def _keep(found: Visit, draft: Draft) -> None:
    drafts.save(found.wave.id, found.token, draft, now())
    db.session.commit()


@answer_pages.errorhandler(NotFound)
def unknown(refusal: NotFound) -> ResponseReturnValue:
    """A link that is none of ours: what it may be, and what to do."""
    db.session.rollback()
    return drawn("unknown", sentence=str(refusal)), 404
