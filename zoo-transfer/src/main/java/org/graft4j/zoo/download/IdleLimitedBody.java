package org.graft4j.zoo.download;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, handed over piece by piece: whoever waits for the next one waits a limited
 * time. At most one piece is in memory. {@link java.net.http.HttpRequest}'s own timeout ends with
 * the headers, and its input stream waits for ever.
 */
final class IdleLimitedBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

  /** A piece, the end, or what went wrong. */
  private record Step(List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

  /** Takes the place of one that comes too late. */
  private static final Flow.Subscription NONE =
      new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final Duration idle;

  IdleLimitedBody(Duration idle) {
    this.idle = idle;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (!subscription.complete(given)) {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    steps.add(new Step(bytes, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    steps.add(new Step(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    steps.add(new Step(List.of(), true, null));
  }

  /**
   * The next piece; empty at the end.
   *
   * @throws HttpTimeoutException if nothing came in time
   * @throws IOException if the connection broke
   */
  List<ByteBuffer> next() throws IOException, InterruptedException {
    try {
      // The answer may be handed over before its body is connected.
      subscription.get(idle.toNanos(), TimeUnit.NANOSECONDS).request(1);
    } catch (TimeoutException | ExecutionException e) {
      throw new HttpTimeoutException("no body for " + Pauses.text(idle));
    }
    Step step = steps.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
    if (step == null) {
      throw new HttpTimeoutException("no byte for " + Pauses.text(idle));
    }
    if (step.failure() != null) {
      throw new IOException(step.failure().getMessage(), step.failure());
    }
    return step.last() ? List.of() : step.bytes();
  }

  /** Drops the connection if it is still sending. */
  @Override
  public void close() {
    if (!subscription.complete(NONE)) {
      subscription.join().cancel();
    }
  }
}
