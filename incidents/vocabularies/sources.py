"""Words about sources: who publishes, and who owns the publisher."""

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
