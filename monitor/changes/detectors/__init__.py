"""One phenomenon a file: two versions laid beside each other go in, findings on spans come out.

A detector sees no other detector. What is told in the end is settled by arbitration.
"""
