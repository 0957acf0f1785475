"""Vaccines, the diseases they protect against, and when each is given."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.demo.histories.terms import Term, table


@dataclass(frozen=True, slots=True)
class Vaccine:
    procedure: Term
    product: str
    diseases: tuple[Term, ...]
    site: str = "arm"


DISEASES = table("""
flu         6142004   Influenza
covid       840539006 COVID-19
pneumococcus 16814004 Pneumococcal infectious disease
shingles    4740000   Herpes zoster
measles     14189004  Measles
mumps       36989005  Mumps
rubella     36653000  Rubella
diphtheria  397430003 Diphtheria caused by Corynebacterium diphtheriae
tetanus     76902006  Tetanus
pertussis   27836007  Pertussis
polio       398102009 Acute poliomyelitis
hib         709410003 Haemophilus influenzae type b infection
hepatitis-b 66071002  Hepatitis B
meningo-b   1354584007 Meningococcal group B disease
meningo-acwy 23511006 Meningococcal infectious disease
rotavirus   18624000  Rotavirus infection
hpv         240532009 Human papillomavirus infection
""")

GIVEN = table("""
flu       822851000000102  Seasonal influenza vaccination
covid     1240491000000103 COVID-19 vaccination
pneumo    571631000119106  Pneumococcal vaccination
shingles  722215002        Shingles vaccination
mmr       38598009         Measles mumps and rubella vaccination
six-in-one 1082441000000108 Six-in-one vaccination
men-b     33879002         Meningococcal group B vaccination
rota      868631000000102  Rotavirus vaccination
four-in-one 414001002      Pre-school booster vaccination
hpv       428570002        Human papillomavirus vaccination
men-acwy  871874000        Meningococcal ACWY vaccination
teenage   866186002        Teenage booster vaccination
""")


def _vaccine(key: str, product: str, diseases: str, site: str = "arm") -> Vaccine:
    return Vaccine(GIVEN[key], product, tuple(DISEASES[one] for one in diseases.split()), site)


VACCINES = {
    "flu": _vaccine("flu", "Influenza vaccine (inactivated) suspension for injection", "flu"),
    "covid": _vaccine("covid", "COVID-19 mRNA vaccine dispersion for injection", "covid"),
    "pneumo": _vaccine("pneumo", "Pneumococcal polysaccharide vaccine", "pneumococcus"),
    "shingles": _vaccine("shingles", "Shingles vaccine (recombinant, adjuvanted)", "shingles"),
    "mmr": _vaccine("mmr", "Measles, mumps and rubella vaccine (live)", "measles mumps rubella"),
    "six-in-one": _vaccine(
        "six-in-one", "DTaP/IPV/Hib/HepB vaccine",
        "diphtheria tetanus pertussis polio hib hepatitis-b", "thigh",
    ),
    "men-b": _vaccine("men-b", "Meningococcal group B vaccine", "meningo-b", "thigh"),
    "rota": _vaccine("rota", "Rotavirus vaccine (live) oral suspension", "rotavirus", "mouth"),
    "pcv": _vaccine("pneumo", "Pneumococcal conjugate vaccine", "pneumococcus", "thigh"),
    "four-in-one": _vaccine(
        "four-in-one", "DTaP/IPV vaccine", "diphtheria tetanus pertussis polio"
    ),
    "hpv": _vaccine("hpv", "Human papillomavirus vaccine", "hpv"),
    "men-acwy": _vaccine("men-acwy", "Meningococcal ACWY conjugate vaccine", "meningo-acwy"),
    "teenage": _vaccine("teenage", "Td/IPV vaccine", "diphtheria tetanus polio"),
}  # fmt: skip

# Weeks of age at which the childhood schedule gives each.
SCHEDULE = (
    (8, ("six-in-one", "men-b", "rota")),
    (12, ("six-in-one", "rota", "pcv")),
    (16, ("six-in-one", "men-b")),
    (52, ("mmr", "men-b", "pcv")),
    (175, ("mmr", "four-in-one")),
    (660, ("hpv",)),
    (732, ("teenage", "men-acwy")),
)
