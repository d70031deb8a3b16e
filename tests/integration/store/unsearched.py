"""A store as a release without a search left it: all versions, and no word of them known."""

from sqlalchemy import Connection

from monitor.store import Store, term_index


def make_unsearched(store: Store) -> None:
    """Let the search know no version."""

    def forget(connection: Connection) -> None:
        for words in ("DELETE FROM paragraph", "UPDATE article SET indexed = 0", "DROP TABLE search"):
            connection.exec_driver_sql(words)
        term_index.make(connection)

    store.write(forget)
