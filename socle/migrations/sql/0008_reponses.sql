-- What a structure answers: with an entry, the contract that was signed. Codes are those of the offers (catalogue.domaine.TypeContrat).

ALTER TABLE prescription
    ADD COLUMN contrat text CHECK (contrat IN ('CDI', 'CDD', 'CDDI', 'CTT', 'contrat_apprentissage', 'contrat_professionnalisation', 'PEC', 'titulaire',
        'saisonnier', 'liberal', 'autre')),
    ADD COLUMN contrat_mois smallint CHECK (contrat_mois BETWEEN 1 AND 120),
    ADD COLUMN contrat_fin date,
    ADD CONSTRAINT prescription_contrat_d_une_entree CHECK (contrat IS NULL OR etat IN ('entree', 'terminee', 'expiree')),
    -- An end, said once: so many months, or a day; and only of what has one.
    ADD CONSTRAINT prescription_fin_du_contrat CHECK (contrat_mois IS NULL AND contrat_fin IS NULL
        OR contrat IS NOT NULL AND contrat NOT IN ('CDI', 'titulaire', 'liberal') AND (contrat_mois IS NULL OR contrat_fin IS NULL));

ALTER TABLE prescription_etape
    ADD COLUMN contrat text CHECK (contrat IN ('CDI', 'CDD', 'CDDI', 'CTT', 'contrat_apprentissage', 'contrat_professionnalisation', 'PEC', 'titulaire',
        'saisonnier', 'liberal', 'autre')),
    ADD COLUMN contrat_mois smallint CHECK (contrat_mois BETWEEN 1 AND 120),
    ADD COLUMN contrat_fin date,
    ADD CONSTRAINT prescription_etape_contrat_d_une_entree CHECK (contrat IS NULL OR vers = 'entree'),
    ADD CONSTRAINT prescription_etape_fin_du_contrat CHECK (contrat_mois IS NULL AND contrat_fin IS NULL
        OR contrat IS NOT NULL AND contrat NOT IN ('CDI', 'titulaire', 'liberal') AND (contrat_mois IS NULL OR contrat_fin IS NULL));

CREATE OR REPLACE VIEW prescription_en_clair AS
    SELECT p.id, p.identifiant, p.etat, p.place, p.motif, p.issue, p.origine, p.precisions, p.depuis, p.echeance, p.lue_le, p.cree_le,
        p.allocataire_id, p.session_id, coalesce(a.referent_id, p.referent_id) AS referent_id, a.identifiant AS allocataire, a.prenom, a.nom,
        o.id AS offre_id, o.identifiant AS offre, o.titre, o.type_offre, o.structure_id, st.nom AS structure, s.source_id AS session, s.debut,
        s.fin, s.heure_debut, coalesce(m.nom, o.commune_source) AS commune, p.contrat, p.contrat_mois, p.contrat_fin
    FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN offre o ON o.id = p.offre_id JOIN session s ON s.id = p.session_id
    LEFT JOIN structure st ON st.id = o.structure_id LEFT JOIN commune m ON m.code_insee = o.code_insee;
