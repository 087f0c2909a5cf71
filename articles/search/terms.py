"""What a reader asks for: words set apart by spaces, all of which must occur."""

from dataclasses import dataclass

from articles.search.text import TOKEN_CHARS, encoded, is_cjk, runs

MAX_QUERY_CHARS = 200
MAX_TERMS = 8  # more narrow nothing down, but each costs


@dataclass(frozen=True)
class Token:
    """An entry of the index to look up, or all entries that begin so."""

    text: str
    is_prefix: bool


@dataclass(frozen=True)
class Term:
    """One word or phrase of the query.

    It occurs where its runs follow each other: a CJK run may begin and end in the middle of a
    longer one; a word must stand at its beginning, but the last may be the beginning of a word.
    """

    runs: tuple[str, ...]

    @property
    def needle(self) -> str:
        """What a comparable text (see text.comparable) contains if and only if the term occurs."""
        phrase = " ".join(self.runs)
        return phrase if is_cjk(self.runs[0]) else f" {phrase}"

    @property
    def tokens(self) -> list[Token]:
        """The tokens that every text in which the term occurs has."""
        found = []
        for number, run in enumerate(self.runs):
            if is_cjk(run) and len(run) > 1:
                found += [Token(encoded(run[i : i + 2]), False) for i in range(len(run) - 1)]
            else:
                is_last = number == len(self.runs) - 1
                found.append(Token(encoded(run), is_cjk(run) or is_last or len(run) > TOKEN_CHARS))
        return found

    @property
    def is_proven_by_tokens(self) -> bool:
        """Whether every text with the tokens contains the term, so that nothing need be read."""
        return len(self.tokens) == 1 and len(self.runs[0]) <= TOKEN_CHARS


def terms_of(query: str) -> list[Term]:
    """Read a query; anything at all is allowed, and what cannot be looked for is left out."""
    words = query[:MAX_QUERY_CHARS].split()
    found = (tuple(runs(word)) for word in words)
    return [Term(term) for term in dict.fromkeys(found) if term][:MAX_TERMS]
