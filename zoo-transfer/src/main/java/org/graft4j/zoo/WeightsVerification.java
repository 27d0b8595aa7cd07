package org.graft4j.zoo;

import java.util.List;
import org.graft4j.data.InputSpec;

/**
 * What a weights file was found to be. Immutable.
 *
 * @param architecture that it fits
 * @param format say {@code "safetensors"}
 * @param sha256 of the file
 * @param tensors number of tensors that were used
 * @param parameters number of values in them, statistics of batch norms included
 * @param classes classes of its head; 0 if it has none or is cut
 * @param ignored names of tensors that are not needed: counters, and what lies above a cut
 * @param nonFinite names of tensors that hold NaN or infinite values; such a file is not loaded
 * @param scheme whose names the file's tensors have: {@code torchvision}, {@code timm}, {@code
 *     huggingface}, {@code keras}, {@code keras_2016}, {@code keras_2019} or {@code dl4j}
 * @param input the preparation of pictures: the card's, or for a file without one that with which
 *     weights of its scheme are usually trained
 */
public record WeightsVerification(
    String architecture,
    String format,
    String sha256,
    int tensors,
    long parameters,
    int classes,
    List<String> ignored,
    List<String> nonFinite,
    String scheme,
    InputSpec input) {

  public WeightsVerification {
    ignored = List.copyOf(ignored);
    nonFinite = List.copyOf(nonFinite);
  }
}
