/**
 * How the gate speaks with the builds that it compares.
 *
 * <p>A build is asked in a fresh JVM of its own: the main class {@code
 * dev.ledgerload.harness.bench.TrialMain} of its jar reads a {@link
 * dev.ledgerload.harness.trial.TrialRequest} as a line of standard input and prints a {@link
 * dev.ledgerload.harness.trial.TrialReply} as a line of standard output. Before each operation it
 * says that it is ready and waits for its turn, so that two builds can take turns. What is asked
 * about, the journal and the right answers, is in the file that the system property {@code
 * ledgerload.target} names; {@code ledgerload.warming} says how long hits of a cache are warmed up.
 * The class's name, the properties, the file's content, the digests in it and the JSON of these
 * records are the protocol: who changes any of them in a way that an older build can't follow
 * counts {@link dev.ledgerload.harness.trial.TrialProtocol#VERSION} up.
 */
@NullMarked
package dev.ledgerload.harness.trial;

import org.jspecify.annotations.NullMarked;
