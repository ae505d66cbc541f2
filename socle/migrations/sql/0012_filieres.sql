-- Filières: a set of métiers and structures with its own page. A saved definition: nothing of an offer is copied here.

CREATE TABLE filiere (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Drawn when the form is shown: sent twice, it is one filière.
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    -- What its address is made of: the folded name of the first day, never changed afterwards.
    cle text NOT NULL UNIQUE CHECK (cle ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(cle) <= 80 AND cle <> 'nouvelle'),
    nom text NOT NULL CHECK (nom <> '' AND length(nom) <= 120),
    accroche text NOT NULL DEFAULT '' CHECK (length(accroche) <= 300),
    presentation text NOT NULL DEFAULT '' CHECK (length(presentation) <= 5000),
    contact text NOT NULL DEFAULT '' CHECK (length(contact) <= 500),
    ordre smallint NOT NULL DEFAULT 0 CHECK (ordre BETWEEN 0 AND 999),
    publiee boolean NOT NULL DEFAULT false,
    -- Two tabs: only who saw the last version writes the next.
    version integer NOT NULL CHECK (version > 0),
    cree_le timestamptz NOT NULL,
    modifie_le timestamptz NOT NULL
);

-- A métier, or every métier of a domain of the ROME (« J13 ») or of a whole letter (« J »). The code is written once; three columns made of it
-- hold the keys.
CREATE TABLE filiere_metier (
    filiere_id bigint NOT NULL REFERENCES filiere (id) ON DELETE CASCADE,
    code text NOT NULL CHECK (code ~ '^[A-N]([0-9]{2}([0-9]{2})?)?$'),
    grand_domaine text GENERATED ALWAYS AS (CASE length(code) WHEN 1 THEN code END) STORED REFERENCES grand_domaine (code),
    domaine text GENERATED ALWAYS AS (CASE length(code) WHEN 3 THEN code END) STORED REFERENCES domaine_professionnel (code),
    code_rome text GENERATED ALWAYS AS (CASE length(code) WHEN 5 THEN code END) STORED REFERENCES metier (code_rome),
    PRIMARY KEY (filiere_id, code)
);
CREATE INDEX filiere_metier_grand_domaine ON filiere_metier (grand_domaine) WHERE grand_domaine IS NOT NULL;
CREATE INDEX filiere_metier_domaine ON filiere_metier (domaine) WHERE domaine IS NOT NULL;
CREATE INDEX filiere_metier_code_rome ON filiere_metier (code_rome) WHERE code_rome IS NOT NULL;

-- Structures whose every offer belongs to the filière; none: the métiers alone decide, whatever the structure.
CREATE TABLE filiere_structure (
    filiere_id bigint NOT NULL REFERENCES filiere (id) ON DELETE CASCADE,
    structure_id bigint NOT NULL REFERENCES structure (id) ON DELETE CASCADE,
    PRIMARY KEY (filiere_id, structure_id)
);
CREATE INDEX filiere_structure_structure ON filiere_structure (structure_id);

-- Métiers that a filière covers, by the first letters of their code.
CREATE FUNCTION metiers_de_filiere(filiere bigint) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT m.code_rome FROM filiere_metier f JOIN metier m ON left(m.code_rome, length(f.code)) = f.code WHERE f.filiere_id = filiere
$$;

-- The rule, written once: an offer belongs to a filière when one of its métiers is in the set, or its structure is. Whether one can still enter it is
-- another question, which the catalogue answers for every page alike.
CREATE FUNCTION offres_de_filiere(filiere bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT om.offre_id FROM offre_metier om WHERE om.code_rome IN (SELECT metiers_de_filiere(filiere))
    UNION
    SELECT o.id FROM offre o JOIN filiere_structure s ON s.structure_id = o.structure_id WHERE s.filiere_id = filiere
$$;
