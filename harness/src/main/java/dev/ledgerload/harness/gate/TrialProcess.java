package dev.ledgerload.harness.gate;

import dev.ledgerload.harness.setup.JvmArgs;
import dev.ledgerload.harness.setup.Target;
import dev.ledgerload.harness.trial.TrialProtocol;
import dev.ledgerload.harness.trial.TrialReply;
import dev.ledgerload.harness.trial.TrialRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks builds, in a fresh JVM for each request. */
final class TrialProcess {
  private static final String ERR = "trial.err";

  private final Path target;
  private final List<String> jvmArgs;
  private final Path directory;

  /**
   * @param target what trials are about
   * @param rows entries of its day
   * @param directory gets what trials print to standard error
   */
  TrialProcess(Path target, int rows, Path directory) {
    this(target, JvmArgs.forRows(rows), directory);
  }

  private TrialProcess(Path target, List<String> jvmArgs, Path directory) {
    this.target = target;
    this.jvmArgs = jvmArgs;
    this.directory = directory;
  }

  /** One whose trials' statements and bytes the testbed counts. */
  static TrialProcess counted(SharedTestbed testbed, int rows, Path directory) {
    List<String> jvmArgs = new ArrayList<>(JvmArgs.forRows(rows));
    jvmArgs.add("-D" + TrialProtocol.WARMING_PROPERTY + "=PT0S"); // its hits are no fixed number
    return new TrialProcess(testbed.tappedTarget(), jvmArgs, directory);
  }

  /**
   * The build's reply.
   *
   * @throws IOException if its JVM can't be started
   */
  TrialReply ask(Build.Program program, TrialRequest request) throws IOException {
    try (var jvm = start(program, request, ERR)) {
      while (jvm.isReady()) {
        jvm.go();
      }
      return jvm.reply();
    }
  }

  /**
   * The replies of builds whose JVMs run at the same time but take turns: an operation of one, then
   * one of the other, in the next turn the other way round.
   *
   * @param order who begins
   * @throws IOException if a JVM can't be started
   */
  Map<Side, TrialReply> askInTurns(
      Map<Side, Build.Program> programs, List<Side> order, TrialRequest request)
      throws IOException {
    Map<Side, TrialJvm> jvms = new LinkedHashMap<>();
    try {
      for (var side : order) {
        var program = programs.get(side);
        if (program != null) {
          jvms.put(side, start(program, request, side.label() + "." + ERR));
        }
      }
      takeTurns(jvms.values());
      Map<Side, TrialReply> replies = new EnumMap<>(Side.class);
      for (var jvm : jvms.entrySet()) {
        replies.put(jvm.getKey(), jvm.getValue().reply());
      }
      return replies;
    } finally {
      for (var jvm : jvms.values()) {
        jvm.close();
      }
    }
  }

  private static void takeTurns(Collection<TrialJvm> jvms) throws IOException {
    List<TrialJvm> running = new ArrayList<>();
    for (var jvm : jvms) {
      if (jvm.isReady()) {
        running.add(jvm);
      }
    }
    while (!running.isEmpty()) {
      for (var jvm : List.copyOf(running)) {
        jvm.go();
        if (!jvm.isReady()) {
          running.remove(jvm);
        }
      }
      Collections.reverse(running);
    }
  }

  private TrialJvm start(Build.Program program, TrialRequest request, String err)
      throws IOException {
    return new TrialJvm(command(program), request, directory.resolve(err));
  }

  private List<String> command(Build.Program program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArgs);
    command.addAll(program.jvmArgs());
    command.add("-Djmh.ignoreLock=true"); // one trial at a time is ours to see to
    command.add(Target.jvmArg(target));
    command.addAll(List.of("-cp", program.classPath(), TrialProtocol.MAIN_CLASS));
    return command;
  }
}
