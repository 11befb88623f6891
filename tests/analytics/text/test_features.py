"""What a model may remember of a text, and where in the text it stood."""

from __future__ import annotations

from analytics.text.features import WORD, learn, occurrences, width

TEXT = "营业执照办不下来，窗口让跑了13趟"


def test_each_part_is_found_again_at_its_places() -> None:
    for feature, places in occurrences(TEXT).items():
        spelled = feature.removeprefix(WORD).replace(" ", "")
        assert {TEXT[start : start + width(feature)] for start in places} == {spelled}


def test_words_of_the_taxonomy_stay_whole() -> None:
    assert WORD + "营业执照" in occurrences(TEXT)


def test_parts_do_not_reach_over_signs_or_hidden_stretches() -> None:
    found = occurrences("拖欠\ufffc\ufffc工程款，工资")
    assert not [feature for feature in found if "款工" in feature or "欠工" in feature or "\ufffc" in feature]


def test_long_numbers_and_latin_words_are_not_remembered() -> None:
    found = occurrences("合同20241380013号由Anlan公司代办abc")
    assert not [feature for feature in found if any(run in feature for run in ("2024", "1380", "anlan", "nlan"))]
    assert WORD + "abc" in found


def test_a_vector_has_length_one_and_rare_parts_weigh_more() -> None:
    documents = [occurrences(text) for text in ("停电停产", "停电检修", "停电补偿", "停产补偿")]
    vocabulary = learn(documents, least=1)
    columns, weights = vocabulary.vector(documents[1])
    by_column = dict(zip(columns.tolist(), weights.tolist(), strict=True))
    assert abs(sum(weight**2 for weight in by_column.values()) - 1) < 1e-5
    assert by_column[vocabulary.columns[WORD + "检修"]] > by_column[vocabulary.columns[WORD + "停电"]]


def test_a_text_without_any_known_part_gives_an_empty_vector() -> None:
    columns, _ = learn([occurrences("停电")], least=1).vector(occurrences("😀 \x00"))
    assert len(columns) == 0
