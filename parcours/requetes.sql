-- Queries about people.

-- name: allocataires
-- Everybody an account may see, by name.
SELECT identifiant, prenom, nom, source, source_id, commune, orientation, annee_naissance, entree_rsa, date_cer, publics, criteres_iae, metiers, projet,
    experience, competences, niveau, francais, permis, vehicule, moyen_transport, rayon_km, disponibilites, freins, inscrit_ft, rqth, pass_iae_fin
FROM allocataire WHERE id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v) ORDER BY cle_tri, id;

-- name: allocataire
-- One person by public id, if the account may see them.
SELECT identifiant, prenom, nom, source, source_id, commune, orientation, annee_naissance, entree_rsa, date_cer, publics, criteres_iae, metiers, projet,
    experience, competences, niveau, francais, permis, vehicule, moyen_transport, rayon_km, disponibilites, freins, inscrit_ft, rqth, pass_iae_fin
FROM allocataire WHERE identifiant = :identifiant AND id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v);

-- name: nombre
-- How many people an account may see.
SELECT count(*)::int FROM allocataires_visibles(:compte_id);

-- name: suivi
-- Who follows a person, if the account may see them.
SELECT a.id, a.identifiant, a.referent_id, coalesce(r.nom, '') AS referent, a.structure_id, coalesce(s.nom, '') AS structure, c.territoire,
    ARRAY(SELECT i.structure_id FROM structure_impliquee i WHERE i.allocataire_id = a.id ORDER BY 1) AS impliquees
FROM allocataire a
LEFT JOIN compte r ON r.id = a.referent_id
LEFT JOIN structure s ON s.id = a.structure_id
LEFT JOIN commune c ON c.code_insee = a.commune
WHERE a.identifiant = :identifiant AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v);

-- name: referents
-- Name of the référent of each person asked for, among those the account may see.
SELECT a.identifiant, r.nom
FROM allocataire a
JOIN compte r ON r.id = a.referent_id
WHERE a.identifiant = ANY (:identifiants::text[]) AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)
ORDER BY a.id;
