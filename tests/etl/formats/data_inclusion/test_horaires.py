"""Opening hours in the writing of OpenStreetMap: the common forms, and nothing guessed beyond."""

from __future__ import annotations

import pytest

from catalogue.domaine import Jour, Periode, creneau, creneaux
from etl.formats.data_inclusion.horaires import lire_horaires

SEMAINE = (Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI)
JOURNEE = (Periode.MATIN, Periode.APRES_MIDI)
H = "\u00a0h"


@pytest.mark.parametrize(
    ("osm", "masque"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:00", creneaux(SEMAINE, JOURNEE)),
        ("Mo-Fr 08:30-12:30; PH off", creneaux(SEMAINE, (Periode.MATIN,))),
        ("Mo,We 14:00-18:00", creneaux((Jour.LUNDI, Jour.MERCREDI), (Periode.APRES_MIDI,))),
        ("Mo-Tu,Sa 9:00-12:00", creneaux((Jour.LUNDI, Jour.MARDI, Jour.SAMEDI), (Periode.MATIN,))),
        ("Mo-Tu 09:00-12:00; Sa 14:00-16:00", creneaux(SEMAINE[:2], (Periode.MATIN,)) | creneau(Jour.SAMEDI, Periode.APRES_MIDI)),
        ('Mo-Fr 10:00-20:00 "sur rendez-vous"; PH off', creneaux(SEMAINE, (*JOURNEE, Periode.SOIR))),
        ("09:00-12:00", creneaux(tuple(Jour), (Periode.MATIN,))),
        ("24/7", creneaux(tuple(Jour), tuple(Periode))),
        # Saturday to Monday goes through Sunday.
        ("Sa-Mo 09:00-12:00", creneaux((Jour.SAMEDI, Jour.DIMANCHE, Jour.LUNDI), (Periode.MATIN,))),
        # A later rule replaces an earlier one.
        ("Mo-Fr 09:00-17:00; We off", creneaux((Jour.LUNDI, Jour.MARDI, Jour.JEUDI, Jour.VENDREDI), JOURNEE)),
        ("Mo-We 09:00-12:00; We 14:00-17:00", creneaux(SEMAINE[:2], (Periode.MATIN,)) | creneau(Jour.MERCREDI, Periode.APRES_MIDI)),
        # Half an hour after noon is still a morning; half an hour in all counts where most of it is.
        ("Tu 09:00-12:30", creneau(Jour.MARDI, Periode.MATIN)),
        ("Tu 11:50-12:20", creneau(Jour.MARDI, Periode.APRES_MIDI)),
        ("Tu 20:00-02:00", creneaux((Jour.MARDI,), (Periode.SOIR, Periode.NUIT))),
        ("Tu 04:00-07:00", creneaux((Jour.MARDI,), (Periode.NUIT, Periode.MATIN))),
    ],
)
def test_masque(osm: str, masque: int) -> None:
    horaires = lire_horaires(osm)
    assert horaires is not None
    assert horaires.creneaux == masque


@pytest.mark.parametrize(
    ("osm", "texte"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:30", f"du lundi au vendredi 9{H} – 12{H} et 14{H} – 17{H}\u00a030"),
        ("Mo,We 14:00-18:00", f"lundi 14{H} – 18{H}\u00a0; mercredi 14{H} – 18{H}"),
        ("Sa-Su 10:00-12:00", f"samedi et dimanche 10{H} – 12{H}"),
        ("24/7", f"tous les jours 0{H} – 24{H}"),
        ("Mo-Fr 09:00-17:00; We off", f"lundi et mardi 9{H} – 17{H}\u00a0; jeudi et vendredi 9{H} – 17{H}"),
        ('Mo 09:00-12:00 "sur rendez-vous"; PH off', f"lundi 9{H} – 12{H}\u00a0; fermé les jours fériés\u00a0; sur rendez-vous"),
        ("Fr 20:00-02:00; SH off", f"vendredi 20{H} – 2{H}"),
    ],
)
def test_texte(osm: str, texte: str) -> None:
    horaires = lire_horaires(osm)
    assert horaires is not None
    assert horaires.texte == texte


@pytest.mark.parametrize(
    "osm",
    [
        "Le lundi sur rendez-vous",
        "Mo-Fr",
        "Mo sunrise-12:00",
        "Jan-Mar Mo 09:00-12:00",
        "Mo 09:00+",
        "Mo[1] 09:00-12:00",
        "week 1-20 Mo 09:00-12:00",
        "Mo 25:00-26:00",
        "PH off",
        "Mo-Fr off",
        '"sur rendez-vous"',
        "",
    ],
)
def test_ce_qui_ne_se_lit_pas_simplement_n_est_pas_devine(osm: str) -> None:
    assert lire_horaires(osm) is None
