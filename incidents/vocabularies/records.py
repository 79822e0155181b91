"""Words about the records themselves: where they stand, what changed, and what follows from them."""

from incidents.vocabularies.base import Vocabulary


class Status(Vocabulary):
    """Where a record stands between draft and publication."""

    DRAFT = "draft", "Being written; seen by editors only.", "Draft"
    IN_REVIEW = "in_review", "Handed to a reviewer; seen by editors only.", "In review"
    PUBLISHED = (
        "published",
        "A checked version is public. Later edits stay private until they are published in their turn.",
        "Published",
    )
    RETRACTED = "retracted", "Once public, now withdrawn; its address answers with the reason.", "Retracted"


class EvidenceStatus(Vocabulary):
    """Whether a quote still stands in the stored text, code point for code point."""

    VERIFIED = "verified", "The text at the recorded position equals the quote.", "Verified"
    STALE = "stale", "The text has changed and no longer holds the quote at that position.", "Stale"


class ChangeOp(Vocabulary):
    """What happened to a public record in one entry of the change feed."""

    CREATE = (
        "create",
        "The record became public: at first, again after it was retracted, or as its merge was undone.",
        "Create",
    )
    UPDATE = "update", "What the public can see of the record changed.", "Update"
    RETRACT = "retract", "The record was withdrawn.", "Retract"
    MERGE = "merge", "The record was joined into another; its address now leads there.", "Merge"


class Agreement(Vocabulary):
    """How the published claims about one aspect of one event stand to each other. Computed, never typed in."""

    CONTESTED = (
        "contested",
        "Two claims contradict one another, or give values that cannot both be true and nothing says how they fit.",
        "Contested",
    )
    COMPATIBLE = (
        "compatible",
        "The claims differ but can all be true: values of different sharpness, one qualifying another, or each saying "
        "something of its own.",
        "Compatible",
    )
    AGREED = (
        "agreed",
        "Two or more independent roots of attribution hold the same, or one supports the other, and nothing differs.",
        "Agreed",
    )
    SINGLE_SOURCE = (
        "single_source",
        "Nothing differs, but everything goes back to one root, however many articles repeat it.",
        "Single source",
    )
