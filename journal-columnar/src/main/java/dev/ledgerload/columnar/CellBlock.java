package dev.ledgerload.columnar;

import java.util.Arrays;

/**
 * Some rows as PostgreSQL sent them, and where each of their cells begins. Filled, handed to {@link
 * TablePart#append(CellBlock)}, cleared and filled again. Not thread-safe.
 *
 * <p>A cell is as in COPY's binary format: a big-endian 32-bit length, -1 for NULL, then that many
 * bytes. The block refers to the bytes of one array, and copies none of those given to {@link
 * #addTuple}.
 */
public final class CellBlock {
  /** The most rows that a block holds. */
  public static final int MAX_ROWS = 1024;

  /**
   * How many readable bytes an array must have behind its last cell, for the decoder reads short
   * codes eight bytes at a time.
   */
  public static final int SLACK_BYTES = 8;

  private static final int NULL = -1;
  private static final int MAX_OWN_BYTES = 1 << 30;

  private final int columns;
  private final int[] cellStarts; // column by column, MAX_ROWS each
  private byte[] bytes = new byte[0];
  private byte[] own = new byte[0];
  private int rows;
  private int ownBytes;

  /** An empty block of rows of so many cells. */
  public CellBlock(int columns) {
    this.columns = columns;
    this.cellStarts = new int[columns * MAX_ROWS];
  }

  /** Whether the block must be handed over and cleared before the next row. */
  public boolean isFull() {
    return rows == MAX_ROWS;
  }

  /** The number of rows in it. */
  public int rows() {
    return rows;
  }

  /** Forgets all rows. */
  public void clear() {
    rows = 0;
    ownBytes = 0;
  }

  /**
   * Adds one row of COPY's binary format: a 16-bit number of cells, then the cells.
   *
   * @param array holds the row, with {@link #SLACK_BYTES} behind it; the same for every row until
   *     the block is cleared, and not changed before then
   * @param start where the row begins
   * @param end where it ends
   * @throws CorruptValueException if the row has another number of cells, a length that no cell
   *     has, or isn't just that long
   */
  public void addTuple(byte[] array, int start, int end) {
    int cells = BigEndian.getShort(array, start);
    if (cells != columns) {
      throw new CorruptValueException("a row of %d columns, not %d".formatted(cells, columns));
    }
    bytes = array;
    int position = start + Short.BYTES;
    int shortest = 0;
    for (int slot = rows; slot < cellStarts.length; slot += MAX_ROWS) {
      if (end - position < Integer.BYTES) { // also when a length made the position overflow
        throw new CorruptValueException("a row that ends before its last column");
      }
      cellStarts[slot] = position;
      int length = BigEndian.getInt(array, position);
      shortest = Math.min(shortest, length);
      position += Integer.BYTES + Math.max(length, 0); // no branch: NULL comes at random
    }
    if (shortest < NULL) {
      throw new CorruptValueException("a row with a column of %d bytes".formatted(shortest));
    }
    if (position != end) {
      throw new CorruptValueException("a row whose columns don't add up to its length");
    }
    rows++;
  }

  /**
   * Adds one row of cells that lie apart; copies them.
   *
   * @param cells a value for each column in PostgreSQL's binary form, null for NULL
   * @throws IllegalArgumentException if there is another number of cells
   * @throws CorruptValueException if the block's rows are too many bytes
   */
  public void addCells(byte[][] cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "%d cells for %d columns".formatted(cells.length, columns));
    }
    long needed = 0;
    for (byte[] cell : cells) {
      needed += Integer.BYTES + (cell == null ? 0 : cell.length);
    }
    reserve(needed);
    int slot = rows;
    for (byte[] cell : cells) {
      cellStarts[slot] = ownBytes;
      BigEndian.putInt(bytes, ownBytes, cell == null ? NULL : cell.length);
      ownBytes += Integer.BYTES;
      if (cell != null) {
        System.arraycopy(cell, 0, bytes, ownBytes, cell.length);
        ownBytes += cell.length;
      }
      slot += MAX_ROWS;
    }
    rows++;
  }

  /**
   * What {@link #addCells} has copied since the block was cleared, a length for each cell included.
   */
  public int copiedBytes() {
    return ownBytes;
  }

  private void reserve(long more) {
    if (more > MAX_OWN_BYTES - ownBytes) {
      throw new CorruptValueException("rows of more than a gibibyte");
    }
    int needed = ownBytes + (int) more + SLACK_BYTES;
    if (own.length < needed) {
      own = Arrays.copyOf(own, Math.max(needed, 2 * own.length));
    }
    bytes = own;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the length words of a column's cells are: its first row's index in {@link #starts()}. */
  int firstOf(int column) {
    return column * MAX_ROWS;
  }

  int[] starts() {
    return cellStarts;
  }
}
