"""The tree of hashes over a log (RFC 6962, section 2): sizes, roots and proofs. Pure; no store, no keys."""

from carerecord.audit.tree.frontier import Frontier, Node
from carerecord.audit.tree.hashing import EMPTY, leaf_hash, node_hash
from carerecord.audit.tree.proofs import consistency_ranges, consistent, included, inclusion_ranges
from carerecord.audit.tree.ranges import folded, subtrees

__all__ = [
    "EMPTY",
    "Frontier",
    "Node",
    "consistency_ranges",
    "consistent",
    "folded",
    "included",
    "inclusion_ranges",
    "leaf_hash",
    "node_hash",
    "subtrees",
]
