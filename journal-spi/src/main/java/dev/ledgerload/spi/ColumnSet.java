package dev.ledgerload.spi;

import static java.util.stream.Collectors.joining;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of one schema, in its order. Immutable; equal to any set of the same columns.
 *
 * <p>What the database calls the columns, and where, makes no difference: a schema and the same of
 * another table have the same columns.
 */
public final class ColumnSet extends AbstractSet<Column> {
  /*
   * A bit for each column by its ordinal. The first 64 are in a field of their own, so that what a
   * cache asks at each hit, whether what it holds has all that is wanted, is one AND for all but the
   * widest tables. Sets nearly always share their schema's list of columns: it is compared by
   * identity first.
   */
  private static final long[] NONE = new long[0];

  private final List<Column> all;
  private final long first;
  private final long[] further;

  private ColumnSet(List<Column> all, long first, long[] further) {
    this.all = all;
    this.first = first;
    this.further = further;
  }

  /**
   * @param all all columns of the schema, each at the index that is its ordinal
   * @throws IllegalArgumentException if one of {@code wanted} isn't one of them
   */
  static ColumnSet of(List<Column> all, Collection<Column> wanted) {
    if (wanted instanceof ColumnSet set && set.all == all) {
      return set;
    }
    long first = 0;
    long[] further = all.size() <= Long.SIZE ? NONE : new long[(all.size() - 1) / Long.SIZE];
    for (var column : wanted) {
      int ordinal = column.ordinal();
      if (!isOf(all, column)) {
        throw new IllegalArgumentException(
            "%s is no column of this schema, or has another place in it; there are: %s"
                .formatted(column, names(all)));
      }
      if (ordinal < Long.SIZE) {
        first |= 1L << ordinal;
      } else {
        further[ordinal / Long.SIZE - 1] |= 1L << ordinal;
      }
    }
    return new ColumnSet(all, first, further);
  }

  private static boolean isOf(List<Column> all, Column column) {
    return column.ordinal() < all.size() && all.get(column.ordinal()).equals(column);
  }

  static String names(Collection<Column> columns) {
    return columns.stream().map(Column::name).collect(joining(", "));
  }

  /**
   * These columns of the same schema, whether or not they are in this set.
   *
   * @throws IllegalArgumentException if the schema hasn't got one of them
   */
  public ColumnSet of(Collection<Column> columns) {
    return of(all, columns);
  }

  /** All columns of the schema that rows of a grain have. */
  public ColumnSet allOf(Grain grain) {
    return of(all, all.stream().filter(column -> column.isOf(grain)).toList());
  }

  /**
   * The columns of this set and those of another.
   *
   * @throws IllegalArgumentException if the schema hasn't got one of the other's
   */
  public ColumnSet union(ColumnSet other) {
    var others = other.all == all ? other : of(all, other);
    var union = further.clone();
    for (int i = 0; i < union.length; i++) {
      union[i] |= others.further[i];
    }
    return new ColumnSet(all, first | others.first, union);
  }

  /** The columns of this set but for one. */
  public ColumnSet without(Column other) {
    return without(List.of(other));
  }

  /** The columns of this set that aren't in another. */
  public ColumnSet without(Collection<Column> others) {
    return of(all, stream().filter(column -> !others.contains(column)).toList());
  }

  @Override
  public boolean containsAll(Collection<?> others) {
    if (others instanceof ColumnSet set && isOfSameSchema(set)) {
      return (set.first & ~first) == 0 && (further.length == 0 || containsFurther(set.further));
    }
    return super.containsAll(others);
  }

  private boolean isOfSameSchema(ColumnSet other) {
    return other.all == all || other.all.equals(all);
  }

  private boolean containsFurther(long[] others) {
    for (int i = 0; i < further.length; i++) {
      if ((others[i] & ~further[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean contains(@Nullable Object other) {
    return other instanceof Column column && isOf(all, column) && has(column.ordinal());
  }

  private boolean has(int ordinal) {
    long word = ordinal < Long.SIZE ? first : further[ordinal / Long.SIZE - 1];
    return ((word >>> ordinal) & 1) != 0;
  }

  @Override
  public int size() {
    int size = Long.bitCount(first);
    for (long word : further) {
      size += Long.bitCount(word);
    }
    return size;
  }

  @Override
  public Iterator<Column> iterator() {
    return new Iterator<>() {
      private int next = from(0);

      private int from(int ordinal) {
        int found = ordinal;
        while (found < all.size() && !has(found)) {
          found++;
        }
        return found;
      }

      @Override
      public boolean hasNext() {
        return next < all.size();
      }

      @Override
      public Column next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        var column = all.get(next);
        next = from(next + 1);
        return column;
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (other instanceof ColumnSet set && isOfSameSchema(set)) {
      return first == set.first && Arrays.equals(further, set.further);
    }
    return super.equals(other);
  }

  /** As that of any set of the same columns. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
