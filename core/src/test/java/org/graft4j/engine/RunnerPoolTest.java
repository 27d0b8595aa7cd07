package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class RunnerPoolTest {
  private static final INDArray BATCH = Nd4j.ones(1, 1);

  /** Holds 100 bytes, and says if two threads are in it. */
  private static final class Counted implements Runner {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch until;

    private Counted(CountDownLatch until) {
      this.until = until;
    }

    @Override
    public INDArray run(INDArray batch) {
      if (inside.incrementAndGet() > 1 || closed.get()) {
        throw new IllegalStateException("runner in use or closed");
      }
      try {
        until.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      inside.decrementAndGet();
      return batch;
    }

    @Override
    public long bytes() {
      return 100;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  private static int runnersOfEightThreads(int most, long room) throws Exception {
    CountDownLatch open = new CountDownLatch(0);
    RunnerPool pool = new RunnerPool(() -> new Counted(open), most, () -> room);
    pool.run(BATCH);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<INDArray>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(() -> pool.run(BATCH));
      }
      for (Future<INDArray> future : threads.invokeAll(calls)) {
        assertThat(future.get()).isSameAs(BATCH);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(pool.bytes()).isEqualTo(100L * pool.size());
    return pool.size();
  }

  @Test
  void run_noRoomForASecondRunner_allCallsShareOne() throws Exception {
    assertThat(runnersOfEightThreads(4, 99)).isEqualTo(1);
  }

  @Test
  void run_roomForAll_makesAtMostSoMany() throws Exception {
    assertThat(runnersOfEightThreads(3, 100)).isBetween(1, 3);
  }

  @Test
  void shut_callUnderWay_waitsForIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    RunnerPool pool =
        new RunnerPool(
            () -> {
              inside.countDown();
              return new Counted(release);
            },
            2,
            () -> 1000);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<INDArray> call = threads.submit(() -> pool.run(BATCH));
      inside.await();
      Future<Boolean> shut = threads.submit(pool::shut);
      assertThat(shut.isDone()).isFalse();
      release.countDown();
      assertThat(call.get()).isSameAs(BATCH);
      assertThat(shut.get()).isTrue();
      assertThat(pool.shut()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }
}
