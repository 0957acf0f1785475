"""The database: connection, transaction, named SQL, migrations. Parts own their tables; this owns none."""
