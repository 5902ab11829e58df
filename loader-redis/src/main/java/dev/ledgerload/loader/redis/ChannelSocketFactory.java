package dev.ledgerload.loader.redis;

import dev.ledgerload.postgres.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Makes the one socket of a connection, over a channel that is ours. */
final class ChannelSocketFactory implements JedisSocketFactory {
  /*
   * A channel does two things that a plain socket doesn't: whatever waits on it ends when it is
   * closed by another thread or its own thread is interrupted, and it reads straight into memory
   * outside the heap. Encrypted bytes must go through the TLS layer, so they come from its stream.
   */
  private static final long CONNECT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final HostAndPort node;
  private final boolean encrypted;
  private final Deadline deadline;
  private final SocketChannel channel;
  private ReadableByteChannel input;

  ChannelSocketFactory(HostAndPort node, boolean encrypted, Deadline deadline) throws IOException {
    this.node = node;
    this.encrypted = encrypted;
    this.deadline = deadline;
    this.channel = SocketChannel.open();
    this.input = channel;
  }

  @Override
  public Socket createSocket() {
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      long limitNanos = Math.min(CONNECT_LIMIT_NANOS, deadline.left().toNanos());
      int limitMillis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(limitNanos));
      channel.socket().connect(new InetSocketAddress(node.getHost(), node.getPort()), limitMillis);
      return encrypted ? encrypt(channel.socket()) : channel.socket();
    } catch (IOException e) {
      throw new JedisConnectionException(e.toString(), e);
    }
  }

  private Socket encrypt(Socket plain) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, node.getHost(), node.getPort(), true);
    var parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    input = Channels.newChannel(socket.getInputStream());
    return socket;
  }

  /** What comes from the server, decrypted. */
  ReadableByteChannel input() {
    return input;
  }

  /** Ends the connection, whoever waits for it; from any thread. */
  void abort() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is of no further use either way
    }
  }
}
