package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.List;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.transfer.StageContext;

/**
 * What a student takes from inside of its teacher, beside the answers. An immutable value.
 *
 * <p>In a stage that does not change the student's vertex, as one of the head alone does not, a
 * term has no part.
 */
public sealed interface DistillationTerm
    permits FeatureHint, AttentionTransfer, RelationalDistillation {

  /** Whether all its weights are 0. */
  boolean changesNothing();

  /**
   * The terms of a stage; none if it changes nothing that they look at.
   *
   * @param name what their names begin with
   * @throws IllegalArgumentException if teacher or student has no such vertex, or one that gives
   *     something else
   */
  List<FeatureTerm> prepare(TrainedModel teacher, StageContext stage, String name)
      throws IOException;
}
