-- Proposals of a CRE to référents, several people at once: what was asked, and what came of each line. Ids and a short reason, nothing else.

CREATE TABLE proposition_lot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    -- Drawn when the form is shown: sent twice, it is one batch.
    cle text NOT NULL CHECK (cle <> '' AND length(cle) <= 100),
    compte_id bigint NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    session_id bigint NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    cree_le timestamptz NOT NULL,
    UNIQUE (compte_id, cle)
);
CREATE INDEX proposition_lot_session ON proposition_lot (session_id);
CREATE INDEX proposition_lot_date ON proposition_lot (cree_le);

CREATE TABLE proposition_ligne (
    lot_id bigint NOT NULL REFERENCES proposition_lot (id) ON DELETE CASCADE,
    rang smallint NOT NULL CHECK (rang BETWEEN 1 AND 50),
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    prescription_id bigint REFERENCES prescription (id) ON DELETE CASCADE,
    -- Why nothing was proposed, in words for the CRE.
    refus text CHECK (refus <> '' AND length(refus) <= 300),
    PRIMARY KEY (lot_id, rang),
    UNIQUE (lot_id, allocataire_id),
    CHECK ((prescription_id IS NULL) <> (refus IS NULL))
);
CREATE INDEX proposition_ligne_allocataire ON proposition_ligne (allocataire_id);
CREATE INDEX proposition_ligne_prescription ON proposition_ligne (prescription_id) WHERE prescription_id IS NOT NULL;

-- How often people were proposed something, whoever proposed and whatever became of it. People without any since the older instant are absent.
CREATE INDEX prescription_cree_le ON prescription (cree_le);
CREATE FUNCTION expositions(recent timestamptz, ancien timestamptz)
RETURNS TABLE (allocataire_id bigint, recentes integer, vivantes integer, derniere timestamptz) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.allocataire_id, count(*) FILTER (WHERE p.cree_le >= recent)::int, count(*) FILTER (WHERE p.echeance IS NOT NULL)::int, max(p.cree_le)
    FROM prescription p WHERE p.cree_le >= ancien OR p.echeance IS NOT NULL GROUP BY p.allocataire_id
$$;
