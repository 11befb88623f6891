"""One language of conditions: it reads what SurveyJS reads, answers as it answers, and says where a text is broken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.conditions import BadCondition, evaluate, holds, in_words, parse, truth, write
from surveys.conditions.syntax import Compare, Join, Listing, Literal, Name, Node, Not, Op, Presence
from surveys.definition import Choice, Item, ItemType, Page, Questionnaire, Row

WORLD = {
    "a": 1, "b": "1", "c": "Abc", "l": ["x", "y"], "e": "", "el": [], "n": None, "z": 0, "m": {"r1": "2"}, "d": "2026-01-02",
    "t": True, "f": False, "s": "abc", "num": "10", "d2": "2025-12-31", "o": ["2", "3"],
}  # fmt: skip

# What survey-core 3.1.1 (ConditionRunner) says of each in that world.
TRUE = """{a} = '1'|{a} = {b}|{c} = 'abc'|{c} = 'ABC '|{e} empty|{el} empty|{z} notempty|{q} <> 'a'|{q} = {r}|{z} = false
{f} = 0|{l} = ['y','x']|{l} contains 'x'|{l} contains ['x','y']|{c} contains 'b'|{c} contains 'B'|{a} contains 1
{q} notcontains 'x'|{l} anyof ['x','z']|{s} anyof ['abc','z']|{l} anyof 'x'|{l} allof ['x','y']|{s} allof ['abc']
{l} allof []|{l} anyof []|{m.r1} = 2|{m.r9} empty|{num} > 9|'b' > 'a'|{d} > {d2}|{d} > '2026-01-01'
{a} = 1 and {q} = 2 or {s} = 'abc'|{a} == 1|{a} equal 1|{a} less 2|{a} greaterorequal 1|{s} *= 'b'|{l} noneof ['z']
{c} contain 'A'|{t} = 'true'|{t} = true|{t} = 1|{f} = 'false'|{a} AND {b}|{a} NotEmpty|{e} = ''|{q} = ''|{a}=1|{A} = 1
{a}={b}and{t}|{t} <> {f}|{o} contains 2|{o} anyof [2]|{o} allof [2,3]|{q} <= {r}|{a} <= 1|{q} noneof ['x']
{l} notcontains ['x','z']|{a} = 1.0|{d} = '2026-01-02'|-1 < 0|{a} > -1|{a} anyof [1,2]|{z} < 1|{z} <> ''|!{a} = 2 or {t}
!!{t}|{s} = abc|{s} = "abc"|{s} contains 'A'|{num} contains 1|{f} contains 'fal'|{t} contains true|{num} <= '10'
{num} >= 9.5|{t} > 0|{a} notcontains 2|{l} contains 'X'|{l} <> 'x'|{q} allof []|{a} anyof ['x', 1]|{s} anyof 'ABCD'
{s} allof ['a','b']|{z} anyof [0]|{f} anyof [false]|{z} notcontains 0|{f} notcontains 'x'|{q} != 1|{a} notequal 2"""
FALSE = """{z} empty|{f} empty|{q} = 'a'|{q} < 5|{q} >= 0|{n} = 0|{q} = 0|{l} = 'x'|{l} contains ['x','z']|{q} contains 'x'
{l} notcontains 'x'|{q} anyof ['x']|{l} allof ['x','z']|{q} allof ['x']|'10' > '9'|!{t}|negate {t}|!{a} = 1|!({a} = 1)
{a} and {s}|{q} and {s}|{a} notequal 1|{a} = yes|yes|{l} > 1|{a} < 'x'|{c} < 5|{l} empty and {a}|['x']|{l} noneof ['x']
{s} contains ''|{a} empty = true|!{q} empty|{f} and {t}|!{a} = 2|!{f} and {f}|{e} > 0|{a} = [1]|{l} anyof {o}|{z} contains 0
{e} notcontains ''|{q} contains ''|{q} notcontains ''|{l} contains ''|{z} and {t}|{m} empty|{l} allof {q}|{q} = false
{z} allof [0]|{a} < {m}|{s} > 1|{d} > 1|{a} && {f}|{m} = 1
{num} < '2'|{b} < 'abc'|{m} allof 1"""


@pytest.mark.parametrize(("written", "expected"), [(TRUE, True), (FALSE, False)])
def test_conditions_hold_where_surveyjs_says_so(written: str, expected: bool) -> None:
    texts = [text for line in written.splitlines() for text in line.split("|") if text]
    assert [text for text in texts if holds(text, WORLD) is not expected] == []


def test_not_in_a_word_negates_a_whole_comparison() -> None:
    assert holds("not {a} = 2 and {t}", WORLD)
    assert not holds("not ({a} = 1 or {t})", WORLD)


def test_a_value_is_given_as_it_is() -> None:
    assert evaluate(parse("{c}"), WORLD) == "Abc"
    assert evaluate(parse("{m.r1}"), WORLD) == 2  # a text that spells a number is one, as in SurveyJS
    assert evaluate(parse("{tel}"), {"tel": "0411"}) == "0411"
    assert evaluate(parse("'a\\'b'"), WORLD) == "a'b"
    assert evaluate(parse("{nobody}"), WORLD) is None
    assert not truth("abc")


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("({a} = 1", 0, "括号没有关上"), ("{a} = 1)", 7, "多了一个"), ("{a = 1", 0, "花括号没有关上"),
        ("{a} = 'x", 6, "引号没有关上"),
        ("{a} =", 5, "没有说完"), ("= 1", 0, "前面缺了"), ("{a} = 1 {b} = 2", 8, "连不上"), ("{a} + 1 = 2", 4, "不能计算"),
        ("iif({a}, 1, 2)", 0, "不认得函数"), ("{a} = 1 = 1", 8, "不能连着写"), ("{a} = 2026-01-02", 6, "放在引号里"),
        ("", 0, "空的"),
        ("{} = 1", 0, "没有题目"), ("{a} anyof [1, 2", 10, "方括号没有关上"), ("{a} and and {b}", 8, "前面缺了"),
        ("(" * 99 + "1" + ")" * 99, 60, "太深"), ("1 || " * 900 + "1", None, "太长"), ("{a} = 9" + "9" * 400, 6, "太大"),
    ],
)  # fmt: skip
def test_a_broken_condition_says_where(text: str, at: int | None, word: str) -> None:
    with pytest.raises(BadCondition, match=word) as refused:
        parse(text)
    assert at is None or refused.value.at == at


def test_full_width_signs_are_pointed_at_and_repaired() -> None:
    with pytest.raises(BadCondition, match="全角") as refused:
        parse("（{满意（总）} ＝ “是” and {b} = '＝'）")
    assert refused.value.repair == "({满意（总）} = \"是\" and {b} = '＝')"
    parse(refused.value.repair)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), min_size=1, max_size=8)
VALUES = st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(max_size=8)
LITERALS = st.builds(Literal, VALUES)
NAMES = st.builds(Name, WORDS.map(str.strip).filter(bool))
LEAVES = LITERALS | NAMES | st.builds(Listing, st.lists(LITERALS, max_size=3).map(tuple))


def _grow(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return (
        st.builds(Join, st.booleans(), nodes, nodes)
        | st.builds(Compare, st.sampled_from(Op), nodes, nodes)
        | st.builds(Presence, nodes, st.booleans())
        | st.builds(Not, nodes)
    )


@settings(max_examples=80, deadline=None)
@given(st.recursive(LEAVES, _grow, max_leaves=12))
def test_what_is_written_reads_as_the_same(tree: Node) -> None:
    assert write(parse(write(tree))) == write(tree)
    assert parse(write(tree)) == tree


PIECES = [
    "{a}",
    "{b.c}",
    "=",
    "<>",
    "and",
    "or",
    "not",
    "!",
    "(",
    ")",
    "[",
    "]",
    ",",
    "'x'",
    "1",
    "empty",
    "anyof",
    "（",
    "{",
    "'",
]


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        tree = parse(text)
    except BadCondition as refused:
        assert 0 <= refused.at <= len(text)
        assert str(refused)
    else:
        evaluate(tree, {"a": ["x"], "b": {"c": 1}})
        assert parse(write(tree)) == tree


def test_a_condition_is_said_in_plain_words() -> None:
    yes = (Choice("yes", "办过"), Choice("no", "没办过"))
    levels = tuple(Choice(5 - n, text) for n, text in enumerate(("非常满意", "满意", "基本满意", "不满意", "非常不满意")))
    asked = Questionnaire("测试", (Page("p", (
        Item("done", ItemType.RADIOGROUP, "最近一年，您到窗口办过事吗？", choices=yes),
        Item("service", ItemType.MATRIX, "下面几项，您满意吗？", choices=levels, rows=(Row("on_time", "承诺的时间内办完"),)),
        Item("recommend", ItemType.RATING, "推荐", rate_min=0, rate_max=10),
    )),))  # fmt: skip
    said = {
        "{service.on_time} <= 2": "第 2 题“承诺的时间内办完”低于或等于“不满意”",
        "{done} = 'yes' and ({recommend} < 6 or {recommend} empty)":
            "第 1 题“最近一年，您到窗口办过事吗？”选“办过”，并且（第 3 题“推荐”低于“6”，或者第 3 题“推荐”没有答）",
        "{done} anyof ['yes', 'no']": "第 1 题“最近一年，您到窗口办过事吗？”选了“办过”、“没办过”其中之一",
        "!({gone} = 7)": "不是（“gone”（没有这道题）等于 7 ）",
        "6 > {recommend}": "第 3 题“推荐”低于“6”",
    }  # fmt: skip
    assert {text: in_words(parse(text), asked) for text in said} == said
