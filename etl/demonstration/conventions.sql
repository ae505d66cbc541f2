-- Conventions followed in the demonstration.

-- name: deja
-- Whether someone follows a convention already: what people did in the demonstration is never overwritten.
SELECT EXISTS (SELECT FROM convention);

-- name: cre
-- Who follows them.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte
WHERE demonstration AND actif AND role = 'cre' ORDER BY id LIMIT 1;

-- name: conseillers
-- Counsellors who prescribe on them.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte
WHERE demonstration AND actif AND role = 'cip' ORDER BY id;

-- name: structure
-- An employer, by its name in the files.
SELECT id FROM structure WHERE source = :source AND source_id = :cle;

-- name: carte
-- The card of an employer in the catalogue, with its permanent session.
SELECT o.id, o.identifiant AS offre, o.titre, o.details, o.structure_id, o.source_id AS cle_offre, s.id AS session_id, s.source_id AS session
FROM offre o JOIN structure st ON st.id = o.structure_id LEFT JOIN session s ON s.offre_id = o.id AND s.debut IS NULL
WHERE o.source = :source AND o.type_offre = 'convention' AND st.source_id = :cle ORDER BY o.id, s.id LIMIT 1;

-- name: offres
-- Published offers of an employer that bear a métier of the convention, and the first of those that it shares with them.
SELECT o.identifiant, (array_agg(m.code_rome ORDER BY m.rang))[1] AS commun, min(m.rang) = 0 AS premier
FROM offre o JOIN offre_metier m ON m.offre_id = o.id AND m.code_rome = ANY (:codes::text[])
WHERE o.structure_id = :structure_id AND o.etat = 'publiee' AND o.type_offre IN ('recrutement', 'iae', 'decouverte', 'formation')
GROUP BY o.id, o.identifiant ORDER BY o.id;

-- name: personnes
-- People nobody has prescribed anything to, who want one of these métiers first, always in the same order.
SELECT identifiant AS personne, source_id AS cle_personne, referent_id FROM allocataire a
WHERE source = :source AND referent_id IS NOT NULL AND entree_rsa IS NOT NULL AND NOT EXISTS (SELECT FROM prescription p WHERE p.allocataire_id = a.id)
    AND NOT EXISTS (SELECT FROM compte c WHERE c.allocataire_id = a.id)
ORDER BY metiers && :codes::text[] DESC, md5(source_id || 'convention') LIMIT :nombre;
