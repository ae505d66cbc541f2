-- Prescriptions of the demonstration: who could be offered what.

-- name: deja
-- Whether someone has prescribed already: what people did in the demonstration is never overwritten.
SELECT EXISTS (SELECT FROM prescription);

-- name: couples
-- For each référent, people and sessions of an offer that bears one of their métiers or lifts one of their freins; each person once. The order is
-- that of a print of both: always the same, and like a draw.
WITH possibles AS (
    SELECT a.id AS personne_id, a.identifiant AS personne, a.source_id AS cle_personne, a.referent_id, o.id AS offre_id, o.identifiant AS offre,
        o.source_id AS cle_offre, o.structure_id, s.id AS session_id, s.source_id AS session, s.debut,
        row_number() OVER (PARTITION BY a.id ORDER BY md5(a.source_id || o.source_id || s.source_id)) AS rang
    FROM allocataire a JOIN offre o ON o.etat = 'publiee' AND o.structure_id IS NOT NULL AND o.type_offre NOT IN ('clause', 'convention')
    JOIN session s ON s.offre_id = o.id AND s.etat = 'ouverte' AND (s.debut IS NULL OR s.debut > :jour)
        AND coalesce(least(s.date_limite, o.date_limite), 'infinity') > :jour AND coalesce(s.places, 1) > 0
    WHERE a.source = :source AND o.source = :source AND a.referent_id IS NOT NULL
        AND (EXISTS (SELECT FROM offre_metier m WHERE m.offre_id = o.id AND m.code_rome = ANY (a.metiers))
            OR EXISTS (SELECT FROM apport p WHERE p.offre_id = o.id AND p.type = 'frein_leve' AND p.valeur = ANY (a.freins)))
), une_par_personne AS (
    SELECT *, row_number() OVER (PARTITION BY referent_id ORDER BY md5(cle_personne)) AS rang_referent FROM possibles WHERE rang = 1
)
SELECT personne, cle_personne, referent_id, offre, cle_offre, structure_id, session_id, session, debut FROM une_par_personne
WHERE rang_referent <= :par_referent ORDER BY referent_id, rang_referent;

-- name: session_courte
-- A small dated session, for a waiting list: the first of the catalogue with few places and a structure that answers.
SELECT o.identifiant AS offre, o.source_id AS cle_offre, o.structure_id, s.id AS session_id, s.source_id AS session, s.debut
FROM session s JOIN offre o ON o.id = s.offre_id
WHERE o.source = :source AND o.etat = 'publiee' AND o.structure_id IS NOT NULL AND s.etat = 'ouverte' AND s.places BETWEEN 2 AND 6
    AND s.debut > :jour AND coalesce(least(s.date_limite, o.date_limite), 'infinity') > :jour
ORDER BY s.places, s.debut, o.source_id, s.source_id LIMIT 1;

-- name: personnes_du_referent
-- People of a référent, always in the same order.
SELECT identifiant AS personne, source_id AS cle_personne, referent_id FROM allocataire
WHERE source = :source AND referent_id = :referent_id ORDER BY md5(source_id || 'attente') LIMIT :nombre;

-- name: acteurs
-- Accounts of the demonstration that act here.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte
WHERE demonstration AND actif AND role IN ('cip', 'cre', 'allocataire') ORDER BY id;

-- name: personnes_des_comptes
-- People who have an account of their own.
SELECT id, identifiant, source_id FROM allocataire WHERE id = ANY (:ids::bigint[]) ORDER BY id;

-- name: nombre_en_attente
-- People who wait for a session.
SELECT count(*)::int FROM prescription WHERE session_id = :session_id AND etat = 'liste_attente';
