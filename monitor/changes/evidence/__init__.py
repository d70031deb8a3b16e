"""How two versions lie beside each other: what differs, which sentences belong together, what each gives as a whole.

Facts only, no verdicts: what a difference means is said by `detectors/` and `licences/`.
"""
