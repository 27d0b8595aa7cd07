package org.graft4j.eval.advice;

/**
 * What a backbone costs on this machine.
 *
 * @param forwardMillis milliseconds a picture of the backbone's forward pass, in batches of 16
 * @param decodeMillis milliseconds a picture of reading and preparing the files, on all processors
 * @param weightBytes of the parameters up to the features
 * @param inferenceBytes memory outside the heap of the backbone in use, weights and activations of
 *     a batch of 16
 * @param probeSeconds predicted for a linear probe on all training pictures: one pass of reading
 *     and forward; the head's epochs on the features are not counted, being short beside it
 * @param fineTuneSeconds predicted for fine-tuning on all training pictures: that pass, then {@link
 *     #FINE_TUNE_EPOCHS} epochs of reading and {@link #STEP_FACTOR} forward passes
 */
public record Cost(
    double forwardMillis,
    double decodeMillis,
    long weightBytes,
    long inferenceBytes,
    double probeSeconds,
    double fineTuneSeconds) {

  /** Epochs of all layers that the prediction is for. */
  public static final int FINE_TUNE_EPOCHS = 10;

  /**
   * Time of a training step of all layers in forward passes: 31.9 against 9.24 pictures a second
   * with ResNet-18 in docs/benchmarks.
   */
  public static final double STEP_FACTOR = 3.5;

  static Cost of(
      double forwardMillis,
      double decodeMillis,
      long weightBytes,
      long inferenceBytes,
      int pictures) {
    double pass = pictures * (forwardMillis + decodeMillis) / 1000;
    double epoch = pictures * (STEP_FACTOR * forwardMillis + decodeMillis) / 1000;
    return new Cost(
        forwardMillis,
        decodeMillis,
        weightBytes,
        inferenceBytes,
        pass,
        pass + FINE_TUNE_EPOCHS * epoch);
  }
}
