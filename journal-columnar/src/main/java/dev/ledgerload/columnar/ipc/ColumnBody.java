package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Where a column of a batch, or a dictionary, lies in a message's body: its buffers one after the
 * other, each from a multiple of eight bytes.
 *
 * @param compressed whether its buffers are as {@link StoredBuffer} writes them
 * @param lengths the bytes of each buffer, as stored
 * @param offsets where each begins in the body; one more, for where the column ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never given out
record ColumnBody(
    ColumnForm form, int rows, int nulls, boolean compressed, long[] lengths, long[] offsets) {

  long end() {
    return offsets[lengths.length];
  }

  long bytes() {
    return end() - offsets[0];
  }

  /**
   * The buffers of a body, each with a hold of its own on its memory: that of the body, unless the
   * body is compressed.
   *
   * @param allocator for what is decompressed
   */
  List<ArrowBuf> buffers(ArrowBuf body, BufferAllocator allocator) {
    List<ArrowBuf> buffers = new ArrayList<>();
    try {
      for (int i = 0; i < lengths.length; i++) {
        var stored = body.slice(offsets[i], lengths[i]);
        if (compressed) {
          buffers.add(decompressed(stored, form.bytes(i, rows), allocator));
        } else {
          stored.getReferenceManager().retain();
          buffers.add(stored);
        }
      }
      return buffers;
    } catch (RuntimeException | Error e) {
      buffers.forEach(ArrowBuf::close);
      throw e;
    }
  }

  /** A copy, even of what isn't compressed: else it would keep all that was received. */
  private static ArrowBuf decompressed(
      ArrowBuf stored, long neededBytes, BufferAllocator allocator) {
    if (stored.capacity() == 0) {
      return allocator.getEmpty();
    }
    long length = StoredBuffer.length(stored.capacity());
    long prefix = stored.getLong(0);
    long bytes = StoredBuffer.plainBytes(prefix, length, neededBytes);
    require(bytes <= Integer.MAX_VALUE, "a buffer of an impossible length");
    var plain = allocator.buffer(bytes).slice(0, bytes);
    try {
      if (prefix == StoredBuffer.UNCOMPRESSED) {
        plain.setBytes(0, stored, Long.BYTES, bytes);
      } else {
        Lz4Frames.decompress(stored.slice(Long.BYTES, length), plain, bytes);
      }
      return plain;
    } catch (RuntimeException | Error e) {
      plain.close();
      throw e;
    }
  }
}
