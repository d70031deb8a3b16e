"""What the database is called in the data folder; here, for those who need no more than its name."""

FILE = "rowback.sqlite"
