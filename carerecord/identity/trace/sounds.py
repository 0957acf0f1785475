"""How a name sounds, coarsely: its consonants, with those that clerks write for each other as one. Pure.

Hussain and Hossain, Chowdhury and Choudhury, Kowalski and Kovalsky are one sound. It finds candidates, and decides nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiouy"
_AS_ONE = (
    (re.compile(r"^(mac|mc|mck)(?=[a-z]{3})"), "mk"),
    (re.compile(r"^(kn|gn|pn)"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"sch|sh|sz|cz|zh|tsch"), "s"),
    (re.compile(r"tch|ch"), "c"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=[a-z])gh(?=t|$)"), ""),
    (re.compile(r"ck|qu|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"(?<=[aeiouy])w(?=[aeiouy])|^w"), "v"),
    (re.compile(r"w"), ""),
    (re.compile(r"^y(?=[aeiou])|^g(?=[ei])"), "j"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"^c"), "k"),
    (re.compile(r"c"), "k"),
    (re.compile(r"z"), "s"),
)


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """Of a folded name in one word. A vowel counts where the name begins with one, and there all are one."""
    if not (name.isascii() and name.isalpha()):
        return name
    said = name
    for written, heard in _AS_ONE:
        said = written.sub(heard, said)
    begins = "a" if said[:1] in _VOWELS else ""
    bare = [c for c in said if c not in _VOWELS and c != "h"]
    once = [c for place, c in enumerate(bare) if not place or bare[place - 1] != c]
    return begins + "".join(once) or name[:1]
