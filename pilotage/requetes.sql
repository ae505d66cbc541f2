-- name: places
-- Sessions of the period (those without a first day count while their offer is published), by kind and territoire of the offer.
SELECT o.type_offre, c.territoire, count(*)::int AS sessions,
    count(*) FILTER (WHERE s.places IS NULL)::int AS sans_nombre,
    coalesce(sum(s.places), 0)::int AS offertes,
    coalesce(sum(s.places_tenues), 0)::int AS tenues,
    coalesce(sum(s.places_prises), 0)::int AS prises,
    coalesce(sum(p.presentes), 0)::int AS presentes,
    coalesce(sum(greatest(s.places - s.places_prises, 0)) FILTER (WHERE s.debut < :jour), 0)::int AS perdues
FROM session s
JOIN offre o ON o.id = s.offre_id
LEFT JOIN commune c ON c.code_insee = o.code_insee
LEFT JOIN LATERAL (
    SELECT count(*) AS presentes FROM prescription p WHERE p.session_id = s.id AND p.etat IN ('presente', 'entree', 'terminee')
) p ON true
WHERE s.etat <> 'annulee'
    AND (s.debut BETWEEN :du AND :au OR (s.debut IS NULL AND o.etat = 'publiee'))
    AND o.etat IN ('publiee', 'suspendue', 'fermee', 'expiree')
    AND (cardinality(:territoires::text[]) = 0 OR c.territoire = ANY (:territoires::text[]))
GROUP BY o.type_offre, c.territoire
ORDER BY o.type_offre, c.territoire NULLS LAST;

-- name: entonnoir
-- How far the prescriptions opened in the period went, each counted at every step it reached.
SELECT count(*)::int AS proposees,
    count(*) FILTER (WHERE e.accord)::int AS acceptees_personne,
    count(*) FILTER (WHERE e.transmise)::int AS transmises,
    count(*) FILTER (WHERE e.acceptee)::int AS acceptees_structure,
    count(*) FILTER (WHERE e.presente)::int AS presentes,
    count(*) FILTER (WHERE e.entree)::int AS entrees,
    count(*) FILTER (WHERE p.issue IN ('emploi_durable', 'formation_qualifiante'))::int AS sorties_positives
FROM prescription p
JOIN allocataire a ON a.id = p.allocataire_id
LEFT JOIN commune c ON c.code_insee = a.commune
CROSS JOIN LATERAL (
    SELECT bool_or(vers IN ('acceptee_personne', 'transmise', 'liste_attente')) AS accord, bool_or(vers IN ('transmise', 'liste_attente')) AS transmise,
        bool_or(vers = 'acceptee_structure') AS acceptee, bool_or(vers = 'presente') AS presente, bool_or(vers = 'entree') AS entree
    FROM prescription_etape WHERE prescription_id = p.id
) e
WHERE p.cree_le >= :du::date AND p.cree_le < :au::date + 1
    AND (cardinality(:territoires::text[]) = 0 OR c.territoire = ANY (:territoires::text[]));

-- name: pertes
-- Why those that ended before an entry did: reason given, or silence.
SELECT p.etat, p.motif, count(*)::int AS nombre
FROM prescription p
JOIN allocataire a ON a.id = p.allocataire_id
LEFT JOIN commune c ON c.code_insee = a.commune
WHERE p.cree_le >= :du::date AND p.cree_le < :au::date + 1
    AND p.etat IN ('refusee', 'annulee', 'absente', 'expiree')
    AND (cardinality(:territoires::text[]) = 0 OR c.territoire = ANY (:territoires::text[]))
GROUP BY p.etat, p.motif
ORDER BY nombre DESC, p.etat, p.motif;

-- name: delais
-- Days between two steps, for the prescriptions opened in the period that made both.
SELECT d.delai, count(*)::int AS nombre,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.duree) / 86400)::float8 AS mediane,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM d.duree) / 86400)::float8 AS neuf_dixiemes
FROM prescription p
JOIN allocataire a ON a.id = p.allocataire_id
LEFT JOIN commune c ON c.code_insee = a.commune
CROSS JOIN LATERAL (
    SELECT min(quand) FILTER (WHERE vers IN ('transmise', 'liste_attente')) AS transmise,
        min(quand) FILTER (WHERE vers IN ('acceptee_structure', 'refusee') AND de IN ('transmise', 'liste_attente')) AS reponse,
        min(quand) FILTER (WHERE vers = 'presente') AS presence
    FROM prescription_etape WHERE prescription_id = p.id
) e
CROSS JOIN LATERAL (VALUES
    ('transmission', e.transmise - p.cree_le), ('reponse', e.reponse - e.transmise), ('presence', e.presence - p.cree_le)
) AS d (delai, duree)
WHERE d.duree IS NOT NULL
    AND p.cree_le >= :du::date AND p.cree_le < :au::date + 1
    AND (cardinality(:territoires::text[]) = 0 OR c.territoire = ANY (:territoires::text[]))
GROUP BY d.delai
ORDER BY d.delai;
