-- Lists shown to people, and what followed: what the ranking learns from. Rows are only added; a purge removes them with their retention.

CREATE TABLE liste_montree (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    page text NOT NULL CHECK (page IN ('personne', 'espace', 'inverse')),
    -- For whom the list was made: offers for a person, or people for an offer.
    allocataire_id bigint REFERENCES allocataire (id) ON DELETE CASCADE,
    offre_id bigint REFERENCES offre (id) ON DELETE CASCADE,
    compte_id bigint REFERENCES compte (id) ON DELETE SET NULL,
    montree_le timestamptz NOT NULL,
    version text NOT NULL CHECK (version <> ''),
    empreinte bytea NOT NULL CHECK (length(empreinte) = 16),
    -- Names of the parts, in the order of the values of each line: parts may be added from one version to the next.
    parts text[] NOT NULL CHECK (cardinality(parts) BETWEEN 1 AND 40),
    total integer NOT NULL CHECK (total >= 1),
    CHECK ((page = 'inverse') = (offre_id IS NOT NULL)),
    CHECK ((page = 'inverse') = (allocataire_id IS NULL))
);
CREATE INDEX liste_montree_allocataire ON liste_montree (allocataire_id, montree_le);
CREATE INDEX liste_montree_offre ON liste_montree (offre_id) WHERE offre_id IS NOT NULL;
CREATE INDEX liste_montree_compte ON liste_montree (compte_id) WHERE compte_id IS NOT NULL;
CREATE INDEX liste_montree_date ON liste_montree (montree_le);

CREATE TABLE liste_ligne (
    liste_id bigint NOT NULL REFERENCES liste_montree (id) ON DELETE CASCADE,
    position smallint NOT NULL CHECK (position >= 1),
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    offre_id bigint NOT NULL REFERENCES offre (id) ON DELETE CASCADE,
    score real NOT NULL CHECK (score BETWEEN 0 AND 1.001),
    valeurs real[] NOT NULL CHECK (array_position(valeurs, NULL) IS NULL AND 0 <= ALL (valeurs) AND 1.001 >= ALL (valeurs)),
    statut text NOT NULL CHECK (statut IN ('eligible', 'a_verifier', 'presque')),
    PRIMARY KEY (liste_id, position),
    UNIQUE (liste_id, allocataire_id, offre_id)
);
CREATE INDEX liste_ligne_allocataire ON liste_ligne (allocataire_id);
CREATE INDEX liste_ligne_offre ON liste_ligne (offre_id);

-- What followed. « remise » undoes a « mise_de_cote » or a « pas_adapte »: the last of the three counts.
CREATE TABLE suite (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The list it follows, NULL when the offer was not found in a list.
    liste_id bigint,
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    offre_id bigint NOT NULL REFERENCES offre (id) ON DELETE CASCADE,
    compte_id bigint REFERENCES compte (id) ON DELETE SET NULL,
    fait text NOT NULL CHECK (fait IN ('ouverte', 'mise_de_cote', 'pas_adapte', 'remise', 'prescrite', 'acceptee', 'entree', 'sans_entree', 'issue')),
    raison text CHECK (raison IN ('non_interesse', 'metier', 'non_mobile', 'horaires', 'competences', 'non_eligible', 'frein_incompatible', 'trop_tot',
        'deja_fait', 'en_emploi', 'en_formation', 'session_complete', 'plus_de_poste', 'doublon', 'autre')),
    issue text CHECK (issue IN ('emploi_durable', 'emploi_court', 'iae', 'formation_qualifiante', 'creation_activite', 'poursuite', 'abandon', 'sans_suite')),
    survenue_le timestamptz NOT NULL,
    FOREIGN KEY (liste_id, allocataire_id, offre_id) REFERENCES liste_ligne (liste_id, allocataire_id, offre_id) ON DELETE CASCADE,
    CHECK ((fait = 'pas_adapte') = (raison IS NOT NULL)),
    CHECK ((fait = 'issue') = (issue IS NOT NULL))
);
CREATE INDEX suite_liste ON suite (liste_id, allocataire_id, offre_id) WHERE liste_id IS NOT NULL;
CREATE INDEX suite_allocataire ON suite (allocataire_id, offre_id, id);
CREATE INDEX suite_offre ON suite (offre_id);
CREATE INDEX suite_compte ON suite (compte_id) WHERE compte_id IS NOT NULL;

CREATE FUNCTION ecriture_seule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'les lignes de % ne se corrigent pas : ajoutez un fait', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Every column but ``compte_id``, which the end of an account clears.
CREATE TRIGGER liste_montree_ecriture_seule
BEFORE UPDATE OF id, identifiant, page, allocataire_id, offre_id, montree_le, version, empreinte, parts, total ON liste_montree
FOR EACH ROW EXECUTE FUNCTION ecriture_seule();
CREATE TRIGGER liste_ligne_ecriture_seule BEFORE UPDATE ON liste_ligne FOR EACH ROW EXECUTE FUNCTION ecriture_seule();
CREATE TRIGGER suite_ecriture_seule
BEFORE UPDATE OF id, liste_id, allocataire_id, offre_id, fait, raison, issue, survenue_le ON suite
FOR EACH ROW EXECUTE FUNCTION ecriture_seule();
