"""The named cases: people who are in every region, first in the list, each to show one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class NamedCase:
    case: str  # empty: always in the region, but shows nothing in particular
    shows: str  # one sentence for the reference table
    name: str  # "FAMILY, Given (Title)"
    born: str  # a date, or the age "78y" or "9d"
    gender: str
    origin: str
    stories: str
    practice: str = "riverside-gp"
    hospital: str = "northgate-acute"
    household: str = ""  # cases with the same word live together
    number: str = ""  # a fixed NHS number, else the next of the range
    died_days_ago: int = 0
    protected: bool = False
    objection: str = ""
    next_of_kin: str = ""
    staff: str = ""  # username of the member of staff this person is
    watched_by: str = ""  # ODS code of the organisation that has them on its list of the public eye

    def birth_date(self, today: date) -> date:
        """Fixed, or the same distance from today in every region."""
        if self.born.endswith("d"):
            return today - timedelta(days=int(self.born[:-1]))
        if self.born.endswith("y"):
            return today - timedelta(days=int(int(self.born[:-1]) * 365.25) + self._spread())
        return date.fromisoformat(self.born)

    def _spread(self) -> int:
        """Days since the last birthday: of its own for each name, so that not all have one day."""
        return sum(ord(letter) * place for place, letter in enumerate(self.name)) % 350


_ADULT = "registered grown-up-vaccines check-ups minor-illness"
_CHILD = "registered childhood minor-illness"

CASES = (
    NamedCase(
        "medicines-conflict",
        "Ramipril is current at the GP and stopped by the hospital; metformin differs in how often; "
        "atorvastatin replaces simvastatin; three allergies with different words; urgent care plan "
        "version 4, do not attempt CPR; care home.",
        "GIBSON, Margery (Mrs)", "1948-11-08", "female", "English", "gibson grown-up-vaccines",
        household="willow-court", number="9994173626", next_of_kin="Dale Gibson (son) 07700 900461",
    ),
    NamedCase(
        "allergies-disagree",
        "Penicillin is active at the GP, refuted at one hospital and free text at the other; the "
        "ambulance recorded no known allergies.",
        "TALUKDAR, Shafiq (Mr)", "62y", "male", "Bangladeshi",
        f"{_ADULT} hypertension allergies-disagree emergency-visit",
        next_of_kin="Nasrin Talukdar (wife) 07700 900318",
    ),
    NamedCase(
        "deceased",
        "Died ten days ago; the record stays open to those who cared for this person.",
        "BRANNIGAN, Declan (Mr)", "81y", "male", "Irish",
        f"{_ADULT} hypertension copd heart-failure allergies end-of-life died",
        practice="highfield-gp", died_days_ago=10,
    ),
    NamedCase(
        "newborn",
        "Nine days old: number newly given, first days at home, no GP record to speak of.",
        "WARSAME, Idris", "9d", "male", "Somali", "newborn-days", household="warsame",
    ),
    NamedCase(
        "", "", "WARSAME, Hodan (Ms)", "29y", "female", "Somali",
        f"{_ADULT} pregnancy allergies", household="warsame",
    ),
    NamedCase(
        "twins",
        "One of two sisters with one birth date, one address and names that differ by a letter.",
        "HADDAD, Amira", "2018-04-17", "female", "Arabic", f"{_CHILD} asthma allergies coming-up",
        practice="highfield-gp", hospital="st-columbas-acute", household="haddad",
    ),
    NamedCase(
        "twins",
        "The other sister: nothing of one may ever be shown under the other.",
        "HADDAD, Amina", "2018-04-17", "female", "Arabic", f"{_CHILD} epilepsy coming-up",
        practice="highfield-gp", hospital="st-columbas-acute", household="haddad",
    ),
    NamedCase(
        "protected",
        "Address is protected (S-flag): the index holds none, the sources' own copies still do. "
        "Practices are not asked about her (SFL-4).",
        "MUNTEANU, Ioana (Ms)", "34y", "female", "Romanian",
        f"{_ADULT} depression safeguarded emergency-visit allergies", protected=True,
    ),
    NamedCase(
        "opted-out",
        "Asked for the record not to be shared: opens only with emergency access.",
        "OKONKWO, Emeka (Mr)", "47y", "male", "Nigerian",
        f"{_ADULT} hypertension diabetes allergies", objection="restricted",
        next_of_kin="Adaeze Okonkwo (wife) 07700 900274",
    ),
    NamedCase(
        "opted-out-blocked",
        "Objected to all sharing: shown to nobody, emergency access included.",
        "DRUMMOND, Fraser (Mr)", "55y", "male", "Scottish", f"{_ADULT} hypertension arthritis",
        practice="highfield-gp", objection="blocked",
    ),
    NamedCase(
        "restricted-item",
        "Legally restricted items (assisted conception): a problem, the appointment about it, a "
        "medicine, a result and a letter, among ordinary ones that do show.",
        "SHARMA, Priya (Mrs)", "36y", "female", "Indian",
        f"{_ADULT} hypothyroid assisted-conception allergies",
        next_of_kin="Rohan Sharma (husband) 07700 900533",
    ),
    NamedCase(
        "superseded",
        "The NHS number was replaced; the old number leads to the number in use.",
        "KACZMAREK, Tomasz (Mr)", "51y", "male", "Polish",
        f"{_ADULT} epilepsy asthma allergies", practice="highfield-gp",
    ),
    NamedCase(
        "two-sources-down",
        "Two sources that know this person, St Columba’s and Lowland Mental Health, never answer: "
        "both are named, with the reason, above what the others hold.",
        "CAMPBELL, Yvonne (Mrs)", "58y", "female", "Caribbean",
        f"{_ADULT} hypertension psychosis allergies two-sources", hospital="st-columbas-acute",
        next_of_kin="Marlon Campbell (son) 07700 900642",
    ),
    NamedCase(
        "huge",
        "10,000 resources and 700 encounters: the page stays usable and nothing is cut.",
        "BEVAN, Nerys (Mrs)", "69y", "female", "Welsh",
        f"{_ADULT} hypertension diabetes kidney-disease heart-failure atrial-fibrillation arthritis "
        "allergies years-of-care-huge",
        practice="highfield-gp", hospital="st-columbas-acute",
    ),
    NamedCase(
        "typical",
        "About 500 resources over several sources: the yardstick of the benchmark.",
        "FAIRLEY, Keith (Mr)", "66y", "male", "English",
        f"{_ADULT} hypertension diabetes allergies years-of-care-typical",
        next_of_kin="Janet Fairley (wife) 07700 900815",
    ),
    NamedCase(
        "large",
        "About 3,400 resources: the large person of the benchmark.",
        "OZTURK, Hakan (Mr)", "73y", "male", "Turkish",
        f"{_ADULT} hypertension diabetes copd heart-failure kidney-disease allergies "
        "years-of-care-large",
        next_of_kin="Selin Ozturk (daughter) 07700 900127",
    ),
    NamedCase(
        "resident-in-hospital",
        "Lives at Willow Court and is in Northgate now, ward 4, since 09:12 today.",
        "BAILEY, Winston (Mr)", "84y", "male", "Caribbean",
        f"{_ADULT} hypertension dementia stroke allergies care-home urgent-plan in-hospital-now",
        household="willow-court", next_of_kin="Marcia Bailey (daughter) 07700 900709",
    ),
    NamedCase(
        "nothing-recorded",
        "Known to the region's index; no source holds anything.",
        "ZHAO, Jian (Mr)", "27y", "male", "Chinese", "", practice="", hospital="",
    ),
    # Always here, so that every story can be seen in the smallest region.
    NamedCase(
        "", "", "QURESHI, Bilal (Mr)", "31y", "male", "Pakistani", f"{_ADULT} psychosis allergies",
    ),
    NamedCase(
        "", "", "ASANTE, Efua (Mrs)", "79y", "female", "Ghanaian",
        f"{_ADULT} hypertension osteoporosis fall social-care urgent-plan allergies coming-up",
    ),
    NamedCase(
        "", "", "CASSIDY, Maeve (Miss)", "9y", "female", "Irish",
        f"{_CHILD} asthma safeguarded emergency-visit allergies",
    ),
    NamedCase(
        "", "", "PATEL, Anil (Mr)", "64y", "male", "Indian",
        f"{_ADULT} cancer diabetes end-of-life urgent-plan allergies coming-up",
        practice="highfield-gp",
    ),
    NamedCase(
        "", "", "THACKRAY, Colin (Mr)", "23y", "male", "English",
        f"{_ADULT} learning-disability epilepsy allergies",
    ),
    NamedCase(
        "", "", "PEMBERTON, Dorothy (Miss)", "91y", "female", "English",
        f"{_ADULT} dementia atrial-fibrillation care-home urgent-plan end-of-life allergies",
        household="willow-court",
    ),
    # How a member of staff may know somebody outside care.
    NamedCase(
        "own-record",
        "Is Dr A Okafor, emergency doctor at Northgate: nobody opens their own record.",
        "OKAFOR, Adanna (Dr)", "38y", "female", "Nigerian", f"{_ADULT} asthma allergies",
        household="okafor", staff="a.okafor",
    ),
    NamedCase(
        "family",
        "Lives with Dr A Okafor: she is asked whether they may be related before the record opens.",
        "OKAFOR, Kelechi (Mr)", "41y", "male", "Nigerian", f"{_ADULT} hypertension allergies",
        household="okafor",
    ),
    NamedCase(
        "colleague",
        "Is Dr S Amin, ward doctor at Northgate: opens for colleagues, and the privacy officer is told.",
        "AMIN, Samira (Dr)", "33y", "female", "Bangladeshi", f"{_ADULT} depression allergies",
        staff="s.amin",
    ),
    NamedCase(
        "watched",
        "In the public eye, on Northgate’s list: every view of theirs alerts the privacy officer.",
        "VALLANCE, Imogen (Dame)", "70y", "female", "English", f"{_ADULT} arthritis allergies",
        watched_by="RNG01",
    ),
    NamedCase(
        "died-long-ago",
        "Died 40 days ago: opens only for a medical examiner, complaints, a coroner or a review.",
        "LINDGREN, Astrid (Mrs)", "88y", "female", "English",
        f"{_ADULT} hypertension copd heart-failure allergies end-of-life died", died_days_ago=40,
    ),
)  # fmt: skip
