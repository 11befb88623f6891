"""Which passwords stand, and which are guessed in a minute."""

from __future__ import annotations

import pytest

from app.auth import attempts, codes, passwords


@pytest.mark.parametrize(
    "easy",
    [
        "short", "password1234", "Password!!2026", "qwertyuiop12", "1qaz2wsx3edc",
        "aaaaaaaaaaaa", "abcabcabcabc", "123456789012", "20261124202611",
        "P@ssw0rd!2026", "admin@admin123", "clerkclerk12", "qishengqisheng", "ｐａｓｓｗｏｒｄ１２３４", "x" * 201,
    ],
)  # fmt: skip
def test_an_easy_password_is_refused_with_a_reason(easy: str) -> None:
    assert passwords.objection(easy, "clerk")


@pytest.mark.parametrize(
    "good",
    ["松林里的旧木桥上慢慢看云", "correct staple horse", "Tr0ub4dor&3 und 7", "clerk likes 9 grey geese", "anlan-2026-demo"],
)
def test_a_password_of_several_words_stands(good: str) -> None:
    assert passwords.objection(good, "clerk") == ""


def test_a_password_is_kept_as_a_hash_that_only_it_fits() -> None:
    kept = passwords.hash_password("correct staple horse")
    assert kept.startswith("$argon2id$")
    assert "m=19456,t=2,p=1" in kept
    assert passwords.is_right("correct staple horse", kept)
    assert not passwords.is_right("correct staple horsE", kept)
    assert not passwords.is_right("anything", None)
    assert not passwords.is_right("\ud800", "no hash at all")


def test_the_same_letters_typed_on_another_keyboard_are_the_same_password() -> None:
    assert passwords.is_right("cafe\u0301 au lait noir", passwords.hash_password("caf\u00e9 au lait noir"))


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    assert [attempts.wait_after(n) for n in (1, 4, 5, 6, 7, 10, 1000)] == [0, 0, 30, 60, 120, 900, 900]


def test_a_code_is_read_however_it_was_typed() -> None:
    code = codes.one_time_code("ticket")
    assert codes.one_time_code("ticket") == code != codes.one_time_code("another")
    kept = codes.kept("one_time", code)
    assert codes.is_right("one_time", code.lower().replace("-", "  "), kept)
    assert not codes.is_right("one_time", code[:-1], kept)
    assert not codes.is_right("recovery", code, kept)
    assert not codes.is_right("one_time", "", None)
    assert codes.plain("oil-U") == "011V"
