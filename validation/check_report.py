#!/usr/bin/env python3
"""A report as a browser meets it: check_report.py FILE. No network, no script, under 3 MB, well formed, nothing empty."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

VOID = {"meta", "br", "link", "img", "hr"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.headings, self.ids = [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        for name in ("src", "href", "action"):
            if attributes.get(name, "#").startswith(("http", "//")):
                sys.exit(f"<{tag}> asks the network for {attributes[name]}")
        if tag in ("script", "iframe", "object", "form"):
            sys.exit(f"there is a <{tag}>")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f"</{tag}> closes nothing")


def main(path):
    text = Path(path).read_text(encoding="utf-8")
    size = len(text.encode())
    page = Page()
    page.feed(text)
    assert not page.open, f"left open: {page.open}"
    assert page.headings[0] == 1 and page.headings.count(1) == 1, "one first heading"
    assert all(b <= a + 1 for a, b in zip(page.headings, page.headings[1:])), "headings skip a level"
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert size < 3_000_000, f"{size} bytes"
    assert "default-src 'none'" in text, "no content security policy"
    drawings = re.findall(r"<svg.*?</svg>", text, re.S)
    assert len(drawings) >= 8, f"{len(drawings)} drawings"
    for drawing in drawings:
        tree = ElementTree.fromstring(drawing)
        names = [child.tag.split("}")[1] for child in tree]
        assert names[:2] == ["title", "desc"] and tree[0].text, "a drawing without a title"
        for number in re.findall(r' (?:d|x|y|x1|y1|x2|y2|width|height|viewBox)="[^"]*(?:NaN|inf)[^"]*"', drawing):
            sys.exit(f"a drawing holds {number}")
    for words in ("predicts nothing", "24 February 2022", "One possible run".lower(), "divizion"):
        assert words in text or words in text.lower(), f"the page does not say {words!r}"
    print(f"  {path}: {size} bytes, {len(drawings)} drawings, {len(page.headings)} headings")


if __name__ == "__main__":
    main(*sys.argv[1:])
