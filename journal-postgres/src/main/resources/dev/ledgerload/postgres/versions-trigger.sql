-- On the journal and on each of its partitions: a statement fires the triggers of the table that it
-- names, for the rows of all partitions, and no others. ALWAYS: also in sessions that load with
-- session_replication_role = replica.
CREATE OR REPLACE TRIGGER ${name}_insert AFTER INSERT ON ${table}
REFERENCING NEW TABLE AS entries_after
FOR EACH STATEMENT EXECUTE FUNCTION ${versions}();

CREATE OR REPLACE TRIGGER ${name}_update AFTER UPDATE ON ${table}
REFERENCING OLD TABLE AS entries_before NEW TABLE AS entries_after
FOR EACH STATEMENT EXECUTE FUNCTION ${versions}();

CREATE OR REPLACE TRIGGER ${name}_delete AFTER DELETE ON ${table}
REFERENCING OLD TABLE AS entries_before
FOR EACH STATEMENT EXECUTE FUNCTION ${versions}();

CREATE OR REPLACE TRIGGER ${name}_truncate AFTER TRUNCATE ON ${table}
FOR EACH STATEMENT EXECUTE FUNCTION ${versions}();

ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}_insert;
ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}_update;
ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}_delete;
ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}_truncate;
