-- Prescriptions, places, signed links, clocks and the outbox.

-- Outbox: written in the transaction of what it tells. What a message says is forgotten once sent (it holds links and names).
CREATE TABLE courrier (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cle text NOT NULL UNIQUE CHECK (cle <> ''),
    canal text NOT NULL CHECK (canal IN ('courriel', 'sms')),
    destinataire text NOT NULL CHECK (destinataire <> '' AND destinataire !~ '[\r\n]'),
    objet text NOT NULL CHECK (objet !~ '[\r\n]'),
    texte text,
    html text,
    etat text NOT NULL DEFAULT 'a_envoyer' CHECK (etat IN ('a_envoyer', 'envoye', 'abandonne')),
    essais smallint NOT NULL DEFAULT 0 CHECK (essais >= 0),
    reprise_le timestamptz,
    echec text,
    cree_le timestamptz NOT NULL DEFAULT now(),
    envoye_le timestamptz,
    CONSTRAINT courrier_envoye_oublie CHECK ((etat = 'envoye') = (texte IS NULL) AND (texte IS NULL) = (html IS NULL)),
    CONSTRAINT courrier_envoye_date CHECK ((etat = 'envoye') = (envoye_le IS NOT NULL)),
    CONSTRAINT courrier_objet CHECK ((canal = 'courriel') = (objet <> ''))
);
CREATE INDEX courrier_a_envoyer ON courrier (id) WHERE etat = 'a_envoyer';

-- Jobs: when each one runs next. The row is locked while the job runs, so that a killed worker leaves nothing behind.
CREATE TABLE tache (
    nom text PRIMARY KEY CHECK (nom <> ''),
    prochaine_le timestamptz,
    finie_le timestamptz,
    bilan text NOT NULL DEFAULT '',
    echecs integer NOT NULL DEFAULT 0 CHECK (echecs >= 0)
);

-- Places: of those held and taken, how many by people who do not receive the RSA; they may not eat into the reserved ones.
ALTER TABLE session
    ADD COLUMN places_hors_reserve integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT places_hors_reserve_incluses CHECK (places_hors_reserve >= 0 AND places_hors_reserve <= places_tenues + places_prises);

CREATE TABLE prescription (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    -- Chosen by the form: sent twice, it is one prescription.
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 100),
    allocataire_id bigint NOT NULL REFERENCES allocataire (id),
    offre_id bigint NOT NULL REFERENCES offre (id),
    session_id bigint NOT NULL REFERENCES session (id),
    origine text NOT NULL CHECK (origine IN ('cip', 'allocataire', 'cre')),
    referent_id bigint REFERENCES compte (id),
    cree_par bigint NOT NULL REFERENCES compte (id),
    beneficiaire boolean NOT NULL,
    etat text NOT NULL CHECK (etat IN ('proposee', 'acceptee_personne', 'transmise', 'liste_attente', 'acceptee_structure', 'presente', 'entree',
        'terminee', 'absente', 'annulee', 'refusee', 'expiree')),
    place text NOT NULL CHECK (place IN ('aucune', 'tenue', 'prise')),
    motif text CHECK (motif IN ('non_joignable', 'absent', 'en_emploi', 'en_formation', 'non_eligible', 'non_mobile', 'non_interesse', 'competences',
        'frein_incompatible', 'session_complete', 'plus_de_poste', 'doublon', 'autre')),
    issue text CHECK (issue IN ('emploi_durable', 'emploi_court', 'iae', 'formation_qualifiante', 'creation_activite', 'poursuite', 'abandon',
        'sans_suite')),
    precisions text NOT NULL DEFAULT '' CHECK (length(precisions) <= 2000),
    depuis timestamptz NOT NULL,
    echeance timestamptz,
    relance_le timestamptz,
    relances smallint NOT NULL DEFAULT 0 CHECK (relances >= 0),
    -- When the référent read the last answer; NULL while it waits to be read.
    lue_le timestamptz,
    instantane jsonb NOT NULL CHECK (jsonb_typeof(instantane) = 'object'),
    version_classement text,
    cree_le timestamptz NOT NULL,
    CONSTRAINT prescription_place_de_l_etat CHECK (CASE
        WHEN etat = 'transmise' THEN place = 'tenue'
        WHEN etat IN ('acceptee_structure', 'presente', 'entree', 'terminee') THEN place = 'prise'
        WHEN etat IN ('absente', 'expiree') THEN place IN ('aucune', 'prise')
        ELSE place = 'aucune' END),
    CONSTRAINT prescription_motif_de_l_etat CHECK ((etat IN ('refusee', 'annulee', 'absente')) = (motif IS NOT NULL)),
    CONSTRAINT prescription_issue_de_l_etat CHECK ((etat = 'terminee') = (issue IS NOT NULL)),
    -- Nothing stays in limbo: what is not finished has a date on which it ends by itself.
    CONSTRAINT prescription_jamais_en_suspens CHECK ((etat IN ('terminee', 'absente', 'annulee', 'refusee', 'expiree')) = (echeance IS NULL)),
    CONSTRAINT prescription_relance_utile CHECK (relance_le IS NULL OR etat IN ('transmise', 'acceptee_structure', 'annulee'))
);
CREATE UNIQUE INDEX prescription_vivante ON prescription (allocataire_id, session_id)
    WHERE etat NOT IN ('terminee', 'absente', 'annulee', 'refusee', 'expiree');
CREATE INDEX prescription_allocataire ON prescription (allocataire_id, id);
CREATE INDEX prescription_session ON prescription (session_id, etat);
CREATE INDEX prescription_offre ON prescription (offre_id);
CREATE INDEX prescription_referent ON prescription (referent_id, etat);
CREATE INDEX prescription_echeance ON prescription (echeance) WHERE echeance IS NOT NULL;
CREATE INDEX prescription_relance ON prescription (relance_le) WHERE relance_le IS NOT NULL;
CREATE INDEX prescription_attente ON prescription (session_id, depuis, id) WHERE etat = 'liste_attente';

-- Links that let a structure answer without an account; only a hash of the token is kept. One prescription, or one session's list.
CREATE TABLE lien (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    empreinte bytea NOT NULL UNIQUE CHECK (octet_length(empreinte) = 32),
    prescription_id bigint REFERENCES prescription (id),
    session_id bigint REFERENCES session (id),
    structure_id bigint NOT NULL REFERENCES structure (id),
    cree_le timestamptz NOT NULL,
    expire_le timestamptz NOT NULL,
    utilise_le timestamptz,
    revoque_le timestamptz,
    revoque_par bigint REFERENCES compte (id),
    CONSTRAINT lien_un_seul_objet CHECK ((prescription_id IS NULL) <> (session_id IS NULL)),
    CHECK (expire_le > cree_le)
);
CREATE INDEX lien_prescription ON lien (prescription_id) WHERE prescription_id IS NOT NULL;
CREATE INDEX lien_session ON lien (session_id) WHERE session_id IS NOT NULL;

-- Life of a prescription: one row per transition, only ever added.
CREATE TABLE prescription_etape (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    prescription_id bigint NOT NULL REFERENCES prescription (id),
    -- Chosen by the form: sent twice, the action is done once.
    cle text CHECK (cle <> '' AND length(cle) <= 100),
    de text,
    vers text NOT NULL,
    quand timestamptz NOT NULL,
    qui text NOT NULL CHECK (qui IN ('personne', 'prescripteur', 'cre', 'structure', 'systeme')),
    compte_id bigint REFERENCES compte (id),
    lien_id bigint REFERENCES lien (id),
    motif text,
    issue text,
    precisions text NOT NULL DEFAULT '',
    UNIQUE (prescription_id, cle),
    CHECK (compte_id IS NULL OR lien_id IS NULL),
    CHECK (qui = 'systeme' OR compte_id IS NOT NULL OR lien_id IS NOT NULL),
    CHECK ((vers IN ('refusee', 'annulee', 'absente')) = (motif IS NOT NULL)),
    CHECK ((vers = 'terminee') = (issue IS NOT NULL))
);
CREATE INDEX prescription_etape_vie ON prescription_etape (prescription_id, id);
CREATE TRIGGER prescription_etape_lignes_fixes BEFORE UPDATE OR DELETE ON prescription_etape FOR EACH ROW EXECUTE FUNCTION refuser_modification();
CREATE TRIGGER prescription_etape_jamais_vide BEFORE TRUNCATE ON prescription_etape FOR EACH STATEMENT EXECUTE FUNCTION refuser_modification();

-- What became of the person 3 and 6 months after the end: « sorties positives » are counted again then.
CREATE TABLE prescription_suite (
    prescription_id bigint NOT NULL REFERENCES prescription (id),
    mois smallint NOT NULL CHECK (mois IN (3, 6)),
    issue text NOT NULL CHECK (issue IN ('emploi_durable', 'emploi_court', 'iae', 'formation_qualifiante', 'creation_activite', 'poursuite',
        'abandon', 'sans_suite')),
    note_le timestamptz NOT NULL,
    compte_id bigint NOT NULL REFERENCES compte (id),
    PRIMARY KEY (prescription_id, mois)
);

-- One mail per structure and per day, whatever happens.
CREATE TABLE recapitulatif (
    structure_id bigint NOT NULL REFERENCES structure (id),
    jour date NOT NULL,
    PRIMARY KEY (structure_id, jour)
);

-- Structures that a person's parcours involves: those that were asked and did not say no.
CREATE OR REPLACE VIEW structure_impliquee AS
    SELECT p.allocataire_id, o.structure_id FROM prescription p JOIN offre o ON o.id = p.offre_id
    WHERE o.structure_id IS NOT NULL
        AND p.etat IN ('transmise', 'liste_attente', 'acceptee_structure', 'presente', 'entree', 'terminee', 'absente');

-- Prescriptions in clear, for lists: who, for what, where it is. The référent is today's, not the one of the day it was opened.
CREATE VIEW prescription_en_clair AS
    SELECT p.id, p.identifiant, p.etat, p.place, p.motif, p.issue, p.origine, p.precisions, p.depuis, p.echeance, p.lue_le, p.cree_le,
        p.allocataire_id, p.session_id, coalesce(a.referent_id, p.referent_id) AS referent_id, a.identifiant AS allocataire, a.prenom, a.nom,
        o.id AS offre_id, o.identifiant AS offre, o.titre, o.type_offre, o.structure_id, st.nom AS structure, s.source_id AS session, s.debut,
        s.fin, s.heure_debut, coalesce(m.nom, o.commune_source) AS commune
    FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN offre o ON o.id = p.offre_id JOIN session s ON s.id = p.session_id
    LEFT JOIN structure st ON st.id = o.structure_id LEFT JOIN commune m ON m.code_insee = o.code_insee;
