-- Journals of eight public systems, names and types as they have them; a few made-up lines over three days each.
DROP SCHEMA IF EXISTS proposal_test CASCADE;
CREATE SCHEMA proposal_test;
SET search_path = proposal_test;
CREATE FUNCTION d(i int) RETURNS date LANGUAGE sql IMMUTABLE AS 'SELECT DATE ''2026-03-01'' + i % 3';

CREATE TABLE account_move_line (id serial PRIMARY KEY, move_id int, move_name varchar, parent_state varchar, date date, ref varchar,
  account_id int, name varchar, debit numeric, credit numeric, balance numeric, amount_currency numeric, currency_id int, company_id int,
  display_type varchar, analytic_distribution jsonb, create_date timestamp);
INSERT INTO account_move_line (move_id, move_name, parent_state, date, ref, account_id, name, debit, credit, balance, currency_id, company_id, display_type)
SELECT i/2, 'INV/'||i/2, CASE WHEN i < 280 THEN 'posted' ELSE 'draft' END, d(i/2), NULL, 100+i%9, 'line '||i, CASE WHEN i%2=0 THEN (i/2)/100.0 ELSE 0 END,
  CASE WHEN i%2=1 THEN (i/2)/100.0 ELSE 0 END, CASE WHEN i%2=0 THEN 1 ELSE -1 END*(i/2)/100.0, 1, 1, 'product' FROM generate_series(2,301) i;
CREATE INDEX ON account_move_line (date);

CREATE TABLE acc_gl_account (id bigserial PRIMARY KEY);
INSERT INTO acc_gl_account SELECT generate_series(100, 109);
CREATE TABLE acc_gl_journal_entry (id bigserial PRIMARY KEY, account_id bigint NOT NULL REFERENCES acc_gl_account, office_id bigint NOT NULL, currency_code varchar(3) NOT NULL,
  transaction_id varchar(50) NOT NULL, reversed boolean NOT NULL, ref_num varchar(100), entry_date date NOT NULL, type_enum smallint NOT NULL,
  amount numeric(19,6) NOT NULL, description varchar(500), created_on_utc timestamptz);
INSERT INTO acc_gl_journal_entry (account_id, office_id, currency_code, transaction_id, reversed, entry_date, type_enum, amount)
SELECT 100+i%9, 1, 'USD', 'L'||i/2, false, d(i/2), 1+i%2, (i/2)/100.0 FROM generate_series(2,301) i;

CREATE TABLE acc_trans (trans_id int NOT NULL, chart_id int NOT NULL, amount numeric NOT NULL, transdate date, source text, cleared bool, memo text, approved bool, entry_id serial PRIMARY KEY);
INSERT INTO acc_trans (trans_id, chart_id, amount, transdate, source, memo)
SELECT i/2, 100+i%9, CASE WHEN i%2=0 THEN 1 ELSE -1 END*(i/2)/1000.0, d(i/2), 's', NULL FROM generate_series(2,301) i;

CREATE TABLE fact_acct (fact_acct_id numeric(10) PRIMARY KEY, ad_client_id numeric(10), account_id numeric(10) NOT NULL, dateacct timestamp NOT NULL, datetrx timestamp,
  postingtype char(1), amtsourcedr numeric, amtsourcecr numeric, amtacctdr numeric NOT NULL, amtacctcr numeric NOT NULL, qty numeric, description varchar(255));
INSERT INTO fact_acct SELECT i, 11, 100+i%9, d(i/2), d(i/2), 'A', 0, 0, CASE WHEN i%2=0 THEN (i/2)/100.0 ELSE 0 END,
  CASE WHEN i%2=1 THEN (i/2)/100.0 ELSE 0 END, NULL, NULL FROM generate_series(2,301) i;

CREATE TABLE transactions (guid varchar(32) PRIMARY KEY, currency_guid varchar(32), num varchar(2048), post_date timestamp, enter_date timestamp, description varchar(2048));
CREATE TABLE splits (guid varchar(32) PRIMARY KEY, tx_guid varchar(32) NOT NULL, account_guid varchar(32) NOT NULL, memo varchar(2048), action varchar(2048),
  reconcile_state varchar(1), value_num int8 NOT NULL, value_denom int8 NOT NULL, quantity_num int8, quantity_denom int8, lot_guid varchar(32));
INSERT INTO transactions SELECT md5('t'||i), md5('EUR'), '', d(i) + TIME '10:59', now(), 'x' FROM generate_series(1,150) i;
INSERT INTO splits SELECT md5('s'||i), md5('t'||i/2), md5('a'||i%9), '', '', 'n', CASE WHEN i%2=0 THEN 1 ELSE -1 END*(i/2), 100, 0, 1 FROM generate_series(2,301) i;

CREATE TABLE blnk_transactions (id serial PRIMARY KEY, transaction_id text NOT NULL, source text, destination text, description text, reference text, amount bigint,
  currency text, status text, created_at timestamp NOT NULL, scheduled_for timestamp, meta_data jsonb);
INSERT INTO blnk_transactions (transaction_id, source, destination, amount, currency, status, created_at)
SELECT 'txn_'||i, 'bln_'||i%9, 'bln_'||i%7, i, 'USD', 'APPLIED', d(i) + TIME '23:59' FROM generate_series(1,300) i;

CREATE TABLE pgledger_transfers (id text PRIMARY KEY, from_account_id text NOT NULL, to_account_id text NOT NULL, amount money NOT NULL, created_at timestamptz NOT NULL,
  event_at timestamptz NOT NULL, metadata jsonb);
INSERT INTO pgledger_transfers SELECT 'pglt_'||i, 'pgla_'||i%9, 'pgla_'||i%7, (i/100.0)::numeric::money, now(), d(i) + TIME '12:00', NULL FROM generate_series(1,300) i;

CREATE TABLE invoice_items (record_id serial PRIMARY KEY, id varchar(36) NOT NULL, type varchar(24) NOT NULL, invoice_id varchar(36) NOT NULL, account_id varchar(36) NOT NULL,
  bundle_id varchar(36), description varchar(255), plan_name varchar(255), start_date date, end_date date, amount numeric(15,9) NOT NULL, currency varchar(3) NOT NULL, created_date timestamp);
INSERT INTO invoice_items (id, type, invoice_id, account_id, start_date, amount, currency)
SELECT 'u'||i, 'RECURRING', 'inv'||i%20, 'acc'||i%9, d(i), i/100.0, CASE WHEN i%3=0 THEN 'EUR' ELSE 'USD' END FROM generate_series(1,300) i;
ANALYZE account_move_line, acc_gl_journal_entry, acc_trans, fact_acct, splits, blnk_transactions, pgledger_transfers, invoice_items;
