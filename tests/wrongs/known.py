"""The wrongs a hurried hand could do, as exact changes of the text, each with the test that has to notice it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """In *path* each text on the left becomes the one on the right, and *test* (a node of pytest) must fail."""

    name: str
    path: str
    edits: tuple[tuple[str, str], ...]
    test: str


def _wrong(name: str, path: str, old: str, new: str, test: str) -> Wrong:
    return Wrong(name, path, ((old, new),), f"tests/{test}")


WORLDS = "complaints/test_policy_worlds.py::test_lists_and_search_hold_exactly_what_the_policy_allows"
CANARIES = "faults/test_canaries.py::test_nothing_personal_is_in_any_file[sqlite]"
GUARDS = "complaints/test_guards.py::test_a_guard_says_yes_and_no"
WRONGS = (
    _wrong(
        "no guard is asked", "complaints/guards.py",
        "        if sentence:\n            return name", "        if sentence and not name:\n            return name",
        "complaints/test_guards.py::test_the_first_refusal_is_the_one_that_is_told",
    ),
    _wrong(
        "who wrote a reply may sign it", "complaints/guards.py",
        'return _unless(not s.replied_before, "自己写的答复', 'return _unless(True, "自己写的答复', GUARDS,
    ),
    _wrong(
        "an accused unit may lead", "complaints/workflow.py", '"lead_not_accused parts_named reason', '"parts_named reason',
        "complaints/test_operations_guards.py",
    ),
    _wrong(
        "anybody may take a step", "complaints/operations/steps.py",
        "if not workflow.allowed(move.actor, complaint, step):", "if not step.by:",
        "complaints/test_operations_steps.py::test_nobody_else_may_take_a_step",
    ),
    _wrong(
        "a stale form moves a matter", "complaints/operations/steps.py",
        " or (move.version is not None and move.version != complaint.version)", "",
        "complaints/test_operations_steps.py::test_a_stale_form_moves_nothing",
    ),
    _wrong(
        "lists are not filtered by actor", "complaints/queries.py",
        "    if not actor.is_staff:\n        return false()\n", "    return Complaint.id > 0\n", WORLDS,
    ),
    _wrong(
        "lists forget who is recused", "complaints/queries.py",
        "open_to = and_(_by_role(actor), ~recused(actor))", "open_to = _by_role(actor)", WORLDS,
    ),
    _wrong(
        "search is not filtered by actor", "complaints/views/search/page.py",
        "actor, query = reader.actor, queries.listed(reader.actor)", "actor, query = reader.actor, select(Complaint)",
        WORLDS,
    ),
    _wrong(
        "nobody is recused", "complaints/policy.py",
        "return bool(accused_units(complaint) & actor.units) or actor.person_id in named_people(complaint)", "return False",
        "complaints/views/test_no_trace.py::test_no_page_betrays_the_matter",
    ),
    _wrong(
        "recusal looks at the chosen post only", "complaints/policy.py",
        "accused_units(complaint) & actor.units) or", "accused_units(complaint) & {actor.unit}) or",
        "complaints/test_policy.py::test_recusal_looks_at_the_whole_person",
    ),
    _wrong(
        "the message is written after the commit", "complaints/operations/filing.py",
        '    outbox.put("read", f"read:{complaint.id}:1"',
        '    db.session.commit()\n    outbox.put("read", f"read:{complaint.id}:1"',
        "house/test_sources.py::test_only_the_shell_commits",
    ),
    _wrong(
        "a message is put twice", "app/outbox.py",
        "if not _mark_done(id_, token):\n            return 0\n", "_mark_done(id_, token)\n",
        "app/test_outbox.py::test_whoever_lost_the_lease_writes_nothing",
    ),
    _wrong(
        "nothing is masked", "complaints/operations/words.py",
        "return mask(text, [name for name in own if name]).text", "return text", CANARIES,
    ),
    Wrong(
        "nothing is sealed", "app/sealing.py",
        (
            ("AESGCM(key.secret).encrypt(nonce, plaintext, _bound(where, key.kid))", "plaintext + bytes(TAG_BYTES)"),
            ('AESGCM(ring.key(kid, "seal").secret).decrypt(nonce, rest, _bound(where, kid))', "rest[:-TAG_BYTES]"),
        ),
        f"tests/{CANARIES}",
    ),
    _wrong(
        "a seal is not bound to its row", "app/sealing.py",
        'return f"qs1|{where}|{kid}".encode()', 'return b"qs1"',
        "app/test_sealing.py::test_a_value_moved_to_another_row_column_or_table_is_noticed",
    ),
    _wrong(
        "forms of other sites are taken", "app/web/forms.py",
        "            super().validate_csrf_token(form, field)\n        except ValidationError:\n            raise",
        "            pass\n        except ValidationError:\n            raise",
        "complaints/views/test_public_filing.py::test_files_of_a_forged_form_are_neither_opened_nor_kept",
    ),
    _wrong(
        "files are opened before the token", "complaints/views/uploads.py",
        "if not form.is_from_here():", "if form is None:",
        "complaints/views/test_public_filing.py::test_files_of_a_forged_form_are_neither_opened_nor_kept",
    ),
    _wrong(
        "a form counts as often as it is sent", "app/web/tickets.py",
        "    return None if row is None else Spent(row.location, row.digest == digest(body))", "    return None",
        "complaints/views/test_public_filing.py::test_the_same_form_sent_again_gives_the_same_receipt",
    ),
    _wrong(
        "a closed clock forgets that it was late", "complaints/operations/times.py",
        "        row.warn_at = next_warning(",
        "        row.crossed_at = None if row.stopped_at else row.crossed_at\n        row.warn_at = next_warning(",
        "complaints/test_operations_invariants.py::test_a_missed_deadline_stays_missed_through_rework_and_reopening",
    ),
    _wrong(
        "what was met too late is not crossed", "complaints/operations/steps.py",
        'if c.act == "stop" and c.clock.stopped_at > c.clock.due_at}', 'if c.act == "none"}',
        "complaints/test_operations_invariants.py::test_a_deadline_met_too_late_between_two_sweeps_is_crossed_all_the_same",
    ),
    _wrong(
        "entries are not linked", "app/chain.py", "prev_hash=head.hash,", 'prev_hash="",',
        "app/test_audit.py::test_an_honest_history_raises_no_alarm",
    ),
    _wrong(
        "nobody reckons the hashes again", "app/audit.py",
        "return chain.same(entry.hash, chain.digest(ring, entry, _kid(entry.hash)))", "return True",
        "app/test_audit.py::test_a_changed_column_is_noticed_at_its_place",
    ),
    _wrong(
        "formulas live in exports", "app/exports/cells.py", "return bool(plain) and plain[0] in STARTS", "return False",
        "app/exports/test_exports.py::test_text_that_a_spreadsheet_would_reckon_with_is_marked",
    ),
    _wrong(
        "a look leaves no record", "complaints/operations/looks.py",
        "    if new is not None:\n", "    if new == 0:\n",
        "complaints/views/test_case_looks.py::test_a_purpose_opens_a_named_identity_once_and_the_enterprise_sees_it",
    ),
    _wrong(
        "any code opens a matter", "complaints/operations/words.py",
        "return complaint.code_hash in lookup_keys(", "return bool(code) or complaint.code_hash in lookup_keys(",
        "complaints/views/test_public_following.py::test_unknown_number_and_wrong_code_get_the_same_answer",
    ),
    _wrong(
        "digits count twice", "app/auth/second_factor.py", "return _is_first(factor, step)", "return True",
        "app/auth/test_second_factor.py::test_digits_count_once",
    ),
    _wrong(
        "a revoked session goes on", "app/auth/current.py",
        "row.revoked_at is not None or at >= row.ends_at", "at >= row.ends_at",
        "app/auth/test_signing_in.py::test_signing_out_ends_the_session_in_the_store_too",
    ),
    _wrong(
        "a spent one-time code lets in", "app/auth/views/signing_in.py",
        "return who if who.one_time else None", "return who",
        "app/auth/test_signing_in.py::test_setting_the_first_password_twice_sets_it_once",
    ),
    _wrong(
        "pictures keep what the camera wrote", "app/gate/pictures.py", "    picture.info.clear()", "    picture.info.copy()",
        "app/gate/test_pictures.py::test_words_inside_a_png_are_gone",
    ),
    _wrong(
        "a letter in doubt is sent again", "app/notices/jobs.py",
        'found.values(state="doubtful"', 'found.values(state="waiting"',
        "complaints/test_notices.py::test_a_worker_that_died_while_sending_leaves_a_doubt_and_no_second_message",
    ),
)  # fmt: skip
