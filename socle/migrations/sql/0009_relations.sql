-- What a chargé de relation entreprise keeps of structures: contacts, history, next actions. Professional data; nothing here is about a person followed.

-- People to call in a structure. The single contact that an import brings stays on the structure. Put away rather than deleted; erased on demand.
CREATE TABLE contact (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    -- Chosen by the form: sent twice, it is one contact.
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 120),
    structure_id bigint NOT NULL REFERENCES structure (id),
    nom text NOT NULL CHECK (nom <> '' AND length(nom) <= 120),
    fonction text NOT NULL DEFAULT '' CHECK (length(fonction) <= 120),
    telephone text CHECK (telephone <> '' AND length(telephone) <= 40),
    courriel text CHECK (courriel ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND length(courriel) <= 200),
    prefere boolean NOT NULL DEFAULT false,
    archive_le timestamptz,
    cree_par bigint NOT NULL REFERENCES compte (id),
    cree_le timestamptz NOT NULL,
    modifie_le timestamptz NOT NULL,
    UNIQUE (structure_id, id),
    CONSTRAINT contact_prefere_vivant CHECK (NOT prefere OR archive_le IS NULL)
);
CREATE UNIQUE INDEX contact_un_seul_prefere ON contact (structure_id) WHERE prefere;
CREATE INDEX contact_cree_par ON contact (cree_par);

-- History: rows are added; its author may take one back on the day it was written. A text goes when the contact it is about is erased.
CREATE TABLE echange (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 120),
    structure_id bigint NOT NULL REFERENCES structure (id),
    contact_id bigint,
    compte_id bigint NOT NULL REFERENCES compte (id),
    nature text NOT NULL CHECK (nature IN ('appel', 'courriel', 'visite', 'rencontre', 'forum', 'note')),
    jour date NOT NULL,
    texte text NOT NULL CHECK (length(texte) <= 4000),
    efface_le timestamptz,
    cree_le timestamptz NOT NULL,
    -- Someone of this structure, not of another.
    FOREIGN KEY (structure_id, contact_id) REFERENCES contact (structure_id, id) ON DELETE SET NULL (contact_id),
    CONSTRAINT echange_dit_quelque_chose CHECK ((texte = '') = (efface_le IS NOT NULL))
);
CREATE INDEX echange_structure ON echange (structure_id, jour DESC, id DESC);
CREATE INDEX echange_contact ON echange (structure_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX echange_compte ON echange (compte_id);

-- Next actions: what is to be done, when, by whom; then when it was done and what came of it.
CREATE TABLE action (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 120),
    structure_id bigint NOT NULL REFERENCES structure (id),
    quoi text NOT NULL CHECK (quoi <> '' AND length(quoi) <= 200),
    echeance date NOT NULL,
    compte_id bigint NOT NULL REFERENCES compte (id),
    reports smallint NOT NULL DEFAULT 0 CHECK (reports >= 0),
    faite_le timestamptz,
    faite_par bigint REFERENCES compte (id),
    resultat text NOT NULL DEFAULT '' CHECK (length(resultat) <= 1000),
    cree_par bigint NOT NULL REFERENCES compte (id),
    cree_le timestamptz NOT NULL,
    CONSTRAINT action_faite_par_quelqu_un CHECK ((faite_le IS NULL) = (faite_par IS NULL)),
    CONSTRAINT action_resultat_de_ce_qui_est_fait CHECK (faite_le IS NOT NULL OR resultat = '')
);
CREATE INDEX action_a_faire ON action (compte_id, echeance) WHERE faite_le IS NULL;
CREATE INDEX action_compte ON action (compte_id);
CREATE INDEX action_structure ON action (structure_id, echeance);
CREATE INDEX action_faite_par ON action (faite_par) WHERE faite_par IS NOT NULL;
CREATE INDEX action_cree_par ON action (cree_par);

-- What structures were asked and have not said: an answer, or who came. A person of one's own session counts from its first day.
CREATE VIEW attente_structure AS
    SELECT o.structure_id, p.allocataire_id, p.etat = 'acceptee_structure' AS constat, p.relances,
        CASE p.etat WHEN 'transmise' THEN (p.depuis AT TIME ZONE 'Europe/Paris')::date ELSE s.debut END AS depuis
    FROM prescription p JOIN offre o ON o.id = p.offre_id JOIN session s ON s.id = p.session_id
    WHERE o.structure_id IS NOT NULL AND (p.etat = 'transmise' OR p.etat = 'acceptee_structure' AND s.debut IS NOT NULL);
