package dev.ledgerload.harness.output;

import dev.ledgerload.spi.JournalTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;

/**
 * A loaded day as an Arrow IPC file, the form with a footer that is meant for {@code .arrow}: what
 * {@code pyarrow.ipc.open_file}, {@code pandas.read_feather} and {@code polars.read_ipc} open, also
 * by mapping it into memory. Not compressed; coded columns are dictionaries, in it once.
 */
public final class ArrowFile {
  private ArrowFile() {}

  /** Writes one that isn't there yet. */
  public static void write(JournalTable table, Path file) throws IOException {
    try (var channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var allocator =
            table
                .batches()
                .get(0)
                .getVector(0)
                .getAllocator()
                .newChildAllocator("arrow-file", 0, Long.MAX_VALUE);
        var root = VectorSchemaRoot.create(table.schema(), allocator);
        var writer = new ArrowFileWriter(root, table.dictionaries(), channel)) {
      writer.start();
      var loader = new VectorLoader(root);
      for (var batch : table.batches()) {
        try (var shared = new VectorUnloader(batch).getRecordBatch()) { // by reference
          loader.load(shared);
        }
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
