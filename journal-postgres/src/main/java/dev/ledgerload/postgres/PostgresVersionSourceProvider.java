package dev.ledgerload.postgres;

import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.VersionSource;
import dev.ledgerload.spi.VersionSourceProvider;
import java.util.Map;

/** Reads the versions that {@link VersionsInstallation} keeps. */
public final class PostgresVersionSourceProvider implements VersionSourceProvider {
  private static final String NAME = VersionsInstallation.NAME;

  @Override
  public VersionSource open(SourceConfig config) {
    return new PostgresVersionSource(
        PostgresSession.open(NAME, config.database(), Map.of()), config.schema());
  }
}
