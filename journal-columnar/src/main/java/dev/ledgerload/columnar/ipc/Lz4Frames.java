package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.arrow.memory.ArrowBuf;

/** LZ4 frames, which Arrow's codec {@code LZ4_FRAME} wraps each buffer in. */
final class Lz4Frames {
  /*
   * The library compresses blocks; a frame is a header, blocks with their lengths, and an end mark.
   * Source: "LZ4 Frame Format Description", version 1.6.4, in LZ4's doc/lz4_Frame_format.md. Blocks
   * are independent of each other and as large as allowed, so most buffers are one block, which
   * goes from and to Arrow's memory without a copy. Frames with other features are refused: only
   * TableEncoder's come here.
   */
  private static final int MAGIC = 0x184D_2204;
  private static final byte FLAGS = 0b0110_1000; // version 01, independent blocks, content size
  private static final byte BLOCK_DESCRIPTOR = 0b0111_0000; // blocks of up to 4 MiB
  private static final int BLOCK_BYTES = 4 << 20;
  private static final int HEADER_BYTES = 15;
  private static final int DESCRIPTOR_START = Integer.BYTES;
  private static final int STORED = 1 << 31; // in a block's length: the block isn't compressed

  /** No LZ4 block becomes more than this many times its length. */
  static final int MAX_RATIO = 255;

  private static final LZ4Factory LZ4 = factory();
  private static final LZ4Compressor COMPRESSOR = LZ4.fastCompressor();
  private static final LZ4SafeDecompressor DECOMPRESSOR = LZ4.safeDecompressor();

  private Lz4Frames() {}

  /**
   * The C library wherever there is one for this platform. Left to itself the Java library asks for
   * it only where the system's class loader loaded it, which in an application server it didn't.
   */
  private static LZ4Factory factory() {
    try {
      return LZ4Factory.nativeInstance();
    } catch (LinkageError | AssertionError | UnsupportedOperationException e) {
      return LZ4Factory.fastestJavaInstance();
    }
  }

  /** A frame of all that remains of a buffer. */
  static byte[] compress(ByteBuffer source) {
    int length = source.remaining();
    int blocks = (length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    int largestBlock = COMPRESSOR.maxCompressedLength(Math.min(length, BLOCK_BYTES));
    var frame = ByteBuffer.allocate(HEADER_BYTES + blocks * (4 + largestBlock) + 4);
    frame.order(LITTLE_ENDIAN);
    frame.putInt(MAGIC).put(FLAGS).put(BLOCK_DESCRIPTOR).putLong(length);
    frame.put(headerChecksum(frame.array()));
    for (int from = 0; from < length; from += BLOCK_BYTES) {
      int count = Math.min(BLOCK_BYTES, length - from);
      int at = frame.position() + Integer.BYTES;
      int written =
          COMPRESSOR.compress(
              source, source.position() + from, count, frame, at, frame.capacity() - at);
      if (written < count) {
        frame.putInt(written);
      } else {
        frame.putInt(count | STORED).put(at, source, source.position() + from, count);
        written = count;
      }
      frame.position(at + written);
    }
    frame.putInt(0);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte headerChecksum(byte[] frame) {
    int descriptorBytes = HEADER_BYTES - 1 - DESCRIPTOR_START;
    var hash = XXHashFactory.fastestJavaInstance().hash32();
    return (byte) (hash.hash(frame, DESCRIPTOR_START, descriptorBytes, 0) >>> Byte.SIZE);
  }

  /**
   * Fills a buffer from a frame.
   *
   * @throws CorruptStreamException if the frame is damaged, or isn't one of just so many bytes
   */
  static void decompress(ArrowBuf frame, ArrowBuf target, long targetBytes) {
    long end = frame.capacity();
    requireHeader(frame, targetBytes);
    long position = HEADER_BYTES;
    long filled = 0;
    while (true) {
      require(end - position >= Integer.BYTES, "an LZ4 frame that ends before its end mark");
      int word = frame.getInt(position);
      position += Integer.BYTES;
      if (word == 0) {
        break;
      }
      int length = word & ~STORED;
      require(length <= end - position, "an LZ4 block that goes past its frame");
      int room = (int) Math.min(BLOCK_BYTES, targetBytes - filled);
      if (word < 0) {
        require(length <= room, "an LZ4 block that is longer than announced");
        target.setBytes(filled, frame, position, length);
        filled += length;
      } else {
        filled += block(frame.nioBuffer(position, length), target.nioBuffer(filled, room));
      }
      position += length;
    }
    require(filled == targetBytes && position == end, "an LZ4 frame of another length");
  }

  private static void requireHeader(ArrowBuf frame, long targetBytes) {
    require(frame.capacity() >= HEADER_BYTES, "an LZ4 frame without its header");
    var header = new byte[HEADER_BYTES];
    frame.getBytes(0, header);
    var fields = ByteBuffer.wrap(header).order(LITTLE_ENDIAN);
    require(
        fields.getInt() == MAGIC
            && fields.get() == FLAGS
            && fields.get() == BLOCK_DESCRIPTOR
            && fields.getLong() == targetBytes
            && fields.get() == headerChecksum(header),
        "an LZ4 frame with an unknown or damaged header");
  }

  private static int block(ByteBuffer source, ByteBuffer target) {
    try {
      return DECOMPRESSOR.decompress(source, 0, source.remaining(), target, 0, target.remaining());
    } catch (LZ4Exception e) {
      throw new CorruptStreamException("a damaged LZ4 block", e);
    }
  }
}
