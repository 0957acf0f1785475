"""How old a reader has to be: Flesch and Kincaid's formula (1975), a grade of American schools and five years."""

from __future__ import annotations

import re

_SILENT = re.compile(r"(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$")
_EXCEPTIONS = {"being": 2, "area": 3, "record": 2, "everything": 3, "something": 2, "someone": 2,
               "somebody": 3, "somewhere": 2, "yet": 1, "people": 2, "places": 2, "nurses": 2,
               "services": 3, "notes": 1, "measured": 2, "practice": 2, "pharmacy": 3, "free": 1,
               "ages": 2, "use": 1, "used": 1, "because": 2, "home": 1, "idea": 3}  # fmt: skip


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    spoken = _SILENT.sub(lambda found: found[0][0], word)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z’']*[A-Za-z][A-Za-z’']*", text)


def sentences_of(text: str) -> list[str]:
    return [one for one in re.split(r"[.?!:;]+\s+|\n+", text.strip()) if words_of(one)]


def reading_age(text: str) -> float:
    words, sentences = words_of(text), sentences_of(text)
    spoken = sum(syllables(one) for one in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59 + 5
