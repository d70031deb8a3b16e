"""JUDGES AND REMEMBERS. The only package with state.

Facts, changes, rules, schedule, store, and the ways to look back.
"""
