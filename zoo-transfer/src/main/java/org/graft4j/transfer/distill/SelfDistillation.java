package org.graft4j.transfer.distill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.graft4j.data.DatasetSplit;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;

/**
 * Born-again networks (Furlanello et al. 2018, arXiv:1805.04770): the same fine-tuning several
 * times over, where each generation but the first has the one before as its teacher.
 *
 * <p>The teacher of a generation is of the same size and has seen the same labels; what a student
 * gains by it is what its answers say beyond them. Gains are small, and do not grow for ever.
 *
 * <pre>{@code
 * SelfDistillation.Generations born = SelfDistillation.generations(3)
 *     .train(split, generation -> FineTuner.of(backbone).head(head).plan(plan));
 * FineTuneResult last = born.last();
 * }</pre>
 *
 * @param generations how many in all, positive; with 1 nothing is distilled
 * @param temperature as for {@link Distillation.Builder#softTargets}
 * @param alpha as for {@link Distillation.Builder#softTargets}
 */
public record SelfDistillation(int generations, double temperature, double alpha) {

  public SelfDistillation {
    if (generations < 1) {
      throw new IllegalArgumentException("generations must be positive, but was " + generations);
    }
    Distillation.requireSoftTargets(temperature, alpha);
  }

  /** So many, with answers and labels counting alike and no temperature, as in the paper. */
  public static SelfDistillation generations(int count) {
    return new SelfDistillation(count, 1, 0.5);
  }

  /** The same with another weight of the teacher; see {@link Distillation.Builder#softTargets}. */
  public SelfDistillation softTargets(double newTemperature, double newAlpha) {
    return new SelfDistillation(generations, newTemperature, newAlpha);
  }

  /**
   * Trains one generation after the other.
   *
   * @param tuner a new builder for each generation, counted from 0; it may set another seed or
   *     another checkpoint for each
   * @throws IllegalArgumentException if the same builder comes twice, and as {@link FineTuner#fit}
   * @throws IOException as {@link FineTuner#fit}
   */
  public Generations train(DatasetSplit split, IntFunction<FineTuner.Builder> tuner)
      throws IOException {
    List<FineTuneResult> all = new ArrayList<>();
    List<FineTuner.Builder> used = new ArrayList<>();
    for (int generation = 0; generation < generations; generation++) {
      FineTuner.Builder builder = tuner.apply(generation);
      if (used.stream().anyMatch(earlier -> earlier == builder)) {
        throw new IllegalArgumentException(
            "tuner must give a new builder for each generation, but gave the same for number "
                + generation);
      }
      used.add(builder);
      if (generation > 0) {
        builder.method(
            Distillation.from(all.get(generation - 1).model())
                .softTargets(temperature, alpha)
                .build());
      }
      all.add(builder.build().fit(split));
    }
    return new Generations(all);
  }

  /**
   * What came of them.
   *
   * @param all the first first
   */
  public record Generations(List<FineTuneResult> all) {
    public Generations {
      all = List.copyOf(all);
    }

    /** The last one. */
    public FineTuneResult last() {
      return all.get(all.size() - 1);
    }
  }
}
