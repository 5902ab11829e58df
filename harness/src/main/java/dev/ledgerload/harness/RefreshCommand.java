package dev.ledgerload.harness;

import dev.ledgerload.spi.JournalInstallation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ledgerload refresh}. */
@Command(
    name = "refresh",
    description = {
      "Brings what is installed beside a journal up to date: refreshes views, adds up versions.",
      "Fails if what is named isn't installed, or nothing is."
    },
    mixinStandardHelpOptions = true)
final class RefreshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private InstallationOptions installations = new InstallationOptions();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    return installations.toInstalled(out, "refreshed", JournalInstallation::refresh)
        ? 0
        : Ledgerload.FAILED;
  }
}
