package org.graft4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.graft4j.eval.advice.CandidateAdvice;

/** The {@code train} command that follows an advice, to be pasted into a shell. */
final class AdvisedTraining {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  private AdvisedTraining() {}

  /**
   * The words of the command, quoted where a shell needs it.
   *
   * @param backbone the options of {@code train} that name the backbone
   * @param learning which pictures were looked at
   */
  static List<String> command(
      Path data, List<String> backbone, LearningOptions learning, CandidateAdvice advice) {
    List<String> words = new ArrayList<>(List.of("graft4j", "train", data.toString()));
    words.addAll(backbone);
    words.addAll(
        switch (advice.verdict()) {
          case LINEAR_PROBE -> List.of("--plan", PlanName.LINEAR_PROBE.toString());
          // The head first: large gradients of a random one would distort the features.
          case FINE_TUNE -> List.of("--plan", PlanName.HEAD_THEN_ALL.toString());
          case FROM_SCRATCH -> List.of("--from-scratch", "--plan", PlanName.FULL.toString());
        });
    words.addAll(learning.words());
    words.addAll(List.of("--out", "model.zip"));
    return words.stream().map(AdvisedTraining::quoted).toList();
  }

  /** One word as a shell takes it. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
