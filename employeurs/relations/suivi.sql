-- What a chargé de relation entreprise looks at: the day, the list of structures. Every list has a total order. An account without territoires sees
-- everything; a structure whose territoire is not known is shown to all, so that nobody forgets it.

-- name: a_faire
-- Actions of an account, and those of accounts closed since, that somebody must take up; the most pressing first.
SELECT a.identifiant, s.identifiant AS identifiant_structure, s.nom AS structure, a.quoi, a.echeance, a.compte_id, k.nom AS pour, a.reports, a.faite_le,
    '' AS faite_par, a.resultat, coalesce(c.nom, s.contact_nom, '') AS contact, coalesce(c.identifiant, '') AS identifiant_contact,
    CASE WHEN c.id IS NULL THEN s.telephone ELSE c.telephone END AS telephone, CASE WHEN c.id IS NULL THEN s.courriel ELSE c.courriel END AS courriel
FROM action a JOIN structure s ON s.id = a.structure_id JOIN compte k ON k.id = a.compte_id
LEFT JOIN contact c ON c.structure_id = s.id AND c.prefere
WHERE (a.compte_id = :compte_id OR NOT k.actif) AND a.faite_le IS NULL AND a.echeance <= :jusqu_au ORDER BY a.echeance, a.id;

-- name: silencieuses
-- Structures that were asked and do not answer, the oldest wait first; not those that someone has planned to take up on a later day.
SELECT s.identifiant, s.nom, coalesce(m.nom, s.commune_source) AS commune, a.attendent, a.constats, a.depuis, a.rappels, e.dernier AS dernier_echange,
    coalesce(c.nom, s.contact_nom, '') AS contact, coalesce(c.identifiant, '') AS identifiant_contact, CASE WHEN c.id IS NULL THEN s.telephone ELSE c.telephone END AS telephone,
    CASE WHEN c.id IS NULL THEN s.courriel ELSE c.courriel END AS courriel
FROM (
    SELECT structure_id, (count(DISTINCT allocataire_id) FILTER (WHERE NOT constat))::int AS attendent,
        (count(DISTINCT allocataire_id) FILTER (WHERE constat))::int AS constats, min(depuis) AS depuis, max(relances)::int AS rappels
    FROM attente_structure WHERE depuis <= CASE WHEN constat THEN :constat::date ELSE :silence::date END GROUP BY structure_id
) a JOIN structure s ON s.id = a.structure_id LEFT JOIN commune m USING (code_insee)
LEFT JOIN contact c ON c.structure_id = s.id AND c.prefere
LEFT JOIN LATERAL (SELECT max(jour) AS dernier FROM echange WHERE structure_id = s.id) e ON true
WHERE (:territoires::text[] = '{}' OR m.territoire IS NULL OR m.territoire = ANY (:territoires::text[]))
    AND NOT EXISTS (SELECT FROM action t WHERE t.structure_id = s.id AND t.faite_le IS NULL AND t.echeance > :jour)
ORDER BY a.depuis, s.cle_tri, s.id;

-- name: sessions_libres
-- Sessions that begin soon, still open to people, with places left.
SELECT o.identifiant AS offre, n.source_id AS session, o.titre, o.type_offre, s.nom AS structure, n.debut, least(n.date_limite, o.date_limite) AS limite,
    n.places - n.places_tenues - n.places_prises AS libres
FROM session n JOIN offre o ON o.id = n.offre_id JOIN structure s ON s.id = o.structure_id LEFT JOIN commune m ON m.code_insee = s.code_insee
WHERE n.etat = 'ouverte' AND o.etat = 'publiee' AND n.debut > :jour AND n.debut <= :jusqu_au
    AND coalesce(least(n.date_limite, o.date_limite), 'infinity') >= :jour AND n.places > n.places_tenues + n.places_prises
    AND (:territoires::text[] = '{}' OR m.territoire IS NULL OR m.territoire = ANY (:territoires::text[]))
ORDER BY n.debut, o.titre, n.id;

-- name: a_confirmer
-- Published offers that nobody has confirmed lately, the oldest first.
SELECT o.identifiant, o.titre, o.type_offre, s.identifiant AS identifiant_structure, s.nom AS structure, o.verifie_le
FROM offre o LEFT JOIN structure s ON s.id = o.structure_id LEFT JOIN commune m ON m.code_insee = s.code_insee
WHERE o.etat = 'publiee' AND (o.verifie_le IS NULL OR o.verifie_le <= :avant)
    AND (:territoires::text[] = '{}' OR m.territoire IS NULL OR m.territoire = ANY (:territoires::text[]))
ORDER BY o.verifie_le NULLS FIRST, o.id;

-- name: annuaire
-- Every structure that is not closed, with what the list says of it.
WITH vives AS (
    SELECT o.structure_id, count(DISTINCT o.id)::int AS offres, coalesce(sum(greatest(n.places - n.places_tenues - n.places_prises, 0)), 0)::int AS libres
    FROM offre o LEFT JOIN session n ON n.offre_id = o.id AND n.etat = 'ouverte' AND (n.debut IS NULL OR n.debut >= :jour)
    WHERE o.etat = 'publiee' GROUP BY o.structure_id
), muettes AS (
    SELECT structure_id, count(DISTINCT allocataire_id)::int AS silence FROM attente_structure
    WHERE depuis <= CASE WHEN constat THEN :constat::date ELSE :silence::date END GROUP BY structure_id
)
SELECT s.identifiant, s.nom, s.cle_tri, s.siret, s.type_structure, s.code_insee, coalesce(m.nom, s.commune_source) AS commune, m.territoire,
    e.dernier AS dernier_echange, a.prochaine AS prochaine_action, coalesce(v.offres, 0) AS offres, coalesce(v.libres, 0) AS libres,
    coalesce(t.silence, 0) AS silence
FROM structure s LEFT JOIN commune m USING (code_insee) LEFT JOIN vives v ON v.structure_id = s.id LEFT JOIN muettes t ON t.structure_id = s.id
LEFT JOIN (SELECT structure_id, max(jour) AS dernier FROM echange GROUP BY structure_id) e ON e.structure_id = s.id
LEFT JOIN (SELECT structure_id, min(echeance) AS prochaine FROM action WHERE faite_le IS NULL GROUP BY structure_id) a ON a.structure_id = s.id
WHERE NOT s.fermee ORDER BY s.cle_tri, s.id;

-- name: a_rappeler
-- CRE who have something due and were not written to today; how much of it, and how much is late.
SELECT k.id AS compte_id, k.identifiant, k.courriel, count(*)::int AS nombre, (count(*) FILTER (WHERE a.echeance < :jour))::int AS en_retard
FROM action a JOIN compte k ON k.id = a.compte_id
WHERE a.faite_le IS NULL AND a.echeance <= :jour AND k.actif AND k.role = 'cre' AND k.courriel IS NOT NULL
    AND NOT EXISTS (SELECT FROM courrier c WHERE c.cle = 'rappels:' || k.identifiant || ':' || :jour::text)
GROUP BY k.id ORDER BY k.id;
