"""Search understands what people type into Anki's browser, and says so where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashdeck.core.query import (
    Either,
    Every,
    Not,
    Property,
    Query,
    QueryError,
    Rated,
    Term,
    Words,
    parse_query,
)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", Every(())),
        ("soleus", Words("soleus")),
        ("tibial nerve", Every((Words("tibial"), Words("nerve")))),
        ("tibial and nerve", Every((Words("tibial"), Words("nerve")))),
        ('"tibial nerve"', Words("tibial nerve")),
        ("gastro*", Words("gastro", beginning=True)),
        ("-nerve", Not(Words("nerve"))),
        ("a or b c", Either((Words("a"), Every((Words("b"), Words("c")))))),
        ("(a OR b) c", Every((Either((Words("a"), Words("b"))), Words("c")))),
        ("-(a or b)", Not(Either((Words("a"), Words("b"))))),
        ("deck:soleus", Term("deck", "soleus")),
        ('deck:"Lower limb::Leg"', Term("deck", "Lower limb::Leg")),
        ("tag:leg/posterior", Term("tag", "leg/posterior")),
        ("is:due", Term("is", "due")),
        ("IS:Learning", Term("is", "learn")),
        ("-is:suspended", Not(Term("is", "suspended"))),
        ("flag:3", Term("flag", "3")),
        ("rated:7", Rated(7)),
        ("rated:7:1", Rated(7, 1)),
        ("prop:ease<1.6", Property("ease", "<", 1.6)),
        ("prop:due>=-2", Property("due", ">=", -2)),
        ("relation:blood_supply", Term("relation", "blood_supply")),
        ('relation:"blood supply"', Term("relation", "blood_supply")),
        ("kind:cloze", Term("kind", "cloze")),
        ('"is:due"', Words("is:due")),
        ("\\-a", Words("-a")),
        ("C5-C7", Words("C5-C7")),
    ],
)
def test_what_a_search_means(text: str, meaning: Query) -> None:
    """The words of Anki's browser mean here what they mean there."""
    assert parse_query(text) == meaning


def test_the_word_being_typed_is_a_beginning() -> None:
    """Results come while the word is still being typed."""
    assert parse_query("nerve sol", typing=True) == Every(
        (Words("nerve"), Words("sol", beginning=True))
    )
    assert parse_query("nerve sol ", typing=True) == Every((Words("nerve"), Words("sol")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour:red", 'there is no search by "colour:"'),
        ("is:happy", '"is:happy" means nothing'),
        ("flag:9", '"flag:9" means nothing'),
        ("prop:mood>1", '"prop:mood>1" means nothing'),
        ("rated:0", '"rated:0" means nothing'),
        ("deck:", '"deck:" has no value'),
        ("(a", "a ( without its )"),
        ("a)", "a ) without its ("),
        ('"a', 'a " without its partner'),
        ("a or", "nothing stands beside an or, or within ( )"),
        ("()", "nothing stands beside an or, or within ( )"),
        ("(" * 60 + "a" + ")" * 60, "brackets go 51 deep"),
    ],
)
def test_a_search_that_means_nothing_is_refused(text: str, message: str) -> None:
    """Otherwise a slip in a search looks like an empty library."""
    with pytest.raises(QueryError) as refused:
        parse_query(text)
    assert message in str(refused.value)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(alphabet=st.sampled_from('ab :()"-*\\<>=17isortagdeckprop/'), max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    """No search crashes the app."""
    try:
        parse_query(text, typing=True)
    except QueryError:
        return
