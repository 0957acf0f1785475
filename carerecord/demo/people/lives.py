"""Which stories a life holds: what each is told in, and how likely at what age.

“gp” and “acute” stand for the person's own practice and hospital.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Life:
    name: str
    sources: tuple[str, ...]
    ages: tuple[int, int] = (0, 120)
    chance: float = 0.0  # at the older end of `ages`; half of it at the younger
    sex: str = ""  # only for this recorded gender


def _life(
    name: str, sources: str, ages: tuple[int, int] = (0, 120), chance: float = 0.0, sex: str = ""
) -> Life:
    return Life(name, tuple(_SHORT.get(one, one) for one in sources.split()), ages, chance, sex)


_SHORT = {
    "mental": "lowland-mental-health",
    "community": "eastfield-community",
    "ambulance": "capital-ambulance",
    "council": "eastfield-council",
    "plans": "urgent-care-plans",
    "lab": "regional-laboratory",
    "tracker": "prescription-tracker",
    "child": "child-health",
}

LIVES = (
    _life("registered", "gp", chance=2),
    _life("childhood", "gp child community", (0, 17), 2),
    _life("grown-up-vaccines", "gp", (18, 120), 2),
    _life("allergies", "gp acute ambulance", (2, 120), 0.6),
    _life("check-ups", "gp lab tracker", (30, 120), 1.6),
    _life("minor-illness", "gp tracker", chance=2),
    _life("family-history", "gp", (25, 120), 0.8),
    _life("hypertension", "gp acute lab tracker", (40, 90), 0.7),
    _life("diabetes", "gp acute community lab tracker", (35, 90), 0.3),
    _life("asthma", "gp acute ambulance tracker", (5, 70), 0.15),
    _life("copd", "gp acute ambulance community lab tracker", (50, 90), 0.2),
    _life("atrial-fibrillation", "gp acute lab tracker", (60, 95), 0.3),
    _life("heart-failure", "gp acute ambulance community lab tracker", (65, 95), 0.25),
    _life("stroke", "gp acute ambulance community council lab tracker", (60, 95), 0.2),
    _life("kidney-disease", "gp acute lab tracker", (60, 95), 0.35),
    _life("depression", "gp mental tracker", (17, 90), 0.25),
    _life("epilepsy", "gp acute ambulance tracker", (5, 80), 0.04),
    _life("osteoporosis", "gp acute lab tracker", (62, 95), 0.35),
    _life("hypothyroid", "gp lab tracker", (30, 90), 0.12),
    _life("arthritis", "gp acute lab tracker", (55, 95), 0.45),
    _life("pregnancy", "gp acute community lab tracker", (20, 41), 0.35, "female"),
    _life("fall", "gp acute ambulance community council lab", (74, 110), 0.6),
    _life("dementia", "gp mental council tracker", (74, 110), 0.4),
    _life("psychosis", "gp mental lab tracker", (19, 65), 0.05),
    _life("cancer", "gp acute lab tracker", (48, 90), 0.18),
    _life("learning-disability", "gp council community", (6, 60), 0.04),
    _life("emergency-visit", "gp acute ambulance lab", (3, 110), 0.5),
    _life("social-care", "council community", (78, 110), 0.7),
    _life("end-of-life", "gp plans community tracker", (80, 110), 0.15),
    _life("urgent-plan", "gp plans ambulance", (75, 110), 0.5),
    _life("coming-up", "gp acute", (1, 120), 1.4),
    # Told only of people named for them.
    _life("care-home", "council community plans"),
    _life("assisted-conception", "gp acute lab tracker"),
    _life("in-hospital-now", "acute ambulance lab"),
    _life("safeguarded", "council community gp"),
    _life("newborn-days", "gp acute community"),
    _life("died", "gp acute ambulance plans"),
    _life("gibson", "gp acute st-columbas-acute mental community ambulance council plans lab tracker"),
    _life("allergies-disagree", "gp acute st-columbas-acute ambulance community"),
    _life("two-sources", "st-columbas-acute lowland-mental-health"),
    _life("years-of-care-typical", "gp acute lab tracker community"),
    _life("years-of-care-large", "gp acute lab tracker community"),
    _life("years-of-care-huge", "gp acute lab tracker community mental"),
)  # fmt: skip
BY_NAME = {life.name: life for life in LIVES}
ORDER = {life.name: place for place, life in enumerate(LIVES)}


def stories_for(rng: Random, age: int, gender: str) -> tuple[str, ...]:
    """What happened to somebody of this age; one draw for each story, so that none shifts another."""
    told = []
    for life in LIVES:
        draw = rng.random()
        low, high = life.ages
        if not life.chance or not low <= age <= high or life.sex not in ("", gender):
            continue
        if draw < life.chance * (0.5 + 0.5 * (age - low) / max(1, high - low)):
            told.append(life.name)
    return tuple(told)


def sources_of(stories: tuple[str, ...], practice: str, hospital: str) -> tuple[str, ...]:
    """Every source that holds something, in no order of importance but always the same."""
    own = {"gp": practice, "acute": hospital}
    held = {own.get(source, source) for story in stories for source in BY_NAME[story].sources}
    return tuple(sorted(held - {""}))
