"""The names of anatomy: structures, conditions, movements, and the words that head such names.

The tables of `core.terms` are read on first use.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from flashdeck.core.terms.tables import rows

_MEMO = 20_000  # names whose look-up is remembered


@dataclass(frozen=True, slots=True)
class Term:
    """A name with its kind; ``name`` is the preferred form."""

    name: str
    kind: str
    region: str = ""


# The last word of a structure's name says what it is.
HEADS = {
    word: kind
    for kind, words in {
        "muscle": "muscle flexor extensor abductor adductor pronator supinator sphincter",
        "nerve": "nerve",
        "artery": "artery arteriole aorta",
        "vein": "vein venule",
        "vessel": "vessel capillary",
        "ligament": "ligament",
        "tendon": "tendon",
        "bone": "bone vertebra phalanx rib metacarpal metatarsal",
        "joint": "joint articulation symphysis syndesmosis",
        "bone_landmark": "process tubercle tuberosity condyle epicondyle trochanter malleolus "
        "foramen fossa crest notch facet acetabulum",
        "plexus": "plexus",
        "ganglion": "ganglion",
        "fascia": "fascia aponeurosis retinaculum septum sheath",
        "bursa": "bursa",
        "gland": "gland",
        "cartilage": "cartilage meniscus labrum disc disk",
        "membrane": "membrane mesentery pleura peritoneum meninx",
        "organ_part": "lobe lobule cortex valve ventricle atrium duct sinus follicle capsule "
        "nucleus nephron glomerulus tubule alveolus acinus",
        "compartment": "compartment",
    }.items()
    for word in words.split()
}
# Heads that need an anatomical word beside them: "neck of the femur", "cardiac surface".
SOFT_HEADS = {
    word: kind
    for kind, words in {
        "bone_landmark": "head neck shaft body end aspect third half surface border margin angle "
        "spine line canal groove ridge tip apex base arch edge pole column epiphysis diaphysis "
        "extremity eminence lamina pedicle wing horn plate concavity depression "
        "plateau",
        "organ_part": "part branch trunk root cord division portion layer wall lining opening "
        "cavity system tract chamber segment region side belly fiber fibre bundle cell cells "
        "tissue vessel hilum fundus papilla pyramid calyx septa cusp leaflet curvature "
        "pulp",
    }.items()
    for word in words.split()
}
CONDITION_HEADS = frozenset(
    """injury pain strain sprain tear rupture fracture dislocation syndrome disease disorder palsy
    thrombosis embolism embolus aneurysm hernia cramp spasm deformity contracture insufficiency
    failure infection cancer tumor tumour stenosis ulcer neuralgia dysfunction instability
    infarction neuropathy weakness paralysis tightness stiffness swelling lesion damage
    compression entrapment impingement tendinitis tendonitis bursitis arthritis clot stone cyst
    atrophy bleeding hemorrhage haemorrhage obstruction inflammation edema oedema condition
    problem attack stroke abnormality anomaly degeneration calculus hypertension hypotension
    anemia anaemia laceration contusion subluxation prolapse herniation spur bunion blister rash
    claudication lordosis kyphosis scoliosis varicosity reflux""".split()
)
_CONDITION_ENDING = re.compile(
    r"(?:hyper|hypo)[a-z]{3,}ism|[a-z]{3,}(?:itis|osis|oma|opathy|algia|plegia|emia|aemia|rrhage|rrhea|edema|oedema|sclerosis|"
    r"ectasia|megaly|ptysis|uria|phobia|trophy)$"
)
_NOT_CONDITION = frozenset(
    """symphysis anastomosis stroma diagnosis prognosis metamorphosis mitosis meiosis osmosis
    homeostasis hypnosis aroma diploma soma apoptosis phagocytosis exocytosis endocytosis ossis
    symbiosis aponeurosis synarthrosis diarthrosis amphiarthrosis gomphosis syndesmosis
    synchondrosis synostosis enarthrosis parenchyma""".split()
)
TREATMENT_HEADS = frozenset(
    """therapy surgery massage ultrasound stimulation taping ice heat rest injection stocking
    stockings exercise stretch rehabilitation immobilization immobilisation brace splint cast
    sling mri x-ray scan test exam examination stent ablation graft medication drug drugs
    medicine painkiller stretching strengthening compression-stockings ligation stripping
    procedure treatment rehab angioplasty bypass dialysis transplant transplantation biopsy
    endoscopy physiotherapy acupuncture training walking swimming lifestyle orthotics insole
    crutches elevation e-stim nsaids antibiotics anticoagulants thinners imaging
    electromyography replacement reduction fixation repair reconstruction modality
    sclerotherapy""".split()
)
_TREATMENT_ENDING = re.compile(
    r"[a-z]{3,}(?:ectomy|plasty|scopy|therapy|graphy|ostomy|otomy|desis|centesis)$"
)
# Everyday words that name structures too: they alone do not make a text anatomical.
WEAK = frozenset(
    """back face head neck body arm leg hand foot knee hip shoulder elbow wrist ankle toe finger
    thumb chest breast nose mouth eye ear tongue lip cheek chin skin heart brain kidney liver
    lung stomach bone joint rib spine trunk calf heel palm sole nail tooth gum hair axis atlas
    arch root base bark body tail wing cord drum stirrup anvil hammer pupil iris lens canal neck
    scalp forehead groin waist belly womb limb lap thigh shin side line spleen bladder throat
    airway penis anus vagina limbs tissue organ blood crown column valve duct vessel temple
    organs gullet bowel gut thorax abdomen pelvis nape flank instep forearm axilla region
    bone-marrow tongue mouth cartilage capsule septum muscle process foramen disc disk sheath
    lobe follicle nucleus crest notch facet sinus shaft compartment cortex membrane gland injury
    pain tear disease disorder infection problem condition stroke heat ice rest surgery strain
    lobule rhomboid trapezoid vertex orbit cricket backbone artery vein nerve joint""".split()
)
# Words of place that make a soft head anatomical.
DIRECTIONS = frozenset(
    """medial lateral anterior posterior superior inferior proximal distal superficial deep dorsal
    ventral plantar palmar volar cranial caudal upper lower middle internal external inner outer
    long short left right great greater lesser small common oblique transverse vertical
    horizontal visceral parietal muscular cutaneous articular terminal collateral
    accessory""".split()
)


def singular(word: str) -> str:
    """Return the singular of an English or Latin noun, as far as its ending tells."""
    low = word.casefold()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) < 4 or low.endswith(("ss", "us", "is", "eps", "oes", "ens")) or low in _ENDS_IN_S:
        return word
    if len(low) > 7 and low.endswith(_LATIN_PLURALS):
        return word
    if low.endswith("ies"):
        return word[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if low.endswith("s"):
        return word[:-1]
    return word


_IRREGULAR = {
    "vertebrae": "vertebra", "phalanges": "phalanx", "fossae": "fossa", "foramina": "foramen",
    "bursae": "bursa", "ganglia": "ganglion", "menisci": "meniscus", "nuclei": "nucleus",
    "bronchi": "bronchus", "alveoli": "alveolus", "septa": "septum", "labra": "labrum",
    "atria": "atrium", "epiphyses": "epiphysis", "diaphyses": "diaphysis", "feet": "foot",
    "teeth": "tooth", "metacarpals": "metacarpal", "aponeuroses": "aponeurosis",
    "glomeruli": "glomerulus", "interossei": "interosseus", "femora": "femur", "tibiae": "tibia",
    "fibulae": "fibula", "scapulae": "scapula", "humeri": "humerus", "radii": "radius",
    "ilia": "ilium", "pelves": "pelvis", "calves": "calf", "maxillae": "maxilla",
    "viscera": "viscera", "malleoli": "malleolus", "metastases": "metastasis",
    "thromboses": "thrombosis", "axillae": "axilla", "appendices": "appendix",
    "apices": "apex", "cortices": "cortex", "diagnoses": "diagnosis", "plexuses": "plexus",
    "sinuses": "sinus", "neuroses": "neurosis", "people": "person", "women": "woman",
    "men": "man", "crises": "crisis", "symphyses": "symphysis", "calculi": "calculus",
}  # fmt: skip
_LATIN_PLURALS = ("ales", "ares", "ores", "antes", "entes")
_ENDS_IN_S = frozenset(
    """biceps triceps quadriceps pancreas atlas pons rickets herpes caries series lens gas forceps
    diabetes hamstrings levator dens mons cosmos asbestos pes perhaps always across has was as
    this its whereas teres psoas iliopsoas azygos hemiazygos dartos stapes facies frons achilles
    antepes douglas perforans""".split()
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names and their terms, and the words that are written with a capital."""

    names: dict[str, Term]
    proper: frozenset[str]
    abbreviations: dict[str, str]
    memo: dict[str, Term | None]

    def find(self, name: str) -> Term | None:
        """Return the term of a name in any usual form: with "muscle", in the plural."""
        low = name.casefold().strip()
        if low not in self.memo:
            if len(self.memo) >= _MEMO:
                self.memo.clear()
            self.memo[low] = self._find(low)
        return self.memo[low]

    def _find(self, low: str) -> Term | None:
        if not low.isascii():  # "latéralis", as some write it
            low = "".join(char for char in unicodedata.normalize("NFD", low) if char < "\u0300")
        found = self.names.get(low)
        if found:
            return found
        words = low.split()
        if not words:
            return None
        last = singular(words[-1])
        if last != words[-1]:
            found = self.names.get(" ".join([*words[:-1], last]))
            if found:
                return found
        if last in ("muscle", "bone", "artery", "tendon") and len(words) > 1:
            stem = " ".join(words[:-1])
            found = self.names.get(stem)
            if found and found.kind.startswith(last):
                return found
        if " of the " in low:
            return self.names.get(low.replace(" of the ", " of "))
        return None

    def kind_of(self, name: str) -> str:
        """Return the kind that a name has by the lexicon or by its words, '' where it has none."""
        found = self.find(name)
        if found:
            return found.kind
        low = name.casefold()
        head = singular(re.split(r" (?:of|to|in|from|for|at|with|on) ", low)[0].split(" ")[-1])
        words = low.split()
        if not words:
            return ""
        if is_condition_word(head):
            return "condition"
        if head in HEADS and (len(words) > 1 or head not in WEAK):
            return HEADS[head]
        if head in SOFT_HEADS and self._anatomical(words[:-1] if len(words) > 1 else []):
            return SOFT_HEADS[head]
        if len(words) > 1 and all(word in DIRECTIONS for word in words[:-1]):
            found = self.find(words[-1])  # "left kidney", "distal femur"
            if found and found.kind not in ("movement", "condition", "region"):
                return found.kind
        if head in TREATMENT_HEADS or _TREATMENT_ENDING.fullmatch(head):
            return "treatment"
        return ""

    def _anatomical(self, words: list[str]) -> bool:
        return any(
            singular(word) in HEADS or word in DIRECTIONS or self.find(word) is not None
            for word in words
        ) or any(_ADJECTIVE.fullmatch(word) for word in words)


_ADJECTIVE = re.compile(
    r"(?:femoral|tibial|fibular|peroneal|popliteal|radial|ulnar|brachial|humeral|clavicular|"
    r"sternal|"
    r"costal|iliac|pubic|ischial|sacral|lumbar|thoracic|cervical|cranial|spinal|vertebral|renal|"
    r"hepatic|gastric|cardiac|pulmonary|pelvic|gluteal|axillary|carotid|jugular|facial|nasal|"
    r"temporal|occipital|frontal|mandibular|maxillary|[a-z]{3,}(?:oid|oidal|ular|eal|aneous|"
    r"osseous))"
)


def is_condition_word(word: str) -> bool:
    """Tell whether a noun names a disease, an injury or a complaint."""
    if word in CONDITION_HEADS:
        return True
    return _CONDITION_ENDING.fullmatch(word) is not None and word not in _NOT_CONDITION


_CONDITIONS = (
    "blood clot|fracture|broken bone|varicose vein|deep vein thrombosis|DVT|pulmonary embolus|"
    "pulmonary embolism|sciatica|osteoarthritis|rheumatoid arthritis|gout|osteoporosis|"
    "carpal tunnel syndrome|heart attack|heart failure|high blood pressure|diabetes|obesity|"
    "stroke|cirrhosis|hepatitis|jaundice|gallstone|kidney stone|appendicitis|pneumonia|asthma|"
    "plantar fasciitis|frozen shoulder|tennis elbow|shin splints|scoliosis|compartment syndrome|"
    "spider vein|foot drop|wrist drop|claw hand|winged scapula|bell's palsy|erb's palsy|whiplash|"
    "concussion|bruise|cramp|muscle cramp|swelling|hernia|inguinal hernia|chronic kidney disease|"
    "atherosclerosis|aneurysm|dermatitis|anemia|cancer|tumor|cataract|glaucoma|goiter|rickets|"
    "paralysis|numbness"
)


_SUBSTANCES = (
    "bile|blood|lymph|urine|saliva|mucus|insulin|glucagon|synovial fluid|cerebrospinal fluid|"
    "gastric juice|"
    "pepsin|hydrochloric acid|adrenaline|cortisol|thyroxine|melatonin|surfactant|tears|plasma|"
    "hormone|enzyme|"
    "collagen|red bone marrow|yellow bone marrow|keratin|melanin|sebum|sweat|milk|semen|"
    "aqueous humor|oxytocin"
)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once a process."""
    names: dict[str, Term] = {}
    proper: set[str] = set()
    for row in rows("own_terms.tsv"):
        name, latin, kind, synonyms = row[0], row[1], row[2], row[5]
        term = Term(name, kind, row[3])
        for form in (name, latin, *synonyms.split("|")):
            if form:
                names.setdefault(form.casefold(), term)
                if form != form.casefold():
                    proper.update(word for word in form.split() if word[:1].isupper())
    for row in rows("conditions.tsv"):
        term = Term(row[0], "condition", row[2])
        for form in (row[0], *row[3].split("|")):
            if form:
                names.setdefault(form.casefold(), term)
                proper.update(word for word in form.split() if word[:1].isupper())
    for form in _CONDITIONS.split("|"):
        names.setdefault(form.casefold(), Term(form, "condition"))
    for form in _SUBSTANCES.split("|"):
        names.setdefault(form, Term(form, "substance"))
    for row in rows("movements.tsv"):
        for form in (row[0], *row[6].split("|")):
            if form:
                names.setdefault(form.casefold(), Term(row[0], "movement"))
    abbreviations = {row[0]: row[1] for row in rows("abbreviations.tsv")}
    return Lexicon(names, frozenset(proper), abbreviations, {})
