"""What is said where a source differs about who the person is."""

from __future__ import annotations

DIFFERS: dict[str, str] = {
    "differ.banner": "Sources differ about who this is:",
    "differ.see": "See each difference",
    "differ.title": "What differs about who this is",
    "differ.words": (
        "Each source is compared, field by field, with what we go by: the region’s index of people, which follows the "
        "national index where it is connected. Nobody has reconciled it. Another spelling, a short form, a middle name "
        "or a shorter date is not counted as a difference."
    ),
    "differ.check.title": "Check that this is the person",
    "differ.check": (
        "In {sources} both the name and the gender are different. That can be the person’s own history, or another person, "
        "such as a twin. Check with the person before you rely on what it holds."
    ),
    "differ.by": "What says so: {fields}.",
    "differ.field": "Field",
    "differ.ours": "What we go by",
    "differ.theirs": "What the source says",
    "differ.field.name": "Name",
    "differ.field.birth-date": "Born",
    "differ.field.gender": "Gender",
    "differ.field.nhs-number": "NHS No.",
    "differ.field.death": "Date of death",
    "differ.field.address": "Address",
    "differ.field.phone": "Phone",
    "differ.field.gp-practice": "GP practice",
    "differ.how.given": "Another given name",
    "differ.how.family": "Another family name",
    "differ.how.both": "Another name",
    "differ.how.former": "A name the person had before",
    "differ.how.swapped": "Given and family name in each other’s place",
    "differ.how.nearly": "Nearly the same name, written otherwise",
    "differ.how.another.birth-date": "Another birth date",
    "differ.how.another.gender": "Another gender",
    "differ.how.another.nhs-number": "Another NHS number",
    "differ.how.another.death": "Another date of death",
    "differ.how.another.address": "Another address",
    "differ.how.another.phone": "Another phone number",
    "differ.how.another.gp-practice": "Another practice",
    "differ.how.died": "Says that the person died",
    "differ.how.alive": "Says that the person is alive",
    "differ.how.held": "Everything it sent is held back",
    "differ.not-shown": "Not shown: it is about another person",
    "differ.no-death": "No death recorded",
    "differ.died": "Died, date not recorded",
    "differ.alive": "Not died",
}
