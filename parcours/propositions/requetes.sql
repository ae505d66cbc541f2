-- Proposals in batch. Every list of people is cut to those that the account may see.

-- name: ouvrir_lot
-- A batch; nothing when its key was there already, or when the offer has no such session.
INSERT INTO proposition_lot (identifiant, cle, compte_id, session_id, cree_le)
SELECT :identifiant, :cle, :compte_id, s.id, :maintenant
FROM session s JOIN offre o ON o.id = s.offre_id WHERE o.identifiant = :offre AND s.source_id = :session
ON CONFLICT (compte_id, cle) DO NOTHING RETURNING id;

-- name: ajouter_ligne!
-- One line: the prescription, or why there is none.
INSERT INTO proposition_ligne (lot_id, rang, allocataire_id, prescription_id, refus)
VALUES (:lot_id, :rang, :allocataire_id, :prescription_id, :refus);

-- name: lot
-- A batch of an account, by its key or by its public id.
SELECT l.id, l.identifiant, o.identifiant AS offre, s.source_id AS session
FROM proposition_lot l JOIN session s ON s.id = l.session_id JOIN offre o ON o.id = s.offre_id
WHERE l.compte_id = :compte_id AND (l.cle = :cle OR l.identifiant = :identifiant);

-- name: lignes_du_lot
-- What came of each line.
SELECT a.prenom, a.nom, coalesce(r.nom, '') AS referent, p.identifiant AS prescription, l.refus
FROM proposition_ligne l JOIN allocataire a ON a.id = l.allocataire_id
LEFT JOIN prescription p ON p.id = l.prescription_id LEFT JOIN compte r ON r.id = coalesce(a.referent_id, p.referent_id)
WHERE l.lot_id = :lot_id AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v) ORDER BY l.rang;

-- name: a_annoncer
-- Whom to write to about a batch, and about whom: those who were really proposed.
SELECT r.id AS referent_id, r.courriel, a.prenom, a.nom, o.titre, s.debut, s.heure_debut
FROM proposition_ligne l JOIN proposition_lot t ON t.id = l.lot_id JOIN session s ON s.id = t.session_id JOIN offre o ON o.id = s.offre_id
JOIN prescription p ON p.id = l.prescription_id JOIN allocataire a ON a.id = l.allocataire_id
JOIN compte r ON r.id = coalesce(a.referent_id, p.referent_id)
WHERE l.lot_id = :lot_id AND r.actif AND r.courriel IS NOT NULL ORDER BY r.id, l.rang;

-- name: expositions
-- How often the people whom an account may see were proposed something.
SELECT a.identifiant, e.recentes, e.vivantes, e.derniere
FROM expositions(:recent, :ancien) e JOIN allocataire a ON a.id = e.allocataire_id
WHERE a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v) ORDER BY a.id;

-- name: deja_proposees
-- What people whom an account may see already had for an offer: what lives first, then the last no.
SELECT DISTINCT ON (a.id) a.identifiant, s.source_id AS session, p.etat, p.motif
FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN session s ON s.id = p.session_id JOIN offre o ON o.id = p.offre_id
WHERE o.identifiant = :offre AND (p.echeance IS NOT NULL OR p.cree_le >= :apres)
    AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)
ORDER BY a.id, p.echeance IS NULL, s.source_id <> :session, p.id DESC;

-- name: recues
-- Proposals of CRE that wait for a référent, the latest batch first.
SELECT v.identifiant AS prescription, v.allocataire, v.prenom, v.nom, v.offre, v.titre, v.type_offre, v.structure, v.session_id, v.debut,
    v.heure_debut, c.id AS auteur_id, c.nom AS auteur, v.precisions AS mot, v.cree_le, v.echeance
FROM prescription_en_clair v JOIN prescription p ON p.id = v.id JOIN compte c ON c.id = p.cree_par
WHERE v.referent_id = :compte_id AND v.etat = 'proposee' AND v.origine = 'cre' ORDER BY v.cree_le DESC, v.id;

-- name: purger!
-- Batches past their retention, with their lines; the prescriptions stay.
DELETE FROM proposition_lot WHERE cree_le < :avant;
