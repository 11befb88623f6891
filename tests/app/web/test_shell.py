"""Layouts and parts, read as people read them, on the gallery's pages."""

from __future__ import annotations

import pytest

from tests.gallery import create_app
from tests.pages import Checked


@pytest.fixture()
def checked() -> Checked:
    return Checked(create_app().test_client())


@pytest.mark.parametrize("url", ["/", "/desk", "/follow", "/home", "/gate"])
def test_every_part_keeps_the_rules_of_pages(checked: Checked, url: str) -> None:
    assert checked.get(url).main


def test_a_rejected_form_comes_back_with_everything_typed_and_says_what_is_wrong(checked: Checked) -> None:
    page = checked.get("/")
    page = checked.submit(page, text="停电三天", tel="1990000000", mode="sealed", why=["slow", "pushed"], level="1", agreed="y")
    summary = page.all(class_="errsum")[0]
    assert "还差 2 处" in summary.text
    assert "autofocus" in summary
    assert page.errors == ["请写 10 个字以上，您写了 3 个字", "手机号应为 11 位，您填了 10 位"]
    kept = page.form()
    assert (kept["text"], kept["tel"], kept["mode"], kept["why"]) == ("停电三天", "1990000000", "sealed", ["slow", "pushed"])
    telephone = page.all("input", name="tel")[0]
    assert telephone["aria-invalid"] == "true"
    assert "tel-error" in telephone["aria-describedby"].split()


def test_the_error_summary_leads_to_the_first_option_of_a_group(checked: Checked) -> None:
    page = checked.submit(checked.get("/"), text="停电三天了，没有人来管一管", tel="19900000000")
    assert page.links["Not a valid choice."] == "#level-0"


def test_no_rating_is_preselected(checked: Checked) -> None:
    assert "level" not in checked.get("/").form()


def test_kept_files_are_listed_and_can_be_taken_away(checked: Checked) -> None:
    page = checked.get("/")
    assert "验收申请受理通知.jpg" in page.text
    assert "1.2 MB" in page.text
    assert page.all("input", name="drop", type="checkbox")[0]["value"] == "a1"


def test_what_was_typed_is_escaped(checked: Checked) -> None:
    page = checked.submit(checked.get("/"), text="<script>alert(1)</script>", name='"><b>', tel="1")
    assert page.form()["text"] == "<script>alert(1)</script>"
    assert page.form()["name"] == '"><b>'


def test_large_type_works_as_a_link_and_is_remembered(checked: Checked) -> None:
    large = checked.get("/follow?size=large")
    assert large.all("html")[0]["data-size"] == "large"
    assert checked.get("/home").all("html")[0]["data-size"] == "large"
    assert checked.get("/home?size=normal").all("html")[0]["data-size"] == "normal"


def test_the_desk_shows_where_one_is_and_under_which_post(checked: Checked) -> None:
    page = checked.get("/desk")
    navigation = page.all("nav", aria_label="工作导航")[0]
    assert [link.text for link in navigation.all("a", aria_current="page")] == ["待派单23"]
    assert "何某 派单岗" in page.text


def test_a_table_head_that_sorts_says_how(checked: Checked) -> None:
    heads = checked.get("/desk").all("th", aria_sort="ascending")
    assert [head.text for head in heads] == ["派单时限"]


def test_a_holders_bar_is_told_in_words(checked: Checked) -> None:
    bar = checked.get("/desk").all("svg", role="img")[0]
    assert bar["aria-label"] == "审查 15 分钟，派单 20 分钟"
    assert len(bar.all("rect")) == 2


@pytest.mark.parametrize("status", [403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_refusal_says_what_happened_and_what_to_do(checked: Checked, status: int) -> None:
    page = checked.get(f"/error/{status}", status=status)
    assert page.heading.endswith("。")
    assert "0000-8800123" in page.main
    assert page.links["回首页"]


@pytest.mark.parametrize("status", [409, 503])
def test_a_refusal_gives_back_what_was_typed(checked: Checked, status: int) -> None:
    page = checked.get(f"/error/{status}", status=status)
    assert page.all("textarea")[0].text == "我公司二期厂房7月28日提交消防验收申请。"


def test_hidden_fields_have_no_ids_so_that_several_forms_fit_on_a_page(checked: Checked) -> None:
    hidden = checked.get("/").all("input", type="hidden")
    assert {field["name"] for field in hidden} == {"csrf_token", "ticket"}
    assert not any("id" in field for field in hidden)
