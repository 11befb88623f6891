"""What is sealed opens in its own place, for a look, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app import keys
from app.keys import KeyRing, use_ring
from app.sealing import (
    Look,
    SealedField,
    Secret,
    Tampered,
    kid_of,
    lookup_keys,
    normalise_phone,
    phone_key,
    place,
    random_id,
    reseal,
    seal,
    unseal,
)

RING = KeyRing.new()
CLERK = Look("核对联系方式", "person:7")


class Base(DeclarativeBase):
    pass


class Contact(Base):
    __tablename__ = "contact"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    _name: Mapped[bytes | None] = mapped_column("name", LargeBinary)
    _phone: Mapped[bytes | None] = mapped_column("phone", LargeBinary)
    name = SealedField("_name")
    phone = SealedField("_phone")


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys, "_in_force", RING)
    yield


@given(st.binary(max_size=2000), st.text(min_size=1))
def test_what_was_sealed_comes_back(content: bytes, column: str) -> None:
    where = place("complaint", column.encode("utf-8", "replace").decode(), 5)
    assert unseal(RING, seal(RING, content, where), where) == content


@given(st.binary(max_size=200), st.data())
def test_one_changed_byte_is_noticed(content: bytes, data: st.DataObject) -> None:
    blob = bytearray(seal(RING, content, "t|c|1"))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Tampered):
        unseal(RING, bytes(blob), "t|c|1")


@given(st.binary(max_size=60))
def test_foreign_bytes_are_never_more_than_tampered(blob: bytes) -> None:
    with pytest.raises(Tampered):
        unseal(RING, blob, "t|c|1")


@pytest.mark.parametrize("elsewhere", [place("contact", "phone", 2), place("contact", "name", 1), place("person", "phone", 1)])
def test_a_value_moved_to_another_row_column_or_table_is_noticed(elsewhere: str) -> None:
    blob = seal(RING, b"029", place("contact", "phone", 1))
    with pytest.raises(Tampered):
        unseal(RING, blob, elsewhere)


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert seal(RING, b"029", "t|c|1") != seal(RING, b"029", "t|c|1")


def test_old_values_open_after_a_change_of_keys_and_move_to_the_new_one() -> None:
    newer = RING.add("seal")
    old = seal(RING, b"029", "t|c|1")
    assert unseal(newer, old, "t|c|1") == b"029"
    new = reseal(newer, old, "t|c|1")
    assert kid_of(new) == newer.current("seal").kid != kid_of(old)
    assert unseal(newer, new, "t|c|1") == b"029"
    assert reseal(newer, new, "t|c|1") is new
    with pytest.raises(Tampered, match="no seal key"):
        unseal(RING, new, "t|c|1")


def test_a_field_reads_as_a_secret_that_opens_for_a_look_only() -> None:
    contact = Contact(id=random_id(), name="王建国", phone="029-8888")
    secret = contact.name
    assert secret is not None
    assert f"{secret} {secret!r} {[secret]}" == "*** *** [***]"
    assert secret.open(CLERK) == "王建国"
    for no_look in (None, "clerk"):
        with pytest.raises(TypeError):
            secret.open(no_look)  # type: ignore[arg-type]
    assert "王建国".encode() not in (contact._name or b"")


@given(st.text() | st.just("半\ud800个字"))
def test_a_field_gives_back_any_text(text: str) -> None:
    keys.use_ring(RING)
    contact = Contact(id=3, name=text)
    assert isinstance(contact.name, Secret)
    assert contact.name.open(CLERK) == text


def test_swapped_rows_and_columns_are_noticed() -> None:
    one, two = (Contact(id=random_id(), name=name, phone=name) for name in ("甲", "乙"))
    one._name, two._name = two._name, one._name
    two._phone = two._name
    for secret in (one.name, two.name, two.phone):
        assert secret is not None
        with pytest.raises(Tampered):
            secret.open(CLERK)


def test_an_empty_field_stays_empty() -> None:
    contact = Contact(id=1, name="甲")
    contact.name = None
    assert contact.name is None
    assert contact._name is None
    assert Contact(id=2).phone is None


def test_sealing_before_the_id_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="set the id"):
        Contact(name="甲")


def test_a_look_says_who_and_why() -> None:
    for purpose, actor in (("", "person:7"), ("核对", "")):
        with pytest.raises(ValueError, match="purpose and an actor"):
            Look(purpose, actor)


def test_ids_are_positive_and_exact_in_javascript() -> None:
    ids = {random_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert 0 < min(ids) <= max(ids) < 2**53


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0011 0022", "13800110022"),
        ("+86-13800110022", "13800110022"),
        ("008613800110022", "13800110022"),
        ("8613800110022", "13800110022"),
        ("１３８００１１００２２", "13800110022"),
        ("(029) 8888-1234", "02988881234"),
        ("+86 29 8888 1234", "02988881234"),
        ("+86 (0)29 8888 1234", "02988881234"),
        ("+86 400 123 4567", "4001234567"),
        ("029-88881234转801", "02988881234x801"),
        ("029-88881234 分机：801", "02988881234x801"),
        ("+852 2345 6789", "+85223456789"),
        ("无", ""),
    ],
)
def test_a_phone_has_one_spelling(typed: str, number: str) -> None:
    assert normalise_phone(typed) == number


def test_a_phone_is_found_by_its_key_however_typed_and_whatever_the_key() -> None:
    newer = RING.add("lookup")
    assert phone_key(RING, "+86 138 0011 0022") == phone_key(RING, "13800110022")
    assert phone_key(RING, "13800110022") in lookup_keys(newer, "phone", "13800110022")
    assert len(phone_key(RING, "13800110022")) == 64


def test_without_a_ring_nothing_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_in_force", None)
    with pytest.raises(RuntimeError, match="no key ring"):
        Contact(id=1, name="甲")
    use_ring(RING)
    assert Contact(id=1, name="甲").name is not None
