"""HTML as a tree, read strictly: what is opened must be closed, as the templates promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


class BadMarkup(AssertionError):
    """The page is not well nested."""


@dataclass
class Node:
    """An element with its attributes; children are elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *tags: str, **attributes: str) -> list[Node]:
        """Elements below with one of *tags* (any when none) and these attributes; class_ asks for one class."""
        return [node for node in self.walk() if node is not self and node.matches(tags, attributes)]

    def first(self, *tags: str, **attributes: str) -> Node:
        found = self.all(*tags, **attributes)
        assert found, f"no <{'|'.join(tags) or '*'}> with {attributes}"
        return found[0]

    def matches(self, tags: tuple[str, ...], attributes: dict[str, str]) -> bool:
        if tags and self.tag not in tags:
            return False
        wanted = dict(attributes)
        css_class = wanted.pop("class_", None)
        if css_class and css_class not in self["class"].split():
            return False
        return all(self.attributes.get(name.replace("_", "-")) == value for name, value in wanted.items())

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node:
            yield node
            node = node.parent

    @property
    def text(self) -> str:
        """What can be read here, blanks folded."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in {"script", "style", "template"}:
                yield from child._texts()
                yield "" if child.tag in INLINE else " "


INLINE_WORDS = "a abbr b bdi code em i kbd label mark q s small span strong sub sup time u wbr"
INLINE = frozenset(INLINE_WORDS.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document")
        self.at = self.root
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise BadMarkup(f"<{tag}> has an attribute twice: {names}")
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.at.tag != tag or self.at.parent is None:
            raise BadMarkup(f"</{tag}> at line {self.getpos()[0]} closes <{self.at.tag}>")
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(html: str) -> tuple[Node, str]:
    """The tree of *html* and its doctype."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.at is not reader.root:
        raise BadMarkup(f"<{reader.at.tag}> is never closed")
    return reader.root, reader.doctype
