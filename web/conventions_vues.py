"""From the figures of a convention to what a page shows: words, tones, lengths of bars, small groups hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from employeurs.conventions.chiffres import Chiffres, Ligne, Periode, par_annee, par_metier, total
from employeurs.conventions.domaine import Bonus, OffreRattachee, Proposees, Suivi, Tension, alertes
from employeurs.conventions.libelles import DEGRES, SANS_TENSION, SOURCES_TENSION, mots_alerte, mots_ecart
from pilotage.classeur_conventions import NON_MONTRE, masquees
from pilotage.domaine import GROUPE_MINIMAL
from pilotage.libelles import EFFECTIF_CACHE
from web.pages.conventions import Avancement, Case, LigneConvention, LigneMetier, OffreMontree, Repere, Tableau
from web.typographie import date_courte, date_longue, nombre, pluriel, typo

Noms = Mapping[str, str]


def avancement(c: Chiffres) -> Avancement:
    """Where a commitment stands, in words and as a bar.

    Args:
        c: the figures.

    Returns:
        The same with words, a tone and lengths out of 100.
    """
    ton = "erreur" if c.en_retard else "attention" if c.ecart < 0 else "bien" if c.attendues or c.realisees else "neutre"
    part = [min(100.0, round(100 * n / c.prevues, 1)) if c.prevues else None for n in (c.realisees, c.attendues)]
    return Avancement(c.prevues, c.realisees, c.attendues, mots_ecart(c), ton, part[0], part[1])


def ligne(s: Suivi, noms: Noms, jour: date, *, avec_alertes: bool) -> LigneConvention:
    """A convention in a list.

    Args:
        s: the convention and its figures.
        noms: names of the métiers by ROME code.
        jour: today.
        avec_alertes: the reader is told what calls for an action.

    Returns:
        Its words.
    """
    c = s.convention
    return LigneConvention(
        identifiant=c.identifiant,
        titre=c.titre,
        structure=c.structure,
        commune=c.commune or "",
        etat=c.etat,
        periode=mots_periode(c.periode),
        avancement=avancement(s.total),
        metiers=tuple(noms.get(code, code) for code in s.metiers),
        alertes=tuple(typo(mots_alerte(a, noms)) for a in alertes(s, jour)) if avec_alertes else (),
    )


def tableau(lignes: Sequence[Ligne], periode: Periode, noms: Noms, tensions: Mapping[str, Tension]) -> Tableau:
    """Métiers by years, with the sums of both.

    Args:
        lignes: the lines of the convention.
        periode: its dates.
        noms: names of the métiers by ROME code.
        tensions: last measures by ROME code.

    Returns:
        The table.
    """
    cases = {(x.code_rome, x.annee): Case(x.chiffres.realisees, x.chiffres.prevues) for x in lignes}
    annees = tuple(sorted({*periode.annees, *(x.annee for x in lignes)}))
    sommes = par_annee(lignes)
    metiers = tuple(
        LigneMetier(
            code=code,
            libelle=noms.get(code, code),
            tension=mots_tension(tensions.get(code)),
            cases=tuple(cases.get((code, a), Case(0, 0)) for a in annees),
            avancement=avancement(chiffres),
        )
        for code, chiffres in sorted(par_metier(lignes).items(), key=lambda paire: (noms.get(paire[0], paire[0]), paire[0]))
    )
    vide = Chiffres()
    des_annees = tuple(Case(sommes.get(a, vide).realisees, sommes.get(a, vide).prevues) for a in annees)
    return Tableau(annees, metiers, des_annees, avancement(total(lignes)))


def mots_tension(tension: Tension | None) -> str:
    """« tension forte (4 sur 5), mesure du 1er janvier 2026 – chiffre fictif de la démonstration », or that nobody measured it."""
    if tension is None:
        return f"Tension : {SANS_TENSION}"
    source = SOURCES_TENSION.get(tension.source, tension.source)
    return f"Tension {DEGRES[tension.degre]} ({tension.degre} sur 5), mesure du {date_courte(tension.jour)} – {source}"


def mots_periode(periode: Periode) -> str:
    """« du 15 août 2026 au 28 décembre 2027 »: over several years each date bears its own."""
    return f"du {date_courte(periode.debut)} au {date_courte(periode.fin)}"


def ecoule(periode: Periode, jour: date) -> str:
    """How much of a convention has gone by, in words.

    Args:
        periode: its dates.
        jour: today.

    Returns:
        « 40 % du temps écoulé, il reste 14 mois », « finie depuis le 3 mars », « commence le 1er janvier ».
    """
    if jour < periode.debut:
        return f"commence le {date_longue(periode.debut, jour)}"
    if jour > periode.fin:
        return f"finie depuis le {date_longue(periode.fin, jour)}"
    part = ((jour - periode.debut).days + 1) * 100 // ((periode.fin - periode.debut).days + 1)
    reste = (periode.fin - jour).days
    if not reste:
        return "c’est le dernier jour"
    mots = f"{reste // 30} mois" if reste >= 60 else pluriel(reste, "jour", "jours")
    return typo(f"{part} % du temps écoulé, il reste {mots}")


def effectif(n: int | None) -> str:
    """A count of people, or that it is not told."""
    return EFFECTIF_CACHE if n is None else nombre(n)


def montre(n: int, *, petits: bool) -> int | None:
    """A count of people as it may be shown.

    Args:
        n: the count, of people who are in no other group whose total is shown.
        petits: counts of fewer than five people are shown.

    Returns:
        The count, None when it is hidden.
    """
    return n if petits or n == 0 or n >= GROUPE_MINIMAL else None


def reperes(b: Bonus, *, petits: bool) -> tuple[Repere, ...]:
    """What the bonus looks at, in words.

    Args:
        b: delays and outcomes of the hires that came by a prescription.
        petits: counts of fewer than five people are shown.

    Returns:
        The figures; nothing is told of one to four people unless ``petits``.
    """
    if not b.embauches:
        return (Repere("Embauches par la Boîte à parcours", "aucune pour l’instant"),)
    if not petits and b.embauches < GROUPE_MINIMAL:
        return (Repere("Embauches par la Boîte à parcours", EFFECTIF_CACHE),)
    assert b.mediane is not None
    parties = masquees(b, petits=petits)
    return (
        Repere("Embauches par la Boîte à parcours", nombre(b.embauches)),
        Repere("De la proposition à l’embauche, une fois sur deux en moins de", pluriel(round(b.mediane), "jour", "jours", "un")),
        Repere("Devenues un emploi durable", _sur(parties["durables"], b.embauches)),
        Repere("Dont la suite n’est pas encore connue", NON_MONTRE if parties["en_cours"] is None else nombre(parties["en_cours"])),
    )


def _sur(n: int | None, total: int) -> str:
    return NON_MONTRE if n is None else f"{nombre(n)} sur {nombre(total)}"


def mots_proposees(p: Proposees, *, petits: bool) -> tuple[Repere, ...]:
    """People proposed by the boîte, counts only.

    Args:
        p: counts of people.
        petits: counts of fewer than five people are shown.

    Returns:
        The counts in the order of a life.
    """
    noms = {
        "proposees": "Personnes proposées",
        "transmises": "Envoyées à l’employeur",
        "en_attente": "Attendent une réponse",
        "acceptees": "Acceptées",
        "embauchees": "Embauchées",
    }
    return tuple(Repere(nom, effectif(montre(getattr(p, cle), petits=petits))) for cle, nom in noms.items())


def offre(o: OffreRattachee, noms: Noms, metiers: Sequence[str], jour: date, *, petits: bool) -> OffreMontree:
    """An attached offer in words.

    Args:
        o: the offer.
        noms: names of the métiers by ROME code.
        metiers: those of the convention.
        jour: today.
        petits: counts of fewer than five people are shown.

    Returns:
        What is shown of it.
    """
    attente = montre(o.en_attente, petits=petits)
    return OffreMontree(
        identifiant=o.identifiant,
        titre=o.titre,
        type_offre=o.type_offre,
        structure=o.structure or "",
        ouverte=o.etat == "publiee",
        metier=_compte_pour(o, noms, metiers),
        quand=date_longue(o.prochaine, jour) if o.prochaine else "Entrée à tout moment" if o.places is not None else "",
        places="" if o.places is None else pluriel(max(0, o.places), "place libre", "places libres"),
        attente="" if attente == 0 else f"{effectif(attente)} en attente",
        embauches=o.embauches if petits else None,
    )


def _compte_pour(o: OffreRattachee, noms: Noms, metiers: Sequence[str]) -> str:
    if not o.embauche:
        return "prépare, sans compter comme une embauche"
    if o.code_rome not in metiers:
        return "ne compte pour aucun métier de la convention"
    return f"compte pour : {noms.get(o.code_rome or '', o.code_rome)}"
