package org.graft4j.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft4j.augment.mix.CutMix;
import org.graft4j.augment.mix.MixUp;
import org.graft4j.augment.mix.MixUpOrCutMix;
import org.graft4j.data.BatchMixing;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether and how the pictures of a training batch are mixed with each other. */
final class MixOption {

  @Option(
      names = "--mix",
      paramLabel = "none|mixup[:ALPHA]|cutmix[:ALPHA]|mixup-or-cutmix",
      converter = Converter.class,
      description =
          "Mix the examples of each training batch and their labels: mixup blends pictures, or"
              + " features where those are cached (default ALPHA: 0.2); cutmix pastes boxes, for"
              + " --plan full only (default ALPHA: 1); mixup-or-cutmix takes either for"
              + " every second batch. ALPHA is from 0.001 to 1000: the larger, the more is mixed"
              + " (default: none).")
  private BatchMixing mixing = BatchMixing.NONE;

  /** What was chosen; none without the option. */
  BatchMixing mixing() {
    return mixing;
  }

  /** Reads {@code mixup}, {@code cutmix:0.5} and the like. */
  static final class Converter implements ITypeConverter<BatchMixing> {
    private static final double MIX_UP = 0.2;
    private static final double CUT_MIX = 1;

    /** Without Java's own spellings: 0x1p-2, 0.2d, NaN. */
    private static final Pattern FORM =
        Pattern.compile("([a-z-]+)(?::(-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?))?");

    @Override
    public BatchMixing convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw wrong(value);
      }
      String alpha = form.group(2);
      try {
        return switch (form.group(1)) {
          case "mixup" -> new MixUp(alpha == null ? MIX_UP : Double.parseDouble(alpha));
          case "cutmix" -> new CutMix(alpha == null ? CUT_MIX : Double.parseDouble(alpha));
          case "none", "mixup-or-cutmix" -> withoutAlpha(value);
          default -> throw wrong(value);
        };
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    private static BatchMixing withoutAlpha(String value) {
      return switch (value) {
        case "none" -> BatchMixing.NONE;
        case "mixup-or-cutmix" -> new MixUpOrCutMix(new MixUp(MIX_UP), new CutMix(CUT_MIX), 0.5);
        default ->
            throw new TypeConversionException(
                "none and mixup-or-cutmix have no alpha, but was '" + value + "'");
      };
    }

    private static TypeConversionException wrong(String value) {
      return new TypeConversionException(
          "must be none, mixup, cutmix or mixup-or-cutmix, the middle two with an alpha if you"
              + " like, say mixup:0.2, but was '"
              + value
              + "'");
    }
  }
}
