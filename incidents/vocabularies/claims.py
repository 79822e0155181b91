"""Words about claims: who does what by saying it, how sure it is, and what it is about."""

from incidents.vocabularies.base import Vocabulary


class SpeechAct(Vocabulary):
    """What the speaker does by saying it. Judge the words that were said or reported, not the reader's inference."""

    ASSERTS = (
        "asserts",
        "States something as being so. The default, and what an article does that reports facts in its own voice.",
        "Asserts",
    )
    DENIES = (
        "denies",
        "The speaker says that something put to them is not so. It needs a speaker who speaks: a remark that someone "
        "has admitted nothing, has not commented or accepted no responsibility is an assertion of the author with "
        "modality negated.",
        "Denies",
    )
    ACCUSES = (
        "accuses",
        "Says that a named or plainly meant party did wrong or is to blame. Saying that it acted on purpose, to its "
        "discredit, is accusing; reporting that somebody else accuses is asserting.",
        "Accuses",
    )
    ADMITS = (
        "admits",
        "The speaker owns up to a deed, a fault or a responsibility of its own side. An expression of sorrow alone is "
        "apologises.",
        "Admits",
    )
    APOLOGISES = (
        "apologises",
        "The speaker expresses regret to those harmed. It is no admission: an article may say that someone apologised "
        "without taking responsibility, and that makes two claims.",
        "Apologises",
    )
    PROMISES = (
        "promises",
        "The speaker commits its own side to a future act. What others will do is predicts.",
        "Promises",
    )
    DEMANDS = (
        "demands",
        "Asks, expects, urges or orders that another do something, politely or not.",
        "Demands",
    )
    EXPLAINS = (
        "explains",
        "Gives the reason or background for something already known, such as why someone stayed away.",
        "Explains",
    )
    PREDICTS = "predicts", "Says what will or is likely to happen, beyond the speaker's own doing.", "Predicts"
    EVALUATES = (
        "evaluates",
        "Judges or interprets: good, weak, a signal, unconvincing. No observation could settle it.",
        "Evaluates",
    )
    DECLINES_TO_COMMENT = (
        "declines_to_comment",
        "The speaker is asked and says that it will not answer. Silence without a question is not a speech act.",
        "Declines to comment",
    )


# These acts are nothing without the person who performs them: an article cannot deny, admit or promise for another.
SPEAKER_REQUIRED_ACTS = frozenset(
    {
        SpeechAct.DENIES,
        SpeechAct.ADMITS,
        SpeechAct.APOLOGISES,
        SpeechAct.PROMISES,
        SpeechAct.DECLINES_TO_COMMENT,
    }
)


class SpeechMode(Vocabulary):
    """Whose words stand in the article."""

    DIRECT_QUOTE = (
        "direct_quote",
        "The speaker's words stand between quotation marks, translated or not, and carry the claim. "
        "A quoted word or two inside a paraphrase leaves it indirect.",
        "Direct quote",
    )
    INDIRECT = (
        "indirect",
        "The article reports what a speaker or a source says in the article's own words: reported speech, "
        "according to.",
        "Indirect",
    )
    AUTHOR_VOICE = (
        "author_voice",
        "The article says it itself, with no speaker; a cited outlet may still stand in the attribution.",
        "Author's voice",
    )


class Modality(Vocabulary):
    """Whether the claim says that something is, might be, will be or is not."""

    FACTUAL = "factual", "Presented as being or having been so, rightly or wrongly.", "Factual"
    HYPOTHETICAL = (
        "hypothetical",
        "Presented as possible, conditional or probable: if, could, would, may, appears. Nobody has fixed that "
        "it will be done.",
        "Hypothetical",
    )
    PLANNED = (
        "planned",
        "Presented as decided or scheduled to happen: will meet on, is expected to sign. A mere possibility is "
        "hypothetical.",
        "Planned",
    )
    NEGATED = (
        "negated",
        "Presented as not so or not done: no injuries were reported, has admitted nothing. The statement is written in "
        "the negative, too.",
        "Negated",
    )


class Aspect(Vocabulary):
    """Which question about the event the claim answers. A sentence that answers two questions makes two claims."""

    OCCURRENCE = "occurrence", "Did it happen at all, and what was it?", "Occurrence"
    DATE = "date", "When did it happen, or when will it?", "Date"
    PLACE = "place", "Where did it happen?", "Place"
    PARTICIPANTS = "participants", "Who took part, came, stayed away, or was expected?", "Participants"
    MEANS = "means", "With what was it done: which weapon, which system, which route?", "Means"
    QUANTITY = (
        "quantity",
        "How many or how much, other than dead and injured: strikes, agreements, sums, shares.",
        "Quantity",
    )
    CAUSE = (
        "cause",
        "What physically or factually brought it about? Why somebody chose to is motive; who answers for it is "
        "responsibility.",
        "Cause",
    )
    RESPONSIBILITY = (
        "responsibility",
        "Who did it or answers for it, and has anyone admitted, accepted or refused that?",
        "Responsibility",
    )
    INTENT = "intent", "Was it deliberate or accidental, and what was aimed at?", "Intent"
    FOREKNOWLEDGE = (
        "foreknowledge",
        "Who knew or was told what beforehand, such as coordinates handed over, and when?",
        "Foreknowledge",
    )
    CASUALTIES = "casualties", "How many people were killed, injured or missing, or were none?", "Casualties"
    DAMAGE = "damage", "Which things were destroyed or damaged?", "Damage"
    MOTIVE = "motive", "Why did an actor do it, or say it did: the reason given or ascribed?", "Motive"
    REACTION = "reaction", "What did others say or do in response?", "Reaction"
    CONTENT = "content", "What was agreed, said, offered, discussed or decided?", "Content"
    CONSEQUENCE = "consequence", "What followed from it, or will: in politics, in law, on the ground?", "Consequence"
    LEGALITY = "legality", "Was it lawful, which law applies, what did a court or warrant say?", "Legality"
    CONTEXT = (
        "context",
        "Background needed to understand the event: earlier history, offices held, the usual practice.",
        "Context",
    )
    EVALUATION = (
        "evaluation",
        "How is it to be judged or read: a signal, a success, unconvincing? A reason ascribed to an actor is motive.",
        "Evaluation",
    )


class ClaimRelation(Vocabulary):
    """How one claim stands to another. Read from left to right: this claim corrects that one."""

    CONTRADICTS = (
        "contradicts",
        "Both cannot be true in the same sense of the same event. Holds both ways and is stored once. "
        "A difference of sharpness, 38 against at least 38, is qualifies.",
        "Contradicts",
    )
    SUPPORTS = "supports", "Gives a reason or evidence for believing the other without saying the same.", "Supports"
    QUALIFIES = (
        "qualifies",
        "Narrows, widens, conditions or weakens the other so that both can be true.",
        "Qualifies",
    )
    REPEATS = "repeats", "Says the same in substance, whoever says it. Holds both ways and is stored once.", "Repeats"
    CORRECTS = (
        "corrects",
        "Replaces the other: the same speaker or outlet takes it back or gives a better figure.",
        "Corrects",
    )


# Stored once and shown on both claims; every other relation has a direction.
SYMMETRIC_RELATIONS = frozenset({ClaimRelation.CONTRADICTS, ClaimRelation.REPEATS})
