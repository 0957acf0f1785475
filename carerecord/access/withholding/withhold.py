"""What leaves the answers of a view before anything is merged, counted or shown (governance 3.8 and 3.9). Pure.

Whatever the viewer, the role or an emergency: SEN-1 and SEN-2 have no override (BTG-5). All answers of a view are
looked at together, for what one source withholds another may hold too (SEN-6). The rule ids that come back are for
the account only; no page says which items, how many or of what kind (SEN-4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carerecord.access.contract import Terms
from carerecord.access.withholding import guarded
from carerecord.access.withholding.closed import OBJECTED, by_terms, objected
from carerecord.access.withholding.encounters import AT, without_visit
from carerecord.access.withholding.history import without_history
from carerecord.access.withholding.labels import (
    coded_rule,
    concept_texts,
    guarded_rules,
    labelled,
    sensitivities,
    without_restricted,
)
from carerecord.access.withholding.leaks import Finding, finding, leaks
from carerecord.access.withholding.links import Links
from carerecord.access.withholding.location import PLACES, Hiding, hide_location, scrub
from carerecord.access.withholding.places import (
    Scrubber,
    is_sensitive,
    places_in,
    places_of_person,
)
from carerecord.access.withholding.restricted import RestrictedCodes, restricted_codes
from carerecord.access.withholding.spreading import accompanying, spread
from carerecord.access.withholding.suspects import named_suspects, suspects
from carerecord.contract import Item, Level, Person, Resource
from carerecord.fhir import SUPPORTING, encode_resource


@dataclass(frozen=True, slots=True, eq=False)
class Withheld:
    """What is shown of each item given, in that order, None where it is withheld; and those with why."""

    shown: tuple[Item | None, ...]
    withheld: tuple[tuple[Item, str], ...]
    findings: tuple[Finding, ...] = ()  # probable leaks, for the sources' privacy officers (SEN-5)
    labels: Mapping[Item, frozenset[str]] = field(default_factory=dict)
    """Sensitivity of each item kept that has any: ActCode, our own third-party (SEN-8, SEN-15)."""
    protected: bool = False  # where the person is was hidden, by the index's flag or by a source's
    protecting: frozenset[str] = frozenset()  # ids of the sources that say so themselves (S-flag)

    @property
    def kept(self) -> tuple[Item, ...]:
        return tuple(item for item in self.shown if item is not None)


def withhold(
    items: Sequence[Item],
    person: Person,
    levels: Mapping[str, Level],
    terms: Terms,
    *,
    section_of: Callable[[Resource], str] | None = None,
    restricted: RestrictedCodes | None = None,
) -> Withheld:
    """Items of every source that a viewer of `person` may have.

    With `section_of`, items of sections at level none leave too (ROL-1), but for what other items
    need to be read: organisations, practitioners, medications and the like. Where the terms close
    documents, what they hold leaves and their titles stay (SFL-3).
    """
    codes = restricted or restricted_codes()
    found = _Found(items, person, levels, terms, section_of, codes)
    found.by_what_they_say()
    found.by_terms()
    found.by_links()
    found.by_role()
    return found.result()


class _Found:
    """The rule of each position found so far, and what must be changed before it is shown."""

    def __init__(
        self,
        items: Sequence[Item],
        person: Person,
        levels: Mapping[str, Level],
        terms: Terms,
        section_of: Callable[[Resource], str] | None,
        codes: RestrictedCodes,
    ) -> None:
        self.items = list(items)
        self.given = items
        self.kinds = [item.resource.get("resourceType") for item in items]
        self.person = person
        self.levels = levels
        self.terms = terms
        self.section_of = section_of
        self.codes = codes
        self.rules: dict[int, str] = {}
        self.labels: dict[int, frozenset[str]] = {}
        self.texts: set[str] = set()  # the words of restricted codes
        self.accompanied: set[int] = set()  # closed by terms: what is only theirs leaves too
        self.objected: set[int] = set()
        self.protected = person.protected
        self.protecting: set[str] = set()
        self.names: set[str] = set()  # of sensitive places (SEN-17)

    def by_what_they_say(self) -> None:
        """SEN-1, SEN-2, SEN-7, SEN-10, SEN-11: by code, by label, by what an item calls itself."""
        for at in suspects(self.items, self.kinds, self.codes):
            self._judge(at)
        named = named_suspects(self.items, self.kinds)
        for at, rule in guarded.by_name([(at, self.items[at]) for at in named], self.section_of):
            self._guard(at, {rule})
        for at in named:
            self.names.update(filter(is_sensitive, places_in(self.items[at].resource)))

    def _judge(self, at: int) -> None:
        item = self.items[at]
        rule = coded_rule(item.resource, self.codes)
        if rule and item.type == "Patient":
            shown = without_restricted(item.resource, self.codes)
            self.items[at] = replace(item, resource=shown, raw=encode_resource(shown))
        elif rule:
            self.rules[at] = rule
            self.texts |= concept_texts(item.resource, self.codes)
        if found := sensitivities(item.resource, self.codes):
            self.labels[at] = found
        if labelled(item.resource):
            self._obey_label(at)
        self._guard(at, guarded_rules(item.resource, self.codes))

    def _obey_label(self, at: int) -> None:
        """Of a Patient the label is the S-flag: it hides where and not who, in every source's answer."""
        if self.items[at].type == "Patient":
            self.protected = True
            self.protecting.add(self.items[at].source_id)
        elif not self.terms.labelled:
            self.rules.setdefault(at, "SEN-7")

    def _guard(self, at: int, rules: Iterable[str]) -> None:
        if rule := guarded.closed_to(self.terms.details, rules):
            self.rules.setdefault(at, rule)

    def by_terms(self) -> None:
        if self.terms.sources or self.terms.sections:
            for at, rule in by_terms(self.items, self.terms, self.section_of):
                self.accompanied.add(at)
                self.rules.setdefault(at, rule)
        if self.terms.items:
            self.objected.update(objected(self.items, self.terms))

    def by_links(self) -> None:
        """SEN-6: whatever goes with what is withheld so far, in any source; and the same for an objection."""
        seeds = self.rules.keys() - self.accompanied
        if not seeds and not self.objected and not self.accompanied:
            return
        links = Links(self.items)
        linked = spread(links, seeds, self.texts)
        self._leave(linked, "SEN-6")
        self._leave(self.objected, OBJECTED)
        linked_to_objected = spread(links, self.objected, set())
        self._leave(linked_to_objected, OBJECTED)
        self._without_visits(links, linked | linked_to_objected)
        gone = set(self.rules)
        for at in accompanying(links, gone) if self.accompanied else ():
            self.rules.setdefault(at, self.rules[min(self.accompanied)])

    def _without_visits(self, links: Links, linked: set[int]) -> None:
        """What stays of a visit that leaves no longer names it."""
        for target in linked:
            for at, key in links.into[target]:
                if key in AT and self.kinds[target] == "Encounter" and at not in self.rules:
                    self.items[at] = without_visit(links, at, linked)

    def _leave(self, positions: Iterable[int], rule: str) -> None:
        for at in positions:
            self.rules.setdefault(at, rule)

    def by_role(self) -> None:
        if self.section_of is None or "none" not in self.levels.values():
            return
        for at, item in enumerate(self.items):
            if (
                item.type not in SUPPORTING
                and self.levels.get(self.section_of(item.resource), "none") == "none"
            ):
                self.rules.setdefault(at, "ROL-1")

    def result(self) -> Withheld:
        if self.protected:
            self._leave((n for n, i in enumerate(self.items) if i.type in PLACES), "SFL-2")
        if self.protected and not self.terms.documents:
            self._leave((n for n, i in enumerate(self.items) if i.type == "Binary"), "SFL-3")
        findings = self._findings()
        self._without_history()
        if hiding := self._hiding():
            self.items = [self._hidden(item, hiding) for item in self.items]
        labels = {
            self.items[at]: found for at, found in self.labels.items() if at not in self.rules
        }
        gone = tuple((self.given[at], self.rules[at]) for at in sorted(self.rules))
        shown: list[Item | None] = [*self.items]
        for at in self.rules:
            shown[at] = None
        return Withheld(
            tuple(shown), gone, findings, labels, self.protected, frozenset(self.protecting)
        )

    def _without_history(self) -> None:
        for at, item in enumerate(self.items):
            if self.kinds[at] == "Patient" or "contained" in item.resource:
                self.items[at] = without_history(item, self.person.nhs_number, self.levels)

    def _findings(self) -> tuple[Finding, ...]:
        if not self.texts:
            return ()
        kept = [at for at in range(len(self.items)) if at not in self.rules]
        leaking = [kept[n] for n in leaks([self.items[at] for at in kept], self.texts)]
        if self.codes.hold:
            self._leave(leaking, "SEN-5")
        return tuple(finding(self.items[at]) for at in leaking)

    def _hiding(self) -> Hiding | None:
        """None when no place has to be hidden, which is nearly always."""
        if self.protected:
            names = {*places_of_person(self.person)}
            for item in self.given:
                names.update(places_in(item.resource))
            return Hiding(Scrubber(names, looks=True), not self.terms.documents)
        return Hiding(Scrubber(self.names, looks=False)) if self.names else None

    def _hidden(self, item: Item, hiding: Hiding) -> Item:
        if self.protected or any(map(is_sensitive, places_in(item.resource))):
            return hide_location(item, hiding)
        return scrub(item, hiding)
