-- Lists shown and what followed.

-- name: liste_recente$
-- The same list already shown to the same account a little while ago: a page reloaded is not a second list.
SELECT identifiant FROM liste_montree
WHERE empreinte = :empreinte::bytea AND page = :page AND compte_id IS NOT DISTINCT FROM :compte_id::bigint AND montree_le >= :depuis::timestamptz
ORDER BY montree_le DESC, id DESC LIMIT 1;

-- name: ajouter_liste$
-- A list; NULL when the person is not known.
INSERT INTO liste_montree (identifiant, page, allocataire_id, offre_id, compte_id, montree_le, version, empreinte, parts, total)
SELECT :identifiant, :page, a.id, :offre_id::bigint, :compte_id::bigint, :montree_le::timestamptz, :version, :empreinte::bytea, :parts::text[], :total::int
FROM (SELECT 1) AS une LEFT JOIN allocataire a ON a.identifiant = :allocataire::text
WHERE :allocataire::text IS NULL OR a.id IS NOT NULL
RETURNING id;

-- name: ajouter_ligne!
-- One line of a list; nothing when the offer or the person is gone.
INSERT INTO liste_ligne (liste_id, position, allocataire_id, offre_id, score, valeurs, statut)
SELECT :liste_id::bigint, :position::smallint, a.id, o.id, :score::real, :valeurs::real[], :statut
FROM allocataire a, offre o WHERE a.identifiant = :allocataire AND o.id = :offre_id::bigint;

-- name: ajouter_suite$
-- A fact about an offer and a person; it is tied to the list only where the list holds this line.
INSERT INTO suite (liste_id, allocataire_id, offre_id, compte_id, fait, raison, issue, survenue_le)
SELECT (
        SELECT l.id FROM liste_montree l JOIN liste_ligne g ON g.liste_id = l.id
        WHERE l.identifiant = :liste::text AND g.allocataire_id = a.id AND g.offre_id = o.id
    ), a.id, o.id, :compte_id::bigint, :fait, :raison::text, :issue::text, :survenue_le::timestamptz
FROM allocataire a, offre o WHERE a.identifiant = :allocataire AND o.identifiant = :offre
RETURNING id;

-- name: suivre_prescriptions!
-- What became of prescriptions, tied to the last list that brought the offer and the person together before: theirs, or the list of people that
-- whoever opened the prescription had read. What is already there is left alone.
INSERT INTO suite (liste_id, allocataire_id, offre_id, compte_id, fait, issue, survenue_le)
SELECT derniere.liste_id, p.allocataire_id, p.offre_id, e.compte_id, f.fait, CASE WHEN f.fait = 'issue' THEN e.issue END, e.quand
FROM prescription_etape e
JOIN prescription p ON p.id = e.prescription_id
JOIN (VALUES ('proposee', 'prescrite'), ('acceptee_personne', 'acceptee'), ('entree', 'entree'), ('terminee', 'issue'), ('refusee', 'sans_entree'),
    ('annulee', 'sans_entree'), ('absente', 'sans_entree'), ('expiree', 'sans_entree')) AS f (vers, fait) ON f.vers = e.vers
LEFT JOIN LATERAL (
    SELECT l.id AS liste_id FROM liste_montree l JOIN liste_ligne g ON g.liste_id = l.id
    WHERE g.allocataire_id = p.allocataire_id AND g.offre_id = p.offre_id AND l.montree_le <= p.cree_le
        AND (l.page <> 'inverse' OR l.compte_id = p.cree_par)
    ORDER BY l.montree_le DESC, l.id DESC LIMIT 1
) AS derniere ON true
WHERE NOT EXISTS (
    SELECT 1 FROM suite s
    WHERE s.allocataire_id = p.allocataire_id AND s.offre_id = p.offre_id AND s.fait = f.fait AND s.survenue_le = e.quand
)
ORDER BY e.id;

-- name: retirees
-- Offers out of a person's ranking: the last fact about each is a setting aside or a « pas adapté ».
SELECT offre_id, offre, fait, raison, survenue_le FROM (
    SELECT DISTINCT ON (s.offre_id) s.offre_id, o.identifiant AS offre, s.fait, s.raison, s.survenue_le
    FROM suite s JOIN allocataire a ON a.id = s.allocataire_id JOIN offre o ON o.id = s.offre_id
    WHERE a.identifiant = :allocataire AND s.fait IN ('mise_de_cote', 'pas_adapte', 'remise')
    ORDER BY s.offre_id, s.survenue_le DESC, s.id DESC
) AS derniere
WHERE fait <> 'remise' ORDER BY survenue_le DESC, offre_id;

-- name: observations
-- Every line shown for a person, with what followed from that list, and the groups of the audit.
SELECT l.id AS liste_id, l.montree_le, l.version, l.parts, g.position, g.allocataire_id, g.offre_id, g.score, g.valeurs,
    coalesce(f.ouverte, false) AS ouverte, coalesce(f.acceptee, false) AS acceptee,
    CASE WHEN f.entree THEN true WHEN f.sans_entree THEN false END AS entree,
    a.annee_naissance, a.niveau, a.rqth, c.territoire
FROM liste_montree l
JOIN liste_ligne g ON g.liste_id = l.id
JOIN allocataire a ON a.id = g.allocataire_id
LEFT JOIN commune c ON c.code_insee = a.commune
LEFT JOIN LATERAL (
    SELECT bool_or(s.fait = 'ouverte') AS ouverte, bool_or(s.fait = 'acceptee') AS acceptee, bool_or(s.fait = 'entree') AS entree,
        bool_or(s.fait = 'sans_entree') AS sans_entree
    FROM suite s WHERE s.liste_id = g.liste_id AND s.allocataire_id = g.allocataire_id AND s.offre_id = g.offre_id
) AS f ON true
WHERE l.page <> 'inverse' AND g.statut <> 'presque'
ORDER BY l.montree_le, l.id, g.position;

-- name: purger_suites!
-- Facts past their retention.
DELETE FROM suite WHERE survenue_le < :avant::timestamptz;

-- name: purger_listes!
-- Lists past their retention, with their lines and what followed them.
DELETE FROM liste_montree WHERE montree_le < :avant::timestamptz;
