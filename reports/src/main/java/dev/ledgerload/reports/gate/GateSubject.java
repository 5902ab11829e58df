package dev.ledgerload.reports.gate;

/**
 * What was measured.
 *
 * @param name as it was named: a jar, a commit, a directory
 * @param commit of the code, as the build itself says
 */
public record GateSubject(String name, String commit) {}
