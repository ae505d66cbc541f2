-- The file of a person, notes, and the portefeuille.

-- name: dossier
-- One file by public id, if the account may see the person.
SELECT a.id, a.identifiant, a.prenom, a.nom, a.source, a.source_id, a.commune, a.orientation, a.annee_naissance, a.entree_rsa, a.date_cer, a.publics,
    a.criteres_iae, a.metiers, a.projet, a.experience, a.competences, a.niveau, a.francais, a.permis, a.vehicule, a.moyen_transport, a.rayon_km,
    a.disponibilites, a.freins, a.inscrit_ft, a.rqth, a.pass_iae_fin, a.telephone, a.courriel, a.accord_telephone, a.accord_courriel, a.droit_rsa,
    a.droits_devoirs, a.sortie_rsa, a.freins_absents, a.version, a.maj_le, m.nom AS maj_par, a.referent_id, r.nom AS referent, a.structure_id,
    s.nom AS structure
FROM allocataire a
LEFT JOIN compte m ON m.id = a.maj_par
LEFT JOIN compte r ON r.id = a.referent_id
LEFT JOIN structure s ON s.id = a.structure_id
WHERE a.identifiant = :identifiant AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v);

-- name: modifier
-- Changes the columns that « valeurs » holds and no other, when the file is still at the version read (NULL: whatever its version).
UPDATE allocataire a SET
    commune = f.commune, annee_naissance = f.annee_naissance, entree_rsa = f.entree_rsa, date_cer = f.date_cer, orientation = f.orientation,
    telephone = f.telephone, courriel = f.courriel, accord_telephone = f.accord_telephone, accord_courriel = f.accord_courriel,
    droit_rsa = f.droit_rsa, droits_devoirs = f.droits_devoirs, sortie_rsa = f.sortie_rsa, inscrit_ft = f.inscrit_ft, niveau = f.niveau,
    rayon_km = f.rayon_km, metiers = f.metiers, freins = f.freins, freins_absents = f.freins_absents, structure_id = f.structure_id,
    referent_id = f.referent_id, projet = f.projet, experience = f.experience, competences = f.competences, francais = f.francais,
    permis = f.permis, vehicule = f.vehicule, moyen_transport = f.moyen_transport, disponibilites = f.disponibilites, rqth = f.rqth,
    pass_iae_fin = f.pass_iae_fin, criteres_iae = f.criteres_iae,
    version = a.version + 1, maj_le = :instant, maj_par = :compte_id
FROM (SELECT (jsonb_populate_record(x, :valeurs ::jsonb)).* FROM allocataire x WHERE x.id = :id) f
WHERE a.id = :id AND a.version = coalesce(:version ::integer, a.version)
RETURNING a.version;

-- name: creer
INSERT INTO allocataire (identifiant, source, source_id, nom, prenom, cle_tri, maj_le)
VALUES (:identifiant, :source, :identifiant, :nom, :prenom, :cle_tri, :instant) RETURNING id;

-- name: ajouter_autre_nom!
INSERT INTO autre_nom (allocataire_id, cle_tri) VALUES (:id, :cle_tri) ON CONFLICT DO NOTHING;

-- name: notes
-- Notes about a person, the latest first.
SELECT n.identifiant, n.auteur_id, c.nom AS auteur, n.texte, n.alertes, n.cree_le
FROM note n JOIN compte c ON c.id = n.auteur_id WHERE n.allocataire_id = :allocataire_id ORDER BY n.id DESC;

-- name: note
-- One note about a person.
SELECT n.identifiant, n.auteur_id, c.nom AS auteur, n.texte, n.alertes, n.cree_le
FROM note n JOIN compte c ON c.id = n.auteur_id WHERE n.allocataire_id = :allocataire_id AND n.identifiant = :identifiant;

-- name: ajouter_note!
INSERT INTO note (identifiant, allocataire_id, auteur_id, texte, alertes, cree_le)
VALUES (:identifiant, :allocataire_id, :auteur_id, :texte, :alertes, :instant);

-- name: supprimer_note!
DELETE FROM note WHERE allocataire_id = :allocataire_id AND identifiant = :identifiant;

-- name: portefeuille
-- Everybody whom an account follows, alone or with its structure, by name.
SELECT a.identifiant, a.nom, a.prenom, a.cle_tri, c.nom AS commune, a.orientation, a.entree_rsa, a.date_cer, a.freins, a.metiers, a.projet <> '' AS projet,
    a.sortie_rsa, a.droit_rsa, a.referent_id, r.nom AS referent, a.maj_le
FROM allocataire a
JOIN compte moi ON moi.id = :compte_id
LEFT JOIN commune c ON c.code_insee = a.commune
LEFT JOIN compte r ON r.id = a.referent_id
WHERE a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v) AND (a.referent_id = moi.id OR a.structure_id = moi.structure_id)
ORDER BY a.cle_tri, a.id;

-- name: collegues
-- Counsellors of a structure, by name.
SELECT id, identifiant, nom FROM compte WHERE role = 'cip' AND actif AND structure_id = :structure_id ORDER BY nom, id;

-- name: affecter
-- Gives people whom an account follows to a counsellor of its structure.
UPDATE allocataire a SET referent_id = :referent_id, structure_id = :structure_id, version = a.version + 1, maj_le = :instant, maj_par = :compte_id
WHERE a.identifiant = ANY (:identifiants ::text[]) AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)
    AND (a.referent_id = :compte_id OR a.structure_id = :structure_id) AND a.referent_id IS DISTINCT FROM :referent_id
RETURNING a.id;
