package dev.ledgerload.postgres;

import java.time.Instant;

/**
 * A snapshot that other sessions of the same server may adopt, see {@link
 * PostgresSnapshot#export()}.
 *
 * @param name the server's name for it, which another server may have given to another one
 * @param serverStartedAt which server it is of
 */
public record ExportedSnapshot(String name, Instant serverStartedAt) {}
