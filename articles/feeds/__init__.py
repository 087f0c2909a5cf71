"""RSS, Atom and JSON feeds of the newest articles, whole texts included."""
