"""What Rowback costs and whether its alerts are right, measured on a folder of real pages; see docs/benchmarks.md."""
