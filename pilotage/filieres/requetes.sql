-- Figures of a filière. Every list has a total order.

-- name: places
-- Open places by kind of offer, over the sessions that one can still enter.
SELECT o.type_offre, count(*)::int AS sessions, count(*) FILTER (WHERE s.places IS NULL)::int AS sans_nombre,
    coalesce(sum(s.places), 0)::int AS offertes, coalesce(sum(s.places_tenues), 0)::int AS tenues, coalesce(sum(s.places_prises), 0)::int AS prises
FROM session s JOIN offre o ON o.id = s.offre_id WHERE s.id = ANY(:sessions::bigint[]) GROUP BY o.type_offre ORDER BY o.type_offre;

-- name: suivi
-- Prescriptions opened in the period on offers of the filière, in whatever state the offer is now, by kind, state and outcome.
SELECT o.type_offre, p.etat, p.issue, count(*)::int AS nombre
FROM prescription p JOIN offre o ON o.id = p.offre_id JOIN allocataire a ON a.id = p.allocataire_id LEFT JOIN commune c ON c.code_insee = a.commune
WHERE o.id IN (SELECT offres_de_filiere(:filiere_id)) AND p.cree_le >= :du::date AND p.cree_le < :au::date + 1
    AND (cardinality(:territoires::text[]) = 0 OR c.territoire = ANY (:territoires::text[]))
GROUP BY o.type_offre, p.etat, p.issue ORDER BY o.type_offre, p.etat, p.issue NULLS FIRST;
