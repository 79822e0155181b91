"""Words about actors: what they are, which part of society they act for, and what sort of name a spelling is."""

from incidents.vocabularies.base import Vocabulary


class ActorKind(Vocabulary):
    """What an actor is. One kind each; the part of society it acts for is its sectors."""

    PERSON = "person", "A single human being, named.", "Person"
    STATE = (
        "state",
        "A country acting as a whole, also where a text says its capital or seat of power and means the country.",
        "State",
    )
    GOVERNMENT_BODY = (
        "government_body",
        "A ministry, presidential office, court, police force or other organ of one state. "
        "Its fighting forces are armed_force.",
        "Government body",
    )
    INTERNATIONAL_ORGANISATION = (
        "international_organisation",
        "A body whose members are states, with a treaty or a standing membership of its own.",
        "International organisation",
    )
    COMPANY = "company", "A business, state-owned ones included. A business that publishes news is media.", "Company"
    MEDIA = (
        "media",
        "A news outlet taking part in an event, or speaking for itself. As the publisher of a text it is a source.",
        "Media",
    )
    ARMED_FORCE = (
        "armed_force",
        "The army, navy or air force of a state, a unit of them, or any other organised armed formation.",
        "Armed force",
    )
    GROUP = (
        "group",
        "People named together without being any of the above: a party, a movement, a rights group, residents, "
        "analysts.",
        "Group",
    )


class NameKind(Vocabulary):
    """What sort of name a spelling is. The kind never changes which actor the name finds."""

    OFFICIAL = "official", "The name the actor itself uses, in its own language and script.", "Official"
    ALIAS = "alias", "Another name in use: an abbreviation, a short form, a former name, a name by office.", "Alias"
    TRANSLITERATION = (
        "transliteration",
        "The same name carried into another script or spelling system, such as Aliyev, Alijew and Алієв.",
        "Transliteration",
    )


class Sector(Vocabulary):
    """The part of society an actor acts for: the primary sector codes of PLOVER and its codes for stateless actors."""

    GOV = "GOV", "The executive: heads of state and government, ministers, ministries, governing parties.", "Government"
    JUD = "JUD", "Courts, judges and prosecutors, international courts included.", "Judiciary"
    LEG = "LEG", "Parliaments, their members and committees.", "Legislature"
    MIL = "MIL", "The regular armed forces of a state, their personnel and equipment.", "Military"
    COP = "COP", "Police, border guards and criminal investigators.", "Police"
    OPP = "OPP", "Parties and persons in declared opposition to the government, acting without arms.", "Opposition"
    PTY = "PTY", "A political party tied neither to the government nor to the opposition.", "Political party"
    REB = "REB", "Armed opposition: rebels, insurgents, separatists.", "Rebels"
    PRM = "PRM", "Armed groups outside the regular forces that do not oppose the government.", "Paramilitary"
    SPY = "SPY", "Intelligence services of a state.", "Intelligence"
    UAF = "UAF", "Armed people whose side the source cannot name.", "Unidentified armed force"
    CVL = (
        "CVL",
        "Civilians, and individuals acting for no other sector, former officials included.",
        "Civilians",
    )
    BUS = "BUS", "Business: companies, entrepreneurs, trade associations of one country.", "Business"
    EDU = (
        "EDU",
        "Schools, universities, teachers, students, scholars and analysts of a research institute.",
        "Education",
    )
    MED = "MED", "Health: doctors, hospitals, health services. News media are JRN.", "Medical"
    LAB = "LAB", "Workers and trade unions in industry and services.", "Labour"
    AGR = "AGR", "Farmers, farm workers and their associations.", "Agriculture"
    JRN = "JRN", "Journalists and news media.", "Journalism"
    REF = "REF", "Refugees and displaced people.", "Refugees"
    REL = "REL", "Religious organisations and clergy.", "Religion"
    SOC = "SOC", "Civil society organisations of one country not covered above.", "Civil society"
    CRM = "CRM", "Criminals and criminal gangs.", "Criminals"
    IGO = "IGO", "An organisation whose members are states.", "Intergovernmental organisation"
    NGO = "NGO", "A non-governmental organisation at work in several countries.", "Non-governmental organisation"
    ISM = "ISM", "A social movement that crosses borders, or a person known for such work.", "International movement"
    IMG = "IMG", "An armed group that operates in several countries and serves no state.", "International armed group"
    MNC = "MNC", "A company that operates in several countries.", "Multinational company"
