-- name: creer_documents!
-- The table of this session that holds the corpus.
CREATE TEMPORARY TABLE IF NOT EXISTS evaluation_document (rang integer PRIMARY KEY, vecteur tsvector NOT NULL);

-- name: vider_documents!
-- Forget the former corpus.
TRUNCATE evaluation_document;

-- name: ajouter_documents!
-- Documents in their order, from 0.
INSERT INTO evaluation_document (rang, vecteur)
SELECT ordre - 1, to_tsvector('french', texte)
FROM unnest(:textes::text[]) WITH ORDINALITY AS document (texte, ordre);

-- name: indexer_documents!
-- The index a real search would have.
CREATE INDEX IF NOT EXISTS evaluation_document_vecteur ON evaluation_document USING gin (vecteur);

-- name: noter_documents
-- Documents that hold one of the words (plainto_tsquery asks for all of them: the ands become ors).
WITH demande AS (SELECT replace(plainto_tsquery('french', :requete)::text, '&', '|')::tsquery AS mots)
SELECT rang, ts_rank_cd(vecteur, mots) AS note
FROM evaluation_document, demande
WHERE vecteur @@ mots
ORDER BY rang;

-- name: version_serveur$
-- Version of the server, for the report.
SELECT current_setting('server_version');
