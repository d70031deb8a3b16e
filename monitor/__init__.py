"""JUDGES AND REMEMBERS. The only package with state: facts, changes, rules, schedule, store, and the ways to look back."""
