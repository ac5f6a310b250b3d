"""Glossary files: what is written is read back, and no file breaks anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTerm, NotAGlossary
from bot.translation.names.exchange import LARGEST, read_glossary, write_tbx, write_tsv
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import KINDS, Term, checked

NAMES = st.lists(
    st.builds(
        Term,
        st.lists(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىئؤ", min_size=4, max_size=8), min_size=1)
        .map(lambda words: " ".join(words[:3])),
        st.from_regex(r"[A-Z][A-Za-zé]{1,8}( [A-Z][a-z'’.&,()/-]{0,8})?", fullmatch=True)
        .map(str.strip),
        st.sampled_from(KINDS),
        st.sampled_from([each for each in SpellingOrigin if each is not SpellingOrigin.SEED]),
    ),
    unique_by=lambda term: term.key,
)  # fmt: skip


@given(NAMES)
def test_what_is_written_is_read_back(terms: list[Term]) -> None:
    sound = []
    for term in terms:
        try:
            sound.append(checked(term.arabic, term.english, term.kind, term.origin))
        except BadTerm:
            continue  # an ordinary word
    for data in (write_tsv(sound), write_tbx(sound)):
        listing = read_glossary(data)
        assert listing.terms == tuple(sound)
        assert listing.refused == ()


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        read_glossary(data)
    except NotAGlossary:
        return


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_spreadsheets_save_in_many_ways(encoding: str) -> None:
    text = 'Arabic\tEnglish\r\n"باتروشيف"\t"Patrushev"\r\nستانبروك\tStanbrook\tplace\r\n'
    listing = read_glossary(text.encode(encoding))
    assert [(t.arabic, t.english, t.kind) for t in listing.terms] == [
        ("باتروشيف", "Patrushev", "person"),
        ("ستانبروك", "Stanbrook", "place"),
    ]


def test_bad_rows_are_refused_with_reasons_and_the_rest_kept() -> None:
    text = (
        "# comment\nباتروشيف\tPatrushev\nستانبروك\n\t\nلافروف\t<b>x</b>\n"
        "لافروف\tLavrov\triver\nباتروشيف\tPatroushev\nموسكو\tMoscow\n"
    )
    listing = read_glossary(text.encode())
    assert [t.english for t in listing.terms] == ["Patrushev", "Moscow"]
    assert len(listing.refused) == 4
    assert listing.refused[0].path.startswith("line 3: ستانبروك")
    assert "tab" in listing.refused[0].reason
    assert "Latin" in listing.refused[1].reason
    assert "kind" in listing.refused[2].reason
    assert "already" in listing.refused[3].reason


TBX_2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader/><text><body>
<termEntry id="1"><descrip type="subjectField">person</descrip>
 <langSet xml:lang="ar-EG"><tig><term>شويغو</term></tig><tig><term>شويجو</term></tig></langSet>
 <langSet xml:lang="en-US"><ntig><termGrp><term>Shoygu</term></termGrp></ntig></langSet>
</termEntry>
<termEntry id="2"><langSet xml:lang="ar"><tig><term>موسكو</term></tig></langSet>
 <langSet xml:lang="fr"><tig><term>Moscou</term></tig></langSet></termEntry>
</body></text></martif>"""

TBX_MIN = """<TBX dialect="TBX-Min"><header/><body><entry id="1">
<langGroup xml:lang="en"><termGroup><term>Shoygu</term></termGroup></langGroup>
<langGroup xml:lang="ar"><termGroup><term>شويغو</term></termGroup></langGroup>
</entry></body></TBX>"""


def test_the_older_edition_and_its_smallest_dialect_are_read() -> None:
    listing = read_glossary(TBX_2.encode())
    assert [(t.arabic, t.english) for t in listing.terms] == [
        ("شويغو", "Shoygu"),
        ("شويجو", "Shoygu"),
    ]
    assert listing.refused[0].reason == "It has no English term."
    assert [t.english for t in read_glossary(TBX_MIN.encode()).terms] == ["Shoygu"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body/></html>",
        b"<martif><text>",
        b"\x89PNG\x00\x00",
        b"x" * (LARGEST + 1),
        b'<!DOCTYPE martif [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><martif>&b;</martif>',
        b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><martif>&x;</martif>',
    ],
)
def test_what_is_no_glossary_is_refused(data: bytes) -> None:
    with pytest.raises(NotAGlossary, match=r"\.$"):
        read_glossary(data)
