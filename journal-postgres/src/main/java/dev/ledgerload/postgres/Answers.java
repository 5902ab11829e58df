package dev.ledgerload.postgres;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** What was answered to the questions that a transaction began with. */
final class Answers {
  /*
   * A question that is asked early may be one that nobody asks then, for another was answered
   * badly. So what went wrong with an answer is said when it is asked for, as if that were the moment.
   */
  private static final Answers NONE = new Answers(Map.of());

  private final Map<Question<?>, Answer> answers;

  private record Answer(@Nullable Object value, @Nullable Exception failure) {}

  private Answers(Map<Question<?>, Answer> answers) {
    this.answers = answers;
  }

  static Answers none() {
    return NONE;
  }

  /**
   * Reads the answers, which follow a statement's current result.
   *
   * @throws SQLException if they aren't as many as questions, as where one is two statements
   */
  static Answers read(Statement statement, List<Question<?>> questions) throws SQLException {
    Map<Question<?>, Answer> answers = new HashMap<>();
    for (var question : questions) {
      if (!statement.getMoreResults()) {
        throw new SQLException("a question without an answer");
      }
      answers.put(question, read(statement, question));
    }
    if (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
      throw new SQLException("more answers than questions");
    }
    return new Answers(answers);
  }

  private static Answer read(Statement statement, Question<?> question) throws SQLException {
    try (var rows = statement.getResultSet()) {
      return new Answer(question.answer(rows), null);
    } catch (SQLException | RuntimeException e) {
      return new Answer(null, e);
    }
  }

  boolean has(Question<?> question) {
    return answers.containsKey(question);
  }

  /** The answer to a question that was asked. */
  @SuppressWarnings("unchecked") // what a question was answered is its answer
  <T> T to(Question<T> question) throws SQLException {
    var answer = answers.get(question);
    if (answer == null) {
      throw new IllegalArgumentException("a question that wasn't asked");
    }
    if (answer.failure instanceof SQLException failure) {
      throw failure;
    }
    if (answer.failure instanceof RuntimeException failure) {
      throw failure;
    }
    return (T) requireNonNull(answer.value); // else there is a failure
  }

  /** Asks one question, in a round trip of its own. */
  static <T> T ask(Connection connection, Question<T> question) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows = statement.executeQuery(question.sql(literals(connection)))) {
        return question.answer(rows);
      }
    }
  }

  static Question.Literals literals(Connection connection) throws SQLException {
    var driver = connection.unwrap(BaseConnection.class);
    return text -> text == null ? "NULL" : "'" + driver.escapeLiteral(text) + "'";
  }
}
