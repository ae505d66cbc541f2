-- The outbox: messages written in the transaction of what they tell, sent afterwards.

-- name: deposer!
-- One message; a key already known is the same message, deposited once.
INSERT INTO courrier (cle, canal, destinataire, objet, texte, html) VALUES (:cle, :canal, :destinataire, :objet, :texte, :html)
ON CONFLICT (cle) DO NOTHING;

-- name: prochain
-- The oldest message due, locked: another worker takes the next one.
SELECT id, cle, canal, destinataire, objet, texte, html, essais FROM courrier
WHERE etat = 'a_envoyer' AND (reprise_le IS NULL OR reprise_le <= :maintenant)
ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: marquer_envoye!
-- Sent: what it said, links included, is kept no longer.
UPDATE courrier SET etat = 'envoye', texte = NULL, html = NULL, envoye_le = :maintenant, essais = essais + 1, reprise_le = NULL, echec = NULL
WHERE id = :id;

-- name: reporter!
-- Not sent: tried again later.
UPDATE courrier SET essais = essais + 1, echec = :echec, reprise_le = :reprise_le WHERE id = :id;

-- name: abandonner!
-- Never to be sent: the address is refused, or everything was tried. Kept whole, for a person to look at.
UPDATE courrier SET etat = 'abandonne', essais = essais + 1, echec = :echec, reprise_le = NULL WHERE id = :id;

-- name: compter
-- How many messages in each state.
SELECT etat, count(*)::int AS nombre FROM courrier GROUP BY etat ORDER BY etat;

-- name: purger!
-- Messages sent long ago are forgotten, addresses included.
DELETE FROM courrier WHERE etat = 'envoye' AND envoye_le < :avant;
