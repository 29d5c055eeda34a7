-- The raw limit: the rows of one posting, in as few prepared statements as there are tables, with
-- no key looked up, no book code and no Python. The audit must find the result green.
\set member random(1, 1000)
\set store random(1001, 1200)
\set amount random(1, 50000)
BEGIN;
INSERT INTO ledger_keyedresult (key, verb, fingerprint, claimed_at, outcome)
VALUES (
    gen_random_uuid()::text, 'benchmark',
    '{"amount":"0123456789abcdef0123","by":"0123456789abcdef0123","member":"0123456789abcdef0123","store":"0123456789abcdef0123"}',
    clock_timestamp(), '{"done":{"id":100000}}'
)
RETURNING key \gset
WITH moved AS (
    UPDATE ledger_account
    SET debits = debits + CASE WHEN id = :store THEN :amount ELSE 0 END,
        credits = credits + CASE WHEN id = :member THEN :amount ELSE 0 END,
        version = version + 1, touched_at = clock_timestamp()
    WHERE id IN (:member, :store)
    RETURNING id, debits, credits, version
)
SELECT m.credits - m.debits AS member_balance, m.version AS member_version,
    s.debits - s.credits AS store_balance, s.version AS store_version
FROM moved m, moved s
WHERE m.id = :member AND s.id = :store \gset
INSERT INTO ledger_journalentry
    (key, kind, occurred_at, recorded_at, actor, place, memo, reverses_id, posting_count)
VALUES (:key, 'deposit', clock_timestamp(), clock_timestamp(), 'operator', 'MLT', '', NULL, 1)
RETURNING id AS entry \gset
INSERT INTO ledger_posting
    (entry_id, line, debit_id, credit_id, amount,
     debit_balance, credit_balance, debit_version, credit_version)
VALUES
    (:entry, 1, :store, :member, :amount,
     :store_balance, :member_balance, :store_version, :member_version);
COMMIT;
