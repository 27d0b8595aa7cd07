package org.graft4j.zoo.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLException;

/** One attempt to get the rest of a file from one address, behind what has come of it. */
final class Attempt {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;
  private final DownloadSettings settings;
  private final DownloadListener listener;

  Attempt(HttpClient client, DownloadSettings settings, DownloadListener listener) {
    this.client = client;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Asks and writes what comes behind the part, or in its place.
   *
   * @return whether the file is now made of bytes of several answers
   * @throws AttemptFailure if it did not end with a file of the size that is wanted
   * @throws IOException if the disk fails
   */
  boolean run(URI url, PartFile part, PublishedSize size) throws IOException {
    long from = part.size();
    if (from > 0 && size.allows(from) && size.least() == size.most()) {
      return true; // died between the last byte and the check
    }
    try {
      Reply reply = send(url, from, part.versionAt(url));
      RangeAnswer answer = new RangeAnswer(reply.head());
      try (IdleLimitedBody body = reply.body()) {
        if (answer.isAll(from)) {
          return true;
        }
        if (from > 0 && !answer.goesOn(from, size)) {
          part.discard();
          throw AttemptFailure.passing("does not go on with the bytes that came before");
        }
        answer.require(size);
        if (!answer.isRest()) {
          part.restart(url, answer.version());
          from = 0;
        }
        listener.onEvent(new DownloadEvent.Started(url, from, size.most()));
        receiveAll(body, answer, part, size);
      }
      return from > 0;
    } catch (InterruptedException e) {
      throw Pauses.interrupted();
    }
  }

  private record Reply(HttpResponse<?> head, IdleLimitedBody body) {}

  private Reply send(URI url, long from, Optional<String> version)
      throws IOException, InterruptedException {
    Redirects way = new Redirects(url);
    while (true) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(way.current())
              .timeout(settings.idleTimeout())
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "graft4j");
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
        version.ifPresent(tag -> request.header("If-Range", tag));
      }
      Reply reply = exchange(request.build());
      if (!REDIRECTS.contains(reply.head().statusCode())) {
        return reply;
      }
      reply.body().close();
      Optional<String> location = reply.head().headers().firstValue("Location");
      if (location.isEmpty()) {
        throw AttemptFailure.lasting("redirects to nowhere");
      }
      way.follow(location.get());
    }
  }

  private Reply exchange(HttpRequest request) throws IOException, InterruptedException {
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> head =
          client.send(request, HttpResponse.BodyHandlers.ofPublisher());
      IdleLimitedBody body = new IdleLimitedBody(settings.idleTimeout());
      head.body().subscribe(body);
      return new Reply(head, body);
    } catch (SSLException e) {
      throw AttemptFailure.lasting("no secure connection: " + e.getMessage(), e);
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnresolvedAddressException) {
          throw AttemptFailure.lasting(
              "no such host as "
                  + request.uri().getHost()
                  + " or as the proxy to it, or no network",
              e);
        }
      }
      throw AttemptFailure.passing(reason(e), e);
    }
  }

  /** What turns out not to be the file is not kept. */
  private void receiveAll(
      IdleLimitedBody body, RangeAnswer answer, PartFile part, PublishedSize size)
      throws IOException, InterruptedException {
    try {
      receive(body, answer, part, size);
    } catch (AttemptFailure e) {
      if (!e.isPassing()) {
        part.discard();
      }
      throw e;
    }
  }

  private void receive(IdleLimitedBody body, RangeAnswer answer, PartFile part, PublishedSize size)
      throws IOException, InterruptedException {
    long done = part.size();
    try (FileChannel out = part.append()) {
      List<ByteBuffer> piece = next(body);
      while (!piece.isEmpty()) {
        for (ByteBuffer bytes : piece) {
          if (bytes.remaining() > size.most() - done) {
            throw AttemptFailure.lasting(
                (answer.isPage() ? "sends a web page (a login?), " : "")
                    + "sends more than the "
                    + size
                    + " that the file has");
          }
          while (bytes.hasRemaining()) {
            done += out.write(bytes);
          }
        }
        listener.onEvent(new DownloadEvent.Progress(done, size.most()));
        piece = next(body);
      }
      out.force(true);
    }
    if (done < size.least()) {
      if (answer.isPage()) {
        throw AttemptFailure.lasting("sends a web page (a login?), not the file");
      }
      throw AttemptFailure.passing("ended after " + done + " of " + size);
    }
  }

  /** What breaks here is the network, not the disk. */
  private static List<ByteBuffer> next(IdleLimitedBody body)
      throws AttemptFailure, InterruptedException {
    try {
      return body.next();
    } catch (IOException e) {
      throw AttemptFailure.passing(reason(e), e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException) {
      return "the connection failed: nobody takes it";
    }
    if (e instanceof HttpTimeoutException && e.getMessage() != null) {
      return e.getMessage();
    }
    return e.getMessage() == null || e.getMessage().isBlank()
        ? "the connection failed (" + e.getClass().getSimpleName() + ")"
        : "the connection failed: " + Quoted.of(e.getMessage());
  }
}
