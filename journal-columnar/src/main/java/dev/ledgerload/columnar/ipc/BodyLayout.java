package dev.ledgerload.columnar.ipc;

/**
 * Where the buffers of a record batch lie in its body: one after the other, each from a multiple of
 * eight bytes.
 *
 * @param rows the batch's rows
 * @param nullCounts the nulls of each column
 * @param lengths the bytes of each buffer, as stored
 * @param offsets where each buffer begins; one more, for the end of the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never given out
record BodyLayout(int rows, int[] nullCounts, long[] lengths, long[] offsets) {

  static BodyLayout of(int rows, int[] nullCounts, long[] lengths) {
    var offsets = new long[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + aligned(lengths[i]);
    }
    return new BodyLayout(rows, nullCounts, lengths, offsets);
  }

  int nodes() {
    return nullCounts.length;
  }

  int nulls(int node) {
    return nullCounts[node];
  }

  int buffers() {
    return lengths.length;
  }

  long length(int buffer) {
    return lengths[buffer];
  }

  long offset(int buffer) {
    return offsets[buffer];
  }

  long bodyBytes() {
    return offsets[lengths.length];
  }

  static long aligned(long bytes) {
    return (bytes + IpcMessage.ALIGNMENT - 1) & -IpcMessage.ALIGNMENT;
  }
}
