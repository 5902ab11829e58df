package dev.ledgerload.harness;

import dev.ledgerload.harness.trial.BuildCommit;
import picocli.CommandLine.IVersionProvider;

/** Which code this is. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "ledgerload %s, commit %s".formatted(BuildCommit.version(), BuildCommit.name())
    };
  }
}
