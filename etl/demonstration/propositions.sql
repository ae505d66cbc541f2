-- Proposals of the demonstration: what a CRE could propose, and to whom.

-- name: deja
-- Whether a CRE has proposed already: what people did in the demonstration is never overwritten.
SELECT EXISTS (SELECT FROM proposition_lot);

-- name: cre
-- An account of the demonstration.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte WHERE identifiant = :identifiant AND actif;

-- name: a_proposer
-- A dated session of a kind, and people whom the CRE may see, who want its métier and were not asked yet; two référents at least.
SELECT o.identifiant AS offre, s.source_id AS session,
    (array_agg(a.identifiant ORDER BY md5(a.source_id || o.source_id)))[1:(:nombre::int)] AS personnes
FROM offre o JOIN session s ON s.offre_id = o.id JOIN offre_metier m ON m.offre_id = o.id AND m.rang = 0
JOIN allocataire a ON m.code_rome = ANY (a.metiers)
WHERE o.source = :source AND a.source = :source AND o.type_offre = :genre AND o.etat = 'publiee' AND NOT o.reserve_rsa AND s.etat = 'ouverte'
    AND s.debut > :apres AND coalesce(least(s.date_limite, o.date_limite), 'infinity') > :jour AND a.referent_id IS NOT NULL
    AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)
    AND NOT EXISTS (SELECT FROM prescription p WHERE p.allocataire_id = a.id AND p.session_id = s.id)
GROUP BY o.id, s.id HAVING count(DISTINCT a.referent_id) >= 2 AND count(DISTINCT a.id) >= :nombre
ORDER BY o.source_id, s.source_id OFFSET :offre LIMIT 1;
