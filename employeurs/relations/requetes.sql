-- The relation with structures: what is written and read of one structure. Every list has a total order.

-- name: structure
-- A structure, whoever brought it, and how many people wait for it to answer.
SELECT s.id, s.identifiant, s.nom, s.siret, s.type_structure, s.description, s.adresse, s.code_postal, coalesce(m.nom, s.commune_source) AS commune,
    s.contact_nom, s.telephone, s.courriel, s.lien, s.source, s.fermee, s.confiance, (
        SELECT count(DISTINCT a.allocataire_id)::int FROM attente_structure a
        WHERE a.structure_id = s.id AND a.depuis <= CASE WHEN a.constat THEN :constat::date ELSE :silence::date END
    ) AS silence
FROM structure s LEFT JOIN commune m USING (code_insee) WHERE s.identifiant = :identifiant;

-- name: contacts
-- Contacts of a structure: the one to call first, then by name, those put away last.
SELECT id, identifiant, structure_id, nom, fonction, telephone, courriel, prefere, archive_le FROM contact
WHERE structure_id = :structure_id ORDER BY archive_le IS NOT NULL, prefere DESC, lower(nom), id;

-- name: contact
-- One contact of a structure.
SELECT id, identifiant, structure_id, nom, fonction, telephone, courriel, prefere, archive_le FROM contact
WHERE structure_id = :structure_id AND identifiant = :identifiant;

-- name: ajouter_contact!
-- A contact; nothing when the form was already sent.
INSERT INTO contact (identifiant, cle, structure_id, nom, fonction, telephone, courriel, cree_par, cree_le, modifie_le)
VALUES (:identifiant, :cle, :structure_id, :nom, :fonction, :telephone, :courriel, :compte_id, :maintenant, :maintenant) ON CONFLICT (cle) DO NOTHING;

-- name: modifier_contact!
-- What is known of a contact.
UPDATE contact SET nom = :nom, fonction = :fonction, telephone = :telephone, courriel = :courriel, modifie_le = :maintenant WHERE id = :id;

-- name: verrouiller
-- The structure, locked: two people never choose two contacts to call first.
SELECT id FROM structure WHERE id = :structure_id FOR NO KEY UPDATE;

-- name: deposer_preference!
-- Nobody is called first any more.
UPDATE contact SET prefere = false, modifie_le = :maintenant WHERE structure_id = :structure_id AND prefere;

-- name: preferer!
-- The one to call first.
UPDATE contact SET prefere = true, modifie_le = :maintenant WHERE id = :id AND archive_le IS NULL;

-- name: archiver!
-- Put a contact away, or take them up again.
UPDATE contact SET archive_le = :archive_le, prefere = false, modifie_le = :maintenant WHERE id = :id;

-- name: effacer_textes!
-- What was written of exchanges with a contact goes with them.
UPDATE echange SET texte = '', efface_le = :maintenant WHERE structure_id = :structure_id AND contact_id = :contact_id AND efface_le IS NULL;

-- name: effacer!
-- A contact, for good.
DELETE FROM contact WHERE id = :id;

-- name: echanges
-- History of a structure, the latest first.
SELECT e.identifiant, e.nature, e.jour, coalesce(c.nom, '') AS contact, e.compte_id, k.nom AS auteur, e.texte, e.efface_le, e.cree_le
FROM echange e LEFT JOIN contact c ON c.id = e.contact_id JOIN compte k ON k.id = e.compte_id
WHERE e.structure_id = :structure_id ORDER BY e.jour DESC, e.id DESC LIMIT :limite OFFSET :debut;

-- name: nombre_echanges
-- How many there are.
SELECT count(*)::int FROM echange WHERE structure_id = :structure_id;

-- name: echange
-- One exchange of a structure.
SELECT e.identifiant, e.nature, e.jour, coalesce(c.nom, '') AS contact, e.compte_id, k.nom AS auteur, e.texte, e.efface_le, e.cree_le
FROM echange e LEFT JOIN contact c ON c.id = e.contact_id JOIN compte k ON k.id = e.compte_id
WHERE e.structure_id = :structure_id AND e.identifiant = :identifiant;

-- name: ajouter_echange!
-- An exchange; nothing when the form was already sent.
INSERT INTO echange (identifiant, cle, structure_id, contact_id, compte_id, nature, jour, texte, cree_le)
VALUES (:identifiant, :cle, :structure_id, :contact_id, :compte_id, :nature, :jour, :texte, :maintenant) ON CONFLICT (cle) DO NOTHING;

-- name: retirer_echange!
-- Taken back by its author.
DELETE FROM echange WHERE identifiant = :identifiant AND compte_id = :compte_id;

-- name: ajouter_action!
-- An action; nothing when the form was already sent.
INSERT INTO action (identifiant, cle, structure_id, quoi, echeance, compte_id, cree_par, cree_le)
VALUES (:identifiant, :cle, :structure_id, :quoi, :echeance, :compte_id, :cree_par, :maintenant) ON CONFLICT (cle) DO NOTHING;

-- name: faire!
-- Done, and what came of it; nothing when it was done already.
UPDATE action SET faite_le = :maintenant, faite_par = :compte_id, resultat = :resultat
WHERE structure_id = :structure_id AND identifiant = :identifiant AND faite_le IS NULL;

-- name: reporter!
-- Put off; nothing when it was done, or put off to that day already.
UPDATE action SET echeance = :echeance, reports = reports + 1
WHERE structure_id = :structure_id AND identifiant = :identifiant AND faite_le IS NULL AND echeance <> :echeance;

-- name: action_existe
-- Whether a structure has such an action.
SELECT EXISTS (SELECT FROM action WHERE structure_id = :structure_id AND identifiant = :identifiant);

-- name: actions
-- Actions of a structure: what is to be done, the most pressing first, then the last ones done.
SELECT a.identifiant, s.identifiant AS identifiant_structure, s.nom AS structure, a.quoi, a.echeance, a.compte_id, k.nom AS pour, a.reports, a.faite_le,
    coalesce(f.nom, '') AS faite_par, a.resultat, coalesce(c.nom, s.contact_nom, '') AS contact, coalesce(c.identifiant, '') AS identifiant_contact,
    CASE WHEN c.id IS NULL THEN s.telephone ELSE c.telephone END AS telephone, CASE WHEN c.id IS NULL THEN s.courriel ELSE c.courriel END AS courriel
FROM action a JOIN structure s ON s.id = a.structure_id JOIN compte k ON k.id = a.compte_id LEFT JOIN compte f ON f.id = a.faite_par
LEFT JOIN contact c ON c.structure_id = s.id AND c.prefere
WHERE a.structure_id = :structure_id
ORDER BY a.faite_le IS NOT NULL, CASE WHEN a.faite_le IS NULL THEN a.echeance END, a.faite_le DESC, a.id LIMIT :limite;

-- name: offres
-- Offers of a structure with the places of their sessions to come; what lives first.
SELECT o.identifiant, o.titre, o.type_offre, o.etat, o.verifie_le, n.prochaine, n.offertes, n.tenues, n.prises
FROM offre o CROSS JOIN LATERAL (
    SELECT min(s.debut) AS prochaine, sum(s.places)::int AS offertes, coalesce(sum(s.places_tenues), 0)::int AS tenues,
        coalesce(sum(s.places_prises), 0)::int AS prises
    FROM session s WHERE s.offre_id = o.id AND s.etat = 'ouverte' AND (s.debut IS NULL OR s.debut >= :jour)
) n
WHERE o.structure_id = :structure_id
ORDER BY array_position(ARRAY['a_valider', 'publiee', 'suspendue', 'brouillon', 'expiree', 'fermee'], o.etat), n.prochaine NULLS LAST, o.id LIMIT 300;

-- name: chiffres
-- What became of the prescriptions that a structure received: counts, and half of the answers came sooner than this (days).
SELECT count(*)::int AS transmises, (count(*) FILTER (WHERE p.etat = 'transmise'))::int AS en_attente,
    (count(*) FILTER (WHERE e.acceptee))::int AS acceptees, (count(*) FILTER (WHERE e.presente))::int AS venues,
    (count(*) FILTER (WHERE e.entree))::int AS entrees,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.reponse - e.transmise) / 86400)
        FILTER (WHERE e.reponse IS NOT NULL))::float8 AS mediane
FROM prescription p JOIN offre o ON o.id = p.offre_id CROSS JOIN LATERAL (
    SELECT bool_or(vers = 'acceptee_structure') AS acceptee, bool_or(vers = 'presente') AS presente, bool_or(vers = 'entree') AS entree,
        min(quand) FILTER (WHERE vers = 'transmise') AS transmise,
        min(quand) FILTER (WHERE de = 'transmise' AND vers IN ('acceptee_structure', 'refusee')) AS reponse
    FROM prescription_etape WHERE prescription_id = p.id
) e
WHERE o.structure_id = :structure_id AND e.transmise IS NOT NULL;

-- name: collegues
-- CRE to whom an action may be given, by name.
SELECT id, identifiant, nom FROM compte WHERE role = 'cre' AND actif ORDER BY nom, id;
