-- Offers written by hand: who wrote them, what was typed, and what a person decided that no import undoes.

-- A structure whose offers are published at once; set by a CRE.
ALTER TABLE structure ADD COLUMN confiance boolean NOT NULL DEFAULT false;

-- Closed by a person: an import that still carries the offer does not open it again.
ALTER TABLE offre ADD COLUMN fermee_par_personne boolean NOT NULL DEFAULT false;
ALTER TABLE offre ADD CONSTRAINT fermee_par_personne_est_fermee CHECK (NOT fermee_par_personne OR etat = 'fermee');

-- What was typed, as it was typed. The offer itself exists once it was sent; both bear the same public id.
CREATE TABLE offre_saisie (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    structure_id bigint REFERENCES structure (id),
    auteur_id bigint REFERENCES compte (id),
    offre_id bigint UNIQUE REFERENCES offre (id) ON DELETE CASCADE,
    contenu jsonb NOT NULL CHECK (jsonb_typeof(contenu) = 'object'),
    -- Two tabs: only who saw the last version writes the next.
    version integer NOT NULL CHECK (version > 0),
    -- Words of the CRE who sent it back.
    mot_renvoi text NOT NULL DEFAULT '',
    cree_le timestamptz NOT NULL,
    modifie_le timestamptz NOT NULL
);
CREATE INDEX offre_saisie_structure ON offre_saisie (structure_id);
CREATE INDEX offre_saisie_auteur ON offre_saisie (auteur_id);
