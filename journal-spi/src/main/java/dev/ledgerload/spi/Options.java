package dev.ledgerload.spi;

import static java.util.stream.Collectors.toMap;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads options. What is wrong with one is kept until all are read, and then refused together, with
 * the options that nobody asked for, so that a misspelt one can't pass unseen. Not thread-safe.
 *
 * <pre>{@code
 * var options = Options.of("copy", config.options());
 * int streams = options.get("streams", OptionType.number(1, 64), 1);
 * options.requireValid();
 * }</pre>
 */
public final class Options {
  private final @Nullable String owner;
  private final Map<String, String> texts;
  private final UnaryOperator<String> key;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> prefixes = new HashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  private Options(@Nullable String owner, Map<String, String> texts, UnaryOperator<String> key) {
    this.owner = owner;
    this.texts = texts;
    this.key = key;
  }

  /**
   * Those of a strategy, say, as {@link SourceConfig#options()}.
   *
   * @param owner whose they are, for refusals as {@code copy's option streams must be …}
   */
  public static Options of(String owner, Map<String, String> texts) {
    return new Options(owner, texts, name -> name);
  }

  /**
   * Those in variables, as {@code cache-ttl} in {@code LEDGERLOAD_CACHE_TTL}. Variables that nobody
   * asks for are others', and not refused.
   */
  public static Options ofEnvironment(Map<String, String> environment) {
    return new Options(
        null, environment, name -> "LEDGERLOAD_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The text of an option; null if it isn't given. */
  public @Nullable String get(String name) {
    known.add(name);
    return texts.get(key.apply(name));
  }

  /** An option's value; null if it isn't given, or can't be read, which is then a problem. */
  public <T> @Nullable T get(String name, OptionType<? extends T> type) {
    var text = get(name);
    try {
      return text == null ? null : type.read(called(name), text);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** The same, with a value for where there is none. */
  public <T> T get(String name, OptionType<? extends T> type, T usual) {
    T value = get(name, type);
    return value == null ? usual : value;
  }

  /** Options that begin with a prefix, by what follows it; who they are for checks them. */
  public Map<String, String> startingWith(String prefix) {
    known.add(prefix + "<option>");
    prefixes.add(prefix);
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  /** What a refusal calls an option. */
  public String called(String name) {
    return (owner == null ? "" : owner + "'s option ") + key.apply(name);
  }

  /** Notes a problem unless something holds. */
  public void require(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }

  /**
   * Goes on only if all that is given was asked for and could be read.
   *
   * @throws IllegalArgumentException that says everything that is wrong, a line each
   */
  public void requireValid() {
    if (owner != null) {
      texts.keySet().stream().sorted().filter(name -> !isKnown(name)).forEach(this::refuse);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator() + "  ", problems));
    }
  }

  private boolean isKnown(String name) {
    return known.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }

  private void refuse(String name) {
    problems.add("%s has no option \"%s\"; there are: %s".formatted(owner, name, known));
  }
}
