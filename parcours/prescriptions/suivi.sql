-- Prescriptions: what people read. Every list of people is cut to those that the account may see.

-- name: reponses_recues
-- What a référent has not read yet: answers, and requests made by the person. What a CRE proposes is listed apart, until it is decided.
SELECT * FROM prescription_en_clair
WHERE referent_id = :compte_id AND lue_le IS NULL AND NOT (etat = 'proposee' AND origine = 'cre') ORDER BY depuis DESC, id DESC LIMIT :limite;

-- name: silencieuses
-- Prescriptions of a référent that nobody has moved for a while; a place accepted is silent once its day has passed.
SELECT * FROM prescription_en_clair
WHERE referent_id = :compte_id AND (
    etat IN ('proposee', 'acceptee_personne', 'transmise') AND depuis <= :avant AND NOT (etat = 'proposee' AND origine = 'cre')
    OR etat = 'acceptee_structure' AND (debut + 1)::timestamptz <= :avant
)
ORDER BY depuis, id;

-- name: sessions_bientot
-- Sessions proposed to the people of a référent, not sent yet, that will soon be full or closed.
SELECT v.offre, v.titre, v.type_offre, v.session, v.debut, least(s.date_limite, o.date_limite) AS date_limite,
    s.places - s.places_tenues - s.places_prises AS libres, count(*)::int AS personnes
FROM prescription_en_clair v JOIN session s ON s.id = v.session_id JOIN offre o ON o.id = v.offre_id
WHERE v.referent_id = :compte_id AND v.etat IN ('proposee', 'acceptee_personne') AND s.etat = 'ouverte'
    AND (s.places - s.places_tenues - s.places_prises <= 2 OR least(s.date_limite, o.date_limite, s.debut) <= :jusqu_au)
GROUP BY v.offre, v.titre, v.type_offre, v.session, v.debut, s.id, o.id
ORDER BY least(s.date_limite, o.date_limite, s.debut) NULLS LAST, s.id;

-- name: sans_contrat
-- People of a référent who have entered the RSA and whose contract is not signed since.
SELECT a.identifiant, a.prenom, a.nom, a.orientation, a.entree_rsa, a.date_cer FROM allocataire a
WHERE a.referent_id = :compte_id AND a.entree_rsa IS NOT NULL AND a.sortie_rsa IS NULL AND (a.date_cer IS NULL OR a.date_cer < a.entree_rsa)
ORDER BY a.entree_rsa, a.id;

-- name: de_la_personne
-- Every prescription of a person that the account may see, the living ones first.
SELECT v.* FROM prescription_en_clair v
WHERE v.allocataire = :allocataire AND v.allocataire_id IN (SELECT a.id FROM allocataires_visibles(:compte_id) a)
ORDER BY v.echeance IS NULL, v.depuis DESC, v.id DESC;

-- name: du_referent
-- Living prescriptions of a référent, the next to end first.
SELECT * FROM prescription_en_clair WHERE referent_id = :compte_id AND echeance IS NOT NULL ORDER BY echeance, id;

-- name: de_la_structure
-- What a structure received: those that were sent to it, whatever became of them since.
SELECT v.* FROM prescription_en_clair v
WHERE v.structure_id = :structure_id AND EXISTS (SELECT FROM prescription_etape e WHERE e.prescription_id = v.id AND e.vers = 'transmise')
ORDER BY v.echeance IS NULL, v.depuis DESC, v.id DESC;

-- name: en_clair
-- One prescription in clear.
SELECT * FROM prescription_en_clair WHERE id = :id;

-- name: etapes
-- Life of a prescription, from the first day.
SELECT e.de, e.vers, e.quand, e.qui, coalesce(c.nom, st.nom, '') AS nom, e.lien_id IS NOT NULL AS par_lien, e.motif, e.issue, e.precisions,
    e.contrat, e.contrat_mois, e.contrat_fin
FROM prescription_etape e LEFT JOIN compte c ON c.id = e.compte_id LEFT JOIN lien l ON l.id = e.lien_id LEFT JOIN structure st ON st.id = l.structure_id
WHERE e.prescription_id = :prescription_id ORDER BY e.id;

-- name: rang_attente
-- Rank of a prescription in the waiting list of its session, the first is 1.
SELECT count(*)::int FROM prescription p JOIN prescription moi ON moi.id = :prescription_id
WHERE p.session_id = moi.session_id AND p.etat = 'liste_attente' AND (p.depuis, p.id) <= (moi.depuis, moi.id);

-- name: a_ecarter
-- Offers that are not to be suggested again to a person: already under way, or that ended in a no.
SELECT DISTINCT offre_id FROM prescription
WHERE allocataire_id = :allocataire_id AND (echeance IS NOT NULL OR etat IN ('refusee', 'annulee', 'absente') AND cree_le > :apres)
ORDER BY offre_id;

-- name: en_cours
-- How many living prescriptions each of several people has, among those the account may see.
SELECT a.identifiant, count(*)::int AS nombre
FROM prescription p
JOIN allocataire a ON a.id = p.allocataire_id
WHERE a.identifiant = ANY (:identifiants::text[]) AND p.echeance IS NOT NULL AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)
GROUP BY a.identifiant
ORDER BY a.identifiant;
