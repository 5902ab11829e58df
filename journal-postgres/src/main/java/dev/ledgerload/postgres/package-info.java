/**
 * What loaders that talk to PostgreSQL have in common.
 *
 * <p>Start at {@link dev.ledgerload.postgres.PostgresSession}: a connection with a deadline,
 * read-only snapshot transactions and the journal's column types. {@link
 * dev.ledgerload.postgres.CopyStream} reads one COPY as the bytes that came over the wire; {@link
 * dev.ledgerload.postgres.PostgresFailure} says every failure in the contract's words.
 *
 * <p>And what is installed beside a journal: {@link dev.ledgerload.postgres.PostgresChange} makes
 * changes, {@link dev.ledgerload.postgres.VersionsInstallation} those that give days versions.
 */
@NullMarked
package dev.ledgerload.postgres;

import org.jspecify.annotations.NullMarked;
