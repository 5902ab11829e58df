-- Journals of eight public systems: their tables' names, columns and types, with made-up content.
-- 1,000 lines on each of three days from 2026-03-27 on: the last is that on which Berlin's clocks go
-- forward. Moments lie at both ends of their days, too, and what isn't booked yet is among the rest.
CREATE SCHEMA ledgers;

CREATE FUNCTION ledgers.day(line int) RETURNS date LANGUAGE sql IMMUTABLE
AS $$ SELECT DATE '2026-03-27' + line % 3 $$;

CREATE FUNCTION ledgers.moment(line int) RETURNS timestamp LANGUAGE sql IMMUTABLE
AS $$
SELECT ledgers.day(line) + CASE line / 3 % 4
  WHEN 0 THEN TIME '00:00'
  WHEN 1 THEN TIME '23:59:59.999999'
  ELSE TIME '02:30' + line * INTERVAL '13 seconds'
END $$;

-- Odoo: a line an account; debit, credit and their difference; drafts stand among what is posted.
CREATE TABLE ledgers.account_move_line (
  id serial PRIMARY KEY, move_id int, move_name varchar, parent_state varchar, date date, ref varchar,
  account_id int, name varchar, debit numeric, credit numeric, balance numeric,
  amount_currency numeric, currency_id int, company_id int, display_type varchar,
  analytic_distribution jsonb, create_date timestamp);
INSERT INTO ledgers.account_move_line (
  move_id, move_name, parent_state, date, ref, account_id, name, debit, credit, balance, currency_id,
  company_id, display_type, analytic_distribution, create_date)
SELECT
  i / 2, 'INV/' || i / 2, CASE WHEN i % 10 = 7 THEN 'draft' ELSE 'posted' END, ledgers.day(i),
  CASE WHEN i % 3 = 0 THEN 'réf ' || i END, 100 + i % 9, 'line ' || i,
  CASE WHEN i % 2 = 0 THEN i / 200.0 ELSE 0 END, CASE WHEN i % 2 = 1 THEN i / 200.0 ELSE 0 END,
  CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END * i / 200.0, 1 + i % 2, CASE WHEN i % 11 > 0 THEN 1 + i % 2 END,
  'product', CASE WHEN i % 5 = 0 THEN jsonb_build_object(i::text, 100) END, ledgers.moment(i)
FROM generate_series(1, 3000) i;

-- Apache Fineract: one amount and its side as a number.
CREATE TABLE ledgers.acc_gl_journal_entry (
  id bigserial PRIMARY KEY, account_id bigint NOT NULL, office_id bigint NOT NULL,
  currency_code varchar(3) NOT NULL, transaction_id varchar(50) NOT NULL, reversed boolean NOT NULL,
  ref_num varchar(100), entry_date date NOT NULL, type_enum smallint NOT NULL,
  amount numeric(19, 6) NOT NULL, description varchar(500), created_on_utc timestamptz);
INSERT INTO ledgers.acc_gl_journal_entry (
  account_id, office_id, currency_code, transaction_id, reversed, entry_date, type_enum, amount,
  created_on_utc)
SELECT
  10000000000 + i % 9, 1 + i % 2, CASE WHEN i % 4 = 0 THEN 'USD' ELSE 'EUR' END, 'L' || i / 2,
  i % 50 = 0, ledgers.day(i), 1 + i % 2, i / 1000000.0,
  CASE WHEN i % 3 > 0 THEN ledgers.moment(i) AT TIME ZONE 'UTC' END
FROM generate_series(1, 3000) i;

-- LedgerSMB: a signed amount without declared digits.
CREATE TABLE ledgers.acc_trans (
  trans_id int NOT NULL, chart_id int NOT NULL, amount numeric NOT NULL, transdate date, source text,
  cleared bool, memo text, approved bool, entry_id serial PRIMARY KEY);
INSERT INTO ledgers.acc_trans (trans_id, chart_id, amount, transdate, source, cleared, memo, approved)
SELECT
  i / 2, 100 + i % 9, CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END * i / 400.0, ledgers.day(i), 's' || i % 7,
  CASE WHEN i % 3 > 0 THEN i % 3 = 1 END, CASE WHEN i % 2 = 0 THEN repeat('long ', i % 40) END, true
FROM generate_series(1, 3000) i;

-- iDempiere and ADempiere: all numbers are numeric, days are timestamps.
CREATE TABLE ledgers.fact_acct (
  fact_acct_id numeric(10) PRIMARY KEY, ad_client_id numeric(10), account_id numeric(10) NOT NULL,
  dateacct timestamp NOT NULL, datetrx timestamp, postingtype char(1), amtsourcedr numeric,
  amtsourcecr numeric, amtacctdr numeric NOT NULL, amtacctcr numeric NOT NULL, qty numeric,
  description varchar(255));
INSERT INTO ledgers.fact_acct
SELECT
  i, 11, 100 + i % 9, ledgers.moment(i), ledgers.day(i), CASE WHEN i % 5 > 0 THEN 'A' END, 0, 0,
  CASE WHEN i % 2 = 0 THEN i / 100.0 ELSE 0 END, CASE WHEN i % 2 = 1 THEN i / 100.0 ELSE 0 END,
  CASE WHEN i % 4 = 0 THEN i / 8.0 END, NULL
FROM generate_series(1, 3000) i;

-- GnuCash: the day is another table's; an amount is a numerator and its denominator.
CREATE TABLE ledgers.transactions (
  guid varchar(32) PRIMARY KEY, currency_guid varchar(32), num varchar(2048), post_date timestamp,
  enter_date timestamp, description varchar(2048));
CREATE TABLE ledgers.splits (
  guid varchar(32) PRIMARY KEY, tx_guid varchar(32) NOT NULL, account_guid varchar(32) NOT NULL,
  memo varchar(2048), action varchar(2048), reconcile_state varchar(1), value_num int8 NOT NULL,
  value_denom int8 NOT NULL, quantity_num int8, quantity_denom int8, lot_guid varchar(32));
INSERT INTO ledgers.transactions
SELECT md5('t' || i), md5('EUR'), '', ledgers.moment(i), now(), 'bought ' || i
FROM generate_series(0, 1500) i;
INSERT INTO ledgers.splits
SELECT
  md5('s' || i), md5('t' || i / 2), md5('a' || i % 9), CASE WHEN i % 3 = 0 THEN '' ELSE 'memo ' || i END,
  '', 'n', CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END * i / 2, 100, 0, 1, NULL
FROM generate_series(1, 3000) i;

-- Blnk: both accounts in one row, whole cents.
CREATE TABLE ledgers.blnk_transactions (
  id serial PRIMARY KEY, transaction_id text NOT NULL, source text, destination text, description text,
  reference text, amount bigint, currency text, status text, created_at timestamp NOT NULL,
  scheduled_for timestamp, meta_data jsonb);
INSERT INTO ledgers.blnk_transactions (
  transaction_id, source, destination, amount, currency, status, created_at, meta_data)
SELECT
  'txn_' || i, 'bln_' || i % 9, CASE WHEN i % 13 > 0 THEN 'bln_' || i % 7 END,
  CASE WHEN i % 17 > 0 THEN i * 1000003::bigint END, 'USD', CASE WHEN i % 10 = 3 THEN 'QUEUED' ELSE 'APPLIED' END,
  ledgers.moment(i), CASE WHEN i % 2 = 0 THEN '{"by": "é"}'::jsonb END
FROM generate_series(1, 3000) i;

-- pgledger: both accounts in one row, money, a moment in time.
CREATE TABLE ledgers.pgledger_transfers (
  id text PRIMARY KEY, from_account_id text NOT NULL, to_account_id text NOT NULL, amount money NOT NULL,
  created_at timestamptz NOT NULL, event_at timestamptz NOT NULL, metadata jsonb);
INSERT INTO ledgers.pgledger_transfers
SELECT
  'pglt_' || i, 'pgla_' || i % 9, 'pgla_' || i % 7, (i / 100.0)::numeric::money,
  TIMESTAMPTZ '2026-03-30 00:00+00' + i * INTERVAL '1 millisecond',
  ledgers.moment(i) AT TIME ZONE 'Europe/Berlin', NULL
FROM generate_series(1, 3000) i;

-- Kill Bill: identifiers as text, nine digits behind the point.
CREATE TABLE ledgers.invoice_items (
  record_id serial PRIMARY KEY, id varchar(36) NOT NULL, type varchar(24) NOT NULL,
  invoice_id varchar(36) NOT NULL, account_id varchar(36) NOT NULL, bundle_id varchar(36),
  description varchar(255), plan_name varchar(255), start_date date, end_date date,
  amount numeric(15, 9) NOT NULL, currency varchar(3) NOT NULL, created_date timestamp);
INSERT INTO ledgers.invoice_items (
  id, type, invoice_id, account_id, start_date, amount, currency, created_date)
SELECT
  md5('i' || i), CASE WHEN i % 9 = 0 THEN 'TAX' ELSE 'RECURRING' END, 'inv' || i % 20, 'acc' || i % 9,
  CASE WHEN i % 100 < 99 THEN ledgers.day(i) END, i / 1000000000.0, 'USD', ledgers.moment(i)
FROM generate_series(1, 3000) i;

ANALYZE;
