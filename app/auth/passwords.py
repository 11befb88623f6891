"""Passwords: argon2id, at most four at once, and what is too easy to guess."""

from __future__ import annotations

import re
import string
import threading
import unicodedata
from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
FEWEST_SIGNS = 5
AT_ONCE = 4
FEWEST_OWN = 8  # signs beside one's own name

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)

# Words of which easy passwords are made; digits and signs around them do not help.
_WORDS = (
    "password passwd pass qwerty qwert admin administrator root welcome letmein iloveyou woaini monkey dragon master "
    "football baseball superman sunshine princess login user test guest hello secret computer internet china zhongguo "
    "beijing shanghai mima qisheng anlan yingshang yingshangban zhengfu zwfw gov office abc abcd asdf zxcv zxcvbn qwer "
    "word"
)
COMMON = re.compile(f"(?:{'|'.join(_WORDS.split())})+")
LOOKS_LIKE = str.maketrans("@013$5!", "aoiessi")
RUNS = (
    string.ascii_lowercase, "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "!@#$%^&*()",
)  # fmt: skip
MOSTLY = 0.7


def hash_password(password: str) -> str:
    """What the store keeps of *password*."""
    with _places:
        return _hasher.hash(_bytes(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether *password* is the one behind *kept*; without one the same work is done for nothing."""
    with _places:
        try:
            return _hasher.verify(kept or _nobodys(), _bytes(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def objection(password: str, login: str) -> str:
    """Why *password* will not do for *login*; empty if it will."""
    plain = unicodedata.normalize("NFKC", password).lower()
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 位，您填了 {len(password)} 位"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 位，您填了 {len(password)} 位"
    if plain.isdecimal():
        return "密码不能只有数字，请加上文字或字母"
    if login and len(plain.replace(login.lower(), "")) < FEWEST_OWN:
        return "密码里去掉账号就没剩几位了，请换一个"
    return "这个密码太常见，容易被猜中，请换一个" if _is_easy(plain) else ""


def _is_easy(plain: str) -> bool:
    return len(set(plain)) < FEWEST_SIGNS or _is_run(plain) or _is_common(plain) or _is_common(_spelt_out(plain))


def _is_common(plain: str) -> bool:
    """Whether all its words are common ones, digits and signs apart."""
    words = re.findall(r"[^\W\d_]+", plain)
    return bool(words) and all(COMMON.fullmatch(word) for word in words)


def _spelt_out(plain: str) -> str:
    """p@ssw0rd123 as password: signs that look like letters, but for those at the ends."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain).translate(LOOKS_LIKE)


def _is_run(plain: str) -> bool:
    """Whether most neighbours in it are neighbours on the keyboard, in the alphabet or the same sign."""
    pairs = [a + b for a, b in pairwise(plain)]
    easy = sum(pair[0] == pair[1] or any(pair in run or pair[::-1] in run for run in RUNS) for pair in pairs)
    return easy >= MOSTLY * len(pairs)


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _nobodys() -> str:
    return _hasher.hash(b"nobody has this password")
