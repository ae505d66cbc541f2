-- Loading the demonstration: référentiels are added where they are missing, never put in place of the official ones.

-- name: deja_chargee
-- Whether the demonstration of this day and of this version of the code is already in the base.
SELECT EXISTS (SELECT FROM import WHERE format = 'demonstration' AND empreinte_fichier = :empreinte);

-- name: ajouter_grand_domaine!
INSERT INTO grand_domaine (code, libelle) VALUES (:code, :libelle) ON CONFLICT DO NOTHING;

-- name: ajouter_domaine!
INSERT INTO domaine_professionnel (code, libelle, grand_domaine) VALUES (:code, :libelle, :grand_domaine) ON CONFLICT DO NOTHING;

-- name: ajouter_metier!
INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES (:code_rome, :libelle, :cle_tri, :code_rome_parent, 'demonstration')
ON CONFLICT DO NOTHING;

-- name: ajouter_appellation!
INSERT INTO appellation (code_ogr, libelle, libelle_court, code_rome, principale, peu_usitee)
VALUES (:code_ogr, :libelle, :libelle_court, :code_rome, :principale, :peu_usitee) ON CONFLICT DO NOTHING;

-- name: ajouter_mobilite!
INSERT INTO mobilite (code_rome, code_rome_cible, numero_ordre) VALUES (:code_rome, :code_rome_cible, :numero_ordre) ON CONFLICT DO NOTHING;

-- name: ajouter_tension!
-- The source says that the degree is invented; a measure already there for that day is kept.
INSERT INTO tension (code_rome, jour, degre, source) VALUES (:code_rome, :jour, :degre, 'demonstration (fictif)') ON CONFLICT DO NOTHING;

-- name: ajouter_territoire!
INSERT INTO territoire (code, nom, nature) VALUES (:code, :nom, :nature) ON CONFLICT (code) DO UPDATE SET nom = excluded.nom, nature = excluded.nature;

-- name: ajouter_commune!
-- The grouping is the demonstration's; names and points already there are kept.
INSERT INTO commune (code_insee, nom, cle_tri, codes_postaux, latitude, longitude, territoire)
VALUES (:code_insee, :nom, :cle_tri, :codes_postaux, :latitude, :longitude, :territoire)
ON CONFLICT (code_insee) DO UPDATE SET territoire = coalesce(commune.territoire, excluded.territoire), nom = excluded.nom, cle_tri = excluded.cle_tri;

-- name: ajouter_allocataire!
INSERT INTO allocataire (identifiant, prenom, nom, source, source_id, cle_tri, commune, orientation, annee_naissance, entree_rsa, date_cer, publics,
    criteres_iae, metiers, projet, experience, competences, niveau, francais, permis, vehicule, moyen_transport, rayon_km, disponibilites, freins,
    inscrit_ft, rqth, pass_iae_fin)
VALUES (:identifiant, :prenom, :nom, :source, :source_id, :cle_tri, :commune, :orientation, :annee_naissance, :entree_rsa, :date_cer, :publics,
    :criteres_iae, :metiers, :projet, :experience, :competences, :niveau, :francais, :permis, :vehicule, :moyen_transport, :rayon_km, :disponibilites,
    :freins, :inscrit_ft, :rqth, :pass_iae_fin)
ON CONFLICT (source, source_id) DO UPDATE SET prenom = excluded.prenom, nom = excluded.nom, cle_tri = excluded.cle_tri, commune = excluded.commune,
    orientation = excluded.orientation, annee_naissance = excluded.annee_naissance, entree_rsa = excluded.entree_rsa, date_cer = excluded.date_cer,
    publics = excluded.publics, criteres_iae = excluded.criteres_iae, metiers = excluded.metiers, projet = excluded.projet,
    experience = excluded.experience, competences = excluded.competences, niveau = excluded.niveau, francais = excluded.francais,
    permis = excluded.permis, vehicule = excluded.vehicule, moyen_transport = excluded.moyen_transport, rayon_km = excluded.rayon_km,
    disponibilites = excluded.disponibilites, freins = excluded.freins, inscrit_ft = excluded.inscrit_ft, rqth = excluded.rqth,
    pass_iae_fin = excluded.pass_iae_fin;

-- name: structures_par_source
-- Public ids of structures by their names in the files of the demonstration.
SELECT identifiant FROM structure WHERE source = :source AND source_id = ANY(:source_ids::text[]) ORDER BY id;
