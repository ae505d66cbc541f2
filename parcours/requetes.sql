-- Queries about people.

-- name: allocataires
-- Everybody, by name.
SELECT identifiant, prenom, nom, source, source_id, commune, orientation, annee_naissance, entree_rsa, date_cer, publics, criteres_iae, metiers, projet,
    experience, competences, niveau, francais, permis, vehicule, moyen_transport, rayon_km, disponibilites, freins, inscrit_ft, rqth, pass_iae_fin
FROM allocataire ORDER BY cle_tri, id;

-- name: allocataire
-- One person by public id.
SELECT identifiant, prenom, nom, source, source_id, commune, orientation, annee_naissance, entree_rsa, date_cer, publics, criteres_iae, metiers, projet,
    experience, competences, niveau, francais, permis, vehicule, moyen_transport, rayon_km, disponibilites, freins, inscrit_ft, rqth, pass_iae_fin
FROM allocataire WHERE identifiant = :identifiant;

-- name: nombre
-- How many people.
SELECT count(*)::int FROM allocataire;
