"""Clinician pages, one folder each, on the NHS design system."""
