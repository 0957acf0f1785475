"""Messages filed in one transaction: each in its order, to the one person it is about, or set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from carerecord.access.evidence.signals import Signal, SignalRefused
from carerecord.connectors.contract import Linking, Pushed, SetAside
from carerecord.contract import Person
from carerecord.edge.amending import is_over
from carerecord.edge.aside import Aside
from carerecord.edge.copies import Copies, Name
from carerecord.edge.documents import keep_documents
from carerecord.edge.joining import Joining
from carerecord.edge.letters import Letter, joined, signals_of, why_not_theirs
from carerecord.edge.rows import named
from carerecord.edge.withdrawing import withdrawal
from carerecord.store import Transaction

NOT_KNOWN_TO_BE_THEIRS = (
    "it joins a number that is not known to be this person's: a person decides that"
)
IN_DOUBT = "whose its NHS number is is in doubt: a person decides that"

ANOTHERS = "its own number is linked to somebody else here: a person decides that"


class Filing:
    def __init__(
        self,
        tx: Transaction,
        copies: Copies,
        aside: Aside,
        people: Mapping[str, Person],
        doubted: Collection[str],
        joining: Joining,
    ) -> None:
        """`people`: whom each NHS number of the messages leads to; `doubted`: numbers that may be two people’s."""
        self._tx = tx
        self._copies = copies
        self._aside = aside
        self._people = people
        self._doubted = doubted
        self._joining = joining
        self.signals: list[Signal] = []  # what is to be told to evidence

    def file(self, letters: Sequence[Letter]) -> list[str]:
        """For each: why it is set aside, or ""."""
        self._copies.read(name for one in letters for name in self._touched(one))
        whys = [self._filed(one) for one in letters]
        self._copies.write()
        return whys

    def _touched(self, letter: Letter) -> Iterator[Name]:
        """What it may change or has to look at."""
        found = letter.found
        person = self._people.get(letter.nhs_number)
        if isinstance(found, Pushed) and person:
            for name in (*map(named, found.resources), *found.removed):
                yield Name(letter.source.id, person.nhs_number, *name)

    def _filed(self, letter: Letter) -> str:
        found = letter.found
        if isinstance(found, SetAside):
            self._joining.part(letter, self._people, self._copies)
        why = found.why if isinstance(found, SetAside) else self._whose(letter, found)
        if why:
            was_refused = isinstance(found, SetAside) and found.was_refused
            keep = self._aside.keep_refused if was_refused else self._aside.keep
            keep(self._tx, self._copies, letter.source.id, letter.raw, why)
        return why

    def _whose(self, letter: Letter, found: Pushed) -> str:
        person = self._people.get(letter.nhs_number)
        why = why_not_theirs(found, letter.nhs_number, person)
        if why or person is None:
            return why
        if person.nhs_number in self._doubted:
            return IN_DOUBT
        own = ((letter.source.id, one) for one in letter.own_numbers)
        if any(self._joining.linked.get(one, person.id) != person.id for one in own):
            return ANOTHERS
        if found.documents:
            return keep_documents(self._copies, letter.source.id, person.nhs_number, found)
        try:
            signals = signals_of(found, letter.source, person)
        except SignalRefused as error:
            return str(error)
        is_over = self._is_over(letter.source.id, person, found)
        if why := self._kept(letter.source.id, person, found):
            return why
        self.signals += [] if is_over else signals
        return ""

    def _is_over(self, source_id: str, person: Person, found: Pushed) -> bool:
        """It only says more of what was called off or has ended: nobody may look for it any longer than they may."""
        held = (self._copies.one(Name(source_id, person.nhs_number, *one)) for one in found.amends)
        return any(one.is_removed or is_over(one.raw) for one in held if one)

    def _kept(self, source_id: str, person: Person, found: Pushed) -> str:
        if found.linking and (why := self._joined(source_id, person, found.linking)):
            return why
        of_person = (source_id, person.nhs_number)
        said = [one for one in found.resources if named(one) not in found.amends]
        withdraws = withdrawal(self._copies, *of_person, said, found.said)
        self._copies.keep(*of_person, said, found.said, joined)
        for one in found.resources:
            if named(one) in found.amends:
                self._copies.amend(Name(*of_person, *named(one)), one, found.said)
        withdraws()
        for name in found.removed:
            self._copies.remove(Name(source_id, person.nhs_number, *name), found.said)
        return ""

    def _joined(self, source_id: str, person: Person, linking: Linking) -> str:
        """Only what is held as this person's, or what a person said is theirs."""
        held = self._copies.one(Name(source_id, person.nhs_number, "Patient", linking.gone))
        decided = self._joining.linked.get((source_id, linking.gone)) == person.id
        if not decided and (held is None or held.is_removed):
            return NOT_KNOWN_TO_BE_THEIRS
        return self._joining.join(source_id, linking, person)
