"""How a fact is asked: the questions of a good teacher, one table for every relation.

A question names its structure, agrees with it in number, and says how many items a list has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashdeck.core.model import Relation

# Kinds that stand without an article: "deep vein thrombosis", "massage", "towel stretch".
_WITHOUT_ARTICLE = frozenset(
    [
        "condition",
        "injury",
        "disease",
        "disorder",
        "symptom",
        "overuse",
        "vascular",
        "treatment",
        "therapy",
        "procedure",
        "test",
        "diagnosis",
        "exercise",
        "stretch",
        "movement",
        "substance",
        "concept",
    ]
)
_CONDITIONS = frozenset(
    ["condition", "injury", "disease", "disorder", "symptom", "overuse", "vascular"]
)
_TREATMENTS = frozenset(["treatment", "therapy", "procedure", "test", "diagnosis"])
_EXERCISES = frozenset(("exercise", "stretch"))
_VESSELS = frozenset(("artery", "vein", "vessel"))
_NERVES = frozenset(("nerve", "plexus", "ganglion"))
_SPACES = frozenset(("compartment", "passage", "space"))
_MOVERS = frozenset(("muscle", "muscle_group", "muscle group", ""))
_CONDITION_WORD = re.compile(
    r"(?:itis|osis|oma|pathy|algia|trophy|plegia|emia|edema|oedema|injury|injuries|pain|strain|"
    r"sprain|"
    r"tear|rupture|fracture|dislocation|syndrome|disease|disorder|palsy|thrombosis|embolism|"
    r"embolus|aneurysm|hernia|cramp|cramps|spasm|deformity|contracture|insufficiency|failure|"
    r"infection|cancer|varicose veins?|stenosis|ulcer|neuralgia|dysfunction|instability|"
    r"infarction|neuropathy)$",
    re.IGNORECASE,
)
# Conditions that one can have one of: "a soleus injury", but "deep vein thrombosis".
_COUNTED = frozenset(
    """injury strain sprain tear rupture fracture dislocation embolus aneurysm hernia cyst ulcer
    cramp spasm contusion avulsion haematoma hematoma infection tumour tumor lesion deformity
    contracture curl raise drop swing bridge squat lunge spur clot stone gallstone stroke bunion
    bruise blister polyp nodule attack clot
    disorder test scan examination exam procedure injection brace stretch
    stocking splint sling cast""".split()
)
# People and places whose names begin a structure's: they keep their capital in a sentence.
_NAMES = frozenset(
    """achilles adam addison adson alcock alfredson antoine apley arnold auerbach baker bankart
    bartholin barton basedow bell bennett betz blumensaat bochdalek botallo bowman boyd
    breschet broca brodmann bruch brunner buck buford bunnell burns calot camper chiari
    chopart cloquet cockett colles cooper corti cowper crohn cruveilhier cushing denonvilliers
    dodd douglas down dupuytren ebner edinger erb eustachian fallopian frohse galeazzi galen
    gantzer gartner gerdy gerota glisson golgi graaf graves gray greek guthrie guyon hass
    haversian heister henle henry hering heschl hesselbach hilton his hoffa hoffmann horner
    hunter huschke jacobson kegel kiesselbach killian kohler kohlrausch krause kupffer lachman
    langer langerhans larrey latin ledderhose leydig lieberkuhn lisfranc lister ludwig luschka
    mackenrodt maisonneuve malpighi marfan marshall mcburney meckel meibomian meissner merkel
    monro monteggia morgagni morison morton muller nissl oddi osgood pacini pacinian paget
    parkinson parona peyer pott poupart purkinje ranvier rathke reissner retzius rolando roman
    rosenmuller rotter ruffini santorini scarpa schlemm schwann segond sertoli sever sharpey
    skene stensen struthers sylvian sylvius tenon thebesian thompson tillaux treitz
    trendelenburg valsalva vater vidian vieussens virchow volkmann waldeyer weber wernicke
    wharton willis winslow wirsung wolff wormian wrisberg zenker zinn""".split()
)
_NOT_CONDITIONS = frozenset(("stroma", "symphysis", "anastomosis"))
_SINGULAR = frozenset(
    [
        "biceps",
        "triceps",
        "quadriceps",
        "forceps",
        "pancreas",
        "atlas",
        "pons",
        "diabetes",
        "rickets",
        "herpes",
        "pes",
        "os",
        "caries",
        "series",
        "meninx",
        "larynx",
        "pharynx",
        "tuberosity",
        "mons",
        "dens",
        "lens",
        "pyramidalis",
        "levator",
        "sinus",
        "plexus",
        "humerus",
        "meatus",
        "alveus",
        "corpus",
        "genus",
        "crus",
        "teres",
        "psoas",
        "stapes",
        "facies",
        "achilles",
        "gas",
        "canvas",
        "bias",
        "atlas",
        "scoliosis",
    ]
)
_PLURAL = frozenset(
    [
        "interossei",
        "gemelli",
        "vertebrae",
        "bursae",
        "fossae",
        "laminae",
        "costae",
        "papillae",
        "fasciae",
        "scapulae",
        "maxillae",
        "phalanges",
        "ganglia",
        "foramina",
        "bronchi",
        "nuclei",
        "menisci",
        "alveoli",
        "recti",
        "scaleni",
        "nervi",
        "musculi",
        "arteriae",
        "venae",
        "rami",
        "feet",
        "teeth",
        "women",
        "men",
        "people",
        "children",
        "data",
        "criteria",
        "septa",
        "atria",
        "ossa",
        "viscera",
        "crura",
        "ilia",
        "bacteria",
        "hamstrings",
    ]
)
_HEADED = re.compile(
    r"\b(?:head|part|belly|portion|fibres|fibers|layer|slip|division|root|branch|end)s?$",
    re.IGNORECASE,
)
# Words that begin with a vowel's sound: "an ankle sprain", "an MRI scan", but "a ureter stone".
_AN = re.compile(r"(?!uni|eu|ure|uri|use)[aeiouAEIO]|[AEFHILMNORSX](?=[A-Z\d-])")
_ARTICLE = re.compile(r"(?:the|a|an)\s", re.IGNORECASE)
# A real preposition: "medial to the tibia", but not "medial surface of the tibia".
_PLACED = re.compile(
    r"(?:(?:deep|superficial|medial|lateral|anterior|posterior|inferior|superior|proximal|distal|"
    r"adjacent|close|next|parallel) to|in|on|at|between|behind|below|above|beneath|under|within|"
    r"along|across|around|near|over|through|from|beside|just)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:deep|superficial|medial|lateral|anterior|posterior|inferior|superior|proximal|distal|"
    r"adjacent|close|next|parallel|in|on|at|between|behind|below|above|beneath|under|underneath|"
    r"within|inside|outside|along|across|around|near|over|through|down|from|beside|just)\b",
    re.IGNORECASE,
)


def is_plural(name: str) -> bool:
    """Tell whether a name takes a plural verb.

    Latin -us, -is, -eps and the like are singular, so is what begins with a Latin head word
    ("levator scapulae"); "gastrocnemius and soleus" and "varicose veins" are plural.
    """
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if not words:
        return False
    if " and " in f" {name.casefold()} " and " of " not in name.casefold():
        return True
    for stop in ("of", "in", "to", "for", "from", "with", "on", "at", "between", "by"):
        if stop in words[1:]:
            words = words[: words.index(stop, 1)]
    last = words[-1]
    if last in _PLURAL:
        return len(words) == 1 or words[0] not in {"levator", "tensor", "erector", "transversus"}
    if last in _SINGULAR or len(last) < 4:
        return False
    return last.endswith("s") and not last.endswith(("us", "is", "ss", "eps", "as", "os", "ens"))


def is_condition(name: str, kind: str = "") -> bool:
    """Tell whether the name is that of a disease, an injury or a complaint."""
    if kind:
        return kind.casefold() in _CONDITIONS
    head = re.split(r"\s(?:of|in|to|with)\s", name.strip())[0]
    return bool(_CONDITION_WORD.search(head)) and head.casefold() not in _NOT_CONDITIONS


def in_sentence(name: str) -> str:
    """Return the name as it is written inside a sentence: "Deep Vein Thrombosis" in small letters.

    Abbreviations (DVT, L5), possessives (Baker's cyst), the names of people (Achilles tendon) and
    whatever follows "of" (ligament of Treitz) keep their capital.
    """
    words = name.split()
    return " ".join(
        word if before.casefold() == "of" else _small(word)
        for before, word in zip(["", *words], words, strict=False)
    )


def _small(word: str) -> str:
    parts = re.split(r"(-)", word)
    kept = word.endswith(("'s", "’s", "s'", "s’")) or parts[0].casefold() in _NAMES
    plain = all(part == "-" or (part.isalpha() and part[1:] == part[1:].lower()) for part in parts)
    return word if kept or not plain or len(parts[0]) < 2 else word.lower()


def noun_phrase(name: str, kind: str = "") -> str:
    """Return the name as it stands in a sentence.

    "The soleus", but "deep vein thrombosis", and "a soleus injury".
    """
    name = in_sentence(name)
    if _ARTICLE.match(name):
        return name
    if kind.casefold() in _WITHOUT_ARTICLE or (not kind and is_condition(name)):
        words = re.findall(r"[^\W\d_]+", name.casefold())
        counted = bool(words) and words[-1] in _COUNTED and not is_plural(name)
        return f"{'an' if _AN.match(name) else 'a'} {name}" if counted else name
    return f"the {name}"


# Names of facts that say what the members of a list are.
_LIST_NOUN = re.compile(
    r"(?:^|\s)(?:movements|factors|complications|causes|goals|changes|types|forms|branches|heads|"
    r"ligaments|parts|"
    r"layers|lobes|effects|functions|signs|stages|grades|muscles|nerves|arteries|veins|bones|"
    r"borders|surfaces|divisions|components|tributaries|attachments)$"
)


_LISTED = frozenset("heads parts layers divisions branches".split())


@dataclass(frozen=True, slots=True)
class _Ask:
    """The two forms of a question: for one answer, and for a list of ``{n}`` items.

    ``{s}`` is the structure with its article, ``{bare}`` without; ``{is}``, ``{does}`` and
    ``{has}`` agree with it, ``{s3}`` is the ending of a verb that follows it.
    """

    one: str
    many: str


_DEFAULT = {
    Relation.DEFINITION: _Ask("What {is} {s}?", "Which {n} things define {s}?"),
    Relation.ETYMOLOGY: _Ask(
        "Where does the name {bare} come from?", "Which {n} words does the name {bare} come from?"
    ),
    Relation.LOCATION: _Ask(
        "Where {is} {s} located?", "Which {n} facts describe where {s} lie{s3}?"
    ),
    Relation.PART_OF: _Ask("What {is} {s} part of?", "Which {n} things {is} {s} part of?"),
    Relation.COMPOSITION: _Ask("What {does} {s} consist of?", "Which {n} parts make up {s}?"),
    Relation.ORIGIN: _Ask(
        "Where {does} {s} originate?", "Which {n} places {does} {s} originate from?"
    ),
    Relation.INSERTION: _Ask("Where {does} {s} insert?", "Which {n} places {does} {s} insert on?"),
    Relation.INNERVATION: _Ask("Which nerve innervates {s}?", "Which {n} nerves innervate {s}?"),
    Relation.BLOOD_SUPPLY: _Ask(
        "What supplies {s} with blood?", "Which {n} vessels supply {s} with blood?"
    ),
    Relation.ACTION: _Ask("What is the action of {s}?", "Which {n} actions {does} {s} have?"),
    Relation.JOINT: _Ask("Which joint {does} {s} act on?", "Which {n} joints {does} {s} act on?"),
    Relation.SYNERGIST: _Ask(
        "Which muscle works together with {s}?", "Which {n} synergists {does} {s} have?"
    ),
    Relation.ANTAGONIST: _Ask(
        "Which muscle is an antagonist of {s}?", "Which {n} antagonists {does} {s} have?"
    ),
    Relation.CONDITION: _Ask("What can go wrong with {s}?", "Which {n} problems can affect {s}?"),
    Relation.SYMPTOM: _Ask(
        "What is a symptom of a problem with {s}?",
        "Which {n} symptoms can a problem with {s} cause?",
    ),
    Relation.DIAGNOSIS: _Ask("How {is} {s} examined?", "Which {n} ways are there to examine {s}?"),
    Relation.TREATMENT: _Ask(
        "How are problems of {s} treated?", "Which {n} treatments are there for problems of {s}?"
    ),
    Relation.EXERCISE: _Ask("Which exercise trains {s}?", "Which {n} exercises train {s}?"),
    Relation.DURATION: _Ask("What time applies to {s}?", "Which {n} times apply to {s}?"),
    Relation.OTHER: _Ask(
        "What is worth remembering about {s}?", "Which {n} facts are worth remembering about {s}?"
    ),
}
_BY_KIND: tuple[tuple[Relation, frozenset[str], _Ask], ...] = (
    (
        Relation.LOCATION,
        _CONDITIONS,
        _Ask("Where {does} {s} occur?", "Which {n} places can {s} occur in?"),
    ),
    (
        Relation.COMPOSITION,
        _VESSELS | _NERVES,
        _Ask("Which branches {does} {s} have?", "Which {n} branches {does} {s} have?"),
    ),
    (
        Relation.COMPOSITION,
        _SPACES,
        _Ask("What {does} {s} contain?", "Which {n} structures {does} {s} contain?"),
    ),
    (
        Relation.COMPOSITION,
        _CONDITIONS,
        _Ask("Which forms of {s} are there?", "Which {n} forms of {s} are there?"),
    ),
    (
        Relation.ORIGIN,
        _VESSELS | _NERVES,
        _Ask("What {does} {s} arise from?", "Which {n} structures {does} {s} arise from?"),
    ),
    (
        Relation.INSERTION,
        frozenset(("ligament", "fascia", "membrane", "bone", "joint", "capsule", "retinaculum")),
        _Ask("Where {does} {s} attach?", "Which {n} places {does} {s} attach to?"),
    ),
    (
        Relation.INNERVATION,
        _NERVES,
        _Ask("What {does} {s} innervate?", "Which {n} structures {does} {s} innervate?"),
    ),
    (
        Relation.BLOOD_SUPPLY,
        frozenset(("artery", "vessel")),
        _Ask("What {does} {s} supply?", "Which {n} structures {does} {s} supply?"),
    ),
    (
        Relation.BLOOD_SUPPLY,
        frozenset(("vein",)),
        _Ask("What {does} {s} drain?", "Which {n} structures {does} {s} drain?"),
    ),
    (
        Relation.JOINT,
        frozenset(("bone", "bone_landmark", "bone landmark", "cartilage")),
        _Ask(
            "What {does} {s} articulate with?", "Which {n} structures {does} {s} articulate with?"
        ),
    ),
    (
        Relation.JOINT,
        frozenset(("joint",)),
        _Ask("What meets at {s}?", "Which {n} structures meet at {s}?"),
    ),
    (
        Relation.CONDITION,
        _CONDITIONS,
        _Ask("What is associated with {s}?", "Which {n} things are associated with {s}?"),
    ),
    (
        Relation.SYMPTOM,
        _CONDITIONS,
        _Ask("What are the symptoms of {s}?", "Which {n} symptoms can {s} cause?"),
    ),
    (
        Relation.DIAGNOSIS,
        _CONDITIONS,
        _Ask("How {is} {s} diagnosed?", "Which {n} tests or findings help to diagnose {s}?"),
    ),
    (
        Relation.TREATMENT,
        _CONDITIONS,
        _Ask("How {is} {s} treated?", "Which {n} treatments are there for {s}?"),
    ),
    (
        Relation.TREATMENT,
        _TREATMENTS | _EXERCISES,
        _Ask("What {is} {s} used for?", "Which {n} purposes {does} {s} have?"),
    ),
    (
        Relation.ACTION,
        _TREATMENTS | _EXERCISES,
        _Ask("What {does} {s} do?", "Which {n} effects {does} {s} have?"),
    ),
    (
        Relation.EXERCISE,
        _CONDITIONS,
        _Ask("Which exercise helps with {s}?", "Which {n} exercises help with {s}?"),
    ),
    (
        Relation.EXERCISE,
        _EXERCISES,
        _Ask("How {is} {s} done?", "Which {n} steps {does} {s} have?"),
    ),
    (
        Relation.DURATION,
        _CONDITIONS,
        _Ask("How long {does} {s} take to get better?", "Which {n} times apply to {s}?"),
    ),
    (
        Relation.DURATION,
        _EXERCISES | _TREATMENTS,
        _Ask("How long or how often {is} {s} done?", "Which {n} times apply to {s}?"),
    ),
)


def _ask_for(relation: Relation, subject: str, kind: str) -> _Ask:
    kind = kind.casefold() or ("condition" if is_condition(subject) else "")
    for of_relation, kinds, ask in _BY_KIND:
        if of_relation is relation and kind in kinds:
            return ask
    if relation is Relation.ACTION and kind not in _MOVERS:
        return _Ask("What is the function of {s}?", "Which {n} functions {does} {s} have?")
    return _DEFAULT[relation]


def question_for(
    relation: Relation,
    subject: str,
    *,
    kind: str = "",
    name: str = "",
    items: int = 0,
    ordered: bool = False,
) -> str:
    """Return the question that a fact answers.

    ``name`` tells facts of one relation apart and is shown; ``items`` is the length of a list, 0
    where there is one answer; ``ordered`` asks for the list in its order.
    """
    ask = _ask_for(relation, subject, kind)
    if name and _HEADED.search(name) and not (items > 1 and name in _LISTED):
        subject, name = f"{name} of {noun_phrase(subject, kind)}", ""
    plural = is_plural(subject)
    form = ask.many if items > 1 else ask.one
    noun = form.split(" ")[2] if items > 1 else ""
    if noun and name.endswith(noun):
        form, name = form.replace(noun, name, 1), ""
    elif noun and _LIST_NOUN.search(name):
        there = re.search(
            r"(?:factors|changes|goals|causes|complications|triggers|warning signs)$", name
        )
        form = f"Which {{n}} {name} " + ("are there for {s}?" if there else "{does} {s} have?")
        name = ""
    text = form.format_map(
        {
            "s": noun_phrase(subject, kind),
            "bare": in_sentence(_ARTICLE.sub("", subject, count=1)),
            "n": items,
            "is": "are" if plural else "is",
            "does": "do" if plural else "does",
            "has": "have" if plural else "has",
            "s3": "" if plural else "s",
        }
    )
    extra = [name] if name else []
    if ordered and items > 1:
        extra.append("in order")
    return f"{text[:-1]} ({', '.join(extra)})?" if extra else text


_REVERSE = {
    Relation.DEFINITION: "What is the name for {a}?",
    Relation.ETYMOLOGY: "Which {what} has a name that comes from {a}?",
    Relation.PART_OF: "Which {what} is part of {the}?",
    Relation.COMPOSITION: "Which {what} consists of {a}?",
    Relation.ORIGIN: "Which {what} originates from {the}?",
    Relation.INSERTION: "Which {what} inserts on {the}?",
    Relation.INNERVATION: "Which {what} is innervated by {the}?",
    Relation.BLOOD_SUPPLY: "Which {what} is supplied by {the}?",
    Relation.ACTION: "Which {what} has this action: {a}?",
    Relation.JOINT: "Which {what} acts on {the}?",
    Relation.SYNERGIST: "Which {what} works together with {the}?",
    Relation.ANTAGONIST: "Which {what} is the antagonist of {the}?",
    Relation.CONDITION: "Which {what} goes with {a}?",
    Relation.SYMPTOM: "Which {what} has this symptom: {a}?",
    Relation.DIAGNOSIS: "Which {what} is diagnosed like this: {a}?",
    Relation.TREATMENT: "Which {what} is treated like this: {a}?",
    Relation.EXERCISE: "Which {what} is trained by {a}?",
    Relation.DURATION: "Which {what} goes with this time: {a}?",
    Relation.OTHER: "Which {what} does this describe: {a}?",
}
_REVERSE_BY_KIND = {
    (Relation.INNERVATION, "nerve"): "Which nerve innervates {the}?",
    (Relation.BLOOD_SUPPLY, "artery"): "Which artery supplies {the}?",
    (Relation.BLOOD_SUPPLY, "vein"): "Which vein drains {the}?",
    (Relation.JOINT, "bone"): "Which bone articulates with {the}?",
    (Relation.JOINT, "joint"): "At which joint do these meet: {a}?",
    (Relation.ORIGIN, "nerve"): "Which nerve arises from {the}?",
    (Relation.ORIGIN, "artery"): "Which artery arises from {the}?",
}


def reverse_question(relation: Relation, answer: str, *, kind: str = "", name: str = "") -> str:
    """Return the question whose answer is the structure: "Which muscle is innervated by ...?"."""
    answer = answer.strip().rstrip(".")
    kind = kind.casefold().replace("_", " ")
    what = kind if kind and kind not in _WITHOUT_ARTICLE - _CONDITIONS else "structure"
    if kind in _CONDITIONS:
        what = "condition"
    form = _REVERSE_BY_KIND.get((relation, kind)) or _REVERSE.get(relation)
    if form is None:  # location
        form = (
            "Which {what} lies {a}?"
            if _PREPOSITION.match(answer)
            else ("Which {what} lies at this place: {a}?")
        )
    bare = _ARTICLE.match(answer) or _PLACED.match(answer) or answer[:1].isdigit()
    text = form.format_map({"what": what, "a": answer, "the": answer if bare else f"the {answer}"})
    return f"{text[:-1]} ({name})?" if name else text
