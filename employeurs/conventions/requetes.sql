-- Conventions. What counts as done is written once, in the view convention_realisee.

-- name: conventions
-- Conventions that an account sees, one of them when its public id is given; an empty list of territoires means all.
SELECT c.id, c.identifiant, c.titre, c.structure_id, st.nom AS structure, m.nom AS commune, m.territoire, c.debut, c.fin, c.etat,
    o.identifiant AS carte, r.nom AS referent, c.note, c.version
FROM convention c
JOIN structure st ON st.id = c.structure_id
LEFT JOIN commune m ON m.code_insee = st.code_insee
LEFT JOIN offre o ON o.id = c.offre_id
LEFT JOIN compte r ON r.id = c.referent_id
WHERE (:structure_id::bigint IS NULL OR c.structure_id = :structure_id)
    AND (cardinality(:territoires::text[]) = 0 OR m.territoire = ANY (:territoires::text[]))
    AND (:identifiant::text IS NULL OR c.identifiant = :identifiant)
    AND (NOT :engagees OR c.etat <> 'preparee')
ORDER BY c.fin, c.id;

-- name: engagements
-- What some conventions committed to.
SELECT convention_id, code_rome, annee::int AS annee, prevues FROM convention_engagement
WHERE convention_id = ANY (:ids::bigint[]) ORDER BY convention_id, code_rome, annee;

-- name: realisees
-- What was done of some conventions, by métier and civil year.
SELECT convention_id, code_rome, extract(year FROM jour)::int AS annee, sum(nombre)::int AS nombre,
    coalesce(sum(nombre) FILTER (WHERE prescription_id IS NOT NULL), 0)::int AS par_prescription, max(jour) AS derniere
FROM convention_realisee WHERE convention_id = ANY (:ids::bigint[])
GROUP BY convention_id, code_rome, extract(year FROM jour) ORDER BY convention_id, code_rome, annee;

-- name: nombres_d_offres
-- Offers attached to some conventions, and those that are published.
SELECT r.convention_id, count(*)::int AS offres, count(*) FILTER (WHERE o.etat = 'publiee')::int AS ouvertes
FROM convention_offre r JOIN offre o ON o.id = r.offre_id
WHERE r.convention_id = ANY (:ids::bigint[]) GROUP BY r.convention_id ORDER BY r.convention_id;

-- name: offres_rattachees
-- Offers that count for a convention: next date, places left in the open sessions, people who wait, hires counted.
SELECT o.identifiant, o.titre, o.type_offre, o.etat, st.nom AS structure, coalesce(r.code_rome, premier.code_rome) AS code_rome,
    r.code_rome IS NOT NULL AS choisi, s.prochaine, s.places, coalesce(p.en_attente, 0)::int AS en_attente, coalesce(h.embauches, 0)::int AS embauches
FROM convention_offre r
JOIN offre o ON o.id = r.offre_id
LEFT JOIN structure st ON st.id = o.structure_id
LEFT JOIN LATERAL (SELECT m.code_rome FROM offre_metier m WHERE m.offre_id = o.id ORDER BY m.rang LIMIT 1) premier ON true
LEFT JOIN LATERAL (
    SELECT min(debut) AS prochaine, sum(places - places_tenues - places_prises)::int AS places FROM session
    WHERE offre_id = o.id AND etat = 'ouverte' AND (debut IS NULL OR debut >= :jour)
) s ON true
LEFT JOIN LATERAL (SELECT count(*) AS en_attente FROM prescription WHERE offre_id = o.id AND etat IN ('transmise', 'liste_attente')) p ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS embauches FROM convention_realisee v JOIN prescription x ON x.id = v.prescription_id
    WHERE v.convention_id = r.convention_id AND x.offre_id = o.id
) h ON true
WHERE r.convention_id = :id ORDER BY o.etat <> 'publiee', o.titre, o.id;

-- name: candidates_de_la_structure
-- Published offers of the employer that count for no convention yet.
SELECT o.identifiant, o.titre, o.type_offre, st.nom AS structure, premier.code_rome, true AS meme_structure
FROM offre o JOIN structure st ON st.id = o.structure_id
LEFT JOIN LATERAL (SELECT m.code_rome FROM offre_metier m WHERE m.offre_id = o.id ORDER BY m.rang LIMIT 1) premier ON true
WHERE o.structure_id = :structure_id AND o.etat = 'publiee' AND NOT EXISTS (SELECT FROM convention_offre r WHERE r.offre_id = o.id)
    AND NOT EXISTS (SELECT FROM convention c WHERE c.offre_id = o.id)
ORDER BY o.titre, o.id LIMIT :limite;

-- name: candidates_trouvees
-- Offers found by a search that count for no convention yet, the employer's own first, then in the order found.
SELECT o.identifiant, o.titre, o.type_offre, st.nom AS structure, premier.code_rome, coalesce(o.structure_id = :structure_id, false) AS meme_structure
FROM unnest(:ids::bigint[]) WITH ORDINALITY AS trouvee (id, place)
JOIN offre o ON o.id = trouvee.id
LEFT JOIN structure st ON st.id = o.structure_id
LEFT JOIN LATERAL (SELECT m.code_rome FROM offre_metier m WHERE m.offre_id = o.id ORDER BY m.rang LIMIT 1) premier ON true
WHERE o.etat = 'publiee' AND NOT EXISTS (SELECT FROM convention_offre r WHERE r.offre_id = o.id)
    AND NOT EXISTS (SELECT FROM convention c WHERE c.offre_id = o.id)
ORDER BY meme_structure DESC, trouvee.place LIMIT :limite;

-- name: embauches
-- Hires of a convention, the last first: no name is read. Those of a same day and métier through a prescription are one line.
SELECT v.code_rome, v.jour, sum(v.nombre)::int AS nombre, e.contrat, e.identifiant AS declaration
FROM convention_realisee v LEFT JOIN convention_embauche e ON e.id = v.declaration_id
WHERE v.convention_id = :id
GROUP BY v.code_rome, v.jour, e.id, e.contrat, e.identifiant ORDER BY v.jour DESC, v.code_rome, e.id NULLS FIRST;

-- name: suites
-- For each hire through a prescription: when it was proposed, when the person was hired, what became of it.
SELECT (p.cree_le AT TIME ZONE 'Europe/Paris')::date AS proposee, v.jour AS entree, p.issue
FROM convention_realisee v JOIN prescription p ON p.id = v.prescription_id
WHERE v.convention_id = :id ORDER BY v.jour, p.id;

-- name: proposees
-- People proposed on the attached offers during the convention: counts of people, never of steps.
SELECT count(DISTINCT p.allocataire_id)::int AS proposees,
    count(DISTINCT p.allocataire_id) FILTER (WHERE e.transmise)::int AS transmises,
    count(DISTINCT p.allocataire_id) FILTER (WHERE p.etat IN ('transmise', 'liste_attente'))::int AS en_attente,
    count(DISTINCT p.allocataire_id) FILTER (WHERE e.acceptee)::int AS acceptees,
    count(DISTINCT p.allocataire_id) FILTER (WHERE v.prescription_id IS NOT NULL)::int AS embauchees
FROM convention c
JOIN convention_offre r ON r.convention_id = c.id
JOIN prescription p ON p.offre_id = r.offre_id AND (p.cree_le AT TIME ZONE 'Europe/Paris')::date BETWEEN c.debut AND c.fin
LEFT JOIN convention_realisee v ON v.convention_id = c.id AND v.prescription_id = p.id
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(vers IN ('transmise', 'liste_attente')), false) AS transmise, coalesce(bool_or(vers = 'acceptee_structure'), false) AS acceptee
    FROM prescription_etape WHERE prescription_id = p.id
) e
WHERE c.id = :id;

-- name: tensions
-- The last measure of tension of some métiers, with who made it.
SELECT DISTINCT ON (code_rome) code_rome, degre::int AS degre, jour, source FROM tension
WHERE code_rome = ANY (:codes::text[]) ORDER BY code_rome, jour DESC;

-- name: creer
-- A convention; nothing when the same form was already sent, or the card is already followed.
INSERT INTO convention (identifiant, cle, structure_id, titre, debut, fin, offre_id, referent_id, note, cree_le, modifie_le)
VALUES (:identifiant, :cle, :structure_id, :titre, :debut, :fin, :offre_id, :referent_id, :note, :instant, :instant)
ON CONFLICT DO NOTHING RETURNING id;

-- name: deja_creee
-- Public id of the convention of this form, or of this card.
SELECT identifiant FROM convention WHERE cle = :cle OR offre_id = :offre_id::bigint ORDER BY cle = :cle DESC, id LIMIT 1;

-- name: prendre
-- A convention held until the transaction ends.
SELECT c.id, c.structure_id, c.debut, c.fin, c.etat, c.version FROM convention c WHERE c.identifiant = :identifiant FOR UPDATE;

-- name: modifier!
-- What a form changed, unless somebody wrote it meanwhile.
UPDATE convention SET titre = :titre, debut = :debut, fin = :fin, note = :note, version = version + 1, modifie_le = :instant
WHERE id = :id AND version = :version;

-- name: vider_engagements!
DELETE FROM convention_engagement WHERE convention_id = :id;

-- name: ecrire_engagement!
INSERT INTO convention_engagement (convention_id, code_rome, annee, prevues) VALUES (:id, :code_rome, :annee, :prevues);

-- name: declarees_hors
-- Hires declared by hand that a new period or new métiers would leave out.
SELECT coalesce(sum(nombre), 0)::int FROM convention_embauche
WHERE convention_id = :id AND (jour < :debut OR jour > :fin OR code_rome <> ALL (:codes::text[]));

-- name: changer_etat!
UPDATE convention SET etat = :etat, modifie_le = :instant WHERE id = :id AND etat <> :etat;

-- name: offre
-- An offer by its public id, and the convention for which it already counts.
SELECT o.id, o.structure_id, o.type_offre, o.titre, c.identifiant AS convention, c.titre AS titre_convention
FROM offre o LEFT JOIN convention_offre r ON r.offre_id = o.id LEFT JOIN convention c ON c.id = r.convention_id
WHERE o.identifiant = :identifiant;

-- name: rattacher!
-- An offer already attached stays where it is.
INSERT INTO convention_offre (offre_id, convention_id, code_rome, rattachee_le, rattachee_par)
VALUES (:offre_id, :id, :code_rome, :instant, :compte_id) ON CONFLICT (offre_id) DO NOTHING;

-- name: choisir_metier!
UPDATE convention_offre SET code_rome = :code_rome WHERE offre_id = :offre_id AND convention_id = :id;

-- name: detacher!
DELETE FROM convention_offre r USING offre o WHERE o.id = r.offre_id AND r.convention_id = :id AND o.identifiant = :offre;

-- name: declarer!
-- Hires declared by hand, once per form.
INSERT INTO convention_embauche (identifiant, cle, convention_id, code_rome, jour, nombre, contrat, declaree_le, declaree_par)
VALUES (:identifiant, :cle, :id, :code_rome, :jour, :nombre, :contrat, :instant, :compte_id) ON CONFLICT (cle) DO NOTHING;

-- name: retirer_declaration!
DELETE FROM convention_embauche WHERE convention_id = :id AND identifiant = :declaration;

-- name: cartes
-- Cards of the catalogue that nobody follows yet.
SELECT o.identifiant, o.titre, st.nom AS structure FROM offre o JOIN structure st ON st.id = o.structure_id
WHERE o.type_offre = 'convention' AND o.etat = 'publiee' AND NOT EXISTS (SELECT FROM convention c WHERE c.offre_id = o.id)
ORDER BY st.cle_tri, o.id LIMIT 100;

-- name: de_la_carte
-- Public id of the convention that a card of the catalogue shows, once it engages someone.
SELECT c.identifiant FROM convention c WHERE c.offre_id = :offre_id AND c.etat <> 'preparee';

-- name: abandonner!
-- A convention that was never signed is forgotten; its commitments and attachments go with it.
DELETE FROM convention WHERE id = :id AND etat = 'preparee';
