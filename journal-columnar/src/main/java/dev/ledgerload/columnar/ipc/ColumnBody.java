package dev.ledgerload.columnar.ipc;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Where a column of a batch, or a dictionary, lies in a message's body: its buffers one after the
 * other, each from a multiple of eight bytes.
 *
 * @param lengths the bytes of each buffer, as stored
 * @param offsets where each begins in the body; one more, for where the column ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never given out
record ColumnBody(ColumnForm form, int rows, int nulls, long[] lengths, long[] offsets) {

  long end() {
    return offsets[lengths.length];
  }

  long bytes() {
    return end() - offsets[0];
  }

  /** The buffers of a body that isn't compressed; they share its memory. */
  List<ArrowBuf> slices(ArrowBuf body) {
    var slices = new ArrowBuf[lengths.length];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = body.slice(offsets[i], lengths[i]);
    }
    return List.of(slices);
  }
}
