"""The words of RTF, in one pass: groups that hold no words are left out, letters are put back."""

from __future__ import annotations

import codecs
import re

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}]+)|\\", re.DOTALL
)
_NOT_WORDS = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore fldinst listtable "
    b"listoverridetable rsidtbl generator xmlnstbl latentstyles filetbl objdata".split()
)
_LETTERS = {
    **dict.fromkeys((b"par", b"line", b"sect", b"page", b"row"), "\n"),
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
}
_SYMBOLS = {b"~": "\u00a0", b"-": "", b"_": "-", b"\n": "\n", b"\r": "\n"}


def words_of_rtf(body: bytes) -> str:
    """Empty for what does not begin as RTF does."""
    if not body.lstrip().startswith(b"{\\rtf"):
        return ""
    reader = _Reader()
    for found in _TOKEN.finditer(body):
        reader.take(*found.groups())
    return "".join(reader.made)


class _Reader:
    def __init__(self) -> None:
        self.made: list[str] = []
        self._charset = "cp1252"
        self._silent = False  # in a group that holds no words
        self._instead = 1  # letters that stand for one of Unicode, for readers that know none
        self._skip = 0  # of these, still to be left out
        self._outside: list[tuple[bool, int]] = []

    def take(
        self,
        word: bytes | None,
        number: bytes | None,
        code: bytes | None,
        symbol: bytes | None,
        brace: bytes | None,
        text: bytes | None,
    ) -> None:
        """One piece: of these one is there, and `number` only with `word`."""
        if brace:
            self._group(opens=brace == b"{")
        elif word:
            self._word(word, number)
        elif code:
            self._say(bytes.fromhex(code.decode()))
        elif symbol == b"*":
            self._silent = True
        elif symbol:
            self._add(_SYMBOLS.get(symbol, symbol.decode("latin-1")))
        elif text:
            self._say(text.replace(b"\r", b"").replace(b"\n", b""))

    def _group(self, *, opens: bool) -> None:
        self._skip = 0
        if opens:
            self._outside.append((self._silent, self._instead))
        elif self._outside:
            self._silent, self._instead = self._outside.pop()

    def _word(self, word: bytes, number: bytes | None) -> None:
        value = int(number or 0)
        if word in _NOT_WORDS:
            self._silent = True
        elif word == b"ansicpg":
            self._charset = _known(f"cp{value}")
        elif word == b"uc":
            self._instead = value
        elif word == b"u":
            self._add(chr(value % 0x10000))
            self._skip = self._instead
        else:
            self._add(_LETTERS.get(word, ""))

    def _say(self, letters: bytes) -> None:
        left = letters[max(0, self._skip) :]
        self._skip -= min(self._skip, len(letters))
        self._add(left.decode(self._charset, "replace"))

    def _add(self, text: str) -> None:
        if not self._silent:
            self.made.append(text)


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "cp1252"
