package dev.ledgerload.columnar.ipc;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/** A message of a stream, as Arrow's own writer says it. */
@SuppressWarnings("ArrayRecordComponent") // compared as objects only
record Message(byte[] metadata, byte[] body) {
  private static final long END_MARK = 0xFFFF_FFFFL; // a message of no bytes

  static List<Message> of(JournalTable table) throws IOException {
    var stream = new ByteArrayOutputStream();
    try (var reader = table.reader();
        var writer = new ArrowStreamWriter(reader.getVectorSchemaRoot(), reader, stream)) {
      while (reader.loadNextBatch()) {
        writer.writeBatch();
      }
    }
    return cut(ByteBuffer.wrap(stream.toByteArray()).order(LITTLE_ENDIAN));
  }

  private static List<Message> cut(ByteBuffer stream) {
    List<Message> messages = new ArrayList<>();
    while (stream.getLong(stream.position()) != END_MARK) {
      assertThat(stream.getInt()).isEqualTo(IpcMessage.CONTINUATION);
      byte[] metadata = next(stream, stream.getInt());
      var message =
          org.apache.arrow.flatbuf.Message.getRootAsMessage(
              ByteBuffer.wrap(metadata).order(LITTLE_ENDIAN));
      messages.add(new Message(metadata, next(stream, (int) message.bodyLength())));
    }
    return messages;
  }

  private static byte[] next(ByteBuffer stream, int count) {
    var bytes = new byte[count];
    stream.get(bytes);
    return bytes;
  }

  static JournalTable decode(
      List<Message> stream,
      BufferAllocator allocator,
      JournalSchema journal,
      ColumnSet columns,
      JournalTable.Snapshot snapshot,
      long rows) {
    try (var decoder = new TableDecoder(allocator, journal, columns)) {
      for (var message : stream) {
        try (var body = message.bodyIn(decoder.allocator())) {
          decoder.accept(ByteBuffer.wrap(message.metadata), body);
        }
      }
      return decoder.finish(snapshot, rows);
    }
  }

  ArrowBuf bodyIn(BufferAllocator allocator) {
    var buffer = allocator.buffer(body.length);
    buffer.setBytes(0, body);
    return buffer.slice(0, body.length);
  }
}
