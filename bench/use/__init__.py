"""Figures of use over a year of views, generated straight into the daily files."""
