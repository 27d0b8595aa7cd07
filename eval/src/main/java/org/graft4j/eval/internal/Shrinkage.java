package org.graft4j.eval.internal;

/**
 * How far a covariance of few samples is moved towards a multiple of the identity (Ledoit and Wolf
 * 2004, J. Multivariate Analysis 88).
 */
public final class Shrinkage {
  private Shrinkage() {}

  /**
   * The share of the identity.
   *
   * @param fourth sum of the samples' norms to the fourth, as seen from their mean
   * @param norm squared Frobenius norm of the covariance
   * @param distance squared Frobenius norm of its difference from the multiple of the identity
   * @param n samples, positive
   * @return in [0, 1]; 1 if there is no difference
   */
  public static double share(double fourth, double norm, double distance, double n) {
    double noise = Math.max(0, fourth - n * norm) / (n * n);
    return distance == 0 ? 1 : Math.min(noise, distance) / distance;
  }
}
