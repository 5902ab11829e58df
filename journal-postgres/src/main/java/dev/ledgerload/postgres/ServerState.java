package dev.ledgerload.postgres;

import java.time.Instant;

/**
 * What a server says of itself in a transaction.
 *
 * @param clock its clock when the transaction began
 * @param startedAt when it was started, to the microsecond: no two servers of a cluster share it
 * @param isStandby whether it replays what another one commits
 */
record ServerState(Instant clock, Instant startedAt, boolean isStandby) {

  /**
   * How far a standby has come: a moment of the primary's clock by which all that was committed is
   * replayed.
   *
   * @param of the standby
   * @param until the time of the last commit that it has replayed or, if there was none since it
   *     was started, of the checkpoint that it began from
   */
  record Replay(ServerState of, Instant until) {

    /** Whether it tells how far a server had come before. */
    boolean isOf(ServerState server) {
      return of.startedAt.equals(server.startedAt);
    }
  }
}
