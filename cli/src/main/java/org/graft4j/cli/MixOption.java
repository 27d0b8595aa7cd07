package org.graft4j.cli;

import org.graft4j.augment.mix.CutMix;
import org.graft4j.augment.mix.MixUp;
import org.graft4j.data.BatchMixing;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether and how the pictures of a training batch are mixed with each other. */
final class MixOption {

  @Option(
      names = "--mix",
      paramLabel = "mixup[:ALPHA]|cutmix[:ALPHA]",
      converter = Converter.class,
      description =
          "Mix the examples of each training batch and their labels: mixup blends pictures, or"
              + " features where those are cached (default alpha 0.2); cutmix pastes boxes, for"
              + " --plan full only (default alpha 1).")
  private BatchMixing mixing = BatchMixing.NONE;

  /** What was chosen; none without the option. */
  BatchMixing mixing() {
    return mixing;
  }

  /** Reads {@code mixup}, {@code cutmix:0.5} and the like. */
  static final class Converter implements ITypeConverter<BatchMixing> {
    private static final double MIX_UP = 0.2;
    private static final double CUT_MIX = 1;

    @Override
    public BatchMixing convert(String value) {
      int colon = value.indexOf(':');
      String name = colon < 0 ? value : value.substring(0, colon);
      String alpha = colon < 0 ? "" : value.substring(colon + 1);
      try {
        return switch (name) {
          case "none" -> none(value, colon);
          case "mixup" -> new MixUp(colon < 0 ? MIX_UP : Double.parseDouble(alpha));
          case "cutmix" -> new CutMix(colon < 0 ? CUT_MIX : Double.parseDouble(alpha));
          default -> throw wrong(value);
        };
      } catch (NumberFormatException e) {
        throw wrong(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    private static BatchMixing none(String value, int colon) {
      if (colon >= 0) {
        throw wrong(value);
      }
      return BatchMixing.NONE;
    }

    private static TypeConversionException wrong(String value) {
      return new TypeConversionException(
          "must be none, mixup or cutmix, with an alpha if you like, say mixup:0.2, but was '"
              + value
              + "'");
    }
  }
}
