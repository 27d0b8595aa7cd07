package org.graft4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.graft4j.data.DatasetException;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.LabelMap;
import org.graft4j.runtime.InputFile;
import org.graft4j.runtime.Sha256;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The choices of {@code train} beyond plan and data, by families that {@code --help} shows apart:
 * what is not given is left as {@link FineTuner} has it. The same choices can be written as words,
 * {@code schedule=one-cycle}, where ways to train are compared.
 */
final class TuningOptions {
  @ArgGroup(validate = false, heading = "%nSteps:%n")
  private StepOptions steps = new StepOptions();

  @ArgGroup(validate = false, heading = "%nLoss and classes:%n")
  private LossOptions loss = new LossOptions();

  @ArgGroup(validate = false, heading = "%nRegularisers:%n")
  private RegulariserOptions regularisers = new RegulariserOptions();

  @ArgGroup(validate = false, heading = "%nAnother task beside:%n")
  private SourceOptions source = new SourceOptions();

  @ArgGroup(validate = false, heading = "%nTeacher:%n")
  private TeacherOptions teacher = new TeacherOptions();

  private Map<String, String> words = Map.of();

  /** What can be written as words, without the dashes. */
  static List<String> keys() {
    return CommandSpec.forAnnotatedObject(new TuningOptions()).options().stream()
        .map(TuningOptions::key)
        .toList();
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  /**
   * Reads choices that are written as words.
   *
   * @param option for messages, say {@code --candidate}
   * @throws WrongValue if one is none that there is
   */
  static TuningOptions of(String option, Map<String, String> words) {
    TuningOptions options = new TuningOptions();
    String[] arguments =
        words.entrySet().stream()
            .map(word -> "--" + word.getKey() + "=" + word.getValue())
            .toArray(String[]::new);
    try {
      return options.given(new CommandLine(options).parseArgs(arguments));
    } catch (ParameterException e) {
      throw new WrongValue(option + ": " + e.getMessage());
    }
  }

  /**
   * Takes note of what was given, once all is parsed.
   *
   * @throws WrongValue if a value is out of range, or two do not go together
   */
  TuningOptions given(ParseResult parsed) {
    List<String> keys = keys();
    Map<String, String> given = new LinkedHashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      if (keys.contains(key(option))) {
        given.put(key(option), word(option));
      }
    }
    keys.forEach(key -> requireOnce(key, parsed.originalArgs()));
    this.words = given;
    steps.require();
    loss.require();
    regularisers.require();
    source.require();
    teacher.require();
    return this;
  }

  /** The parser takes the second of a group for the first of another group. */
  private static void requireOnce(String key, List<String> arguments) {
    String option = "--" + key;
    long times =
        arguments.stream()
            .filter(word -> word.equals(option) || word.startsWith(option + "="))
            .count();
    if (times > 1) {
      throw new WrongValue("option '" + option + "' should be specified only once");
    }
  }

  private static String word(OptionSpec option) {
    Object value = option.getValue();
    return value instanceof Boolean ? value.toString() : option.stringValues().get(0);
  }

  /** What was given, in the order of its options. */
  Map<String, String> words() {
    return words;
  }

  /** Say {@code schedule=one-cycle clip-norm=1}. */
  String describe() {
    return words.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  /**
   * Refuses what would change nothing.
   *
   * @throws WrongValue if something concerns the backbone, and the plan trains the head alone
   */
  void requireFor(PlanName plan) {
    List<String> idle = new ArrayList<>(regularisers.ofTheBackbone());
    idle.addAll(steps.ofTheBackbone());
    if (source.given()) {
      idle.add("--source");
    }
    if (plan == PlanName.LINEAR_PROBE && !idle.isEmpty()) {
      throw new WrongValue(
          idle.get(0)
              + " must have a plan that trains the backbone, but the plan is "
              + plan
              + "; use --plan head-then-all");
    }
  }

  /**
   * What the source shares with DATA; empty without one.
   *
   * @throws org.graft4j.data.DatasetException if it has held-out pictures
   */
  Optional<SourceCheck> source(DatasetSplit split, ItemDigests digests) throws IOException {
    return source.check(split, digests);
  }

  /**
   * Refuses what makes the numbers of folds wrong, before any is trained.
   *
   * @param folder all of DATA
   * @param validated whether folds have a validation part
   */
  void requireForFolds(ImageFolder folder, boolean validated, ItemDigests digests)
      throws IOException {
    if (!validated && steps.watching().isPresent()) {
      throw new DatasetException(
          steps.watching().get()
              + " must have a validation part, but folds have none: add --calibrate 0.2, which"
              + " makes one, or leave the option out");
    }
    teacher.requireOf(folder.labels());
    source.requireApart(folder.items(), digests);
  }

  /** Refuses a teacher of other classes. */
  void requireTeacherOf(LabelMap labels) throws IOException {
    teacher.requireOf(labels);
  }

  /**
   * Refuses, before pictures are decoded, what needs a validation part where there is none.
   *
   * @param data a folder that {@code train} takes
   */
  void requireValidation(Path data) throws IOException {
    if (steps.watching().isPresent()
        && ImageFolder.scan(data)
            .givenSplit()
            .filter(split -> split.validation().isEmpty())
            .isPresent()) {
      throw new DatasetException(
          steps.watching().get()
              + " must have a validation part, but '"
              + data
              + "' has none: add val/, apart from test/, or leave the option out");
    }
  }

  /** The first of the choices that compare with a pretrained network; empty for none. */
  Optional<String> ofPretrained() {
    return regularisers.ofPretrained();
  }

  /** The same without what the validation part decides. */
  TuningOptions unwatched() {
    Map<String, String> kept = new LinkedHashMap<>(words);
    kept.remove("early-stopping");
    kept.remove("schedule", "plateau");
    return of("lr-find", kept);
  }

  /** What a user of folds should know of the teacher. */
  List<String> foldNotes(ImageFolder folder) throws IOException {
    return teacher.foldNotes(folder);
  }

  /** The plan with the rates that were chosen. */
  FineTunePlan rates(FineTunePlan plan) {
    return steps.rates(plan);
  }

  /**
   * Sets what was chosen.
   *
   * @param split whose training part decides the weights of classes
   * @throws IOException if the teacher cannot be read
   */
  void applyTo(FineTuner.Builder tuner, DatasetSplit split) throws IOException {
    steps.applyTo(tuner);
    loss.applyTo(tuner, split);
    regularisers.applyTo(tuner);
    source.applyTo(tuner);
    teacher.applyTo(tuner);
  }

  /** What decides the model, as values that a run is known again by. */
  Map<String, String> facts() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("tuning", describe());
    source.digest().ifPresent(digest -> facts.put("source", digest));
    Path file = teacher.file();
    if (file != null) {
      facts.put("teacher", digest(file));
    }
    return facts;
  }

  private static String digest(Path file) throws IOException {
    InputFile.require(file, "a model");
    MessageDigest sha256 = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(sha256);
  }

  /** What a user should know of these choices with these data. */
  List<String> notes(DatasetSplit split) {
    List<String> notes = new ArrayList<>();
    if (steps.watching().isPresent() && split.test().isEmpty()) {
      notes.add(
          "epochs or rates are chosen by the pictures that the model is measured on: its number is"
              + " too good; divide DATA in train/, val/ and test/ for an honest one");
    }
    if (regularisers.pullsToTheStart() && steps.decay() > 0) {
      notes.add(
          "the weight decay of "
              + steps.decay()
              + " pulls to zero what --l2-sp keeps near the pretrained weights: --weight-decay 0"
              + " leaves it out");
    }
    List<String> idle = new ArrayList<>(regularisers.ofNoWeight());
    idle.addAll(source.ofNoWeight());
    idle.addAll(teacher.ofNoWeight());
    idle.forEach(option -> notes.add(option + " changes nothing: a weight of 0 leaves it out"));
    return notes;
  }

  static void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value <= 0) {
      throw new WrongValue(option + " must be positive, but was " + value);
    }
  }

  static void requirePositive(String option, @Nullable Double value) {
    if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new WrongValue(option + " must be positive and finite, but was " + value);
    }
  }

  static void requireNotNegative(String option, @Nullable Double value) {
    if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new WrongValue(option + " must be finite and not negative, but was " + value);
    }
  }
}
