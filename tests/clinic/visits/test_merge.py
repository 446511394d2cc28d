"""Two people, one note: nothing either wrote is ever lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from palpate.clinic.visits.merge import Change, merge

values = st.one_of(st.none(), st.integers(0, 10), st.text(max_size=3))
fields = st.sampled_from(["pain_before", "plan", "points.a.pressure"])
contents = st.dictionaries(fields, values.filter(lambda v: v is not None))


@given(base=contents, theirs=contents, mine=contents)
def test_every_change_is_stored_or_asked_about(base, theirs, mine):
    changes = {f: Change(base.get(f), mine.get(f)) for f in {*base, *mine}}
    merged = merge(theirs, changes)
    asked = {c.field: c for c in merged.conflicts}
    for field, change in changes.items():
        if field in asked:
            assert (asked[field].mine, asked[field].theirs) == (change.now, theirs.get(field))
            assert merged.content.get(field) == theirs.get(field)
        else:
            assert merged.content.get(field) == change.now
    for field in theirs.keys() - changes.keys():
        assert merged.content[field] == theirs[field]


@given(base=contents, mine=contents)
def test_a_repeated_request_changes_nothing(base, mine):
    changes = {f: Change(base.get(f), mine.get(f)) for f in {*base, *mine}}
    once = merge(base, changes)
    again = merge(once.content, changes)
    assert again.content == once.content
    assert again.applied == ()
    assert again.conflicts == ()
