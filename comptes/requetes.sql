-- Accounts, sessions and tokens.

-- name: session
-- A session and its account.
SELECT s.empreinte, s.etape, s.creee_le, s.vue_le, s.expire_le, c.id, c.identifiant, c.role, c.nom, c.structure_id, c.territoires, c.allocataire_id
FROM session_web s JOIN compte c ON c.id = s.compte_id
WHERE s.empreinte = :empreinte AND c.actif;

-- name: ouvrir_session!
INSERT INTO session_web (empreinte, compte_id, etape, creee_le, vue_le, expire_le)
VALUES (:empreinte, :compte_id, :etape, :maintenant, :maintenant, :expire_le);

-- name: voir_session!
UPDATE session_web SET vue_le = :maintenant WHERE empreinte = :empreinte;

-- name: fermer_session!
DELETE FROM session_web WHERE empreinte = :empreinte;

-- name: fermer_sessions!
-- Every session of an account, all but one when its hash is given.
DELETE FROM session_web WHERE compte_id = :compte_id AND empreinte IS DISTINCT FROM :sauf;

-- name: nombre_sessions
-- Sessions of an account that can still be used.
SELECT count(*)::int FROM session_web WHERE compte_id = :compte_id AND expire_le > :maintenant AND etape = 'ouverte';

-- name: balayer_sessions!
-- Sessions that ended; every login sweeps them.
DELETE FROM session_web WHERE expire_le < :maintenant;

-- name: balayer_jetons!
-- Links and codes that no longer hold.
DELETE FROM jeton WHERE expire_le < :maintenant;

-- name: acteur
-- An account that may act.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte WHERE identifiant = :identifiant AND actif;

-- name: comptes_demonstration
-- Accounts of the demonstration, offered on the login page.
SELECT c.identifiant, c.role, c.nom, coalesce(s.nom, '') AS structure
FROM compte c LEFT JOIN structure s ON s.id = c.structure_id
WHERE c.demonstration AND c.actif ORDER BY c.id;

-- name: identifiants
-- What entering with a password needs, for a professional's address.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id, courriel, mot_de_passe, totp_actif, totp_secret, totp_dernier_pas
FROM compte WHERE courriel = :courriel AND role <> 'allocataire' AND actif;

-- name: identifiants_du_compte
-- The same, for an account already recognised.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id, courriel, mot_de_passe, totp_actif, totp_secret, totp_dernier_pas
FROM compte WHERE id = :compte_id AND actif;

-- name: acteurs_allocataires
-- People who share a mailbox.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id
FROM compte WHERE courriel = :courriel AND role = 'allocataire' AND actif ORDER BY id;

-- name: acteur_du_sujet
-- The account linked to a person of an OpenID Connect provider.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id
FROM compte WHERE oidc_emetteur = :emetteur AND oidc_sujet = :sujet AND actif;

-- name: acteur_invite
-- An account that waits for its first entry through a provider.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id
FROM compte WHERE courriel = :courriel AND role <> 'allocataire' AND oidc_sujet IS NULL AND actif;

-- name: lier_sujet!
UPDATE compte SET oidc_emetteur = :emetteur, oidc_sujet = :sujet WHERE id = :compte_id AND oidc_sujet IS NULL;

-- name: acteur_de_l_allocataire
-- The account of a person.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte WHERE allocataire_id = :allocataire_id;

-- name: creer_compte!
INSERT INTO compte (identifiant, role, nom, courriel, structure_id, territoires, allocataire_id, cree_le)
VALUES (:identifiant, :role, :nom, :courriel, :structure_id, :territoires, :allocataire_id, :maintenant)
ON CONFLICT DO NOTHING;

-- name: definir_mot_de_passe!
UPDATE compte SET mot_de_passe = :mot_de_passe WHERE id = :compte_id;

-- name: definir_courriel!
UPDATE compte SET courriel = :courriel WHERE id = :compte_id;

-- name: fermer_compte!
UPDATE compte SET actif = false WHERE id = :compte_id;

-- name: rouvrir_compte!
UPDATE compte SET actif = true WHERE identifiant = :identifiant AND NOT actif AND role <> 'allocataire';

-- name: activer_totp!
UPDATE compte SET totp_actif = true, totp_secret = :secret, totp_dernier_pas = :pas WHERE id = :compte_id AND NOT totp_actif;

-- name: retirer_totp!
UPDATE compte SET totp_actif = false, totp_secret = NULL, totp_dernier_pas = 0 WHERE id = :compte_id;

-- name: avancer_totp!
-- A code serves once: of two requests that bring it, one moves the counter.
UPDATE compte SET totp_dernier_pas = :pas WHERE id = :compte_id AND totp_dernier_pas < :pas;

-- name: ajouter_jeton!
INSERT INTO jeton (empreinte, compte_id, usage, cree_le, expire_le) VALUES (:empreinte, :compte_id, :usage, :maintenant, :expire_le);

-- name: acteur_du_jeton
-- The account of a token that still holds.
SELECT c.id, c.identifiant, c.role, c.nom, c.structure_id, c.territoires, c.allocataire_id
FROM jeton j JOIN compte c ON c.id = j.compte_id
WHERE j.empreinte = :empreinte AND j.usage = :usage AND j.expire_le > :maintenant AND c.actif;

-- name: consommer_jeton!
-- Of two requests that bring the same token, one deletes it.
DELETE FROM jeton WHERE empreinte = :empreinte AND usage = :usage AND expire_le > :maintenant;

-- name: oublier_jetons!
DELETE FROM jeton WHERE compte_id = :compte_id AND usage = ANY (:usages);

-- name: nombre_jetons
SELECT count(*)::int FROM jeton WHERE compte_id = :compte_id AND usage = :usage AND expire_le > :maintenant;

-- name: comptes
-- Accounts of professionals, for who keeps them.
SELECT c.identifiant, c.role, c.nom, c.courriel, coalesce(s.nom, '') AS structure, c.actif, c.totp_actif AS double_facteur,
    (c.mot_de_passe IS NOT NULL OR c.oidc_sujet IS NOT NULL OR c.demonstration) AS entre
FROM compte c LEFT JOIN structure s ON s.id = c.structure_id
WHERE c.role <> 'allocataire' ORDER BY c.role, lower(c.nom), c.id;

-- name: structures
-- Structures an account may belong to.
SELECT identifiant, nom FROM structure WHERE NOT fermee ORDER BY cle_tri, id;

-- name: id_structure
-- By public id or by SIRET.
SELECT id FROM structure WHERE (identifiant = :designation OR siret = :designation) AND NOT fermee ORDER BY id LIMIT 1;

-- name: territoires_connus
SELECT code FROM territoire ORDER BY code;

-- name: restes_de_demonstration
-- What a service in production must not hold.
SELECT (SELECT count(*)::int FROM compte WHERE demonstration) AS comptes,
    (SELECT count(*)::int FROM allocataire WHERE source = 'demonstration') AS personnes,
    (SELECT count(*)::int FROM offre WHERE source = 'demonstration') AS offres;
