package org.graft4j.eval.metric;

/**
 * What samples add up to, as far as some numbers need it. Mutable, confined to one thread.
 *
 * <p>Merging is associative and commutative, and the numbers are the same to the last bit however
 * the samples were batched, ordered or spread over merged states. Without samples every number is
 * undefined. The JSON form holds all of a state: what is read back merges and computes to the same
 * bits. Each state has a static {@code fromJson} that reads it.
 *
 * @param <S> the state itself
 */
public interface MetricState<S extends MetricState<S>> {
  /**
   * Adds the samples of another state, which stays as it was.
   *
   * @throws IllegalArgumentException if the two do not count the same thing, say other classes
   */
  void merge(S other);

  /** What was counted so far: samples, or pixels where pixels count. */
  long n();

  /** One JSON object with {@code kind} and {@code schemaVersion}. */
  String toJson();
}
