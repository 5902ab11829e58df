package dev.ledgerload.loader.flight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.MessageDigest;

/** Lets calls through that bring the token. */
final class TokenCheck implements ServerInterceptor {
  private final byte[] authorization;

  TokenCheck(String token) {
    this.authorization = (ServerConnection.BEARER + token).getBytes(UTF_8);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var brought = headers.get(ServerConnection.AUTHORIZATION);
    // isEqual takes as long for a token that is wrong from the start as for one almost right
    if (brought != null && MessageDigest.isEqual(authorization, brought.getBytes(UTF_8))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "the token is missing or wrong: give the server's in the option token"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
