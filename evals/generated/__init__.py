"""Questions made from the records of documents, a module for each kind of record."""
