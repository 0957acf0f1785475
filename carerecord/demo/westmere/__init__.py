"""Westmere, the smaller region next door: one hospital that has seen a few of the demo's people, and asks back.

Others may import what is named here.
"""

from carerecord.demo.westmere.running import WESTMERE, Westmere, westmere

__all__ = ["WESTMERE", "Westmere", "westmere"]
