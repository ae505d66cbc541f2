-- Sessions of the demonstration's employers, and people to propose for them.

-- name: session
-- A session of a structure, with room for so many people: already begun, still to come, or a permanent entry.
SELECT o.identifiant AS offre, o.source_id AS cle_offre, o.structure_id, s.id AS session_id, s.source_id AS session, s.debut
FROM session s JOIN offre o ON o.id = s.offre_id JOIN structure st ON st.id = o.structure_id
WHERE o.source = :source AND st.source_id = :structure AND o.etat = 'publiee' AND s.etat = 'ouverte' AND NOT o.reserve_rsa
    AND o.type_offre NOT IN ('clause', 'convention') AND s.places >= :places::int
    AND CASE :quand::text WHEN 'permanente' THEN s.debut IS NULL
        WHEN 'commencee' THEN s.debut BETWEEN :jour::date - 18 AND :jour::date - 3
        ELSE s.debut > :jour::date + 7 AND coalesce(least(s.date_limite, o.date_limite), 'infinity') > :jour::date END
ORDER BY o.type_offre = 'appui', s.debut, o.source_id, s.source_id LIMIT 1;

-- name: personnes
-- People of a référent who have the fewest prescriptions under way.
SELECT a.identifiant AS personne, a.source_id AS cle_personne, a.referent_id FROM allocataire a
WHERE a.source = :source AND a.referent_id = :referent_id
ORDER BY (SELECT count(*) FROM prescription p WHERE p.allocataire_id = a.id), md5(a.source_id || 'reponses') LIMIT :nombre;
