"""Words about sources and their texts: who publishes, who owns the publisher, and which words assert nothing."""

from incidents.vocabularies.base import Vocabulary


class SourceKind(Vocabulary):
    """What sort of organisation publishes the text or is cited in it."""

    NEWSPAPER = (
        "newspaper",
        "A title that is, or began as, a printed newspaper or magazine, whatever share of it now appears online only.",
        "Newspaper",
    )
    NEWS_AGENCY = (
        "news_agency",
        "A wire service whose main business is to supply reports to other media, such as Reuters, TASS or AP.",
        "News agency",
    )
    BROADCASTER = "broadcaster", "A radio or television organisation, including its website.", "Broadcaster"
    WEBSITE = (
        "website",
        "A news or analysis outlet that exists only online and belongs to no newspaper, broadcaster or agency.",
        "Website",
    )
    GOVERNMENT = (
        "government",
        "A state body speaking through its own channel: a ministry, a presidential office, a court. "
        "A news agency owned by a state is news_agency with state_controlled yes.",
        "Government",
    )
    NGO = (
        "ngo",
        "A non-governmental organisation that publishes its own findings, such as a human rights group or think tank.",
        "NGO",
    )
    OTHER = (
        "other",
        "None of the above, for instance a social media account or an international organisation; say which in "
        "the description.",
        "Other",
    )


class StateControlled(Vocabulary):
    """Whether a state decides what the source publishes. Ownership alone is not control."""

    YES = "yes", "A state owns or funds the source and steers what it reports.", "Yes"
    NO = "no", "No state steers what the source reports; public funding with editorial independence counts as no.", "No"
    UNKNOWN = "unknown", "Not established, or disputed. Use this rather than guess.", "Unknown"


class PassageKind(Vocabulary):
    """Why no claim rests on a passage of an article. For editors: passages are never published.

    A passage that asserts something makes a claim, whatever it looks like: a headline that says more than the text
    below it, a caption that names a place.
    """

    HEADING = (
        "heading",
        "A title or subheading that asserts nothing which the text below it does not say as well or better.",
        "Heading",
    )
    BOILERPLATE = (
        "boilerplate",
        "Words of the page rather than of the report: teasers of other articles, share counters, photo credits, "
        "bylines, rubrics, lists of sources, adverts, cookie notices.",
        "Boilerplate",
    )
    RHETORIC = (
        "rhetoric",
        "A question, announcement or transition that asserts nothing by itself. A question that takes something for "
        "granted which no claim holds yet makes a claim.",
        "Rhetoric",
    )
