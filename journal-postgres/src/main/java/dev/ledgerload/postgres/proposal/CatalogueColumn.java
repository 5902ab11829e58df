package dev.ledgerload.postgres.proposal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A column as the catalogue and the statistics know it.
 *
 * @param name as the database has it
 * @param type the name of its type in {@code pg_type}; of a domain, of what that is over
 * @param declared the type as it was declared, for people
 * @param digits all digits and those behind the point of a {@code numeric}; empty if it is declared
 *     without, or is no numeric
 * @param isEnum whether the type is an enum
 * @param notNull whether it has a value in every row
 * @param unique whether no two rows may have the same value
 * @param leadsIndex whether an index begins with it, so that a range of it is found quickly
 * @param readable whether this user may read it
 * @param references the name of the table that its foreign key leads to
 * @param distinct about how many different values it has
 * @param nullShare the share of rows in which it is NULL
 * @param width about how many bytes a value has
 * @param common its most common values, the first few
 */
public record CatalogueColumn(
    String name,
    String type,
    String declared,
    Optional<Digits> digits,
    boolean isEnum,
    boolean notNull,
    boolean unique,
    boolean leadsIndex,
    boolean readable,
    Optional<String> references,
    OptionalDouble distinct,
    OptionalDouble nullShare,
    OptionalDouble width,
    List<String> common) {

  private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
  private static final Set<String> MOMENTS = Set.of("date", "timestamp", "timestamptz");
  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "name", "citext");
  private static final Set<String> HELD =
      Set.of(
          "bool",
          "int2",
          "int4",
          "int8",
          "float4",
          "float8",
          "numeric",
          "money",
          "text",
          "varchar",
          "bpchar",
          "name",
          "citext",
          "uuid",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "json",
          "jsonb",
          "bytea");

  /**
   * The digits of a {@code numeric}.
   *
   * @param scale those behind the point; negative for zeros before it
   */
  public record Digits(int precision, int scale) {}

  public CatalogueColumn {
    common = List.copyOf(common);
  }

  /** Whether a table can hold its values. */
  boolean isHeld() {
    return isEnum || HELD.contains(type);
  }

  boolean isInteger() {
    return INTEGERS.contains(type);
  }

  /** Whether it lies in a day. */
  boolean isMoment() {
    return MOMENTS.contains(type);
  }

  boolean isText() {
    return TEXTS.contains(type);
  }

  /** Whether the database keeps exact numbers in it that can have a fraction. */
  boolean isDecimal() {
    return type.equals("numeric") || type.equals("money");
  }

  boolean isFloat() {
    return type.equals("float4") || type.equals("float8");
  }

  /** Whether it is a {@code numeric} of which nobody said how many digits it has. */
  boolean isUntyped() {
    return type.equals("numeric") && digits.isEmpty();
  }

  /** Whether it was NULL wherever the statistics looked. */
  boolean isEmpty() {
    return nullShare.orElse(0) >= 1;
  }
}
