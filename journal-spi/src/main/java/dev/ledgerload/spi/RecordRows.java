package dev.ledgerload.spi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table's rows as records of the user's own. */
final class RecordRows<T extends Record> implements Iterable<T> {
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]");

  private final JournalTable table;
  private final Class<T> type;
  private final MethodHandle constructor; // (Object[])Record
  private final List<Component> components;

  private RecordRows(
      JournalTable table, Class<T> type, MethodHandle constructor, List<Component> components) {
    this.table = table;
    this.type = type;
    this.constructor = constructor;
    this.components = components;
  }

  /** What a component is read from, and how. */
  private record Component(Column column, Conversion conversion) {}

  private interface Conversion {
    @Nullable Object read(RowCursor cursor, Column column);

    /** The same but null for NULL, which a primitive can't be. */
    default Conversion orNull() {
      return (cursor, column) -> cursor.isNull(column) ? null : read(cursor, column);
    }
  }

  /** As {@link JournalTable#rows(Class, Lookup)}. */
  static <T extends Record> RecordRows<T> of(JournalTable table, Class<T> type, Lookup lookup) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " is no record's class");
    }
    List<Component> components = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (var component : type.getRecordComponents()) {
      try {
        components.add(component(table, component));
      } catch (IllegalArgumentException e) {
        problems.add(component.getName() + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "rows can't be read as %s:\n  %s"
              .formatted(type.getName(), String.join("\n  ", problems)));
    }
    return new RecordRows<>(table, type, constructor(type, lookup), components);
  }

  private static Component component(JournalTable table, RecordComponent component) {
    var column = column(table.columns(), component);
    var type = table.type(column);
    var conversion =
        conversion(component.getType(), type.javaType())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "column %s is of type %s, whose values are of %s: they don't fit %s"
                            .formatted(
                                column,
                                type,
                                type.javaType().getSimpleName(),
                                component.getType().getSimpleName())));
    return new Component(column, conversion);
  }

  private static Column column(ColumnSet columns, RecordComponent component) {
    var name = component.getAnnotation(ColumnName.class);
    var wanted = name == null ? component.getName() : name.value();
    var exact = columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    if (exact.isPresent()) {
      return exact.get();
    }
    var alike =
        name != null
            ? List.<Column>of()
            : columns.stream().filter(column -> isAlike(column.name(), wanted)).toList();
    if (alike.size() == 1) {
      return alike.get(0);
    }
    throw new IllegalArgumentException(
        alike.isEmpty()
            ? "there is no column \"%s\"; there are: %s; another is named by @ColumnName"
                .formatted(wanted, ColumnSet.names(columns))
            : "it may be any of the columns %s: say which by @ColumnName"
                .formatted(ColumnSet.names(alike)));
  }

  private static boolean isAlike(String column, String component) {
    return bare(column).equals(bare(component));
  }

  private static String bare(String name) {
    return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** How values of class {@code held} become such of a component; empty if not without a loss. */
  private static Optional<Conversion> conversion(Class<?> wanted, Class<?> held) {
    if (wanted.isAssignableFrom(held)) {
      return Optional.of(RowCursor::getObject);
    }
    if (wanted == byte[].class && held == ByteBuffer.class) {
      return Optional.of(RowCursor::getBytes);
    }
    if (wanted == BigDecimal.class && isWhole(held)) {
      return Optional.of(RowCursor::getDecimal);
    }
    var primitive = primitive(MethodType.methodType(wanted).wrap().returnType(), held);
    return wanted.isPrimitive() ? primitive : primitive.map(Conversion::orNull);
  }

  private static Optional<Conversion> primitive(Class<?> wanted, Class<?> held) {
    Conversion conversion = null;
    if (wanted == Boolean.class && held == Boolean.class) {
      conversion = RowCursor::getBoolean;
    } else if (wanted == Long.class && isWhole(held)) {
      conversion = RowCursor::getLong;
    } else if (wanted == Integer.class && isWhole(held) && held != Long.class) {
      conversion = RowCursor::getInt;
    } else if (wanted == Short.class && held == Short.class) {
      conversion = (cursor, column) -> (short) cursor.getInt(column);
    } else if (wanted == Double.class && (held == Double.class || held == Float.class)) {
      conversion = RowCursor::getDouble;
    } else if (wanted == Float.class && held == Float.class) {
      conversion = (cursor, column) -> (float) cursor.getDouble(column);
    }
    return Optional.ofNullable(conversion);
  }

  private static boolean isWhole(Class<?> held) {
    return held == Long.class || held == Integer.class || held == Short.class;
  }

  private static MethodHandle constructor(Class<?> type, Lookup lookup) {
    var parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return MethodHandles.privateLookupIn(type, lookup)
          .findConstructor(type, MethodType.methodType(void.class, parameters))
          .asSpreader(Object[].class, parameters.length)
          .asType(MethodType.methodType(Record.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "%s can't be made from %s: pass MethodHandles.lookup() of a class in its own module, or open its package"
              .formatted(type.getName(), lookup.lookupClass().getModule()),
          e);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // a record has a constructor of its components
    }
  }

  @Override
  public Iterator<T> iterator() {
    return new RowIterator(table.cursor());
  }

  private T row(RowCursor cursor) {
    var values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      var component = components.get(i);
      values[i] = component.conversion().read(cursor, component.column());
    }
    return type.cast(make(values));
  }

  private Record make(Object[] values) {
    try {
      return (Record) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // a record's constructor declares no exceptions
    }
  }

  private final class RowIterator implements Iterator<T> {
    private final RowCursor cursor;
    private boolean isAtNext;

    private RowIterator(RowCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean hasNext() {
      isAtNext = isAtNext || cursor.next();
      return isAtNext;
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      isAtNext = false;
      return row(cursor);
    }
  }
}
