package org.graft4j.transfer.regularise;

import java.io.IOException;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.internal.Factor;
import org.graft4j.transfer.internal.SourceClassifier;

/**
 * Co-tuning (You et al. 2020, <i>Co-Tuning for Transfer Learning</i>, NeurIPS): the pretrained
 * source head is not thrown away but trained on beside the new one, {@code lambda} times its
 * cross-entropy with what each picture's target class means in source classes, {@code p(source |
 * target)}. Of use where the source classes say something of the target's.
 *
 * <p>The relation is the paper's direct one: the mean of the source head's probabilities over the
 * training pictures of a class without augmentation, from the pretrained network. The paper
 * calibrates them by a temperature fitted on pictures of the source task; those are not here, so
 * that the temperature is given, and 1 takes the head at its word.
 *
 * <p>The backbone must have its head, one dense layer with softmax on the features. The second head
 * starts from it in the first stage that trains the features, goes on in the next, is moved at the
 * rate of the topmost layer group, for it is as little new as that one, and is not part of the
 * result. Soft labels (smoothing, mixing) are translated in their shares; an example without a
 * label counts for nothing.
 *
 * @param lambda 0 or positive, 2.3 in the paper's experiments; at 0 nothing changes, byte for byte
 * @param temperature what the logarithms of the source head's probabilities are divided by,
 *     positive: above 1 flattens them
 */
public record CoTuning(double lambda, double temperature) implements TransferMethod {
  public CoTuning {
    Factor.require("lambda", lambda);
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be positive, but was " + temperature);
    }
  }

  /** With the source head's probabilities as they are. */
  public CoTuning(double lambda) {
    this(lambda, 1);
  }

  @Override
  public String describe() {
    return "co-tuning, lambda " + lambda + ", temperature " + temperature;
  }

  @Override
  public boolean changesNothing() {
    return lambda == 0;
  }

  @Override
  public StageAdditions prepare(StageContext stage) throws IOException {
    // First, so that a backbone without a head is refused before a stage that does not need it.
    SourceClassifier head = SourceClassifier.of(stage.backbone());
    String features = stage.backbone().featureVertex();
    LearningRates rates = stage.stage().rates();
    return stage.trains(features)
        ? StageAdditions.terms(
            new CoTuningTerm(
                features,
                lambda,
                rates.backbone() / rates.head(),
                head,
                ClassRelation.learned(stage, head, temperature)))
        : StageAdditions.none();
  }
}
