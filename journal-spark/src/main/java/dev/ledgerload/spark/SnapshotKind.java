package dev.ledgerload.spark;

/** How all tasks of a query see one state of the database. */
enum SnapshotKind {
  /** By versions where there are any, else by an exported snapshot. */
  AUTO,
  /** Each task makes sure that its day's version is that of the plan. */
  VERSIONS,
  /** All tasks adopt the snapshot of a transaction that the driver holds. */
  EXPORTED
}
