package dev.ledgerload.columnar.ipc;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A stream's parts, kept on the heap. */
record Parts(JournalSchema journal, JournalTable.Snapshot snapshot, long rows, List<Part> list) {

  @SuppressWarnings("ArrayRecordComponent") // compared as objects only
  record Part(@Nullable Column column, byte[] bytes, long plainBytes) {
    Part with(byte[] others) {
      return new Part(column, others, plainBytes);
    }
  }

  static Parts of(JournalTable table) throws IOException {
    return of(table, JournalSchema.GL_ENTRIES);
  }

  static Parts of(JournalTable table, JournalSchema journal) throws IOException {
    List<Part> parts = new ArrayList<>();
    TableEncoder.encode(
        table, (column, bytes, plainBytes) -> parts.add(new Part(column, bytes, plainBytes)));
    return new Parts(journal, table.snapshot(), table.rows(), parts);
  }

  Parts with(List<Part> others) {
    return new Parts(journal, snapshot, rows, others);
  }

  JournalTable decode(BufferAllocator allocator, ColumnSet columns) throws IOException {
    var wanted =
        list.stream().filter(part -> part.column == null || columns.contains(part.column)).toList();
    return PartDecoder.decode(
        allocator, journal, snapshot, columns, rows, new Input(wanted.iterator()));
  }

  byte[] together() {
    var stream = new ByteArrayOutputStream();
    list.forEach(part -> stream.writeBytes(part.bytes));
    return stream.toByteArray();
  }

  private static final class Input implements PartInput {
    private final Iterator<Part> parts;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Input(Iterator<Part> parts) {
      this.parts = parts;
    }

    @Override
    public @Nullable Announced next() {
      if (!parts.hasNext()) {
        return null;
      }
      var part = parts.next();
      bytes = ByteBuffer.wrap(part.bytes);
      return new Announced(part.column, part.bytes.length, part.plainBytes);
    }

    @Override
    public void readFully(ByteBuffer target) throws IOException {
      if (target.remaining() > bytes.remaining()) {
        throw new EOFException("a part that ends too early");
      }
      int end = bytes.position() + target.remaining();
      target.put(bytes.slice(bytes.position(), target.remaining()));
      bytes.position(end);
    }

    @Override
    public void end() {
      CorruptStreamException.require(!bytes.hasRemaining(), "a part that wasn't read to its end");
    }
  }
}
