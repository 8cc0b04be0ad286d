-- Reports handed in as files. Every statement binds the house.

-- name: report_add
-- in: house text, reference text, treaty text, iso3 text, report text, year int, name text, media text, bytes int
-- in: sha256 text, receipt text, incoming text, address text, by_whom text, came_ms int
INSERT INTO report_file (house, reference, treaty, iso3, report, year, name, media, bytes, sha256, receipt, incoming,
    address, by_whom, came_ms)
VALUES (:house, :reference, :treaty, :iso3, :report, :year, :name, :media, :bytes, :sha256, :receipt, :incoming,
    :address, :by_whom, :came_ms);

-- The newest first. iso3, reference, empty: of all.
-- name: report_list
-- in: house text, treaty text, iso3 text, reference text, most int
-- out: reference text, iso3 text, report text, year int, name text, media text, bytes int, sha256 text, receipt text
-- out: incoming text, address text, came_ms int
SELECT reference, iso3, report, year, name, media, bytes, sha256, receipt, incoming, address, came_ms
FROM report_file
WHERE house = :house AND treaty = :treaty AND (:iso3 = '' OR iso3 = :iso3)
    AND (:reference = '' OR reference = :reference)
ORDER BY came_ms DESC, reference LIMIT :most;

-- The same file for the same report: sent twice, perhaps by a second press of a button.
-- name: report_same
-- in: house text, treaty text, iso3 text, report text, year int, sha256 text
-- out: as report_list
SELECT reference, iso3, report, year, name, media, bytes, sha256, receipt, incoming, address, came_ms
FROM report_file
WHERE house = :house AND treaty = :treaty AND iso3 = :iso3 AND report = :report AND year = :year AND sha256 = :sha256
ORDER BY came_ms DESC, reference LIMIT 1;
