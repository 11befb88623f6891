"""From JSON to a questionnaire: every fault is named with its place, and nothing is half read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from surveys.conditions import portable
from surveys.definition import Binding, Item, ItemType, Page, Questionnaire
from surveys.findings import BadDefinition, Finding
from surveys.profile.fields import EARLIER, BadPart, fields_of, flag, name, text

LARGEST = 2_000_000
MOST_ITEMS = 300
TOP = {"title", "description", "pages", "elements", "sidecar"}
ON_PAGE = {"name", "title", "description", "visibleIf", "elements"}
BOUND = {"indicator": text, "environment": text, "unit": text, "followUp": flag, "restricted": flag}
ATTRIBUTES = {"followUp": "follow_up", "restricted": "is_restricted"}

Object = dict[str, Any]


def read(source: str | bytes) -> Questionnaire:
    """The questionnaire that *source* defines. Raises BadDefinition."""
    reader = _Reader()
    found = reader.questionnaire(_parsed(source))
    if reader.findings:
        raise BadDefinition(reader.findings)
    return found


def _parsed(source: str | bytes) -> Object:
    if len(source) > LARGEST:
        _refuse(f"文件太大，最多 {LARGEST // 1_000_000} MB")
    try:
        written = source.decode("utf-8-sig") if isinstance(source, bytes) else source
        found = json.loads(written, object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError:
        _refuse("文件不是 UTF-8 编码")
    except json.JSONDecodeError as error:
        _refuse(f"不是 JSON：第 {error.lineno} 行第 {error.colno} 个字读不懂")
    except RecursionError:
        _refuse("嵌套太深")
    except ValueError as error:
        _refuse(str(error) if isinstance(error, BadPart) else "里面有一个数太大")
    if not isinstance(found, dict):
        _refuse("问卷应当是一个 JSON 对象")
    return found


def _refuse(sentence: str) -> NoReturn:
    raise BadDefinition([Finding("json", "error", "", f"{sentence}。")])


def _object(pairs: list[tuple[str, Any]]) -> Object:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise BadPart(f"属性“{next(key for key in keys if keys.count(key) > 1)}”写了两次")
    return found


def _constant(written: str) -> NoReturn:
    raise BadPart(f"{written} 不是数")


@dataclass
class _Reader:
    """Reads on after a fault, so that one look finds all."""

    findings: list[Finding] = field(default_factory=list)

    def refuse(self, path: str, sentence: str, rule: str = "profile") -> None:
        self.findings.append(Finding(rule, "error", path, f"{sentence}。"))

    def take(self, path: str, convert: Callable[[object], Any], value: object, default: Any = None) -> Any:
        """The value as *convert* reads it, or *default* with a finding."""
        try:
            return convert(value)
        except BadPart as bad:
            self.refuse(path + bad.path, str(bad))
            return default

    def only(self, raw: Object, allowed: Iterable[str], path: str) -> None:
        for key in raw:
            if key not in allowed:
                self.refuse(f"{path}.{key}".lstrip("."), "不认得这个属性", "unknown-property")

    def texts(self, raw: Object, path: str, *keys: str) -> dict[str, str]:
        return {key: self.take(f"{path}.{key}".lstrip("."), text, raw[key], "") if key in raw else "" for key in keys}

    def objects(self, value: object, path: str) -> list[tuple[Object, str]]:
        """The objects of a list, with the path of each."""
        if not isinstance(value, list):
            self.refuse(path, "应当是列表")
            return []
        found = [(one, f"{path}[{number}]") for number, one in enumerate(value)]
        for one, place in found:
            if not isinstance(one, dict):
                self.refuse(place, "应当是对象")
        return [(one, place) for one, place in found if isinstance(one, dict)]

    def questionnaire(self, raw: Object) -> Questionnaire:
        self.only(raw, TOP, "")
        heads = self.texts(raw, "", "title", "description")
        if "pages" in raw and "elements" in raw:
            self.refuse("elements", "pages 和 elements 只能有一个")
        if "elements" in raw:
            pages = [self.page({"elements": raw["elements"]}, "", 1)]
        else:
            given = self.objects(raw.get("pages", []), "pages")
            pages = [self.page(page, path, number) for number, (page, path) in enumerate(given, start=1)]
        if sum(len(page.items) for page in pages) > MOST_ITEMS:
            self.refuse("pages", f"题目太多，最多 {MOST_ITEMS} 道")
        return self.bound(Questionnaire(heads["title"], tuple(pages), heads["description"]), raw.get("sidecar", {}))

    def page(self, raw: Object, path: str, number: int) -> Page:
        self.only(raw, ON_PAGE, path)
        said = self.texts(raw, path, "title", "description", "visibleIf")
        called = self.take(f"{path}.name", name, raw.get("name", f"page{number}"), "?")
        items = [self.item(one, place) for one, place in self.objects(raw.get("elements", []), f"{path}.elements".lstrip("."))]
        return Page(called, tuple(one for one in items if one), said["title"], said["description"], portable(said["visibleIf"]))

    def item(self, raw: Object, path: str) -> Item | None:
        kind = raw.get("type")
        if kind not in list(ItemType):
            self.refuse(f"{path}.type", f"不认得题型“{kind}”" if isinstance(kind, str) else "缺题型", "unknown-type")
            return None
        known = fields_of(ItemType(kind))
        values: Object = {}
        for written, value in raw.items():
            key = EARLIER.get(written, written)
            if key in known:
                values[known[key].attribute] = self.take(f"{path}.{written}", known[key].read, value)
            elif key != "type":
                self.refuse(f"{path}.{written}", "不认得这个属性", "unknown-property")
        if "name" not in raw:
            self.refuse(path, "缺 name")
        broken = [attribute for attribute, value in values.items() if value is None]
        if broken or "name" not in values:
            return None
        return Item(type=ItemType(kind), **{"title": values["name"], **values})  # as SurveyJS shows it

    def bound(self, found: Questionnaire, raw: object) -> Questionnaire:
        """With what the sidecar says of items and of rows."""
        if not isinstance(raw, dict):
            self.refuse("sidecar", "应当是对象")
            return found
        bindings = {key: self.binding(one, f"sidecar.{key}") for key, one in raw.items()}
        known = {item.name for item in found.items} | {f"{item.name}.{row.value}" for item in found.items for row in item.rows}
        for key in bindings:
            if key not in known and not self.findings:
                self.refuse(f"sidecar.{key}", "没有这道题", "unknown-name")
        pages = (replace(page, items=tuple(_with(item, bindings) for item in page.items)) for page in found.pages)
        return replace(found, pages=tuple(pages))

    def binding(self, raw: object, path: str) -> Binding:
        if not isinstance(raw, dict):
            self.refuse(path, "应当是对象")
            return Binding()
        self.only(raw, {*BOUND, "scores"}, path)
        values = {ATTRIBUTES.get(key, key): self.take(f"{path}.{key}", BOUND[key], raw[key], "") for key in BOUND if key in raw}
        return Binding(scores=self.take(f"{path}.scores", _scores, raw.get("scores", {}), ()), **values)


def _scores(value: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict):
        raise BadPart("应当是对象")
    for code, points in value.items():
        if type(points) not in {int, float} or not 0 <= points <= 100:
            raise BadPart("分数应当在 0 和 100 之间", f".{code}")
    return tuple((code, float(points)) for code, points in value.items())


def _with(item: Item, bindings: dict[str, Binding]) -> Item:
    rows = tuple(replace(row, binding=_own(bindings.get(f"{item.name}.{row.value}"))) for row in item.rows)
    return replace(item, rows=rows, binding=bindings.get(item.name, Binding()))


def _own(binding: Binding | None) -> Binding | None:
    return None if binding == Binding() else binding
