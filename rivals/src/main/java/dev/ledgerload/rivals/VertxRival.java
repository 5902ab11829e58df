package dev.ledgerload.rivals;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;

/**
 * Vert.x's client, which has no JDBC under it: a prepared query, its rows collected as they come.
 */
final class VertxRival implements Rival {
  private static final long LIMIT_MINUTES = 10;

  private final Vertx vertx;
  private final Pool pool;
  private final String sql;
  private final LocalDate day;

  VertxRival(DayQuery query) throws Exception {
    vertx = Vertx.vertx();
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(PgConnectOptions.fromUri(query.uri()).setCachePreparedStatements(true))
            .using(vertx)
            .build();
    sql = query.sql("$1");
    day = query.day();
    await(pool.getConnection().compose(connection -> connection.close()));
  }

  @Override
  public List<Class<?>> libraries() {
    return List.of(PgBuilder.class);
  }

  @Override
  public LoadedDay load() throws Exception {
    var entries =
        pool.preparedQuery(sql)
            .collecting(mapping(VertxRival::entry, toList()))
            .execute(Tuple.of(day));
    return new EntryList(day, await(entries).value());
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getLong(0),
        row.getLocalDate(1),
        row.getString(2),
        row.getString(3),
        row.getBigDecimal(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(LIMIT_MINUTES, MINUTES);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join(); // the pool with it
  }
}
