package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import dev.ledgerload.spi.SourceConfig;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options that {@link FlightSourceProvider} documents, checked.
 *
 * @param server the URL, which has a host, a port and no more
 */
record ClientOptions(
    URI server, @Nullable String token, @Nullable Path trusted, Compression compression) {
  static final String PLAIN = "grpc";
  static final String TLS = "grpc+tls";

  /** Enough for a network's bandwidth times its delay; 1 MiB, gRPC's own, holds streams up. */
  private static final int WINDOW_BYTES = 8 << 20;

  static ClientOptions of(SourceConfig config) {
    var options = Options.of(FlightSourceProvider.STRATEGY, config.options());
    var url = options.get("url");
    var token = options.get("token");
    var trusted = options.get("trust-certificate");
    var compression =
        options.get("compression", OptionType.oneOf(Compression.class), Compression.AUTO);
    options.requireValid();
    var server = server(url == null ? "" : url);
    if (trusted != null && !server.getScheme().equals(TLS)) {
      throw new IllegalArgumentException(
          "flight's option trust-certificate needs a url of grpc+tls://host:port");
    }
    return new ClientOptions(server, token, trusted == null ? null : Path.of(trusted), compression);
  }

  private static URI server(String url) {
    try {
      var uri = new URI(url);
      if ((PLAIN.equals(uri.getScheme()) || TLS.equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPort() > 0
          && url.equals(uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // falls to the message below, which doesn't repeat what may hold a secret
    }
    throw new IllegalArgumentException(
        "flight's option url must be grpc://host:port or grpc+tls://host:port; a token is an"
            + " option of its own");
  }

  /** A channel, which connects when it is first used; with each call it sends the token. */
  ManagedChannel channel() {
    var headers = new Metadata();
    if (token != null) {
      headers.put(ServerConnection.AUTHORIZATION, ServerConnection.BEARER + token);
    }
    compression.addTo(headers);
    return NettyChannelBuilder.forAddress(server.getHost(), server.getPort(), credentials())
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .flowControlWindow(WINDOW_BYTES)
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }

  private ChannelCredentials credentials() {
    if (server.getScheme().equals(PLAIN)) {
      return InsecureChannelCredentials.create();
    }
    if (trusted == null) {
      return TlsChannelCredentials.create();
    }
    try {
      return TlsChannelCredentials.newBuilder().trustManager(trusted.toFile()).build();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "flight's option trust-certificate must name a PEM file of certificates, not " + trusted,
          e);
    }
  }

  @Override
  public String toString() {
    return "ClientOptions[%s]".formatted(server);
  }
}
